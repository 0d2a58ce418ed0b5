// All fits share one array of rows: the new documents, then the remembered ones, each with the
// base's decision and the decision it should reach. A fit leaves the rows of one fold out.
// SPDX-License-Identifier: MIT
#include "model/adapt.h"

#include <math.h>
#include <stdlib.h>

#include "base/parallel.h"
#include "base/rng.h"
#include "model/svm.h"

enum { MAX_EPOCHS = 60, N_COSTS = 6 };

static const double costs[N_COSTS] = {0, 0.001, 0.004, 0.016, 0.064, 0.25};

// How far beyond its threshold a document should come to lie, in decision values.
static const double margin = 0.5;
// What a synthesised document and a remembered one weigh, beside 1 for a clean one of the user's.
static const double made_weight = 0.1;
static const double remembered_weight = 1;
static const double max_balance = 10; // what a contaminated one of the user's weighs at most
// A fit ends when the greatest projected gradient of the dual is below this.
static const double tolerance = 0.01;

typedef struct adapt_row {
    double input[TM_N_FEATURES];
    uint8_t active[TM_N_FEATURES]; // inputs that are not 0
    uint8_t n_active;
    int label;
    unsigned fold;
    bool own;      // one of the user's documents: neither synthesised nor remembered
    bool skipped;  // contaminated but without any evidence: nothing to learn from
    double base;   // the base's decision
    double target; // label * decision should be at least this
    double weight; // the row's C is the cost times this
    double norm;   // the kernel of the row with itself
} adapt_row;

typedef struct adapter {
    const tm_model *base;
    const tm_adapt_options *options;
    tm_adapt_example *example;
    size_t n_examples;
    adapt_row *row; // examples first, then the memory
    size_t n;
    size_t n_costs;
    double *decision;              // [N_COSTS][n] out of fold
    tm_decision *sorted;           // [n]
    double threshold[TM_N_POINTS]; // decision values
} adapter;

// ---- The problem --------------------------------------------------------------------------

// The decision value with this probability: the inverse of the base's sigmoid.
static double decision_of(const tm_model *model, double probability)
{
    const double p = probability < 1e-12       ? 1e-12
                     : probability > 1 - 1e-12 ? 1 - 1e-12
                                               : probability;
    return (log(p / (1 - p)) - model->sigmoid.offset) / model->sigmoid.slope;
}

// The value of the quadratic form at the row's inputs.
static double form(const tm_classifier *c, const adapt_row *row)
{
    double sum = c->bias;
    for (size_t a = 0; a < row->n_active; a++) {
        const size_t i = row->active[a];
        const double *pair = c->pair + tm_pair_row(i, TM_N_FEATURES);
        double inner = c->single[i];
        for (size_t b = a; b < row->n_active; b++)
            inner += pair[row->active[b]] * row->input[row->active[b]];
        sum += inner * row->input[i];
    }
    return sum;
}

// Adds `step` times the kernel (x · z + 1)² of the row z to the quadratic form.
static void add_row(tm_classifier *c, const adapt_row *row, double step)
{
    c->bias += step;
    for (size_t a = 0; a < row->n_active; a++) {
        const size_t i = row->active[a];
        const double scaled = step * row->input[i];
        double *pair = c->pair + tm_pair_row(i, TM_N_FEATURES);
        c->single[i] += 2 * scaled;
        pair[i] += scaled * row->input[i];
        for (size_t b = a + 1; b < row->n_active; b++)
            pair[row->active[b]] += 2 * scaled * row->input[row->active[b]];
    }
}

static void finish_row(adapt_row *row)
{
    double square = 0;
    // Not fitted: see align_scripts in train_classifier.c.
    row->input[TM_FEATURE_other_script] = 0;
    for (size_t f = 0; f < TM_N_FEATURES; f++) {
        square += row->input[f] * row->input[f];
        if (row->input[f] != 0)
            row->active[row->n_active++] = (uint8_t)f;
    }
    row->norm = (square + 1) * (square + 1);
    row->skipped = row->label > 0 && row->input[TM_FEATURE_best_segment] == 0;
}

// What label * decision should reach: contaminated documents lie above the threshold of the second
// point (1e-4), clean ones below that of the last (1e-2), both by the margin.
static double wanted(const adapter *a, int label)
{
    const tamis_operating_point *point = a->base->point;
    return label > 0 ? decision_of(a->base, point[1].threshold) + margin
                     : margin - decision_of(a->base, point[TM_N_POINTS - 1].threshold);
}

static void set_example(adapt_row *row, const adapter *a, const tm_adapt_example *example,
                        double balance)
{
    row->label = example->label;
    row->fold = example->fold;
    row->own = example->given;
    tm_classifier_inputs(row->input, example->row);
    row->target = wanted(a, row->label);
    row->weight = !example->given ? made_weight : example->label > 0 ? balance : 1;
    row->base = tm_classify(NULL, &a->base->classifier, example->row);
    finish_row(row);
}

// A remembered document should be judged no worse than before, but need not reach more than a new
// one.
static void set_remembered(adapt_row *row, const adapter *a, size_t i)
{
    const tm_remembered *remembered = &a->base->memory.row[i];
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        row->input[f] = remembered->input[f] / 255.0;
    row->label = remembered->label;
    row->fold = (unsigned)(i % a->options->n_folds);
    row->base = remembered->decision;
    row->weight = remembered_weight;
    row->target = fmin(row->label * row->base, wanted(a, row->label));
    finish_row(row);
}

static tamis_status prepare(adapter *a, tamis_error *err)
{
    double count[2] = {0, 0};
    a->n = a->n_examples + a->base->memory.len;
    a->n_costs = a->base->memory.len > 0 ? N_COSTS : 1; // without a memory: thresholds alone
    a->row = calloc(a->n + 1, sizeof *a->row);
    a->decision = calloc(a->n * a->n_costs + 1, sizeof *a->decision);
    a->sorted = calloc(a->n + 1, sizeof *a->sorted);
    if (!a->row || !a->decision || !a->sorted)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the classifier");
    for (size_t i = 0; i < a->n_examples; i++)
        count[a->example[i].label > 0] += a->example[i].given;
    const double balance = count[1] > 0 ? count[0] / count[1] : 1;
    for (size_t i = 0; i < a->n_examples; i++)
        set_example(&a->row[i], a, &a->example[i], fmin(fmax(balance, 1), max_balance));
    for (size_t i = a->n_examples; i < a->n; i++)
        set_remembered(&a->row[i], a, i - a->n_examples);
    return TAMIS_OK;
}

// ---- One fit ------------------------------------------------------------------------------

// One step of coordinate descent: sets the row's multiplier to the best value in [0, limit] while
// the others stay. Returns the absolute projected gradient before the step.
static double descend(tm_classifier *delta, const adapt_row *row, double *alpha, double limit)
{
    const double gradient = row->label * (row->base + form(delta, row)) - row->target;
    const double next = fmin(fmax(*alpha - gradient / row->norm, 0), limit);
    const double violation = *alpha <= 0       ? fmax(-gradient, 0)
                             : *alpha >= limit ? fmax(gradient, 0)
                                               : fabs(gradient);
    if (next != *alpha)
        add_row(delta, row, row->label * (next - *alpha));
    *alpha = next;
    return violation;
}

// Fits Δ to the rows outside `fold` (n_folds: to all rows).
static tamis_status fit(tm_classifier *delta, const adapter *a, unsigned fold, double cost,
                        tamis_error *err)
{
    double *alpha = calloc(a->n + 1, sizeof *alpha);
    uint32_t *order = calloc(a->n + 1, sizeof *order);
    tm_rng rng = tm_rng_seed(a->options->seed + fold);
    size_t n = 0;
    tamis_status status = TAMIS_OK;
    *delta = (tm_classifier){.bias = 0};
    if (!alpha || !order)
        status = tm_fail(err, TAMIS_ENOMEM, "no memory for the classifier");
    for (size_t i = 0; i < a->n && status == TAMIS_OK; i++)
        if (a->row[i].fold != fold && !a->row[i].skipped)
            order[n++] = (uint32_t)i;
    double worst = cost > 0 ? INFINITY : 0;
    for (int epoch = 0; epoch < MAX_EPOCHS && worst > tolerance; epoch++) {
        worst = 0;
        tm_rng_shuffle(&rng, order, n);
        for (size_t k = 0; k < n; k++) {
            const adapt_row *row = &a->row[order[k]];
            worst = fmax(worst, descend(delta, row, &alpha[order[k]], cost * row->weight));
        }
    }
    free(alpha);
    free(order);
    return status;
}

// ---- Choosing -----------------------------------------------------------------------------

// Task `number` is one fold at one cost: judges the rows of the fold by a fit to the others.
static tamis_status judge_fold(void *context, size_t number, tamis_error *err)
{
    adapter *const a = context;
    const unsigned fold = (unsigned)(number % a->options->n_folds);
    const size_t c = number / a->options->n_folds;
    tm_classifier delta;
    TM_TRY(fit(&delta, a, fold, costs[c], err));
    for (size_t i = 0; i < a->n; i++)
        if (a->row[i].fold == fold)
            a->decision[c * a->n + i] = a->row[i].base + form(&delta, &a->row[i]);
    return TAMIS_OK;
}

// Fills a->sorted with the decisions of the rows [begin, end), without synthesised ones, ascending;
// returns how many.
static size_t sort_decisions(adapter *a, const double *decision, size_t begin, size_t end)
{
    size_t n = 0;
    for (size_t i = begin; i < end; i++)
        if (i >= a->n_examples || a->row[i].own)
            a->sorted[n++] = (tm_decision){decision[i], a->row[i].label, 1};
    tm_decisions_sort(a->sorted, n);
    return n;
}

// Just above the greatest clean decision that must not pass, of `n_clean` clean documents, or the
// threshold by the tail, whichever is stricter. Unlike tm_threshold_for it does not go half-way to
// the next decision above, which may be far away when documents are few.
static double threshold_over(const adapter *a, size_t n, double n_clean, double target_fpr)
{
    const size_t allowed = tm_allowed_above(n_clean, target_fpr);
    const double tail = tm_tail_threshold(a->sorted, n, n_clean, target_fpr);
    size_t passed = 0;
    for (size_t i = n; i-- > 0;)
        if (a->sorted[i].label < 0 && passed++ >= allowed)
            return fmax(tm_just_above(a->sorted[i].value), tail);
    return -INFINITY;
}

// Sets each threshold on the remembered documents and on the user's own, and keeps the stricter
// one. Without a memory, and where it has too few of the clean documents it stands for (1,000 of
// 200,000, of which 1e-2 lets 2,000 pass), the base's threshold stays, or a lower one of a stricter
// point.
static void set_thresholds(adapter *a, const double *decision)
{
    const tamis_operating_point *point = a->base->point;
    const double n_remembered = (double)a->base->memory.n_clean;
    const size_t n_memory = sort_decisions(a, decision, a->n_examples, a->n);
    for (size_t p = 0; p < TM_N_POINTS; p++) {
        const double over = n_memory > 0
                                ? threshold_over(a, n_memory, n_remembered, point[p].target_fpr)
                                : -INFINITY;
        const double stricter = p > 0 ? a->threshold[p - 1] : INFINITY;
        a->threshold[p] =
            over > -INFINITY ? over : fmin(decision_of(a->base, point[p].threshold), stricter);
    }
    const size_t n_own = sort_decisions(a, decision, 0, a->n_examples);
    size_t n_clean = 0;
    for (size_t i = 0; i < n_own; i++)
        n_clean += a->sorted[i].label < 0;
    for (size_t p = 0; p < TM_N_POINTS; p++)
        a->threshold[p] = fmax(a->threshold[p],
                               threshold_over(a, n_own, (double)n_clean, point[p].target_fpr));
}

// What passes of the user's own documents.
static tm_passed own_passed(const adapter *a, const double *decision, double threshold)
{
    tm_passed all = {.n = {0}};
    for (size_t i = 0; i < a->n_examples; i++)
        if (a->row[i].own)
            tm_passed_add(&all, (tm_decision){decision[i], a->row[i].label, 1}, threshold);
    return all;
}

// Index of the least cost whose mean recall, over all points but the strictest, is within 0.01 of
// the best.
static size_t choose_cost(adapter *a)
{
    double score[N_COSTS], best = 0;
    size_t chosen = 0;
    for (size_t c = 0; c < a->n_costs; c++) {
        const double *decision = a->decision + c * a->n;
        set_thresholds(a, decision);
        score[c] = 0;
        for (size_t p = 1; p < TM_N_POINTS; p++) {
            const tm_passed own = own_passed(a, decision, a->threshold[p]);
            score[c] += tm_passed_recall(&own) / (TM_N_POINTS - 1);
        }
        best = fmax(best, score[c]);
    }
    while (score[chosen] < best - 0.01)
        chosen++;
    return chosen;
}

// ---- The model ----------------------------------------------------------------------------

// How many of the clean documents that the base was calibrated with pass at point `p`: of the
// remembered ones, the hardest, those that do. When all of these do, easier ones may as well; then
// at least the base's share of all is taken.
static size_t base_passed(const adapter *a, const double *decision, size_t p)
{
    size_t n = 0, passed = 0;
    for (size_t i = a->n_examples; i < a->n; i++) {
        n += a->row[i].label < 0;
        passed += a->row[i].label < 0 && decision[i] >= a->threshold[p];
    }
    const size_t share =
        (size_t)ceil(a->base->point[p].measured_fpr * (double)a->base->memory.n_clean);
    return passed == n && passed < share ? share : passed;
}

static void set_points(tm_model *model, const adapter *a, const double *decision)
{
    for (size_t p = 0; p < TM_N_POINTS; p++) {
        tm_passed all = own_passed(a, decision, a->threshold[p]);
        if (!a->options->reads_otherwise) {
            all.n[0] += (size_t)a->base->memory.n_clean;
            all.passed[0] += base_passed(a, decision, p);
        }
        model->point[p] = tm_passed_point(&all, a->base->point[p].target_fpr,
                                          tm_sigmoid_apply(model->sigmoid, a->threshold[p]));
    }
}

static tamis_status remember(tm_memory *memory, const adapter *a, const double *decision,
                             tamis_error *err)
{
    memory->n_clean = a->base->memory.n_clean;
    for (size_t i = 0; i < a->base->memory.len; i++) {
        tm_remembered row = a->base->memory.row[i];
        row.decision = decision[a->n_examples + i];
        TM_TRY(tm_memory_add(memory, &row, err));
    }
    for (size_t i = 0; i < a->n_examples; i++) {
        if (!a->row[i].own)
            continue;
        memory->n_clean += a->row[i].label < 0;
        TM_TRY(tm_memory_add_document(memory, a->example[i].row, a->row[i].label, decision[i],
                                      err));
    }
    tm_memory_trim(memory);
    return TAMIS_OK;
}

static void add_up(tm_classifier *out, const tm_classifier *base, const tm_classifier *delta)
{
    out->bias = base->bias + delta->bias;
    for (size_t i = 0; i < TM_N_FEATURES; i++)
        out->single[i] = base->single[i] + delta->single[i];
    for (size_t i = 0; i < TM_N_PAIRS; i++)
        out->pair[i] = base->pair[i] + delta->pair[i];
}

static tamis_status complete(tm_model *model, adapter *a, size_t chosen, tamis_error *err)
{
    const double *decision = a->decision + chosen * a->n;
    tm_classifier delta;
    TM_TRY(fit(&delta, a, a->options->n_folds, costs[chosen], err));
    add_up(&model->classifier, &a->base->classifier, &delta);
    model->sigmoid = a->base->sigmoid;
    set_thresholds(a, decision);
    // Never as low as the decision of a page without any evidence, which is the bias.
    for (size_t p = 0; p < TM_N_POINTS; p++)
        a->threshold[p] = fmax(a->threshold[p], tm_just_above(model->classifier.bias));
    set_points(model, a, decision);
    for (size_t i = 0; i < a->n_examples; i++)
        a->example[i].decision = decision[i];
    model->provenance.libsvm_version = tm_svm_version();
    return remember(&model->memory, a, decision, err);
}

tamis_status tm_adapt_classifier(tm_model *model, double *cost, const tm_model *base,
                                 tm_adapt_example *example, size_t n,
                                 const tm_adapt_options *options, tamis_error *err)
{
    adapter a = {.base = base, .options = options, .example = example, .n_examples = n};
    tamis_status status = prepare(&a, err);
    if (status == TAMIS_OK)
        status =
            tm_parallel(options->n_threads, a.n_costs * options->n_folds, judge_fold, &a, err);
    if (status == TAMIS_OK) {
        const size_t chosen = choose_cost(&a);
        *cost = costs[chosen];
        status = complete(model, &a, chosen, err);
    }
    free(a.row);
    free(a.decision);
    free(a.sorted);
    return status;
}
