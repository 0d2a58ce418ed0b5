// How the terms begin that make a line evident (score/evident.h): tables that say of a place in
// raw UTF-8 that none of them begins there. Those asked first are small enough for the nearest
// cache; the larger ones are asked of what these let through. They may err towards "perhaps",
// never the other way; a walk down the automaton's trie then settles it (tm_lexicon_alarms). A
// Korean text is asked at every syllable and at ASCII letters and digits.
//
// Bytes are taken with bit 5 set, so that ASCII letters are small; a character outside ASCII that
// is no syllable may fold to anything, and where one comes next the answer is "perhaps".
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
    uint64_t pair[1 << (TM_OPENING_PAIR_BITS - 6)]; // hashes of a syllable and another one, or
                                                    // a byte of ASCII
    uint64_t next[1 << (TM_OPENING_NEXT_BITS - 6)]; // and of them with what comes next
    uint64_t syllable[(TM_SYLLABLES + 63) / 64];    // syllables before something else
    uint64_t brand_end[1 << (TM_OPENING_BRAND_BITS - 6)]; // of the last two characters of brand
                                                          // parts; of one syllable: behind 0
    uint64_t four[1 << (TM_OPENING_FOUR_BITS - 6)];   // of four bytes, the first one of ASCII
    uint64_t two[65536 / 64];                         // two bytes, of terms shorter than four
    uint64_t start[1 << (TM_OPENING_START_BITS - 5)]; // two bits for each hash of some first
                                                      // symbols, up to TM_OPENING_START
    uint64_t whole[1 << (TM_OPENING_WHOLE_BITS - 6)]; // other hashes of those that are a term
    uint64_t eight[1 << (TM_OPENING_EIGHT_BITS - 6)]; // of eight bytes, the first one of ASCII
    uint64_t fewer[1 << (TM_OPENING_FEWER_BITS - 6)]; // of four, of terms shorter than eight
    // Some term begins with a sign that is neither digit nor $, % or (, or is one syllable: the
    // tables do not cover that.
    bool unusable;
} tm_openings;

// A term begins with what was hashed so far, or may go on from there.
static inline uint32_t tm_openings_add_symbol(uint32_t hash, uint32_t codepoint)
{
    hash = (hash ^ codepoint) * 0x9E3779B1u;
    return hash ^ hash >> 15;
}

// Adds a pattern of the automaton (folded, with TM_WORD_START), which has at least one symbol;
// `ends` when it counts only at the end of a word.
void tm_openings_add(tm_openings *openings, const uint32_t *codepoint, size_t len, bool ends);

// Adds how a part of a brand ends, which may be known by digits behind it; it has at least one
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

// Whether a part of a brand that is longer may end with that syllable behind the character `before`
// (folded), or, where that one is Hangul, one that is the syllable alone.
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

// The first bytes at a character, the first one lowest; and how many are read at most.
enum { TM_OPENING_BYTES = 8, TM_OPENING_READS = 6 + TM_OPENING_BYTES };

static inline uint64_t tm_openings_eight(const void *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

// Whether a byte of ASCII follows the syllable that these bytes begin with.
static inline bool tm_openings_is_last(uint64_t eight)
{
    return !(eight >> 31 & 1);
}

// Of the syllable that these bytes begin with and of what follows: the six bytes of two syllables,
// or four.
static inline uint32_t tm_openings_pair_hash(uint64_t eight)
{
    const uint64_t six = UINT64_C(0xFFFFFFFFFFFF), four = UINT32_MAX;
    const uint64_t key = eight & (tm_openings_is_last(eight) ? four : six);
    return (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static inline bool tm_openings_may_fold(unsigned char byte)
{
    return (byte >= 0x80) & ((unsigned)(byte - 0xEA) >= 4);
}

// Whether a term may begin with the syllable at `bytes` and what follows, another one or a byte of
// ASCII (TM_OPENING_READS), ...
static inline bool tm_openings_has_pair(const tm_openings *o, const char *bytes)
{
    return tm_openings_bit(o->pair, tm_openings_pair_hash(tm_openings_eight(bytes)) >>
                                        (32 - TM_OPENING_PAIR_BITS));
}

// Of the character that these bytes begin with: a syllable or a byte of ASCII.
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

// Whether one may begin with the syllable at `bytes`, where some other character follows.
static inline bool tm_openings_has_syllable(const tm_openings *o, const char *bytes)
{
    const unsigned char *p = (const unsigned char *)bytes;
    const uint32_t codepoint =
        (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    return tm_openings_bit(o->syllable, codepoint - 0xAC00);
}

// The top bit of each of eight bytes.
#define TM_OPENING_TOPS UINT64_C(0x8080808080808080)

// In small letters, with bit 5 set; a blank or control character ends them and stands as a blank.
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

// Whether a character begins among them that may fold to anything: C0 to FF but EA to ED.
static inline bool tm_openings_may_fold_in(uint64_t eight)
{
    const uint64_t place = eight ^ UINT64_C(0xE8E8E8E8E8E8E8E8), low = place & ~TM_OPENING_TOPS;
    const uint64_t from_ea = low + UINT64_C(0x7E7E7E7E7E7E7E7E),
                   from_ee = low + UINT64_C(0x7A7A7A7A7A7A7A7A);
    const uint64_t hangul = from_ea & ~from_ee & ~place;
    return (eight & eight << 1 & ~hangul & TM_OPENING_TOPS) != 0;
}

// Whether one may begin with the first four of eight bytes, of which the first is ASCII, ...
static inline bool tm_openings_has_four(const tm_openings *o, uint64_t eight)
{
    const uint32_t four = (uint32_t)tm_openings_ended(eight);
    unsigned perhaps = tm_openings_may_fold_in(eight & UINT32_MAX);
    perhaps |= tm_openings_bit(o->two, four & 0xFFFF);
    perhaps |=
        tm_openings_bit(o->four, tm_openings_four_hash(four) >> (32 - TM_OPENING_FOUR_BITS));
    return perhaps;
}

// ... and with all eight of them.
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

// What is told of the first symbols of terms: a term goes on from there; they are one, or the first
// TM_OPENING_START of one.
enum { TM_OPENING_START_GOES_ON = 1, TM_OPENING_START_IS_ONE = 2 };

static inline uint32_t tm_openings_start_slot(uint32_t hash, uint32_t n)
{
    return tm_openings_mix(hash, n) >> (32 - TM_OPENING_START_BITS);
}

// Of the `n` symbols that make `hash`, n from 1 to TM_OPENING_START.
static inline unsigned tm_openings_start(const tm_openings *o, uint32_t hash, uint32_t n)
{
    const uint32_t slot = tm_openings_start_slot(hash, n);
    return (unsigned)(o->start[slot >> 5] >> (slot & 31) * 2) & 3;
}

// Asked where the table says that the symbols are a term, since it errs now and then.
static inline uint32_t tm_openings_whole_bit(uint32_t hash, uint32_t n)
{
    return tm_openings_mix(hash ^ hash >> 16, n + TM_OPENING_START) >>
           (32 - TM_OPENING_WHOLE_BITS);
}

static inline bool tm_openings_is_whole(const tm_openings *o, uint32_t hash, uint32_t n)
{
    return tm_openings_bit(o->whole, tm_openings_whole_bit(hash, n));
}

#endif
