// Korean particles agree with the final consonant of the word before them: 은/는, 이/가, 을/를,
// 과/와, 으로/로 (ㄹ counts as open before 로). Who swaps a word and leaves its particle breaks
// that: 장관은 became 라이브바카라은. Evidence that needs no word list.
// Source: Korean orthography rules (한글 맞춤법); ambiguous endings are left out, see below.
// SPDX-License-Identifier: MIT
#ifndef TM_PARTICLES_H
#define TM_PARTICLES_H

#include "score/tokens.h"

// True when characters [stem_end, …) of the view begin with a particle that cannot follow the
// syllable before them, the stem's end being known (a lexicon term ends there).
bool tm_particle_disagrees_after(const tm_view *view, uint32_t stem_end, uint32_t word_end);

// The same where the stem's end is not known: only endings that no ordinary Korean word has
// (-은, -을 after an open syllable, -를, -와 after a closed one, -으로 after an open one), with
// the common nouns that look so (가을, 마을 …) left out. `word` is a Hangul word token.
bool tm_particle_disagrees(const tm_view *view, tm_token word);

// Length in characters of the particle (or chain such as 들이, 에서는) that characters
// [begin, end) consist of wholly; 0 when they are no particle.
uint32_t tm_particle_length(const tm_view *view, uint32_t begin, uint32_t end);

// The syllable that the i-th of these particles begins with; 0 when there are no more.
uint32_t tm_particle_begin(size_t i);

#endif
