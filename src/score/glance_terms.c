// Looks for terms where they may begin: at syllables, Latin words and digits. Small tables rule out
// nearly all places (score/openings.h); at those left a walk down the trie decides.
// SPDX-License-Identifier: MIT
#include "score/glance_eye.h"
#include "score/tokens.h"

enum { SYLLABLE_BYTES = 3 };

// The steps: collect the places of a block that pass a small table, without a branch, since one in
// ten does and no processor can guess which; of those of several blocks keep what passes a larger
// one, likewise; walk the rest. `open`: the bytes to look at.

static void collect_syllables(tm_eye *e, uint64_t open)
{
    const tm_openings *const o = e->openings;
    tm_places *const places = e->syllables;
    const uint64_t ends = tm_back(e->now.hangul, e->before.hangul, SYLLABLE_BYTES) & open;
    size_t n = places->len;
    for (uint64_t bits = ends & e->now.other; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        if (tm_openings_has_syllable(o, e->bytes + bit - SYLLABLE_BYTES))
            tm_eye_walk(e, e->base + bit - SYLLABLE_BYTES, e->base + bit);
    }
    for (uint64_t bits = ends & ~e->now.other; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        places->at[n] = (uint32_t)(e->base + bit - SYLLABLE_BYTES);
        n += tm_openings_has_pair(o, e->bytes + bit - SYLLABLE_BYTES);
    }
    places->len = n;
}

// Whether the Latin letters at `at` may be the top-level domain of a host without a scheme. What
// follows them outside ASCII may be one more letter.
static bool may_be_domain(const tm_eye *e, size_t at)
{
    char label[TM_DOMAIN_BYTES] = {0};
    size_t len = 0;
    for (; len < sizeof label && tm_byte_is_latin(tm_eye_byte(e, at + len)); len++)
        label[len] = (char)(tm_eye_byte(e, at + len) | 0x20);
    return tm_openings_may_fold(tm_eye_byte(e, at + len)) || tm_domain_is_known(label);
}

static void collect_ascii(tm_eye *e, uint64_t open)
{
    const tm_masks *const m = &e->now;
    tm_places *const places = e->ascii;
    const uint64_t starts = (m->latin & ~tm_back(m->latin, e->before.latin, 1)) | m->digit;
    size_t n = places->len;
    for (uint64_t bits = starts & open; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        const size_t at = e->base + bit;
        if (at >= 2 && tm_eye_byte(e, at - 1) == '.' && tm_eye_byte(e, at - 2) > ' ' &&
            may_be_domain(e, at))
            tm_eye_host(e, at);
        places->at[n] = (uint32_t)at;
        n += tm_openings_has_four(e->openings, tm_openings_eight(e->bytes + bit));
    }
    places->len = n;
}

// The bytes to look at for terms: all but those of the line found last, which is reported anyway
// once a line is loud.
static uint64_t find_open(const tm_eye *e)
{
    const tm_glance *const g = e->glance;
    const size_t end = g->loud ? g->line[g->n_lines - 1].end : 0;
    if (end <= e->base)
        return ~UINT64_C(0);
    return end - e->base < TM_BLOCK_BYTES ? ~UINT64_C(0) << (end - e->base) : 0;
}

void tm_eye_see_places(tm_eye *e)
{
    const uint64_t open = find_open(e);
    collect_syllables(e, open);
    collect_ascii(e, open);
}

// The bytes at a place, of which TM_OPENING_READS can be read: near the end of the text, from the
// copy of the last block.
static const char *bytes_at(const tm_eye *e, size_t at)
{
    if (at + TM_EYE_MARGIN < e->base)
        return e->text.ptr + at;
    return at < e->base ? e->bytes - (e->base - at) : e->bytes + (at - e->base);
}

// Walks the first `n` of the places, which are all that is left; what is found is noted so many bytes
// behind.
static void walk_rest(tm_eye *e, tm_places *places, size_t n, size_t behind)
{
    for (size_t i = 0; i < n; i++)
        tm_eye_walk(e, places->at[i], places->at[i] + behind);
    places->len = 0;
}

static void find_syllable_terms(tm_eye *e)
{
    tm_places *const places = e->syllables;
    size_t n = 0;
    for (size_t i = 0; i < places->len; i++) {
        const uint32_t at = places->at[i];
        places->at[n] = at;
        n += tm_openings_has_next(e->openings, bytes_at(e, at));
    }
    walk_rest(e, places, n, SYLLABLE_BYTES);
}

static void find_ascii_terms(tm_eye *e)
{
    tm_places *const places = e->ascii;
    size_t n = 0;
    for (size_t i = 0; i < places->len; i++) {
        const uint32_t at = places->at[i];
        places->at[n] = at;
        n += tm_openings_has_eight(e->openings, tm_openings_eight(bytes_at(e, at)));
    }
    walk_rest(e, places, n, 0);
}

void tm_eye_see_terms(tm_eye *e)
{
    find_syllable_terms(e);
    find_ascii_terms(e);
}
