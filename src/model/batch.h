// Which documents to label next: those whose labels would teach most.
//
// Gain is uncertainty × √novelty. A document is uncertain where its probability lies between even
// odds and the threshold of the operating point, and the less so the further outside. It is novel
// by what it is made of (words of its sketch, values of its features): each counts 1 / (1 + c)²
// when c documents that are labelled or chosen already have it. Chosen one after another, so
// near-copies of a chosen document fall back. Gains only fall as documents are chosen, hence a heap
// with stale gains serves (lazy greedy; Minoux 1978): near-linear time.
// SPDX-License-Identifier: MIT
#ifndef TM_BATCH_H
#define TM_BATCH_H

#include "model/sketch.h"
#include "score/document_row.h"

// What is known of a document without its text.
typedef struct tm_digested {
    tm_sketch sketch;
    float input[TM_N_FEATURES]; // as the classifier sees them, 0 to 1
} tm_digested;

typedef struct tm_batch_row {
    const tm_digested *digested; // borrowed
    bool labelled;               // known already; else it may be chosen
    double uncertainty;          // 0 to 1
} tm_batch_row;

typedef struct tm_choice {
    size_t row;
    double gain, novelty; // when it was chosen
} tm_choice;

// 1 between even odds and the threshold, falling to both sides; both are probabilities.
double tm_uncertainty(double probability, double threshold);

// Fills at most `n_wanted` places of `out`, best first; *n_chosen receives how many.
tamis_status tm_batch_choose(tm_choice *out, size_t *n_chosen, const tm_batch_row *row,
                             size_t n, size_t n_wanted, tamis_error *err);

#endif
