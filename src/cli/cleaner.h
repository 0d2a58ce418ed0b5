// The two ways through a file that `tamis clean` knows: cleaning it and undoing that.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEANER_H
#define TM_CLEANER_H

#include "cli/cleaned.h"
#include "cli/quarantiner.h"

typedef struct tm_clean_request {
    tm_settings settings;
    tm_inputs inputs;
    tm_clean_places places;
    tm_quarantine_options quarantine; // for what is refused
    bool undo, quiet;
} tm_clean_request;

// Of the files that came out.
typedef struct tm_clean_counts {
    uint64_t n_clean, n_cleaned, n_refused, n_unscanned; // documents
    uint64_t n_edits, n_gone;                            // n_gone: characters
} tm_clean_counts;

typedef struct tm_cleaner {
    const tm_clean_request *request;
    tm_worker_plan plan; // of cleaning; so is what follows
    tamis_model *model;
    tm_worker worker;
    tm_batch *batch; // of one document
    tm_quarantiner taker;
    tm_buf folder; // absolute path of that of the output, if any
    tm_cleaned_plan cleaned_plan;
    tm_clean_counts count;
    uint64_t n_restored, n_unchanged, n_failed; // files
} tm_cleaner;

tamis_status tm_cleaner_init(tm_cleaner *cleaner, const tm_clean_request *request,
                             tamis_error *err);
// Puts the rest into the store, unless the run has failed; what could not be is added to n_failed.
tamis_status tm_cleaner_close(tm_cleaner *cleaner, bool ran, tamis_error *err);

// Whether a file is met that this run, or an earlier one, has written or put away.
bool tm_cleaner_owns(tm_cleaner *cleaner, const char *path);

// One file, or standard input ("-"). What is wrong with a document is told and counted; an error is
// what is wrong with the file, of which then nothing was written.
tamis_status tm_cleaner_clean(tm_cleaner *cleaner, const char *path, tamis_error *err);
tamis_status tm_cleaner_undo(tm_cleaner *cleaner, const char *path, tamis_error *err);

// Opens a regular file; standard input is read into a nameless file first. A descriptor.
tamis_status tm_cleaner_open(int *fd, tm_identity *identity, const tm_cleaner *cleaner,
                             const char *path, tamis_error *err);

#endif
