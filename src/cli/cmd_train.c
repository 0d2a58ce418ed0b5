// tamis train: labelled documents in, a model out. The stages are model/train.h's; this file finds
// the files, runs the token fits side by side and says on a terminal how far it is.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <getopt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/data.h"
#include "cli/opt.h"
#include "model/train.h"

static const char help[] =
    "usage: tamis train [OPTIONS] -o MODEL DATA...\n"
    "\n"
    "Fits a model to labelled documents. DATA is a folder with clean/ and contaminated/ in "
    "it,\n"
    "JSON Lines (text, label (\"clean\" or \"contaminated\"), and where known id, group, "
    "kind,\n"
    "lang, weight, spans ([[begin, end], ...] in code points)), or lines like\n"
    "\"__label__clean the text\"; - is standard input. Injections with known spans are made "
    "out of the clean documents, drawn\n"
    "from the lexicon, the templates and the spam given. The same data, options and seed give\n"
    "the same model, byte for byte. MODEL is replaced only when training has succeeded.\n"
    "\n"
    "  -o, --output MODEL         the file to write\n"
    "      --seeds DIR            holds lexicon/*.tsv and templates/*.tsv (seeds)\n"
    "      --anchors LANG:FILE    brand names and anchor texts, one a line; may be repeated\n"
    "      --synthesise N         how many injections to make (40000)\n"
    "      --seed N               of all random choices (1)\n"
    "      --epochs N             passes over the documents for the token weights (2)\n"
    "      --cost C               of the support vector machine (0.03)\n"
    "      --skip-bad             go on without documents that cannot be read\n"
    "      --name WORD            what verdicts call the model (default)\n"
    "      --quiet                no progress\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 the model was written, 2 it was not, and the message says why.\n";

enum {
    ANCHORS = TM_OPT_OWN,
    COST,
    EPOCHS,
    NAME,
    QUIET,
    SEED,
    SEEDS,
    SKIP_BAD,
    SYNTHESISE,
    MAX_ANCHOR_FILES = 16
};

static const size_t max_data_bytes = (size_t)4 << 30;

static const char short_options[] = ":ho:";
static const struct option long_options[] = {
    {"anchors", required_argument, NULL, ANCHORS},
    {"cost", required_argument, NULL, COST},
    {"epochs", required_argument, NULL, EPOCHS},
    {"help", no_argument, NULL, 'h'},
    {"name", required_argument, NULL, NAME},
    {"output", required_argument, NULL, 'o'},
    {"quiet", no_argument, NULL, QUIET},
    {"seed", required_argument, NULL, SEED},
    {"seeds", required_argument, NULL, SEEDS},
    {"skip-bad", no_argument, NULL, SKIP_BAD},
    {"synthesise", required_argument, NULL, SYNTHESISE},
    {0},
};

typedef struct train_request {
    tm_train_options options;
    const char *seeds, *output;
    const char *anchors[MAX_ANCHOR_FILES];
    size_t n_anchors;
    char **data; // the rest of argv, NULL at the end
    tm_data_options data_options;
    bool quiet, want_help;
} train_request;

// ---- Options ------------------------------------------------------------------------------

static tamis_status take_number(size_t *value, const char *option, tamis_error *err)
{
    if (!tm_parse_size(value, tm_str_of(optarg)))
        return tm_fail(err, TAMIS_EINVAL, "%s takes a whole number, not '%s'", option, optarg);
    return TAMIS_OK;
}

static tamis_status take_option(train_request *request, int option, char **argv,
                                tamis_error *err)
{
    size_t number = 0;
    switch (option) {
    case 'h':
        request->want_help = true;
        return TAMIS_OK;
    case 'o':
        request->output = optarg;
        return TAMIS_OK;
    case ANCHORS:
        if (request->n_anchors == MAX_ANCHOR_FILES || !strchr(optarg, ':'))
            return tm_fail(err, TAMIS_EINVAL, "--anchors takes LANG:FILE, %d times at most",
                           MAX_ANCHOR_FILES);
        request->anchors[request->n_anchors++] = optarg;
        return TAMIS_OK;
    case COST:
        if (!tm_parse_double(&request->options.cost, tm_str_of(optarg)) ||
            request->options.cost <= 0)
            return tm_fail(err, TAMIS_EINVAL, "--cost takes a number above 0, not '%s'",
                           optarg);
        return TAMIS_OK;
    case EPOCHS:
        TM_TRY(take_number(&number, "--epochs", err));
        request->options.n_epochs = number > 100 ? 100 : (unsigned)number;
        return TAMIS_OK;
    case NAME:
        request->options.name = optarg;
        return TAMIS_OK;
    case QUIET:
        request->quiet = true;
        return TAMIS_OK;
    case SEED:
        TM_TRY(take_number(&number, "--seed", err));
        request->options.seed = number;
        return TAMIS_OK;
    case SEEDS:
        request->seeds = optarg;
        return TAMIS_OK;
    case SKIP_BAD:
        request->data_options.skip_bad = true;
        return TAMIS_OK;
    case SYNTHESISE:
        return take_number(&request->options.n_synthesise, "--synthesise", err);
    default: {
        tm_settings unused = tm_settings_default();
        return tm_settings_take(&unused, option, argv,
                                err); // the words for what is not an option
    }
    }
}

static tamis_status parse(train_request *request, int argc, char **argv, tamis_error *err)
{
    *request = (train_request){.options = {.seed = 1,
                                           .n_synthesise = 40000,
                                           .n_epochs = 2,
                                           .cost = 0.03,
                                           .name = "default"},
                               .seeds = "seeds",
                               .data_options = tm_data_options_default()};
    tm_opt_begin();
    int option;
    while ((option = getopt_long(argc, argv, short_options, long_options, NULL)) != -1)
        TM_TRY(take_option(request, option, argv, err));
    request->data = argv + optind;
    if (request->want_help)
        return TAMIS_OK;
    if (!request->output || !*request->data)
        return tm_fail(err, TAMIS_EINVAL, "name a model to write (-o) and data to learn from");
    return TAMIS_OK;
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
    tamis_status status = tm_file_read(&bytes, path, max_data_bytes, err);
    if (status == TAMIS_OK) {
        status = add(training, name, tm_buf_str(&bytes), &cause);
        if (status != TAMIS_OK)
            tm_fail(err, status, "%.100s: %.140s", path, cause.message);
    }
    tm_buf_free(&bytes);
    return status;
}

static bool visit_file(void *context, const char *path)
{
    file_adder *adder = context;
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    char name[16];
    if (!dot || strcmp(dot, ".tsv") != 0 || (size_t)(dot - base) >= sizeof name)
        return true;
    memcpy(name, base, (size_t)(dot - base));
    name[dot - base] = 0;
    adder->status = add_file(adder->training, path, name, adder->add, adder->err);
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

static tamis_status add_inputs(tm_training *training, const train_request *request,
                               tamis_error *err)
{
    TM_TRY(tm_data_load(&training->dataset, request->data, &request->data_options, err));
    TM_TRY(add_folder(training, request->seeds, "lexicon", tm_training_add_lexicon, err));
    TM_TRY(add_folder(training, request->seeds, "templates", add_templates, err));
    for (size_t i = 0; i < request->n_anchors; i++) {
        char language[16];
        const char *colon = strchr(request->anchors[i], ':');
        const size_t len = (size_t)(colon - request->anchors[i]);
        if (len >= sizeof language)
            return tm_fail(err, TAMIS_EINVAL, "--anchors: no such language");
        memcpy(language, request->anchors[i], len);
        language[len] = 0;
        TM_TRY(add_file(training, colon + 1, language, tm_training_add_anchors, err));
    }
    return TAMIS_OK;
}

// ---- Stages -------------------------------------------------------------------------------

typedef struct stage {
    tm_training *training;
    unsigned part;
    tamis_status status;
    tamis_error err;
} stage;

static void *fit_part(void *argument)
{
    stage *s = argument;
    s->status = tm_training_fit(s->training, s->part, &s->err);
    if (s->status == TAMIS_OK && s->part < TM_TRAIN_FOLDS)
        s->status = tm_training_fill(s->training, s->part, &s->err);
    return NULL;
}

// The parts on threads of their own: they share nothing that is written.
static tamis_status fit_parts(tm_training *training, tamis_error *err)
{
    stage stages[TM_TRAIN_PARTS];
    pthread_t thread[TM_TRAIN_PARTS];
    bool started[TM_TRAIN_PARTS];
    for (unsigned p = 0; p < TM_TRAIN_PARTS; p++) {
        stages[p] = (stage){.training = training, .part = p};
        started[p] = pthread_create(&thread[p], NULL, fit_part, &stages[p]) == 0;
        if (!started[p])
            fit_part(&stages[p]);
    }
    tamis_status status = TAMIS_OK;
    for (unsigned p = 0; p < TM_TRAIN_PARTS; p++) {
        if (started[p])
            pthread_join(thread[p], NULL);
        if (stages[p].status != TAMIS_OK && status == TAMIS_OK) {
            status = stages[p].status;
            if (err)
                *err = stages[p].err;
        }
    }
    return status;
}

static void say(const train_request *request, time_t begun, const char *what)
{
    if (!request->quiet && isatty(STDERR_FILENO))
        fprintf(stderr, "%4lld s  %s\n", (long long)(time(NULL) - begun), what);
}

static void report(const tm_training *training, const char *path)
{
    const tm_provenance *p = &training->model.provenance;
    printf("%s: %llu clean, %llu contaminated, %llu synthesised\n", path,
           (unsigned long long)p->n_clean, (unsigned long long)p->n_contaminated,
           (unsigned long long)p->n_synthetic);
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point point = training->model.point[i];
        printf("FPR %g: threshold %.6f, out-of-fold recall %.4f, FPR %.6f (at most %.6f)\n",
               point.target_fpr, point.threshold, point.recall, point.measured_fpr,
               point.upper_fpr);
    }
}

static tamis_status train(tm_training *training, const train_request *request, tamis_error *err)
{
    const time_t begun = time(NULL);
    tm_buf bytes = {0};
    TM_TRY(tm_training_init(training, &request->options, err));
    say(request, begun, "reading");
    TM_TRY(add_inputs(training, request, err));
    say(request, begun, "synthesising injections");
    TM_TRY(tm_training_synthesise(training, err));
    say(request, begun, "fitting token weights");
    TM_TRY(fit_parts(training, err));
    say(request, begun, "fitting the classifier");
    TM_TRY(tm_training_finish(training, err));
    tamis_status status = tm_model_write(&bytes, &training->model, err);
    if (status == TAMIS_OK)
        status = tm_file_write(request->output, tm_buf_str(&bytes), err);
    tm_buf_free(&bytes);
    if (status == TAMIS_OK)
        report(training, request->output);
    return status;
}

static int run(int argc, char **argv)
{
    train_request request;
    tm_training training = {0};
    tamis_error err;
    if (parse(&request, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("train", err.message);
    if (request.want_help)
        return tm_output_text(help);
    const tamis_status status = train(&training, &request, &err);
    tm_training_free(&training);
    if (status != TAMIS_OK)
        tm_complain("%s", err.message);
    return status == TAMIS_OK ? TM_EXIT_CLEAN : TM_EXIT_ERROR;
}

const tm_command tm_cmd_train = {
    .name = "train",
    .summary = "labelled documents in, a model out",
    .help = help,
    .run = run,
};
