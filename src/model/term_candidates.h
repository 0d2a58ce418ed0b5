// What could be a term: every n-gram of a text that the lexicon could hold, as a range of
// characters of the folded view and the hash of its folded text.
//
//   words of scripts with blanks   whole, without a Korean particle at the end; and their parts,
//                                  cut where the script changes, at digits and at the borders of
//                                  hits, but never inside a run of Latin or Cyrillic letters
//   phrases                        2 to 4 whole words with only blanks between them
//   scripts without blanks         runs of 2 to 10 characters (Thai 3 to 14), in whole clusters;
//                                  katakana is not cut, hiragana neither begins nor ends a run
//   links and handles              the host, the name
//
// When `hits` are given, no n-gram begins or ends inside a hit, since parts of known terms are
// nothing new. Without them, Hangul words are cut between any two syllables, up to 10 of them, as a
// term would be found in clean text. Linear in the text, at most about 14 candidates per character.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_CANDIDATES_H
#define TM_TERM_CANDIDATES_H

#include "score/hits.h"
#include "score/tokens.h"

enum { TM_MAX_CANDIDATE_CHARACTERS = 40 };

typedef struct tm_candidate {
    uint64_t hash;       // of its characters, with each run of blanks taken as one; never 0
    uint32_t begin, end; // half-open range of characters of the view
} tm_candidate;

typedef struct tm_candidates {
    tm_candidate *candidate;
    size_t len, cap;
    uint8_t *edge; // scratch: whether the place before character i is in or at the end of a hit
    size_t edge_cap;
} tm_candidates;

// Replaces what `out` (zeroed or used before) holds. `tokens` and `hits` (nullable) are of `view`.
// TAMIS_ENOMEM.
tamis_status tm_candidates_find(tm_candidates *out, const tm_view *view,
                                const tm_tokens *tokens, const tm_hits *hits, tamis_error *err);
void tm_candidates_free(tm_candidates *candidates);

// The hash of a candidate: a state, TM_CANDIDATE_SEED at first, takes a step for each character;
// the hash is made of the last state.
static const uint64_t TM_CANDIDATE_SEED = 0xCBF29CE484222325u;
static inline uint64_t tm_candidate_step(uint64_t state, uint32_t codepoint)
{
    state = (state ^ codepoint) * 0x9E3779B97F4A7C15u;
    return state ^ state >> 29;
}
static inline uint64_t tm_candidate_hash(uint64_t state)
{
    state = (state ^ state >> 32) * 0xD6E8FEB86659FD93u;
    state ^= state >> 32;
    return state ? state : 1;
}

#endif
