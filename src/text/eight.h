// Eight bytes at once in a 64-bit word, for scans over classes: a test with one outcome for
// eight characters. Only the order in memory is used, never that in the word, so any machine
// will do. Source: the byte tricks in Warren, Hacker's Delight, 6-1.
// SPDX-License-Identifier: MIT
#ifndef TM_EIGHT_H
#define TM_EIGHT_H

#include <stdint.h>
#include <string.h>

static inline uint64_t tm_eight_load(const void *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return eight;
}

// The same byte eight times.
static inline uint64_t tm_eight_of(uint8_t byte)
{
    return UINT64_C(0x0101010101010101) * byte;
}

// For bytes below 0x80: the top bit of each byte tells whether it is at least `least` (1 to
// 0x80).
static inline uint64_t tm_eight_at_least(uint64_t eight, uint8_t least)
{
    return (eight + tm_eight_of((uint8_t)(0x80 - least))) & tm_eight_of(0x80);
}

// Whether any byte is below `limit` (1 to 0x80).
static inline int tm_eight_has_below(uint64_t eight, uint8_t limit)
{
    return ((eight - tm_eight_of(limit)) & ~eight & tm_eight_of(0x80)) != 0;
}

#endif
