// The items that an action takes out of the store, and what it says afterwards.
// SPDX-License-Identifier: MIT
#ifndef TM_QUARANTINE_CHOICE_H
#define TM_QUARANTINE_CHOICE_H

#include "cli/quarantine.h"

// The end of their help.
#define TM_CHOICE_HELP                                                                         \
    "      --all                  every item in the store\n"                                   \
    "      --wait                 when another process uses the store\n"                       \
    "  -q, --quiet                no summary\n"                                                \
    "  -h, --help                 this\n"                                                      \
    "\n"                                                                                       \
    "`tamis quarantine --help` has the options that select items.\n"

typedef struct tm_chosen_item {
    char id[TM_STORE_ID_BYTES];
    bool held; // it was in the store then
} tm_chosen_item;

typedef struct tm_chosen {
    tm_chosen_item *item;
    const char **ids; // theirs
    size_t n_ids, cap;
} tm_chosen;

// Files and records, or with `together` all of them as files.
typedef struct tm_choice {
    tm_chosen files, records;
    bool together;
} tm_choice;

// Free it in any case.
tamis_status tm_quarantine_choose(tm_choice *choice, tm_store *store,
                                  const tm_quarantine_request *request, tamis_error *err);
void tm_quarantine_choice_free(tm_choice *choice);

// "STORE: 3 documents restored, 1 not", unless it is to be quiet.
void tm_quarantine_say(const tm_store *store, const tm_quarantine_request *request,
                       const char *done);

#endif
