// What --quarantine and --kept do in `tamis screen` and `tamis clean`: flagged documents, or those
// that could not be cleaned, go into the store, and the records that stay go into the kept file.
// Either or both. Runs on the thread that emits, in input order.
// SPDX-License-Identifier: MIT
#ifndef TM_QUARANTINER_H
#define TM_QUARANTINER_H

#include "cli/kept.h"
#include "cli/pipeline.h"
#include "cli/roots.h"
#include "cli/shard.h"
#include "sink/store.h"

typedef struct tm_quarantine_options {
    const char *store; // NULL: there is none
    const char *kept;  // NULL: not written
    const char *act;   // for files: "move", "copy", or NULL: not said, which is to move
    bool wait;
} tm_quarantine_options;

// TAMIS_EINVAL when they do not go together with each other or the run's other options.
tamis_status tm_quarantine_check(const tm_quarantine_options *options, const tm_shard *shard,
                                 const char *resume, tamis_error *err);
// What they need of the files that are read.
tm_access tm_quarantine_access(const tm_quarantine_options *options);

typedef struct tm_quarantiner {
    const tm_quarantine_options *options; // borrowed
    tm_roots roots;                       // of the inputs
    const tm_stream_limits *limits;       // of the inputs, borrowed; for --kept
    bool rewrites; // the run writes containers anew, without the flagged records
    tm_store *store;
    tm_kept kept;
    tm_buf store_path; // absolute
    tm_buf name;
    uint64_t n_left;   // flagged records that are still in their container as well
    uint64_t n_packed; // flagged documents that are still in their packed file as well
    uint64_t n_apart;  // documents that are not records, and so not in the kept file
    tamis_error told;  // the last complaint
} tm_quarantiner;

// Opens the store, making it if need be, and begins the kept file. The caller has set the members
// up to `rewrites`. Errors as tm_store_open and tm_kept_open.
tamis_status tm_quarantiner_open(tm_quarantiner *taker, tamis_error *err);

// Whether `path` is a file of the store itself, which is not screened.
bool tm_quarantiner_owns(tm_quarantiner *taker, const char *path);

// One document of a batch: into the store when it is flagged, and into the kept file when not.
tamis_status tm_quarantiner_take(tm_quarantiner *taker, const tm_batch *batch,
                                 const tm_item *item, tamis_error *err);
// One record or, after all that comes before it was taken, a container without records; only for
// --kept.
tamis_status tm_quarantiner_keep(tm_quarantiner *taker, const tm_kept_record *record,
                                 tamis_error *err);

// Stores what waits and puts the kept file in place, unless the run has failed (!ran) or a flagged
// document could not be stored. *n_failed receives the number of these, and one more when the kept
// file failed. Unless `quiet`, prints what was done. Frees everything.
tamis_status tm_quarantiner_close(tm_quarantiner *taker, bool ran, bool quiet,
                                  uint64_t *n_failed, tamis_error *err);

#endif
