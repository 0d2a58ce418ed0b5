// The actions of `tamis quarantine`, one file each, and what they have in common: a store, the
// items meant, and options. An action says which options it takes.
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

// Which options an action takes, besides those that select items.
typedef enum tm_quarantine_takes {
    TM_TAKES_JSON = 1,
    TM_TAKES_STATE = 2,
    TM_TAKES_COLOR = 4,
    TM_TAKES_PLACE = 8,      // --to, --records
    TM_TAKES_LABEL = 16,     // --reviewer, --note
    TM_TAKES_READ_DATA = 32, // --read-data, --adopt
    TM_TAKES_FORMAT = 64     // --format, --with-paths
} tm_quarantine_takes;

typedef struct tm_quarantine_request {
    const char *store;
    char **ids; // borrowed from argv
    size_t n_ids;
    bool all;
    bool selects; // ids, --all or a filter were given
    tm_index_filter filter;
    bool json, wait, quiet, read_data, adopt, dolma, with_paths;
    tm_color color;
    const char *to, *records;
    const char *reviewer, *note;
    bool help;
} tm_quarantine_request;

typedef struct tm_quarantine_action {
    const char *name; // "restore"
    unsigned takes;
    bool must_select; // without a selection it is refused rather than taken for all
    bool any_state;   // means items of any state unless told, not only those held
    bool writes;      // changes the store, and so needs the lock
} tm_quarantine_action;

// Reads the command line. TAMIS_EINVAL with the words for the user.
tamis_status tm_quarantine_parse(tm_quarantine_request *request,
                                 const tm_quarantine_action *action, int argc, char **argv,
                                 tamis_error *err);

// Parses, opens the store, does `act`, closes. Returns the exit code: 2 when anything failed.
typedef tamis_status tm_quarantine_act(tm_store *store, const tm_quarantine_request *request,
                                       tamis_error *err);
int tm_quarantine_run(const tm_quarantine_action *action, tm_quarantine_act *act,
                      const char *help, int argc, char **argv);

// Calls for the items that are meant. An id that is none is TAMIS_EINVAL.
tamis_status tm_quarantine_each(tm_store *store, const tm_quarantine_request *request,
                                tm_index_visitor *visit, void *context, tamis_error *err);

// "2025-11-25T14:03:44Z".
void tm_quarantine_time(tm_buf *out, int64_t time_s);
// "2025-11-25", "2025-11-25T14:03", "2025-11-25T14:03:44" (UTC), or an age before `now`: "30d",
// "12h", "45m", "2w".
bool tm_quarantine_parse_time(int64_t *time_s, const char *text, int64_t now);

#endif
