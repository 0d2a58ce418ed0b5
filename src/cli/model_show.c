// tamis model show: what a model was trained on and what it learned; with documents, also how much
// it leans on each feature.
// SPDX-License-Identifier: MIT
#include "cli/model.h"

#include <stdlib.h>

#include "sink/model_show.h"

static const char help[] =
    "usage: tamis model show [OPTIONS] [MODEL [DATA...]]\n"
    "\n"
    "Shows what is in a model: what it was trained on, its operating points with their\n"
    "bounds, the terms of its lexicon by class and language, the weights of evidence, and\n"
    "what each feature of a document does in the classifier. With labelled DATA it also\n"
    "measures how much the model leans on each feature: what happens when the feature's\n"
    "values are dealt out anew among the documents. MODEL is a file, or `default`.\n"
    "\n"
    "      --all                  all weights of evidence and all features\n"
    "      --max-fpr F            recall and FPR at the operating point for this rate; 1e-4\n"
    "      --threshold P          or at this probability\n"
    "      --max-document-bytes N larger documents are passed over; 16M\n"
    "      --skip-bad             go on without documents that cannot be read\n"
    "      --json                 one JSON object, with every weight but the n-grams'\n"
    "  -j, --jobs N               threads; one per processor, at most 8, unless told\n"
    "  -q, --quiet                no progress\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 shown, 2 an error.\n";

typedef struct showing {
    const tm_model_request *request;
    tamis_model *model;
    tm_dataset dataset;
    tm_row *rows; // [dataset.len]
    bool *contaminated;
    tm_model_term *terms;
    size_t n_terms, n_scanned;
    tm_importance importance[TM_N_FEATURES];
} showing;

// Features come as reasons, in no fixed order.
static void keep_row(void *context, size_t index, const tamis_verdict *verdict)
{
    tm_row *row = &((showing *)context)->rows[index];
    for (size_t i = 0; i < verdict->n_reasons; i++)
        row->value[tm_feature_named(verdict->reasons[i].feature)] = verdict->reasons[i].value;
}

static tamis_status measure(showing *run, tm_scored *scored, tamis_error *err)
{
    tamis_options options = run->request->judging.settings.screener;
    options.want_lines = 1; // for all features of every document
    const tm_judge_plan plan = {.model = run->model,
                                .options = &options,
                                .n_jobs = run->request->judging.n_jobs,
                                .quiet = run->request->judging.quiet,
                                .see = keep_row,
                                .context = run};
    TM_TRY(tm_judge_all(scored, &run->dataset, &plan, err));
    for (size_t i = 0; i < run->dataset.len; i++) {
        if (scored[i].verdict == TAMIS_UNSCANNED)
            continue;
        run->rows[run->n_scanned] = run->rows[i];
        run->contaminated[run->n_scanned++] = run->dataset.row[i].contaminated;
    }
    const double threshold = tm_settings_threshold(&run->request->judging.settings, run->model);
    return tm_importance_fill(run->importance, tm_model_inside(run->model), run->rows,
                              run->contaminated, run->n_scanned, threshold, err);
}

static tamis_status load_and_measure(showing *run, char *const *paths, tamis_error *err)
{
    TM_TRY(tm_data_load(&run->dataset, paths, &run->request->judging.data, err));
    const size_t n = run->dataset.len;
    if (n == 0)
        return tm_fail(err, TAMIS_EINVAL, "there are no documents in the data");
    tm_scored *scored = calloc(n, sizeof *scored);
    run->rows = calloc(n, sizeof *run->rows);
    run->contaminated = calloc(n, sizeof *run->contaminated);
    const tamis_status status = scored && run->rows && run->contaminated
                                    ? measure(run, scored, err)
                                    : tm_fail(err, TAMIS_ENOMEM, "no memory for the features");
    free(scored);
    return status;
}

static tamis_status show(showing *run, tamis_error *err)
{
    const tm_model_request *request = run->request;
    const bool measured = request->n_rest > 1;
    TM_TRY(tm_open_model(&run->model, request->n_rest ? request->rest[0] : "default", err));
    const tm_model *model = tm_model_inside(run->model);
    TM_TRY(tm_model_terms(&run->terms, &run->n_terms, model, err));
    if (measured)
        TM_TRY(load_and_measure(run, request->rest + 1, err));
    const tm_model_view view = {.model = model,
                                .term = run->terms,
                                .n_terms = run->n_terms,
                                .importance = measured ? run->importance : NULL,
                                .n_documents = run->n_scanned,
                                .every_weight = request->all};
    tm_buf out = {0};
    if (request->judging.settings.json)
        tm_model_json(&out, &view);
    else
        tm_model_text(&out, &view);
    return tm_output_finish(&out, err);
}

static int run_show(int argc, char **argv)
{
    tm_model_request request;
    showing run = {.request = &request};
    tamis_error err;
    if (tm_model_parse(&request, &tm_model_show, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("model show", err.message);
    if (request.text)
        return tm_output_text(request.text);
    const tamis_status status = show(&run, &err);
    free(run.rows);
    free(run.contaminated);
    free(run.terms);
    tm_dataset_free(&run.dataset);
    tamis_model_free(run.model);
    return tm_exit_code(status, &err);
}

const tm_command tm_model_show = {
    .name = "show",
    .summary = "what a model was trained on and what it learned",
    .help = help,
    .run = run_show,
};
