// How often the terms of a lexicon are found in clean documents, and in which words: what a term
// costs. Texts of honest writing about gambling (`hard`) are counted apart, since the words are
// expected there. For every term the most frequent words around it are kept in a few slots
// (space-saving; Metwally, Agrawal, El Abbadi 2005): memory is fixed per term, time linear in the
// text.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_COUNTS_H
#define TM_TERM_COUNTS_H

#include "model/dataset.h"
#include "model/term_list.h"

enum { TM_AROUND_SLOTS = 24, TM_AROUND_BYTES = 64 };

// A word that holds a term: the run of letters and digits around it, and where words have no
// blanks two characters to each side.
typedef struct tm_around {
    char word[TM_AROUND_BYTES];
    uint8_t len;
    uint32_t count, taken_over; // the word stood there count - taken_over times at least
} tm_around;

typedef struct tm_term_count {
    uint32_t n_hits, n_documents; // in ordinary clean documents
    uint32_t n_own_documents;     // of the language that the file is named after
    uint32_t n_inside,
        n_inside_documents; // inside a longer word, more than a particle behind it
    uint32_t n_hard_documents;
    uint32_t
        n_derived_documents; // with a form that the loader adds: turned round, typed on Latin keys
    uint32_t last_document, last_inside, last_derived; // number of the document counted last
    tm_around *around;                                 // [TM_AROUND_SLOTS], NULL without hits
} tm_term_count;

typedef struct tm_term_counts {
    tm_term_count *term; // [list->n_terms]
    size_t n_documents, n_hard;
    size_t *n_own; // [list->n_files] ordinary documents of its language
    size_t n_terms;
} tm_term_counts;

// Counts in the rows of `dataset` that are clean. TAMIS_ENOMEM.
tamis_status tm_term_counts_fill(tm_term_counts *out, const tm_term_list *list,
                                 const tm_folds *folds, const tm_dataset *dataset,
                                 tamis_error *err);
void tm_term_counts_free(tm_term_counts *counts);

// Which rule a term breaks by its hits.
typedef enum tm_term_cost {
    TM_COST_NONE,
    TM_COST_FREQUENT, // heavier than 1, and in more than 0.02 % of the documents
    TM_COST_IN_WORDS, // mostly inside longer words, in more than 0.02 % of the documents
    TM_COST_DERIVED   // the form that the loader adds is an ordinary word
} tm_term_cost;

// "frequent", "in-words", "derived"; static storage.
const char *tm_term_cost_name(tm_term_cost cost);

// Only where so many documents, of all or of the file's language, are too many to be chance at the
// limit (one in a thousand, three documents at least): a small sample accuses nobody.
tm_term_cost tm_term_cost_of(const tm_term_counts *counts, const tm_term_list *list,
                             size_t term);

// A term's surrounding words, those sure to be most frequent first; returns how many.
size_t tm_term_around(const tm_around *sorted[TM_AROUND_SLOTS], const tm_term_count *count);

#endif
