// Korean particles have two forms, one behind a closed syllable (with a final consonant) and one
// behind an open syllable (without): 은/는, 이/가, 을/를, 과/와, 으로/로 (ㄹ counts as open before
// 로). Whoever swaps a word and leaves its particle may break that rule: 장관은 became
// 라이브바카라은. This is evidence that needs no word list.
// Source: Korean orthography rules (한글 맞춤법); ambiguous endings are left out, see below.
// SPDX-License-Identifier: MIT
#ifndef TM_PARTICLES_H
#define TM_PARTICLES_H

#include "score/tokens.h"

// For a word whose stem is known to end before character `stem_end` of the view (a lexicon term
// ends there): true when characters [stem_end, word_end) begin with a particle that cannot follow
// the syllable before them. A particle of one syllable counts only when it ends the word.
bool tm_particle_disagrees_after(const tm_view *view, uint32_t stem_end, uint32_t word_end);

// The same where it is not known where the stem ends. Only endings that ordinary Korean words do
// not have are considered (-은, -을 and -으로 after an open syllable, -를 and -와 after a closed
// one), and common nouns that happen to end so (가을, 마을 …) are left out. `word` is a Hangul word.
bool tm_particle_disagrees(const tm_view *view, tm_token word);

// The number of characters in [begin, end) when all of them together are a particle or a chain of
// particles (들이, 에서는), else 0.
uint32_t tm_particle_length(const tm_view *view, uint32_t begin, uint32_t end);

// The first syllable of the i-th particle that tm_particle_length knows; 0 behind the last.
uint32_t tm_particle_begin(size_t i);

#endif
