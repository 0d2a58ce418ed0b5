// What the command line of `tamis screen` asks for.
// SPDX-License-Identifier: MIT
#ifndef TM_SCREEN_REQUEST_H
#define TM_SCREEN_REQUEST_H

#include "cli/inputs.h"
#include "cli/quarantiner.h"
#include "cli/shard.h"
#include "cli/worker.h"

typedef struct tm_screen_request { // borrows from argv
    tm_settings settings;
    tm_inputs inputs;
    tm_quarantine_options quarantine;
    tm_shard shard;
    const char *resume;   // the state, or NULL
    const char *summary;  // the file, or NULL
    const char *clean;    // where cleaned documents go, or NULL
    bool limits_cleaning; // --max-removed was given
    size_t jobs;
    bool quiet;
    const char *text; // to print instead of screening: help or version
} tm_screen_request;

extern const char tm_screen_help[];

// TAMIS_EINVAL with the words for the user, also for what does not go together.
tamis_status tm_screen_parse(tm_screen_request *request, int argc, char **argv,
                             tamis_error *err);

// A hash of all that decides what comes out, so that a run goes on with the output of its own kind
// only. TAMIS_ENOMEM.
tamis_status tm_screen_request_hash(uint64_t *hash, const tm_screen_request *request,
                                    const tm_worker_plan *plan, tamis_error *err);

#endif
