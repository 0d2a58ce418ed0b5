// The parts of labelled and chosen documents are counted in one hash table of fixed size, in which
// colliding parts share a count; a heap holds the documents that may still be chosen.
// SPDX-License-Identifier: MIT
#include "model/batch.h"

#include <math.h>
#include <stdlib.h>

#include "model/calibrate.h"

enum {
    TABLE_BITS = 20,
    MAX_PARTS = TM_SKETCH_WORDS + TM_N_FEATURES,
    FEATURE_STEPS = 4, // a feature's input is rounded up to one of these
    PRIOR_PARTS = 8    // known parts added to each document, so that a few new words count less
};

static const double sure = 1e-9;            // probabilities are kept this far from 0 and 1
static const double least_uncertain = 0.01; // lets very new documents count even when certain

typedef struct heap_entry {
    double gain;
    uint32_t row;
} heap_entry;

typedef struct chooser {
    const tm_batch_row *row;
    uint16_t *seen; // [1 << TABLE_BITS] documents that have the part
    heap_entry *heap;
    size_t n_heap;
} chooser;

static double log_odds(double probability)
{
    return tm_logit(probability < sure       ? sure
                    : probability > 1 - sure ? 1 - sure
                                             : probability);
}

// 4 p (1 - p), where p is the logistic function of the distance.
double tm_uncertainty(double probability, double threshold)
{
    const double x = log_odds(probability), t = log_odds(threshold);
    const double low = t < 0 ? t : 0, high = t > 0 ? t : 0;
    const double distance = x < low ? low - x : x > high ? x - high : 0;
    const double half = exp(-distance);
    return 4 * half / ((1 + half) * (1 + half));
}

// ---- Novelty ------------------------------------------------------------------------------

// Fills in the places of the document's parts in the table; returns how many.
static size_t find_parts(uint32_t part[MAX_PARTS], const tm_digested *d)
{
    size_t n = 0;
    for (uint32_t i = 0; i < d->sketch.len; i++)
        part[n++] = (d->sketch.word[i] * 0x9E3779B1u) >> (32 - TABLE_BITS);
    for (uint32_t f = 0; f < TM_N_FEATURES; f++) {
        const uint32_t step = (uint32_t)ceilf(d->input[f] * FEATURE_STEPS);
        if (step > 0)
            part[n++] = ((f * (FEATURE_STEPS + 1) + step) * 0x85EBCA6Bu) >> (32 - TABLE_BITS);
    }
    return n;
}

static double novelty(const chooser *c, size_t row)
{
    uint32_t part[MAX_PARTS];
    const size_t n = find_parts(part, c->row[row].digested);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double times = 1.0 + c->seen[part[i]];
        sum += 1 / (times * times);
    }
    return sum / (double)(n + PRIOR_PARTS);
}

static void see(const chooser *c, size_t row)
{
    uint32_t part[MAX_PARTS];
    const size_t n = find_parts(part, c->row[row].digested);
    for (size_t i = 0; i < n; i++)
        if (c->seen[part[i]] < UINT16_MAX)
            c->seen[part[i]]++;
}

static double gain(const chooser *c, size_t row)
{
    return (c->row[row].uncertainty + least_uncertain) * sqrt(novelty(c, row));
}

// ---- Heap: the greatest gain on top, the first row among equal ones -----------------------

static bool is_before(heap_entry a, heap_entry b)
{
    return a.gain > b.gain || (a.gain >= b.gain && a.row < b.row);
}

static void sift_down(chooser *c, size_t at)
{
    for (;;) {
        size_t first = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < c->n_heap; child++)
            if (is_before(c->heap[child], c->heap[first]))
                first = child;
        if (first == at)
            return;
        const heap_entry moved = c->heap[at];
        c->heap[at] = c->heap[first];
        c->heap[first] = moved;
        at = first;
    }
}

static void fill_heap(chooser *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!c->row[i].labelled)
            c->heap[c->n_heap++] = (heap_entry){gain(c, i), (uint32_t)i};
    for (size_t i = c->n_heap / 2; i-- > 0;)
        sift_down(c, i);
}

static size_t choose(tm_batch_choice *out, chooser *c, size_t n_wanted)
{
    size_t n = 0;
    while (n < n_wanted && c->n_heap > 0) {
        const size_t row = c->heap[0].row;
        const double now = gain(c, row);
        if (now < c->heap[0].gain) { // others have been chosen since
            c->heap[0].gain = now;
            sift_down(c, 0);
            continue;
        }
        out[n++] = (tm_batch_choice){row, now, novelty(c, row)};
        see(c, row);
        c->heap[0] = c->heap[--c->n_heap];
        sift_down(c, 0);
    }
    return n;
}

tamis_status tm_batch_choose(tm_batch_choice *out, size_t *n_chosen, const tm_batch_row *row,
                             size_t n, size_t n_wanted, tamis_error *err)
{
    chooser c = {.row = row};
    *n_chosen = 0;
    c.seen = calloc((size_t)1 << TABLE_BITS, sizeof *c.seen);
    c.heap = calloc(n + 1, sizeof *c.heap);
    if (c.seen && c.heap) {
        for (size_t i = 0; i < n; i++)
            if (row[i].labelled)
                see(&c, i);
        fill_heap(&c, n);
        *n_chosen = choose(out, &c, n_wanted);
    }
    const bool failed = !c.seen || !c.heap;
    free(c.seen);
    free(c.heap);
    return failed ? tm_fail(err, TAMIS_ENOMEM, "no memory for the choice") : TAMIS_OK;
}
