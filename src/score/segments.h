// Stretches of tokens that were probably injected: all maximal scoring subsequences of the token
// scores (Ruzzo and Tompa, ISMB 1999). Scores above 0 speak for injection, others against. A
// stretch begins and ends with a token above 0, and bridges a gap of others only when the sum on
// either side of the gap outweighs it; so no end of a stretch could be cut off to raise its sum.
// Linear time.
// SPDX-License-Identifier: MIT
#ifndef TM_SEGMENTS_H
#define TM_SEGMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

typedef struct tm_segment {
    uint32_t first, last; // tokens [first, last)
    int32_t score;        // sum of their scores, > 0
} tm_segment;

typedef struct tm_segments {
    tm_segment *segment; // ascending, disjoint
    size_t len, cap;
    struct tm_candidate *candidate; // scratch of the search
    size_t candidates_cap;
} tm_segments;

// Finds the segments of score[0 .. n) whose sum is at least `min_score` (> 0). TAMIS_ENOMEM.
tamis_status tm_segments_find(tm_segments *out, const int32_t *score, size_t n,
                              int32_t min_score, tamis_error *err);
void tm_segments_free(tm_segments *segments);

#endif
