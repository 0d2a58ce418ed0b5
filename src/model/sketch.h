// A document as a small set of its words: the 64 words with the smallest hashes (bottom-k sketch;
// Broder 1997, Thorup 2013). Which words that are does not depend on the rest of the document, so
// documents that share words share sketch words. Overlap, novelty and a light classifier then need
// a few hundred bytes per document and not the text. The sketch of a short document holds all its
// words. Linear in the text but for a sort; only its first MiB is read.
// SPDX-License-Identifier: MIT
#ifndef TM_SKETCH_H
#define TM_SKETCH_H

#include "score/tokens.h"

enum { TM_SKETCH_WORDS = 64 };

typedef struct tm_sketch {
    uint32_t word[TM_SKETCH_WORDS]; // hashes, strictly ascending
    uint32_t len;
} tm_sketch;

// Scratch memory for making sketches; one per thread. Zero but for `folds` to begin with.
typedef struct tm_sketcher {
    const tm_folds *folds; // borrowed
    tm_view view;
    tm_tokens tokens;
    uint32_t *hash; // [tokens.len] of the document read last; 0: the token is not a word
    size_t hash_cap;
    uint32_t *sorted; // the hashes of words, ascending
    size_t sorted_cap;
} tm_sketcher;

// Makes the sketch of `text` (UTF-8). Its words are folded words, pairs of adjacent characters in
// scripts without blanks, the hosts of links, and handles. TAMIS_ENOMEM.
tamis_status tm_sketch_fill(tm_sketch *out, tm_sketcher *sketcher, tm_str text,
                            tamis_error *err);
// Appends the folded word with this hash, if the document read last has one.
void tm_sketch_spell(tm_buf *out, const tm_sketcher *sketcher, uint32_t hash);
void tm_sketcher_free(tm_sketcher *sketcher);

#endif
