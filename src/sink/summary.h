// The counts of one run as one JSON object, for programs that manage many runs: what was seen and
// found, where it came from, and where the time went. All but `time` is the same for any number of
// threads.
// SPDX-License-Identifier: MIT
#ifndef TM_SUMMARY_H
#define TM_SUMMARY_H

#include "sink/sources.h"
#include "sink/verdict_json.h"

enum { TM_REASONS_UNSCANNED = 32 }; // room for; there are fewer

// What is counted of verdicts besides tm_tally.
typedef struct tm_counts {
    uint64_t n_kinds[TAMIS_DOCUMENT_SPAM + 1];
    uint64_t n_spans[TAMIS_SPAN_HIDDEN + 1];
    uint64_t n_damaged_texts, n_damaged_places;
    uint64_t n_cut; // only their beginning was there (tm_document.is_cut)
    struct {
        const char *reason; // static; NULL after the last
        uint64_t n;
    } unscanned[TM_REASONS_UNSCANNED];
} tm_counts;

void tm_counts_verdict(tm_counts *counts, const tamis_verdict *verdict, bool is_cut);
void tm_counts_add(tm_counts *sum, const tm_counts *counts);

typedef struct tm_summary {
    tm_model_name model;
    double max_fpr; // target of the operating point; NaN: the threshold was set by hand
    double threshold, suspect_threshold;
    size_t shard, n_shards; // n_shards 0: the run is not a shard
    bool shares_records;    // the shards divide records rather than files
    bool goes_on;           // the run continues earlier ones (--resume)
    tm_tally before;        // what those judged; the members below do not include it
    tm_tally tally;
    tm_counts counts;
    tm_sources sources;
    uint64_t n_opened, n_not_opened; // inputs
    uint64_t n_bytes_read;           // of the inputs, as stored (packed)
    uint64_t n_passed_over;          // records of web archives that hold no document
    size_t n_jobs;
    double seconds; // wall-clock time of the run
    // Parts of it, in seconds; `look` and `score` are summed over the threads.
    double read, look, score, write;
} tm_summary;

// Appends the object and a line end; sorts the sources, so that no more can be counted.
void tm_summary_json(tm_buf *out, tm_summary *summary);
void tm_summary_free(tm_summary *summary);

#endif
