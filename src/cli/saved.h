// What `tamis screen --clean OUT` writes: flagged documents without what was written into them, as
// `tamis clean` does, with their sidecars. Texts that need no cleaning stay where they are; JSON
// Lines come out whole, but for the records that cannot be cleaned or were not scanned. On the
// thread that emits, in input order.
// SPDX-License-Identifier: MIT
#ifndef TM_SAVED_H
#define TM_SAVED_H

#include "cli/cleaned.h"
#include "cli/roots.h"

typedef struct tm_saved {
    const char *out; // borrowed; NULL: nobody wants it
    bool quiet;
    void (*before_words)(void *context); // called before anything is said
    void *context;
    tm_clean_places places;
    tm_cleaned_plan plan;
    tm_roots roots;
    tm_buf folder;          // absolute path of OUT where that is a folder
    const char *stdin_path; // borrowed: what came through standard input, if anything did
    // The JSON Lines being written.
    tm_cleaned copy;
    tm_buf path;
    size_t input;
    bool open, failed;
    uint64_t n_cleaned, n_edits, n_gone, n_refused, n_failed; // documents; n_failed: files, too
} tm_saved;

// Finds out what OUT is: a folder when it is one, ends with "/", or when there is more than one
// input; else the file that the one input is written to. `store` may be NULL. TAMIS_EINVAL when OUT
// cannot be that; TAMIS_EIO.
tamis_status tm_saved_open(tm_saved *saved, const tm_worker_plan *plan, const tm_inputs *inputs,
                           tm_store *store, tamis_error *err);

// True for a file beneath OUT that is met on the way through the inputs.
bool tm_saved_owns(tm_saved *saved, const char *path);

// One document of a batch. What cannot be written is told and counted; TAMIS_ENOMEM.
tamis_status tm_saved_take(tm_saved *saved, const tm_batch *batch, const tm_item *item,
                           tamis_error *err);

// Ends what is open, unless the run has failed, and says what was done. TAMIS_ENOMEM.
tamis_status tm_saved_close(tm_saved *saved, bool ran, tamis_error *err);

#endif
