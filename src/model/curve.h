// How well scores rank contaminated documents above clean ones: the curve that a sinking threshold
// runs through, and the figures that are read off it.
//
// Documents of equal score cross the threshold together, so they are one step of the curve: an
// order among them would be made up. Average precision is the sum over steps of the recall gained
// times the precision reached (no interpolation; Davis and Goadrich, ICML 2006, say why);
// ROC AUC counts a tie as one half (Mann and Whitney 1947). O(n log n).
// SPDX-License-Identifier: MIT
#ifndef TM_CURVE_H
#define TM_CURVE_H

#include "model/scored.h"

typedef struct tm_step {
    double score, probability; // of the last documents to cross
    size_t flagged[2];         // clean and contaminated at or above the threshold
} tm_step;

typedef struct tm_curve {
    tm_step *step; // falling score; owned
    size_t len;
    size_t n[2];                   // all clean and contaminated documents, unscanned ones too
    double average_precision, auc; // NaN when a label is missing
} tm_curve;

// Unscanned documents never cross a threshold.
tamis_status tm_curve_fill(tm_curve *out, const tm_scored *scored, size_t n, tamis_error *err);
void tm_curve_free(tm_curve *curve);

// The last step that flags at most `target_fpr` of the clean documents; NULL when the first one
// flags more.
const tm_step *tm_curve_at(const tm_curve *curve, double target_fpr);

#endif
