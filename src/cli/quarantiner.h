// What `tamis screen` and `tamis clean` do with flagged documents: puts what was flagged, or could
// not be cleaned, into the store, and writes the rest of containers where --kept wants it; either
// or both. On the thread that emits, in input order.
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
    tm_act act;        // of files: MOVE or COPY
    bool act_given;
    bool wait;
} tm_quarantine_options;

// Takes TM_OPT_QUARANTINE, _MOVE, _COPY and _WAIT, with the value in optarg. False for others.
bool tm_quarantine_options_take(tm_quarantine_options *options, int option);
// Whether they go with the run's other options; what they need of the files that are read.
// TAMIS_EINVAL.
tamis_status tm_quarantine_check(const tm_quarantine_options *options, const tm_shard *shard,
                                 const char *resume, tamis_error *err);
tm_access tm_quarantine_access(const tm_quarantine_options *options);

typedef struct tm_quarantiner {
    const tm_quarantine_options *options; // borrowed
    tm_roots roots;                       // of the inputs
    const tm_stream_limits *limits;       // of the inputs, borrowed; for --kept
    void (*before_words)(void *context);  // called before anything is said; nullable
    void *context;
    bool rewrites; // containers are written anew without what cannot stay in them
    tm_store *store;
    tm_kept kept;
    tm_buf store_path; // absolute
    tm_buf name;
    uint64_t n_left;  // flagged records whose container was left as it is
    uint64_t n_apart; // documents that are no records, where --kept wants these
} tm_quarantiner;

// Opens the store, makes it if need be, and begins the kept file. Errors as tm_store_open.
tamis_status tm_quarantiner_open(tm_quarantiner *taker, tamis_error *err);

// True for a file of the store itself, which is not screened.
bool tm_quarantiner_owns(tm_quarantiner *taker, const char *path);

// One document of a batch: into the store when it is flagged, and into the kept file when not.
tamis_status tm_quarantiner_take(tm_quarantiner *taker, const tm_batch *batch,
                                 const tm_item *item, tamis_error *err);
// One record or, once all before it was taken, a container that holds none: for --kept alone.
tamis_status tm_quarantiner_keep(tm_quarantiner *taker, const tm_kept_record *record,
                                 tamis_error *err);

// Carries out what waits and puts the kept file in place, unless the run has failed or a flagged
// document could not be stored. *n_failed receives the number of these; says what was done.
tamis_status tm_quarantiner_close(tm_quarantiner *taker, bool ran, bool quiet,
                                  uint64_t *n_failed, tamis_error *err);

#endif
