// A glance at text before any view of it is made: which of its lines could hold something to look
// at (score/evident.h)? Most documents have no such line and are done with; of most others a few
// lines are enough to see that nothing in them was injected.
//
// One pass over the raw UTF-8, 64 bytes at a time (base/block.h), asks of each line whether
//   - every character folds plainly, to itself or its small letter, and no step of the view
//     (text/view.h) would undo anything: no letters set apart, no digits within Latin words, no
//     encodings, no jamo, no letters of other alphabets;
//   - no term that alarms begins anywhere in it (score/openings.h);
//   - it holds no sign of a link or handle and no Latin name with digits behind.
// A line for which one of these cannot be told is handed out as well: the glance may err towards
// looking, never the other way (tests/property/prop_glance.c). Linear; no allocation but for the
// lines.
//
// That lines can be judged one by one is a property of the view: no disguise, no term and no token
// goes across a line end. What it does depend on beyond the line is seen to here: where a document
// holds jamo anywhere, z is a jamo among Hangul.
// SPDX-License-Identifier: MIT
#ifndef TM_GLANCE_H
#define TM_GLANCE_H

#include "base/buf.h"
#include "score/lexicon.h"

typedef struct tm_glance_line {
    uint32_t begin, end; // bytes; the line end included
} tm_glance_line;

typedef struct tm_glance {
    tm_glance_line *line; // ascending: loud ones, and those worth a look where one is loud
    size_t n_lines, cap;
    bool loud;       // a line is
    bool lost;       // lines cannot be judged one by one: look at everything
    size_t n_unsure; // letters that the view may have or lack besides those seen
    tm_buf parts;    // tm_glance_gather
} tm_glance;

// Looks at `text` (valid UTF-8, at most 4 GiB - 1). TAMIS_ENOMEM.
tamis_status tm_glance_at(tm_glance *glance, const tm_lexicon *lexicon, const tm_folds *folds,
                          tm_str text, tamis_error *err);

// The lines found of `text`, which was glanced at last, one behind the other. Borrows from the
// glance or from `text`.
tamis_status tm_glance_gather(tm_str *out, tm_glance *glance, tm_str text, tamis_error *err);

// The script most letters of `text` are of (tm_window.main_script), which was glanced at last;
// TM_CHAR_PUNCT where that is close or cannot be told without a view.
tm_char_class tm_glance_script(const tm_glance *glance, tm_str text);

void tm_glance_free(tm_glance *glance);

#endif
