// The remedy for a judged document: nothing, replacements in its bytes, or the reason why it cannot
// be cleaned. Found on the thread that judged it.
// SPDX-License-Identifier: MIT
#ifndef TM_REMEDY_H
#define TM_REMEDY_H

#include "read/reader.h"
#include "sink/clean.h"
#include "sink/document.h"

typedef enum tm_remedy_kind {
    TM_REMEDY_NONE,     // not flagged: it stays as it is
    TM_REMEDY_CLEANED,  // its replacements clean it
    TM_REMEDY_REFUSED,  // flagged, but it cannot be cleaned: `why` says why
    TM_REMEDY_UNSCANNED // not scanned: `why` says why
} tm_remedy_kind;

// A record of JSON Lines that is refused or unscanned has one replacement, of the whole record.
typedef struct tm_remedy {
    tm_remedy_kind kind;
    const char *why;   // static; only when REFUSED or UNSCANNED
    size_t begin, end; // its replacements, [begin, end) of the list
    size_t n_gone;     // code points removed (tm_clean)
} tm_remedy;

typedef struct tm_replacement {
    size_t begin, end;             // these bytes of the record are replaced
    size_t put_begin, put_end;     // by a copy of these; equal: by nothing
    size_t about_begin, about_end; // a JSON object for the sidecar, in `about`
} tm_replacement;

// The replacements of many documents. Zero is a valid empty list.
typedef struct tm_replacements {
    tm_replacement *list;
    size_t n, cap;
    tm_buf about;
} tm_replacements;

void tm_replacements_clear(tm_replacements *all, size_t kept_bytes); // frees larger buffers
void tm_replacements_free(tm_replacements *all);

// The scratch memory for finding remedies; one for each thread.
typedef struct tm_remedier {
    tamis_screener *screener; // borrowed
    double max_removed;
    bool strict; // what would be suspect still is refused, too
    tm_clean clean;
    tm_decoded decoded;
    tm_buf cleaned;
    uint32_t *literal_origin;
    size_t literal_cap;
} tm_remedier;

void tm_remedier_free(tm_remedier *remedier);
void tm_remedier_shrink(tm_remedier *remedier, size_t kept_bytes); // frees larger buffers

// A document that was judged; borrowed.
typedef struct tm_judged {
    const tm_record *record;
    const tm_record_view *view;
    const tm_document *document;
    const tamis_verdict *verdict; // of the remedier's screener; not valid afterwards
    bool flagged;
} tm_judged;

// Finds the remedy of a document and appends its replacements to `all`. TAMIS_ENOMEM.
tamis_status tm_remedy_find(tm_remedy *out, tm_replacements *all, tm_remedier *remedier,
                            const tm_judged *judged, tamis_error *err);

#endif
