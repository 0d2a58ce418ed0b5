// What a model remembers of the documents it was calibrated on: the inputs and out-of-fold decision
// of the clean documents with the greatest decisions, and of a sample of the contaminated ones. No
// text. It is needed to adapt the model to a user's own documents (model/adapt.h): remembered
// documents must not be judged worse than before, and thresholds are set on them anew, so that a
// false-positive rate of 1e-4 still holds for documents in general although the new documents are
// only a few hundred.
// SPDX-License-Identifier: MIT
#ifndef TM_MEMORY_H
#define TM_MEMORY_H

#include "model/classifier.h"

enum { TM_MEMORY_CLEAN = 1000, TM_MEMORY_CONTAMINATED = 500 }; // rows kept at most

typedef struct tm_remembered {
    uint8_t input[TM_N_FEATURES]; // of the classifier: round(255 x)
    int label;                    // +1 contaminated, -1 clean
    double decision;              // of a classifier that had not seen the document
} tm_remembered;

typedef struct tm_memory {
    // Owned. Once trimmed: clean ones by falling decision, then contaminated ones by rising one.
    tm_remembered *row;
    size_t len, cap;
    uint64_t n_clean; // clean documents that the clean rows were chosen from
} tm_memory;

// Appends a document. Call tm_memory_trim when all have been added. TAMIS_ENOMEM.
tamis_status tm_memory_add_document(tm_memory *memory, const tm_row *row, int label,
                                    double decision, tamis_error *err);
// Sorts the rows and keeps the TM_MEMORY_CLEAN clean ones with the greatest decisions and
// TM_MEMORY_CONTAMINATED of the contaminated ones, evenly spaced by decision. Leaves `n_clean`,
// which is the caller's to set.
void tm_memory_trim(tm_memory *memory);

// Appends a row as it is. TAMIS_ENOMEM.
tamis_status tm_memory_add(tm_memory *memory, const tm_remembered *row, tamis_error *err);
void tm_memory_free(tm_memory *memory);

#endif
