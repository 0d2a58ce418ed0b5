// How the terms that alarm (score/lexicon.h) begin: tables which rule out, at a place in raw UTF-8,
// that any of them begins there. Nearly all are bitmaps over hashes. Those asked first are small
// enough for the nearest cache; larger ones are asked only where these say "perhaps". All may
// wrongly say "perhaps", never wrongly "no"; a walk down the automaton's trie settles what is left
// (score/alarms.h). They are asked at every syllable, every ASCII digit, the first letter of
// every Latin word, and at a few signs.
//
// ASCII letters are found in either case: bit 5 is set in their bytes, or both are in the table. A
// character outside ASCII that is no syllable may fold to anything; where one comes next, the
// answer is "perhaps".
// SPDX-License-Identifier: MIT
#ifndef TM_OPENINGS_H
#define TM_OPENINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    TM_OPENING_PAIR_BITS = 16,
    TM_OPENING_NEXT_BITS = 17,
    TM_OPENING_FOUR_BITS = 16,
    TM_OPENING_START_BITS = 18,
    TM_OPENING_WHOLE_BITS = 18,
    TM_OPENING_EIGHT_BITS = 16,
    TM_OPENING_FEWER_BITS = 14,
    TM_OPENING_BRAND_BITS = 15,
    TM_OPENING_START = 6,
    TM_SYLLABLES = 11172
};

typedef struct tm_openings {
    // Terms that begin with a syllable: hashes of it and what follows, another syllable or a byte
    // of ASCII; hashes of these two and what comes behind them; and, by syllable, whether something
    // other than a syllable may follow.
    uint64_t pair[1 << (TM_OPENING_PAIR_BITS - 6)];
    uint64_t next[1 << (TM_OPENING_NEXT_BITS - 6)];
    uint64_t syllable[(TM_SYLLABLES + 63) / 64];
    // Parts of brands that end with a syllable: hashes of their last two characters; a part of one
    // syllable has a 0 before it.
    uint64_t brand_end[1 << (TM_OPENING_BRAND_BITS - 6)];
    // Terms that begin with ASCII: hashes of their first four bytes, and, by the first two bytes,
    // those shorter than four.
    uint64_t four[1 << (TM_OPENING_FOUR_BITS - 6)];
    uint64_t two[65536 / 64];
    // All terms, by hashes of their first symbols, up to TM_OPENING_START: two bits each, and
    // another hash of those that are a term.
    uint64_t start[1 << (TM_OPENING_START_BITS - 5)];
    uint64_t whole[1 << (TM_OPENING_WHOLE_BITS - 6)];
    // Terms that begin with ASCII, once more: hashes of their first eight bytes, and of the first
    // four of those shorter than eight.
    uint64_t eight[1 << (TM_OPENING_EIGHT_BITS - 6)];
    uint64_t fewer[1 << (TM_OPENING_FEWER_BITS - 6)];
    // Some term is not covered by these tables: it begins with a sign of ASCII other than $, % or
    // (, or is a single syllable that counts anywhere in a word.
    bool unusable;
} tm_openings;

// The hash of the first symbols of a term, 0 for none, with one more symbol.
static inline uint32_t tm_openings_add_symbol(uint32_t hash, uint32_t codepoint)
{
    hash = (hash ^ codepoint) * 0x9E3779B1u;
    return hash ^ hash >> 15;
}

// Adds a pattern of the automaton (folded, with TM_WORD_START), which has at least one symbol.
// `ends`: it counts only at the end of a word or before a particle.
void tm_openings_add(tm_openings *openings, const uint32_t *codepoint, size_t len, bool ends);

// Adds how a part of a brand ends, which digits behind it may give away; it has at least one
// symbol.
void tm_openings_add_brand_end(tm_openings *openings, const uint32_t *codepoint, size_t len);

static inline bool tm_openings_bit(const uint64_t *bitmap, uint32_t bit)
{
    return bitmap[bit >> 6] >> (bit & 63) & 1;
}

static inline uint32_t tm_openings_brand_bit(uint32_t before, uint32_t syllable)
{
    return tm_openings_add_symbol(tm_openings_add_symbol(0, before), syllable) * 0x85EBCA6Bu >>
           (32 - TM_OPENING_BRAND_BITS);
}

// Whether a part of a brand may end with `syllable` behind the folded character `before`: a longer
// part that ends with both or, where `before` is not ASCII, one that is the syllable alone.
static inline bool tm_openings_ends_brand(const tm_openings *o, uint32_t before,
                                          uint32_t syllable)
{
    return tm_openings_bit(o->brand_end, tm_openings_brand_bit(before, syllable)) ||
           (before >= 0x80 &&
            tm_openings_bit(o->brand_end, tm_openings_brand_bit(0, syllable)));
}

static inline uint32_t tm_openings_mix(uint32_t hash, uint32_t value)
{
    return (hash * 0x9E3779B1u ^ value) * 0x85EBCA6Bu;
}

// How many bytes are looked at together, and how many are read at most from a place on.
enum { TM_OPENING_BYTES = 8, TM_OPENING_READS = 6 + TM_OPENING_BYTES };

// Eight bytes as a number, the first one lowest.
static inline uint64_t tm_openings_eight(const void *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

// Whether the syllable that these bytes begin with is the last in a row: a byte of ASCII follows.
static inline bool tm_openings_is_last(uint64_t eight)
{
    return !(eight >> 31 & 1);
}

// The hash of the syllable that these bytes begin with and what follows: six bytes when that is a
// syllable, four when it is a byte of ASCII.
static inline uint32_t tm_openings_pair_hash(uint64_t eight)
{
    const uint64_t six = UINT64_C(0xFFFFFFFFFFFF), four = UINT32_MAX;
    const uint64_t key = eight & (tm_openings_is_last(eight) ? four : six);
    return (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

// Whether the byte belongs to a character outside ASCII that does not begin as syllables do.
static inline bool tm_openings_may_fold(unsigned char byte)
{
    return (byte >= 0x80) & ((unsigned)(byte - 0xEA) >= 4);
}

// Whether a term may begin with the syllable at `bytes` and what follows, another syllable or a
// byte of ASCII; ... (TM_OPENING_READS bytes can be read)
static inline bool tm_openings_has_pair(const tm_openings *o, const char *bytes)
{
    return tm_openings_bit(o->pair, tm_openings_pair_hash(tm_openings_eight(bytes)) >>
                                        (32 - TM_OPENING_PAIR_BITS));
}

// The value that is hashed for the character these bytes begin with, a syllable or a byte of ASCII.
static inline uint32_t tm_openings_next_value(uint64_t eight)
{
    const uint32_t three = (uint32_t)eight & 0xFFFFFF, one = (uint32_t)(eight & 0xFF) | 0x20;
    return eight >> 7 & 1 ? three : one;
}

// ... and with what comes next. Without a branch, since no processor can guess what that is.
static inline bool tm_openings_has_next(const tm_openings *o, const char *bytes)
{
    const uint32_t shift = 32 - TM_OPENING_NEXT_BITS;
    const uint64_t eight = tm_openings_eight(bytes);
    const uint32_t pair = tm_openings_pair_hash(eight);
    const bool last = tm_openings_is_last(eight);
    const uint64_t rest = tm_openings_eight(bytes + (last ? 4 : 6));
    const unsigned char next = (unsigned char)rest;
    unsigned perhaps = tm_openings_may_fold(next);
    perhaps |= (next < ' ') & (next != '\n');
    perhaps |= last & (next == ' '); // one blank or several
    perhaps |= tm_openings_bit(o->next, pair >> shift);
    perhaps |=
        tm_openings_bit(o->next, tm_openings_mix(pair, tm_openings_next_value(rest)) >> shift);
    return perhaps;
}

// Whether a term may begin with the syllable at `bytes` when any other character follows.
static inline bool tm_openings_has_syllable(const tm_openings *o, const char *bytes)
{
    const unsigned char *p = (const unsigned char *)bytes;
    const uint32_t codepoint =
        (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    return tm_openings_bit(o->syllable, codepoint - 0xAC00);
}

// The top bit of each of eight bytes.
#define TM_OPENING_TOPS UINT64_C(0x8080808080808080)

// Eight bytes with bit 5 set (small letters). They end at the first blank or control character
// behind the first byte: that one becomes a blank, the rest 0.
static inline uint64_t tm_openings_ended(uint64_t eight)
{
    const uint64_t visible =
        (((eight & ~TM_OPENING_TOPS) + UINT64_C(0x5F5F5F5F5F5F5F5F)) | eight) & TM_OPENING_TOPS;
    const uint64_t ends = (visible ^ TM_OPENING_TOPS) & ~UINT64_C(0x80); // never the first byte
    const uint64_t end = (ends & (~ends + 1)) >> 7; // bit 0 of that byte, or 0
    return ((eight | UINT64_C(0x2020202020202020)) & (end - 1)) | end << 5;
}

static inline uint32_t tm_openings_four_hash(uint32_t four)
{
    return tm_openings_mix(four, four >> 15);
}

static inline uint32_t tm_openings_eight_hash(uint64_t eight)
{
    return (uint32_t)(eight * UINT64_C(0x9E3779B97F4A7C15) >> (64 - TM_OPENING_EIGHT_BITS));
}

// Whether a character that may fold to anything begins among these bytes: C0 to FF, but not EA to
// ED.
static inline bool tm_openings_may_fold_in(uint64_t eight)
{
    const uint64_t place = eight ^ UINT64_C(0xE8E8E8E8E8E8E8E8), low = place & ~TM_OPENING_TOPS;
    const uint64_t from_ea = low + UINT64_C(0x7E7E7E7E7E7E7E7E),
                   from_ee = low + UINT64_C(0x7A7A7A7A7A7A7A7A);
    const uint64_t hangul = from_ea & ~from_ee & ~place;
    return (eight & eight << 1 & ~hangul & TM_OPENING_TOPS) != 0;
}

// Whether a term may begin with the first four of these bytes, the first of which is ASCII, ...
static inline bool tm_openings_has_four(const tm_openings *o, uint64_t eight)
{
    const uint32_t four = (uint32_t)tm_openings_ended(eight);
    unsigned perhaps = tm_openings_may_fold_in(eight & UINT32_MAX);
    perhaps |= tm_openings_bit(o->two, four & 0xFFFF);
    perhaps |=
        tm_openings_bit(o->four, tm_openings_four_hash(four) >> (32 - TM_OPENING_FOUR_BITS));
    return perhaps;
}

// ... and with all eight of them; asked only of what passed the first question.
static inline bool tm_openings_has_eight(const tm_openings *o, uint64_t eight)
{
    const uint64_t ended = tm_openings_ended(eight);
    const uint32_t four = (uint32_t)ended;
    unsigned perhaps = tm_openings_may_fold_in(eight);
    perhaps |= tm_openings_bit(o->two, four & 0xFFFF);
    perhaps |=
        tm_openings_bit(o->fewer, tm_openings_four_hash(four) >> (32 - TM_OPENING_FEWER_BITS));
    perhaps |= tm_openings_bit(o->eight, tm_openings_eight_hash(ended));
    return perhaps;
}

// What `start` tells of the first symbols of terms: a term goes on beyond them; or they are a whole
// term, or its first TM_OPENING_START.
enum { TM_OPENING_START_GOES_ON = 1, TM_OPENING_START_IS_ONE = 2 };

static inline uint32_t tm_openings_start_slot(uint32_t hash, uint32_t n)
{
    return tm_openings_mix(hash, n) >> (32 - TM_OPENING_START_BITS);
}

// The TM_OPENING_START_… bits of the `n` symbols whose hash is `hash`; n is 1 to TM_OPENING_START.
static inline unsigned tm_openings_start(const tm_openings *o, uint32_t hash, uint32_t n)
{
    const uint32_t slot = tm_openings_start_slot(hash, n);
    return (unsigned)(o->start[slot >> 5] >> (slot & 31) * 2) & 3;
}

static inline uint32_t tm_openings_whole_bit(uint32_t hash, uint32_t n)
{
    return tm_openings_mix(hash ^ hash >> 16, n + TM_OPENING_START) >>
           (32 - TM_OPENING_WHOLE_BITS);
}

// Asked as well where `start` says that the symbols are a term, since it errs now and then.
static inline bool tm_openings_is_whole(const tm_openings *o, uint32_t hash, uint32_t n)
{
    return tm_openings_bit(o->whole, tm_openings_whole_bit(hash, n));
}

#endif
