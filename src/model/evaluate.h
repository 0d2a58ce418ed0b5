// How good a model is on labelled documents it has not seen: scored documents in, figures out.
// Pure: what is counted here was judged elsewhere (cli/judge.h).
//
// Every figure counts documents, each once, whatever weight it has in training. A document left
// unscanned is not flagged: it lowers recall, and it has no part in the calibration figures.
// SPDX-License-Identifier: MIT
#ifndef TM_EVALUATE_H
#define TM_EVALUATE_H

#include "model/calibrate.h"
#include "model/curve.h"
#include "model/model.h"

// Where documents are cut into flagged and not: at the stored points, and as the verdicts say.
enum { TM_CHOSEN = TM_N_POINTS, TM_N_CUTS, TM_N_BINS = 10 };

typedef enum tm_slice_group {
    TM_SLICE_ALL,
    TM_SLICE_LANGUAGE,
    TM_SLICE_KIND, // "injected:swap" is also counted as "injected"
    TM_SLICE_OBFUSCATION,
    TM_SLICE_LENGTH,
    TM_SLICE_TRAIT,     // of clean documents: hard, strong, composite, and none of them
    TM_SLICE_SOURCE,    //
    TM_SLICE_FURNITURE, // clean documents of sources with composite ones, apart and together
    TM_N_SLICE_GROUPS
} tm_slice_group;

// Characters of documents with gold spans: precision is agreed / marked, recall agreed / gold.
typedef struct tm_span_sum {
    size_t n_documents;
    uint64_t gold, marked, agreed;
} tm_span_sum;

// Documents that have something in common.
typedef struct tm_slice {
    tm_slice_group group;
    const char *prefix; // before the name: "plain ", "" …
    tm_str name;        // borrowed from the rows
    size_t n[2];        // clean, contaminated
    size_t flagged[TM_N_CUTS][2];
    tm_span_sum spans; // over the contaminated ones that are flagged at TM_CHOSEN
} tm_slice;

typedef struct tm_bin { // of predicted probability
    size_t n, contaminated;
    double probability_sum;
} tm_bin;

typedef struct tm_evaluation {
    size_t n_verdicts[2][TAMIS_UNSCANNED + 1]; // by label
    tm_slice *slice; // by group, then length in its order, all else by name; owned
    size_t n_slices;
    size_t begin[TM_N_SLICE_GROUPS + 1]; // slices of group g: [begin[g], begin[g + 1])
    tm_curve curve;
    tm_bin bin[TM_N_BINS];
    double brier, log_loss, calibration_error; // NaN when nothing was scanned
    tm_span_sum spans_flagged; // over contaminated documents with gold spans, flagged ones
    tm_span_sum spans_all;     // and all; what is not flagged has nothing marked
} tm_evaluation;

// Borrows names from the rows behind `scored`.
tamis_status tm_evaluate(tm_evaluation *out, const tm_scored *scored, size_t n,
                         const tamis_operating_point points[TM_N_POINTS], tamis_error *err);
void tm_evaluation_free(tm_evaluation *evaluation);

double tm_span_precision(const tm_span_sum *sum); // NaN when nothing was marked
double tm_span_recall(const tm_span_sum *sum);    // NaN when there is nothing to mark

// The documents judged worst, the worst first, `max` at most: clean ones that are not called clean
// by falling score, or contaminated ones that are not flagged by rising score. Writes their
// indexes and returns how many.
size_t tm_evaluation_worst(size_t *index, size_t max, const tm_scored *scored, size_t n,
                           bool contaminated);

// "kind", "language", … as JSON names the group.
const char *tm_slice_group_name(tm_slice_group group);

#endif
