// The hashed n-grams of a token: the entries of the weight table (score/weights.h) that it touches.
//
//   words    n-grams of the letters with a boundary sign on either side, 3 to 5 long for Latin
//            letters, else 2 to 4, and the whole word; all digits count as the same one
//   glyphs   characters of scripts without blanks: the n-grams of 1 to 4 (Thai 5) that end there
//   links    the words of the host, hashed apart from words of the text
//   others   numbers, handles, signs: as words; line ends and e-mail addresses have none
//
// Two neighbouring tokens have one more n-gram, of both of them whole. Feature hashing: Weinberger
// et al., ICML 2009.
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

// The n-grams of one token; beyond TM_MAX_NGRAMS they are left out.
void tm_ngrams_of(tm_ngrams *out, const tm_view *view, tm_token token);

// The steps of hashing, for other hashed evidence as well: a value mixed into a hash, ...
static inline uint32_t tm_ngram_mix(uint32_t hash, uint32_t value)
{
    hash = (hash ^ value) * 0x9E3779B1u;
    return hash ^ hash >> 15;
}

// ... the table entry of a finished hash, ...
static inline uint32_t tm_ngram_entry(uint32_t hash)
{
    hash *= 0x85EBCA6Bu;
    return (hash ^ hash >> 13) & ((1u << TM_NGRAM_BITS) - 1);
}

// ... and a letter as hashes see it: all digits are the same one.
static inline uint32_t tm_ngram_letter(const tm_view *view, size_t i)
{
    return view->klass[i] == TM_CHAR_DIGIT ? '0' : view->codepoint[i];
}

// The entry of two neighbouring tokens, given the `whole` hash of the first and of the second.
static inline uint32_t tm_ngram_pair(uint32_t before, uint32_t whole)
{
    return tm_ngram_entry(tm_ngram_mix(before, whole));
}

#endif
