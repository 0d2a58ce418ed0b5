// Judges documents on any number of threads; the results come in input order.
// SPDX-License-Identifier: MIT
#ifndef TM_PIPELINE_H
#define TM_PIPELINE_H

#include "base/digest.h"
#include "cli/remedy.h"
#include "sink/summary.h"

// A batch is full with this many records, or from this many bytes on: these should still be in the
// cache when they are judged.
enum { TM_BATCH_RECORDS = 256, TM_BATCH_BYTES = 1 << 17 };

// What a worker notes of a document that was flagged. All but `is` only for a store.
typedef struct tm_flagged {
    bool is;
    size_t facts_begin, facts_end;  // in the batch's `facts`
    char sha256[TM_DIGEST_HEX + 1]; // of the raw bytes
} tm_flagged;

// What it notes for a summary.
typedef struct tm_noted {
    tamis_verdict_kind verdict;
    size_t n_bytes;
    size_t site_begin, site_end; // in the batch's `sites`
} tm_noted;

typedef struct tm_item {
    tm_record record;
    tm_reader *rest;             // of a record that has_more: owned, read on by the worker
    const char *failure;         // static: why there is no record ("cannot_open"); else NULL
    size_t path_begin, path_end; // in the batch's `paths`
    bool from_file;              // a regular file, which `file` describes
    bool is_packed;              // one document in a packed file
    tm_identity file;
    tm_flagged flagged;
    tm_remedy remedy;
    tm_noted noted;
    size_t input;    // which of the inputs it comes from, counted by the caller
    uint64_t inputs; // what the caller knows of these by then (tm_resume_place)
} tm_item;

typedef struct tm_batch {
    tm_item items[TM_BATCH_RECORDS];
    size_t n_items;
    size_t n_bytes;
    tm_buf paths;
    tm_buf out;                   // the output of the worker: report or JSON
    tm_buf complaints;            // and for standard error: each ends with a NUL
    tm_buf facts;                 // of the flagged documents (sink/facts.h)
    tm_replacements replacements; // of the documents that are cleaned or left out
    tm_tally tally;

    // For a summary, where one is wanted.
    tm_counts counts;
    tm_buf sites;      // hosts that records of web archives came from
    uint64_t work_ns;  // time that the batch took
    uint64_t score_ns; // of that, for documents that were judged in full
    bool finished;     // under the pipeline's lock
} tm_batch;

static inline tm_str tm_item_path(const tm_batch *batch, const tm_item *item)
{
    return tm_str_slice(tm_buf_str(&batch->paths), item->path_begin, item->path_end);
}

// Empties the batch for reuse; frees buffers that large documents have grown.
void tm_batch_clear(tm_batch *batch);
void tm_batch_free(tm_batch *batch); // what it holds, not the batch itself

// The two ends of a pipeline. `work` fills batch->out and batch->tally from the items, with one
// worker to itself; with a single worker it runs on the caller's thread. `emit` runs on the
// caller's thread, batch by batch in input order; an error from it stops the pipeline.
typedef struct tm_stages {
    void (*work)(void *worker, tm_batch *batch);
    tamis_status (*emit)(void *context, tm_batch *batch, tamis_error *err);
    void *context;  // of emit
    void **workers; // [n_workers], borrowed
    size_t n_workers;
    bool timed; // asks the clock how long the caller waits for workers
} tm_stages;

typedef struct tm_pipeline tm_pipeline;

// How many bytes of records may be on their way at once (a single batch may exceed it). With it the
// process stays within 64 MiB and 40 MiB for each worker: the model and the program take 20 MiB, a
// worker with its window 14, the record that is being read 17; the rest is for documents, which
// take up to four times their bytes while they are judged (a page in CP949: the page, its text in
// UTF-8, what is shown of it). Batches of small documents stay far below it.
static inline size_t tm_pipeline_most_bytes(size_t n_workers)
{
    return ((27 + 26 * n_workers) << 20) / 4;
}

// Starts the threads. TAMIS_ENOMEM, also when the system refuses a thread.
tamis_status tm_pipeline_new(tm_pipeline **out, const tm_stages *stages, tamis_error *err);

// The next free item, to be filled by the caller; waits for the workers when they are behind.
// NULL once the pipeline has stopped. Asking again without a commit gives the same item.
tm_item *tm_pipeline_item(tm_pipeline *pipeline);

// Sends that item on its way; `path` is copied. Does nothing once the pipeline has stopped.
void tm_pipeline_commit(tm_pipeline *pipeline, const char *path);

// Waits for all that was committed to be emitted. The error that stopped the pipeline, if any.
tamis_status tm_pipeline_finish(tm_pipeline *pipeline, tamis_error *err);

// How long the caller has waited; 0 unless timed.
uint64_t tm_pipeline_waited_ns(const tm_pipeline *pipeline);

void tm_pipeline_free(tm_pipeline *pipeline); // stops the threads; NULL is fine

#endif
