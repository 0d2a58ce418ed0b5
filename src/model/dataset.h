// Labelled documents in memory: what training and evaluation read. Rows come from JSON Lines with
// the fields text and label ("clean" or "contaminated") and optionally id, kind, lang, source,
// group, obfuscation, hard, strong, composite, weight, and spans ([[begin, end], …] in code points).
// SPDX-License-Identifier: MIT
#ifndef TM_DATASET_H
#define TM_DATASET_H

#include "base/buf.h"
#include "model/synthesise.h"

typedef struct tm_labelled {
    tm_buf text;
    char *id, *kind, *language, *source, *obfuscation; // owned, NUL-terminated, "" when absent
    tm_sample_span *spans;                             // bytes of the text; owned
    size_t n_spans;
    bool contaminated;
    bool hard, strong, composite;
    bool synthetic; // made by the synthesiser from a clean document
    double weight;  // 1 unless given
    uint64_t group; // rows of one group never stand on both sides of a fold
} tm_labelled;

typedef struct tm_dataset {
    tm_labelled *row;
    size_t len, cap;
} tm_dataset;

// Appends every row of `lines`. TAMIS_EFORMAT names the line (from 1) of the first bad row.
tamis_status tm_dataset_add_jsonl(tm_dataset *dataset, tm_str lines, tamis_error *err);

// Appends one empty row and returns it for the caller to fill; NULL when memory is short.
tm_labelled *tm_dataset_new_row(tm_dataset *dataset);

void tm_dataset_free(tm_dataset *dataset);

#endif
