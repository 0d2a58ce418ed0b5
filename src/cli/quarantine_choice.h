// The items that restore, release and purge work on, and their summary.
// SPDX-License-Identifier: MIT
#ifndef TM_QUARANTINE_CHOICE_H
#define TM_QUARANTINE_CHOICE_H

#include "cli/quarantine.h"

// The end of the help of these actions.
#define TM_CHOICE_HELP                                                                         \
    "      --all                  every item in the store\n"                                   \
    "      --wait                 when another process uses the store\n"                       \
    "  -q, --quiet                no summary\n"                                                \
    "  -h, --help                 this\n"                                                      \
    "\n"                                                                                       \
    "`tamis quarantine --help` has the options that select items.\n"

typedef struct tm_chosen_item {
    char id[TM_STORE_ID_BYTES];
    bool held; // it was in the store when it was chosen
} tm_chosen_item;

typedef struct tm_chosen {
    tm_chosen_item *item;
    const char **ids; // [n_ids], point into `item`
    size_t n_ids, cap;
} tm_chosen;

// Files and records; with `together` all are in `files`.
typedef struct tm_quarantine_choice {
    tm_chosen files, records;
    bool together;
} tm_quarantine_choice;

// Fills the choice with the selected items. Free it also on failure.
tamis_status tm_quarantine_choose(tm_quarantine_choice *choice, tm_store *store,
                                  const tm_quarantine_request *request, tamis_error *err);
void tm_quarantine_choice_free(tm_quarantine_choice *choice);

// Prints "STORE: 3 documents restored, 1 not", unless --quiet; `done` is "restored".
void tm_quarantine_say(const tm_store *store, const tm_quarantine_request *request,
                       const char *done);

#endif
