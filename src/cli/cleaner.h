// What `tamis clean` does to a file: cleans it, or undoes that.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEANER_H
#define TM_CLEANER_H

#include "cli/cleaned.h"
#include "cli/quarantiner.h"

typedef struct tm_clean_request {
    tm_settings settings;
    tm_inputs inputs;
    tm_clean_places places;
    tm_quarantine_options quarantine; // for documents that cannot be cleaned
    bool undo, quiet;
} tm_clean_request;

// Counts over the files that did not fail.
typedef struct tm_clean_counts {
    tm_tally found;                // documents as they were judged, like `tamis screen` does
    uint64_t n_cleaned, n_refused; // of them
    uint64_t n_edits, n_gone;      // n_gone: code points removed
} tm_clean_counts;

typedef struct tm_cleaner {
    const tm_clean_request *request;
    // Only for cleaning.
    tm_worker_plan plan;
    tamis_model *model;
    tm_worker worker;
    tm_batch *batch; // of one document
    tm_quarantiner taker;
    tm_buf folder; // absolute path of the output folder; empty: there is none
    tm_cleaned_plan cleaned_plan;
    // Results.
    tm_clean_counts count;
    uint64_t n_restored, n_unchanged, n_failed; // files
    tm_passed_over passed;                      // inputs
    bool met_sidecar;                           // of undoing: of one of the files
} tm_cleaner;

tamis_status tm_cleaner_init(tm_cleaner *cleaner, const tm_clean_request *request,
                             tamis_error *err);
// Stores the documents that wait, and frees everything. `ran`: the run has come to its end. What
// could not be stored is added to n_failed.
tamis_status tm_cleaner_close(tm_cleaner *cleaner, bool ran, tamis_error *err);

// Whether the file is one of tamis's own, and no input: a sidecar, or in the store or output
// folder.
bool tm_cleaner_owns(tm_cleaner *cleaner, const char *path);

// Cleans one file, or standard input ("-"), or undoes that. A document that cannot be cleaned is
// complained of and counted. An error concerns the file, and then nothing was written for it.
tamis_status tm_cleaner_clean(tm_cleaner *cleaner, const char *path, tamis_error *err);
tamis_status tm_cleaner_undo(tm_cleaner *cleaner, const char *path, tamis_error *err);

// Opens a regular file; *fd is the caller's to close. Standard input is copied to an unnamed file
// first, which is then opened.
tamis_status tm_cleaner_open(int *fd, tm_identity *identity, const tm_cleaner *cleaner,
                             const char *path, tamis_error *err);

#endif
