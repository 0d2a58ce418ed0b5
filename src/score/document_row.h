// The row of named features that the document classifier sees, computed from a scored window. Pure;
// linear in the window. The features are listed in features.def, in the order of the row.
// SPDX-License-Identifier: MIT
#ifndef TM_DOCUMENT_ROW_H
#define TM_DOCUMENT_ROW_H

#include "score/segments.h"
#include "score/window.h"

typedef enum tm_feature {
#define TM_FEATURE(name, cap, sentence) TM_FEATURE_##name,
#include "score/features.def"
#undef TM_FEATURE
    TM_N_FEATURES
} tm_feature;

typedef struct tm_feature_info {
    const char *name;
    const char *sentence; // what it measures
    double cap;           // larger values count as this one
} tm_feature_info;

extern const tm_feature_info tm_features[TM_N_FEATURES];
// The feature of that name, which must be one of the table's.
tm_feature tm_feature_named(const char *name);

typedef struct tm_row {
    double value[TM_N_FEATURES]; // 0 to the feature's cap
} tm_row;

// Fills the row of a scored window. `segments` are those found in its scores (score/segments.h),
// `n_twins` is the number of its twins (score/twins.h). Without segments all values are 0.
void tm_row_fill(tm_row *row, const tm_window *window, const tm_knowledge *knowledge,
                 const tm_segments *segments, size_t n_twins);

#endif
