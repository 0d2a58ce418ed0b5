// Chooses which documents to label next: those whose labels would teach the model most.
//
// The gain of a document is uncertainty × √novelty. Uncertainty is greatest where the probability
// lies between one half and the threshold of the operating point. Novelty is the mean over the
// document's parts (words of its sketch, values of its features), where a part counts 1 / (1 + c)²
// when c documents that are labelled or already chosen have it. Documents are chosen one by one, so
// near-copies of a chosen document lose their novelty. Gains only fall as documents are chosen, so
// a heap with outdated gains suffices (lazy greedy; Minoux 1978): nearly linear time.
// SPDX-License-Identifier: MIT
#ifndef TM_BATCH_H
#define TM_BATCH_H

#include "model/sketch.h"
#include "score/document_row.h"

// What is kept of a document when its text is not.
typedef struct tm_digested {
    tm_sketch sketch;
    float input[TM_N_FEATURES]; // of the classifier, 0 to 1 (tm_classifier_inputs)
} tm_digested;

typedef struct tm_batch_row {
    const tm_digested *digested; // borrowed
    bool labelled;               // has a label already and cannot be chosen
    double uncertainty;          // 0 to 1
} tm_batch_row;

typedef struct tm_batch_choice {
    size_t row;           // index into the rows given
    double gain, novelty; // at the time it was chosen
} tm_batch_choice;

// 1 when `probability` lies between one half and `threshold` (also a probability), and falling
// towards 0 with the distance in log-odds outside that range.
double tm_uncertainty(double probability, double threshold);

// Fills at most `n_wanted` places of `out`, in the order of choice; *n_chosen receives how many.
// TAMIS_ENOMEM.
tamis_status tm_batch_choose(tm_batch_choice *out, size_t *n_chosen, const tm_batch_row *row,
                             size_t n, size_t n_wanted, tamis_error *err);

#endif
