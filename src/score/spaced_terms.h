// Terms in letters that were set apart (l i v e d e a l e r b a c c a r a t). When the view joins
// such a row again (text/view.h), it cannot tell where words ended. So here a term of Latin or
// Cyrillic letters may begin and end anywhere in the row, and its own blanks may be missing. Lest
// cialis be found in s p e c i a l i s t and bet in b e t w e e n, terms that sell something must
// make up more than two thirds of the row, and all of a short one.
// SPDX-License-Identifier: MIT
#ifndef TM_SPACED_TERMS_H
#define TM_SPACED_TERMS_H

#include "score/hits.h"

// Adds the terms of such rows to the hits of `view`, which stay sorted and unnested;
// `hidden_groups` as in tm_lexicon_scan. Time: linear in the view, plus the letters of rows times
// the longest term, plus sorting the hits where any were added. TAMIS_ENOMEM.
tamis_status tm_spaced_terms_add(tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                                 unsigned hidden_groups, tamis_error *err);

#endif
