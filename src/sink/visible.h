// Text of unknown origin made fit for a terminal, one glyph at a time.
// SPDX-License-Identifier: MIT
#ifndef TM_VISIBLE_H
#define TM_VISIBLE_H

#include <stdint.h>

#include "base/buf.h"

// One character of the source and how it is shown.
typedef struct tm_glyph {
    size_t begin, end; // source bytes
    char shown[16];    // not NUL-terminated
    size_t shown_len;
    size_t columns; // of the terminal: 0 for marks, 2 for Hangul, Han, kana and most emoji
} tm_glyph;

// A walk over `text`, which may hold any bytes. Start with {.text = …, .pos = …}.
typedef struct tm_glyphs {
    tm_str text;
    size_t pos;
    uint32_t previous; // code point before `pos`
    size_t n_marks;    // zero-width ones in a row before `pos`
} tm_glyphs;

bool tm_glyphs_next(tm_glyph *glyph, tm_glyphs *glyphs); // false at the end

// Appends `text`, cut with … where it needs more than `max_columns` (0: no limit).
// Returns the columns used.
size_t tm_visible(tm_buf *out, tm_str text, size_t max_columns);

#endif
