// What is left around a hole: blanks and separators of which one side is too many.
// SPDX-License-Identifier: MIT
#ifndef TM_TIDY_H
#define TM_TIDY_H

#include "sink/clean.h"

typedef enum tm_mark {
    TM_MARK_WORD,      // letters, digits and whatever else is a text's own
    TM_MARK_BLANK,     //
    TM_MARK_SEPARATOR, // | / · - and their like, which stand between things of one kind
    TM_MARK_OPEN,      // ( [ “
    TM_MARK_CLOSE,     // ) ] ”
    TM_MARK_STOP,      // . ! ?
    TM_MARK_ORNAMENT   // other signs that are no words
} tm_mark;

tm_mark tm_mark_of(uint32_t codepoint);

// The stretch of blanks and separators around one or more holes of a line, and of its pieces
// (before the first hole, between two, after the last) the one that stays.
typedef struct tm_gap {
    size_t begin, end;           // bytes of the text, holes included
    size_t first_hole, end_hole; // of the plan
    size_t keep_begin, keep_end; // what stays; empty: nothing
} tm_gap;

// The gap that begins with hole `h`, which lies in the line [begin, end). Holes up to `end_hole`
// belong to the line; `own_begin` is where the text before it that stays must not be left.
tm_gap tm_gap_find(const tm_clean *clean, tm_str text, tm_str line, size_t h, size_t end_hole,
                   size_t own_begin);

#endif
