// A verdict as one line of JSON, schema tamis/1.
// SPDX-License-Identifier: MIT
#ifndef TM_VERDICT_JSON_H
#define TM_VERDICT_JSON_H

#include "base/json_writer.h"
#include "sink/document.h"
#include "text/decode.h"

// The model as a verdict names it; borrows both strings.
typedef struct tm_model_name {
    const char *name;
    const char *sha256;
} tm_model_name;

// The member "model" of the object that is open: its name and digest.
void tm_model_name_json(tm_json_writer *w, tm_model_name model);

// Appends the line with its line end. When the verdict has `lines`, these are written too;
// `decoded`, the text of the bytes that it is about, is needed only for them and may else be NULL.
void tm_verdict_json(tm_buf *out, const tm_document *document, const tamis_verdict *verdict,
                     const tm_decoded *decoded, tm_model_name model);

#endif
