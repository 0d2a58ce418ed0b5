// Which files to read: paths of the command line, lists of paths, directories.
// SPDX-License-Identifier: MIT
#ifndef TM_INPUTS_H
#define TM_INPUTS_H

#include <stdint.h>

#include "base/str.h"
#include "cli/opt.h"

typedef struct tm_inputs {
    char **paths; // borrowed from argv
    size_t n_paths;
    const char *list; // a file of paths, "-" for standard input; or NULL
    bool nul_ends;    // a path in it ends with NUL, not with the line
    bool recursive;   // go into directories
} tm_inputs;

// --files-from LIST, into a tm_inputs. Refuses a second list.
tm_option_read tm_read_list;
// TAMIS_EINVAL, with a message for the user, when one of the options would have no effect.
tamis_status tm_inputs_check(const tm_inputs *inputs, tamis_error *err);
// Whether there may be more inputs than one: several PATHs, a list, or -r.
bool tm_inputs_are_many(const tm_inputs *inputs);

// How many inputs were passed over, of each kind.
typedef struct tm_passed_over {
    uint64_t n_sidecars; // of tamis clean (sink/sidecar.h): what was removed from documents
    uint64_t n_links;    // in trees, which are not followed
    uint64_t n_parts; // in trees, temporary files (base/part.h): what a run is writing, or was
                      // when it was killed
} tm_passed_over;

// What is called for each input, in order. `file` and `trouble` return false to stop.
typedef struct tm_input_sink {
    bool (*file)(void *context, const char *path); // to open; "-" is standard input
    bool (*trouble)(void *context, const char *path,
                    const tamis_error *err); // a path that cannot be used, and why
    // A store that was met on the way down: whether to pass it over; nullable: never.
    bool (*store)(void *context, const char *path);
    void *context;
    tm_passed_over *passed; // counts; nullable
} tm_input_sink;

// Gives all inputs to the sink: paths first, then the list. A path that cannot be used (standard
// input a second time, a directory without `recursive`) goes to `trouble`.
// TAMIS_EIO when the list itself cannot be read.
tamis_status tm_inputs_each(const tm_inputs *inputs, const tm_input_sink *sink,
                            tamis_error *err);

// Sum of the sizes when every input is a regular file of the command line, else 0.
uint64_t tm_inputs_bytes(const tm_inputs *inputs);

#endif
