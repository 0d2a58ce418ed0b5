// Lexicon files as their editors see them: every line with its file and number, its folded key and
// the terms that the loader makes of it; and the lines that the loader refuses. Each line goes
// through tm_lexicon_add by itself, so what is accepted here is what training accepts.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_LIST_H
#define TM_TERM_LIST_H

#include "score/hits.h"

typedef struct tm_listed_term {
    uint32_t file, line; // index into tm_term_list.file; line number from 1
    tm_str text;         // as written; borrows the file
    tm_str key;          // folded, UTF-8; borrows the list once it is finished
    size_t key_begin;    // internal: offset of the key in tm_term_list.keys
    uint8_t klass;       // tm_term_class
    uint8_t level;       // weight = (level + 1) / 2
    bool disguised;      // noted as a spelling that is only used to evade filters
    // The ids [first_id, end_id) of its terms in the lexicon; none for words that are not loaded.
    uint32_t first_id, end_id;
} tm_listed_term;

typedef struct tm_refused_line {
    uint32_t file, line;
    char reason[128]; // NUL-terminated
} tm_refused_line;

typedef struct tm_term_list {
    tm_lexicon lexicon; // the terms of all files
    const char **file;  // names; borrowed
    size_t n_files, files_cap;
    tm_listed_term *term; // in the order of files and lines
    size_t n_terms, terms_cap;
    tm_refused_line *refused;
    size_t n_refused, refused_cap;
    tm_buf keys; // the folded keys, one after another
} tm_term_list;

// Adds the lines of one file. Borrows `name` and `tsv`, which must outlive the list. A line that is
// refused is no error, but added to list->refused. TAMIS_ENOMEM.
tamis_status tm_term_list_add(tm_term_list *list, const tm_folds *folds, const char *name,
                              tm_str tsv, tamis_error *err);

// Builds the automaton, after all files have been added. TAMIS_ELIMIT when the files together have
// too many terms; TAMIS_ENOMEM.
tamis_status tm_term_list_finish(tm_term_list *list, tamis_error *err);
void tm_term_list_free(tm_term_list *list);

// Index of the listed term that term `id` of the lexicon was made of. O(log n).
size_t tm_term_list_owner(const tm_term_list *list, uint32_t id);

// The language a file is named after: "ko" for "seeds/lexicon/ko.tsv". Borrows the name.
tm_str tm_term_list_language(const tm_term_list *list, uint32_t file);

#endif
