// Two models side by side, for people and for programs.
// SPDX-License-Identifier: MIT
#ifndef TM_MODEL_DIFF_H
#define TM_MODEL_DIFF_H

#include "base/json_writer.h"
#include "model/compare.h"

// Why a document flipped: what each feature contributes under either model.
typedef struct tm_flip_reasons {
    double contribution[2][TM_N_FEATURES];
    size_t order[TM_N_FEATURES]; // the greatest change, either way, first
} tm_flip_reasons;

typedef struct tm_model_difference {
    const tm_model *model[2];
    const tm_term_change *term;
    size_t n_terms;
    size_t n_terms_of[2];  // all terms of either model
    const tm_flips *flips; // NULL: no documents given
    size_t n_documents;
    const tm_flip_reasons *reasons; // of the first n_shown flips
    size_t n_shown;                 // also bounds the terms in the text
} tm_model_difference;

void tm_model_diff_text(tm_buf *out, const tm_model_difference *difference);
// One object, schema tamis-model-diff/1, line end included.
void tm_model_diff_json(tm_buf *out, const tm_model_difference *difference);

#endif
