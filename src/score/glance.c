// The pass over the blocks (see the header): the masks of each, what they show by themselves, and
// the places found turned into lines. The other files look at single characters and terms.
// SPDX-License-Identifier: MIT
#include "score/glance.h"

#include <stdlib.h>

#include "base/num.h"
#include "score/glance_eye.h"
#include "text/decode.h"
#include "text/hangul.h"

// At each place counted by n_shapes at most so many digits of a word become letters (text/leet.c),
// or so many letters between syllables are dropped.
enum { MAX_CHANGED = 5 };

static uint64_t back(uint64_t now, uint64_t before, unsigned k)
{
    return tm_back(now, before, k);
}

// ---- Blocks ---------------------------------------------------------------------------------

// Whether a syllable begins at `at`: EA B0 80 to ED 9E A3.
static bool is_syllable_at(const tm_eye *e, size_t at)
{
    size_t end = at;
    return tm_is_syllable(tm_utf8_next(e->text, &end));
}

// The first bytes of syllables. Of characters that begin with EA or ED not all are: where the
// second byte leaves that open, the character is decoded; what is no syllable then is loud.
static uint64_t find_hangul(tm_eye *e, const tm_block *block, const tm_block *second)
{
    tm_block lead, edge;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++) {
        const tm_vector first = block->part[i];
        lead.part[i] = tm_vector_between(first, 0xEA, 3);
        edge.part[i] = (tm_vector_equal(first, 0xEA) &
                        tm_vector_between(second->part[i], 0x80, 0xAF - 0x80)) |
                       (tm_vector_equal(first, 0xED) &
                        tm_vector_between(second->part[i], 0x9E, 0xBF - 0x9E));
    }
    uint64_t hangul = tm_block_bits(&lead);
    for (uint64_t bits = tm_block_bits(&edge); bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        if (is_syllable_at(e, e->base + bit))
            continue;
        hangul &= ~(UINT64_C(1) << bit);
        tm_eye_loud(e, e->base + bit);
        e->n_special++;
    }
    return hangul;
}

// Of `places`, those that have one of `digits` so many bytes before them.
static uint64_t keep_digits(const tm_eye *e, uint64_t places, unsigned before,
                            const char *digits)
{
    uint64_t kept = 0;
    for (uint64_t bits = places; bits; bits &= bits - 1)
        if (strchr(digits, tm_eye_byte(e, e->base + tm_lowest_bit(bits) - before)))
            kept |= bits & -bits;
    return kept;
}

// Digits used as letters, and names with digits behind them. l2 is: two bytes back is a letter; d1:
// one byte back is a digit; and so on.
static uint64_t find_mixtures(const tm_eye *e)
{
    const tm_masks *const m = &e->now, *const b = &e->before;
    const uint64_t l = m->latin, d = m->digit;
    const uint64_t l1 = back(l, b->latin, 1), l2 = back(l, b->latin, 2),
                   l3 = back(l, b->latin, 3), l4 = back(l, b->latin, 4);
    const uint64_t d1 = back(d, b->digit, 1), d2 = back(d, b->digit, 2),
                   d4 = back(d, b->digit, 4);
    const uint64_t inner = l & d1 & (l2 | (l3 & d2)); // c4sino, g00d
    const uint64_t first = d4 & l3 & l2 & l1 & l;     // 0nline
    const uint64_t last = l4 & l3 & l2 & l1 & d;      // casin0
    const uint64_t name = l4 & l3 & l2 & d1 & d;      // alexis17
    return name | keep_digits(e, inner, 1, "013457") | keep_digits(e, first, 4, "0") |
           keep_digits(e, last, 0, "0");
}

// Places of `b` that have one of `a` at most 15 bytes before them: an accented letter may be part
// of any of the above.
static uint64_t find_near(uint64_t a, uint64_t a_before, uint64_t b)
{
    uint64_t near = a | back(a, a_before, 1);
    uint64_t near_before = a_before | a_before << 1;
    for (unsigned k = 2; k <= 8; k *= 2) {
        const uint64_t wider = near | back(near, near_before, k);
        near_before |= near_before << k;
        near = wider;
    }
    return near & b;
}

// www. or what may fold to it.
static void find_www(tm_eye *e, const tm_block *block)
{
    const tm_masks *const m = &e->now, *const b = &e->before;
    uint64_t bits = m->latin & back(m->latin, b->latin, 1) & back(m->latin, b->latin, 2);
    if (bits)
        bits &= tm_block_equal(block, 'w') | tm_block_equal(block, 'W');
    for (; bits; bits &= bits - 1) {
        const size_t at = e->base + tm_lowest_bit(bits);
        const unsigned char next = tm_eye_byte(e, at + 1);
        if ((tm_eye_byte(e, at - 1) | 0x20) != 'w' || (tm_eye_byte(e, at - 2) | 0x20) != 'w')
            continue;
        if (next == '.' || next >= 0x80)
            tm_eye_loud(e, at);
    }
}

// What masks alone show. At these places the view may make letters of digits or drop letters; they
// are counted, since the main script depends on the number of letters.
static void find_shapes(tm_eye *e)
{
    tm_masks *const m = &e->now;
    const tm_masks *const b = &e->before;
    const uint64_t mixed = m->latin | m->digit, mixed_before = b->latin | b->digit;
    // Twice in a row, a Latin letter or digit (or two) between syllables, the first of which begins
    // a word: 카x지x노.
    const uint64_t mixed1 = back(mixed, mixed_before, 1);
    m->parted = m->hangul & mixed1 & back(m->hangul, b->hangul, 4);
    m->twice_parted =
        m->hangul & mixed1 & back(mixed, mixed_before, 2) & back(m->hangul, b->hangul, 5);
    uint64_t found = (m->parted & back(m->parted, b->parted, 4) & ~back(m->word, b->word, 9)) |
                     (m->twice_parted & back(m->twice_parted, b->twice_parted, 5) &
                      ~back(m->word, b->word, 11));
    if ((m->latin | b->latin) && (m->digit | b->digit))
        found |= find_mixtures(e);
    if (m->accent | b->accent)
        found |= find_near(m->accent, b->accent, m->digit) |
                 find_near(m->digit, b->digit, m->accent);
    if (found)
        e->n_shapes += (size_t)__builtin_popcountll(found);
    tm_eye_found(e, e->base)->loud |= found;
}

// Whether the syllable at `at` may end a part of a brand that has Hangul before it. Where the
// character before may fold to anything, it may.
static bool ends_brand(const tm_eye *e, size_t at)
{
    size_t before = at, end = at;
    if (at == 0)
        return false;
    do
        before--;
    while ((tm_eye_byte(e, before) & 0xC0) == 0x80);
    const uint32_t codepoint = tm_utf8_next(e->text, &before);
    const uint32_t entry = tm_fold_entry(e->folds, codepoint);
    return (codepoint >= 0x80 && !tm_is_syllable(codepoint)) ||
           tm_openings_ends_brand(e->openings, tm_fold_apply(entry, codepoint),
                                  tm_utf8_next(e->text, &end));
}

// 쿠쿠존671: digits behind what may end a brand.
static void find_numbered_brands(tm_eye *e)
{
    const tm_masks *const m = &e->now, *const b = &e->before;
    for (uint64_t bits = m->digit & back(m->digit, b->digit, 1) & back(m->hangul, b->hangul, 4);
         bits; bits &= bits - 1) {
        const size_t at = e->base + tm_lowest_bit(bits);
        if (ends_brand(e, at - 4))
            tm_eye_loud(e, at);
    }
}

// The ends of words of one letter or digit.
static void find_singles(tm_eye *e)
{
    const tm_masks *const m = &e->now, *const b = &e->before;
    const uint64_t mixed = m->latin | m->digit, mixed_before = b->latin | b->digit;
    const uint64_t one_byte = back(mixed, mixed_before, 1) & ~back(m->word, b->word, 2);
    const uint64_t syllable = back(m->hangul, b->hangul, 3) & ~back(m->word, b->word, 4);
    const uint64_t other = back(m->other_end, b->other_end, 1);
    for (uint64_t bits = ~m->word & (one_byte | syllable | other); bits; bits &= bits - 1)
        tm_eye_see_single(e, e->base + tm_lowest_bit(bits));
}

// ---- Lines ----------------------------------------------------------------------------------

// Adds the line that begins at `begin` and holds `at`, unless it was added last.
static void note_line(tm_eye *e, size_t begin, size_t at)
{
    tm_glance *const g = e->glance;
    const tm_glance_line *const last = g->n_lines ? &g->line[g->n_lines - 1] : NULL;
    if (last && at < last->end)
        return;
    void *grown = g->line;
    if (!tm_grow(&grown, &g->cap, g->n_lines + 1, sizeof *g->line)) {
        e->failed = true;
        return;
    }
    g->line = grown;
    const char *const newline = memchr(e->text.ptr + at, '\n', e->text.len - at);
    const size_t end = newline ? (size_t)(newline - e->text.ptr) + 1 : e->text.len;
    g->line[g->n_lines++] = (tm_glance_line){(uint32_t)begin, (uint32_t)end};
}

// Turns what was found in the block at `base` into lines.
static void note_block(tm_eye *e, size_t base)
{
    const tm_found found = *tm_eye_found(e, base);
    for (uint64_t bits = found.loud | found.host; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        const uint64_t before = found.newlines & ((UINT64_C(1) << bit) - 1);
        const size_t begin = before ? base + tm_highest_bit(before) + 1 : e->line_begin;
        // What ends with the text was found one byte behind it.
        const size_t at = base + bit < e->text.len ? base + bit : e->text.len - 1;
        note_line(e, begin, at);
    }
    e->glance->loud |= found.loud != 0;
    if (found.newlines)
        e->line_begin = base + tm_highest_bit(found.newlines) + 1;
}

// Looks for terms in the blocks seen since the last time, and turns what was found into lines.
static void settle(tm_eye *e)
{
    tm_eye_see_terms(e);
    for (size_t base = e->base - e->base % TM_EYE_PLACES; base <= e->base;
         base += TM_BLOCK_BYTES)
        note_block(e, base);
    memset(e->found, 0, sizeof e->found);
}

// Signs that may begin or end something, and control characters.
static uint64_t find_signs(const tm_block *block)
{
    tm_block found;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++) {
        const tm_vector v = block->part[i];
        found.part[i] = tm_vector_between(v, 0, 31) | tm_vector_between(v, '$', 2) |
                        tm_vector_equal(v, '@') | tm_vector_equal(v, ':') |
                        tm_vector_equal(v, '\\') | tm_vector_equal(v, '(') |
                        tm_vector_equal(v, 0x7F);
    }
    return tm_block_bits(&found);
}

// First bytes of characters outside ASCII.
static uint64_t find_leads(const tm_block *block)
{
    return tm_block_between(block, 0xC0, 0x3F);
}

// Looks at the block at e->bytes, of which the first `len` bytes are text (or all, when `len` is
// larger).
static void see_block(tm_eye *e, size_t len)
{
    const tm_block loaded = tm_block_load(e->bytes), next = tm_block_load(e->bytes + 1);
    const tm_block *const block = &loaded, *const second = &next;
    tm_masks *const m = &e->now;
    const uint64_t inside = len < TM_BLOCK_BYTES ? (UINT64_C(1) << len) - 1 : ~UINT64_C(0);
    const uint64_t newlines = tm_block_equal(block, '\n') & inside;
    m->latin = tm_block_latin(block);
    m->digit = tm_block_between(block, '0', 9);
    m->hangul = find_hangul(e, block, second);
    m->other_word = e->next.other_word;
    m->other_end = e->next.other_end;
    m->accent = e->next.accent;
    e->next = (tm_spill){0};
    m->other = find_leads(block) & ~m->hangul;
    tm_eye_found(e, e->base)->newlines = newlines;
    for (uint64_t bits = m->other & ~tm_eye_found(e, e->base)->loud; bits; bits &= bits - 1)
        tm_eye_see_other(e, e->base + tm_lowest_bit(bits));
    for (uint64_t bits = find_signs(block) & inside & ~newlines; bits; bits &= bits - 1)
        tm_eye_see_sign(e, e->base + tm_lowest_bit(bits));
    m->word = m->latin | m->digit | m->other_word | m->hangul |
              back(m->hangul, e->before.hangul, 1) | back(m->hangul, e->before.hangul, 2);
    find_shapes(e);
    find_numbered_brands(e);
    find_www(e, block);
    find_singles(e);
    tm_eye_see_places(e);
    e->before = e->now;
}

// Whether the text may hold a jamo typed as Latin letters: z, a stroke, and then what may be a
// syllable. Outside ASCII and Hangul anything may be a stroke, or stand before one and be dropped.
// In a document with other jamo the view takes that for one.
static bool has_typed_jamo(tm_str text)
{
    const char letters[] = {'z', 'Z'};
    for (size_t k = 0; k < sizeof letters; k++) {
        const char *at = text.ptr, *const end = text.ptr + text.len;
        while (end - at > 2 && (at = memchr(at, letters[k], (size_t)(end - at) - 2))) {
            const unsigned char next = (unsigned char)at[1], stroke = next | 0x20;
            if (tm_openings_may_fold(next) ||
                ((stroke == 'l' || stroke == 'i' || stroke == 'r' || stroke == 'h') &&
                 (unsigned char)at[2] >= 0x80))
                return true;
            at++;
        }
    }
    return false;
}

tamis_status tm_glance_at(tm_glance *glance, const tm_lexicon *lexicon, const tm_folds *folds,
                          tm_str text, tamis_error *err)
{
    tm_places syllables, ascii;
    tm_eye e = {.lexicon = lexicon,
                .openings = lexicon->openings,
                .folds = folds,
                .glance = glance,
                .text = text,
                .syllables = &syllables,
                .ascii = &ascii};
    syllables.len = ascii.len = 0;
    glance->n_lines = glance->n_gathered = 0;
    glance->loud = false;
    glance->lost = lexicon->openings->unusable;
    if (text.len == 0 || glance->lost)
        return TAMIS_OK;
    // A text that fills its last block takes one more: what ends with it is found behind it.
    for (; e.base <= text.len && !e.failed; e.base += TM_BLOCK_BYTES) {
        const size_t rest = text.len - e.base;
        char edge[TM_EYE_MARGIN + TM_BLOCK_BYTES + TM_EYE_MARGIN];
        e.bytes = text.ptr + e.base;
        if (rest < TM_BLOCK_BYTES + TM_EYE_MARGIN) {
            const size_t before = e.base > 0 ? TM_EYE_MARGIN : 0;
            memset(edge, '\n', sizeof edge);
            memcpy(edge + TM_EYE_MARGIN - before, e.bytes - before, before + rest);
            e.bytes = edge + TM_EYE_MARGIN;
        }
        see_block(&e, rest);
        if (rest < TM_BLOCK_BYTES || (e.base + TM_BLOCK_BYTES) % TM_EYE_PLACES == 0)
            settle(&e);
    }
    if (e.failed)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
    glance->n_unsure = e.n_special * TM_FOLD_MAX + e.n_shapes * MAX_CHANGED;
    // Jamo anywhere in the document change what z means, and what a stroke means depends on others
    // of its kind; both may be in lines that are not reported.
    const bool has_jamo = e.n_special > 0 || e.has_laughter;
    glance->lost = e.has_stroke || (e.has_dot && has_jamo) ||
                   ((e.has_dot || has_jamo) && (e.has_z || has_typed_jamo(text)));
    return TAMIS_OK;
}

void tm_glance_free(tm_glance *glance)
{
    free(glance->line);
    tm_buf_free(&glance->parts);
    *glance = (tm_glance){0};
}
