// The document classifier: a C-SVC with the kernel (x · z + 1)², its support vectors folded into
// the quadratic form that they are,
//
//     decision = bias + Σ_i single_i x_i + Σ_{i ≤ k} pair_ik x_i x_k,   x_i = √(value_i / cap_i)
//
// so that a decision costs one small triangle of multiplications however many support vectors
// there were, two features can matter together (a gambling term *and* nothing else about
// gambling), and each feature's share in a decision is exact. All x lie in [0, 1]: a document
// heavier than any in training is judged as the heaviest, not by a bias far from all of them.
// SPDX-License-Identifier: MIT
#ifndef TM_CLASSIFIER_H
#define TM_CLASSIFIER_H

#include "score/document_row.h"

enum { TM_N_PAIRS = TM_N_FEATURES * (TM_N_FEATURES + 1) / 2 };

typedef struct tm_classifier {
    double bias;
    double single[TM_N_FEATURES];
    double pair[TM_N_PAIRS]; // row by row: (0,0), (0,1), …, (0,n-1), (1,1), …
} tm_classifier;

// The inputs of one row: TM_N_FEATURES numbers in [0, 1].
void tm_classifier_inputs(double input[TM_N_FEATURES], const tm_row *row);

// The decision value: greater is more contaminated. `contribution` (nullable, TM_N_FEATURES)
// receives what each feature added, half of each pair with each of the two; with the bias they sum
// up to the value.
double tm_classify(double *contribution, const tm_classifier *classifier, const tm_row *row);

#endif
