// Two models side by side, as text and as JSON.
// SPDX-License-Identifier: MIT
#ifndef TM_MODEL_DIFF_H
#define TM_MODEL_DIFF_H

#include "model/compare.h"

// Why a document flipped: what each feature contributes to the decision value of either model.
typedef struct tm_flip_reasons {
    double contribution[2][TM_N_FEATURES]; // [model A, B]
    size_t order[TM_N_FEATURES];           // the features, by falling size of the change
} tm_flip_reasons;

typedef struct tm_model_difference { // borrows everything
    const tm_model *model[2];        // A, B
    const tm_term_change *term;      // [n_terms]: the terms that differ
    size_t n_terms;
    size_t n_terms_of[2];  // all terms of either model
    const tm_flips *flips; // NULL: no documents were given
    size_t n_documents;
    double cut[2][2]; // [model]: the probabilities from which it calls a document suspect, and
                      // contaminated
    const tm_flip_reasons *reasons; // of the first n_shown flips
    size_t n_shown;                 // how many terms and flips the text shows
} tm_model_difference;

// Of `model`'s two cuts, the one that the flip is about.
double tm_model_diff_cut(const tm_model_difference *difference, const tm_flip *flip, int model);
// The probability that model B gives to A's decision value: how it differs from A's is what the
// calibration does. NaN for a document that A did not scan.
double tm_model_diff_recalibrated(const tm_model_difference *difference, const tm_flip *flip);

void tm_model_diff_text(tm_buf *out, const tm_model_difference *difference);
// One object, schema tamis-model-diff/1, line end included.
void tm_model_diff_json(tm_buf *out, const tm_model_difference *difference);

#endif
