// A cleaned file in the making: the original copied with replacements, and the sidecar that leads
// back. Neither appears before it is whole.
// SPDX-License-Identifier: MIT
#ifndef TM_CLEANED_H
#define TM_CLEANED_H

#include "cli/clean_places.h"
#include "cli/worker.h"
#include "sink/rewrite.h"
#include "sink/store.h"

// Where all of them come from and go to; borrowed.
typedef struct tm_cleaned_plan {
    const tm_clean_places *places;
    const tm_worker_plan *worker; // for the head of the sidecar
    tm_store *store;              // that holds what is left out, or NULL
} tm_cleaned_plan;

typedef struct tm_cleaned {
    const tm_cleaned_plan *plan; // borrowed, as are these
    const char *path;
    int in;           // the original, or -1: then it is `bytes`
    tm_str bytes;     //
    tm_identity file; // the original
    int out;
    tm_rewrite rewrite;
    tm_part output, sidecar;
    tm_buf lines; // of the sidecar, not yet written
    tm_buf whole; // a record that is left out
    uint64_t n_splices, n_left_out, n_failed_before;
    bool begun;
} tm_cleaned;

// Begins the copy of `path`. The caller sets `in` and `file`, or leaves `in` at -1 and sets
// `bytes` and the mode and size of `file`. Nothing is opened before it is needed.
void tm_cleaned_begin(tm_cleaned *cleaned, const tm_cleaned_plan *plan, const char *path);

// Does to the item's bytes what its remedy says: replacements, or the record is left out. Items of
// JSON Lines come in the order of the file. TAMIS_ELIMIT for a record that was not kept.
tamis_status tm_cleaned_take(tm_cleaned *cleaned, const tm_batch *batch, const tm_item *item,
                             tamis_error *err);

// Copies the rest and puts both files in place, the sidecar first: there is no moment at which the
// original is neither there nor to be had. Fails when the original has changed, and when a record
// that is left out could not be stored.
tamis_status tm_cleaned_commit(tm_cleaned *cleaned, tamis_error *err);
void tm_cleaned_drop(tm_cleaned *cleaned); // in any case

#endif
