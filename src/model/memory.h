// What a model remembers of the documents it was calibrated on: the inputs and out-of-fold
// decisions of the clean documents that came nearest to being flagged, and of a sample of the
// contaminated ones. No text. A model that is adapted to somebody's own documents (model/adapt.h)
// is held to them: no remembered document may fare worse than before, and thresholds are set over
// them anew, so that a false-positive rate of 1e-4 stays one on documents in general though the
// new documents are a few hundred.
// SPDX-License-Identifier: MIT
#ifndef TM_MEMORY_H
#define TM_MEMORY_H

#include "model/classifier.h"

enum { TM_MEMORY_CLEAN = 1000, TM_MEMORY_CONTAMINATED = 500 };

typedef struct tm_remembered {
    uint8_t input[TM_N_FEATURES]; // of the classifier, in 255ths
    int label;                    // +1 contaminated, -1 clean
    double decision;              // of a classifier that had not seen the document
} tm_remembered;

typedef struct tm_memory {
    tm_remembered
        *row; // owned; clean ones first, by falling decision; then contaminated, rising
    size_t len, cap;
    uint64_t n_clean; // documents that the clean rows are the top of
} tm_memory;

// Appends a document; afterwards, when all are there, tm_memory_trim. TAMIS_ENOMEM.
tamis_status tm_memory_add_document(tm_memory *memory, const tm_row *row, int label,
                                    double decision, tamis_error *err);
// Brings the rows into order and lets go of all but what is to be kept: the clean rows of the
// greatest decisions and every n-th of the contaminated ones. `n_clean` is the caller's to set.
void tm_memory_trim(tm_memory *memory);

// Appends one row; TAMIS_ENOMEM.
tamis_status tm_memory_add(tm_memory *memory, const tm_remembered *row, tamis_error *err);
void tm_memory_free(tm_memory *memory);

#endif
