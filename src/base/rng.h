// A small seeded generator (SplitMix64; Steele, Lea, Flood 2014) for folds, synthesis and tests:
// the same seed gives the same numbers on every machine, and no global state is touched.
// SPDX-License-Identifier: MIT
#ifndef TM_RNG_H
#define TM_RNG_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct tm_rng {
    uint64_t state;
} tm_rng;

static inline tm_rng tm_rng_seed(uint64_t seed)
{
    return (tm_rng){seed};
}

uint64_t tm_rng_next(tm_rng *rng);
// Uniform in [0, bound); 0 when bound is 0.
size_t tm_rng_below(tm_rng *rng, size_t bound);
// Uniform in [0, 1).
double tm_rng_unit(tm_rng *rng);
// True with probability `p`.
bool tm_rng_chance(tm_rng *rng, double p);
// Shuffles order[0 .. n): every order is equally likely (Fisher and Yates).
void tm_rng_shuffle(tm_rng *rng, uint32_t *order, size_t n);

// A stable 64-bit hash of bytes (FNV-1a folded through SplitMix64): the same on every machine.
uint64_t tm_hash_bytes(tm_str bytes);

#endif
