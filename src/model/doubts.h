// Labels that are probably wrong, by confident learning (Northcutt, Jiang, Chuang, JAIR 2021).
//
// Every labelled document is judged by a light model that has not seen it nor a document of its
// group: a logistic regression on its features and on the words of its sketch, fitted to four
// fifths of the groups by stochastic gradient with per-weight steps (AdaGrad). A label is doubted
// when the other one is at least as probable as it is, on average, for documents that carry it.
// The model's own training error plays no part, so it may be as wrong about a document as it
// likes without the label's help. Seeded; time linear in the documents.
// SPDX-License-Identifier: MIT
#ifndef TM_DOUBTS_H
#define TM_DOUBTS_H

#include "model/batch.h"

enum { TM_DOUBT_FOLDS = 5, TM_MIN_DOUBT_ROWS = 20 };

typedef struct tm_doubt_row {
    const tm_digested *digested; // borrowed
    bool contaminated;           // as labelled
    uint64_t group;
} tm_doubt_row;

typedef struct tm_doubt {
    size_t row;
    double probability; // of being contaminated, by a model that has not seen it
    double margin;      // log-odds for the other label
} tm_doubt;

typedef struct tm_doubts {
    tm_doubt *doubt; // by falling margin
    size_t len;
    float *weight[TM_DOUBT_FOLDS]; // of each fold's model
} tm_doubts;

// TAMIS_EINVAL when a label has fewer than TM_MIN_DOUBT_ROWS rows, or a fold would leave one out;
// TAMIS_ENOMEM.
tamis_status tm_doubts_find(tm_doubts *out, const tm_doubt_row *row, size_t n, uint64_t seed,
                            tamis_error *err);
void tm_doubts_free(tm_doubts *doubts);

// What this word of the row's sketch said for contamination to the model that judged the row.
double tm_doubts_word(const tm_doubts *doubts, const tm_doubt_row *row, uint32_t word);

#endif
