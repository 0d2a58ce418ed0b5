// tamis screen: verdicts for files, directories, lists and standard input. The help below is
// the manual in short.
//
// One thread reads documents in input order and writes what was said about them in that order;
// N threads judge them in between (pipeline.c). The output is the same for any N.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "base/rng.h"
#include "cli/cmd.h"
#include "cli/inputs.h"
#include "cli/progress.h"
#include "cli/quarantiner.h"
#include "cli/resume.h"
#include "cli/saved.h"
#include "cli/shard.h"
#include "cli/summariser.h"
#include "cli/worker.h"
#include "sink/report.h"

static const char help[] =
    "usage: tamis screen [OPTIONS] [PATH...]\n"
    "\n"
    "Judges each document: clean, suspect, contaminated, or unscanned with the reason.\n"
    "Reads the files named, `-` for standard input. Without --json it reports what was\n"
    "flagged, with the words marked; with --json it prints every verdict.\n"
    "\n"
    "what to read\n"
    "  -r, --recursive            go into directories: every regular file, hidden ones too;\n"
    "                             symbolic links are not followed\n"
    "  -f, --files-from LIST      also the paths in LIST, one a line; `-` is standard input\n"
    "  -0, --null                 paths in LIST end with NUL instead\n"
    "      --format FORMAT        auto (default), text (a file is a document), jsonl (a line\n"
    "                             is a document), html (a file is a page) or warc (a web\n"
    "                             archive, WET too)\n"
    "      --shard I/N            only this share of the input, 0/N to N-1/N; `slurm` takes "
    "it\n"
    "                             from an array job; `tamis merge` joins the verdicts\n"
    "      --text-field NAME      the JSON Lines member that holds the text (text)\n"
    "      --id-field NAME        the member that holds the id (id)\n"
    "      --max-document-bytes N larger ones stay unscanned; 16M; K, M, G are understood\n"
    "\n"
    "gzip and Zstandard are unpacked, whatever a file is called, and left unscanned beyond\n"
    "      --max-ratio N          bytes out for one in, after 64 MiB; 300\n"
    "      --max-unpacked N       bytes out of one file; 64G\n"
    "      --max-window N         bytes of memory that Zstandard may ask for; 128M\n"
    "\n"
    "how to judge\n"
    "      --max-fpr F            let at most the share F of clean documents be flagged; 1e-4\n"
    "      --threshold P          flag at this probability, whatever --max-fpr says\n"
    "      --model FILE           instead of the built-in model\n"
    "      --strict               suspect documents count as flagged\n"
    "\n"
    "what to do with it\n"
    "      --quarantine STORE     put flagged documents into the store, a directory\n"
    "      --move, --copy         take flagged files away (default), or leave them as well;\n"
    "                             records are always copied\n"
    "      --kept OUT             write the records that were not flagged, unchanged, in the\n"
    "                             format and packing of the input\n"
    "      --clean OUT            write what can be cleaned without the injected words, as\n"
    "                             `tamis clean` does: texts to OUT/PATH, JSON Lines whole;\n"
    "                             for one PATH, OUT is a file unless it is a folder\n"
    "      --max-removed SHARE    clean nothing of which more would go; 0.5\n"
    "      --wait                 when another process uses the store\n"
    "\n"
    "how to report\n"
    "      --json                 one line of JSON for each document, in input order\n"
    "      --resume STATE         go on where a run that was killed has stopped; append to "
    "its\n"
    "                             output: tamis screen --resume STATE ... >>OUT\n"
    "      --summary FILE         counts, sources and times of the run as one JSON object\n"
    "      --color WHEN           auto (default), always or never\n"
    "  -j, --jobs N               threads; one per processor, at most 8, unless told\n"
    "  -q, --quiet                no progress, no summary\n"
    "  -h, --help                 this\n"
    "      --version              the version\n"
    "\n"
    "Exit codes: 0 nothing flagged, 1 something contaminated (or suspect, with --strict),\n"
    "2 an error or a document left unscanned; 2 wins.\n";

enum { CLEAN = TM_OPT_OWN, KEPT, RESUME, SHARD, SUMMARY };

static const char short_options[] = ":0f:hj:qr";
static const struct option long_options[] = {
    {"clean", required_argument, NULL, CLEAN},
    {"color", required_argument, NULL, TM_OPT_COLOR},
    {"copy", no_argument, NULL, TM_OPT_COPY},
    {"files-from", required_argument, NULL, 'f'},
    {"format", required_argument, NULL, TM_OPT_FORMAT},
    {"help", no_argument, NULL, 'h'},
    {"id-field", required_argument, NULL, TM_OPT_ID_FIELD},
    {"jobs", required_argument, NULL, 'j'},
    {"json", no_argument, NULL, TM_OPT_JSON},
    {"kept", required_argument, NULL, KEPT},
    {"max-document-bytes", required_argument, NULL, TM_OPT_MAX_BYTES},
    {"max-fpr", required_argument, NULL, TM_OPT_MAX_FPR},
    {"max-ratio", required_argument, NULL, TM_OPT_MAX_RATIO},
    {"max-removed", required_argument, NULL, TM_OPT_MAX_REMOVED},
    {"max-unpacked", required_argument, NULL, TM_OPT_MAX_UNPACKED},
    {"max-window", required_argument, NULL, TM_OPT_MAX_WINDOW},
    {"model", required_argument, NULL, TM_OPT_MODEL},
    {"move", no_argument, NULL, TM_OPT_MOVE},
    {"null", no_argument, NULL, '0'},
    {"quarantine", required_argument, NULL, TM_OPT_QUARANTINE},
    {"quiet", no_argument, NULL, 'q'},
    {"recursive", no_argument, NULL, 'r'},
    {"resume", required_argument, NULL, RESUME},
    {"shard", required_argument, NULL, SHARD},
    {"strict", no_argument, NULL, TM_OPT_STRICT},
    {"summary", required_argument, NULL, SUMMARY},
    {"text-field", required_argument, NULL, TM_OPT_TEXT_FIELD},
    {"threshold", required_argument, NULL, TM_OPT_THRESHOLD},
    {"version", no_argument, NULL, TM_OPT_VERSION},
    {"wait", no_argument, NULL, TM_OPT_WAIT},
    {0},
};

typedef struct screen_request {
    tm_settings settings;
    tm_inputs inputs;
    tm_quarantine_options quarantine;
    tm_shard shard;
    const char *resume;  // the state, or NULL
    const char *summary; // the file, or NULL
    const char *clean;   // where cleaned documents go, or NULL
    size_t jobs;
    bool quiet;
    const char *text; // to print instead of screening: help or version
} screen_request;

// The whole of one run.
typedef struct screening {
    const screen_request *request;
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
    size_t input;    // the one being read, counted from 0
    size_t n_inputs; // begun so far
    tamis_status input_status;
    tamis_error input_err; // when that is negative
    uint64_t read_before;  // bytes of the files that were read to their end
    uint64_t n_not_taken;  // flagged, and not in the store
    tm_tally tally;
} screening;

static tamis_status take_option(screen_request *request, int option, char **argv,
                                tamis_error *err)
{
    if (tm_inputs_take(&request->inputs, option) ||
        tm_quarantine_options_take(&request->quarantine, option))
        return TAMIS_OK;
    switch (option) {
    case 'h':
        request->text = help;
        return TAMIS_OK;
    case 'j':
        return tm_opt_jobs(&request->jobs, optarg, err);
    case 'q':
        request->quiet = true;
        return TAMIS_OK;
    case CLEAN:
        request->clean = optarg;
        return TAMIS_OK;
    case KEPT:
        request->quarantine.kept = optarg;
        return TAMIS_OK;
    case RESUME:
        request->resume = optarg;
        return TAMIS_OK;
    case SHARD:
        return tm_shard_parse(&request->shard, optarg, err);
    case SUMMARY:
        request->summary = optarg;
        return TAMIS_OK;
    case TM_OPT_VERSION:
        request->text = "tamis " TAMIS_VERSION_STRING "\n";
        return TAMIS_OK;
    default:
        return tm_settings_take(&request->settings, option, argv, err);
    }
}

// What does not go together, before anything is done.
static tamis_status check(const screen_request *request, tamis_error *err)
{
    const char *const clean = request->clean;
    if (request->inputs.n_paths == 0 && !request->inputs.list)
        return tm_fail(err, TAMIS_EINVAL, "nothing to screen; name a PATH or `-`");
    if (request->quarantine.kept && clean)
        return tm_fail(
            err, TAMIS_EINVAL,
            "--clean writes the records that were not flagged, too; leave out --kept");
    TM_TRY(tm_quarantine_check(&request->quarantine, &request->shard, request->resume, err));
    if (clean && request->resume)
        return tm_fail(err, TAMIS_EINVAL,
                       "--resume does not go with --clean: records that were judged before "
                       "would come out as they are; start anew, texts cleaned before are left");
    if (clean && request->shard.count > 0 && request->shard.by_record)
        return tm_fail(err, TAMIS_EINVAL,
                       "--clean writes a file whole; --shard would see a share of its records");
    if (clean && (!clean[0] || strcmp(clean, "-") == 0))
        return tm_fail(err, TAMIS_EINVAL,
                       "--clean takes a file or a folder; the report goes to standard output");
    return TAMIS_OK;
}

static tamis_status parse(screen_request *request, int argc, char **argv, tamis_error *err)
{
    *request = (screen_request){
        .settings = tm_settings_default(),
        .inputs = {.list_end = '\n'},
        .jobs = tm_default_jobs(),
    };
    tm_opt_begin();
    int option;
    while (!request->text &&
           (option = getopt_long(argc, argv, short_options, long_options, NULL)) != -1)
        TM_TRY(take_option(request, option, argv, err));
    if (request->text)
        return TAMIS_OK;
    request->inputs.paths = argv + optind;
    request->inputs.n_paths = (size_t)(argc - optind);
    tm_shard_settle(&request->shard, &request->inputs);
    request->settings.reader.access =
        request->clean ? TM_ACCESS_PLAIN : tm_quarantine_access(&request->quarantine);
    return check(request, err);
}

// ---- Documents in ---------------------------------------------------------------------------

// Whether a record is for this run to judge: in its share, and not judged before.
static bool is_wanted(const screening *run, size_t record)
{
    return tm_shard_has_record(&run->request->shard, record) &&
           !tm_resume_knows_record(&run->resume, run->input, record);
}

// Counts what could not be read as one document left unscanned.
static bool give_failure(screening *run, const char *path, size_t record, const char *reason)
{
    if (!is_wanted(run, record))
        return true;
    tm_item *item = tm_pipeline_item(run->pipeline);
    if (!item)
        return false;
    tm_buf_clear(&item->record.raw);
    item->record.number = record;
    item->input = run->input;
    item->failure = reason;
    tm_pipeline_commit(run->pipeline, path);
    return true;
}

// Begins with the next input. False when it is not for this run.
static bool begin_input(screening *run, const char *path)
{
    run->input = run->n_inputs++;
    return tm_shard_has_path(&run->request->shard, path) &&
           !tm_resume_knows_input(&run->resume, run->input);
}

static bool give_unopened(screening *run, const char *path, const tamis_error *err)
{
    tm_progress_hide(&run->progress);
    tm_complain("%s", err->message);
    tm_summariser_miss(&run->summariser);
    return give_failure(run, path, 0, "cannot_open");
}

static bool give_trouble(void *context, const char *path, const tamis_error *err)
{
    screening *run = context;
    return !begin_input(run, path) || give_unopened(run, path, err);
}

// A file of records that holds none is kept, too: after what comes before it.
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

// Passes on the records of one file. False when the pipeline has stopped.
static bool give_records(screening *run, tm_reader *reader, const char *path)
{
    tm_item *item;
    size_t n_records = 0;
    while ((item = tm_pipeline_item(run->pipeline))) {
        tamis_error err;
        const tamis_status status = tm_reader_next(&item->record, reader, &err);
        if (status == TAMIS_DONE)
            return n_records > 0 || keep_empty(run, reader, path);
        if (status < 0) {
            tm_progress_hide(&run->progress);
            tm_complain("%s", err.message);
            return give_failure(run, path, n_records, "read_failed");
        }
        run->progress.read_bytes = run->read_before + tm_reader_position(reader);
        if (tm_reader_file(reader)) {
            item->from_file = strcmp(path, "-") != 0;
            item->file = *tm_reader_file(reader);
        }
        item->input = run->input;
        if (is_wanted(run, n_records++))
            tm_pipeline_commit(run->pipeline, path);
    }
    return false;
}

static bool give_file(void *context, const char *path)
{
    screening *run = context;
    tm_reader *reader = NULL;
    tamis_error err;
    char spool[TM_SPOOL_NAME];
    const char *opened = path;
    if (tm_quarantiner_owns(&run->taker, path) || tm_saved_owns(&run->saved, path) ||
        !begin_input(run, path))
        return true;
    run->input_status = tm_resume_check(&run->resume, run->input, path, &run->input_err);
    if (run->input_status < 0)
        return false;
    if (strcmp(path, "-") == 0 && run->taker.kept.open) {
        if (tm_quarantiner_spool(&run->taker, &err) < 0)
            return give_unopened(run, path, &err);
        snprintf(spool, sizeof spool, "/dev/fd/%d", run->taker.kept.spool);
        opened = spool;
    } else if (strcmp(path, "-") == 0 && run->saved.out) {
        if (tm_saved_spool(&run->saved, spool, &err) < 0)
            return give_unopened(run, path, &err);
        opened = spool;
    }
    if (tm_reader_open(&reader, opened, &run->request->settings.reader, &err) < 0)
        return give_unopened(run, path, &err);
    run->read_before = run->progress.read_bytes;
    const bool going =
        tm_kept_is(&run->taker.kept, tm_reader_file(reader)) || give_records(run, reader, path);
    tm_summariser_read(&run->summariser, reader);
    tm_reader_close(reader);
    return going;
}

// ---- Verdicts out ---------------------------------------------------------------------------

static tamis_status write_batch(screening *run, const tm_batch *batch, tamis_error *err)
{
    tm_tally_add(&run->tally, &batch->tally);
    if (batch->out.len > 0 && run->progress.shares_terminal)
        tm_progress_hide(&run->progress);
    TM_TRY(tm_output_write(tm_buf_str(&batch->out), err));
    for (size_t i = 0; i < batch->n_items; i++) {
        TM_TRY(tm_saved_take(&run->saved, batch, &batch->items[i], err));
        TM_TRY(tm_quarantiner_take(&run->taker, batch, &batch->items[i], err));
    }
    tm_progress_show(&run->progress, &run->tally);
    const tm_item *const last = &batch->items[batch->n_items - 1];
    const tm_place place = {last->input, tm_item_path(batch, last), last->record.number};
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

// The counts belong to the report; beside JSON they are words.
static tamis_status write_summary(screening *run, tamis_error *err)
{
    tm_buf text = {0};
    tm_report_summary(&text, &run->tally);
    tamis_status status = tm_buf_check(&text, err);
    if (status == TAMIS_OK)
        status = tm_output_write(tm_buf_str(&text), err);
    tm_buf_free(&text);
    return status;
}

// How fast it went is for a person at a terminal alone: a report is the same on every run.
static void tell_summary(const screening *run)
{
    tm_buf text = {0};
    if (run->request->settings.json) {
        tm_report_summary(&text, &run->tally);
        text.len -= text.len > 0; // the line end
        tm_complain("%.*s", (int)text.len, text.ptr ? text.ptr : "");
    }
    if (run->progress.wanted) {
        tm_buf_clear(&text);
        tm_progress_rates(&text, &run->tally, tm_progress_seconds(&run->progress));
        tm_complain("%.*s", (int)text.len, text.ptr ? text.ptr : "");
    }
    tm_buf_free(&text);
}

static int exit_code(const screening *run)
{
    const uint64_t *n = run->tally.n_documents;
    if (n[TAMIS_UNSCANNED] > 0 || run->n_not_taken > 0 || run->saved.n_failed > 0)
        return TM_EXIT_ERROR;
    if (n[TAMIS_CONTAMINATED] > 0 || (run->request->settings.strict && n[TAMIS_SUSPECT] > 0))
        return TM_EXIT_FLAGGED;
    return TM_EXIT_CLEAN;
}

// ---- One run --------------------------------------------------------------------------------

static void hide_progress(void *context)
{
    screening *run = context;
    tm_progress_hide(&run->progress);
}

// All that decides what comes out, so that a run goes on with the output of its own kind only.
static tamis_status begin_resume(screening *run, tamis_error *err)
{
    const screen_request *const request = run->request;
    const tm_settings *const s = &request->settings;
    const tm_inputs *const inputs = &request->inputs;
    const tm_reader_options *const r = &s->reader;
    tm_buf all = {0};
    tm_buf_format(&all, "%s %d %zu %s %s %u %llu %llu %u ", run->plan.model_name.sha256,
                  (int)r->format, r->max_document_bytes, r->text_field, r->id_field,
                  r->limits.ratio, (unsigned long long)r->limits.ratio_after_bytes,
                  (unsigned long long)r->limits.total_bytes, r->limits.window_log);
    tm_print_double(&all, s->screener.max_fpr);
    tm_buf_byte(&all, ' ');
    tm_print_double(&all, s->screener.threshold);
    tm_buf_format(&all, " %d %d %zu %zu %zu %d %d %s", s->json, run->plan.color,
                  run->plan.width, request->shard.index, request->shard.count,
                  inputs->recursive, inputs->list_end, inputs->list ? inputs->list : "");
    for (size_t i = 0; i < inputs->n_paths; i++)
        tm_buf_append(&all, inputs->paths[i], strlen(inputs->paths[i]) + 1);
    tamis_status status = tm_buf_check(&all, err);
    if (status == TAMIS_OK)
        status =
            tm_resume_open(&run->resume, request->resume, tm_hash_bytes(tm_buf_str(&all)), err);
    tm_buf_free(&all);
    run->tally = run->resume.tally;
    return status;
}

static tamis_status start(screening *run, const screen_request *request, tamis_error *err)
{
    run->request = request;
    run->taker = (tm_quarantiner){
        .options = &request->quarantine,
        .roots.inputs = &request->inputs,
        .limits = &request->settings.reader.limits,
        .before_words = hide_progress,
        .context = run,
        .rewrites = request->clean != NULL,
    };
    run->saved = (tm_saved){
        .out = request->clean,
        .spool = -1,
        .quiet = request->quiet,
        .before_words = hide_progress,
        .context = run,
    };
    TM_TRY(tamis_model_open(&run->model, request->settings.model_path, err));
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
    };
    TM_TRY(tm_saved_open(&run->saved, &run->plan, &request->inputs, run->taker.store, err));
    TM_TRY(begin_resume(run, err));
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
    const tm_input_sink sink = {give_file, give_trouble, run};
    tamis_error list_err;
    const tamis_status list_status = tm_inputs_each(&run->request->inputs, &sink, &list_err);
    const tamis_status status = tm_pipeline_finish(run->pipeline, err);
    tm_progress_hide(&run->progress);
    TM_TRY(status);
    if (run->input_status < 0) {
        *err = run->input_err;
        return run->input_status;
    }
    const uint64_t begin = tm_summariser_begin_write(&run->summariser);
    TM_TRY(tm_saved_close(&run->saved, true, err));
    TM_TRY(
        tm_quarantiner_close(&run->taker, true, run->request->quiet, &run->n_not_taken, err));
    tm_summariser_end_write(&run->summariser, begin);
    if (!run->request->quiet && !run->request->settings.json)
        TM_TRY(write_summary(run, err));
    if (list_status >= 0)
        TM_TRY(tm_resume_finish(&run->resume, 0, err));
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
    for (size_t i = 0; run->workers && i < run->request->jobs; i++)
        tm_worker_free(&run->workers[i]);
    free(run->workers);
    free(run->worker_ptrs);
    tamis_model_free(run->model);
}

static int run_screen(int argc, char **argv)
{
    screen_request request;
    screening run = {0};
    tamis_error err;
    if (parse(&request, argc, argv, &err) < 0)
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
    .help = help,
    .run = run_screen,
};
