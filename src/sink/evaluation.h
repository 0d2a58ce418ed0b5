// The figures of tamis evaluate, for people and for programs.
// SPDX-License-Identifier: MIT
#ifndef TM_EVALUATION_H
#define TM_EVALUATION_H

#include "base/json_writer.h"
#include "model/evaluate.h"
#include "sink/figures.h"
#include "sink/table.h"
#include "sink/verdict_json.h"

enum { TM_CASE_SPANS = 3 };

// A document that was judged wrongly, and why: what screening it once more found.
typedef struct tm_case {
    const tm_scored *scored;            // borrowed
    tamis_reason reason[TM_N_FEATURES]; // falling contribution
    size_t n_reasons;
    struct {
        size_t begin, end; // bytes of the row's text
        tamis_span_kind kind;
    } span[TM_CASE_SPANS]; // found by the model, the strongest first
    size_t n_spans;
} tm_case;

typedef struct tm_evaluation_report {
    const tm_evaluation *evaluation;
    const tamis_operating_point *points; // [TM_N_POINTS], as stored in the model
    double threshold;                    // in use; NaN when nothing was scanned
    const tamis_operating_point *chosen; // the stored point it comes from; NULL: set by hand
    tm_model_name model;
    const char *const *data; // names of the files
    size_t n_data;
    const tm_scored *scored; // the documents themselves, for the pictures
    size_t n_scored;
    size_t n_copies[2]; // clean and contaminated documents that are copies of another of them
    const tm_case *false_positives, *misses;
    size_t n_false_positives, n_misses;
} tm_evaluation_report;

void tm_evaluation_text(tm_buf *out, const tm_evaluation_report *report);
// One object, schema tamis-evaluation/1, line end included.
void tm_evaluation_json(tm_buf *out, const tm_evaluation_report *report);
// One page that needs no other file.
void tm_evaluation_html(tm_buf *out, const tm_evaluation_report *report);

// ---- Parts that several forms share -------------------------------------------------------

// Calls `show` with every table of the report, in order. A table is valid during its call only.
void tm_evaluation_tables(const tm_evaluation_report *report,
                          void (*show)(void *context, const tm_table *table), void *context);

// "at --max-fpr 1e-4 (threshold 0.997443)", "at --threshold 0.9".
void tm_evaluation_point(tm_buf *out, const tm_evaluation_report *report);

// Appends a sentence when some documents are copies of others, and one when the clean documents,
// each counted once, are too few to measure the rate aimed at; else nothing. By the rule of three, 0
// flagged of n only shows a rate of at most 3/n (at 95 %).
void tm_evaluation_caution(tm_buf *out, const tm_evaluation_report *report);

#endif
