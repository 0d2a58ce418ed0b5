// Labelled documents through the screener, on any number of threads, results in their order.
// SPDX-License-Identifier: MIT
#ifndef TM_JUDGE_H
#define TM_JUDGE_H

#include "model/scored.h"

typedef struct tm_judge_plan {
    const tamis_model *model; // borrowed
    const tamis_options *options;
    size_t n_jobs;
    bool quiet; // no progress
    // Nullable: sees each verdict on the thread that made it, in no particular order. `index` is
    // the row's.
    void (*see)(void *context, size_t index, const tamis_verdict *verdict);
    void *context;
} tm_judge_plan;

// Judges every row as `tamis screen` would judge its text. `out` has dataset->len places.
// TAMIS_EINVAL when the options do not fit the model, TAMIS_ENOMEM.
tamis_status tm_judge_all(tm_scored *out, const tm_dataset *dataset, const tm_judge_plan *plan,
                          tamis_error *err);

#endif
