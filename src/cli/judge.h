// Screens labelled documents on any number of threads; the results are in the order of the rows.
// SPDX-License-Identifier: MIT
#ifndef TM_JUDGE_H
#define TM_JUDGE_H

#include "cli/data.h"
#include "cli/settings.h"
#include "model/scored.h"

// The options of every command that judges labelled documents; borrows from argv.
typedef struct tm_judge_options {
    tm_settings settings;
    tm_data_options data;
    size_t n_jobs;
    bool quiet;
} tm_judge_options;

tm_judge_options tm_judge_options_default(void);

// To be called once they are all taken.
void tm_judge_options_settle(tm_judge_options *options);

typedef struct tm_judge_plan {
    const tamis_model *model; // borrowed
    const tamis_options *options;
    size_t n_jobs;
    bool quiet; // no progress
    // Nullable: called with each verdict on the thread that made it, in no particular order, for
    // the row `index`. Calls may be concurrent.
    void (*see)(void *context, size_t index, const tamis_verdict *verdict);
    void *context;
} tm_judge_plan;

// Judges the text of every row as `tamis screen` would; fills out[dataset->len], which borrows the
// rows. TAMIS_EINVAL when the options do not fit the model, TAMIS_ENOMEM.
tamis_status tm_judge_all(tm_scored *out, const tm_dataset *dataset, const tm_judge_plan *plan,
                          tamis_error *err);

// The `max` strongest spans of a verdict in falling order, or all when these are fewer; borrows
// them. Returns their number.
size_t tm_judge_strongest(const tamis_span **out, size_t max, const tamis_verdict *verdict);

#endif
