// From decision values to probabilities and operating points.
//
// The probability is Platt's sigmoid (1999) as corrected by Lin, Lin and Weng (2007), fitted by
// Newton's method on out-of-fold decision values: strictly monotone, and defined far out. An
// operating point leaves so few calibration documents above it that the bound of Clopper and
// Pearson (1934) on the false-positive rate keeps the target, or, where they are too few to show
// that, the rate measured does.
// SPDX-License-Identifier: MIT
#ifndef TM_CALIBRATE_H
#define TM_CALIBRATE_H

#include "base/status.h"

typedef struct tm_decision {
    double value;
    int label;     // +1 contaminated, -1 clean
    double weight; // counts as so many documents in the sigmoid's fit
} tm_decision;

typedef struct tm_sigmoid {
    double slope, offset; // probability = 1 / (1 + exp(-(slope * value + offset))), slope > 0
} tm_sigmoid;

// TAMIS_EINVAL when a class is missing or the fit would not rise with the value.
tamis_status tm_sigmoid_fit(tm_sigmoid *out, const tm_decision *decision, size_t n,
                            tamis_error *err);
double tm_sigmoid_apply(tm_sigmoid sigmoid, double value);

// The least decision value above this one whose probability is sure to be the greater one as well:
// thresholds are kept as probabilities.
double tm_just_above(double decision);

// How many of `n_clean` clean decisions may lie at and above the threshold for `target_fpr`: so
// many that the one-sided 99 % bound keeps it, since the documents that a model meets are never
// quite those of its calibration. Up to TM_ALLOWED_UNPROVEN may where the rate measured keeps it:
// to show 1e-4 takes 46,000 documents of which none at all is above, and then most of the recall
// is gone. Never falls with more documents.
enum { TM_ALLOWED_UNPROVEN = 3 };
size_t tm_allowed_above(double n_clean, double target_fpr);

// The decision value at and above which no more clean decisions lie than that. `sorted` ascends by
// value. When not even one may, the threshold lies above the greatest clean value.
double tm_threshold_for(const tm_decision *sorted, size_t n, double target_fpr);

// The same by the shape of the tail, where the few decisions around the threshold say little: what
// clean decisions exceed a high one by is taken to be exponential, with the mean that it has (peaks
// over threshold; Pickands, Annals of Statistics 3, 1975). `sorted` holds at least the greatest of
// `n_clean` clean decisions, of which one in TM_TAIL_SHARE are the tail. -INFINITY where fewer than
// TM_TAIL_MIN are, or where the target lies below the tail.
enum { TM_TAIL_SHARE = 1000, TM_TAIL_MIN = 30 };
double tm_tail_threshold(const tm_decision *sorted, size_t n, double n_clean,
                         double target_fpr);

// Upper one-sided 95 % Clopper-Pearson bound of a rate: `hits` of `n`. 1 when n is 0.
double tm_rate_upper_bound(size_t hits, size_t n);
// The lower one; 0 when hits is 0.
double tm_rate_lower_bound(size_t hits, size_t n);

// A rate with the two-sided 95 % interval of Clopper and Pearson. Without any trial the value is
// NaN and the interval all there is.
typedef struct tm_rate {
    size_t hits, n;
    double value, low, high;
} tm_rate;
tm_rate tm_rate_of(size_t hits, size_t n);

#endif
