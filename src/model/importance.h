// How much a classifier leans on each feature, on given documents: what happens when the feature's
// values are dealt out anew among them (permutation importance; Breiman, Random Forests, 2001).
// Features that say the same cover for each other, so a small figure does not mean that a feature
// is useless, only that the others know.
// SPDX-License-Identifier: MIT
#ifndef TM_IMPORTANCE_H
#define TM_IMPORTANCE_H

#include "model/model.h"

typedef struct tm_importance {
    double log_loss_rise; // nats a document
    double recall_change; // at the threshold
    double fpr_change;
} tm_importance;

// The rows of `n` documents and their labels. The same seed deals the same cards. NaN where a
// label is missing. TAMIS_ENOMEM.
tamis_status tm_importance_fill(tm_importance out[TM_N_FEATURES], const tm_model *model,
                                const tm_row *row, const bool *contaminated, size_t n,
                                double threshold, tamis_error *err);

#endif
