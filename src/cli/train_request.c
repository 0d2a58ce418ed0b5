// Options are checked before anything is read, and so are the places of the output files.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/train_request.h"

#include <stdio.h>

#include "base/file.h"
#include "base/num.h"
#include "cli/outputs.h"
#include "cli/settings.h"
#include "model/train_classifier.h"
#include "score/lexicon.h"

const char tm_train_help[] =
    "usage: tamis train [OPTIONS] -o MODEL DATA...\n"
    "\n"
    "Fits a model to your own labelled documents, on top of the default model. DATA is a "
    "folder\n"
    "with clean/ and contaminated/ in it, JSON Lines with text and label (\"clean\" or\n"
    "\"contaminated\"), or lines like \"__label__clean the text\"; - is standard input. 200 "
    "clean\n"
    "documents and 30 contaminated ones are enough to begin with. At the end a report says "
    "what\n"
    "was gained, on documents held out from the fit. MODEL is replaced only when training has\n"
    "succeeded; the same data, options and seed give the same model, byte for byte.\n"
    "\n"
    "  -o, --output MODEL         the file to write\n"
    "      --report FILE          the report as a file, too; as JSON when it ends in .json\n"
    "      --card FILE            a card for the model: data, figures, limits (Markdown)\n"
    "      --name WORD            what verdicts call the model (own)\n"
    "      --skip-bad             go on without documents that cannot be read\n"
    "      --group-field NAME     JSON member that names a document's site or source (group)\n"
    "\n"
    "      --base MODEL           start from this model (the built-in one)\n"
    "      --no-base              start from nothing; needs tens of thousands of documents\n"
    "      --lexicon [LANG:]FILE  terms to add (TSV: term, class, weight, note); repeatable\n"
    "      --synthesise N         injections to make in the clean documents (0; from nothing "
    "160000,\n"
    "                             at most 16 for each document)\n"
    "      --seeds DIR            lexicon/*.tsv and templates/*.tsv, for --no-base\n"
    "      --anchors LANG:FILE    brand names and anchor texts to inject, one a line; "
    "repeatable\n"
    "\n"
    "      --seed N               of all random choices (1)\n"
    "      --folds N              of cross-validation (5; from nothing 4)\n"
    "      --epochs N             passes over the documents for the weights of words (0: the\n"
    "                             base's stay; from nothing 4)\n"
    "      --cost C[,C...]        of the support vector machine, from nothing (0.01); of "
    "several\n"
    "                             the best by cross-validation\n"
    "      --gamma G[,G...]       scale of its kernel, likewise (1)\n"
    "      --prior P              share of contaminated documents for which probabilities are "
    "to\n"
    "                             be right, from nothing (0.1)\n"
    "  -j, --jobs N               threads (one a processor, at most 8); the result is the "
    "same\n"
    "  -q, --quiet                no progress, no report\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 the model was written, 2 it was not, and the message says why.\n";

enum {
    MAX_EPOCHS = 100,
    FOLDS_WITH_BASE = 5,
    DEFAULT_EPOCHS = 4, // without a base, and so is the next
    DEFAULT_SYNTHESISE = 160000,
    MAX_A_DOCUMENT = 16 // injections, unless more are asked for
};

static const size_t max_file_bytes = (size_t)256 << 20;

// ---- Options ------------------------------------------------------------------------------

// "0.01,0.03,0.1": numbers above 0.
static tamis_status read_grid(const tm_option *option, char *value, tamis_error *err)
{
    tm_grid *const grid = option->into;
    tm_str rest = tm_str_of(value);
    grid->n = 0;
    do {
        double *const next = &grid->value[grid->n];
        if (grid->n == TM_MAX_GRID || !tm_parse_double(next, tm_str_cut(&rest, ',')) ||
            *next <= 0)
            return tm_fail(err, TAMIS_EINVAL,
                           "--%s takes numbers above 0, at most %d, not '%s'", option->name,
                           TM_MAX_GRID, value);
        grid->n++;
    } while (rest.len > 0);
    return TAMIS_OK;
}

static tamis_status read_prior(const tm_option *option, char *value, tamis_error *err)
{
    double *const prior = option->into;
    if (tm_parse_double(prior, tm_str_of(value)) && *prior > 0 && *prior < 1)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--%s takes a number between 0 and 1, not '%s'",
                   option->name, value);
}

static tamis_status check_anchors(const tm_option *option, char *value, tamis_error *err)
{
    if (strchr(value, ':'))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "--%s takes LANG:FILE, not '%s'", option->name, value);
}

static tamis_status take_options(tm_train_request *request, int *argc, char ***argv,
                                 tamis_error *err)
{
    tm_train_options *const o = &request->options;
    tm_data_options *const data = &request->data_options;
    const char *group = NULL;
    const tm_option options[] = {
        {"anchors", .paths = request->anchors, .n_paths = &request->n_anchors,
         .max = TM_MAX_EXTRA_FILES, .read = check_anchors, .given = &request->of_injections},
        {"base", .text = &request->base, .is_path = true},
        {"card", .output = &request->card},
        {"cost", .read = read_grid, .into = &request->costs, .given = &request->of_fit},
        {"epochs", .number = &request->n_epochs, .max = MAX_EPOCHS,
         .given = &request->epochs_given},
        {"folds", .number = &request->n_folds, .min = 2, .max = TM_MAX_TRAIN_FOLDS},
        {"gamma", .read = read_grid, .into = &request->gammas, .given = &request->of_fit},
        {"group-field", .read = tm_read_field, .into = &data->labelled.format.group_field,
         .given = &group},
        {"help", 'h', .text = &request->text, .prints = tm_train_help},
        {"jobs", 'j', .number = &o->n_threads, .min = 1, .max = TM_MAX_JOBS},
        {"lexicon", .paths = request->lexicon, .n_paths = &request->n_lexicon,
         .max = TM_MAX_EXTRA_FILES},
        {"name", .text = &o->name},
        {"no-base", .flag = &request->no_base},
        {"output", 'o', .output = &request->output},
        {"prior", .read = read_prior, .into = &o->prior, .given = &request->of_fit},
        {"quiet", 'q', .flag = &request->quiet},
        {"report", .output = &request->report},
        {"seed", .number = &request->seed},
        {"seeds", .text = &request->seeds, .is_path = true, .given = &request->of_injections},
        {"skip-bad", .flag = &data->skip_bad},
        {"synthesise", .number = &o->n_synthesise, .given = &request->synthesise_given},
        {0},
    };
    TM_TRY(tm_options_take(options, NULL, argc, argv, err));
    data->needs_group = group != NULL;
    return TAMIS_OK;
}

// ---- What goes together -------------------------------------------------------------------

// Options that would do nothing, and so were not meant.
static tamis_status check_use(const tm_train_request *request, tamis_error *err)
{
    if (request->no_base)
        return TAMIS_OK;
    if (request->of_fit)
        return tm_fail(err, TAMIS_EINVAL,
                       "--%s does nothing on top of a base, which has its own; it goes with "
                       "--no-base",
                       request->of_fit);
    if (request->of_injections && request->options.n_synthesise == 0)
        return tm_fail(err, TAMIS_EINVAL,
                       "--%s says what injections are made from, and none are; it goes with "
                       "--synthesise N or --no-base",
                       request->of_injections);
    return TAMIS_OK;
}

// The file of "[LANG:]FILE".
static const char *file_of(const char *argument)
{
    const char *const colon = strchr(argument, ':');
    return colon && colon > argument && colon - argument < 4 ? colon + 1 : argument;
}

// No output may replace a file that is read. Only the model may take the place of its base: it is
// complete by then.
static tamis_status check_outputs(const tm_train_request *request, tamis_error *err)
{
    const char *const places[] = {request->output, request->report, request->card};
    const size_t n_places = sizeof places / sizeof *places;
    TM_TRY(tm_outputs_check_places(places, n_places, err));
    TM_TRY(tm_outputs_check(places, n_places, request->data, err));
    for (size_t i = 0; i < n_places; i++) {
        if (i > 0)
            TM_TRY(tm_outputs_check_input(places[i], request->base, err));
        for (size_t k = 0; k < request->n_lexicon; k++)
            TM_TRY(tm_outputs_check_input(places[i], file_of(request->lexicon[k]), err));
        for (size_t k = 0; k < request->n_anchors; k++)
            TM_TRY(tm_outputs_check_input(places[i], file_of(request->anchors[k]), err));
    }
    return TAMIS_OK;
}

static tamis_status check(const tm_train_request *request, tamis_error *err)
{
    if (!request->output || !*request->data)
        return tm_fail(err, TAMIS_EINVAL, "name a model to write (-o) and data to learn from");
    if (request->base && request->no_base)
        return tm_fail(err, TAMIS_EINVAL, "--base and --no-base contradict each other");
    if (request->no_base && !request->seeds && request->n_lexicon == 0)
        return tm_fail(err, TAMIS_EINVAL,
                       "--no-base needs a lexicon: --seeds DIR or --lexicon FILE");
    TM_TRY(check_use(request, err));
    TM_TRY(check_outputs(request, err));
    if (request->costs.n * request->gammas.n > TM_MAX_SETTINGS)
        return tm_fail(err, TAMIS_EINVAL, "--cost and --gamma give more than %d pairs",
                       TM_MAX_SETTINGS);
    return TAMIS_OK;
}

tamis_status tm_train_parse(tm_train_request *request, int argc, char **argv, tamis_error *err)
{
    *request = (tm_train_request){
        .options = {.name = "own", .cost = 0.01, .prior = 0.1, .n_threads = tm_default_jobs()},
        .seed = 1,
        .data_options = tm_data_options_default()};
    TM_TRY(take_options(request, &argc, &argv, err));
    request->data = argv;
    return request->text ? TAMIS_OK : check(request, err);
}

void tm_train_settle(tm_train_options *options, const tm_train_request *request)
{
    const bool no_base = request->no_base;
    options->seed = request->seed;
    options->costs = request->costs.value;
    options->n_costs = request->costs.n;
    options->gammas = request->gammas.value;
    options->n_gammas = request->gammas.n;
    options->n_folds = request->n_folds > 0 ? (unsigned)request->n_folds
                       : no_base            ? TM_TRAIN_FOLDS
                                            : FOLDS_WITH_BASE;
    options->n_epochs = request->epochs_given ? (unsigned)request->n_epochs
                        : no_base             ? DEFAULT_EPOCHS
                                              : 0;
    if (!request->synthesise_given)
        options->n_synthesise = no_base ? DEFAULT_SYNTHESISE : 0;
}

void tm_train_limit(tm_train_options *options, const tm_train_request *request,
                    size_t n_documents)
{
    if (!request->synthesise_given && options->n_synthesise / MAX_A_DOCUMENT > n_documents)
        options->n_synthesise = n_documents * MAX_A_DOCUMENT;
}

// ---- Files --------------------------------------------------------------------------------

typedef tamis_status (*add_function)(tm_training *training, const char *name, tm_str bytes,
                                     tamis_error *err);

typedef struct file_adder {
    tm_training *training;
    add_function add;
    tamis_error *err;
    tamis_status status;
} file_adder;

static tamis_status add_file(tm_training *training, const char *path, const char *name,
                             add_function add, tamis_error *err)
{
    tm_buf bytes = {0};
    tamis_error cause;
    tamis_status status = tm_file_read(&bytes, path, max_file_bytes, err);
    if (status == TAMIS_OK) {
        status = add(training, name, tm_buf_str(&bytes), &cause);
        if (status != TAMIS_OK)
            tm_fail(err, status, "%.100s: %.140s", path, cause.message);
    }
    tm_buf_free(&bytes);
    return status;
}

// The name of a file without its ending is its language: "ko" for "news/ko.tsv". False when it is
// too long for one.
static bool language_of(char language[16], const char *path)
{
    const char *const slash = strrchr(path, '/');
    const char *const base = slash ? slash + 1 : path;
    const char *const dot = strrchr(base, '.');
    const size_t len = dot ? (size_t)(dot - base) : strlen(base);
    if (len == 0 || len >= 16)
        return false;
    memcpy(language, base, len);
    language[len] = '\0';
    return true;
}

static bool visit_file(void *context, const char *path)
{
    file_adder *adder = context;
    char language[16];
    const size_t len = strlen(path);
    if (len < 4 || strcmp(path + len - 4, ".tsv") != 0 || !language_of(language, path))
        return true;
    adder->status = add_file(adder->training, path, language, adder->add, adder->err);
    return adder->status == TAMIS_OK;
}

static tamis_status add_folder(tm_training *training, const char *seeds, const char *folder,
                               add_function add, tamis_error *err)
{
    file_adder adder = {training, add, err, TAMIS_OK};
    const tm_walk walk = {.visit = visit_file, .context = &adder, .max_depth = 1};
    tm_buf path = {0};
    tm_buf_format(&path, "%s/%s", seeds, folder);
    tm_buf_byte(&path, 0);
    tamis_status status = tm_buf_check(&path, err);
    if (status == TAMIS_OK)
        status = tm_file_walk(path.ptr, &walk, err);
    tm_buf_free(&path);
    return status == TAMIS_OK ? adder.status : status;
}

static tamis_status add_templates(tm_training *training, const char *name, tm_str bytes,
                                  tamis_error *err)
{
    (void)name;
    return tm_training_add_templates(training, bytes, err);
}

// Loads the terms once by themselves, so that an error names their file and line: later the terms
// of all files are loaded together.
static tamis_status add_lexicon(tm_training *training, const char *language, tm_str bytes,
                                tamis_error *err)
{
    tm_lexicon lexicon = {0};
    tm_folds *folds = NULL;
    tamis_status status = tm_folds_new(&folds, err);
    if (status == TAMIS_OK)
        status = tm_lexicon_add(&lexicon, folds, bytes, err);
    tm_lexicon_free(&lexicon);
    tm_folds_free(folds);
    return status < 0 ? status : tm_training_add_lexicon(training, language, bytes, err);
}

// Adds "ko:terms.tsv" or "ko.tsv". With any other name the language does not matter and "en" will
// do: terms are looked for in texts of every language.
static tamis_status add_named(tm_training *training, const char *argument, add_function add,
                              tamis_error *err)
{
    char language[16];
    const char *const path = file_of(argument);
    if (path > argument)
        snprintf(language, sizeof language, "%.*s", (int)(path - argument - 1), argument);
    else if (!language_of(language, path) || strlen(language) != 2)
        memcpy(language, "en", 3);
    return add_file(training, path, language, add, err);
}

tamis_status tm_train_add_files(tm_training *training, const tm_train_request *request,
                                tamis_error *err)
{
    if (request->seeds) {
        if (request->no_base)
            TM_TRY(add_folder(training, request->seeds, "lexicon", add_lexicon, err));
        TM_TRY(add_folder(training, request->seeds, "templates", add_templates, err));
    } else {
        TM_TRY(tm_training_add_own_templates(training, err));
    }
    for (size_t i = 0; i < request->n_lexicon; i++)
        TM_TRY(add_named(training, request->lexicon[i], add_lexicon, err));
    for (size_t i = 0; i < request->n_anchors; i++)
        TM_TRY(add_named(training, request->anchors[i], tm_training_add_anchors, err));
    return TAMIS_OK;
}
