// The counts of one run as one JSON object, for programs that look after many runs: what was seen
// and found, where it came from, and where the time went. Everything but `time` is the same for
// any number of threads.
// SPDX-License-Identifier: MIT
#ifndef TM_SUMMARY_H
#define TM_SUMMARY_H

#include "sink/sources.h"
#include "sink/verdict_json.h"

enum { TM_REASONS_UNSCANNED = 32 }; // more than there are

// What verdicts say besides tm_tally.
typedef struct tm_counts {
    uint64_t n_kinds[TAMIS_DOCUMENT_SPAM + 1];
    uint64_t n_spans[TAMIS_SPAN_HIDDEN + 1];
    uint64_t n_damaged_texts, n_damaged_places;
    struct {
        const char *reason; // static; NULL behind the last
        uint64_t n;
    } unscanned[TM_REASONS_UNSCANNED];
} tm_counts;

void tm_counts_verdict(tm_counts *counts, const tamis_verdict *verdict);
void tm_counts_add(tm_counts *sum, const tm_counts *counts);

typedef struct tm_summary {
    tm_model_name model;
    double max_fpr; // of the operating point; NaN when the threshold was set by hand
    double threshold, suspect_threshold;
    size_t shard, n_shards; // n_shards 0: everything
    bool shares_records;    // rather than files
    bool goes_on;           // with what runs before it have begun
    tm_tally before;        // which judged this; nothing else counts it
    tm_tally tally;
    tm_counts counts;
    tm_sources sources;
    uint64_t n_opened, n_not_opened; // inputs
    uint64_t n_bytes_read;           // of them, as they lie on disk
    uint64_t n_passed_over;          // records of web archives that hold no document
    size_t n_jobs;
    double seconds;                  // the whole run
    double read, look, score, write; // parts of it, summed over threads
} tm_summary;

// Appends the object and a line end; sorts the sources.
void tm_summary_json(tm_buf *out, tm_summary *summary);
void tm_summary_free(tm_summary *summary);

#endif
