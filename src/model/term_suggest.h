// Which candidates to propose as terms, with which class and weight.
//
// A candidate is weighed by the log-odds ratio of its rates in spam and in clean text with an
// informative Dirichlet prior (Monroe, Colaresi, Quinn, "Fightin' Words", Political Analysis 2008),
//
//   delta = log (s + a) / (S + A - s - a) - log (c + a) / (C + A - c - a),  a = A (s + c) / (S + C)
//   z = delta / sqrt(1 / (s + a) + 1 / (c + a))
//
// where s and c are the numbers of spam and clean documents that hold it, S and C the numbers of
// tokens of the text they come from, and the prior A is a tenth of all tokens. A group
// (near-copies, a site) is one document in all four, with the mean of the tokens of its rows. S
// has s + 1 on top, and C has c + 1: they are never less than what they hold. Spam is mostly in a
// few languages, so a candidate is compared with the clean text of its own language if there is
// enough of it. Candidates that the lexicon finds already are dropped. Of candidates that contain
// one another, the longest is kept if the counts are about the same, else the one with the greatest
// z.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_SUGGEST_H
#define TM_TERM_SUGGEST_H

#include "model/term_tally.h"
#include "score/window.h"

typedef struct tm_suggested_term {
    const tm_tallied *counts; // borrowed from the tally
    tm_str text;              // as it should be listed; borrowed from the tally
    const char *language;     // likewise borrowed
    tm_term_class klass;
    uint8_t level; // weight = (level + 1) / 2: 1 to 2.5, as a person has to review it first
    double delta, z;
    size_t n_clean, n_clean_documents; // groups of clean ones that hold it, of how many
} tm_suggested_term;

typedef struct tm_suggestions {
    tm_suggested_term *term; // by falling z
    size_t len, cap;
} tm_suggestions;

typedef struct tm_suggest_options {
    size_t min_sources;     // different sources a term must be met in; at most TM_TALLY_SOURCES
    double min_z;           // 3: one chance in a thousand
    double max_clean_share; // share of clean documents that may hold a term; one document may
} tm_suggest_options;

// Fills `out` with the suggestions; `tally` must outlive it. TAMIS_ENOMEM.
tamis_status tm_suggest_terms(tm_suggestions *out, const tm_term_tally *tally,
                              const tm_knowledge *knowledge, const tm_suggest_options *options,
                              tamis_error *err);
void tm_suggestions_free(tm_suggestions *suggestions);

#endif
