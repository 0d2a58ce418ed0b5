// Pages repeat themselves: caption and alternative text, headline and lead. Two near-identical
// lines that differ in a phrase, one copy of it inside a suspicious segment and the other not,
// prove a swap and name the original word: 과기정통부 라이브바카라 / 과기정통부 장관.
//
// Lines are compared only with their neighbours in the order of the hash of their first, and of
// their last, three tokens; aligned greedily with bounded look-ahead. Near-linear.
// SPDX-License-Identifier: MIT
#ifndef TM_TWINS_H
#define TM_TWINS_H

#include "score/segments.h"
#include "score/window.h"

typedef struct tm_twin {
    tm_range injected; // characters of the view
    tm_range original; // what the other line has in its place
} tm_twin;

typedef struct tm_twins {
    tm_twin *twin; // ascending by injected.begin, disjoint
    size_t len, cap;
    struct tm_line_key *key; // scratch
    size_t keys_cap;
} tm_twins;

tamis_status tm_twins_find(tm_twins *out, const tm_window *window, const tm_segments *segments,
                           tamis_error *err);
void tm_twins_free(tm_twins *twins);

#endif
