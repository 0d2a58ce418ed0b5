// The pool of payload material: named lists of entries, one list per name and language. A lexicon
// class ("game"), a kind of template ("comment"), ready anchors ("anchor") and real spam texts
// ("real_sms") are all such lists, so that a template's {slot} can draw from any of them.
//
// Every entry belongs to a word group by the hash of its text. An entry without a word of its own
// ("{game} {venue}") belongs to all groups: what it is filled with decides. Short lists of
// templates are not split.
// SPDX-License-Identifier: MIT
#ifndef TM_PAYLOAD_H
#define TM_PAYLOAD_H

#include "model/synthesise.h"

typedef struct tm_entry {
    tm_str text;   // borrows the pool
    double weight; // of a lexicon term: how telling it is; of a template: how often it is drawn
    unsigned groups; // bits of the word groups it belongs to
} tm_entry;

typedef struct tm_list {
    uint64_t key; // hash of name and language
    tm_entry *entries;
    size_t n, cap;
    double max_weight;
    bool literal; // terms, anchors, real texts: no slots in them
} tm_list;

// What is drawn from a list.
typedef enum tm_choice {
    TM_CHOICE_ANY,    // each entry as likely as the next
    TM_CHOICE_STRONG, // only terms telling enough to stand alone
    TM_CHOICE_WEIGHED // as often as its weight says
} tm_choice;

typedef struct tm_query {
    tm_str name, language;
    unsigned groups;
    tm_choice choice;
} tm_query;

// The list of that name in that language, else in any language ("*"), else in English; or NULL.
const tm_list *tm_payloads_find(const tm_payloads *payloads, tm_str name, tm_str language);
// As above, but in that very language.
const tm_list *tm_payloads_find_exact(const tm_payloads *payloads, tm_str name,
                                      tm_str language);

// One entry of a list, or NULL when none is allowed.
const tm_entry *tm_list_draw(const tm_list *list, unsigned groups, tm_choice choice,
                             tm_rng *rng);

#endif
