// The first half of a view: UTF-8 to folded characters, one after the other, with what depends
// on the characters before: marks, invisibles, conjoining jamo, turned runs.
// SPDX-License-Identifier: MIT
#ifndef TM_CAST_H
#define TM_CAST_H

#include "text/fold.h"

typedef struct tm_cast {
    tm_view *view;
    const tm_folds *folds;
    uint32_t watched; // TM_WATCH bits of all characters, among others
    uint32_t hidden;  // kinds of the invisibles since the last character, as bits
    size_t joins;     // view->len right after a conjoining jamo that may still grow
    size_t marked;    // view->len right after the last mark was put, and
    size_t n_marks;   // how many that character has by now
    size_t turned;    // characters before an open right-to-left override, + 1; 0: none open
    bool failed;      // out of memory
    bool full;        // it failed because the view holds all it may
} tm_cast;

// Appends the folded form of `text` to the view.
void tm_cast_text(tm_cast *cast, tm_str text);
// Appends one code point that stands at bytes [begin, end) of the source.
void tm_cast_put(tm_cast *cast, uint32_t codepoint, uint32_t begin, uint32_t end);

// Appends one folded character as it is.
void tm_cast_emit(tm_cast *cast, uint32_t codepoint, uint8_t klass, uint32_t begin,
                  uint32_t end);

// Notes what was invisible before character `at`, now that it is known what stands there.
void tm_cast_settle(tm_cast *cast, size_t at);

// True where a mark was kept.
bool tm_mark_at(const tm_cast *cast, size_t at);
// Puts a combining mark onto what the view ends with, or drops it.
void tm_mark_put(tm_cast *cast, uint32_t mark, uint32_t begin, uint32_t end);

#endif
