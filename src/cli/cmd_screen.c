// tamis screen: verdicts for files, directories, lists and standard input (screen_request.c has the
// options).
//
// The caller's thread reads documents in input order and writes their verdicts in the same order; N
// threads judge them in between (pipeline.c). The output is the same for any N.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/saved.h"
#include "cli/screen_request.h"
#include "cli/spool.h"
#include "cli/summariser.h"
#include "cli/worker.h"
#include "sink/report.h"

// The whole of one run.
typedef struct screening {
    const tm_screen_request *request;
    tamis_model *model;
    tm_worker_plan plan;
    tm_worker *workers; // [request->jobs]
    void **worker_ptrs;
    tm_pipeline *pipeline;
    tm_quarantiner taker;
    tm_saved saved;
    tm_progress progress;
    tm_resume resume;
    tm_summariser summariser;
    int spool;                      // a copy of standard input when that is read twice, or -1
    char stdin_path[TM_SPOOL_NAME]; // the path under which the spool can be opened
    pthread_mutex_t turn;           // plan.turn
    size_t input;                   // the one being read, counted from 0
    size_t n_inputs;                // begun so far
    tamis_status input_status;      // why reading stopped, when negative
    tamis_error input_err;          // then
    uint64_t read_before;           // bytes of the inputs before this one
    uint64_t n_unread;              // failures that another share gives a verdict on
    uint64_t n_not_taken;           // flagged documents that could not be stored
    tm_passed_over passed;          // inputs
    tm_tally tally;
} screening;

// ---- Documents in ---------------------------------------------------------------------------

// Whether this run has to judge a record: it is in its shard, and no earlier run has judged it.
static bool is_wanted(const screening *run, size_t record)
{
    return tm_shard_has_record(&run->request->shard, record) &&
           !tm_resume_knows_record(&run->resume, run->input, record);
}

// Whether an input that has come to its end reaches to where the run that is resumed has stopped.
static bool ends_behind(screening *run, const char *path, size_t n_records)
{
    run->input_status =
        tm_resume_check_end(&run->resume, run->input, path, n_records, &run->input_err);
    return run->input_status == TAMIS_OK;
}

static void place_item(const screening *run, tm_item *item)
{
    item->input = run->input;
    item->inputs = run->resume.seen;
}

// Counts what could not be read as one document left unscanned. It falls to one share of the
// records alone, while the others are without theirs as well.
static bool give_failure(screening *run, const char *path, size_t record, const char *reason)
{
    if (!ends_behind(run, path, record))
        return false;
    if (!is_wanted(run, record)) {
        run->n_unread++;
        return true;
    }
    tm_item *item = tm_pipeline_item(run->pipeline);
    if (!item)
        return false;
    tm_buf_clear(&item->record.raw);
    item->record.number = record;
    place_item(run, item);
    item->failure = reason;
    tm_pipeline_commit(run->pipeline, path);
    return true;
}

// Begins the next input. False when this run does not have to read it, or has to stop there
// (input_status). Those of other shares are not counted, so that they may come and go.
static bool begin_input(screening *run, const char *path)
{
    if (!tm_shard_has_path(&run->request->shard, path))
        return false;
    run->input = run->n_inputs++;
    run->input_status = tm_resume_begin_input(&run->resume, path, &run->input_err);
    return run->input_status == TAMIS_OK && !tm_resume_knows_input(&run->resume, run->input);
}

static bool give_unopened(screening *run, const char *path, const tamis_error *err)
{
    tm_complain("%s", err->message);
    tm_summariser_miss(&run->summariser);
    const bool is_deep = err->status == TAMIS_ELIMIT; // only a walk has that limit
    return give_failure(run, path, 0, is_deep ? "too_deep" : "cannot_open");
}

static bool give_trouble(void *context, const char *path, const tamis_error *err)
{
    screening *run = context;
    if (!begin_input(run, path))
        return run->input_status == TAMIS_OK;
    return give_unopened(run, path, err);
}

// A container without records belongs in the kept file, too, after all that comes before it.
static bool keep_empty(screening *run, const tm_reader *reader, const char *path)
{
    const tm_record none = {.format = tm_reader_format(reader)};
    const tm_kept_record container = {path, tm_reader_file(reader), run->input, &none, false};
    if (!run->taker.kept.open || !tm_format_has_records(none.format))
        return true;
    if (tm_pipeline_finish(run->pipeline, NULL) < 0)
        return false;
    run->input_status = tm_quarantiner_keep(&run->taker, &container, &run->input_err);
    return run->input_status == TAMIS_OK;
}

// Lets a worker read on in a large text; *reader is not the caller's any more.
static void hand_over(screening *run, tm_item *item, tm_reader **reader)
{
    if (tm_reader_file(*reader))
        run->progress.read_bytes = run->read_before + tm_reader_file(*reader)->size_bytes;
    item->rest = *reader;
    *reader = NULL;
}

// Writes the verdicts so far when the other end of a pipe may be waiting for them before it writes
// on. False when that stops the run.
static bool answer(screening *run, tm_reader *reader)
{
    if (!tm_reader_waits(reader))
        return true;
    if (tm_pipeline_finish(run->pipeline, NULL) < 0)
        return false;
    run->input_status = tm_output_flush(&run->input_err);
    return run->input_status == TAMIS_OK;
}

// Gives the records of one file to the pipeline. False when that has stopped. *reader is closed by
// the caller unless it becomes NULL.
static bool give_records(screening *run, tm_reader **handle, const char *path)
{
    tm_reader *const reader = *handle;
    tm_item *item;
    size_t n_records = 0;
    while (answer(run, reader) && (item = tm_pipeline_item(run->pipeline))) {
        tamis_error err;
        const tamis_status status = tm_reader_next(&item->record, reader, &err);
        if (status == TAMIS_DONE)
            return ends_behind(run, path, n_records) &&
                   (n_records > 0 || keep_empty(run, reader, path));
        if (status < 0) {
            tm_complain("%s", err.message);
            return give_failure(run, path, n_records, "read_failed");
        }
        run->progress.read_bytes = run->read_before + tm_reader_position(reader);
        if (tm_reader_file(reader)) {
            item->from_file = strcmp(path, "-") != 0;
            item->file = *tm_reader_file(reader);
            item->is_packed = item->from_file && tm_reader_is_packed(reader) &&
                              !tm_format_has_records(item->record.format);
        }
        place_item(run, item);
        if (!is_wanted(run, n_records++))
            continue;
        const bool is_text = item->record.has_more, is_pipe = !tm_reader_file(reader);
        if (is_text)
            hand_over(run, item, handle);
        tm_pipeline_commit(run->pipeline, path);
        if (is_text && is_pipe) // which may be named again
            tm_pipeline_finish(run->pipeline, NULL);
        if (is_text) // the only record of its file
            return ends_behind(run, path, n_records);
    }
    return false;
}

// Copies standard input, which --kept and --clean read twice, to where they write.
static tamis_status spool_stdin(screening *run, tamis_error *err)
{
    const char *const kept = run->request->quarantine.kept;
    if (kept && !run->taker.store)
        return tm_fail(err, TAMIS_EINVAL,
                       "-: --kept needs --quarantine for standard input: what it leaves out "
                       "would be nowhere");
    TM_TRY(tm_spool_stdin(&run->spool, kept ? kept : run->request->clean, err));
    tm_spool_name(run->stdin_path, run->spool);
    run->taker.kept.stdin_path = run->saved.stdin_path = run->stdin_path;
    return TAMIS_OK;
}

static bool give_file(void *context, const char *path)
{
    screening *run = context;
    tm_reader *reader = NULL;
    tamis_error err;
    const bool reads_twice = run->taker.kept.open || run->saved.out;
    const char *opened = path;
    if (tm_quarantiner_owns(&run->taker, path) || tm_saved_owns(&run->saved, path))
        return true;
    if (!begin_input(run, path))
        return run->input_status == TAMIS_OK;
    if (tm_output_check(path, &err) < 0 || tm_resume_check_path(&run->resume, path, &err) < 0)
        return give_unopened(run, path, &err);
    if (strcmp(path, "-") == 0 && reads_twice) {
        if (spool_stdin(run, &err) < 0)
            return give_unopened(run, path, &err);
        opened = run->stdin_path;
    }
    if (tm_reader_open(&reader, opened, &run->request->settings.reader, &err) < 0)
        return give_unopened(run, path, &err);
    run->read_before = run->progress.read_bytes;
    bool going = true;
    if (!tm_kept_is(&run->taker.kept, tm_reader_file(reader))) {
        going = give_records(run, &reader, path);
        if (reader)
            tm_summariser_read(&run->summariser, reader);
    }
    tm_reader_close(reader);
    return going;
}

// ---- Verdicts out ---------------------------------------------------------------------------

static tamis_status write_batch(screening *run, const tm_batch *batch, tamis_error *err)
{
    tm_tally_add(&run->tally, &batch->tally);
    for (tm_str rest = tm_buf_str(&batch->complaints); rest.len > 0;)
        tm_complain("%s", tm_str_cut(&rest, '\0').ptr);
    TM_TRY(tm_output_write(tm_buf_str(&batch->out), err));
    for (size_t i = 0; i < batch->n_items; i++) {
        if (batch->items[i].rest)
            tm_summariser_read(&run->summariser, batch->items[i].rest);
        const uint64_t n_failed = run->saved.n_failed;
        TM_TRY(tm_saved_take(&run->saved, batch, &batch->items[i], err));
        if (run->saved.n_failed == n_failed) // else it stays, so that cleaning can be repeated
            TM_TRY(tm_quarantiner_take(&run->taker, batch, &batch->items[i], err));
    }
    tm_progress_show(&run->progress, &run->tally);
    const tm_item *const last = &batch->items[batch->n_items - 1];
    const tm_resume_place place = {last->input, last->inputs, last->record.number,
                                   last->failure != NULL};
    return tm_resume_note(&run->resume, &place, &run->tally, batch->out.len, err);
}

static tamis_status emit(void *context, tm_batch *batch, tamis_error *err)
{
    screening *run = context;
    const uint64_t begin = tm_summariser_begin_write(&run->summariser);
    TM_TRY(write_batch(run, batch, err));
    TM_TRY(tm_summariser_take(&run->summariser, batch, err));
    tm_summariser_end_write(&run->summariser, begin);
    return TAMIS_OK;
}

// The counts are part of the report; with --json they go to standard error (tell_summary).
static tamis_status write_summary(screening *run, tamis_error *err)
{
    tm_buf text = {0};
    tm_report_summary(&text, &run->tally);
    return tm_output_take(&text, NULL, err);
}

// The speed is shown on a terminal only: what is written to a file is the same on every run.
static void tell_summary(const screening *run)
{
    tm_buf text = {0};
    tm_complain_count(run->passed.n_sidecars, "sidecar", "of tamis clean passed over");
    tm_complain_count(run->passed.n_links, "symbolic link",
                      "not followed"); // a folder may hold nothing else
    tm_complain_count(run->passed.n_parts, "temporary file", "of tamis passed over");
    if (run->request->settings.json) {
        tm_report_summary(&text, &run->tally);
        text.len -= text.len > 0; // the line end
        tm_complain_text(NULL, &text);
    }
    if (run->progress.wanted) {
        tm_progress_rates(&text, &run->tally, tm_progress_seconds(&run->progress));
        tm_complain_text(NULL, &text);
    }
}

static int exit_code(const screening *run)
{
    const uint64_t *n = run->tally.n_documents;
    if (n[TAMIS_UNSCANNED] > 0 || run->n_unread > 0 || run->n_not_taken > 0 ||
        run->saved.n_failed > 0)
        return TM_EXIT_ERROR;
    if (n[TAMIS_CONTAMINATED] > 0 || (run->request->settings.strict && n[TAMIS_SUSPECT] > 0))
        return TM_EXIT_FLAGGED;
    return TM_EXIT_CLEAN;
}

// ---- One run --------------------------------------------------------------------------------

static tamis_status start(screening *run, const tm_screen_request *request, tamis_error *err)
{
    uint64_t hash;
    run->request = request;
    run->taker = (tm_quarantiner){
        .options = &request->quarantine,
        .roots.inputs = &request->inputs,
        .limits = &request->settings.reader.limits,
        .rewrites = request->clean != NULL,
    };
    run->saved = (tm_saved){
        .out = request->clean,
        .quiet = request->quiet,
    };
    TM_TRY(tm_open_model(&run->model, request->settings.model_path, err));
    TM_TRY(tm_quarantiner_open(&run->taker, err));
    run->plan = (tm_worker_plan){
        .settings = &request->settings,
        .model = run->model,
        .model_name = {tamis_model_name(run->model), tamis_model_sha256(run->model)},
        .color = tm_use_color(request->settings.color),
        .width = tm_terminal_width(STDOUT_FILENO),
        .quarantine = request->quarantine.store != NULL,
        .clean = request->clean != NULL,
        .summary = request->summary != NULL,
        .turn = &run->turn,
    };
    TM_TRY(tm_saved_open(&run->saved, &run->plan, &request->inputs, run->taker.store, err));
    TM_TRY(tm_screen_request_hash(&hash, request, &run->plan, err));
    TM_TRY(tm_resume_open(&run->resume, request->resume, hash, err));
    run->tally = run->resume.tally;
    run->workers = calloc(request->jobs, sizeof *run->workers);
    run->worker_ptrs = calloc(request->jobs, sizeof *run->worker_ptrs);
    if (!run->workers || !run->worker_ptrs)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    for (size_t i = 0; i < request->jobs; i++) {
        TM_TRY(tm_worker_init(&run->workers[i], &run->plan, err));
        run->worker_ptrs[i] = &run->workers[i];
    }
    const tm_stages stages = {tm_worker_run,    emit,          run,
                              run->worker_ptrs, request->jobs, request->summary != NULL};
    TM_TRY(tm_pipeline_new(&run->pipeline, &stages, err));
    const tm_summary_request summary = {request->summary, &run->workers[0], &request->shard,
                                        request->resume ? &run->tally : NULL, request->jobs};
    TM_TRY(tm_summariser_open(&run->summariser, &summary, err));
    tm_progress_begin(&run->progress, !request->quiet, tm_inputs_bytes(&request->inputs));
    return TAMIS_OK;
}

static tamis_status screen(screening *run, tamis_error *err)
{
    const tm_input_sink sink = {
        .file = give_file, .trouble = give_trouble, .context = run, .passed = &run->passed};
    tamis_error list_err;
    const tamis_status list_status = tm_inputs_each(&run->request->inputs, &sink, &list_err);
    const tamis_status status = tm_pipeline_finish(run->pipeline, err);
    tm_terminal_erase();
    TM_TRY(status);
    if (run->input_status < 0) {
        *err = run->input_err;
        return run->input_status;
    }
    if (list_status >= 0)
        TM_TRY(tm_resume_end_inputs(&run->resume, err));
    const uint64_t begin = tm_summariser_begin_write(&run->summariser);
    TM_TRY(tm_saved_close(&run->saved, true, err));
    TM_TRY(
        tm_quarantiner_close(&run->taker, true, run->request->quiet, &run->n_not_taken, err));
    tm_summariser_end_write(&run->summariser, begin);
    if (!run->request->quiet && !run->request->settings.json)
        TM_TRY(write_summary(run, err));
    if (list_status >= 0)
        TM_TRY(tm_resume_finish(&run->resume, err));
    TM_TRY(tm_output_close(err));
    TM_TRY(tm_summariser_write(&run->summariser, run->pipeline, err));
    if (!run->request->quiet)
        tell_summary(run);
    if (list_status < 0)
        *err = list_err;
    return list_status;
}

static void finish(screening *run)
{
    uint64_t n_failed;
    tm_pipeline_free(run->pipeline);
    tm_saved_close(&run->saved, false, NULL);
    tm_summariser_free(&run->summariser);
    tm_quarantiner_close(&run->taker, false, true, &n_failed, NULL);
    if (run->spool >= 0)
        close(run->spool);
    for (size_t i = 0; run->workers && i < run->request->jobs; i++)
        tm_worker_free(&run->workers[i]);
    free(run->workers);
    free(run->worker_ptrs);
    tamis_model_free(run->model);
}

static int run_screen(int argc, char **argv)
{
    tm_screen_request request;
    screening run = {.spool = -1, .turn = PTHREAD_MUTEX_INITIALIZER};
    tamis_error err;
    if (tm_screen_parse(&request, argc, argv, &err) < 0)
        return tm_complain_usage("screen", err.message);
    if (request.text)
        return tm_output_text(request.text);

    tamis_status status = start(&run, &request, &err);
    if (status == TAMIS_OK)
        status = screen(&run, &err);
    if (status < 0)
        tm_complain("%s", err.message);
    const int code = status < 0 ? TM_EXIT_ERROR : exit_code(&run);
    finish(&run);
    return code;
}

const tm_command tm_cmd_screen = {
    .name = "screen",
    .summary = "verdicts for files, directories, lists, standard input",
    .help = tm_screen_help,
    .run = run_screen,
};
