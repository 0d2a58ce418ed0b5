// Scored documents made by hand, for the tests of figures: label and score decide, the probability
// follows through a sigmoid, the verdict through thresholds of 0.5 and 0.9.
// SPDX-License-Identifier: MIT
#ifndef SCORED_ROWS_H
#define SCORED_ROWS_H

#include <math.h>

#include "model/scored.h"

static const tamis_operating_point hand_points[] = {{1e-5, 0.99, 0, 1e-4, 0.5, 1000},
                                                    {1e-4, 0.90, 0, 3e-4, 0.6, 1000},
                                                    {1e-3, 0.50, 0, 2e-3, 0.8, 1000},
                                                    {1e-2, 0.10, 0, 2e-2, 0.9, 1000}};

static char no_text[] = "";

static inline tm_labelled hand_row(bool contaminated)
{
    return (tm_labelled){.id = no_text,
                         .kind = no_text,
                         .language = no_text,
                         .source = no_text,
                         .obfuscation = no_text,
                         .contaminated = contaminated,
                         .weight = 1};
}

static inline tm_scored hand_scored(const tm_labelled *row, double score)
{
    const double p = 1 / (1 + exp(-score));
    return (tm_scored){.row = row,
                       .score = score,
                       .probability = p,
                       .verdict = p >= 0.9   ? TAMIS_CONTAMINATED
                                  : p >= 0.5 ? TAMIS_SUSPECT
                                             : TAMIS_CLEAN};
}

static inline tm_scored hand_unscanned(const tm_labelled *row)
{
    return (tm_scored){.row = row,
                       .verdict = TAMIS_UNSCANNED,
                       .unscanned_reason = "binary",
                       .score = -INFINITY,
                       .probability = NAN};
}

#endif
