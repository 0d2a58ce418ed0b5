// tamis model diff: two models side by side, and which documents they judge differently. Both judge
// all documents; those that flip are screened once more with each for their reasons.
// SPDX-License-Identifier: MIT
#include "cli/model.h"

#include <math.h>
#include <stdlib.h>

#include "sink/figures.h"
#include "sink/model_diff.h"

static const char help[] =
    "usage: tamis model diff [OPTIONS] A B [DATA...]\n"
    "\n"
    "Shows where two models differ: what they were trained on, operating points, terms added,\n"
    "removed and changed, weights of evidence, effects of features. With documents it also\n"
    "judges all of them with both, each at its own threshold, and lists those that flip, with\n"
    "the features whose contribution changed most, and where they differ, what the models say\n"
    "before any evidence, calibration and thresholds. DATA is as for `tamis train`; documents\n"
    "without a label are welcome. A and B are files, or the word `default`.\n"
    "\n"
    "      --shown N              flips and terms to list; 20\n"
    "      --max-fpr F            judge at the operating points for this rate; 1e-4\n"
    "      --threshold P          or at this probability\n"
    "      --max-document-bytes N larger documents stay unscanned; 16M\n"
    "      --skip-bad             go on without documents that cannot be read\n"
    "      --json                 one JSON object, with all terms and all flips\n"
    "  -j, --jobs N               threads; one per processor, at most 8, unless told\n"
    "  -q, --quiet                no progress\n"
    "  -h, --help                 this\n"
    "\n"
    "Exit codes: 0 compared, 2 an error.\n";

typedef struct differing {
    const tm_model_request *request;
    tamis_model *model[2];
    tm_model_term *terms[2];
    size_t n_terms[2];
    tm_term_change *changes;
    size_t n_changes;
    tm_dataset dataset;
    tm_scored *scored[2]; // [dataset.len] each
    tm_flips flips;
    tm_flip_reasons *reasons; // [n_shown]
} differing;

static tamis_status open_models(differing *run, tamis_error *err)
{
    for (int i = 0; i < 2; i++) {
        TM_TRY(tm_open_model(&run->model[i], run->request->rest[i], err));
        TM_TRY(tm_model_terms(&run->terms[i], &run->n_terms[i], tm_model_inside(run->model[i]),
                              err));
    }
    return tm_terms_compare(&run->changes, &run->n_changes,
                            (tm_term_list_view){run->terms[0], run->n_terms[0]},
                            (tm_term_list_view){run->terms[1], run->n_terms[1]}, err);
}

static tamis_status judge(differing *run, tamis_error *err)
{
    tm_data_options options = run->request->judging.data;
    options.labelled.format.admit_unlabelled = true;
    TM_TRY(tm_data_load(&run->dataset, run->request->rest + 2, &options, err));
    const size_t n = run->dataset.len;
    for (int i = 0; i < 2; i++) {
        const tm_judge_plan plan = {.model = run->model[i],
                                    .options = &run->request->judging.settings.screener,
                                    .n_jobs = run->request->judging.n_jobs,
                                    .quiet = run->request->judging.quiet};
        run->scored[i] = calloc(n + 1, sizeof *run->scored[i]);
        if (!run->scored[i])
            return tm_fail(err, TAMIS_ENOMEM, "no memory for the verdicts");
        TM_TRY(tm_judge_all(run->scored[i], &run->dataset, &plan, err));
    }
    return tm_flips_find(&run->flips, run->scored[0], run->scored[1], n, err);
}

// ---- Why ----------------------------------------------------------------------------------

static void keep_contributions(double contribution[TM_N_FEATURES], const tamis_verdict *verdict)
{
    for (size_t i = 0; i < verdict->n_reasons; i++)
        contribution[tm_feature_named(verdict->reasons[i].feature)] =
            verdict->reasons[i].contribution;
}

static void order_changes(tm_flip_reasons *reasons)
{
    double change[TM_N_FEATURES];
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        change[f] = fabs(reasons->contribution[1][f] - reasons->contribution[0][f]);
    tm_order_falling(reasons->order, change, TM_N_FEATURES);
}

static size_t n_explained(const differing *run)
{
    const size_t n_shown = run->request->n_shown;
    return run->flips.n < n_shown ? run->flips.n : n_shown;
}

static tamis_status explain_under(differing *run, int which, tamis_error *err)
{
    tamis_options options = run->request->judging.settings.screener;
    tamis_screener *screener = NULL;
    options.want_lines = 1; // for all features
    tamis_status status = tamis_screener_new(&screener, run->model[which], &options, err);
    for (size_t i = 0; status == TAMIS_OK && i < n_explained(run); i++) {
        const tm_buf *text = &run->flips.flip[i].a->row->text;
        const tamis_verdict *verdict;
        status = tamis_screen(&verdict, screener, text->ptr, text->len, err);
        if (status == TAMIS_OK)
            keep_contributions(run->reasons[i].contribution[which], verdict);
    }
    tamis_screener_free(screener);
    return status;
}

static tamis_status explain_flips(differing *run, tamis_error *err)
{
    run->reasons = calloc(n_explained(run) + 1, sizeof *run->reasons);
    if (!run->reasons)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the reasons");
    for (int i = 0; i < 2; i++)
        TM_TRY(explain_under(run, i, err));
    for (size_t i = 0; i < n_explained(run); i++)
        order_changes(&run->reasons[i]);
    return TAMIS_OK;
}

// Fills in from where on a model calls a document suspect, and contaminated: suspect begins at the
// next laxer operating point, where there is one.
static void find_cuts(double cut[2], const tm_settings *settings, const tamis_model *model)
{
    size_t n_points;
    const tamis_operating_point *const points = tamis_model_points(model, &n_points);
    const tamis_operating_point *const point = tm_settings_point(settings, model);
    cut[1] = tm_settings_threshold(settings, model);
    cut[0] = point && point + 1 < points + n_points ? point[1].threshold : cut[1];
}

// ---- The whole ----------------------------------------------------------------------------

static tamis_status diff(differing *run, tamis_error *err)
{
    const bool judged = run->request->n_rest > 2;
    TM_TRY(open_models(run, err));
    if (judged) {
        TM_TRY(judge(run, err));
        TM_TRY(explain_flips(run, err));
    }
    tm_model_difference difference = {
        .model = {tm_model_inside(run->model[0]), tm_model_inside(run->model[1])},
        .term = run->changes,
        .n_terms = run->n_changes,
        .n_terms_of = {run->n_terms[0], run->n_terms[1]},
        .flips = judged ? &run->flips : NULL,
        .n_documents = run->dataset.len,
        .reasons = run->reasons,
        .n_shown = run->request->n_shown,
    };
    for (int i = 0; i < 2; i++)
        find_cuts(difference.cut[i], &run->request->judging.settings, run->model[i]);
    tm_buf out = {0};
    if (run->request->judging.settings.json)
        tm_model_diff_json(&out, &difference);
    else
        tm_model_diff_text(&out, &difference);
    return tm_output_finish(&out, err);
}

static int run_diff(int argc, char **argv)
{
    tm_model_request request;
    differing run = {.request = &request};
    tamis_error err;
    if (tm_model_parse(&request, &tm_model_diff, argc, argv, &err) != TAMIS_OK)
        return tm_complain_usage("model diff", err.message);
    if (request.text)
        return tm_output_text(request.text);
    if (request.n_rest < 2)
        return tm_complain_usage("model diff", "name two models, A and B");
    const tamis_status status = diff(&run, &err);
    tm_flips_free(&run.flips);
    tm_dataset_free(&run.dataset);
    free(run.changes);
    free(run.reasons);
    for (int i = 0; i < 2; i++) {
        free(run.scored[i]);
        free(run.terms[i]);
        tamis_model_free(run.model[i]);
    }
    return tm_exit_code(status, &err);
}

const tm_command tm_model_diff = {
    .name = "diff",
    .summary = "where two models differ, and which documents flip",
    .help = help,
    .run = run_diff,
};
