// The document classifier: a C-SVC with the kernel (x · z + 1)², whose support vectors are folded
// into the quadratic form that they add up to,
//
//     decision = bias + Σ_i single_i x_i + Σ_{i ≤ k} pair_ik x_i x_k,   x_i = √(value_i / cap_i)
//
// so that the cost of a decision does not depend on the number of support vectors; two features can
// count together (a gambling term *and* nothing else about gambling); and the contribution of each
// feature to a decision is exact. All x lie in [0, 1]: a document heavier than any in training is
// judged like the heaviest, whereas an RBF kernel would fall back to its bias there.
// SPDX-License-Identifier: MIT
#ifndef TM_CLASSIFIER_H
#define TM_CLASSIFIER_H

#include "score/document_row.h"

enum { TM_N_PAIRS = TM_N_FEATURES * (TM_N_FEATURES + 1) / 2 };

typedef struct tm_classifier {
    double bias;
    double single[TM_N_FEATURES];
    double pair[TM_N_PAIRS]; // upper triangle by rows: (0,0), (0,1), …, (0,n-1), (1,1), …
} tm_classifier;

// Where row `i` of a triangle of pairs is, `width` features wide: the pair (i, k), i <= k, is at
// this + k.
static inline size_t tm_pair_row(size_t i, size_t width)
{
    return i * width - i * (i + 1) / 2;
}

// The inputs x of one row, each in [0, 1].
void tm_classifier_inputs(double input[TM_N_FEATURES], const tm_row *row);

// The decision value; greater means more likely contaminated. `contribution` (nullable, room for
// TM_N_FEATURES) receives what each feature adds, a pair's term being halved between its two
// features; bias and contributions add up to the decision value.
double tm_classify(double *contribution, const tm_classifier *classifier, const tm_row *row);

#endif
