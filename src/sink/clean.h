// What has to go out of a contaminated document, what has to come back, and nothing else: from a
// verdict to a list of edits. Pure: nothing is read or written. What an edit takes away is what
// strangers wrote, or the blanks and separators that only its going leaves behind.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEAN_H
#define TM_CLEAN_H

#include "text/decode.h"

typedef enum tm_edit_why {
    TM_EDIT_SPAN, // injected words within a line
    TM_EDIT_LINE, // an injected line, its end included
    TM_EDIT_SWAP, // a word that the document proves to stand in place of another, put back
    TM_EDIT_TIDY  // a blank, a separator or an empty line that stood beside the above
} tm_edit_why;

// Bytes [begin, end) of the decoded text give way to a copy of its bytes [put_begin, put_end).
typedef struct tm_edit {
    size_t begin, end;
    size_t put_begin, put_end; // equal: nothing is put there
    size_t first, last;        // `begin` and `end` in code points
    size_t line;               // of `begin`, from 1
    tm_edit_why why;
    tamis_span_kind kind; // not of TIDY
} tm_edit;

// One hole: a span or what of it lies in one line.
typedef struct tm_hole {
    size_t begin, end, put_begin, put_end;
    tamis_span_kind kind;
} tm_hole;

typedef struct tm_clean {
    tm_edit *edit; // ascending, disjoint
    size_t n_edits;
    size_t n_gone;       // code points taken out for good by SPAN and LINE
    size_t n_characters; // code points of the text
    size_t edits_cap;
    tm_hole *hole;
    size_t n_holes, holes_cap;
} tm_clean;

// Plans the edits for `verdict`, which is of the document that decodes to `decoded`; reuses the
// memory of an earlier plan. The spans are taken as they are: whether to clean is for the caller
// to decide. TAMIS_ENOMEM.
tamis_status tm_clean_plan(tm_clean *out, const tm_decoded *decoded,
                           const tamis_verdict *verdict, tamis_error *err);
void tm_clean_free(tm_clean *clean);

// Share of the document's characters that is taken out for good.
double tm_clean_ratio(const tm_clean *clean);

const char *tm_edit_why_name(tm_edit_why why); // "span", "line", "swap", "tidy"

#endif
