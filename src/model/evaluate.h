// How good a model is on labelled documents it has not seen: scored documents in, figures out.
// Pure: the documents are scored elsewhere (cli/judge.h).
//
// Every figure counts each document once, whatever its weight in training. An unscanned document
// counts as not flagged, which lowers recall; the calibration figures leave it out.
// SPDX-License-Identifier: MIT
#ifndef TM_EVALUATE_H
#define TM_EVALUATE_H

#include "model/calibrate.h"
#include "model/curve.h"
#include "model/model.h"

// The cuts between flagged and not flagged: cut p < TM_N_POINTS is the threshold of stored point p,
// TM_CHOSEN is the verdict. TM_N_BINS bins of equal width divide the probabilities.
enum { TM_CHOSEN = TM_N_POINTS, TM_N_CUTS, TM_N_BINS = 10 };

typedef enum tm_slice_group {
    TM_SLICE_ALL,
    TM_SLICE_LANGUAGE,
    TM_SLICE_KIND, // "injected:swap" is also counted as "injected"
    TM_SLICE_OBFUSCATION,
    TM_SLICE_LENGTH, // in code points
    TM_SLICE_TRAIT,  // of clean documents: hard, strong, composite, or none of these
    TM_SLICE_SOURCE,
    TM_SLICE_FURNITURE, // clean documents of sources with composite ones: composite, others
    TM_N_SLICE_GROUPS
} tm_slice_group;

// Characters in spans, summed over documents with gold spans: precision is agreed / marked, recall
// agreed / gold. (Gold spans are the labelled ones; marked ones are the verdict's.)
typedef struct tm_span_sum {
    size_t n_documents;
    uint64_t gold, marked, agreed;
} tm_span_sum;

// The documents with one value of a property: one language, one kind, one length range …
typedef struct tm_slice {
    tm_slice_group group;
    const char *prefix; // to print before the name: "composite of ", "others of " or ""; static
    tm_str name;        // borrowed from the rows
    size_t n[2];        // clean, contaminated
    size_t flagged[TM_N_CUTS][2];
    tm_span_sum spans; // over contaminated ones with gold spans that are flagged at TM_CHOSEN
} tm_slice;

typedef struct tm_bin { // of predicted probability
    size_t n, contaminated;
    double probability_sum;
} tm_bin;

typedef struct tm_evaluation {
    size_t n_verdicts[2][TAMIS_UNSCANNED + 1]; // by label
    tm_slice *slice; // owned; by group, then in a fixed order (lengths rising …) or by name
    size_t n_slices;
    size_t begin[TM_N_SLICE_GROUPS + 1]; // slices of group g: [begin[g], begin[g + 1])
    tm_curve curve;
    tm_bin bin[TM_N_BINS];
    // Means over the scanned documents, log loss in nats; NaN when there are none. The calibration
    // error is the mean over the bins, by size, of |mean probability - share contaminated|.
    double brier, log_loss, calibration_error;
    tm_span_sum spans_flagged; // over the flagged contaminated documents with gold spans
    tm_span_sum spans_all;     // over all of them; nothing counts as marked in one not flagged
} tm_evaluation;

// Every document must be labelled. `out` borrows names from the rows behind `scored`. TAMIS_ENOMEM.
tamis_status tm_evaluate(tm_evaluation *out, const tm_scored *scored, size_t n,
                         const tamis_operating_point points[TM_N_POINTS], tamis_error *err);
void tm_evaluation_free(tm_evaluation *evaluation);

double tm_span_precision(const tm_span_sum *sum); // NaN when nothing was marked
double tm_span_recall(const tm_span_sum *sum);    // NaN when nothing is gold

// The scanned documents judged worst, the worst first: of the clean ones those not called clean, by
// falling score, or of the contaminated ones those not flagged, by rising score. Writes at most
// `max` of their indexes and returns how many.
size_t tm_evaluation_worst(size_t *index, size_t max, const tm_scored *scored, size_t n,
                           bool contaminated);

// "kind", "language", …: the group's name in JSON; static storage.
const char *tm_slice_group_name(tm_slice_group group);

#endif
