// Copies standard input to an unnamed file, for when it has to be read twice.
// SPDX-License-Identifier: MIT
#ifndef TM_SPOOL_H
#define TM_SPOOL_H

#include "base/status.h"

// Copies standard input, to its end, to a file in the folder of `beside` (NULL: in TMPDIR or /tmp).
// *fd receives its descriptor, which the caller closes, or -1 on failure.
tamis_status tm_spool_stdin(int *fd, const char *beside, tamis_error *err);

// "/proc/self/fd/N", under which the file can be opened by name.
enum { TM_SPOOL_NAME = 32 };
void tm_spool_name(char name[TM_SPOOL_NAME], int fd);

#endif
