// Tests on eight bytes at once in a 64-bit word, for scans over the classes of characters. The
// tests do not depend on the order of the bytes in the word, so they work on any machine. Source:
// Warren, Hacker's Delight, 6-1.
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

// All bytes must be below 0x80. The top bit of each byte of the result tells whether that byte is
// at least `least` (1 to 0x80); the other bits are 0.
static inline uint64_t tm_eight_at_least(uint64_t eight, uint8_t least)
{
    return (eight + tm_eight_of((uint8_t)(0x80 - least))) & tm_eight_of(0x80);
}

#endif
