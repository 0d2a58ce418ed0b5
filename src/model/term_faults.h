// What can be wrong with the terms of a lexicon, seen from the files alone: lines that say the
// same, lines that contradict each other, and terms that can never be found because another takes
// their place. Each term is put through the very scan that texts go through.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_FAULTS_H
#define TM_TERM_FAULTS_H

#include "model/term_list.h"

typedef enum tm_term_fault_kind {
    TM_FAULT_DUPLICATE, // the same term twice in a file
    TM_FAULT_SAME_KEY,  // another spelling in the same file that folds to the same
    TM_FAULT_MASKED,    // the plain word folds to a disguise listed before it and passes for it
    TM_FAULT_CONFLICT,  // the same key with another class or weight, in any file
    TM_FAULT_SHADOWED,  // its text is always found as another term, of another class or weight
    TM_FAULT_UNFOUND,   // its own text does not hold it
    TM_FAULT_WEAKER,    // hides a trade's term inside it that is heavier by 1 or more
    TM_FAULT_HONEST,    // lies inside a word of honest writing that is listed but not loaded
    TM_N_TERM_FAULTS
} tm_term_fault_kind;

typedef struct tm_term_fault {
    tm_term_fault_kind kind;
    size_t term;  // index into the list
    size_t other; // the term that it duplicates, contradicts, …; SIZE_MAX: none
} tm_term_fault;

typedef struct tm_term_faults {
    tm_term_fault *fault; // in the order of files and lines
    size_t len, cap;
} tm_term_faults;

// "duplicate", "same-key", …; static storage.
const char *tm_term_fault_name(tm_term_fault_kind kind);

// `list` is finished. Time n log n in the number of terms. TAMIS_ENOMEM.
tamis_status tm_term_faults_find(tm_term_faults *out, const tm_term_list *list,
                                 const tm_folds *folds, tamis_error *err);
void tm_term_faults_free(tm_term_faults *faults);

#endif
