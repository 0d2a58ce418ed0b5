// Compounds: a lexicon term together with what stands right before it, the rest of its word or
// another term (제왕벳 in 제왕벳은, 신규 식보). Spam makes new ones all the time; those of ordinary
// writing come back. So a model remembers which ones clean documents hold, and a compound that it
// has not seen there is evidence of its own (score/weights.h), whatever the words in it.
//
// Remembered are hashes, a byte each in a table: none is ever forgotten, and a new one passes for a
// known one as often as a place of the table is taken (one in 60 by the default model, and more with
// every model on top of it).
// SPDX-License-Identifier: MIT
#ifndef TM_COMPOUNDS_H
#define TM_COMPOUNDS_H

#include "score/lexicon.h"

enum { TM_COMPOUND_BITS = 20, TM_SEEN_BY_MANY = UINT8_MAX };
#define TM_COMPOUND_NONE UINT32_MAX // nothing stands before the term

// Who has seen a compound: 0 nobody, f + 1 only fold f of the training data, TM_SEEN_BY_MANY
// several folds; in use, everything seen was seen by many.
typedef struct tm_compounds {
    uint8_t *seen; // [1 << TM_COMPOUND_BITS], owned; NULL: no compound counts as new
} tm_compounds;

tamis_status tm_compounds_init(tm_compounds *compounds, tamis_error *err);
void tm_compounds_free(tm_compounds *compounds);

// How many places of the table somebody has seen; and how many of them nobody of `others` has.
size_t tm_compounds_count(const tm_compounds *compounds);
size_t tm_compounds_count_beyond(const tm_compounds *compounds, const tm_compounds *others);

// Place in the table of the compound that ends with hit `h`, or TM_COMPOUND_NONE.
uint32_t tm_compound_of(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                        size_t h);

// Remembers what a clean document of `fold` holds.
void tm_compounds_add(tm_compounds *compounds, const tm_hits *hits, const tm_lexicon *lexicon,
                      const tm_view *view, unsigned fold);

// Whether nobody has seen the compound, `own_fold` left aside: the number of a fold plus 1, so that
// training does not take a document's own words for known ones; 0 in use.
static inline bool tm_compound_is_new(const tm_compounds *compounds, uint32_t compound,
                                      unsigned own_fold)
{
    return compound != TM_COMPOUND_NONE && compounds->seen &&
           (compounds->seen[compound] == 0 || compounds->seen[compound] == own_fold);
}

#endif
