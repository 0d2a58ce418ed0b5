// Edits of a text, collected in any order and carried out in one pass. An edit cuts some bytes at
// one place of the text and puts a piece of the writer's output in their place.
// SPDX-License-Identifier: MIT
#ifndef TM_SPLICE_H
#define TM_SPLICE_H

#include "model/synthesise.h"

typedef struct tm_splice_edit {
    size_t at, cut;             // offset in the text and number of bytes to cut there
    size_t begin, end;          // the piece: these bytes of `pieces`
    size_t first_mark, n_marks; // the marks inside the piece, which become spans
} tm_splice_edit;

typedef struct tm_edits {
    tm_splice_edit *list;
    size_t n, cap;
} tm_edits;

// Appends a copy of `edit`. TAMIS_ENOMEM.
tamis_status tm_edits_add(tm_edits *edits, const tm_splice_edit *edit, tamis_error *err);
void tm_edits_free(tm_edits *edits);

// Appends `text` with all edits carried out to `out`, and the marks of the pieces as its spans.
// Sorts `edits`. They must not cut the same byte twice; those at the same byte must have been added
// in the order of their pieces, and keep it. TAMIS_ENOMEM.
tamis_status tm_splice(tm_sample *out, tm_str text, tm_edits *edits, tm_str pieces,
                       const tm_sample_span *marks, tamis_error *err);

#endif
