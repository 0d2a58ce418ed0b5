// The table, and where a compound begins.
// SPDX-License-Identifier: MIT
#include "score/compounds.h"

#include <stdlib.h>

#include "score/ngrams.h"

enum {
    COMPOUND_SEED = 0xC03D,
    MAX_BEFORE = 8 // letters: more are a sentence without blanks
};

tamis_status tm_compounds_init(tm_compounds *compounds, tamis_error *err)
{
    compounds->seen = calloc((size_t)1 << TM_COMPOUND_BITS, sizeof *compounds->seen);
    return compounds->seen ? TAMIS_OK : tm_fail(err, TAMIS_ENOMEM, "no memory for compounds");
}

void tm_compounds_free(tm_compounds *compounds)
{
    free(compounds->seen);
    *compounds = (tm_compounds){0};
}

size_t tm_compounds_count_beyond(const tm_compounds *compounds, const tm_compounds *others)
{
    size_t n = 0;
    for (size_t i = 0; compounds->seen && i < (size_t)1 << TM_COMPOUND_BITS; i++)
        n += compounds->seen[i] != 0 && !(others->seen && others->seen[i]);
    return n;
}

size_t tm_compounds_count(const tm_compounds *compounds)
{
    return tm_compounds_count_beyond(compounds, &(tm_compounds){0});
}

// Where the run of Hangul right before the term begins; the begin of the term when there is none or
// it is too long. Only Hangul: scripts without blanks do not show where words begin, and terms in
// Latin and Cyrillic are whole words.
static uint32_t word_begin(const tm_view *view, tm_hit hit)
{
    uint32_t begin = hit.begin;
    while (begin > 0 && view->klass[begin - 1] == TM_CHAR_HANGUL)
        if (hit.begin - --begin > MAX_BEFORE)
            return hit.begin;
    return begin;
}

// Place of a compound in the table: a hash of its letters and digits, so that 신규 식보 and 신규식보
// are the same.
static uint32_t place_of(const tm_view *view, uint32_t begin, uint32_t end)
{
    uint32_t hash = COMPOUND_SEED;
    for (uint32_t i = begin; i < end; i++)
        if (tm_char_is_word(view->klass[i]))
            hash = tm_ngram_mix(hash, tm_ngram_letter(view, i));
    hash *= 0x85EBCA6Bu;
    return hash >> (32 - TM_COMPOUND_BITS);
}

uint32_t tm_compound_of(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                        size_t h)
{
    const tm_hit hit = hits->hit[h];
    const bool joined = h > 0 && tm_hits_adjoin(hits, lexicon, view, h - 1);
    const uint32_t begin = joined ? hits->hit[h - 1].begin : word_begin(view, hit);
    return begin < hit.begin ? place_of(view, begin, hit.end) : TM_COMPOUND_NONE;
}

static void note(tm_compounds *compounds, uint32_t place, unsigned fold)
{
    uint8_t *const seen = &compounds->seen[place];
    *seen = *seen == 0 || *seen == fold + 1 ? (uint8_t)(fold + 1) : TM_SEEN_BY_MANY;
}

void tm_compounds_add(tm_compounds *compounds, const tm_hits *hits, const tm_lexicon *lexicon,
                      const tm_view *view, unsigned fold)
{
    for (size_t h = 0; h < hits->len; h++) {
        const uint32_t compound = tm_compound_of(hits, lexicon, view, h);
        if (compound != TM_COMPOUND_NONE)
            note(compounds, compound, fold);
        // Where the compound is of two terms, its second word as well: when training hides the
        // first term, that is the compound.
        const tm_hit hit = hits->hit[h];
        const uint32_t begin = word_begin(view, hit);
        if (begin < hit.begin)
            note(compounds, place_of(view, begin, hit.end), fold);
    }
}
