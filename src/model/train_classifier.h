// Fits the document classifier to rows. Probabilities and operating points are calibrated on
// out-of-fold decisions: five further classifiers each judge a fifth of the rows after training on
// the other four fifths.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_CLASSIFIER_H
#define TM_TRAIN_CLASSIFIER_H

#include "model/model.h"

enum { TM_CLASSIFIER_FOLDS = 5 };

typedef struct tm_example {
    const tm_row *row; // borrowed
    int label;         // +1 contaminated, -1 clean
    bool made_clean;   // clean with honest additions: used to fit, but not to calibrate
    bool other_script; // its evidence of contamination, or its whole text, is not in Hangul
    unsigned fold;     // 0 to TM_CLASSIFIER_FOLDS - 1
    double decision;   // output: the decision of a classifier that had not seen it
} tm_example;

enum { TM_MAX_SETTINGS = 16 };

typedef struct tm_classifier_options {
    // Every pair of a C and a gamma (scale of the kernel) is tried; for each C in the order given,
    // each gamma in the order given. Chosen is the first pair whose out-of-fold recall (the mean
    // over all operating points but the strictest, 1e-5) is within 0.005 of the best. At least one
    // of each, and at most TM_MAX_SETTINGS pairs. Borrowed.
    const double *cost, *gamma;
    size_t n_costs, n_gammas;
    // The share of contaminated documents (0 to 1) that probabilities are calibrated for. Their
    // share among the examples says nothing, as most were synthesised. 0: use that share anyway.
    double prior;
    size_t n_threads; // affects only the time, not the result
} tm_classifier_options;

// Fills the model's classifier, sigmoid, operating points, memory and libsvm version, and each
// example's decision; *cost and *gamma receive the pair chosen. TAMIS_EINVAL when there are no or
// too many pairs, or a fold or the calibration lacks a label; TAMIS_ENOMEM.
tamis_status tm_train_classifier(tm_model *model, double *cost, double *gamma,
                                 tm_example *example, size_t n,
                                 const tm_classifier_options *options, tamis_error *err);

#endif
