// How well scores rank contaminated documents above clean ones: the precision-recall and ROC curves
// that a falling threshold traces, and the figures read off them.
//
// Documents with equal scores cross the threshold together and form one step of the curve; any
// order among them would be made up. Average precision is the sum over the steps of recall gained
// times precision reached, without interpolation (for the reasons see Davis and Goadrich, ICML
// 2006); in ROC AUC a tie counts one half (Mann and Whitney 1947). O(n log n).
// SPDX-License-Identifier: MIT
#ifndef TM_CURVE_H
#define TM_CURVE_H

#include "model/scored.h"

typedef struct tm_step {
    double score, probability; // of the documents that cross at this step
    size_t flagged[2];         // clean and contaminated at this score or above
} tm_step;

typedef struct tm_curve {
    tm_step *step; // by falling score; owned
    size_t len;
    size_t n[2];                   // all clean and contaminated documents, including unscanned
    double average_precision, auc; // NaN unless there are documents of both labels
} tm_curve;

// Every document must be labelled. Unscanned ones never cross a threshold. TAMIS_ENOMEM.
tamis_status tm_curve_fill(tm_curve *out, const tm_scored *scored, size_t n, tamis_error *err);
void tm_curve_free(tm_curve *curve);

// Whether there are documents of both labels: with one there is nothing to rank.
bool tm_curve_has_both(const tm_curve *curve);

// The last step that flags at most the share `target_fpr` of the clean documents; NULL when even
// the first step flags more.
const tm_step *tm_curve_at(const tm_curve *curve, double target_fpr);

#endif
