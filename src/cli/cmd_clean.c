// tamis clean: documents without what strangers wrote into them, and the way back. The help below
// is the manual in short.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <getopt.h>

#include "base/num.h"
#include "cli/cleaner.h"
#include "cli/cmd.h"
#include "sink/sidecar.h"

static const char help[] =
    "usage: tamis clean [OPTIONS] PATH...\n"
    "\n"
    "Writes documents without the words that were written into them: injected lines go, words\n"
    "that were swapped come back where the document itself shows the original, and every "
    "other\n"
    "byte stays as it is. What was taken out goes into a sidecar, FILE" TM_SIDECAR_ENDING
    ", from which\n"
    "--undo makes the original again. A document is refused when nothing else is in it, when\n"
    "too much of it would go, or when it would be contaminated still.\n"
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
    "      --undo                 PATHs are cleaned files: write the originals\n"
    "  -q, --quiet                no summary\n"
    "  -h, --help                 this\n"
    "      --version              the version\n"
    "\n"
    "Exit codes: 0 all that came out is clean, 1 a document was refused, 2 an error or a\n"
    "document left unscanned; 2 wins.\n";

enum { IN_PLACE = TM_OPT_OWN, MAX_REMOVED, SIDECAR, SIDECARS, STRICT, UNDO };

static const char short_options[] = ":0f:ho:qr";
static const struct option long_options[] = {
    {"files-from", required_argument, NULL, 'f'},
    {"format", required_argument, NULL, TM_OPT_FORMAT},
    {"help", no_argument, NULL, 'h'},
    {"id-field", required_argument, NULL, TM_OPT_ID_FIELD},
    {"in-place", no_argument, NULL, IN_PLACE},
    {"max-document-bytes", required_argument, NULL, TM_OPT_MAX_BYTES},
    {"max-fpr", required_argument, NULL, TM_OPT_MAX_FPR},
    {"max-removed", required_argument, NULL, MAX_REMOVED},
    {"model", required_argument, NULL, TM_OPT_MODEL},
    {"null", no_argument, NULL, '0'},
    {"output", required_argument, NULL, 'o'},
    {"quiet", no_argument, NULL, 'q'},
    {"recursive", no_argument, NULL, 'r'},
    {"sidecar", required_argument, NULL, SIDECAR},
    {"sidecars", required_argument, NULL, SIDECARS},
    {"strict", no_argument, NULL, STRICT},
    {"text-field", required_argument, NULL, TM_OPT_TEXT_FIELD},
    {"threshold", required_argument, NULL, TM_OPT_THRESHOLD},
    {"undo", no_argument, NULL, UNDO},
    {"version", no_argument, NULL, TM_OPT_VERSION},
    {0},
};

typedef struct clean_call {
    tm_clean_request request;
    const char *text; // to print instead of cleaning: help or version
} clean_call;

// ---- The command line -----------------------------------------------------------------------

static tamis_status take_share(double *share, const char *text, tamis_error *err)
{
    if (!tm_parse_double(share, tm_str_of(text)) || *share < 0 || *share > 1)
        return tm_fail(err, TAMIS_EINVAL, "--max-removed takes a number from 0 to 1, not '%s'",
                       text);
    return TAMIS_OK;
}

static tamis_status take_folder(const char **folder, const char *option, tamis_error *err)
{
    if (!optarg[0])
        return tm_fail(err, TAMIS_EINVAL, "%s takes a folder", option);
    *folder = optarg;
    return TAMIS_OK;
}

static tamis_status take_option(clean_call *call, int option, char **argv, tamis_error *err)
{
    tm_clean_request *const request = &call->request;
    switch (option) {
    case '0':
        request->inputs.list_end = '\0';
        return TAMIS_OK;
    case 'f':
        request->inputs.list = optarg;
        return TAMIS_OK;
    case 'h':
        call->text = help;
        return TAMIS_OK;
    case 'o':
        return take_folder(&request->out_folder, "--output", err);
    case 'q':
        request->quiet = true;
        return TAMIS_OK;
    case 'r':
        request->inputs.recursive = true;
        return TAMIS_OK;
    case IN_PLACE:
        request->in_place = true;
        return TAMIS_OK;
    case MAX_REMOVED:
        return take_share(&request->max_removed, optarg, err);
    case SIDECAR:
        request->sidecar = optarg;
        return TAMIS_OK;
    case SIDECARS:
        return take_folder(&request->sidecar_folder, "--sidecars", err);
    case STRICT:
        request->strict = true;
        return TAMIS_OK;
    case UNDO:
        request->undo = true;
        return TAMIS_OK;
    case TM_OPT_VERSION:
        call->text = "tamis " TAMIS_VERSION_STRING "\n";
        return TAMIS_OK;
    default:
        return tm_settings_take(&request->settings, option, argv, err);
    }
}

// What does not go together, before anything is done.
static tamis_status check(const tm_clean_request *request, tamis_error *err)
{
    const tm_inputs *const inputs = &request->inputs;
    const bool many = inputs->n_paths != 1 || inputs->list || inputs->recursive;
    if (inputs->n_paths == 0 && !inputs->list)
        return tm_fail(err, TAMIS_EINVAL, "nothing to clean; name a PATH or `-`");
    if (request->in_place && request->out_folder)
        return tm_fail(err, TAMIS_EINVAL, "--in-place and --output cannot both be had");
    if (request->sidecar && request->sidecar_folder)
        return tm_fail(err, TAMIS_EINVAL, "--sidecar and --sidecars cannot both be had");
    if (many && !request->in_place && !request->out_folder)
        return tm_fail(err, TAMIS_EINVAL,
                       "more than one document goes to --output FOLDER or --in-place");
    if (many && request->sidecar)
        return tm_fail(err, TAMIS_EINVAL, "--sidecar is for one PATH; --sidecars for more");
    for (size_t i = 0; i < inputs->n_paths; i++)
        if (strcmp(inputs->paths[i], "-") == 0 && (request->in_place || request->out_folder))
            return tm_fail(err, TAMIS_EINVAL, "standard input goes to standard output only");
    if (request->undo && !request->sidecar && !many && strcmp(inputs->paths[0], "-") == 0)
        return tm_fail(err, TAMIS_EINVAL, "to undo standard input name its --sidecar");
    return TAMIS_OK;
}

static tamis_status parse(clean_call *call, int argc, char **argv, tamis_error *err)
{
    tm_clean_request *const request = &call->request;
    *call = (clean_call){.request = {
                             .settings = tm_settings_default(),
                             .inputs = {.list_end = '\n'},
                             .max_removed = 0.5,
                         }};
    tm_opt_begin();
    int option;
    while (!call->text &&
           (option = getopt_long(argc, argv, short_options, long_options, NULL)) != -1)
        TM_TRY(take_option(call, option, argv, err));
    if (call->text)
        return TAMIS_OK;
    request->inputs.paths = argv + optind;
    request->inputs.n_paths = (size_t)(argc - optind);
    return check(request, err);
}

// ---- Files ----------------------------------------------------------------------------------

static bool ends_in(const char *path, const char *ending)
{
    const size_t len = strlen(path), ending_len = strlen(ending);
    return len >= ending_len && strcmp(path + len - ending_len, ending) == 0;
}

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
    if (ends_in(path, TM_SIDECAR_ENDING)) // what earlier cleanings left beside their files
        return true;
    const tamis_status status = cleaner->request->undo ? tm_cleaner_undo(cleaner, path, &err)
                                                       : tm_cleaner_clean(cleaner, path, &err);
    return status < 0 ? give_trouble(cleaner, path, &err) : true;
}

static void tell_summary(const tm_cleaner *c)
{
    if (c->request->undo)
        tm_complain("%llu restored, %llu as they were, %llu failed",
                    (unsigned long long)c->n_restored, (unsigned long long)c->n_unchanged,
                    (unsigned long long)c->n_failed);
    else
        tm_complain("%llu clean before, %llu cleaned (%llu edits, %llu characters taken out), "
                    "%llu refused, %llu unscanned",
                    (unsigned long long)c->n_clean, (unsigned long long)c->n_cleaned,
                    (unsigned long long)c->n_edits, (unsigned long long)c->n_gone,
                    (unsigned long long)c->n_refused, (unsigned long long)c->n_unscanned);
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
    const tm_input_sink sink = {give_file, give_trouble, &cleaner};
    tamis_status status = tm_cleaner_init(&cleaner, &call.request, &err);
    if (status == TAMIS_OK)
        status = tm_inputs_each(&call.request.inputs, &sink, &err);
    if (status < 0)
        tm_complain("%s", err.message);
    else if (!call.request.quiet)
        tell_summary(&cleaner);
    const bool failed = status < 0 || cleaner.n_failed > 0 || cleaner.n_unscanned > 0;
    const int refused = cleaner.n_refused > 0 ? TM_EXIT_FLAGGED : TM_EXIT_CLEAN;
    tm_cleaner_free(&cleaner);
    return failed ? TM_EXIT_ERROR : refused;
}

const tm_command tm_cmd_clean = {
    .name = "clean",
    .summary = "documents without what was written into them, and the way back",
    .help = help,
    .run = run_clean,
};
