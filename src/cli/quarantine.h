// The actions of `tamis quarantine`, one file each, and what they share: a store, the selection of
// items, and options. An action takes those options that its help names, and all that select items.
// SPDX-License-Identifier: MIT
#ifndef TM_CLI_QUARANTINE_H
#define TM_CLI_QUARANTINE_H

#include "cli/cmd.h"
#include "cli/console.h"
#include "sink/store.h"

extern const tm_command tm_quarantine_export;
extern const tm_command tm_quarantine_list;
extern const tm_command tm_quarantine_purge;
extern const tm_command tm_quarantine_release;
extern const tm_command tm_quarantine_restore;
extern const tm_command tm_quarantine_show;
extern const tm_command tm_quarantine_verify;

typedef struct tm_quarantine_request {
    const char *store;
    char **ids; // [n_ids], borrowed from argv
    size_t n_ids;
    bool all;     // --all
    bool selects; // ids, --all or a filter were given
    tm_index_filter filter;
    bool json, wait, quiet, read_data, adopt, dolma, with_paths;
    tm_color color;
    const char *to, *records;
    const char *reviewer, *note;
    const char *text; // to print instead: the help
} tm_quarantine_request;

typedef struct tm_quarantine_action {
    const tm_command *command;
    bool must_select; // refused without a selection, instead of meaning all items
    bool any_state;   // without --state selects items of any state, not only held ones
    bool writes;      // changes the store, and so needs the lock
} tm_quarantine_action;

// Parses the command line, opens the store, calls `act`, and closes the store. Returns the exit
// code: 2 when anything failed.
typedef tamis_status tm_quarantine_act(tm_store *store, const tm_quarantine_request *request,
                                       tamis_error *err);
int tm_quarantine_run(const tm_quarantine_action *action, tm_quarantine_act *act, int argc,
                      char **argv);

// Calls `visit` for the selected items. TAMIS_EINVAL for an id that is not in the store.
tamis_status tm_quarantine_each(tm_store *store, const tm_quarantine_request *request,
                                tm_index_visitor *visit, void *context, tamis_error *err);

// Appends a time, seconds since 1970, as "2025-11-25T14:03:44Z".
void tm_quarantine_time(tm_buf *out, int64_t time_s);
// Reads a time in UTC, "2025-11-25", "2025-11-25T14:03" or "2025-11-25T14:03:44", or an age before
// `now`: "30d", "12h", "90s", "2w". False for anything else.
bool tm_quarantine_parse_time(int64_t *time_s, const char *text, int64_t now);

#endif
