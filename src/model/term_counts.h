// How often the terms of a lexicon are found in clean documents, and inside which words: what a
// term costs. Honest writing about gambling (`hard` rows) is counted apart, since the terms are
// expected there. For every term the most frequent surrounding words are kept in a fixed number
// of slots (space-saving; Metwally, Agrawal, El Abbadi 2005). Memory is fixed per term, time
// linear in the text.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_COUNTS_H
#define TM_TERM_COUNTS_H

#include "model/dataset.h"
#include "model/term_list.h"

enum { TM_AROUND_SLOTS = 24, TM_AROUND_BYTES = 64 };

// A word around a hit of a term: the run of letters and digits that it lies in, cut off some
// characters from the hit (two in scripts without blanks).
typedef struct tm_around {
    char word[TM_AROUND_BYTES]; // folded, UTF-8, not NUL-terminated
    uint8_t len;
    uint32_t count, taken_over; // it was met `count - taken_over` to `count` times
} tm_around;

typedef struct tm_term_count {
    uint32_t n_hits, n_documents; // in ordinary clean documents
    uint32_t n_own_documents;     // of the language that the file is named after
    // Of these, hits inside a longer word (a particle behind the term does not make it longer) and
    // documents with such hits.
    uint32_t n_inside, n_inside_documents;
    uint32_t n_hard_documents; // `hard` documents with a hit
    // Documents with a form that the loader derives: reversed, or typed on Latin keys.
    uint32_t n_derived_documents;
    // Scratch: numbers of the documents that were counted last.
    uint32_t last_document, last_inside, last_derived;
    tm_around *around; // [TM_AROUND_SLOTS]; NULL without hits; a slot with count 0 is empty
} tm_term_count;

typedef struct tm_term_counts {
    tm_term_count *term;        // [list->n_terms]
    size_t n_documents, n_hard; // ordinary and `hard` clean documents read
    size_t *n_own;              // [list->n_files] ordinary documents of the file's language
    size_t n_terms;
} tm_term_counts;

// Counts in the rows of `dataset` that are not contaminated. TAMIS_ENOMEM.
tamis_status tm_term_counts_fill(tm_term_counts *out, const tm_term_list *list,
                                 const tm_folds *folds, const tm_dataset *dataset,
                                 tamis_error *err);
void tm_term_counts_free(tm_term_counts *counts);

// The rule that a term breaks, judged by its hits in clean documents.
typedef enum tm_term_cost {
    TM_COST_NONE,
    TM_COST_FREQUENT, // heavier than weight 1, but in more than 0.02 % of the documents
    TM_COST_IN_WORDS, // mostly inside longer words, and so in more than 0.02 % of the documents
    TM_COST_DERIVED   // a form that the loader derives is an ordinary word
} tm_term_cost;

// "none", "frequent", "in-words", "derived"; static storage.
const char *tm_term_cost_name(tm_term_cost cost);

// The cost of term `term` (index into the list). A rate counts as above 0.02 % only when at least
// three documents have the term, and so many would be found with a probability below one in a
// thousand if the true rate were 0.02 %: a small sample proves nothing.
tm_term_cost tm_term_cost_of(const tm_term_counts *counts, const tm_term_list *list,
                             size_t term);

// Fills `sorted` with a term's surrounding words, by falling guaranteed count (count - taken_over);
// borrows `count`. Returns how many.
size_t tm_term_around(const tm_around *sorted[TM_AROUND_SLOTS], const tm_term_count *count);

#endif
