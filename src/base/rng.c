// SplitMix64: a counter stepped by the golden ratio and mixed (Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators", OOPSLA 2014). One addition and five mixing steps
// a number; not for secrets.
// SPDX-License-Identifier: MIT
#include "base/rng.h"

// 2^64 divided by the golden ratio, odd: the counter visits every 64-bit number.
static const uint64_t step = UINT64_C(0x9E3779B97F4A7C15);

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

uint64_t tm_rng_next(tm_rng *rng)
{
    rng->state += step;
    return mix(rng->state);
}

size_t tm_rng_below(tm_rng *rng, size_t bound)
{
    if (bound == 0)
        return 0;
    // The 2^64 mod bound lowest numbers are drawn again: what is left divides evenly.
    const uint64_t uneven = (0 - (uint64_t)bound) % bound;
    uint64_t drawn;
    do {
        drawn = tm_rng_next(rng);
    } while (drawn < uneven);
    return (size_t)(drawn % bound);
}

double tm_rng_unit(tm_rng *rng)
{
    return (double)(tm_rng_next(rng) >> 11) * 0x1p-53; // all 53 bits of a double
}

bool tm_rng_chance(tm_rng *rng, double p)
{
    return tm_rng_unit(rng) < p;
}

void tm_rng_shuffle(tm_rng *rng, uint32_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        const size_t k = tm_rng_below(rng, i);
        const uint32_t swap = order[i - 1];
        order[i - 1] = order[k];
        order[k] = swap;
    }
}

uint64_t tm_hash_bytes(tm_str bytes)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325); // FNV-1a, 64 bits: offset basis, then prime
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ (unsigned char)bytes.ptr[i]) * UINT64_C(0x100000001B3);
    return mix(hash);
}
