// tamis clean: documents without the text injected into them, and how to undo that. The help below
// is a short manual.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>

#include "base/sidecar_name.h"
#include "cli/cleaner.h"
#include "cli/cmd.h"
#include "cli/outputs.h"
#include "sink/report.h"

static const char help[] =
    "usage: tamis clean [OPTIONS] PATH...\n"
    "\n"
    "Writes documents without the words that were written into them: injected lines go, words\n"
    "that were swapped come back where the document itself shows the original, and every "
    "other\n"
    "byte stays as it is. What was taken out goes into a sidecar, FILE" TM_SIDECAR_ENDING
    ", from which\n"
    "--undo makes the original again. A document is refused when nothing else is in it, when\n"
    "too much of it would go, or when what is left would be flagged still, or could not be\n"
    "scanned; --quarantine puts it away.\n"
    "\n"
    "where to write\n"
    "  -o, --output FOLDER        PATH goes to FOLDER/PATH; nothing is written over\n"
    "      --in-place             the file is replaced\n"
    "                             with neither, one PATH goes to standard output\n"
    "      --sidecar FILE         the sidecar of the one PATH\n"
    "      --sidecars FOLDER      all sidecars go below FOLDER, not beside the files\n"
    "\n"
    "what to clean\n"
    "  -r, --recursive            go into directories\n"
    "  -f, --files-from LIST      also the paths in LIST, one a line; `-` is standard input\n"
    "  -0, --null                 paths in LIST end with NUL instead\n"
    "      --format FORMAT        auto (default), text or jsonl; pages of HTML are refused\n"
    "      --text-field NAME      the JSON Lines member that holds the text (text)\n"
    "      --id-field NAME        the member that holds the id (id)\n"
    "      --max-document-bytes N larger ones stay unscanned; 16M; K, M, G are understood\n"
    "\n"
    "how to clean\n"
    "      --max-removed SHARE    refuse to take out more of a document; 0.5\n"
    "      --max-fpr F            let at most the share F of clean documents be flagged; 1e-4\n"
    "      --threshold P          flag at this probability, whatever --max-fpr says\n"
    "      --strict               clean suspect documents, too\n"
    "      --model FILE           instead of the built-in model\n"
    "\n"
    "what is refused\n"
    "      --quarantine STORE     goes into the store, a directory\n"
    "      --move, --copy         take refused files away (default), or leave them as well;\n"
    "                             records of JSON Lines are copied, and left out also in "
    "place\n"
    "      --wait                 when another process uses the store\n"
    "\n"
    "      --undo                 PATHs are cleaned files: write the originals\n"
    "  -q, --quiet                no summary\n"
    "  -h, --help                 this\n"
    "      --version              the version\n"
    "\n"
    "Exit codes: 0 all that came out is clean, 1 a document was refused, 2 an error or a\n"
    "document left unscanned; 2 wins.\n";

typedef struct clean_call {
    tm_clean_request request;
    const char *text; // to print instead of cleaning: help or version
} clean_call;

// ---- The command line -----------------------------------------------------------------------

// Refuses options that do not go together, before anything is done.
static tamis_status check(const tm_clean_request *request, tamis_error *err)
{
    const tm_inputs *const inputs = &request->inputs;
    const tm_clean_places *const places = &request->places;
    const bool many = tm_inputs_are_many(inputs);
    const tm_shard whole = {0};
    TM_TRY(tm_inputs_check(inputs, err));
    if (inputs->n_paths == 0 && !inputs->list)
        return tm_fail(err, TAMIS_EINVAL, "nothing to clean; name a PATH or `-`");
    if (places->in_place && places->folder)
        return tm_fail(err, TAMIS_EINVAL, "--in-place and --output cannot both be had");
    if (places->sidecar && places->sidecar_folder)
        return tm_fail(err, TAMIS_EINVAL, "--sidecar and --sidecars cannot both be had");
    if (many && !places->in_place && !places->folder)
        return tm_fail(err, TAMIS_EINVAL,
                       "more than one document goes to --output FOLDER or --in-place");
    if (many && places->sidecar)
        return tm_fail(err, TAMIS_EINVAL, "--sidecar is for one PATH; --sidecars for more");
    for (size_t i = 0; i < inputs->n_paths; i++)
        if (strcmp(inputs->paths[i], "-") == 0 && (places->in_place || places->folder))
            return tm_fail(err, TAMIS_EINVAL, "standard input goes to standard output only");
    TM_TRY(tm_quarantine_check(&request->quarantine, &whole, NULL, err));
    TM_TRY(tm_outputs_check_store(places->folder, request->quarantine.store, err));
    TM_TRY(tm_outputs_check_store(places->sidecar, request->quarantine.store, err));
    TM_TRY(tm_outputs_check_store(places->sidecar_folder, request->quarantine.store, err));
    if (request->undo && request->quarantine.store)
        return tm_fail(err, TAMIS_EINVAL, "--undo refuses nothing: there is no --quarantine");
    if (request->undo && request->settings.given)
        return tm_fail(err, TAMIS_EINVAL, "--undo goes by the sidecars: there is no --%s",
                       request->settings.given);
    if (request->undo && !places->sidecar && !many && strcmp(inputs->paths[0], "-") == 0)
        return tm_fail(err, TAMIS_EINVAL, "to undo standard input name its --sidecar");
    return TAMIS_OK;
}

static tamis_status take_options(clean_call *call, int *argc, char ***argv, tamis_error *err)
{
    tm_clean_request *const request = &call->request;
    tm_settings *const settings = &request->settings;
    tm_inputs *const inputs = &request->inputs;
    tm_clean_places *const places = &request->places;
    tm_quarantine_options *const quarantine = &request->quarantine;
    const tm_option options[] = {
        {"copy", .given = &quarantine->act},
        {"files-from", 'f', .read = tm_read_list, .into = inputs, .is_path = true},
        tm_settings_option(settings, "format"),
        {"help", 'h', .text = &call->text, .prints = help},
        tm_settings_option(settings, "id-field"),
        {"in-place", .flag = &places->in_place},
        tm_settings_option(settings, "max-document-bytes"),
        tm_settings_option(settings, "max-fpr"),
        tm_settings_option(settings, "max-removed"),
        tm_settings_option(settings, "model"),
        {"move", .given = &quarantine->act},
        {"null", '0', .flag = &inputs->nul_ends},
        {"output", 'o', .output = &places->folder},
        {"quarantine", .text = &quarantine->store, .is_path = true},
        {"quiet", 'q', .flag = &request->quiet},
        {"recursive", 'r', .flag = &inputs->recursive},
        {"sidecar", .output = &places->sidecar},
        {"sidecars", .output = &places->sidecar_folder},
        tm_settings_option(settings, "strict"),
        tm_settings_option(settings, "text-field"),
        tm_settings_option(settings, "threshold"),
        {"undo", .flag = &request->undo},
        {"version", .text = &call->text, .prints = tm_version_text},
        {"wait", .flag = &quarantine->wait},
        {0},
    };
    return tm_options_take(options, NULL, argc, argv, err);
}

static tamis_status parse(clean_call *call, int argc, char **argv, tamis_error *err)
{
    tm_clean_request *const request = &call->request;
    *call = (clean_call){.request.settings = tm_settings_default()};
    TM_TRY(take_options(call, &argc, &argv, err));
    if (call->text)
        return TAMIS_OK;
    request->places.again = request->places.in_place;
    request->inputs.paths = argv;
    request->inputs.n_paths = (size_t)argc;
    return check(request, err);
}

// ---- Files ----------------------------------------------------------------------------------

static bool give_trouble(void *context, const char *path, const tamis_error *err)
{
    tm_cleaner *const cleaner = context;
    (void)path;
    tm_complain("%s", err->message);
    cleaner->n_failed++;
    return true;
}

static bool give_file(void *context, const char *path)
{
    tm_cleaner *const cleaner = context;
    tamis_error err;
    if (tm_cleaner_owns(cleaner, path))
        return true;
    const tamis_status status = cleaner->request->undo ? tm_cleaner_undo(cleaner, path, &err)
                                                       : tm_cleaner_clean(cleaner, path, &err);
    return status < 0 ? give_trouble(cleaner, path, &err) : true;
}

// What a store holds must stay as it is, or it cannot be given back; undoing a change of it is right.
static bool skip_store(void *context, const char *path)
{
    tm_cleaner *const cleaner = context;
    char journal[TM_MAX_PATH_BYTES + 16];
    snprintf(journal, sizeof journal, "%s/journal", path);
    if (cleaner->request->undo)
        return false;
    if (tm_cleaner_owns(cleaner, journal))
        return true;
    tm_complain("%s: a store of tamis; nothing in it is cleaned", path);
    cleaner->n_failed++;
    return true;
}

static bool pass_file(void *context, const char *path)
{
    (void)context;
    (void)path;
    return true;
}

static bool pass_trouble(void *context, const char *path, const tamis_error *err)
{
    (void)err;
    return pass_file(context, path);
}

static tamis_status find_sidecar(bool *found, const char *folder, tamis_error *err)
{
    tm_passed_over passed = {0};
    const tm_input_sink sink = {.file = pass_file, .trouble = pass_trouble, .passed = &passed};
    tm_buf path = {0};
    tm_buf_text(&path, folder);
    tm_buf_byte(&path, '\0');
    const tm_inputs inputs = {.paths = &path.ptr, .n_paths = 1, .recursive = true};
    tamis_status status = tm_buf_check(&path, err);
    if (status == TAMIS_OK)
        status = tm_inputs_each(&inputs, &sink, err);
    *found = passed.n_sidecars > 0;
    tm_buf_free(&path);
    return status;
}

// A file without a sidecar is one that was not cleaned. When that is all of them, and there are
// sidecars, they go by other paths than the files.
static tamis_status check_undone(const tm_cleaner *cleaner, tamis_error *err)
{
    const char *const folder = cleaner->request->places.sidecar_folder;
    bool found = false;
    if (!cleaner->request->undo || !folder || cleaner->met_sidecar || cleaner->n_unchanged == 0)
        return TAMIS_OK;
    TM_TRY(find_sidecar(&found, folder, err));
    if (!found)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL,
                   "%.80s: holds sidecars, but of none of these files; that of PATH goes by "
                   "the path that was cleaned: %.40s/PATH" TM_SIDECAR_ENDING,
                   folder, folder);
}

// Appends ", 12 refused".
static void put_count(tm_buf *text, uint64_t count, const char *what)
{
    tm_buf_text(text, text->len > 0 ? ", " : "");
    tm_report_count(text, count);
    tm_buf_format(text, " %s", what);
}

static void tell_summary(const tm_cleaner *c)
{
    const tm_clean_counts *const n = &c->count;
    tm_buf text = {0};
    tm_complain_count(c->passed.n_parts, "temporary file", "of tamis passed over");
    if (c->request->undo) {
        put_count(&text, c->n_restored, "restored");
        put_count(&text, c->n_unchanged, "as they were");
        put_count(&text, c->n_failed, "failed");
        tm_complain_text(NULL, &text);
        return;
    }
    for (int i = TAMIS_CLEAN; i <= TAMIS_UNSCANNED; i++)
        put_count(&text, n->found.n_documents[i], tamis_verdict_name((tamis_verdict_kind)i));
    tm_buf_text(&text, "; ");
    tm_report_count(&text, n->n_cleaned);
    tm_buf_text(&text, " cleaned (");
    tm_report_plural(&text, n->n_edits, "edit");
    tm_buf_text(&text, ", ");
    tm_report_plural(&text, n->n_gone, "character");
    tm_buf_text(&text, " taken out)");
    put_count(&text, n->n_refused, "refused");
    if (c->n_failed > 0)
        put_count(&text, c->n_failed, "failed");
    tm_complain_text(NULL, &text);
}

static int run_clean(int argc, char **argv)
{
    clean_call call;
    tm_cleaner cleaner;
    tamis_error err;
    if (parse(&call, argc, argv, &err) < 0)
        return tm_complain_usage("clean", err.message);
    if (call.text)
        return tm_output_text(call.text);
    const tm_input_sink sink = {.file = give_file,
                                .trouble = give_trouble,
                                .store = skip_store,
                                .context = &cleaner,
                                .passed = &cleaner.passed};
    tamis_status status = tm_cleaner_init(&cleaner, &call.request, &err);
    if (status == TAMIS_OK)
        status = tm_inputs_each(&call.request.inputs, &sink, &err);
    if (status == TAMIS_OK)
        status = check_undone(&cleaner, &err);
    if (status == TAMIS_OK)
        status = tm_output_close(&err);
    if (status < 0)
        tm_complain("%s", err.message);
    else if (!call.request.quiet)
        tell_summary(&cleaner);
    tamis_error fault;
    if (tm_cleaner_close(&cleaner, status == TAMIS_OK, &fault) < 0) {
        tm_complain("%s", fault.message);
        return TM_EXIT_ERROR;
    }
    if (status < 0 || cleaner.n_failed > 0 ||
        cleaner.count.found.n_documents[TAMIS_UNSCANNED] > 0)
        return TM_EXIT_ERROR;
    return cleaner.count.n_refused > 0 ? TM_EXIT_FLAGGED : TM_EXIT_CLEAN;
}

const tm_command tm_cmd_clean = {
    .name = "clean",
    .summary = "documents without what was written into them, and the way back",
    .help = help,
    .run = run_clean,
};
