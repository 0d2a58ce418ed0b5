// Which candidates to propose as terms, and as what.
//
// A candidate is weighed by the log-odds ratio of its rates in spam and in clean text with an
// informative Dirichlet prior (Monroe, Colaresi, Quinn, "Fightin' Words", Political Analysis 2008),
//
//   delta = log (s + a) / (S + A - s - a) - log (c + a) / (C + A - c - a),  a = A (s + c) / (S + C)
//   z = delta / sqrt(1 / (s + a) + 1 / (c + a))
//
// with s and c the documents that hold it and S and C the tokens of their text; the prior A is a
// tenth of all tokens. Spam is mostly of a few languages, so a candidate is held against the clean
// text of its own language where there is enough. What the lexicon finds already is dropped. Of
// candidates inside one another with the same counts the longest stays, else the one that says
// most.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_SUGGEST_H
#define TM_TERM_SUGGEST_H

#include "model/term_tally.h"
#include "score/window.h"

typedef struct tm_suggested_term {
    const tm_tallied *counts; // borrowed from the tally
    tm_str text;              // as to be listed; borrowed from the tally
    const char *language;     // likewise
    tm_term_class klass;
    uint8_t level; // weight = (level + 1) / 2: 1 to 2.5, for somebody has to look first
    double delta, z;
    size_t n_clean, n_clean_documents; // in how many of how many clean documents
} tm_suggested_term;

typedef struct tm_suggestions {
    tm_suggested_term *term; // by falling z
    size_t len, cap;
} tm_suggestions;

typedef struct tm_suggest_options {
    size_t min_sources;     // at most TM_TALLY_SOURCES
    double min_z;           // 3 is one chance in a thousand
    double max_clean_share; // of the clean documents that may hold a term; one always may
} tm_suggest_options;

// `tally` must outlive `out`. TAMIS_ENOMEM.
tamis_status tm_suggest_terms(tm_suggestions *out, const tm_tally *tally,
                              const tm_knowledge *knowledge, const tm_suggest_options *options,
                              tamis_error *err);
void tm_suggestions_free(tm_suggestions *suggestions);

#endif
