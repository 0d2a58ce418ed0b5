// The lone phrase: a text speaks of gambling in one phrase only, the same each time, and holds no
// word of honest writing on the subject. Whoever writes about gambling names more of it; a noun
// that was replaced all over a text (장관 by 라이브바카라) stands alone.
//
// A phrase is a row of adjoining hits (tm_hits_adjoin). It is about gambling when one of its first
// terms is a game, a brand, a venue of weight 1 and more, or the back part of a brand that alarms.
// Phrases are the same when their letters are.
// SPDX-License-Identifier: MIT
#ifndef TM_LONE_H
#define TM_LONE_H

#include "score/hits.h"

// How often the lone phrase occurs in the view; 0 when there is none. Linear; allocates nothing.
size_t tm_lone_count(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view);

// Whether the phrase around hit `h` (tm_phrase_around) is about gambling.
bool tm_is_about_gambling(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                          size_t h);

#endif
