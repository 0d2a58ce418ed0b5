// The two ways through a file that `tamis clean` knows: cleaning it and undoing that.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEANER_H
#define TM_CLEANER_H

#include "base/part.h"
#include "cli/inputs.h"
#include "cli/worker.h"
#include "sink/clean.h"

typedef struct tm_clean_request {
    tm_settings settings;
    tm_inputs inputs;
    const char *out_folder;     // -o; NULL: standard output, or in place
    const char *sidecar;        // the one of the one file; or NULL
    const char *sidecar_folder; // where all of them stand; NULL: beside the files
    double max_removed;
    bool in_place, undo, strict, quiet;
} tm_clean_request;

typedef struct tm_cleaner {
    const tm_clean_request *request;
    tm_worker_plan plan; // of cleaning; so is what follows
    tamis_model *model;
    tm_worker worker;
    tm_clean clean;
    tm_decoded decoded;
    uint64_t n_clean, n_cleaned, n_refused, n_unscanned, n_edits,
        n_gone;                                 // documents, edits, chars
    uint64_t n_restored, n_unchanged, n_failed; // files
} tm_cleaner;

tamis_status tm_cleaner_init(tm_cleaner *cleaner, const tm_clean_request *request,
                             tamis_error *err);
void tm_cleaner_free(tm_cleaner *cleaner);

// One file, or standard input ("-"). What is wrong with a document is told and counted; an error is
// what is wrong with the file, of which then nothing was written.
tamis_status tm_cleaner_clean(tm_cleaner *cleaner, const char *path, tamis_error *err);
tamis_status tm_cleaner_undo(tm_cleaner *cleaner, const char *path, tamis_error *err);

// What both need to know of places.

// Opens a regular file; standard input is read into a nameless file first. A descriptor.
tamis_status tm_cleaner_open(int *fd, tm_identity *identity, const tm_cleaner *cleaner,
                             const char *path, tamis_error *err);
// The name of `path` in a folder that holds many: without "/" and "./" before it.
const char *tm_cleaner_name(const char *path);
// Begins the output of `path`: a part, or standard output (then part->open stays false).
tamis_status tm_cleaner_output(tm_part *part, int *fd, const tm_cleaner *cleaner,
                               const char *path, tamis_error *err);
// Where the sidecar stands that goes with `path`, beside which it is unless told otherwise. False
// when there is to be none.
bool tm_cleaner_sidecar(tm_buf *out, const tm_cleaner *cleaner, const char *path,
                        const char *beside);

#endif
