// Options that more than one subcommand takes, and how the values of options are read.
// SPDX-License-Identifier: MIT
#ifndef TM_OPT_H
#define TM_OPT_H

#include "cli/console.h"
#include "read/reader.h"

struct option; // of getopt.h

// Codes of long options; short ones are their own letter.
enum {
    TM_OPT_COLOR = 256,
    TM_OPT_COPY,
    TM_OPT_DASH,  // not an option: "-" was given where a file is to be written (tm_opt_next)
    TM_OPT_EMPTY, // not an option: an empty path was given (tm_opt_next)
    TM_OPT_FORMAT,
    TM_OPT_ID_FIELD,
    TM_OPT_JSON,
    TM_OPT_MAX_BYTES,
    TM_OPT_MAX_FPR,
    TM_OPT_MAX_RATIO,
    TM_OPT_MAX_REMOVED,
    TM_OPT_MAX_TINY,
    TM_OPT_MAX_UNPACKED,
    TM_OPT_MAX_WINDOW,
    TM_OPT_MODEL,
    TM_OPT_MOVE,
    TM_OPT_QUARANTINE,
    TM_OPT_SKIP_BAD,
    TM_OPT_STRICT,
    TM_OPT_TEXT_FIELD,
    TM_OPT_THRESHOLD,
    TM_OPT_VERSION,
    TM_OPT_WAIT,
    TM_OPT_OWN // the first code that a subcommand may use for itself
};

// What --version prints.
extern const char tm_version_text[];

// The options of every command that judges documents; borrows from argv.
typedef struct tm_settings {
    tamis_options screener;
    tm_reader_options reader;
    const char *model_path; // NULL: the built-in model
    double max_removed;     // share of a document that cleaning may remove, 0 to 1
    bool strict;            // suspect documents count as flagged
    tm_color color;
    bool json;
} tm_settings;

tm_settings tm_settings_default(void);

// Takes one of the options above, with its value in optarg; anything else is refused with
// tm_opt_refuse. TAMIS_EINVAL with a message for the user.
tamis_status tm_settings_take(tm_settings *settings, int option, char **argv, tamis_error *err);

// The operating point stored in `model` that the screener uses with these options; NULL when the
// threshold was set by hand, or when no stored point is as strict as --max-fpr.
const tamis_operating_point *tm_settings_point(const tm_settings *settings,
                                               const tamis_model *model);
// The probability from which on a document is contaminated with these options.
double tm_settings_threshold(const tm_settings *settings, const tamis_model *model);

// Opens the model that a command line names: a file, or the built-in one for "default" and NULL.
// Says so when it was made with another version of Unicode.
tamis_status tm_open_model(tamis_model **out, const char *name, tamis_error *err);

// Who is at work: $USER, else the name of the account, which `login` receives; "" when there is none.
const char *tm_opt_user(char *login, size_t cap);

// Prepares tm_opt_next for a new command line.
void tm_opt_begin(void);
// As getopt_long, but returns TM_OPT_EMPTY for an option that takes a path and was given an empty
// one, and TM_OPT_DASH for one that names a file to write and was given "-". `short_options` must
// begin with ':'.
int tm_opt_next(int argc, char **argv, const char *short_options,
                const struct option *long_options);
// The long name of the option with this code: the one that was written, when tm_opt_next has found
// it last among these; NULL when there is none.
const char *tm_opt_name(const struct option *long_options, int code);
// The error for what tm_opt_next refused by returning '?', ':', TM_OPT_DASH or TM_OPT_EMPTY, with the
// option that was probably meant. Always TAMIS_EINVAL.
tamis_status tm_opt_refuse(int code, char **argv, tamis_error *err);

// "4096", "512K", "16M", "2G" (powers of 1024).
bool tm_opt_bytes(size_t *value, const char *text);
// A whole number from `min` to `max` (SIZE_MAX: no limit). `option` is named in the message.
tamis_status tm_opt_number(size_t *value, const char *option, size_t min, size_t max,
                           const char *text, tamis_error *err);
// A share, 0 to 1.
tamis_status tm_opt_share(double *value, const char *option, const char *text,
                          tamis_error *err);
tamis_status tm_opt_color(tm_color *color, const char *text, tamis_error *err);
// The name of a member of JSON; not empty.
tamis_status tm_opt_field(const char **field, const char *option, const char *text,
                          tamis_error *err);
// A number of threads, 1 to 256. The default is one per processor that the process may use, at
// most 8.
tamis_status tm_opt_jobs(size_t *jobs, const char *text, tamis_error *err);
size_t tm_default_jobs(void);

#endif
