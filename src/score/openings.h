// How the terms begin that make a line evident (score/evident.h): tables of a few kilobytes, small
// enough for the nearest cache, that say of a place in raw UTF-8 that none of them begins there.
// They may err towards "perhaps", never the other way; a walk down the automaton's trie then
// settles it (tm_lexicon_alarms). A Korean text is asked at every two syllables that adjoin, at the
// last syllable of each word, and at ASCII letters and digits.
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
    TM_OPENING_PAIR_BITS = 15,
    TM_OPENING_NEXT_BITS = 17,
    TM_OPENING_LAST_BITS = 13,
    TM_OPENING_FOUR_BITS = 16,
    TM_OPENING_START_BITS = 18,
    TM_OPENING_START = 5,
    TM_SYLLABLES = 11172
};

typedef struct tm_openings {
    uint64_t pair[1 << (TM_OPENING_PAIR_BITS - 6)];   // hashes of the first two syllables
    uint64_t next[1 << (TM_OPENING_NEXT_BITS - 6)];   // and of them with what comes next
    uint64_t last[1 << (TM_OPENING_LAST_BITS - 6)];   // of one syllable and an ASCII byte
    uint64_t syllable[(TM_SYLLABLES + 63) / 64];      // of those, the syllables
    uint64_t four[1 << (TM_OPENING_FOUR_BITS - 6)];   // of four bytes, the first one of ASCII
    uint64_t two[65536 / 64];                         // two bytes, of terms shorter than four
    uint64_t start[1 << (TM_OPENING_START_BITS - 6)]; // hashes of the first TM_OPENING_START
                                                      // symbols, or of a whole shorter term
    // Some term begins with a sign that is neither digit nor $ or %, or is one syllable: the tables
    // do not cover that.
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

static inline bool tm_openings_bit(const uint64_t *bitmap, uint32_t bit)
{
    return bitmap[bit >> 6] >> (bit & 63) & 1;
}

static inline uint32_t tm_openings_load(const char *bytes)
{
    uint32_t four;
    memcpy(&four, bytes, sizeof four);
    return four;
}

static inline uint32_t tm_openings_mix(uint32_t hash, uint32_t value)
{
    return (hash * 0x9E3779B1u ^ value) * 0x85EBCA6Bu;
}

// Of the six bytes of two syllables.
static inline uint32_t tm_openings_pair_hash(const char *bytes)
{
    uint16_t last;
    memcpy(&last, bytes + 4, sizeof last);
    const uint64_t six = tm_openings_load(bytes) | (uint64_t)last << 32;
    return (uint32_t)(six * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

// Whether a term may begin with the two syllables at `bytes`, ...
static inline bool tm_openings_has_pair(const tm_openings *o, const char *bytes)
{
    return tm_openings_bit(o->pair,
                           tm_openings_pair_hash(bytes) >> (32 - TM_OPENING_PAIR_BITS));
}

static inline bool tm_openings_may_fold(unsigned char byte)
{
    return byte >= 0x80 && (unsigned)(byte - 0xEA) >= 4;
}

// ... and with what follows them: nine bytes altogether can be read.
static inline bool tm_openings_has_next(const tm_openings *o, const char *bytes)
{
    const uint32_t shift = 32 - TM_OPENING_NEXT_BITS;
    const uint32_t pair = tm_openings_pair_hash(bytes);
    const unsigned char next = (unsigned char)bytes[6];
    if (tm_openings_may_fold(next))
        return true;
    if (next < ' ' && next != '\n')
        return true;
    const uint32_t value = next < 0x80 ? next | 0x20u : tm_openings_load(bytes + 5);
    return tm_openings_bit(o->next, pair >> shift) ||
           tm_openings_bit(o->next, tm_openings_mix(pair, value) >> shift);
}

static inline uint32_t tm_openings_last_hash(uint32_t codepoint, unsigned char next)
{
    const uint32_t value = next < ' ' ? next : next | 0x20u;
    return tm_openings_mix(codepoint, value) >> (32 - TM_OPENING_LAST_BITS);
}

// Whether one may begin with the syllable at `bytes`, followed by `next`, which begins none.
static inline bool tm_openings_has_last(const tm_openings *o, const char *bytes,
                                        unsigned char next)
{
    const unsigned char *p = (const unsigned char *)bytes;
    const uint32_t codepoint =
        (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    if (!tm_openings_bit(o->syllable, codepoint - 0xAC00))
        return false;
    return next >= 0x80 || (next < ' ' && next != '\n') ||
           tm_openings_bit(o->last, tm_openings_last_hash(codepoint, next));
}

// The first four bytes at an ASCII character as a number; a blank ends them.
static inline uint32_t tm_openings_four(const unsigned char bytes[4])
{
    uint32_t four = bytes[0] | 0x20u;
    for (unsigned i = 1; i < 4; i++) {
        if (bytes[i] <= ' ')
            return four | 0x20u << 8 * i;
        four |= (bytes[i] | 0x20u) << 8 * i;
    }
    return four;
}

static inline uint32_t tm_openings_four_hash(uint32_t four)
{
    return tm_openings_mix(four, four >> 15) >> (32 - TM_OPENING_FOUR_BITS);
}

// Whether one may begin with the four bytes, of which the first is ASCII.
static inline bool tm_openings_has_four(const tm_openings *o, const unsigned char bytes[4])
{
    unsigned at = 1;
    while (at < 4 && bytes[at] < 0x80)
        at++;
    if (at < 4 && tm_openings_may_fold(bytes[at]))
        return true;
    const uint32_t four = tm_openings_four(bytes);
    return tm_openings_bit(o->four, tm_openings_four_hash(four)) ||
           tm_openings_bit(o->two, four & 0xFFFF);
}

// Whether one may begin with the `n` symbols that make `hash`; asked for n from 1 to
// TM_OPENING_START.
static inline bool tm_openings_has_start(const tm_openings *o, uint32_t hash, uint32_t n)
{
    return tm_openings_bit(o->start, tm_openings_mix(hash, n) >> (32 - TM_OPENING_START_BITS));
}

#endif
