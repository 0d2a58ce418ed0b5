// A cleaned file while it is written: a copy of the original with replacements, and the sidecar
// that undoes them. Neither appears before it is complete.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEANED_H
#define TM_CLEANED_H

#include "cli/clean_places.h"
#include "cli/worker.h"
#include "sink/rewrite.h"
#include "sink/store.h"

// What all cleaned files of a run share; borrows everything.
typedef struct tm_cleaned_plan {
    const tm_clean_places *places;
    const tm_worker_plan *worker; // for the head of the sidecar
    tm_store *store;              // where records that are left out are stored; or NULL
} tm_cleaned_plan;

typedef struct tm_cleaned {
    // Borrowed.
    const tm_cleaned_plan *plan;
    const char *path;
    int in;       // the original; -1: it is `bytes`
    tm_str bytes; //
    // Its own.
    tm_identity file; // the original, when it was opened
    int out;
    tm_rewrite rewrite;
    tm_part output, sidecar;
    tm_buf lines;             // of the sidecar, not yet written
    tm_buf whole;             // a record that is left out, with its line end
    uint64_t n_splices;       // replacements made
    uint64_t n_left_out;      // records left out
    uint64_t n_failed_before; // documents that the store had failed to take at the beginning
    bool begun;               // the output is open
} tm_cleaned;

// Begins the copy of `path`. Afterwards the caller sets `in` and `file`, or leaves `in` at -1 and
// sets `bytes` and the mode of `file`. No file is opened yet. Call tm_cleaned_drop at the end.
void tm_cleaned_begin(tm_cleaned *cleaned, const tm_cleaned_plan *plan, const char *path);

// Applies the item's remedy: makes its replacements, or leaves the record out. The records of JSON
// Lines must come in the order of the file. TAMIS_ELIMIT for a record that was too long to be read.
tamis_status tm_cleaned_take(tm_cleaned *cleaned, const tm_batch *batch, const tm_item *item,
                             tamis_error *err);

// Copies the rest and puts both files in place, the sidecar first: at every moment the original
// exists or can be restored. TAMIS_EIO also when the original has changed, and when a record that
// is left out could not be stored.
tamis_status tm_cleaned_commit(tm_cleaned *cleaned, tamis_error *err);
// Frees everything; without a commit nothing of the output remains. Does not close `in`.
void tm_cleaned_drop(tm_cleaned *cleaned);

#endif
