// A labelled document and a model's verdict on it: what every figure is computed from.
// SPDX-License-Identifier: MIT
#ifndef TM_SCORED_H
#define TM_SCORED_H

#include "model/dataset.h"

typedef struct tm_scored {
    const tm_labelled *row; // borrowed
    tamis_verdict_kind verdict;
    const char *unscanned_reason; // static; NULL when scanned
    double score;                 // decision value; -INFINITY when unscanned
    double probability;           // NaN when unscanned
    size_t n_characters;          // code points of the text
    // Code points inside gold (labelled) spans, inside the verdict's spans, and inside both.
    size_t gold, marked, agreed;
} tm_scored;

// Fills in the four counts of code points. `marked` are the verdict's spans, of which the bytes
// count; like the gold spans they ascend and do not overlap.
void tm_scored_count(tm_scored *scored, const tamis_span *marked, size_t n_marked);

#endif
