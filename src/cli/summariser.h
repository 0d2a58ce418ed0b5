// `tamis screen --summary FILE`: gathers the counts and times of a run as its batches are finished,
// and writes them at the end, in one step.
//
// The source of a document is: for a record of a web archive, the host of its target URI; for
// another record, the file that it is in; for a file of its own, the folder that it is in.
// SPDX-License-Identifier: MIT
#ifndef TM_SUMMARISER_H
#define TM_SUMMARISER_H

#include "cli/shard.h"
#include "cli/worker.h"

typedef struct tm_summariser {
    const char *path; // borrowed; NULL: there is no --summary, and nothing below has an effect
    tm_summary summary;
    uint64_t begin_ns; // of the run
} tm_summariser;

typedef struct tm_summary_request {
    const char *path;        // NULL: there is no --summary
    const tm_worker *worker; // any one
    const tm_shard *shard;
    const tm_tally *before; // of the runs that this one continues; NULL without --resume
    size_t n_jobs;
} tm_summary_request;

// Begins, before anything is judged. TAMIS_EINVAL, TAMIS_EIO when the file could not be written.
tamis_status tm_summariser_open(tm_summariser *summariser, const tm_summary_request *request,
                                tamis_error *err);

// Notes that an input was read.
void tm_summariser_read(tm_summariser *summariser, const tm_reader *reader);
void tm_summariser_miss(tm_summariser *summariser); // an input could not be opened
// Adds what a finished batch counted. TAMIS_ENOMEM.
tamis_status tm_summariser_take(tm_summariser *summariser, const tm_batch *batch,
                                tamis_error *err);
// Measures the time between the two calls as writing.
uint64_t tm_summariser_begin_write(const tm_summariser *summariser);
void tm_summariser_end_write(tm_summariser *summariser, uint64_t begin_ns);

// Writes the file, at the end of a run. TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_summariser_write(tm_summariser *summariser, const tm_pipeline *pipeline,
                                 tamis_error *err);
void tm_summariser_free(tm_summariser *summariser);

#endif
