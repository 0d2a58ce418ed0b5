// Terms in letters that were set apart (l i v e d e a l e r b a c c a r a t). Joining them again
// (text/view.h) cannot tell where words ended, so of Latin and Cyrillic letters a term may begin
// and end anywhere in such a row, and its own blanks need not be there. Not to find cialis in
// s p e c i a l i s t and bet in b e t w e e n, more than two thirds of a row must be terms that
// sell something, and the whole of a short one.
// SPDX-License-Identifier: MIT
#ifndef TM_SPACED_TERMS_H
#define TM_SPACED_TERMS_H

#include "score/lexicon.h"

// Adds what such rows hold to the hits of `view`, which stay in order and unnested. Time: the view,
// the letters of rows times the longest term, and sorting the hits. TAMIS_ENOMEM.
tamis_status tm_spaced_terms_add(tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                                 unsigned hidden_groups, tamis_error *err);

#endif
