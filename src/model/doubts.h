// Finds labels that are probably wrong, by confident learning (Northcutt, Jiang, Chuang, JAIR
// 2021).
//
// Every labelled document is judged by a light model that has seen neither it nor any document of
// its group: a logistic regression on its features and its sketch words, fitted to the other four
// fifths of the groups by stochastic gradient descent with per-weight steps (AdaGrad; Duchi, Hazan,
// Singer, JMLR 2011). A label is doubted when the model finds the other label more probable, and at
// least as probable as it finds that label, on average, for the documents that carry it. Because
// the model has not seen the document, a wrong label cannot support itself. Seeded; linear time.
// SPDX-License-Identifier: MIT
#ifndef TM_DOUBTS_H
#define TM_DOUBTS_H

#include "model/batch.h"

enum { TM_DOUBT_FOLDS = 5, TM_MIN_DOUBT_ROWS = 20 };

typedef struct tm_doubt_row {
    const tm_digested *digested; // borrowed
    bool contaminated;           // as labelled
    uint64_t group;              // rows of one group are judged by the same fold's model
} tm_doubt_row;

typedef struct tm_doubt {
    size_t row;         // index into the rows given
    double probability; // of being contaminated, by the model that has not seen the row
    double margin;      // log-odds in favour of the other label; > 0
} tm_doubt;

typedef struct tm_doubts {
    tm_doubt *doubt; // by falling margin; owned
    size_t len;
    float *weight[TM_DOUBT_FOLDS]; // of the model that judged fold f; owned
} tm_doubts;

// TAMIS_EINVAL when a label has fewer than TM_MIN_DOUBT_ROWS rows, or all its rows fall into one
// fold, whose model would never see that label; TAMIS_ENOMEM.
tamis_status tm_doubts_find(tm_doubts *out, const tm_doubt_row *row, size_t n, uint64_t seed,
                            tamis_error *err);
void tm_doubts_free(tm_doubts *doubts);

// What a sketch word added to the log-odds of contamination, in the model that judged this row.
double tm_doubts_word(const tm_doubts *doubts, const tm_doubt_row *row, uint32_t word);

#endif
