// Clean documents without any evidence have the same row of zeros: a sample of them stands for all
// in the fit; in the calibration each of them counts.
// SPDX-License-Identifier: MIT
#include "model/train_classifier.h"

#include <math.h>
#include <stdlib.h>

#include "model/svm.h"

enum { N_FOLDS = 5, MAX_EMPTY_ROWS = 500 };

static const double targets[TM_N_POINTS] = {1e-5, 1e-4, 1e-3, 1e-2};

typedef struct fitter {
    tm_example *example;
    size_t n;
    double cost;
    double *input;         // [n][TM_N_FEATURES] of the rows in use
    int *label;            // [n] of the rows in use
    tm_decision *decision; // [n] out-of-fold
} fitter;

static unsigned fold_of(const tm_example *example)
{
    return (unsigned)(example->group / 7 % N_FOLDS);
}

static bool is_empty(const tm_row *row)
{
    return row->value[TM_FEATURE_best_segment] == 0;
}

// Trains on the examples outside `fold` (N_FOLDS: on all).
static tamis_status fit(tm_classifier *out, fitter *f, unsigned fold, tamis_error *err)
{
    tm_svm_problem problem = {f->input, f->label, 0, TM_N_FEATURES};
    tm_svm_decision decision = {0, out->single, out->pair};
    size_t n_empty = 0;
    for (size_t i = 0; i < f->n; i++) {
        const tm_example *example = &f->example[i];
        if (fold_of(example) == fold ||
            (is_empty(example->row) && (example->label > 0 || n_empty++ >= MAX_EMPTY_ROWS)))
            continue;
        tm_classifier_inputs(f->input + problem.n * TM_N_FEATURES, example->row);
        f->label[problem.n++] = example->label;
    }
    const tamis_status status = tm_svm_train(&decision, &problem, f->cost, err);
    out->bias = decision.bias;
    return status;
}

static tamis_status decide_out_of_fold(fitter *f, tamis_error *err)
{
    tm_classifier classifier;
    for (unsigned fold = 0; fold < N_FOLDS; fold++) {
        TM_TRY(fit(&classifier, f, fold, err));
        for (size_t i = 0; i < f->n; i++)
            if (fold_of(&f->example[i]) == fold)
                f->decision[i] = (tm_decision){
                    tm_classify(NULL, &classifier, f->example[i].row), f->example[i].label, 1};
    }
    return TAMIS_OK;
}

static int compare_decisions(const void *a, const void *b)
{
    const tm_decision *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->label > y->label) - (x->label < y->label);
}

static void set_points(tm_model *model, const tm_decision *sorted, size_t n)
{
    size_t n_clean = 0;
    for (size_t i = 0; i < n; i++)
        n_clean += sorted[i].label < 0;
    for (size_t p = 0; p < TM_N_POINTS; p++) {
        // Never as low as a page without any evidence, whose decision is the bias.
        const double chosen = tm_threshold_for(sorted, n, targets[p]);
        const double threshold = chosen > model->classifier.bias
                                     ? chosen
                                     : nextafter(model->classifier.bias, INFINITY);
        size_t false_positives = 0, hits = 0;
        for (size_t i = n; i-- > 0 && sorted[i].value >= threshold;) {
            false_positives += sorted[i].label < 0;
            hits += sorted[i].label > 0;
        }
        model->point[p] =
            (tamis_operating_point){.target_fpr = targets[p],
                                    .threshold = tm_sigmoid_apply(model->sigmoid, threshold),
                                    .measured_fpr = (double)false_positives / (double)n_clean,
                                    .upper_fpr = tm_rate_upper_bound(false_positives, n_clean),
                                    .recall = (double)hits / (double)(n - n_clean),
                                    .n_clean = n_clean};
    }
}

static tamis_status remember(tm_memory *memory, const fitter *f, tamis_error *err)
{
    for (size_t i = 0; i < f->n; i++) {
        f->example[i].decision = f->decision[i].value;
        memory->n_clean += f->example[i].label < 0;
        TM_TRY(tm_memory_add_document(memory, f->example[i].row, f->example[i].label,
                                      f->decision[i].value, err));
    }
    tm_memory_trim(memory);
    return TAMIS_OK;
}

static tamis_status calibrate(tm_model *model, fitter *f, tamis_error *err)
{
    TM_TRY(decide_out_of_fold(f, err));
    TM_TRY(remember(&model->memory, f, err));
    TM_TRY(tm_sigmoid_fit(&model->sigmoid, f->decision, f->n, err));
    qsort(f->decision, f->n, sizeof *f->decision, compare_decisions);
    set_points(model, f->decision, f->n);
    return TAMIS_OK;
}

tamis_status tm_train_classifier(tm_model *model, tm_example *example, size_t n, double cost,
                                 tamis_error *err)
{
    fitter f = {.example = example, .n = n, .cost = cost};
    f.input = calloc(n * TM_N_FEATURES + 1, sizeof *f.input);
    f.label = calloc(n + 1, sizeof *f.label);
    f.decision = calloc(n + 1, sizeof *f.decision);
    tamis_status status = TAMIS_ENOMEM;
    if (f.input && f.label && f.decision)
        status = fit(&model->classifier, &f, N_FOLDS, err);
    else
        tm_fail(err, TAMIS_ENOMEM, "no memory for the classifier");
    if (status == TAMIS_OK)
        status = calibrate(model, &f, err);
    free(f.input);
    free(f.label);
    free(f.decision);
    model->provenance.libsvm_version = tm_svm_version();
    return status;
}
