// What can be wrong with the terms of a lexicon, judged from the files alone: lines that say the
// same thing, lines that contradict each other, and terms that can never be found because
// another one is found in their place. Each term's own text is scanned the way documents are.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_FAULTS_H
#define TM_TERM_FAULTS_H

#include "model/term_list.h"

typedef enum tm_term_fault_kind {
    TM_FAULT_DUPLICATE, // the same term stands earlier in the file
    TM_FAULT_SAME_KEY,  // an earlier term of the same file has the same folded key
    TM_FAULT_MASKED,    // a disguised term with its key is listed earlier and is found instead
    TM_FAULT_CONFLICT,  // an earlier term of any file has its key and another class or weight
    TM_FAULT_SHADOWED,  // in its own text another term is found, of another class or weight
    TM_FAULT_UNFOUND,   // in its own text no term is found that covers all of it
    TM_FAULT_WEAKER, // holds a trade's term that is heavier by 1 or more, and is found instead
    TM_FAULT_HONEST, // is found inside a word of honest writing that is listed but not loaded
    TM_N_TERM_FAULTS
} tm_term_fault_kind;

typedef struct tm_term_fault {
    tm_term_fault_kind kind;
    size_t term;  // index into the list
    size_t other; // the other term that the fault is about; SIZE_MAX: none
} tm_term_fault;

typedef struct tm_term_faults {
    tm_term_fault *fault; // in the order of files and lines
    size_t len, cap;
} tm_term_faults;

// "duplicate", "same-key", …; static storage.
const char *tm_term_fault_name(tm_term_fault_kind kind);

// Replaces what `out` (zeroed or used before) holds with the faults of `list`, which must be
// finished. Time n log n in the number of terms. TAMIS_ENOMEM.
tamis_status tm_term_faults_find(tm_term_faults *out, const tm_term_list *list,
                                 const tm_folds *folds, tamis_error *err);
void tm_term_faults_free(tm_term_faults *faults);

#endif
