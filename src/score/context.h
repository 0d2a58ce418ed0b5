// What stands around a token, as entries of the n-gram table: how the words before and behind it
// end and begin (a swapped-in noun stands where the sentence wants a verb), which lexicon terms it
// adjoins (무료 + 포커 is an offer, whatever the game), and, for tokens that hold a term, which
// other words its line has. The n-grams describe the token itself, these its place, so that they
// also work for words never seen. Feature hashing as in ngrams.h. Constant work per token; pure.
// SPDX-License-Identifier: MIT
#ifndef TM_CONTEXT_H
#define TM_CONTEXT_H

#include "score/window.h"

enum { TM_MAX_CONTEXT = 64 };

// Both functions write entries of token `i` of the window (each below 1 << TM_NGRAM_BITS) and
// return how many. Line ends have none.
//
// Terms side by side: the classes of both, and each term with the class of the other.
size_t tm_token_pairs(uint32_t entry[TM_MAX_CONTEXT], const tm_window *window,
                      const tm_lexicon *lexicon, size_t i);
// The ends of neighbouring words and, for a token that holds a term, the other words of its line.
size_t tm_token_surroundings(uint32_t entry[TM_MAX_CONTEXT], const tm_window *window, size_t i);

#endif
