// A labelled document and what a model made of it: what every figure is computed from.
// SPDX-License-Identifier: MIT
#ifndef TM_SCORED_H
#define TM_SCORED_H

#include "model/dataset.h"

typedef struct tm_scored {
    const tm_labelled *row; // borrowed
    tamis_verdict_kind verdict;
    const char *unscanned_reason; // static; NULL when scanned
    double score;                 // -INFINITY when unscanned
    double probability;           // NaN when unscanned
    size_t n_characters;
    // Characters: inside gold spans, inside the spans of the verdict, inside both.
    size_t gold, marked, agreed;
} tm_scored;

// Fills in the characters. `marked` are the verdict's spans in bytes of the row's text, ascending
// and disjoint, like the gold ones.
void tm_scored_count(tm_scored *scored, const tamis_span *marked, size_t n_marked);

#endif
