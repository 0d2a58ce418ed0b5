// Fits the document classifier to rows and calibrates it on the decisions of five others, each
// trained without the fifth of the rows that it judges.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_CLASSIFIER_H
#define TM_TRAIN_CLASSIFIER_H

#include "model/model.h"

typedef struct tm_example {
    const tm_row *row; // borrowed
    int label;         // +1 contaminated, -1 clean
    uint64_t group;    // examples of one group share a fold
    double decision;   // filled in: by a classifier that had not seen it
} tm_example;

// Fills the model's classifier, sigmoid, operating points, memory and library versions.
tamis_status tm_train_classifier(tm_model *model, tm_example *example, size_t n, double cost,
                                 tamis_error *err);

#endif
