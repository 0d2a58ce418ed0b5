// Edits of a text, collected in any order and carried out in one pass: at a byte of the text,
// some bytes are cut and a piece of the writer's output takes their place.
// SPDX-License-Identifier: MIT
#ifndef TM_SPLICE_H
#define TM_SPLICE_H

#include "model/synthesise.h"

typedef struct tm_edit {
    size_t at, cut;             // in the text
    size_t begin, end;          // the piece, in `pieces`
    size_t first_mark, n_marks; // what of it becomes spans
} tm_edit;

typedef struct tm_edits {
    tm_edit *list;
    size_t n, cap;
} tm_edits;

tamis_status tm_edits_add(tm_edits *edits, const tm_edit *edit, tamis_error *err);
void tm_edits_free(tm_edits *edits);

// Writes `text` with all edits done into `out` and the marks as its spans. Edits must not cut the
// same bytes twice; those at the same byte keep the order in which they were added.
tamis_status tm_splice(tm_sample *out, tm_str text, tm_edits *edits, tm_str pieces,
                       const tm_sample_span *marks, tamis_error *err);

#endif
