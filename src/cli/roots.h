// Splits the path of an input into the root that the user named and the path beneath it. Links in
// the root are followed: the user chose them.
// SPDX-License-Identifier: MIT
#ifndef TM_ROOTS_H
#define TM_ROOTS_H

#include "base/buf.h"
#include "cli/inputs.h"

typedef struct tm_roots {
    const tm_inputs *inputs; // borrowed
    tm_buf given, real;      // the root that was resolved last, and its absolute path
    tm_buf path;             // scratch
} tm_roots;

// The root of `path` is the directory on the command line that it is in, else its own directory.
// Both parts borrow from `path`.
void tm_roots_split(tm_str *root, tm_str *rest, const tm_inputs *inputs, tm_str path);

// Whether `path` is in the directory `folder`, which is an absolute path without links.
bool tm_roots_lead_into(tm_roots *roots, const char *path, tm_str folder);
// The same, and `folder` is itself within the root of `path`: it was met while walking the root,
// and not named by the user.
bool tm_roots_meet(tm_roots *roots, const char *path, tm_str folder);

void tm_roots_free(tm_roots *roots);

#endif
