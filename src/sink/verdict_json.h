// A verdict as one line of JSON, schema tamis/1.
// SPDX-License-Identifier: MIT
#ifndef TM_VERDICT_JSON_H
#define TM_VERDICT_JSON_H

#include "base/buf.h"
#include "sink/document.h"
#include "text/decode.h"

// The model as a verdict names it; borrows both strings.
typedef struct tm_model_name {
    const char *name;
    const char *sha256;
} tm_model_name;

// Appends the line, its end included. A verdict with `lines` gets them too, and for that alone
// `decoded` is needed: the bytes that it is about.
void tm_verdict_json(tm_buf *out, const tm_document *document, const tamis_verdict *verdict,
                     const tm_decoded *decoded, tm_model_name model);

#endif
