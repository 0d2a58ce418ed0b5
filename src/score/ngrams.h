// The hashed n-grams of a token: which of the TM_NGRAM_BITS-wide table's entries it touches.
//
// Words: n-grams with boundary signs, 3 to 5 long in Latin letters, 2 to 4 elsewhere, and the
// whole word; digits count as one digit. Characters of scripts without blanks: the n-grams of 1 to
// 4 (Thai 5) that end there. Links: the words of the host, apart from text words. Line ends and
// e-mail addresses have none. Two neighbours
// make one more, of both whole tokens. Feature hashing: Weinberger et al., ICML 2009.
// SPDX-License-Identifier: MIT
#ifndef TM_NGRAMS_H
#define TM_NGRAMS_H

#include "score/tokens.h"
#include "score/weights.h"

enum { TM_MAX_NGRAMS = 512 };

typedef struct tm_ngrams {
    uint32_t index[TM_MAX_NGRAMS]; // each below 1 << TM_NGRAM_BITS; one may occur twice
    size_t len;
    uint32_t whole; // hash of the whole token, for the pair with its neighbour
} tm_ngrams;

void tm_ngrams_of(tm_ngrams *out, const tm_view *view, tm_token token);

// The pieces that other hashed evidence is made of: folding a value into a hash, the table entry of
// a finished hash, and a letter as hashes see it (all digits are one).
static inline uint32_t tm_ngram_mix(uint32_t hash, uint32_t value)
{
    hash = (hash ^ value) * 0x9E3779B1u;
    return hash ^ hash >> 15;
}

static inline uint32_t tm_ngram_entry(uint32_t hash)
{
    hash *= 0x85EBCA6Bu;
    return (hash ^ hash >> 13) & ((1u << TM_NGRAM_BITS) - 1);
}

static inline uint32_t tm_ngram_letter(const tm_view *view, size_t i)
{
    return view->klass[i] == TM_CHAR_DIGIT ? '0' : view->codepoint[i];
}

// The entry of two neighbouring tokens, given their `whole` hashes.
static inline uint32_t tm_ngram_pair(uint32_t before, uint32_t whole)
{
    return tm_ngram_entry(tm_ngram_mix(before, whole));
}

#endif
