// Where something can be put into a document: its lines, the ends of its sentences, the gaps
// between its words, and the ordinary words that can be swapped. Linear in the text.
// SPDX-License-Identifier: MIT
#ifndef TM_PLACE_H
#define TM_PLACE_H

#include "base/buf.h"
#include "base/rng.h"

typedef struct tm_place_range {
    size_t begin, end;
} tm_place_range;

typedef struct tm_places {
    tm_str text;           // borrows the document
    tm_place_range *lines; // those that are not blank, without newlines and trailing blanks
    size_t n_lines, lines_cap;
    size_t *ends; // for each sentence, the byte behind its final sign and closing quotes
    size_t n_ends, ends_cap;
    bool korean, spaced; // spaced: the language separates words by blanks
} tm_places;

// `text` is UTF-8 and borrowed by `out`; `language` is a code such as "ko". TAMIS_ENOMEM.
tamis_status tm_places_find(tm_places *out, tm_str text, const char *language,
                            tamis_error *err);
void tm_places_free(tm_places *places);

// Draws a byte where a word begins inside a line: after a blank, or anywhere in a run of a script
// without blanks. False when a bounded number of random probes found none; likewise below.
bool tm_place_gap(size_t *at, const tm_places *places, tm_rng *rng);

// Draws an ordinary word of the document, without its Korean particle; borrows the document.
bool tm_place_word(tm_str *word, const tm_places *places, tm_rng *rng);

// The byte of the next occurrence of `word` (not empty) at or after byte `from`: as a word of its
// own (a Korean particle may follow), or with `inner` also inside a longer word. SIZE_MAX: none.
size_t tm_place_occurrence(const tm_places *places, tm_str word, size_t from, bool inner);

#endif
