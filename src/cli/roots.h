// Where an input lies: the root that the user named, and the path beneath it. Links in the root are
// the user's own business.
// SPDX-License-Identifier: MIT
#ifndef TM_ROOTS_H
#define TM_ROOTS_H

#include "base/buf.h"
#include "cli/inputs.h"

typedef struct tm_roots {
    const tm_inputs *inputs; // borrowed
    tm_buf given, real;      // the root asked about last, and its absolute path
    tm_buf path;
} tm_roots;

// The root of `path` is the directory named that it lies in, else its own directory.
void tm_roots_split(tm_str *root, tm_str *rest, const tm_inputs *inputs, tm_str path);

// Whether `path` lies in the directory `folder`, an absolute path without links.
bool tm_roots_lead_into(tm_roots *roots, const char *path, tm_str folder);
// The same of a directory that came to lie within a root, which is met on the way through it.
bool tm_roots_meet(tm_roots *roots, const char *path, tm_str folder);

void tm_roots_free(tm_roots *roots);

#endif
