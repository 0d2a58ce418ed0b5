// The facts: what a store remembers of a verdict, as one JSON object without any text. Written when
// a document goes into the store; read to show the document with its spans marked, and for the
// manifest.
// SPDX-License-Identifier: MIT
#ifndef TM_FACTS_H
#define TM_FACTS_H

#include "sink/document.h"
#include "sink/verdict_json.h"

enum {
    TM_FACTS_MAX_SPANS = 4096,    // the first ones, when a document has more
    TM_FACTS_MAX_ID_BYTES = 1024, // a longer id of a document is cut
    TM_FACTS_MAX_REASONS = 16
};

typedef struct tm_facts_about {
    const tm_document *document;
    const tamis_verdict *verdict;
    tm_model_name model;
    const char *text_field; // JSON Lines: the member that holds the text; else NULL
    bool is_warc;           // a record of a web archive
    size_t n_characters;    // of the text; 0: not known
} tm_facts_about;

void tm_facts_write(tm_buf *out, const tm_facts_about *about);

// The facts, read back. The verdict's spans have no text. Owns what it points to.
typedef struct tm_facts {
    tamis_verdict verdict;
    tm_buf document;   // id
    tm_buf text_field; // NUL-terminated; empty: the stored object as a whole is the text
    bool is_warc;      // the object is a record of a web archive
    bool is_html;      // the text is a page
    tm_buf model_name, model_sha256;
    size_t n_characters;
    tm_buf reasons[TM_FACTS_MAX_REASONS]; // names of features; an empty one ends the list
    tamis_span *spans;
    bool spans_failed; // there was no memory for them
} tm_facts;

// Reads what is there; unknown members are skipped, missing ones stay zero (the facts of an object
// that was adopted are {}). TAMIS_EFORMAT when `json` is not a JSON object, TAMIS_ENOMEM. Call
// tm_facts_free afterwards, also on failure.
tamis_status tm_facts_read(tm_facts *facts, tm_str json, tamis_error *err);
void tm_facts_free(tm_facts *facts);

#endif
