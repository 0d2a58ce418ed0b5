// Text of unknown origin made safe for a terminal, one character at a time.
// SPDX-License-Identifier: MIT
#ifndef TM_VISIBLE_H
#define TM_VISIBLE_H

#include <stdint.h>

#include "base/buf.h"

// One character of the source and how it is shown.
typedef struct tm_glyph {
    size_t begin, end; // bytes of the source
    char shown[16];    // what to write instead; not NUL-terminated
    size_t shown_len;
    size_t columns; // on the terminal: 0 for marks, 2 for Hangul, Han, kana and most emoji
} tm_glyph;

// A walk over `text`, which may hold any bytes, from offset `pos` on. Set these two, the rest zero.
typedef struct tm_glyphs {
    tm_str text;
    size_t pos;
    uint32_t previous; // code point before `pos`
    size_t n_marks;    // combining marks in a row before `pos`
} tm_glyphs;

bool tm_glyphs_next(tm_glyph *glyph, tm_glyphs *glyphs); // false at the end

// Appends `text`, cut with … when it needs more than `max_columns` (0: no limit). Returns the
// columns used.
size_t tm_visible(tm_buf *out, tm_str text, size_t max_columns);

#endif
