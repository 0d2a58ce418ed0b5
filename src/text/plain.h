// What a document says: its bytes decoded, and of a page the text that its markup has. Whoever
// judges a document, learns from it or hands it on as a text takes it from here, so that all of
// them mean the same words.
// SPDX-License-Identifier: MIT
#ifndef TM_PLAIN_H
#define TM_PLAIN_H

#include "text/decode.h"
#include "text/html.h"

typedef struct tm_plain {
    tm_decoded decoded;
    bool is_html;
    tm_html html; // of a page
    tm_str text;  // borrows one of the two; empty where the bytes are none (TM_ENCODING_BINARY)
} tm_plain;

// Reads `bytes`, at most 4 GiB - 1, which `out` borrows where they are its text; reuses the memory
// of an earlier call. `charset` is the label that a page came with, or empty. TAMIS_ENOMEM.
tamis_status tm_plain_read(tm_plain *out, tm_str bytes, bool is_html, tm_str charset,
                           tamis_error *err);
void tm_plain_free(tm_plain *plain);

#endif
