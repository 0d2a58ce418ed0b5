// Fits one model per fold; each judges its fold. The mean probabilities of the two labels are then
// the thresholds that the labels are held against.
// SPDX-License-Identifier: MIT
#include "model/doubts.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"

enum {
    WORD_BITS = 18,
    FEATURES_AT = 1 << WORD_BITS, // the hashed words come first, then features and bias
    BIAS_AT = FEATURES_AT + TM_N_FEATURES,
    N_WEIGHTS,
    N_EPOCHS = 4
};

static const double step_size = 0.2;
static const double first_step = 1e-6; // added to the sum of squares: keeps the root above 0

typedef struct finder {
    const tm_doubt_row *row;
    size_t n;
    float *square;    // [N_WEIGHTS] sums of squared gradients
    uint32_t *order;  // [n]
    double *decision; // [n] out of fold
} finder;

static unsigned fold_of(const tm_doubt_row *row)
{
    return (unsigned)((row->group * 0x9E3779B97F4A7C15u >> 33) % TM_DOUBT_FOLDS);
}

static size_t word_at(uint32_t word)
{
    return (word * 0x9E3779B1u) >> (32 - WORD_BITS);
}

// The input of each word of a sketch: their squares add up to 1.
static double word_value(const tm_digested *d)
{
    return d->sketch.len > 0 ? 1 / sqrt(d->sketch.len) : 0;
}

static double decide(const float *weight, const tm_digested *d)
{
    const double value = word_value(d);
    double sum = weight[BIAS_AT];
    for (uint32_t i = 0; i < d->sketch.len; i++)
        sum += weight[word_at(d->sketch.word[i])] * value;
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        sum += (double)weight[FEATURES_AT + f] * d->input[f];
    return sum;
}

static double odds_to_probability(double decision)
{
    return 1 / (1 + exp(-decision));
}

// AdaGrad: the step shrinks with the root of the weight's squared gradients so far.
static void step(float *weight, float *square, double gradient)
{
    if (gradient == 0)
        return;
    *square += (float)(gradient * gradient);
    *weight -= (float)(step_size * gradient / sqrt(*square + first_step));
}

static void learn(float *weight, float *square, const tm_doubt_row *row)
{
    const tm_digested *const d = row->digested;
    const double value = word_value(d);
    const double error = odds_to_probability(decide(weight, d)) - row->contaminated;
    for (uint32_t i = 0; i < d->sketch.len; i++) {
        const size_t at = word_at(d->sketch.word[i]);
        step(&weight[at], &square[at], error * value);
    }
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        step(&weight[FEATURES_AT + f], &square[FEATURES_AT + f], error * d->input[f]);
    step(&weight[BIAS_AT], &square[BIAS_AT], error);
}

// Fills f->order with the rows outside the fold, shuffled; returns how many.
static size_t draw_order(finder *f, unsigned fold, tm_rng *rng)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (fold_of(&f->row[i]) != fold)
            f->order[n++] = (uint32_t)i;
    tm_rng_shuffle(rng, f->order, n);
    return n;
}

static void fit_fold(float *weight, finder *f, unsigned fold, uint64_t seed)
{
    tm_rng rng = tm_rng_seed(seed + fold);
    for (size_t i = 0; i < N_WEIGHTS; i++)
        f->square[i] = 0;
    for (unsigned epoch = 0; epoch < N_EPOCHS; epoch++) {
        const size_t n = draw_order(f, fold, &rng);
        for (size_t i = 0; i < n; i++)
            learn(weight, f->square, &f->row[f->order[i]]);
    }
    for (size_t i = 0; i < f->n; i++)
        if (fold_of(&f->row[i]) == fold)
            f->decision[i] = decide(weight, f->row[i].digested);
}

// ---- Doubts -------------------------------------------------------------------------------

static tamis_status check_rows(const tm_doubt_row *row, size_t n, tamis_error *err)
{
    size_t count[2] = {0, 0}, inside[TM_DOUBT_FOLDS][2] = {{0}};
    for (size_t i = 0; i < n; i++) {
        count[row[i].contaminated]++;
        inside[fold_of(&row[i])][row[i].contaminated]++;
    }
    if (count[0] < TM_MIN_DOUBT_ROWS || count[1] < TM_MIN_DOUBT_ROWS)
        return tm_fail(
            err, TAMIS_EINVAL,
            "%zu clean and %zu contaminated documents: labels can be doubted from %d "
            "of each on",
            count[0], count[1], TM_MIN_DOUBT_ROWS);
    for (unsigned fold = 0; fold < TM_DOUBT_FOLDS; fold++)
        for (unsigned label = 0; label < 2; label++)
            if (inside[fold][label] == count[label])
                return tm_fail(err, TAMIS_EINVAL,
                               "the %s documents are of too few groups to doubt labels",
                               label ? "contaminated" : "clean");
    return TAMIS_OK;
}

// How probable a label is, on average, for the documents that carry it.
static void find_confidence(double confidence[2], const finder *f)
{
    double sum[2] = {0, 0}, n[2] = {0, 0};
    for (size_t i = 0; i < f->n; i++) {
        const bool label = f->row[i].contaminated;
        sum[label] += odds_to_probability(label ? f->decision[i] : -f->decision[i]);
        n[label]++;
    }
    for (unsigned label = 0; label < 2; label++)
        confidence[label] = n[label] > 0 ? sum[label] / n[label] : 1;
}

static int compare_doubts(const void *a, const void *b)
{
    const tm_doubt *const x = a, *const y = b;
    if (x->margin != y->margin)
        return x->margin > y->margin ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void collect(tm_doubts *out, const finder *f)
{
    double confidence[2];
    find_confidence(confidence, f);
    for (size_t i = 0; i < f->n; i++) {
        const bool other = !f->row[i].contaminated;
        const double margin = other ? f->decision[i] : -f->decision[i];
        if (margin > 0 && odds_to_probability(margin) >= confidence[other])
            out->doubt[out->len++] = (tm_doubt){i, odds_to_probability(f->decision[i]), margin};
    }
    if (out->len > 0)
        qsort(out->doubt, out->len, sizeof *out->doubt, compare_doubts);
}

static bool allocate(tm_doubts *out, finder *f)
{
    out->doubt = calloc(f->n + 1, sizeof *out->doubt);
    f->square = calloc(N_WEIGHTS, sizeof *f->square);
    f->order = calloc(f->n + 1, sizeof *f->order);
    f->decision = calloc(f->n + 1, sizeof *f->decision);
    bool good = out->doubt && f->square && f->order && f->decision;
    for (size_t k = 0; k < TM_DOUBT_FOLDS; k++) {
        out->weight[k] = calloc(N_WEIGHTS, sizeof *out->weight[k]);
        good = good && out->weight[k];
    }
    return good;
}

tamis_status tm_doubts_find(tm_doubts *out, const tm_doubt_row *row, size_t n, uint64_t seed,
                            tamis_error *err)
{
    finder f = {.row = row, .n = n};
    *out = (tm_doubts){.len = 0};
    TM_TRY(check_rows(row, n, err));
    const bool good = allocate(out, &f);
    for (unsigned fold = 0; good && fold < TM_DOUBT_FOLDS; fold++)
        fit_fold(out->weight[fold], &f, fold, seed);
    if (good)
        collect(out, &f);
    free(f.square);
    free(f.order);
    free(f.decision);
    if (good)
        return TAMIS_OK;
    tm_doubts_free(out);
    return tm_fail(err, TAMIS_ENOMEM, "no memory for doubting labels");
}

void tm_doubts_free(tm_doubts *doubts)
{
    free(doubts->doubt);
    for (size_t k = 0; k < TM_DOUBT_FOLDS; k++)
        free(doubts->weight[k]);
    *doubts = (tm_doubts){0};
}

double tm_doubts_word(const tm_doubts *doubts, const tm_doubt_row *row, uint32_t word)
{
    return doubts->weight[fold_of(row)][word_at(word)] * word_value(row->digested);
}
