// What `tamis screen --clean OUT` writes: the flagged documents cleaned, as `tamis clean` does,
// with their sidecars. Texts that need no cleaning are not written; JSON Lines are written whole,
// except for records that cannot be cleaned or were not scanned. Runs on the thread that emits, in
// input order.
// SPDX-License-Identifier: MIT
#ifndef TM_SAVED_H
#define TM_SAVED_H

#include "cli/cleaned.h"
#include "cli/roots.h"

typedef struct tm_saved {
    const char *out; // OUT, borrowed; NULL: there is no --clean
    bool quiet;
    tm_clean_places places;
    tm_cleaned_plan plan;
    tm_roots roots;
    tm_buf folder;          // absolute path of OUT if it is a folder; else empty
    const char *stdin_path; // borrowed: where a copy of standard input can be opened; or NULL
    // The JSON Lines file being written.
    tm_cleaned copy;
    tm_buf path;
    size_t input; // its number
    bool open, failed;
    // Results.
    uint64_t n_cleaned, n_refused; // documents
    uint64_t n_edits, n_gone;      // n_gone: code points removed
    uint64_t n_failed;             // files and documents that could not be written
} tm_saved;

// Decides what OUT is: a folder if it is one, ends with "/", or there may be several inputs; else
// the file that the only input is written to. `store` may be NULL. TAMIS_EINVAL when OUT exists and
// is not that; TAMIS_EIO.
tamis_status tm_saved_open(tm_saved *saved, const tm_worker_plan *plan, const tm_inputs *inputs,
                           tm_store *store, tamis_error *err);

// Whether `path` is in the folder OUT, which was met while walking an input: then it is no input.
bool tm_saved_owns(tm_saved *saved, const char *path);

// Takes one document of a batch. What cannot be written is complained of and counted; TAMIS_ENOMEM.
tamis_status tm_saved_take(tm_saved *saved, const tm_batch *batch, const tm_item *item,
                           tamis_error *err);

// Completes the open file and prints what was done, unless the run has failed (!ran). Frees
// everything. TAMIS_ENOMEM.
tamis_status tm_saved_close(tm_saved *saved, bool ran, tamis_error *err);

#endif
