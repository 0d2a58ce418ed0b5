// Threads take rows, a few at once, from a common counter and write each result to its own place,
// so the outcome does not depend on their number or speed. The caller's thread is one of them; it
// also draws the progress line.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/judge.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "cli/progress.h"

enum { ROWS_AT_ONCE = 16 };

// ---- Options ------------------------------------------------------------------------------

tm_judge_options tm_judge_options_default(void)
{
    tm_judge_options options = {.settings = tm_settings_default(),
                                .data = tm_data_options_default(),
                                .n_jobs = tm_default_jobs()};
    options.data.labelled.limit_option = "--max-document-bytes";
    options.data.labelled.keep_large = true;
    options.data.admit_contradictions = true; // listed; one of each pair counts as wrong
    options.data.no_groups = true;
    return options;
}

// A higher limit applies to loading, too. With a lower one documents are loaded all the same, and
// come out unscanned.
void tm_judge_options_settle(tm_judge_options *options)
{
    size_t *const loaded = &options->data.labelled.max_document_bytes;
    if (options->settings.reader.max_document_bytes > *loaded)
        *loaded = options->settings.reader.max_document_bytes;
}

// ---- Threads ------------------------------------------------------------------------------

typedef struct judging {
    tm_scored *out;
    const tm_dataset *dataset;
    const tm_judge_plan *plan;
    tm_progress progress; // of the caller's thread

    pthread_mutex_t lock; // guards what follows
    size_t n_taken;
    tm_tally tally;
    tamis_status status; // the first failure stops all
    tamis_error err;
} judging;

// Counts the rows *judged last, and takes the next, [*begin, *end). False when there are none.
static bool take(judging *run, size_t *begin, size_t *end, tm_tally *judged)
{
    pthread_mutex_lock(&run->lock);
    tm_tally_add(&run->tally, judged);
    const size_t left = run->dataset->len - run->n_taken;
    const size_t n = left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE;
    const bool going = run->status == TAMIS_OK && n > 0;
    *begin = run->n_taken;
    *end = run->n_taken += going ? n : 0;
    *judged = (tm_tally){0};
    pthread_mutex_unlock(&run->lock);
    return going;
}

static void stop(judging *run, tamis_status status, const tamis_error *err)
{
    pthread_mutex_lock(&run->lock);
    if (run->status == TAMIS_OK) {
        run->status = status;
        run->err = *err;
    }
    pthread_mutex_unlock(&run->lock);
}

static tamis_status judge_row(judging *run, tamis_screener *screener, size_t index,
                              tm_tally *judged, tamis_error *err)
{
    const tm_labelled *row = &run->dataset->row[index];
    const tamis_verdict unread = {.struct_size = sizeof(tamis_verdict),
                                  .verdict = TAMIS_UNSCANNED,
                                  .unscanned_reason = row->unscanned};
    const tamis_verdict *verdict = &unread;
    if (!row->unscanned)
        TM_TRY(tamis_screen(&verdict, screener, row->text.ptr, row->text.len, err));
    const bool scanned = verdict->verdict != TAMIS_UNSCANNED;
    run->out[index] = (tm_scored){
        .row = row,
        .verdict = verdict->verdict,
        .unscanned_reason = scanned ? NULL : verdict->unscanned_reason,
        .score = scanned ? verdict->score : -INFINITY,
        .probability = scanned ? verdict->probability : NAN,
    };
    tm_scored_count(&run->out[index], verdict->spans, verdict->n_spans);
    tm_tally_verdict(judged, verdict);
    if (run->plan->see)
        run->plan->see(run->plan->context, index, verdict);
    return TAMIS_OK;
}

static void show_progress(judging *run)
{
    pthread_mutex_lock(&run->lock);
    const tm_tally tally = run->tally;
    pthread_mutex_unlock(&run->lock);
    run->progress.read_bytes = tally.n_bytes;
    tm_progress_show(&run->progress, &tally);
}

static void work(judging *run, bool shows_progress)
{
    tamis_screener *screener = NULL;
    tm_tally judged = {0};
    size_t begin, end;
    tamis_error err;
    tamis_status status =
        tamis_screener_new(&screener, run->plan->model, run->plan->options, &err);
    while (status == TAMIS_OK && take(run, &begin, &end, &judged)) {
        for (size_t i = begin; i < end && status == TAMIS_OK; i++)
            status = judge_row(run, screener, i, &judged, &err);
        if (shows_progress)
            show_progress(run);
    }
    if (status != TAMIS_OK)
        stop(run, status, &err);
    tamis_screener_free(screener);
}

static void *run_thread(void *argument)
{
    work(argument, false);
    return NULL;
}

static uint64_t count_bytes(const tm_dataset *dataset)
{
    uint64_t n_bytes = 0;
    for (size_t i = 0; i < dataset->len; i++)
        n_bytes += dataset->row[i].text.len;
    return n_bytes;
}

tamis_status tm_judge_all(tm_scored *out, const tm_dataset *dataset, const tm_judge_plan *plan,
                          tamis_error *err)
{
    judging run = {
        .out = out, .dataset = dataset, .plan = plan, .lock = PTHREAD_MUTEX_INITIALIZER};
    pthread_t *threads = calloc(plan->n_jobs, sizeof *threads);
    size_t n_threads = 0;
    if (!threads)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for threads");
    tm_progress_begin(&run.progress, !plan->quiet, count_bytes(dataset));
    // If a thread cannot be started, the others do its share.
    while (n_threads + 1 < plan->n_jobs &&
           pthread_create(&threads[n_threads], NULL, run_thread, &run) == 0)
        n_threads++;
    work(&run, true);
    for (size_t i = 0; i < n_threads; i++)
        pthread_join(threads[i], NULL);
    tm_terminal_erase();
    pthread_mutex_destroy(&run.lock);
    free(threads);
    if (run.status != TAMIS_OK && err)
        *err = run.err;
    return run.status;
}

size_t tm_judge_strongest(const tamis_span **out, size_t max, const tamis_verdict *verdict)
{
    size_t n = 0;
    for (size_t i = 0; i < verdict->n_spans; i++) {
        const tamis_span *const span = &verdict->spans[i];
        size_t at = n;
        while (at > 0 && span->score > out[at - 1]->score)
            at--;
        if (at == max)
            continue;
        n += n < max;
        memmove(out + at + 1, out + at, (n - 1 - at) * sizeof *out);
        out[at] = span;
    }
    return n;
}
