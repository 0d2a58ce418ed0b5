// The pool of payload material: named lists of entries, one list for each name and language. Terms
// of a lexicon class ("game"), templates of one kind ("comment"), ready-made anchors ("anchor") and
// real spam texts ("real_sms") are all such lists, so a {slot} of a template can draw from any.
//
// Every entry belongs to one word group, by the hash of its text, so that some words can be kept
// from a fold; a real text belongs to its own fold. A template without words of its own ("{game}
// {venue}") belongs to all groups, since only what fills its slots matters. Short lists of templates
// are not split into groups.
// SPDX-License-Identifier: MIT
#ifndef TM_PAYLOAD_H
#define TM_PAYLOAD_H

#include "model/synthesise.h"

typedef struct tm_entry {
    tm_str text;     // borrows the pool
    double weight;   // of a lexicon term: its weight; of a template: how often it is drawn
    unsigned groups; // bit mask of those it belongs to
} tm_entry;

typedef struct tm_list {
    uint64_t key; // hash of name and language
    tm_entry *entries;
    size_t n, cap;
    double max_weight; // of its entries
    unsigned groups;   // of all of them
    bool literal;      // terms, anchors, real texts: '{' and '<' have no meaning in them
} tm_list;

// Which entries of a list are drawn, and how often.
typedef enum tm_choice {
    TM_CHOICE_ANY,    // all equally often
    TM_CHOICE_STRONG, // the same, without terms too light to be spam by themselves
    TM_CHOICE_WEIGHED // in proportion to their weights
} tm_choice;

// The list of this name in this language, else the one for any language ("*"), else the English
// one, else NULL. Borrows the pool.
const tm_list *tm_payloads_find(const tm_payloads *payloads, tm_str name, tm_str language);
// The same, but only in this language.
const tm_list *tm_payloads_find_exact(const tm_payloads *payloads, tm_str name,
                                      tm_str language);

// Draws an entry that belongs to one of `groups` (bit mask). NULL when `list` is NULL or has none.
const tm_entry *tm_list_draw(const tm_list *list, unsigned groups, tm_choice choice,
                             tm_rng *rng);

#endif
