// Fits the document classifier to rows and calibrates it on the decisions of five others, each
// trained without the fifth of the rows that it judges.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_CLASSIFIER_H
#define TM_TRAIN_CLASSIFIER_H

#include "model/model.h"

typedef struct tm_example {
    const tm_row *row; // borrowed
    int label;         // +1 contaminated, -1 clean
    bool made_clean;   // with honest additions: learned from, but no part of the calibration
    bool other_script; // what speaks for contamination, or all of it, is not in Hangul
    uint64_t group;    // examples of one group share a fold
    double decision;   // filled in: by a classifier that had not seen it
} tm_example;

enum { TM_MAX_SETTINGS = 16 };

typedef struct tm_classifier_options {
    // Each C with each scale of the kernel is tried, and the first, in the order given, whose
    // recall out of fold, the mean over the points of 1e-4 and less strict ones, is within half a
    // document in a hundred of the best. At least one of either; TM_MAX_SETTINGS together at most.
    const double *cost, *gamma;
    size_t n_costs, n_gammas;
    // Share of contaminated documents for which probabilities are to be right, whatever their
    // share among the examples, of which most were made; 0: as it is among the examples.
    double prior;
    size_t n_threads; // change nothing but the time
} tm_classifier_options;

// Fills the model's classifier, sigmoid, operating points, memory and library versions; *cost and
// *gamma receive what was chosen.
tamis_status tm_train_classifier(tm_model *model, double *cost, double *gamma,
                                 tm_example *example, size_t n,
                                 const tm_classifier_options *options, tamis_error *err);

#endif
