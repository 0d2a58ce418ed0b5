// Sources are counted on one thread, in input order, so that it does not depend on the speed of the
// workers which of them come first and are counted each by itself. All else is counted by the
// workers and added up.
//
// The time for reading is the run's time on the caller's thread without waiting, writing and, with
// a single worker, judging; so records need not be timed one by one.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/summariser.h"

#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/part.h"
#include "screen/screen.h"

// ---- Sources --------------------------------------------------------------------------------

static tm_str source_of(const tm_batch *batch, const tm_item *item)
{
    const tm_noted *const noted = &item->noted;
    const tm_str path = tm_item_path(batch, item);
    if (noted->site_end > noted->site_begin)
        return tm_str_slice(tm_buf_str(&batch->sites), noted->site_begin, noted->site_end);
    const bool is_record = !item->failure && tm_format_has_records(item->record.format);
    if (is_record || tm_str_equal(path, tm_str_of("-")))
        return path;
    const tm_str folder = tm_path_parent(path);
    return folder.len > 0 ? folder : tm_str_of(".");
}

tamis_status tm_summariser_take(tm_summariser *s, const tm_batch *batch, tamis_error *err)
{
    tm_summary *const sum = &s->summary;
    if (!s->path)
        return TAMIS_OK;
    for (size_t i = 0; i < batch->n_items; i++) {
        const tm_item *const item = &batch->items[i];
        TM_TRY(tm_sources_count(&sum->sources, source_of(batch, item), item->noted.verdict,
                                item->noted.n_bytes, err));
    }
    tm_tally_add(&sum->tally, &batch->tally);
    tm_counts_add(&sum->counts, &batch->counts);
    sum->look += (double)(batch->work_ns - batch->score_ns) / 1e9;
    sum->score += (double)batch->score_ns / 1e9;
    return TAMIS_OK;
}

// ---- Inputs and times -----------------------------------------------------------------------

static tm_summary begin_summary(const tm_summary_request *request)
{
    const tm_worker_plan *const plan = request->worker->plan;
    const tm_screen *const screen = tm_screen_inside(request->worker->screener);
    const tamis_operating_point *point = tm_settings_point(plan->settings, plan->model);
    return (tm_summary){
        .model = plan->model_name,
        .max_fpr = point ? point->target_fpr : NAN,
        .threshold = screen->threshold,
        .suspect_threshold = screen->suspect_threshold,
        .shard = request->shard->index,
        .n_shards = request->shard->count,
        .shares_records = request->shard->by_record,
        .goes_on = request->before != NULL,
        .before = request->before ? *request->before : (tm_tally){.n_bytes = 0},
        .n_jobs = request->n_jobs,
    };
}

// An earlier summary or an empty file may be replaced; any other file was probably meant as input.
static tamis_status check_place(const char *path, tamis_error *err)
{
    struct stat info;
    static const char head[] = "{\"schema\":\"tamis-summary/";
    char begin[sizeof head - 1];
    if (lstat(path, &info) != 0)
        return TAMIS_OK;
    if (!S_ISREG(info.st_mode))
        return tm_fail(err, TAMIS_EINVAL, "%.180s: exists and is not a regular file", path);
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    const ssize_t n = fd >= 0 ? read(fd, begin, sizeof begin) : -1;
    if (fd >= 0)
        close(fd);
    if (n == 0 || (n == (ssize_t)sizeof begin && memcmp(begin, head, sizeof begin) == 0))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "%.180s: exists and is no summary; name another file",
                   path);
}

tamis_status tm_summariser_open(tm_summariser *s, const tm_summary_request *request,
                                tamis_error *err)
{
    const char *const path = request->path;
    tm_part part;
    s->path = path;
    if (!path)
        return TAMIS_OK;
    s->summary = begin_summary(request);
    s->begin_ns = tm_clock_ns();
    TM_TRY(check_place(path, err));
    TM_TRY(tm_part_open(&part, path, 0600, err));
    tm_part_drop(&part); // in a folder that is screened it would be an input
    return TAMIS_OK;
}

void tm_summariser_read(tm_summariser *s, const tm_reader *reader)
{
    s->summary.n_opened++;
    s->summary.n_bytes_read += tm_reader_position(reader);
    s->summary.n_passed_over += tm_reader_passed_over(reader);
}

void tm_summariser_miss(tm_summariser *s)
{
    s->summary.n_not_opened++;
}

uint64_t tm_summariser_begin_write(const tm_summariser *s)
{
    return s->path ? tm_clock_ns() : 0;
}

void tm_summariser_end_write(tm_summariser *s, uint64_t begin_ns)
{
    if (s->path)
        s->summary.write += (double)(tm_clock_ns() - begin_ns) / 1e9;
}

tamis_status tm_summariser_write(tm_summariser *s, const tm_pipeline *pipeline,
                                 tamis_error *err)
{
    tm_summary *const sum = &s->summary;
    tm_buf text = {0};
    if (!s->path)
        return TAMIS_OK;
    sum->seconds = (double)(tm_clock_ns() - s->begin_ns) / 1e9;
    sum->read = sum->seconds - sum->write - (double)tm_pipeline_waited_ns(pipeline) / 1e9;
    if (sum->n_jobs == 1)
        sum->read -= sum->look + sum->score;
    tm_summary_json(&text, sum);
    tamis_status status = tm_buf_check(&text, err);
    if (status == TAMIS_OK)
        status = tm_file_write(s->path, tm_buf_str(&text), err);
    tm_buf_free(&text);
    return status;
}

void tm_summariser_free(tm_summariser *s)
{
    tm_summary_free(&s->summary);
}
