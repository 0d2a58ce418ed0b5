// From decision values to probabilities and operating points.
//
// The probability is Platt's sigmoid (1999) with the corrections of Lin, Lin and Weng (2007),
// fitted by Newton's method to out-of-fold decision values. It is strictly monotone, and defined
// for every decision value. A threshold is set so that few enough clean calibration documents lie
// above it that the Clopper-Pearson bound (1934) on the false-positive rate meets the target; where
// the documents are too few to show that, the measured rate has to meet it.
//
// All functions are pure and thread-safe.
// SPDX-License-Identifier: MIT
#ifndef TM_CALIBRATE_H
#define TM_CALIBRATE_H

#include "base/status.h"

typedef struct tm_decision {
    double value;
    int label;     // +1 contaminated, -1 clean
    double weight; // number of documents it counts as in tm_sigmoid_fit; ignored elsewhere
} tm_decision;

// The probability of log-odds x, and the log-odds of a probability p: -INFINITY for 0, INFINITY
// for 1.
double tm_logistic(double x);
double tm_logit(double p);

typedef struct tm_sigmoid {
    double slope, offset; // probability = tm_logistic(slope * value + offset), slope > 0
} tm_sigmoid;

// TAMIS_EINVAL when one label is missing or the fitted slope is not positive.
tamis_status tm_sigmoid_fit(tm_sigmoid *out, const tm_decision *decision, size_t n,
                            tamis_error *err);
double tm_sigmoid_apply(tm_sigmoid sigmoid, double value);

// Ascending by value; of equal values clean ones come first.
void tm_decisions_sort(tm_decision *decision, size_t n);

// A decision value slightly above this one, far enough that its probability is greater too:
// thresholds are stored as probabilities, and closer values could be rounded to the same one.
double tm_just_above(double decision);

// How many of `n_clean` clean decisions may lie at or above the threshold for `target_fpr`: as many
// as keep the one-sided 99 % upper bound of the rate at or below the target. (99 % and not 95 %,
// since the documents that a model meets are never quite those of its calibration.) Up to
// TM_ALLOWED_UNPROVEN are allowed without that proof if the measured rate meets the target: to
// prove 1e-4 takes 46,000 documents with none above, which would cost most of the recall. Never
// falls as n_clean grows.
enum { TM_ALLOWED_UNPROVEN = 3 };
size_t tm_allowed_above(double n_clean, double target_fpr);

// The decision value at or above which at most tm_allowed_above clean decisions lie. `sorted`
// ascends by value. When none is allowed, the threshold lies above the greatest clean value.
double tm_threshold_for(const tm_decision *sorted, size_t n, double target_fpr);

// The same, estimated from the shape of the tail, since the few decisions around the threshold say
// little by themselves. The tail is the greatest 1 / TM_TAIL_SHARE of the `n_clean` clean
// decisions; their excesses over the next lower one are taken to be exponential, with the mean
// observed (peaks over threshold; Pickands, Annals of Statistics 3, 1975). `sorted` ascends and
// must hold the tail and that next decision. -INFINITY (no estimate) when the tail has fewer than
// TM_TAIL_MIN decisions, or when the target allows as many as the tail holds.
enum { TM_TAIL_SHARE = 1000, TM_TAIL_MIN = 30 };
double tm_tail_threshold(const tm_decision *sorted, size_t n, double n_clean,
                         double target_fpr);

// The one-sided 95 % Clopper-Pearson bound of the rate `hits` of `n`; hits <= n. 1 when n is 0.
double tm_rate_upper_bound(size_t hits, size_t n);

// A rate with its two-sided 95 % Clopper-Pearson interval. When n is 0, `value` is NaN and the
// interval is [0, 1].
typedef struct tm_rate {
    size_t hits, n;
    double value, low, high;
} tm_rate;
tm_rate tm_rate_of(size_t hits, size_t n);

// Clean [0] and contaminated [1] documents, and how many of them lie at or above a threshold.
typedef struct tm_passed {
    size_t n[2], passed[2];
} tm_passed;
void tm_passed_add(tm_passed *all, tm_decision decision, double threshold);
// The share of the contaminated ones; 0 when there are none.
double tm_passed_recall(const tm_passed *all);
// The operating point at that threshold, which is a `probability`. measured_fpr is 0 when there are
// no clean documents.
tamis_operating_point tm_passed_point(const tm_passed *all, double target_fpr,
                                      double probability);

#endif
