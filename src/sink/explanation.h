// One document explained to people: verdict, operating point, every line, every feature.
// SPDX-License-Identifier: MIT
#ifndef TM_EXPLANATION_H
#define TM_EXPLANATION_H

#include "sink/document.h"
#include "sink/marked.h"
#include "sink/verdict_json.h"

typedef struct tm_explanation {
    const tm_document *document;
    const tm_marked *marked;            // its verdict must have been made with want_lines
    const tamis_operating_point *point; // NULL: the threshold was set by hand
    tm_model_name model;
} tm_explanation;

// Appends the whole explanation. The verdict must not be UNSCANNED.
void tm_explain(tm_buf *out, const tm_explanation *explanation);

#endif
