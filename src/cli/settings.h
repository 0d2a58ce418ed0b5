// The settings that the commands which judge documents have in common, and their options.
// SPDX-License-Identifier: MIT
#ifndef TM_SETTINGS_H
#define TM_SETTINGS_H

#include "cli/console.h"
#include "cli/opt.h"
#include "read/reader.h"

enum { TM_MAX_JOBS = 256 }; // threads

typedef struct tm_settings { // borrows from argv
    tamis_options screener;
    tm_reader_options reader;
    const char *model_path; // NULL: the built-in model
    double max_removed;     // share of a document that cleaning may remove, 0 to 1
    bool strict;            // suspect documents count as flagged
    tm_color color;
    bool json;
    const char *given; // the last of its options that was given, or NULL
} tm_settings;

tm_settings tm_settings_default(void);

// The option --`name`, which sets one of these. It is one of color, format, id-field, json,
// max-document-bytes, max-fpr, max-ratio, max-removed, max-tiny, max-unpacked, max-window, model,
// strict, text-field, threshold.
tm_option tm_settings_option(tm_settings *settings, const char *name);

// --color WHEN, into a tm_color.
tm_option_read tm_read_color;

// The operating point stored in `model` that the screener uses with these options; NULL when the
// threshold was set by hand, or when no stored point is as strict as --max-fpr.
const tamis_operating_point *tm_settings_point(const tm_settings *settings,
                                               const tamis_model *model);
// The probability from which on a document is contaminated with these options.
double tm_settings_threshold(const tm_settings *settings, const tamis_model *model);

// Opens the model that a command line names: a file, or the built-in one for "default" and NULL.
// Says so when it was made with another version of Unicode.
tamis_status tm_open_model(tamis_model **out, const char *name, tamis_error *err);

// One thread per processor that the process may use, at most 8.
size_t tm_default_jobs(void);

#endif
