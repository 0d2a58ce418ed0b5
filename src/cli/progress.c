// Progress is shown on a terminal only, never when standard error is a file. The share done counts
// bytes read, the rates count bytes screened; the reader is a few batches ahead of the screeners,
// which does not show in long runs.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/progress.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/num.h"
#include "cli/console.h"
#include "sink/report.h"

static const double first_after_seconds = 1.0;
static const double again_after_seconds = 0.1;
static const double max_foreseen_seconds = 1000 * 3600.0;

void tm_progress_begin(tm_progress *progress, bool wanted, uint64_t total_bytes)
{
    *progress = (tm_progress){
        .wanted = wanted && tm_terminal_is_capable(STDERR_FILENO),
        .begin = tm_clock_seconds(),
        .total_bytes = total_bytes,
    };
}

double tm_progress_seconds(const tm_progress *progress)
{
    return tm_clock_seconds() - progress->begin;
}

static double per_second(double amount, double seconds)
{
    return seconds > 0 ? amount / seconds : 0;
}

static void put_left(tm_buf *out, const tm_progress *progress, double seconds)
{
    const double read = (double)progress->read_bytes;
    const double total = (double)progress->total_bytes;
    if (total <= 0 || read <= 0 || read > total) // a file may have grown
        return;
    tm_buf_format(out, ", %d %%", (int)(100 * read / total));
    const double left = seconds * (total - read) / read;
    if (left < 3600)
        tm_buf_format(out, ", %d:%02d left", (int)left / 60, (int)left % 60);
    else if (left < max_foreseen_seconds)
        tm_buf_format(out, ", %d h %02d min left", (int)left / 3600, (int)left / 60 % 60);
}

void tm_progress_text(tm_buf *out, const tm_progress *progress, const tm_tally *tally,
                      double seconds)
{
    const double megabytes = (double)tally->n_bytes / 1e6;
    tm_report_plural(out, tm_tally_seen(tally), "document");
    tm_buf_text(out, ", ");
    tm_print_fixed(out, megabytes, 1);
    tm_buf_text(out, " MB, ");
    tm_print_fixed(out, per_second(megabytes, seconds), 1);
    tm_buf_text(out, " MB/s, ");
    tm_report_count(out,
                    tally->n_documents[TAMIS_CONTAMINATED] + tally->n_documents[TAMIS_SUSPECT]);
    tm_buf_text(out, " flagged");
    put_left(out, progress, seconds);
}

void tm_progress_rates(tm_buf *out, const tm_tally *tally, double seconds)
{
    tm_buf_text(out, "in ");
    tm_print_fixed(out, seconds, 1);
    tm_buf_text(out, " s: ");
    tm_print_fixed(out, per_second((double)tally->n_bytes / 1e6, seconds), 1);
    tm_buf_text(out, " MB/s, ");
    const double documents = per_second((double)tm_tally_seen(tally), seconds);
    tm_report_plural(out, (uint64_t)(documents + 0.5), "document");
    tm_buf_text(out, "/s");
}

void tm_progress_show(tm_progress *progress, const tm_tally *tally)
{
    if (!progress->wanted)
        return;
    const double time = tm_clock_seconds();
    const double seconds = time - progress->begin;
    if (seconds < first_after_seconds || time - progress->drawn < again_after_seconds)
        return;
    tm_buf words = {0};
    tm_progress_text(&words, progress, tally, seconds);
    if (!words.failed) {
        tm_terminal_draw(tm_buf_str(&words));
        progress->drawn = time;
    }
    tm_buf_free(&words);
}
