// Clean documents without any evidence all have the same row of zeros: a few of them are enough for
// the fit. In the calibration each of them counts.
// SPDX-License-Identifier: MIT
#include "model/train_classifier.h"

#include <math.h>
#include <stdlib.h>

#include "base/parallel.h"
#include "model/svm.h"

enum { N_FOLDS = TM_CLASSIFIER_FOLDS, MAX_EMPTY_ROWS = 500 };

// What an error on a clean row costs, beside 1 for a contaminated one: clean documents that look
// like spam are few, and the operating points lie among them. Chosen out of fold: 3 to 10 are
// about equal at an FPR of 1e-3, 5 is best at 2e-4.
static const double clean_weight = 5;

static const double targets[TM_N_POINTS] = {1e-5, 1e-4, 1e-3, 1e-2};

// To align scripts, the greatest 1 / ALIGNED_SHARE of the clean decisions of either group are
// compared: some five times as many as 1e-3 lets pass. Means of fewer than MIN_ALIGNED say too
// little.
enum { ALIGNED_SHARE = 300, MIN_ALIGNED = 30 };

// Added to the weights of the fit, which values repetition too little: half of the campaigns' words
// are hidden from it, so that repeated phrases of terms are rarer in its examples (10 %) than in
// what it will judge (22 %), and an example beyond its margin asks for nothing more. Of 39,246 clean
// documents 28 repeat such a phrase, and nine others score above the first of them. Chosen on the
// development documents.
static const struct {
    size_t feature;
    double weight;
} raised[] = {{TM_FEATURE_repeated_term_phrase, 0.8}, {TM_FEATURE_second_segment, 0.4}};

// How much less recall than the best a setting may have and still be chosen for coming first.
static const double slack = 0.005;

typedef struct fitter {
    tm_example *example;
    size_t n;
    const tm_classifier_options *options;
    size_t n_settings;
    tm_classifier final;           // fitted to all rows by the chosen setting
    tm_decision *decision;         // [n_settings][n] out of fold
    double shift[TM_MAX_SETTINGS]; // added to the decisions on other scripts: see align_scripts
} fitter;

static bool is_empty(const tm_row *row)
{
    return row->value[TM_FEATURE_best_segment] == 0;
}

// Fits a classifier to the examples outside `fold` (N_FOLDS: to all).
static tamis_status fit(tm_classifier *out, const fitter *f, unsigned fold, size_t setting,
                        tamis_error *err)
{
    double *input = calloc(f->n * TM_N_FEATURES + 1, sizeof *input);
    int *label = calloc(f->n + 1, sizeof *label);
    const tm_classifier_options *o = f->options;
    tm_svm_problem problem = {input, label, 0, TM_N_FEATURES, o->gamma[setting % o->n_gammas]};
    tm_svm_decision decision = {0, out->single, out->pair};
    size_t n_empty = 0, n_bad = 0;
    tamis_status status = TAMIS_OK;
    if (!input || !label)
        status = tm_fail(err, TAMIS_ENOMEM, "no memory for the classifier");
    for (size_t i = 0; i < f->n && status == TAMIS_OK; i++) {
        const tm_example *example = &f->example[i];
        if (example->fold == fold ||
            (is_empty(example->row) && (example->label > 0 || n_empty++ >= MAX_EMPTY_ROWS)))
            continue;
        tm_classifier_inputs(input + problem.n * TM_N_FEATURES, example->row);
        input[problem.n * TM_N_FEATURES + TM_FEATURE_other_script] = 0; // see align_scripts
        label[problem.n++] = example->label;
        n_bad += example->label > 0;
    }
    if (status == TAMIS_OK && (n_bad == 0 || n_bad == problem.n))
        status = tm_fail(err, TAMIS_EINVAL,
                         "too few groups: without those of one fold no %s documents are left",
                         n_bad == 0 ? "contaminated" : "clean");
    if (status == TAMIS_OK)
        status = tm_svm_train(&decision, &problem, o->cost[setting / o->n_gammas], clean_weight,
                              err);
    free(input);
    free(label);
    TM_TRY(status);
    out->bias = decision.bias;
    for (size_t i = 0; i < sizeof raised / sizeof *raised; i++)
        out->single[raised[i].feature] += raised[i].weight;
    return TAMIS_OK;
}

// Task `number` is one fold by one setting: judges the examples of the fold by a fit to the others.
// The fold beyond the last is the fit to all examples.
static tamis_status judge_fold(void *context, size_t number, tamis_error *err)
{
    fitter *const f = context;
    const unsigned fold = (unsigned)(number % (N_FOLDS + 1));
    const size_t setting = number / (N_FOLDS + 1);
    tm_classifier classifier;
    if (fold == N_FOLDS) // of several settings, the one to use is not chosen yet
        return f->n_settings == 1 ? fit(&f->final, f, fold, setting, err) : TAMIS_OK;
    TM_TRY(fit(&classifier, f, fold, setting, err));
    tm_decision *const decision = f->decision + setting * f->n;
    for (size_t i = 0; i < f->n; i++)
        if (f->example[i].fold == fold)
            decision[i] = (tm_decision){tm_classify(NULL, &classifier, f->example[i].row),
                                        f->example[i].label, 1};
    return TAMIS_OK;
}

// The mean of the greatest decisions of clean documents in Hangul or (`other_script`) in other
// scripts; NAN when they are too few. `scratch` has room for f->n.
static double mean_of_greatest(const fitter *f, const tm_decision *decision, bool other_script,
                               tm_decision *scratch)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (f->example[i].label < 0 && !f->example[i].made_clean &&
            f->example[i].other_script == other_script)
            scratch[n++] = decision[i];
    tm_decisions_sort(scratch, n);
    const size_t n_greatest = n / ALIGNED_SHARE;
    double sum = 0;
    for (size_t i = n - n_greatest; i < n; i++)
        sum += scratch[i].value;
    return n_greatest < MIN_ALIGNED ? NAN : sum / (double)n_greatest;
}

// Words in other scripts make honest documents look like spam more often than words in Hangul do,
// which the lexicon and the corpus know best. The script itself says nothing about whether a
// document is spam, so the fit does not see it. Instead, the decisions on other scripts are
// shifted by the difference between the means of the greatest clean decisions. A threshold around
// 1e-3 then means the same rate for either group of scripts, and does not depend on their
// mixture.
static tamis_status align_scripts(fitter *f, size_t setting, tamis_error *err)
{
    tm_decision *const decision = f->decision + setting * f->n;
    tm_decision *scratch = calloc(f->n + 1, sizeof *scratch);
    if (!scratch)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the classifier");
    const double shift = mean_of_greatest(f, decision, false, scratch) -
                         mean_of_greatest(f, decision, true, scratch);
    free(scratch);
    f->shift[setting] = isnan(shift) ? 0 : shift;
    for (size_t i = 0; i < f->n; i++)
        if (f->example[i].other_script && !is_empty(f->example[i].row))
            decision[i].value += f->shift[setting];
    return TAMIS_OK;
}

static tm_passed count_passed(const tm_decision *decision, size_t n, double threshold)
{
    tm_passed all = {.n = {0}};
    for (size_t i = 0; i < n; i++)
        tm_passed_add(&all, decision[i], threshold);
    return all;
}

static void set_points(tm_model *model, const tm_decision *sorted, size_t n)
{
    const size_t n_clean = count_passed(sorted, n, 0).n[0];
    for (size_t p = 0; p < TM_N_POINTS; p++) {
        // By the decisions themselves or by their tail, whichever is stricter; and never as low as
        // the decision of a page without any evidence, which is the bias.
        const double chosen = fmax(tm_threshold_for(sorted, n, targets[p]),
                                   tm_tail_threshold(sorted, n, (double)n_clean, targets[p]));
        const double threshold = fmax(chosen, tm_just_above(model->classifier.bias));
        const tm_passed all = count_passed(sorted, n, threshold);
        model->point[p] =
            tm_passed_point(&all, targets[p], tm_sigmoid_apply(model->sigmoid, threshold));
    }
}

// The mean recall over all points but the strictest.
static double recall(const tm_decision *sorted, size_t n)
{
    double sum = 0;
    for (size_t p = 1; p < TM_N_POINTS; p++) {
        const tm_passed all = count_passed(sorted, n, tm_threshold_for(sorted, n, targets[p]));
        sum += tm_passed_recall(&all);
    }
    return sum / (TM_N_POINTS - 1);
}

// Copies the decisions that count in the calibration, all but those of made clean documents;
// returns how many.
static size_t copy_counted(tm_decision *out, const fitter *f, size_t setting)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (!f->example[i].made_clean)
            out[n++] = f->decision[setting * f->n + i];
    return n;
}

static tamis_status choose_setting(size_t *chosen, const fitter *f, tamis_error *err)
{
    double score[TM_MAX_SETTINGS], best = 0;
    tm_decision *sorted = calloc(f->n + 1, sizeof *sorted);
    if (!sorted)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the classifier");
    for (size_t s = 0; s < f->n_settings; s++) {
        const size_t n = copy_counted(sorted, f, s);
        tm_decisions_sort(sorted, n);
        score[s] = recall(sorted, n);
        best = fmax(best, score[s]);
    }
    free(sorted);
    for (*chosen = 0; score[*chosen] < best - slack;)
        (*chosen)++;
    return TAMIS_OK;
}

// Sets weights that add up to n, of which the contaminated decisions have the share `prior`.
static void weigh(tm_decision *decision, size_t n, double prior)
{
    double count[2] = {0, 0};
    for (size_t i = 0; i < n; i++)
        count[decision[i].label > 0]++;
    if (prior <= 0 || count[0] <= 0 || count[1] <= 0)
        return;
    for (size_t i = 0; i < n; i++)
        decision[i].weight =
            (double)n * (decision[i].label > 0 ? prior / count[1] : (1 - prior) / count[0]);
}

static tamis_status remember(tm_memory *memory, const fitter *f, const tm_decision *decision,
                             tamis_error *err)
{
    for (size_t i = 0; i < f->n; i++) {
        f->example[i].decision = decision[i].value;
        if (f->example[i].made_clean)
            continue;
        memory->n_clean += f->example[i].label < 0;
        TM_TRY(tm_memory_add_document(memory, f->example[i].row, f->example[i].label,
                                      decision[i].value, err));
    }
    tm_memory_trim(memory);
    return TAMIS_OK;
}

static tamis_status calibrate(tm_model *model, const fitter *f, size_t setting,
                              tamis_error *err)
{
    tm_decision *const decision = f->decision + setting * f->n;
    TM_TRY(remember(&model->memory, f, decision, err));
    const size_t n = copy_counted(decision, f, setting);
    weigh(decision, n, f->options->prior);
    TM_TRY(tm_sigmoid_fit(&model->sigmoid, decision, n, err));
    tm_decisions_sort(decision, n);
    set_points(model, decision, n);
    return TAMIS_OK;
}

static tamis_status run(tm_model *model, fitter *f, size_t *setting, tamis_error *err)
{
    tm_svm_quiet();
    TM_TRY(
        tm_parallel(f->options->n_threads, f->n_settings * (N_FOLDS + 1), judge_fold, f, err));
    for (size_t s = 0; s < f->n_settings; s++)
        TM_TRY(align_scripts(f, s, err));
    TM_TRY(choose_setting(setting, f, err));
    if (f->n_settings > 1)
        TM_TRY(fit(&f->final, f, N_FOLDS, *setting, err));
    model->classifier = f->final;
    model->classifier.single[TM_FEATURE_other_script] = f->shift[*setting];
    model->provenance.libsvm_version = tm_svm_version();
    return calibrate(model, f, *setting, err);
}

tamis_status tm_train_classifier(tm_model *model, double *cost, double *gamma,
                                 tm_example *example, size_t n,
                                 const tm_classifier_options *options, tamis_error *err)
{
    fitter f = {.example = example,
                .n = n,
                .options = options,
                .n_settings = options->n_costs * options->n_gammas};
    size_t setting = 0;
    if (f.n_settings == 0 || f.n_settings > TM_MAX_SETTINGS)
        return tm_fail(err, TAMIS_EINVAL, "1 to %d settings can be tried, not %zu",
                       TM_MAX_SETTINGS, f.n_settings);
    f.decision = calloc(f.n_settings * n + 1, sizeof *f.decision);
    if (!f.decision)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the classifier");
    const tamis_status status = run(model, &f, &setting, err);
    *cost = options->cost[setting / options->n_gammas];
    *gamma = options->gamma[setting % options->n_gammas];
    free(f.decision);
    return status;
}
