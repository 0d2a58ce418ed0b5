// What a store remembers of a verdict: everything but the text. Written when a document goes into
// the store; read to show it with the spans marked, and to make the manifest.
// SPDX-License-Identifier: MIT
#ifndef TM_FACTS_H
#define TM_FACTS_H

#include "sink/document.h"
#include "sink/verdict_json.h"

enum {
    TM_FACTS_MAX_SPANS = 4096,    // of a document that has more, the first
    TM_FACTS_MAX_ID_BYTES = 1024, // of its own id
    TM_FACTS_MAX_REASONS = 16
};

typedef struct tm_facts_about {
    const tm_document *document;
    const tamis_verdict *verdict;
    tm_model_name model;
    const char *text_field; // of JSON Lines, else NULL
    bool is_warc;           // a record of a web archive
    size_t n_characters;    // of the text; 0: not known
} tm_facts_about;

void tm_facts_write(tm_buf *out, const tm_facts_about *about);

// The facts as they were; the verdict's spans have no text. Owns what it points to.
typedef struct tm_facts {
    tamis_verdict verdict;
    tm_buf document;   // id
    tm_buf text_field; // NUL-terminated; empty: the object is the text
    bool is_warc;      // the object is a record of a web archive
    bool is_html;      // the text is a page
    tm_buf model_name, model_sha256;
    size_t n_characters;
    tm_buf reasons[TM_FACTS_MAX_REASONS]; // names
    tamis_span *spans;
} tm_facts;

// Takes what is there and passes over what it does not know: the facts of a found object are
// empty. TAMIS_EFORMAT when they are no JSON object; free in any case.
tamis_status tm_facts_read(tm_facts *facts, tm_str json, tamis_error *err);
void tm_facts_free(tm_facts *facts);

#endif
