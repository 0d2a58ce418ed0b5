// Compounds: a lexicon term together with what stands right before it, either the rest of its word
// or another term (제왕벳 in 제왕벳은, 신규 식보). Spam coins new ones all the time; ordinary
// writing repeats its own. So a model remembers which compounds clean documents hold, and any other
// is evidence by itself (score/weights.h), whatever its words.
//
// A compound's hash is its place in a table of bytes. So a known compound is always recognised; a
// new one is mistaken for known when its place happens to be taken (one in 60 with the default
// model, and more often with every model trained on top of it).
// SPDX-License-Identifier: MIT
#ifndef TM_COMPOUNDS_H
#define TM_COMPOUNDS_H

#include "score/hits.h"

enum { TM_COMPOUND_BITS = 20, TM_SEEN_BY_MANY = UINT8_MAX };
#define TM_COMPOUND_NONE UINT32_MAX // nothing stands before the term

// Which folds of the training data hold a compound: 0 none, f + 1 only fold f, TM_SEEN_BY_MANY
// several. In a finished model every compound that was seen has TM_SEEN_BY_MANY.
typedef struct tm_compounds {
    uint8_t *seen; // [1 << TM_COMPOUND_BITS], owned; NULL: no compound counts as new
} tm_compounds;

// An empty table. TAMIS_ENOMEM.
tamis_status tm_compounds_init(tm_compounds *compounds, tamis_error *err);
void tm_compounds_free(tm_compounds *compounds);

// How many places of the table are taken; and how many of them are free in `others`.
size_t tm_compounds_count(const tm_compounds *compounds);
size_t tm_compounds_count_beyond(const tm_compounds *compounds, const tm_compounds *others);

// Place in the table of the compound that ends with hit `h`, or TM_COMPOUND_NONE.
uint32_t tm_compound_of(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                        size_t h);

// Remembers the compounds of a clean document that belongs to `fold` of the training data.
void tm_compounds_add(tm_compounds *compounds, const tm_hits *hits, const tm_lexicon *lexicon,
                      const tm_view *view, unsigned fold);

// Whether no clean document holds the compound, those of one fold left aside: `own_fold` is its
// number plus 1, so that in training a document does not make its own words known; 0 otherwise.
static inline bool tm_compound_is_new(const tm_compounds *compounds, uint32_t compound,
                                      unsigned own_fold)
{
    return compound != TM_COMPOUND_NONE && compounds->seen &&
           (compounds->seen[compound] == 0 || compounds->seen[compound] == own_fold);
}

#endif
