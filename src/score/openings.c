// Filling the tables. The first characters of a pattern decide into which it goes. Where text may
// go on in several ways (small or capital letters, a blank or a tab), each of them is entered.
// SPDX-License-Identifier: MIT
#include "score/openings.h"

#include "score/automaton.h"
#include "score/particles.h"
#include "text/hangul.h"

static void set_bit(uint64_t *bitmap, uint32_t bit)
{
    bitmap[bit >> 6] |= (uint64_t)1 << (bit & 63);
}

// Writes a syllable as UTF-8.
static void put_syllable(char bytes[3], uint32_t codepoint)
{
    bytes[0] = (char)(0xE0 | codepoint >> 12);
    bytes[1] = (char)(0x80 | (codepoint >> 6 & 0x3F));
    bytes[2] = (char)(0x80 | (codepoint & 0x3F));
}

// Whether the ASCII byte may stand where the pattern goes on with codepoint[0 .. len); any may
// stand behind its end. Text with control characters other than the tab is looked at anyway.
static bool may_follow(unsigned byte, const uint32_t *codepoint, size_t len)
{
    if (len == 0)
        return true;
    const uint32_t next = *codepoint == TM_WORD_START && len > 1 ? codepoint[1] : *codepoint;
    return (byte | 0x20) == (next | 0x20) || (next == ' ' && byte == '\t');
}

// Enters a pattern that begins with the two characters in `bytes`, of which the first is a
// syllable, and goes on with codepoint[0 .. len).
static void add_pair(tm_openings *o, char bytes[TM_OPENING_BYTES], const uint32_t *codepoint,
                     size_t len)
{
    const uint32_t shift = 32 - TM_OPENING_NEXT_BITS;
    const uint32_t pair = tm_openings_pair_hash(tm_openings_eight(bytes));
    char next[TM_OPENING_BYTES] = {0};
    set_bit(o->pair, pair >> (32 - TM_OPENING_PAIR_BITS));
    if (len == 0) {
        set_bit(o->next, pair >> shift);
    } else if (tm_is_syllable(*codepoint)) {
        put_syllable(next, *codepoint);
        const uint32_t value = tm_openings_next_value(tm_openings_eight(next));
        set_bit(o->next, tm_openings_mix(pair, value) >> shift);
    } else {
        for (unsigned byte = 0; byte < 0x80; byte++)
            if (may_follow(byte, codepoint, len))
                set_bit(o->next, tm_openings_mix(pair, byte | 0x20) >> shift);
    }
}

// Enters a pattern that begins with a syllable. One of a single syllable may have a particle behind
// it.
static void add_syllable(tm_openings *o, const uint32_t *codepoint, size_t len)
{
    char bytes[TM_OPENING_BYTES] = {0};
    put_syllable(bytes, codepoint[0]);
    if (len > 1 && tm_is_syllable(codepoint[1])) {
        put_syllable(bytes + 3, codepoint[1]);
        add_pair(o, bytes, codepoint + 2, len - 2);
        return;
    }
    const size_t second = len > 2 && codepoint[1] == TM_WORD_START ? 2 : 1;
    const size_t end = second < len ? second + 1 : len;
    set_bit(o->syllable, codepoint[0] - 0xAC00);
    for (unsigned byte = 0; byte < 0x80; byte++) {
        bytes[3] = (char)byte;
        if (may_follow(byte, codepoint + 1, len - 1))
            add_pair(o, bytes, codepoint + end, len - end);
    }
    for (size_t i = 0; len == 1 && tm_particle_begin(i); i++) {
        put_syllable(bytes + 3, tm_particle_begin(i));
        add_pair(o, bytes, codepoint + 1, 0);
    }
}

// Enters a pattern that begins with ASCII.
static void add_ascii(tm_openings *o, const uint32_t *codepoint, size_t len)
{
    unsigned char bytes[TM_OPENING_BYTES + 2] = {0};
    size_t n = 0;
    bool open = false; // the bytes end before the pattern does
    for (size_t i = 0; i < len && n < TM_OPENING_BYTES && !open; i++) {
        const bool syllable = tm_is_syllable(codepoint[i]);
        if (codepoint[i] == TM_WORD_START)
            continue;
        open = codepoint[i] == ' ' || (codepoint[i] >= 0x80 && !syllable);
        if (syllable)
            put_syllable((char *)bytes + n, codepoint[i]);
        else
            bytes[n] = codepoint[i] < 0x80 ? (unsigned char)codepoint[i] : 0;
        n += syllable ? 3 : codepoint[i] < 0x80;
    }
    const bool ended = open && bytes[n - 1] == ' ';
    const uint64_t eight = tm_openings_ended(tm_openings_eight(bytes));
    const uint32_t four_hash = tm_openings_four_hash((uint32_t)eight);
    if (n >= 4 || ended)
        set_bit(o->four, four_hash >> (32 - TM_OPENING_FOUR_BITS));
    if (n >= TM_OPENING_BYTES || ended)
        set_bit(o->eight, tm_openings_eight_hash(eight));
    // A pattern that goes on with what may fold is let through without a table, and one that goes
    // on with a blank is in `four` and `eight` as ended there.
    if (open || n >= TM_OPENING_BYTES)
        return;
    if (n >= 4) {
        set_bit(o->fewer, four_hash >> (32 - TM_OPENING_FEWER_BITS));
        return;
    }
    const uint32_t first = bytes[0] | 0x20u;
    for (uint32_t second = 0; second < 256; second++)
        if (n == 1 || second == (bytes[1] | 0x20u))
            set_bit(o->two, first | second << 8);
}

static void add_start(tm_openings *o, const uint32_t *codepoint, size_t len)
{
    const uint32_t n = len < TM_OPENING_START ? (uint32_t)len : TM_OPENING_START;
    uint32_t hash = 0;
    for (uint32_t i = 0; i < n; i++) {
        hash = tm_openings_add_symbol(hash, codepoint[i]);
        const uint32_t slot = tm_openings_start_slot(hash, i + 1);
        const uint64_t what = i + 1 < n ? TM_OPENING_START_GOES_ON : TM_OPENING_START_IS_ONE;
        o->start[slot >> 5] |= what << (slot & 31) * 2;
    }
    set_bit(o->whole, tm_openings_whole_bit(hash, n));
}

void tm_openings_add(tm_openings *openings, const uint32_t *codepoint, size_t len, bool ends)
{
    const uint32_t first = codepoint[0];
    const bool word = first == TM_WORD_START && len > 1;
    add_start(openings, codepoint, len);
    if (tm_is_syllable(first)) {
        openings->unusable |= len == 1 && !ends; // every syllable would have to be looked at
        add_syllable(openings, codepoint, len);
    } else if (first < 0x80 || (word && codepoint[1] < 0x80)) {
        openings->unusable |= !word && !(first >= '0' && first <= '9') && first != '$' &&
                              first != '%' && first != '(';
        add_ascii(openings, codepoint, len);
    }
    // Everything else is rare enough in text for a walk at every place.
}

void tm_openings_add_brand_end(tm_openings *openings, const uint32_t *codepoint, size_t len)
{
    if (tm_is_syllable(codepoint[len - 1]))
        set_bit(openings->brand_end,
                tm_openings_brand_bit(len > 1 ? codepoint[len - 2] : 0, codepoint[len - 1]));
}
