// A document as a small set of its words: the 64 whose hashes are smallest (bottom-k; Broder 1997,
// Thorup 2013). Documents that share words share sketch words, so that overlap, novelty and a light
// classifier need a few hundred bytes a document and no second look at the text; of a short
// document the sketch holds every word. Linear in the text, of which the first MiB is read.
// SPDX-License-Identifier: MIT
#ifndef TM_SKETCH_H
#define TM_SKETCH_H

#include "score/tokens.h"

enum { TM_SKETCH_WORDS = 64 };

typedef struct tm_sketch {
    uint32_t word[TM_SKETCH_WORDS]; // ascending, different
    uint32_t len;
} tm_sketch;

// What is needed to make them; one per thread.
typedef struct tm_sketcher {
    const tm_folds *folds; // borrowed
    tm_view view;
    tm_tokens tokens;
    uint32_t *hash; // [tokens.len] of the document read last; 0: a token that is no word
    size_t hash_cap;
    uint32_t *sorted;
    size_t sorted_cap;
} tm_sketcher;

// Words are folded words, pairs of characters where words have no blanks, hosts, handles.
// `text` is UTF-8. TAMIS_ENOMEM.
tamis_status tm_sketch_fill(tm_sketch *out, tm_sketcher *sketcher, tm_str text,
                            tamis_error *err);
// Appends what the word with this hash is in the document read last; nothing when it has none.
void tm_sketch_spell(tm_buf *out, const tm_sketcher *sketcher, uint32_t hash);
void tm_sketcher_free(tm_sketcher *sketcher);

#endif
