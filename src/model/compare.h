// Two models side by side: which terms, weights and verdicts differ.
// SPDX-License-Identifier: MIT
#ifndef TM_COMPARE_H
#define TM_COMPARE_H

#include "model/inspect.h"
#include "model/scored.h"

// A term that only one model has, or that both have with different weights or notes. Two terms are
// the same term when language, spelling and class are equal.
typedef struct tm_term_change {
    const tm_model_term *a, *b; // borrowed; NULL: not in that model
} tm_term_change;

typedef struct tm_term_list_view {
    const tm_model_term *term; // borrowed; sorted as by tm_model_terms
    size_t n;
} tm_term_list_view;

// The changes from `a` to `b`, in the order of the lists, which they borrow; free() `*out`.
// TAMIS_ENOMEM.
tamis_status tm_terms_compare(tm_term_change **out, size_t *n, tm_term_list_view a,
                              tm_term_list_view b, tamis_error *err);

typedef struct tm_ngram_difference {
    size_t n_different;   // of the 1 << TM_NGRAM_BITS weights
    double mean_absolute; // difference in nats, over those that differ; 0 when none does
} tm_ngram_difference;
tm_ngram_difference tm_ngrams_compare(const tm_model *a, const tm_model *b);

// A document to which the two models give different verdicts.
typedef struct tm_flip {
    size_t index;           // of the document in the arrays compared
    const tm_scored *a, *b; // what each model made of it; borrowed
} tm_flip;

typedef enum tm_flip_label {
    TM_FLIP_CLEAN,
    TM_FLIP_CONTAMINATED,
    TM_FLIP_UNLABELLED,
    TM_N_FLIP_LABELS
} tm_flip_label;
tm_flip_label tm_flip_label_of(const tm_labelled *row);

typedef struct tm_flips {
    // Documents by label, verdict of A and verdict of B; equal verdicts are counted too.
    size_t count[TM_N_FLIP_LABELS][TAMIS_UNSCANNED + 1][TAMIS_UNSCANNED + 1];
    // Owned. First those that one model left unscanned, then by falling change of probability.
    tm_flip *flip;
    size_t n;
} tm_flips;

// `a` and `b` are the verdicts of the two models on the same `n` documents. TAMIS_ENOMEM.
tamis_status tm_flips_find(tm_flips *out, const tm_scored *a, const tm_scored *b, size_t n,
                           tamis_error *err);
void tm_flips_free(tm_flips *flips);

// +1 when B is right on whether to flag the document and A is wrong, -1 when A is right and B is
// wrong, 0 when they agree on that or the document has no label.
int tm_flip_gain(const tm_flip *flip);

#endif
