// tamis evaluate: how good a model is on labelled documents. Data are loaded whole, judged on all
// threads (judge.c), counted (model/evaluate.c) and laid out (sink/evaluation*.c); the documents
// judged worst are screened once more for their reasons.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>

#include "cli/cmd.h"
#include "cli/judge.h"
#include "cli/outputs.h"
#include "sink/evaluation.h"
#include "sink/predictions.h"

static const char help[] =
    "usage: tamis evaluate [OPTIONS] MODEL DATA...\n"
    "\n"
    "Measures a model on labelled documents that it has not seen: recall and false-positive\n"
    "rates with 95 % intervals at every operating point, ranking, reliability of the\n"
    "probability, accuracy of spans, all of it by language, kind, disguise, length and "
    "source,\n"
    "and the documents judged worst with the reasons. MODEL is a file, or the word `default`\n"
    "for the built-in one. DATA is labelled as for `tamis train`: a folder with clean/ and\n"
    "contaminated/ in it, JSON Lines, or lines like \"__label__clean the text\".\n"
    "\n"
    "      --max-fpr F            judge at the operating point for this rate; 1e-4\n"
    "      --threshold P          judge at this probability, whatever --max-fpr says\n"
    "      --max-document-bytes N larger ones stay unscanned; 16M; K, M, G are understood\n"
    "      --skip-bad             go on without documents that cannot be read\n"
    "      --worst N              false positives and misses to list; 10\n"
    "      --predictions FILE     also write one line of JSON for every document\n"
    "      --html FILE            also write a page with the curves, one file to pass on\n"
    "      --json                 the figures as one JSON object\n"
    "  -j, --jobs N               threads; one per processor, at most 8, unless told\n"
    "  -q, --quiet                no progress\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 measured, 2 an error.\n";

enum { MAX_WORST = 1000 };

typedef struct evaluate_request {
    tm_judge_options judging;
    const char *model;
    char **data; // the rest of argv, NULL at the end
    size_t n_data;
    const char *predictions, *html; // files to write, or NULL
    size_t n_worst;
    const char *text; // to print instead: help
} evaluate_request;

// The whole of one run.
typedef struct evaluating {
    const evaluate_request *request;
    tamis_model *model;
    tm_dataset dataset;
    size_t n_copies[2]; // by label
    tm_scored *scored;  // [dataset.len]
    tm_evaluation evaluation;
    tm_case *false_positives, *misses; // [request->n_worst]
    size_t n_false_positives, n_misses;
} evaluating;

// ---- Options ------------------------------------------------------------------------------

static tamis_status take_options(evaluate_request *request, int *argc, char ***argv,
                                 tamis_error *err)
{
    tm_judge_options *const judging = &request->judging;
    const tm_option options[] = {
        {"help", 'h', .text = &request->text, .prints = help},
        {"html", .output = &request->html},
        {"jobs", 'j', .number = &judging->n_jobs, .min = 1, .max = TM_MAX_JOBS},
        tm_settings_option(&judging->settings, "json"),
        tm_settings_option(&judging->settings, "max-document-bytes"),
        tm_settings_option(&judging->settings, "max-fpr"),
        {"predictions", .output = &request->predictions},
        {"quiet", 'q', .flag = &judging->quiet},
        {"skip-bad", .flag = &judging->data.skip_bad},
        tm_settings_option(&judging->settings, "threshold"),
        {"worst", .number = &request->n_worst, .max = MAX_WORST},
        {0},
    };
    TM_TRY(tm_options_take(options, NULL, argc, argv, err));
    tm_judge_options_settle(judging);
    return TAMIS_OK;
}

static tamis_status parse(evaluate_request *request, int argc, char **argv, tamis_error *err)
{
    *request = (evaluate_request){.judging = tm_judge_options_default(), .n_worst = 10};
    TM_TRY(take_options(request, &argc, &argv, err));
    if (request->text)
        return TAMIS_OK;
    if (argc < 2)
        return tm_fail(err, TAMIS_EINVAL,
                       "name a MODEL (a file, or `default`) and the DATA to measure it on");
    request->model = argv[0];
    request->data = argv + 1;
    request->n_data = (size_t)argc - 1;
    const char *const files[] = {request->predictions, request->html};
    const size_t n_files = sizeof files / sizeof *files;
    const bool own = strcmp(request->model, "default") == 0; // no file
    char *const *const inputs = own ? request->data : argv;
    TM_TRY(tm_outputs_check_places(files, n_files, err));
    return tm_outputs_check(files, n_files, inputs, err);
}

// ---- The documents ------------------------------------------------------------------------

static tamis_status judge(evaluating *run, tamis_error *err)
{
    const evaluate_request *request = run->request;
    const tm_judge_plan plan = {.model = run->model,
                                .options = &request->judging.settings.screener,
                                .n_jobs = request->judging.n_jobs,
                                .quiet = request->judging.quiet};
    TM_TRY(tm_data_load(&run->dataset, request->data, &request->judging.data, err));
    if (run->dataset.len == 0)
        return tm_fail(err, TAMIS_EINVAL, "there are no documents in the data");
    TM_TRY(tm_dataset_count_copies(run->n_copies, &run->dataset, err));
    run->scored = calloc(run->dataset.len, sizeof *run->scored);
    if (!run->scored)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the verdicts");
    return tm_judge_all(run->scored, &run->dataset, &plan, err);
}

// ---- The worst of them --------------------------------------------------------------------

static tamis_status fill_case(tm_case *c, tamis_screener *screener, const tm_scored *scored,
                              tamis_error *err)
{
    const tamis_span *strongest[TM_CASE_SPANS];
    const tm_buf *text = &scored->row->text;
    const tamis_verdict *verdict;
    TM_TRY(tamis_screen(&verdict, screener, text->ptr, text->len, err));
    *c = (tm_case){.scored = scored, .n_reasons = verdict->n_reasons};
    for (size_t i = 0; i < verdict->n_reasons && i < TM_N_FEATURES; i++)
        c->reason[i] = verdict->reasons[i];
    c->n_spans = tm_judge_strongest(strongest, TM_CASE_SPANS, verdict);
    for (size_t i = 0; i < c->n_spans; i++) {
        c->span[i].begin = strongest[i]->begin_byte;
        c->span[i].end = strongest[i]->end_byte;
        c->span[i].kind = strongest[i]->kind;
    }
    return TAMIS_OK;
}

static tamis_status fill_cases(tm_case **out, size_t *n, evaluating *run,
                               tamis_screener *screener, bool contaminated, tamis_error *err)
{
    const size_t max = run->request->n_worst;
    size_t *index = calloc(max + 1, sizeof *index);
    tamis_status status = TAMIS_OK;
    *out = calloc(max + 1, sizeof **out);
    if (!index || !*out) {
        free(index);
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the worst documents");
    }
    *n = tm_evaluation_worst(index, max, run->scored, run->dataset.len, contaminated);
    for (size_t i = 0; i < *n && status == TAMIS_OK; i++)
        status = fill_case(&(*out)[i], screener, &run->scored[index[i]], err);
    free(index);
    return status;
}

static tamis_status find_worst(evaluating *run, tamis_error *err)
{
    tamis_options options = run->request->judging.settings.screener;
    tamis_screener *screener = NULL;
    options.want_lines = 1; // spans of clean documents too, and all features
    TM_TRY(tamis_screener_new(&screener, run->model, &options, err));
    tamis_status status =
        fill_cases(&run->false_positives, &run->n_false_positives, run, screener, false, err);
    if (status == TAMIS_OK)
        status = fill_cases(&run->misses, &run->n_misses, run, screener, true, err);
    tamis_screener_free(screener);
    return status;
}

// ---- Results ------------------------------------------------------------------------------

static tm_evaluation_report report_of(const evaluating *run)
{
    const tm_settings *settings = &run->request->judging.settings;
    size_t n_points;
    const tamis_operating_point *points = tamis_model_points(run->model, &n_points);
    return (tm_evaluation_report){
        .evaluation = &run->evaluation,
        .points = points,
        .chosen = tm_settings_point(settings, run->model),
        .threshold = tm_settings_threshold(settings, run->model),
        .model = {tamis_model_name(run->model), tamis_model_sha256(run->model)},
        .data = (const char *const *)run->request->data,
        .n_data = run->request->n_data,
        .scored = run->scored,
        .n_scored = run->dataset.len,
        .n_copies = {run->n_copies[0], run->n_copies[1]},
        .false_positives = run->false_positives,
        .n_false_positives = run->n_false_positives,
        .misses = run->misses,
        .n_misses = run->n_misses,
    };
}

static tamis_status write_results(const evaluating *run, tamis_error *err)
{
    const tm_evaluation_report report = report_of(run);
    tm_buf out = {0};
    if (run->request->predictions) {
        tm_predictions_write(&out, run->scored, run->dataset.len);
        TM_TRY(tm_output_take(&out, run->request->predictions, err));
    }
    if (run->request->html) {
        tm_evaluation_html(&out, &report);
        TM_TRY(tm_output_take(&out, run->request->html, err));
    }
    if (run->request->judging.settings.json)
        tm_evaluation_json(&out, &report);
    else
        tm_evaluation_text(&out, &report);
    return tm_output_finish(&out, err);
}

static tamis_status evaluate(evaluating *run, tamis_error *err)
{
    size_t n_points;
    TM_TRY(tm_open_model(&run->model, run->request->model, err));
    TM_TRY(judge(run, err));
    TM_TRY(tm_evaluate(&run->evaluation, run->scored, run->dataset.len,
                       tamis_model_points(run->model, &n_points), err));
    TM_TRY(find_worst(run, err));
    return write_results(run, err);
}

static int run_evaluate(int argc, char **argv)
{
    evaluate_request request;
    evaluating run = {.request = &request};
    tamis_error err;
    if (parse(&request, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("evaluate", err.message);
    if (request.text)
        return tm_output_text(request.text);
    const tamis_status status = evaluate(&run, &err);
    tm_evaluation_free(&run.evaluation);
    free(run.false_positives);
    free(run.misses);
    free(run.scored);
    tm_dataset_free(&run.dataset);
    tamis_model_free(run.model);
    return tm_exit_code(status, &err);
}

const tm_command tm_cmd_evaluate = {
    .name = "evaluate",
    .summary = "how good a model is on labelled documents",
    .help = help,
    .run = run_evaluate,
};
