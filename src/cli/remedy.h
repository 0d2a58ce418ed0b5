// What becomes of a document that is cleaned: nothing, replacements in its bytes, or the reason why
// it cannot be helped. On the thread that judged it.
// SPDX-License-Identifier: MIT
#ifndef TM_REMEDY_H
#define TM_REMEDY_H

#include "read/reader.h"
#include "sink/clean.h"
#include "sink/document.h"

typedef enum tm_remedy_kind {
    TM_REMEDY_NONE,     // not flagged: it is clean as it is
    TM_REMEDY_CLEANED,  // by its replacements
    TM_REMEDY_REFUSED,  // `why` says why
    TM_REMEDY_UNSCANNED // likewise
} tm_remedy_kind;

// Of a record that is refused or unscanned the one replacement is of the whole record.
typedef struct tm_remedy {
    tm_remedy_kind kind;
    const char *why;   // static
    size_t begin, end; // of its replacements
    size_t n_gone;     // code points taken out for good
} tm_remedy;

typedef struct tm_replacement {
    size_t begin, end;             // bytes of the record that give way
    size_t put_begin, put_end;     // to a copy of these; equal: to nothing
    size_t about_begin, about_end; // what a sidecar tells of it: an object in `about`
} tm_replacement;

// The replacements of many documents. Zero is none.
typedef struct tm_replacements {
    tm_replacement *list;
    size_t n, cap;
    tm_buf about;
} tm_replacements;

void tm_replacements_clear(tm_replacements *all, size_t kept_bytes); // frees what is larger
void tm_replacements_free(tm_replacements *all);

// What finding remedies takes; one for each thread.
typedef struct tm_remedier {
    tamis_screener *screener; // borrowed
    double max_removed;
    tm_clean clean;
    tm_decoded decoded;
    tm_buf cleaned;
    uint32_t *literal_origin;
    size_t literal_cap;
} tm_remedier;

void tm_remedier_free(tm_remedier *remedier);
void tm_remedier_shrink(tm_remedier *remedier, size_t kept_bytes); // frees what is larger

// A document that was judged; borrowed.
typedef struct tm_judged {
    const tm_record *record;
    const tm_record_view *view;
    const tm_document *document;
    const tamis_verdict *verdict; // of the remedier's screener; not valid afterwards
    bool flagged;
} tm_judged;

// Appends the replacements to `all`. TAMIS_ENOMEM.
tamis_status tm_remedy_find(tm_remedy *out, tm_replacements *all, tm_remedier *remedier,
                            const tm_judged *judged, tamis_error *err);

#endif
