// The options of `tamis screen`. The help is a short manual.
// SPDX-License-Identifier: MIT
#include "cli/screen_request.h"

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

static tamis_status read_shard(const tm_option *option, char *value, tamis_error *err)
{
    return tm_shard_parse(option->into, value, err);
}

static tamis_status take_options(tm_screen_request *request, int *argc, char ***argv,
                                 tamis_error *err)
{
    tm_settings *const settings = &request->settings;
    tm_inputs *const inputs = &request->inputs;
    tm_quarantine_options *const quarantine = &request->quarantine;
    const tm_option options[] = {
        {"clean", .output = &request->clean},
        tm_settings_option(settings, "color"),
        {"copy", .given = &quarantine->act},
        {"files-from", 'f', .read = tm_read_list, .into = inputs, .is_path = true},
        tm_settings_option(settings, "format"),
        {"help", 'h', .text = &request->text, .prints = tm_screen_help},
        tm_settings_option(settings, "id-field"),
        {"jobs", 'j', .number = &request->jobs, .min = 1, .max = TM_MAX_JOBS},
        tm_settings_option(settings, "json"),
        {"kept", .output = &quarantine->kept},
        tm_settings_option(settings, "max-document-bytes"),
        tm_settings_option(settings, "max-fpr"),
        tm_settings_option(settings, "max-ratio"),
        {"max-removed", .share = &settings->max_removed, .given = &request->limits_cleaning},
        tm_settings_option(settings, "max-tiny"),
        tm_settings_option(settings, "max-unpacked"),
        tm_settings_option(settings, "max-window"),
        tm_settings_option(settings, "model"),
        {"move", .given = &quarantine->act},
        {"null", '0', .flag = &inputs->nul_ends},
        {"quarantine", .text = &quarantine->store, .is_path = true},
        {"quiet", 'q', .flag = &request->quiet},
        {"recursive", 'r', .flag = &inputs->recursive},
        {"resume", .output = &request->resume},
        {"shard", .read = read_shard, .into = &request->shard},
        tm_settings_option(settings, "strict"),
        {"summary", .output = &request->summary},
        tm_settings_option(settings, "text-field"),
        tm_settings_option(settings, "threshold"),
        {"version", .text = &request->text, .prints = tm_version_text},
        {"wait", .flag = &quarantine->wait},
        {0},
    };
    return tm_options_take(options, NULL, argc, argv, err);
}

tamis_status tm_screen_parse(tm_screen_request *request, int argc, char **argv,
                             tamis_error *err)
{
    *request = (tm_screen_request){
        .settings = tm_settings_default(),
        .jobs = tm_default_jobs(),
    };
    TM_TRY(take_options(request, &argc, &argv, err));
    if (request->text)
        return TAMIS_OK;
    request->inputs.paths = argv;
    request->inputs.n_paths = (size_t)argc;
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
                  inputs->nul_ends ? '\0' : '\n', inputs->list ? inputs->list : "");
    for (size_t i = 0; i < inputs->n_paths; i++)
        tm_buf_append(&all, inputs->paths[i], strlen(inputs->paths[i]) + 1);
    const tamis_status status = tm_buf_check(&all, err);
    *hash = tm_hash_bytes(tm_buf_str(&all));
    tm_buf_free(&all);
    return status;
}
