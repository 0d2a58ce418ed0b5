// tamis train: labelled documents in, a model out. The stages are those of model/train.h; this file
// runs them, in parallel where that is possible, shows progress on a terminal, and writes the model
// once it is complete: until then an existing file is not touched.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/parallel.h"
#include "cli/cmd.h"
#include "cli/console.h"
#include "cli/train_report.h"
#include "cli/train_request.h"

typedef struct train_run {
    const tm_train_request *request;
    tm_model base; // zero when the run starts from nothing
    tm_training training;
    time_t begun;
    bool talks;              // standard error is a terminal, and progress is wanted
    atomic_size_t n_learned; // work done of tm_training_work
    atomic_bool learned;     // the token fits have ended
    bool written;            // the model is
} train_run;

static void say(const train_run *run, const char *what)
{
    if (run->talks)
        fprintf(stderr, "%4lld s  %s\n", (long long)(time(NULL) - run->begun), what);
}

// ---- Time left ----------------------------------------------------------------------------

// The token fits take most of the time: a thread shows twice a second how far they are.
static void *tell_time_left(void *argument)
{
    train_run *const run = argument;
    const struct timespec half_a_second = {.tv_nsec = 500000000};
    const double total = (double)tm_training_work(&run->training);
    const time_t begun = time(NULL);
    char words[64];
    while (!atomic_load(&run->learned)) {
        const double done = (double)atomic_load(&run->n_learned);
        const double spent = difftime(time(NULL), begun);
        if (spent >= 2 && done > 0) {
            const long left = (long)(spent * (total - done) / done);
            const int len = snprintf(words, sizeof words, "        %d %%, %ld:%02ld left",
                                     (int)(100 * done / total), left / 60, left % 60);
            tm_terminal_draw((tm_str){words, (size_t)len});
        }
        nanosleep(&half_a_second, NULL);
    }
    tm_terminal_erase();
    return NULL;
}

// ---- Stages -------------------------------------------------------------------------------

// Fits one part of the tokens and, when that leaves out a fold, fills the rows of that fold.
static tamis_status fit_part(void *context, size_t number, tamis_error *err)
{
    tm_training *const training = context;
    const unsigned part = (unsigned)number;
    TM_TRY(tm_training_fit(training, part, err));
    return part < training->options.n_folds ? tm_training_fill(training, part, err) : TAMIS_OK;
}

static tamis_status begin(train_run *run, tamis_error *err)
{
    const tm_train_request *const request = run->request;
    tm_train_options options = request->options;
    if (!request->no_base) {
        const bool own = !request->base || strcmp(request->base, "default") == 0;
        TM_TRY(tm_model_open(&run->base, own ? NULL : request->base, err));
        options.base = &run->base;
    }
    options.n_learned = &run->n_learned;
    tm_train_settle(&options, request);
    TM_TRY(tm_training_init(&run->training, &options, err));
    say(run, "reading");
    TM_TRY(tm_data_load(&run->training.dataset, request->data, &request->data_options, err));
    tm_train_limit(&run->training.options, request, run->training.dataset.len);
    return tm_train_add_files(&run->training, request, err);
}

static tamis_status learn(train_run *run, tamis_error *err)
{
    tm_training *const training = &run->training;
    const size_t n_parts = training->options.n_folds + (size_t)1;
    say(run, "making injections");
    TM_TRY(tm_training_synthesise(training, err));
    say(run, training->options.n_epochs > 0 ? "fitting the weights of words" : "taking apart");
    pthread_t teller;
    const bool tells = run->talks && tm_training_work(training) > 0 &&
                       pthread_create(&teller, NULL, tell_time_left, run) == 0;
    const tamis_status status =
        tm_parallel(training->options.n_threads, n_parts, fit_part, training, err);
    atomic_store(&run->learned, true);
    if (tells)
        pthread_join(teller, NULL);
    TM_TRY(status);
    say(run, "fitting the classifier");
    return tm_training_finish(training, err);
}

// ---- Results ------------------------------------------------------------------------------

typedef void put_function(tm_buf *out, const tm_train_summary *summary);

static tamis_status write_words(const char *path, put_function *put,
                                const tm_train_summary *summary, tamis_error *err)
{
    tm_buf words = {0};
    put(&words, summary);
    return tm_output_take(&words, path, err);
}

static bool is_json(const char *path)
{
    const size_t len = strlen(path);
    return len > 5 && strcmp(path + len - 5, ".json") == 0;
}

static tamis_status write_results(train_run *run, tamis_error *err)
{
    const tm_train_request *const request = run->request;
    tm_train_summary summary;
    tm_buf bytes = {0};
    tamis_status status = tm_model_write(&bytes, &run->training.model, err);
    if (status == TAMIS_OK)
        status = tm_file_write(request->output, tm_buf_str(&bytes), err);
    tm_buf_free(&bytes);
    TM_TRY(status);
    run->written = true;
    tm_train_summarise(&summary, &run->training, request->output);
    if (request->report)
        TM_TRY(
            write_words(request->report,
                        is_json(request->report) ? tm_train_report_json : tm_train_report_text,
                        &summary, err));
    if (request->card)
        TM_TRY(write_words(request->card, tm_train_card, &summary, err));
    return request->quiet ? TAMIS_OK : write_words(NULL, tm_train_report_text, &summary, err);
}

static tamis_status train(train_run *run, tamis_error *err)
{
    TM_TRY(begin(run, err));
    TM_TRY(learn(run, err));
    TM_TRY(write_results(run, err));
    return tm_output_close(err);
}

static int run_train(int argc, char **argv)
{
    tm_train_request request;
    tamis_error err;
    if (tm_train_parse(&request, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("train", err.message);
    if (request.text)
        return tm_output_text(request.text);
    train_run run = {.request = &request,
                     .begun = time(NULL),
                     .talks = !request.quiet && isatty(STDERR_FILENO)};
    const tamis_status status = train(&run, &err);
    if (status < 0 && run.written)
        tm_complain("%s is written and can be used; what was to be said about it is not",
                    request.output);
    tm_training_free(&run.training);
    tm_model_clear(&run.base);
    return tm_exit_code(status, &err);
}

const tm_command tm_cmd_train = {
    .name = "train",
    .summary = "labelled documents in, a model out",
    .help = tm_train_help,
    .run = run_train,
};
