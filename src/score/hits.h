// Where the terms of the lexicon stand in a view, and which of them make up a phrase.
// SPDX-License-Identifier: MIT
#ifndef TM_HITS_H
#define TM_HITS_H

#include "score/lexicon.h"

typedef struct tm_hit {
    uint32_t begin, end; // characters of the view, half-open
    uint32_t term;       // index into lexicon->term
} tm_hit;

typedef struct tm_hits {
    tm_hit *hit; // ascending begin, then descending end; none lies inside another
    size_t len, cap;
    uint16_t *symbol; // scratch: the view as the automaton sees it, a 0 at the end
    uint32_t *source; // scratch: the character each symbol stands for
    size_t symbols_cap, sources_cap;
} tm_hits;

// Finds the terms in the view; what *out held before is replaced. Terms of a word group whose bit
// is set in `hidden_groups` are not found (training measures unseen words that way; otherwise 0).
// TAMIS_ENOMEM.
tamis_status tm_lexicon_scan(tm_hits *out, const tm_lexicon *lexicon, const tm_view *view,
                             unsigned hidden_groups, tamis_error *err);
// Finds what sounds or looks like a strong Korean term (빠까라, 슬룻, 카쥐노), terms spelt correctly
// among it, in characters [begin, end) of the view, and adds it to *out, whose hits must all lie
// before `begin`. TAMIS_ENOMEM.
tamis_status tm_lexicon_scan_phonetic(tm_hits *out, const tm_lexicon *lexicon,
                                      const tm_view *view, uint32_t begin, uint32_t end,
                                      unsigned hidden_groups, tamis_error *err);
void tm_hits_free(tm_hits *hits);

// Whether hits `h` and `h` + 1 stand side by side: at most one blank between them, and neither is a
// company term.
bool tm_hits_adjoin(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                    size_t h);

// The phrase of adjoining hits around hit `h`: hits [first, end). At most TM_MAX_PHRASE are looked at
// to each side.
enum { TM_MAX_PHRASE = 4 };
typedef struct tm_phrase {
    size_t first, end;
} tm_phrase;
tm_phrase tm_phrase_around(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                           size_t h);
// The number of terms in that phrase, or 0 when none of them is a game, a brand or a venue of
// weight 1 and more.
uint32_t tm_phrase_terms(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                         size_t h);
// The index behind the last of the hits that adjoin one another from hit `h` on.
size_t tm_phrase_end(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                     size_t h);

#endif
