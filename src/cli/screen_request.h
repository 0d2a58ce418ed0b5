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
    const char *resume;          // --resume STATE, or NULL
    const char *summary;         // --summary FILE, or NULL
    const char *clean;           // --clean OUT, or NULL
    const char *limits_cleaning; // --max-removed was given; or NULL
    size_t jobs;
    bool quiet;
    const char *text; // to print instead of screening: help or version
} tm_screen_request;

extern const char tm_screen_help[];

// TAMIS_EINVAL with a message for the user, also when options do not go together.
tamis_status tm_screen_parse(tm_screen_request *request, int argc, char **argv,
                             tamis_error *err);

// A hash of all that decides the output, so that --resume continues only a run of the same kind.
// TAMIS_ENOMEM.
tamis_status tm_screen_request_hash(uint64_t *hash, const tm_screen_request *request,
                                    const tm_worker_plan *plan, tamis_error *err);

#endif
