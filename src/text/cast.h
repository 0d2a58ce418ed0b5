// The first half of building a view: turns UTF-8 into folded characters, one after the other. Also
// handles what depends on the characters before: marks, invisible characters, conjoining jamo, runs
// shown from right to left.
// SPDX-License-Identifier: MIT
#ifndef TM_CAST_H
#define TM_CAST_H

#include "text/fold.h"

typedef struct tm_cast {
    tm_view *view;
    const tm_folds *folds;
    tm_str text;      // its source
    uint32_t watched; // the entries of all characters (fold.h) ORed; only TM_WATCH bits count
    uint32_t hidden;  // kinds of invisible characters since the last visible one, as bits
    size_t joins;   // view->len after an initial consonant that a vowel may join; else another
    size_t marked;  // view->len after the last mark, to tell whether the next follows it
    size_t n_marks; // number of marks that have followed the same character by then
    size_t turned;  // view->len + 1 when a right-to-left override was opened; 0: none is open
    bool failed;    // out of memory, or `full`
    bool full;      // the view holds the most it may (view->most)
} tm_cast;

// Appends the folded form of `text` to the view.
void tm_cast_text(tm_cast *cast, tm_str text);
// Appends one code point that stands at bytes [begin, end) of the source.
void tm_cast_put(tm_cast *cast, uint32_t codepoint, uint32_t begin, uint32_t end);

// Appends one folded character as it is.
void tm_cast_emit(tm_cast *cast, uint32_t codepoint, uint8_t klass, uint32_t begin,
                  uint32_t end);

// Flags character `at` if the invisible characters before it are evidence, and forgets them.
void tm_cast_settle(tm_cast *cast, size_t at);

// Whether character `at` of the view is a combining mark.
bool tm_mark_at(const tm_cast *cast, size_t at);
// Adds a combining mark to the last character of the view, or drops it.
void tm_mark_put(tm_cast *cast, uint32_t mark, uint32_t begin, uint32_t end);

#endif
