// The command line as a table: a row for each option says what it is called, which values it takes
// and where they go.
//
//     const tm_option options[] = {
//         {"help", 'h', .text = &request->text, .prints = help},
//         {"html", .output = &request->html},
//         {"quiet", 'q', .flag = &request->quiet},
//         {"worst", .number = &request->n_worst, .max = MAX_WORST},
//         {0},
//     };
//     TM_TRY(tm_options_take(options, NULL, &argc, &argv, err));
//
// SPDX-License-Identifier: MIT
#ifndef TM_OPT_H
#define TM_OPT_H

#include <stdbool.h>

#include "base/status.h"
#include "cli/cmd.h"

typedef struct tm_option tm_option;

// Checks the value of an option and puts it into option->into. TAMIS_EINVAL with a message for the
// user.
typedef tamis_status tm_option_read(const tm_option *option, char *value, tamis_error *err);

// An option takes a value if its row has a place for one. Values are borrowed from argv.
struct tm_option {
    const char *name;    // --name
    char letter;         // -l, or 0
    bool always;         // every action of a group takes it, whether its help names it or not
    bool is_path;        // the value is a path, which cannot be empty
    bool *flag;          // becomes true
    const char *prints;  // *text becomes this, and what follows is not read
    const char **text;   // any value
    const char **output; // the path of a file to write: neither empty nor "-"
    char **paths;        // all paths given, `max` at most …
    size_t *n_paths;     // … and their number
    size_t *number;      // a whole number from `min` to `max`
    size_t min, max;     // max 0: no limit
    double *share;       // a number from 0 to 1
    tm_option_read *read;
    void *into;         // for `read`
    const char **given; // receives the name; where rows share it, that of the last one given
};

// Takes the options of a command line, in order, up to a row with `prints`; what is left of it are
// *argc and *argv, NULL at the end. The rows end with {0}. With an action of a group (nullable) it
// refuses those that the action's help does not name: they would do nothing there. Not for threads:
// getopt is not. TAMIS_EINVAL with a message for the user.
tamis_status tm_options_take(const tm_option *options, const tm_command *action, int *argc,
                             char ***argv, tamis_error *err);

// What `read` may go by.
// "4096", "512K", "16M", "2G" (powers of 1024).
bool tm_opt_bytes(size_t *value, const char *text);
// The place of `text` among `words`, NULL at the end. TAMIS_EINVAL: it is none of them.
tamis_status tm_opt_word(size_t *place, const tm_option *option, const char *const *words,
                         const char *text, tamis_error *err);
// The name of a member of JSON, not empty, into a const char *.
tm_option_read tm_read_field;

// What --version prints.
extern const char tm_version_text[];

// Who is at work: $USER, else the name of the account, which `login` receives; "" when there is none.
const char *tm_opt_user(char *login, size_t cap);

#endif
