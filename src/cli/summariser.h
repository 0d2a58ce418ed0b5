// `tamis screen --summary FILE`: gathers the counts of a run as its batches are finished, and the
// times, and writes them at its end, in one step.
//
// A document's source is, in this order: the host of the target URI of its record of a web archive;
// the file that holds it among others; the folder of a file that holds nothing else.
// SPDX-License-Identifier: MIT
#ifndef TM_SUMMARISER_H
#define TM_SUMMARISER_H

#include "cli/shard.h"
#include "cli/worker.h"

typedef struct tm_summariser {
    const char *path; // borrowed; NULL: nobody wants it, and nothing below does anything
    tm_summary summary;
    uint64_t begin_ns; // of the run
} tm_summariser;

// What a worker leaves in a batch about one document, whose target URI may be empty.
void tm_summariser_note(tm_batch *batch, tm_item *item, const tamis_verdict *verdict,
                        tm_str uri);

typedef struct tm_summary_request {
    const char *path;        // NULL: nobody wants it
    const tm_worker *worker; // one of them
    const tm_shard *shard;
    const tm_tally *before; // of the runs that this one goes on with; NULL without --resume
    size_t n_jobs;
} tm_summary_request;

// Begins; finds out whether the file can be written before anything is judged. TAMIS_EINVAL,
// TAMIS_EIO.
tamis_status tm_summariser_open(tm_summariser *summariser, const tm_summary_request *request,
                                tamis_error *err);

void tm_summariser_read(tm_summariser *summariser, const tm_reader *reader); // an input
void tm_summariser_miss(tm_summariser *summariser); // one that could not be opened
tamis_status tm_summariser_take(tm_summariser *summariser, const tm_batch *batch,
                                tamis_error *err);
// When writing begins, and when it has ended.
uint64_t tm_summariser_begin_write(const tm_summariser *summariser);
void tm_summariser_end_write(tm_summariser *summariser, uint64_t begin_ns);

// Writes the file, at the end of a run. TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_summariser_write(tm_summariser *summariser, const tm_pipeline *pipeline,
                                 tamis_error *err);
void tm_summariser_free(tm_summariser *summariser);

#endif
