// Two models side by side: which terms, weights and verdicts differ.
// SPDX-License-Identifier: MIT
#ifndef TM_COMPARE_H
#define TM_COMPARE_H

#include "model/inspect.h"
#include "model/scored.h"

// A term that only one model has, or both with another weight or note. Terms are the same when
// language, spelling and class are.
typedef struct tm_term_change {
    const tm_model_term *a, *b; // borrowed; NULL: not in that model
} tm_term_change;

// Both lists as tm_model_terms gives them; the changes come in the same order; free() `*out`.
// TAMIS_ENOMEM.
typedef struct tm_term_list_view {
    const tm_model_term *term;
    size_t n;
} tm_term_list_view;
tamis_status tm_terms_compare(tm_term_change **out, size_t *n, tm_term_list_view a,
                              tm_term_list_view b, tamis_error *err);

typedef struct tm_ngram_difference {
    size_t n_different;
    double mean_absolute; // nats, over those that differ
} tm_ngram_difference;
tm_ngram_difference tm_ngrams_compare(const tm_model *a, const tm_model *b);

// A document that the models do not give the same verdict.
typedef struct tm_flip {
    size_t index;           // of the document
    const tm_scored *a, *b; // borrowed
} tm_flip;

typedef enum tm_flip_label {
    TM_FLIP_CLEAN,
    TM_FLIP_CONTAMINATED,
    TM_FLIP_UNLABELLED,
    TM_N_FLIP_LABELS
} tm_flip_label;
tm_flip_label tm_flip_label_of(const tm_labelled *row);

typedef struct tm_flips {
    // Documents by label, verdict of A, verdict of B; the diagonal agrees.
    size_t count[TM_N_FLIP_LABELS][TAMIS_UNSCANNED + 1][TAMIS_UNSCANNED + 1];
    tm_flip *flip; // the greatest change of probability first; owned
    size_t n;
} tm_flips;

// `a` and `b` are the verdicts of either model on the same `n` documents. TAMIS_ENOMEM.
tamis_status tm_flips_find(tm_flips *out, const tm_scored *a, const tm_scored *b, size_t n,
                           tamis_error *err);
void tm_flips_free(tm_flips *flips);

// +1 where B is right about being flagged and A is not, -1 the other way round, else 0.
int tm_flip_gain(const tm_flip *flip);

#endif
