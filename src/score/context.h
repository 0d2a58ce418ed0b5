// What stands around a token, as entries of the n-gram table: how the words before and behind it
// end and begin (a swapped-in noun stands where the sentence wants a verb), which lexicon terms it
// adjoins (무료 + 포커 is an offer, whatever the game), and, for tokens that hold a term, which
// words keep it company in its line. Beside the n-grams, which know the token itself, these know
// the place; they generalise to words never seen. Feature hashing as in ngrams.h. Constant work a
// token; pure.
// SPDX-License-Identifier: MIT
#ifndef TM_CONTEXT_H
#define TM_CONTEXT_H

#include "score/window.h"

enum { TM_MAX_CONTEXT = 64 };

// Each writes the entries of token `i` (below 1 << TM_NGRAM_BITS) and returns how many; line ends
// have none.
//
// Terms side by side: which classes, and each term with the class of the other.
size_t tm_token_pairs(uint32_t entry[TM_MAX_CONTEXT], const tm_window *window,
                      const tm_lexicon *lexicon, size_t i);
// The ends of neighbouring words, and the company of a term.
size_t tm_token_surroundings(uint32_t entry[TM_MAX_CONTEXT], const tm_window *window, size_t i);

#endif
