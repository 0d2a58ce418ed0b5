// Blanks and separators around a hole: when the hole is cut out, those of one side have to go too.
// SPDX-License-Identifier: MIT
#ifndef TM_TIDY_H
#define TM_TIDY_H

#include "sink/clean.h"

typedef enum tm_mark {
    TM_MARK_WORD,      // letters, digits and all that is not below
    TM_MARK_BLANK,     //
    TM_MARK_SEPARATOR, // | / · - and the like, which separate items of a list
    TM_MARK_OPEN,      // ( [ “
    TM_MARK_CLOSE,     // ) ] ”
    TM_MARK_STOP,      // . ! ?
    TM_MARK_ORNAMENT   // other signs that are not part of words
} tm_mark;

// The class of a character.
tm_mark tm_mark_of(uint32_t codepoint);

// A gap: one or more holes of a line with the blanks and separators around them. The holes cut
// these into pieces (before the first hole, between two, after the last), of which at most one
// stays.
typedef struct tm_tidy_gap {
    size_t begin, end;           // bytes of the text, holes included
    size_t first_hole, end_hole; // [first_hole, end_hole) of clean->hole
    size_t keep_begin, keep_end; // bytes of the piece that stays; empty: none
} tm_tidy_gap;

// The gap whose first hole is `h`. `line`, a slice of `text`, is the line that it is in; the holes
// of the line end before `end_hole`. The gap does not begin before offset `own_begin` of the text.
tm_tidy_gap tm_gap_find(const tm_clean *clean, tm_str text, tm_str line, size_t h,
                        size_t end_hole, size_t own_begin);

#endif
