// Tests on a block of 64 bytes at once. A test returns a 64-bit word: bit i is set when byte i of
// the block passes, for example when it is a digit. Tests on neighbouring bytes are then combined
// by a shift and an AND for the whole block. Bytes are compared sixteen at a time with the
// compiler's vector types; where the processor has no instruction that gathers the results of a
// vector into bits, a multiplication does it.
//
// Code that scans block after block looks back, never ahead: bit i of tm_back(now, before, k) is
// the bit of the byte k places before byte i, taken from the previous block's word where needed.
// SPDX-License-Identifier: MIT
#ifndef TM_BLOCK_H
#define TM_BLOCK_H

#include <stdint.h>
#include <string.h>

enum { TM_BLOCK_BYTES = 64, TM_VECTOR_BYTES = 16 };

typedef uint8_t tm_vector __attribute__((vector_size(16)));

enum { TM_BLOCK_VECTORS = TM_BLOCK_BYTES / TM_VECTOR_BYTES };

typedef struct tm_block {
    tm_vector part[TM_BLOCK_VECTORS];
} tm_block;

static inline tm_block tm_block_load(const void *bytes)
{
    tm_block block;
    memcpy(&block, bytes, sizeof block);
    return block;
}

static inline tm_vector tm_vector_of(uint8_t byte)
{
    return (tm_vector){byte, byte, byte, byte, byte, byte, byte, byte,
                       byte, byte, byte, byte, byte, byte, byte, byte};
}

// 0xFF for each byte in [first, first + span], else 0; `span` is at most 254. Many processors can
// compare signed bytes only, so the range is moved to the top of the signed ones: up to 127.
static inline tm_vector tm_vector_between(tm_vector vector, uint8_t first, uint8_t span)
{
    typedef int8_t signed_vector __attribute__((vector_size(16)));
    const tm_vector place = vector + tm_vector_of((uint8_t)(127 - first - span));
    return (tm_vector)((signed_vector)place >
                       (signed_vector)tm_vector_of((uint8_t)(126 - span)));
}

static inline tm_vector tm_vector_equal(tm_vector vector, uint8_t byte)
{
    return (tm_vector)(vector == tm_vector_of(byte));
}

// One bit for each byte of the vector, whose bytes are all 0 or 0xFF.
static inline uint64_t tm_vector_bits(tm_vector vector)
{
#ifdef __SSE2__
    typedef char signed_vector __attribute__((vector_size(16)));
    return (uint64_t)(uint32_t)__builtin_ia32_pmovmskb128((signed_vector)vector);
#else
    // Byte k of each half keeps bit k; the multiplication adds them up in the top byte.
    uint64_t bits = 0;
    for (int half = 0; half < 2; half++) {
        uint64_t word = 0;
        for (int k = 0; k < 8; k++)
            word |= (uint64_t)(vector[half * 8 + k] & 1U) << k * 8;
        bits |= (word * UINT64_C(0x0102040810204080) >> 56) << half * 8;
    }
    return bits;
#endif
}

// The same for a block.
static inline uint64_t tm_block_bits(const tm_block *block)
{
    return tm_vector_bits(block->part[0]) | tm_vector_bits(block->part[1]) << 16 |
           tm_vector_bits(block->part[2]) << 32 | tm_vector_bits(block->part[3]) << 48;
}

// The bytes in [first, first + span], as bits; likewise below.
static inline uint64_t tm_block_between(const tm_block *block, uint8_t first, uint8_t span)
{
    tm_block found;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++)
        found.part[i] = tm_vector_between(block->part[i], first, span);
    return tm_block_bits(&found);
}

static inline uint64_t tm_block_equal(const tm_block *block, uint8_t byte)
{
    tm_block found;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++)
        found.part[i] = tm_vector_equal(block->part[i], byte);
    return tm_block_bits(&found);
}

// The ASCII letters.
static inline uint64_t tm_block_latin(const tm_block *block)
{
    tm_block found;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++)
        found.part[i] = tm_vector_between(block->part[i] | tm_vector_of(0x20), 'a', 25);
    return tm_block_bits(&found);
}

// Bit i: that of the byte k places before byte i; k is 1 to 63, `before` the previous block's word.
static inline uint64_t tm_back(uint64_t now, uint64_t before, unsigned k)
{
    return now << k | before >> (64 - k);
}

// The index of the lowest or highest bit that is set; `bits` is not 0.
static inline unsigned tm_lowest_bit(uint64_t bits)
{
    return (unsigned)__builtin_ctzll(bits);
}

static inline unsigned tm_highest_bit(uint64_t bits)
{
    return 63U - (unsigned)__builtin_clzll(bits);
}

#endif
