// Terms that alarm in raw UTF-8, without a view: the last and dearest question of the glance
// (score/glance.h).
// SPDX-License-Identifier: MIT
#ifndef TM_ALARMS_H
#define TM_ALARMS_H

#include "score/lexicon.h"

// Whether a term that alarms (tm_term_alarms) begins at byte `pos` of `text`, by itself or as the
// beginning of a longer term. May wrongly say yes: where a view would not take the text character
// by character, and where `pos` is in the middle of a word. Never misses such a term.
bool tm_lexicon_alarms(const tm_lexicon *lexicon, const tm_folds *folds, tm_str text,
                       size_t pos);

#endif
