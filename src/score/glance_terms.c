// Looks for terms where they may begin: at syllables, Latin words and digits. Small tables rule out
// nearly all places (score/openings.h); at those left a walk down the trie decides.
// SPDX-License-Identifier: MIT
#include "score/glance_eye.h"
#include "score/tokens.h"

enum { SYLLABLE_BYTES = 3 };

// The steps of both functions: collect the places that pass a small table, without a branch, since
// one in ten does and no processor can guess which; keep those that pass a larger one, likewise;
// walk the rest. `open`: the bytes to look at.

static void find_syllable_terms(tm_eye *e, uint64_t open)
{
    const tm_openings *const o = e->openings;
    const uint64_t ends = tm_back(e->now.hangul, e->before.hangul, SYLLABLE_BYTES) & open;
    uint8_t found[TM_BLOCK_BYTES];
    size_t n = 0, n_left = 0;
    for (uint64_t bits = ends & e->now.other; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        if (tm_openings_has_syllable(o, e->bytes + bit - SYLLABLE_BYTES))
            tm_eye_walk(e, e->base + bit - SYLLABLE_BYTES, e->base + bit);
    }
    for (uint64_t bits = ends & ~e->now.other; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        found[n] = (uint8_t)bit;
        n += tm_openings_has_pair(o, e->bytes + bit - SYLLABLE_BYTES);
    }
    for (size_t i = 0; i < n; i++) {
        const uint8_t bit = found[i];
        found[n_left] = bit;
        n_left += tm_openings_has_next(o, e->bytes + bit - SYLLABLE_BYTES);
    }
    for (size_t i = 0; i < n_left; i++)
        tm_eye_walk(e, e->base + found[i] - SYLLABLE_BYTES, e->base + found[i]);
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

static void find_ascii_terms(tm_eye *e, uint64_t open)
{
    const tm_masks *const m = &e->now;
    const uint64_t starts = (m->latin & ~tm_back(m->latin, e->before.latin, 1)) | m->digit;
    uint8_t found[TM_BLOCK_BYTES];
    size_t n = 0, n_left = 0;
    for (uint64_t bits = starts & open; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        const size_t at = e->base + bit;
        if (at >= 2 && tm_eye_byte(e, at - 1) == '.' && tm_eye_byte(e, at - 2) > ' ' &&
            may_be_domain(e, at))
            tm_eye_host(e, at);
        found[n] = (uint8_t)bit;
        n += tm_openings_has_four(e->openings, tm_openings_eight(e->bytes + bit));
    }
    for (size_t i = 0; i < n; i++) {
        const uint8_t bit = found[i];
        found[n_left] = bit;
        n_left += tm_openings_has_eight(e->openings, tm_openings_eight(e->bytes + bit));
    }
    for (size_t i = 0; i < n_left; i++)
        tm_eye_walk(e, e->base + found[i], e->base + found[i]);
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

void tm_eye_see_terms(tm_eye *e)
{
    const uint64_t open = find_open(e);
    find_syllable_terms(e, open);
    find_ascii_terms(e, open);
}
