// One gradient step per token: collect the active weights, predict, compare with the label, update.
// SPDX-License-Identifier: MIT
#include "model/train_weights.h"

#include <math.h>
#include <stdlib.h>

#include "score/context.h"

// Step sizes and decay were chosen on the development documents; the optimum is flat.
static const float ngram_step = 0.08f;
static const float evidence_step = 0.05f;
static const double hide_chance = 0.5; // that a word group is hidden from the lexicon
// That the label of an advertisement is not seen: it explains all of its line, so that nothing would
// be learnt from the words of such lines.
static const double hide_label_chance = 0.75;

enum {
    TABLE = 1 << TM_NGRAM_BITS,
    BLOCK = 16, // weights: a cache line of them
    N_BLOCKS = (TABLE + TM_N_EVIDENCE) / BLOCK + 1,
    SIZE = N_BLOCKS * BLOCK, // TABLE, the evidence, and some that nothing uses
    MAX_TRAINING_BYTES = 64 << 10,
    AVERAGED_EPOCHS = 2,  // the last ones
    MOMENTS_AN_EPOCH = 16 // at which the weights are added to the average
};

// A few hundred documents reach a hundredth of the table, and a pass over all of it at each moment
// would take most of the time: passes keep to the blocks that were reached. In the others every
// weight is 0, and so is its sum.
typedef struct learner {
    float *weight;    // [SIZE], as are the next two
    float *square;    // sums of squared gradients, from 1: set when the block is reached
    float *sum;       // of the weights at the moments of the averaged epochs
    uint8_t *reached; // [N_BLOCKS]: whether a weight of the block was ever learned or given
    size_t n_summed;
    bool hides_label; // in this row
    tm_window window;
    tm_ngrams ngrams;
    uint32_t active[TM_MAX_NGRAMS + 1 + TM_MAX_CONTEXT * 2 + TM_MAX_TOKEN_EVIDENCE];
} learner;

// Fills l->active with the weights that are active for token `i`: its evidence and pairs of terms
// and, with `words`, its n-grams, its pair with the word before and its surroundings. Returns how
// many. `*before` carries the hash of the last word from one token to the next.
static size_t collect(learner *l, const tm_knowledge *knowledge, size_t i, bool words,
                      uint32_t *before)
{
    uint8_t evidence[TM_MAX_TOKEN_EVIDENCE];
    size_t n = tm_token_pairs(l->active, &l->window, &knowledge->lexicon, i);
    const size_t n_evidence = tm_token_evidence(evidence, &l->window, knowledge, i);
    for (size_t k = 0; k < n_evidence; k++)
        if (!l->hides_label || evidence[k] != TM_EVIDENCE_LINE_LABELLED)
            l->active[n++] = TABLE + evidence[k];
    if (!words)
        return n;
    tm_ngrams_of(&l->ngrams, &l->window.view, l->window.tokens.token[i]);
    for (size_t k = 0; k < l->ngrams.len; k++)
        l->active[n++] = l->ngrams.index[k];
    if (tm_token_has_pair(&l->window, i))
        l->active[n++] = tm_ngram_pair(*before, l->ngrams.whole);
    *before = l->ngrams.whole;
    return n + tm_token_surroundings(l->active + n, &l->window, i);
}

static void reach(learner *l, size_t block)
{
    if (l->reached[block])
        return;
    l->reached[block] = 1;
    for (size_t i = block * BLOCK; i < (block + 1) * BLOCK; i++)
        l->square[i] = 1;
}

// One AdaGrad step on the n active weights.
static void learn_token(learner *l, size_t n, bool injected, float weight)
{
    float sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += l->weight[l->active[k]];
    const float p = 1 / (1 + expf(-sum));
    const float gradient = (p - (injected ? 1.0f : 0.0f)) * weight;
    if (fabsf(gradient) < 1e-4f)
        return;
    for (size_t k = 0; k < n; k++) {
        const uint32_t a = l->active[k];
        const float step = a < TABLE ? ngram_step : evidence_step;
        reach(l, a / BLOCK);
        l->square[a] += gradient * gradient;
        l->weight[a] -= step * gradient / sqrtf(l->square[a]);
    }
}

// Whether at least half of the token's source bytes lie in spans (without spans: whether the row is
// contaminated). `*s`, the first span that may matter, moves along with the tokens.
static bool is_injected(const tm_labelled *row, const tm_view *view, tm_token token, size_t *s)
{
    if (!row->contaminated)
        return false;
    if (row->n_spans == 0)
        return true;
    const size_t begin = view->begin[token.begin], end = view->end[token.end - 1];
    size_t inside = 0;
    while (*s < row->n_spans && row->spans[*s].end <= begin)
        (*s)++;
    for (size_t k = *s; k < row->n_spans && row->spans[k].begin < end; k++) {
        const size_t from = row->spans[k].begin > begin ? row->spans[k].begin : begin;
        const size_t to = row->spans[k].end < end ? row->spans[k].end : end;
        inside += to > from ? to - from : 0;
    }
    return inside * 2 >= end - begin && end > begin;
}

// The weights of words would explain the training set before the evidence that words have in
// common is learnt, and the model would then fail on words never seen. So the first epoch is
// without them. The second reads every line, for the vocabulary; the others only lines that
// scoring would read.
typedef struct epoch_plan {
    bool words, every_line;
} epoch_plan;

static epoch_plan plan_epoch(unsigned epoch, bool warm)
{
    epoch += warm; // a base model has been through the first epoch already
    return (epoch_plan){.words = epoch > 0, .every_line = epoch == 1};
}

static tamis_status learn_row(learner *l, const tm_knowledge *knowledge, const tm_labelled *row,
                              epoch_plan plan, tm_rng *rng, tamis_error *err)
{
    tm_str text = tm_buf_str(&row->text);
    if (text.len > MAX_TRAINING_BYTES) {
        text.len = MAX_TRAINING_BYTES;
        while (text.len > 0 && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
            text.len--;
    }
    const unsigned hidden =
        tm_rng_chance(rng, hide_chance) ? 1u << tm_rng_below(rng, TM_WORD_GROUPS) : 0;
    l->hides_label = tm_rng_chance(rng, hide_label_chance);
    l->window.hidden_groups = hidden;
    l->window.own_fold = row->fold + 1;
    l->window.every_line = plan.every_line;
    TM_TRY(tm_window_read(&l->window, knowledge, text, err));
    uint32_t before = 0;
    size_t span = 0;
    for (size_t i = 0; i < l->window.tokens.len; i++) {
        const size_t n = collect(l, knowledge, i, plan.words, &before);
        const bool injected =
            is_injected(row, &l->window.view, l->window.tokens.token[i], &span);
        if (!injected && row->rest_unknown)
            continue;
        const uint32_t line = l->window.token_line[i];
        if (!plan.every_line && !(l->window.lines.line[line].shape & TM_LINE_NEAR))
            continue;
        learn_token(l, n, injected, (float)row->weight);
    }
    return TAMIS_OK;
}

static int round_weight(float weight, int limit)
{
    const long rounded = lroundf(weight * TM_SCORE_UNIT);
    return (int)(rounded > limit ? limit : rounded < -limit ? -limit : rounded);
}

static void add_to_average(learner *l)
{
    for (size_t block = 0; block < N_BLOCKS; block++)
        for (size_t i = block * BLOCK; l->reached[block] && i < (block + 1) * BLOCK; i++)
            l->sum[i] += l->weight[i];
    l->n_summed++;
}

static void take_average(learner *l)
{
    for (size_t block = 0; block < N_BLOCKS && l->n_summed > 0; block++)
        for (size_t i = block * BLOCK; l->reached[block] && i < (block + 1) * BLOCK; i++)
            l->weight[i] = l->sum[i] / (float)l->n_summed;
}

static tamis_status run_epochs(learner *l, const tm_knowledge *knowledge,
                               const tm_dataset *dataset, const uint8_t *use,
                               const tm_weights_options *options, tamis_error *err)
{
    uint32_t *order = calloc(dataset->len + 1, sizeof *order);
    tm_rng rng = tm_rng_seed(options->seed);
    tamis_status status = TAMIS_OK;
    size_t n = 0;
    if (!order)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for training");
    for (size_t i = 0; i < dataset->len; i++)
        if ((!use || use[i]) && dataset->row[i].weight > 0)
            order[n++] = (uint32_t)i;
    const size_t moment = n / MOMENTS_AN_EPOCH + 1; // rows from one moment to the next
    for (unsigned epoch = 0; epoch < options->n_epochs && status == TAMIS_OK; epoch++) {
        const epoch_plan plan = plan_epoch(epoch, options->base != NULL);
        tm_rng_shuffle(&rng, order, n);
        for (size_t i = 0; i < n && status == TAMIS_OK; i++) {
            const tm_labelled *row = &dataset->row[order[i]];
            if (row->turn == 0 || row->turn == 1 + epoch % 2)
                status = learn_row(l, knowledge, row, plan, &rng, err);
            if (epoch + AVERAGED_EPOCHS >= options->n_epochs && (i + 1) % moment == 0)
                add_to_average(l);
            if (options->n_learned)
                atomic_fetch_add(options->n_learned, 1);
        }
    }
    free(order);
    return status;
}

// Starts from zero, or from the weights of a base. The sum of squared gradients of a base weight is
// not known; it is set as if the weight had been reached by full steps in one direction. So large
// weights, learned from much data, move little, and weights of 0 move freely: a pull to the base.
static void start(learner *l, const tm_weights *base)
{
    for (size_t i = 0; base && i < TABLE + TM_N_EVIDENCE; i++) {
        const int weight = i < TABLE ? base->ngram[i] : base->evidence[i - TABLE];
        if (weight == 0)
            continue;
        reach(l, i / BLOCK);
        l->weight[i] = (float)weight / TM_SCORE_UNIT;
        const float n_steps = fabsf(l->weight[i]) / (i < TABLE ? ngram_step : evidence_step);
        l->square[i] += n_steps * n_steps;
    }
}

static void write_weights(tm_weights *out, const learner *l)
{
    for (size_t i = 0; i < TABLE; i++)
        if (l->reached[i / BLOCK])
            out->ngram[i] = (int8_t)round_weight(l->weight[i], INT8_MAX);
    for (size_t i = 0; i < TM_N_EVIDENCE; i++)
        out->evidence[i] = (int16_t)round_weight(l->weight[TABLE + i], INT16_MAX);
}

tamis_status tm_train_weights(tm_weights *out, const tm_knowledge *knowledge,
                              const tm_dataset *dataset, const uint8_t *use,
                              const tm_weights_options *options, tamis_error *err)
{
    learner *l = calloc(1, sizeof *l);
    tamis_status status = TAMIS_ENOMEM;
    *out = (tm_weights){.ngram = calloc(TABLE, 1)};
    if (l) {
        l->weight = calloc(SIZE, sizeof *l->weight);
        l->square = calloc(SIZE, sizeof *l->square);
        l->sum = calloc(SIZE, sizeof *l->sum);
        l->reached = calloc(N_BLOCKS, sizeof *l->reached);
    }
    if (!l || !l->weight || !l->square || !l->sum || !l->reached || !out->ngram) {
        tm_fail(err, TAMIS_ENOMEM, "no memory for training");
        goto done;
    }
    start(l, options->base);
    status = run_epochs(l, knowledge, dataset, use, options, err);
    take_average(l);
    write_weights(out, l);
done:
    if (l) {
        tm_window_free(&l->window);
        free(l->weight);
        free(l->square);
        free(l->sum);
        free(l->reached);
    }
    free(l);
    if (status != TAMIS_OK) {
        free(out->ngram);
        out->ngram = NULL;
    }
    return status;
}
