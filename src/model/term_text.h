// How much text the counts of terms come from, by language. A group of rows (a page and its
// near-copies, a site) is one document there as it is in the counts, with as many tokens as its texts
// have on average: the sum would make every rate of a term that is counted once too low.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_TEXT_H
#define TM_TERM_TEXT_H

#include "base/str.h"

typedef enum tm_text_side {
    TM_SIDE_SPAM,
    TM_SIDE_CLEAN,
    TM_SIDE_ACROSS // partly both: counted nowhere
} tm_text_side;

typedef struct tm_language_tally {
    const char *name;                 // borrowed from the rows
    size_t n_clean, n_spam;           // groups with rows of this label
    size_t clean_tokens, spam_tokens; // how much text the counts come from; of a group the mean
} tm_language_tally;

// What the group being read has, of one language or of all. Zero is a valid empty one.
typedef struct tm_group_text {
    size_t n_rows[2];               // clean, contaminated
    size_t n_tokens[2], n_texts[2]; // by side: words, and the rows that they are in
} tm_group_text;

// Adds a row with so many tokens on each side.
void tm_group_text_add(tm_group_text *group, bool contaminated, const size_t n_tokens[2]);
// Adds the group to the tally, and begins the next.
void tm_group_text_end(tm_group_text *group, tm_language_tally *tally);

#endif
