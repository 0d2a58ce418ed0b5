// Pages repeat themselves: caption and alternative text, headline and lead. When two near-identical
// lines differ in a phrase, and it is suspicious in one of them only, that proves a swap and names
// the original word: 과기정통부 라이브바카라 / 과기정통부 장관.
//
// To stay near-linear, only lines whose first three or last three tokens have the same hash are
// compared, each with the next few of them, and two lines are aligned greedily with a bounded
// look-ahead.
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

// Finds the twins of a scored window with its segments, 256 at most; what *out held before is
// replaced. TAMIS_ENOMEM.
tamis_status tm_twins_find(tm_twins *out, const tm_window *window, const tm_segments *segments,
                           tamis_error *err);
void tm_twins_free(tm_twins *twins);

#endif
