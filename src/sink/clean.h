// From the verdict on a contaminated document to the list of edits that clean it. An edit removes
// injected text, puts a swapped word back, or removes the blanks and separators that the others
// would leave over. Pure: no file is read or written.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEAN_H
#define TM_CLEAN_H

#include "text/decode.h"

typedef enum tm_edit_why {
    TM_EDIT_SPAN, // injected words within a line
    TM_EDIT_LINE, // an injected line, its end included
    TM_EDIT_SWAP, // a swapped word whose original is elsewhere in the document: that is put back
    TM_EDIT_TIDY  // a blank, a separator or an empty line beside one of the above
} tm_edit_why;

// Bytes [begin, end) of the decoded text are replaced by a copy of its bytes [put_begin, put_end).
typedef struct tm_edit {
    size_t begin, end;
    size_t put_begin, put_end; // equal: nothing is put there
    size_t first, last;        // `begin` and `end` in code points
    size_t line;               // of `begin`, from 1
    tm_edit_why why;
    tamis_span_kind kind; // without meaning for TIDY
} tm_edit;

// One hole: a span, or the part of it that lies in one line. The fields are as in tm_edit.
typedef struct tm_hole {
    size_t begin, end, put_begin, put_end;
    tamis_span_kind kind;
} tm_hole;

typedef struct tm_clean {
    tm_edit *edit; // ascending, disjoint
    size_t n_edits;
    size_t n_gone;       // code points removed by SPAN and LINE
    size_t n_characters; // code points of the text
    size_t edits_cap;
    tm_hole *hole;
    size_t n_holes, holes_cap;
} tm_clean;

// Plans the edits for `verdict`, which is that of tamis_screen on a text, no page, whose bytes decode
// to `decoded`. `out` is zero or holds an earlier plan, whose memory is reused. Whether the document
// should be cleaned at all is for the caller to decide. TAMIS_ENOMEM.
tamis_status tm_clean_plan(tm_clean *out, const tm_decoded *decoded,
                           const tamis_verdict *verdict, tamis_error *err);
void tm_clean_free(tm_clean *clean);

// Share of the document's characters that the plan removes (n_gone), 0 to 1.
double tm_clean_ratio(const tm_clean *clean);

const char *tm_edit_why_name(tm_edit_why why); // "span", "line", "swap", "tidy"

#endif
