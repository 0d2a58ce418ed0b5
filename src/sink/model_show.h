// What is in a model, as text and as JSON.
// SPDX-License-Identifier: MIT
#ifndef TM_MODEL_SHOW_H
#define TM_MODEL_SHOW_H

#include "base/json_writer.h"
#include "model/importance.h"
#include "model/inspect.h"

typedef struct tm_model_view {
    const tm_model *model;
    const tm_model_term *term; // [n_terms], from tm_model_terms
    size_t n_terms;
    const tm_importance *importance; // [TM_N_FEATURES]; NULL: not measured
    size_t n_documents;              // on which importance was measured
    bool every_weight;               // the text shows them all; JSON always has them
} tm_model_view;

void tm_model_text(tm_buf *out, const tm_model_view *view);
// One object, schema tamis-model/1, line end included.
void tm_model_json(tm_buf *out, const tm_model_view *view);

// Where the model came from, as members of the object that is open.
void tm_provenance_json(tm_json_writer *w, const tm_model *model);
// The member "name" of the object that is open: that of evidence `e`.
void tm_evidence_name_json(tm_json_writer *w, size_t e);

#endif
