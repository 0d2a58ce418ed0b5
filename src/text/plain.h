// The text of a document: its bytes decoded and, of a page of HTML, its text without the markup.
// Everything that judges a document, learns from it or passes it on gets its text here, so that all
// of them see the same words.
// SPDX-License-Identifier: MIT
#ifndef TM_PLAIN_H
#define TM_PLAIN_H

#include "text/decode.h"
#include "text/html.h"

typedef struct tm_plain {
    tm_decoded decoded;
    bool is_html;
    tm_html html; // only of a page
    tm_str text;  // borrows `decoded` or `html`; empty if the bytes are not text (binary)
} tm_plain;

// Reads `bytes`, at most 4 GiB - 1, which `out` may borrow; reuses the memory of an earlier call.
// `charset` is the label that the document came with; it may be empty. TAMIS_ENOMEM.
tamis_status tm_plain_read(tm_plain *out, tm_str bytes, bool is_html, tm_str charset,
                           tamis_error *err);
void tm_plain_free(tm_plain *plain);

#endif
