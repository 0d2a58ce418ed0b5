// Takes dense rows, gives libsvm sparse nodes, and folds its model into a quadratic form.
// SPDX-License-Identifier: MIT
#include "model/svm.h"

#include <libsvm/svm.h>
#include <stdlib.h>
#include <string.h>

#include "model/classifier.h"

enum { CACHE_MEGABYTES = 512 };

int tm_svm_version(void)
{
    return libsvm_version;
}

static void print_nothing(const char *text)
{
    (void)text;
}

void tm_svm_quiet(void)
{
    svm_set_print_string_function(print_nothing);
}

// libsvm wants sparse rows: ascending indices from 1, an end mark of -1, zeros left out.
static size_t fill_nodes(struct svm_node *node, const double *row, size_t width)
{
    size_t n = 0;
    for (size_t i = 0; i < width; i++)
        if (row[i] != 0)
            node[n++] = (struct svm_node){(int)i + 1, row[i]};
    node[n++] = (struct svm_node){-1, 0};
    return n;
}

// (g x · z + 1)² = 1 + 2g Σ x_i z_i + g² Σ_i Σ_k x_i x_k z_i z_k, summed over support vectors z.
static void fold(tm_svm_decision *out, const struct svm_model *model, size_t width, double g)
{
    // The decision is positive for the class that libsvm met first.
    const double sign = model->label[0] == 1 ? 1 : -1;
    memset(out->single, 0, width * sizeof *out->single);
    memset(out->pair, 0, width * (width + 1) / 2 * sizeof *out->pair);
    out->bias = -sign * model->rho[0];
    for (int s = 0; s < model->l; s++) {
        const double a = sign * model->sv_coef[0][s];
        out->bias += a;
        for (const struct svm_node *p = model->SV[s]; p->index != -1; p++) {
            const size_t i = (size_t)p->index - 1;
            double *row = out->pair + tm_pair_row(i, width); // row[k]: the pair (i, k)
            out->single[i] += 2 * a * g * p->value;
            row[i] += a * g * g * p->value * p->value;
            for (const struct svm_node *q = p + 1; q->index != -1; q++)
                row[q->index - 1] += 2 * a * g * g * p->value * q->value;
        }
    }
}

static const struct svm_parameter kernel = {.svm_type = C_SVC,
                                            .kernel_type = POLY,
                                            .degree = 2,
                                            .gamma = 1,
                                            .coef0 = 1,
                                            .cache_size = CACHE_MEGABYTES,
                                            .eps = 0.01,
                                            .shrinking = 1};

tamis_status tm_svm_train(tm_svm_decision *out, const tm_svm_problem *problem, double cost,
                          double clean_weight, tamis_error *err)
{
    struct svm_node *nodes = calloc(problem->n * (problem->width + 1) + 1, sizeof *nodes);
    struct svm_node **rows = calloc(problem->n + 1, sizeof *rows);
    double *labels = calloc(problem->n + 1, sizeof *labels);
    tamis_status status = TAMIS_OK;
    size_t used = 0, n_positive = 0;
    if (!nodes || !rows || !labels) {
        status = tm_fail(err, TAMIS_ENOMEM, "no memory for the support vector machine");
        goto done;
    }
    for (size_t i = 0; i < problem->n; i++) {
        rows[i] = nodes + used;
        used += fill_nodes(rows[i], problem->row + i * problem->width, problem->width);
        labels[i] = problem->label[i];
        n_positive += problem->label[i] > 0;
    }
    if (n_positive == 0 || n_positive == problem->n) {
        status = tm_fail(err, TAMIS_EINVAL, "training needs rows of both labels");
        goto done;
    }
    struct svm_parameter parameters = kernel;
    int clean_label = -1;
    parameters.C = cost;
    parameters.gamma = problem->gamma > 0 ? problem->gamma : 1;
    parameters.nr_weight = 1;
    parameters.weight_label = &clean_label;
    parameters.weight = &clean_weight;
    const struct svm_problem rows_and_labels = {(int)problem->n, labels, rows};
    const char *refusal = svm_check_parameter(&rows_and_labels, &parameters);
    if (refusal) {
        status = tm_fail(err, TAMIS_EINVAL, "libsvm refuses to train: %s", refusal);
        goto done;
    }
    struct svm_model *model = svm_train(&rows_and_labels, &parameters);
    // Before `nodes` are freed: the model points into them.
    fold(out, model, problem->width, parameters.gamma);
    svm_free_and_destroy_model(&model);
done:
    free(nodes);
    free(rows);
    free(labels);
    return status;
}
