// Where something can be put into a document: its lines, the ends of its sentences, the gaps
// between its words, and the ordinary words that can be swapped. Linear in the text.
// SPDX-License-Identifier: MIT
#ifndef TM_PLACE_H
#define TM_PLACE_H

#include "base/buf.h"
#include "base/rng.h"

typedef struct tm_range {
    size_t begin, end;
} tm_range;

typedef struct tm_places {
    tm_str text;     // borrows the document
    tm_range *lines; // those that are not blank, without their newlines
    size_t n_lines, lines_cap;
    size_t *ends; // bytes right behind the sign that ends a sentence
    size_t n_ends, ends_cap;
    bool korean, spaced; // spaced: words are separated by blanks
} tm_places;

tamis_status tm_places_find(tm_places *out, tm_str text, const char *language,
                            tamis_error *err);
void tm_places_free(tm_places *places);

// A byte where a word begins inside a line (after a blank, or in a run of unspaced script).
// False when none was met.
bool tm_place_gap(size_t *at, const tm_places *places, tm_rng *rng);

// An ordinary word of the document, without its particle. False when none was met.
bool tm_place_word(tm_str *word, const tm_places *places, tm_rng *rng);

// The next occurrence of `word` as a word of its own at or after `from`; `inner` accepts those
// that begin within a longer one, too. SIZE_MAX when there is none.
size_t tm_place_occurrence(const tm_places *places, tm_str word, size_t from, bool inner);

#endif
