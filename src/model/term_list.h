// Lexicon files as their editors see them: every line with its place, its folded key and the terms
// that the loader makes of it, and the lines that the loader refuses. Each line goes through
// tm_lexicon_add by itself, so what is accepted here is what training accepts.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_LIST_H
#define TM_TERM_LIST_H

#include "score/lexicon.h"

typedef struct tm_listed_term {
    uint32_t file, line; // line counts from 1
    tm_str text;         // as written; borrows the file
    tm_str key;          // folded, UTF-8; borrows the list once it is finished
    size_t key_begin;    // while loading
    uint8_t klass, level;
    bool disguised; // noted as a spelling that nobody uses but to hide
    uint32_t first_id,
        end_id; // what the lexicon made of it; empty for words that are not loaded
} tm_listed_term;

typedef struct tm_refused_line {
    uint32_t file, line;
    char reason[128];
} tm_refused_line;

typedef struct tm_term_list {
    tm_lexicon lexicon; // of all files
    const char **file;  // names; borrowed
    size_t n_files, files_cap;
    tm_listed_term *term; // in the order of files and lines
    size_t n_terms, terms_cap;
    tm_refused_line *refused;
    size_t n_refused, refused_cap;
    tm_buf keys;
} tm_term_list;

// Adds the lines of one file. Borrows `name` and `tsv`, which must outlive the list. Faults of
// single lines are kept in `refused`. TAMIS_ENOMEM.
tamis_status tm_term_list_add(tm_term_list *list, const tm_folds *folds, const char *name,
                              tm_str tsv, tamis_error *err);

// Builds the automaton. TAMIS_ELIMIT when the files together are too many terms, TAMIS_ENOMEM.
tamis_status tm_term_list_finish(tm_term_list *list, tamis_error *err);
void tm_term_list_free(tm_term_list *list);

// The listed term that term `id` of the lexicon was made of; its index.
size_t tm_term_list_owner(const tm_term_list *list, uint32_t id);

// "ko" of "seeds/lexicon/ko.tsv": the language a file is named after.
tm_str tm_term_list_language(const tm_term_list *list, uint32_t file);

#endif
