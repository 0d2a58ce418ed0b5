// How much a classifier relies on each feature, on given documents: how its figures change when the
// values of that feature are shuffled among them (permutation importance; Breiman, Random Forests,
// 2001). Features that say the same can replace each other, so a small change does not mean that a
// feature is useless, only that others carry the same information.
// SPDX-License-Identifier: MIT
#ifndef TM_IMPORTANCE_H
#define TM_IMPORTANCE_H

#include "model/model.h"

typedef struct tm_importance {
    double log_loss_rise; // mean, in nats per document
    double recall_change; // at the threshold, as is the next; negative: recall falls
    double fpr_change;
} tm_importance;

// `row` and `contaminated` are the rows and labels of `n` documents, `threshold` a probability. The
// shuffle is seeded with a constant: the same input gives the same figures. A change is NaN when no
// document has the label it is measured on. TAMIS_ENOMEM.
tamis_status tm_importance_fill(tm_importance out[TM_N_FEATURES], const tm_model *model,
                                const tm_row *row, const bool *contaminated, size_t n,
                                double threshold, tamis_error *err);

#endif
