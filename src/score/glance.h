// A glance at raw text, before any view of it is made: which of its lines could hold something to
// look at (score/evident.h)? Most documents have no such line and are done with here; in most
// others, reading a few lines is enough to see that nothing was injected (score/skim.h).
//
// One pass over the raw UTF-8, 64 bytes at a time (base/block.h), checks of each line that
//   - every character folds plainly, to itself or its small letter, and no step of the view
//     (text/view.h) would undo anything: no letters set apart, no digits within Latin words, no
//     encodings, no jamo, no letters of other alphabets;
//   - no term that alarms (tm_term_alarms) begins anywhere in it (score/openings.h);
//   - it holds no sign of a link or handle, and no Latin name with digits behind it.
// A line for which one of these cannot be told counts as one to look at: the glance may report a
// line needlessly, but never misses one (tests/property/prop_glance.c). Linear; allocates nothing
// but the list of lines.
//
// Lines can be judged one by one because no disguise, no term and no token of the view crosses a
// line end. Where other lines do matter (a jamo anywhere in a document makes z among Hangul a jamo
// as well), the glance gives up: it is `lost`.
// SPDX-License-Identifier: MIT
#ifndef TM_GLANCE_H
#define TM_GLANCE_H

#include "base/buf.h"
#include "score/lexicon.h"

typedef struct tm_glance_line {
    uint32_t begin, end; // bytes; the line end included
} tm_glance_line;

typedef struct tm_glance {
    // Ascending, disjoint: lines that may hold something to look at (loud ones), and lines that may
    // hold a host name, which matter only when some line is loud.
    tm_glance_line *line;
    size_t n_lines, cap;
    size_t n_gathered; // lines that tm_glance_gather has joined
    bool loud;         // some line is loud
    bool lost;         // lines cannot be judged one by one: look at the whole text
    size_t n_unsure;   // at most so many letters more or fewer than seen are in the view
    tm_buf parts;      // scratch of tm_glance_gather
} tm_glance;

// Looks at `text` (valid UTF-8, at most 4 GiB - 1); what the glance held before is replaced.
// TAMIS_ENOMEM.
tamis_status tm_glance_at(tm_glance *glance, const tm_lexicon *lexicon, const tm_folds *folds,
                          tm_str text, tamis_error *err);

// Joins the next lines found in `text`, which must be the text glanced at last, until they hold
// `n_bytes` or none is left. *out borrows from the glance (until its next use) or from `text`.
// TAMIS_ENOMEM.
tamis_status tm_glance_gather(tm_str *out, tm_glance *glance, tm_str text, size_t n_bytes,
                              tamis_error *err);

// The script that most letters of `text`, the text glanced at last, are in (as
// tm_window.main_script); TM_CHAR_PUNCT where that is close or cannot be told without a view.
tm_char_class tm_glance_script(const tm_glance *glance, tm_str text);

void tm_glance_free(tm_glance *glance);

#endif
