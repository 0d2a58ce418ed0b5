// The inputs of a row and the quadratic form over them; one pass over the triangle of pairs.
// SPDX-License-Identifier: MIT
#include "model/classifier.h"

#include <math.h>

void tm_classifier_inputs(double input[TM_N_FEATURES], const tm_row *row)
{
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        input[f] = sqrt(row->value[f] / tm_features[f].cap);
}

double tm_classify(double *contribution, const tm_classifier *classifier, const tm_row *row)
{
    double x[TM_N_FEATURES], share[TM_N_FEATURES] = {0};
    double value = classifier->bias;
    const double *pair = classifier->pair;
    tm_classifier_inputs(x, row);
    for (size_t i = 0; i < TM_N_FEATURES; i++) {
        for (size_t k = i; k < TM_N_FEATURES; k++) {
            const double half = *pair++ * x[i] * x[k] / 2;
            share[i] += half;
            share[k] += half;
        }
        share[i] += classifier->single[i] * x[i];
    }
    for (size_t f = 0; f < TM_N_FEATURES; f++) {
        value += share[f];
        if (contribution)
            contribution[f] = share[f];
    }
    return value;
}
