// The options of `tamis screen`. The help is a short manual.
// SPDX-License-Identifier: MIT
#include "cli/screen_request.h"

#include <getopt.h>

#include "base/num.h"
#include "base/rng.h"
#include "cli/outputs.h"

const char tm_screen_help[] =
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
    "      --max-document-bytes N larger ones stay unscanned; 16M, a file of text 1G\n"
    "\n"
    "gzip and Zstandard are unpacked, whatever a file is called, and left unscanned beyond\n"
    "      --max-ratio N          bytes out for one in, after 64 MiB; 300\n"
    "      --max-unpacked N       bytes out of one file; 64G\n"
    "      --max-tiny N           members in a row of less than 64 bytes; 65536\n"
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
    {"max-tiny", required_argument, NULL, TM_OPT_MAX_TINY},
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

static tamis_status take_option(tm_screen_request *request, int option, char **argv,
                                tamis_error *err)
{
    if (tm_inputs_take(&request->inputs, option) ||
        tm_quarantine_options_take(&request->quarantine, option))
        return TAMIS_OK;
    switch (option) {
    case 'h':
        request->text = tm_screen_help;
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
        request->text = tm_version_text;
        return TAMIS_OK;
    case TM_OPT_MAX_REMOVED:
        request->limits_cleaning = true;
        return tm_settings_take(&request->settings, option, argv, err);
    default:
        return tm_settings_take(&request->settings, option, argv, err);
    }
}

// No output may replace another or lie in the store. Of inputs only the summary is told apart here:
// the others look at each as it comes.
static tamis_status check_outputs(const tm_screen_request *request, tamis_error *err)
{
    const char *const outputs[] = {request->summary, request->resume, request->clean,
                                   request->quarantine.kept};
    const char *const store = request->quarantine.store;
    char *none = NULL;
    TM_TRY(tm_outputs_check(outputs, sizeof outputs / sizeof *outputs, &none, err));
    TM_TRY(tm_outputs_check_inputs(request->summary, request->inputs.paths, err));
    TM_TRY(tm_outputs_check_store(request->summary, store, err));
    return tm_outputs_check_store(request->clean, store, err);
}

// Refuses options that do not go together, before anything is done.
static tamis_status check(const tm_screen_request *request, tamis_error *err)
{
    const char *const clean = request->clean;
    TM_TRY(tm_inputs_check(&request->inputs, err));
    if (request->inputs.n_paths == 0 && !request->inputs.list)
        return tm_fail(err, TAMIS_EINVAL, "nothing to screen; name a PATH or `-`");
    if (request->quarantine.kept && clean)
        return tm_fail(
            err, TAMIS_EINVAL,
            "--clean writes the records that were not flagged, too; leave out --kept");
    TM_TRY(tm_quarantine_check(&request->quarantine, &request->shard, request->resume, err));
    if (!clean && request->limits_cleaning)
        return tm_fail(err, TAMIS_EINVAL,
                       "--max-removed needs --clean OUT: without it nothing is cleaned");
    if (clean && request->resume)
        return tm_fail(err, TAMIS_EINVAL,
                       "--resume does not go with --clean: records that were judged before "
                       "would come out as they are; start anew, texts cleaned before are left");
    if (clean && request->shard.count > 0 && request->shard.by_record)
        return tm_fail(err, TAMIS_EINVAL,
                       "--clean writes a file whole; --shard would see a share of its records");
    return check_outputs(request, err);
}

tamis_status tm_screen_parse(tm_screen_request *request, int argc, char **argv,
                             tamis_error *err)
{
    *request = (tm_screen_request){
        .settings = tm_settings_default(),
        .inputs = {.list_end = '\n'},
        .jobs = tm_default_jobs(),
    };
    tm_opt_begin();
    int option;
    while (!request->text &&
           (option = tm_opt_next(argc, argv, short_options, long_options)) != -1)
        TM_TRY(take_option(request, option, argv, err));
    if (request->text)
        return TAMIS_OK;
    request->inputs.paths = argv + optind;
    request->inputs.n_paths = (size_t)(argc - optind);
    tm_shard_settle(&request->shard, &request->inputs);
    request->settings.reader.access =
        request->clean ? TM_ACCESS_PLAIN : tm_quarantine_access(&request->quarantine);
    // Cleaning needs a text as a whole. A store takes files as they are; of others, of standard input
    // for example, it needs all bytes.
    request->settings.reader.pieces = request->clean              ? TM_PIECES_NEVER
                                      : request->quarantine.store ? TM_PIECES_PLAIN
                                                                  : TM_PIECES_ANY;
    return check(request, err);
}

tamis_status tm_screen_request_hash(uint64_t *hash, const tm_screen_request *request,
                                    const tm_worker_plan *plan, tamis_error *err)
{
    const tm_settings *const s = &request->settings;
    const tm_inputs *const inputs = &request->inputs;
    const tm_reader_options *const r = &s->reader;
    tm_buf all = {0};
    tm_buf_format(&all, "%s %d %zu %s %s %u %llu %llu %u %u ", plan->model_name.sha256,
                  (int)r->format, r->max_document_bytes, r->text_field, r->id_field,
                  r->limits.ratio, (unsigned long long)r->limits.ratio_after_bytes,
                  (unsigned long long)r->limits.total_bytes, r->limits.window_log,
                  r->limits.tiny_members);
    tm_print_double(&all, s->screener.max_fpr);
    tm_buf_byte(&all, ' ');
    tm_print_double(&all, s->screener.threshold);
    tm_buf_format(&all, " %d %d %zu %zu %zu %d %d %s", s->json, plan->color, plan->width,
                  request->shard.index, request->shard.count, inputs->recursive,
                  inputs->list_end, inputs->list ? inputs->list : "");
    for (size_t i = 0; i < inputs->n_paths; i++)
        tm_buf_append(&all, inputs->paths[i], strlen(inputs->paths[i]) + 1);
    const tamis_status status = tm_buf_check(&all, err);
    *hash = tm_hash_bytes(tm_buf_str(&all));
    tm_buf_free(&all);
    return status;
}
