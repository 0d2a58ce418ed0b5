// Standard input as a file without a name, for what has to be read twice.
// SPDX-License-Identifier: MIT
#ifndef TM_SPOOL_H
#define TM_SPOOL_H

#include "base/status.h"

// Copies standard input to its end, to where `beside` is or will be (NULL: below TMPDIR or /tmp).
// *fd receives a descriptor to be closed by the caller, or -1 on failure.
tamis_status tm_spool_stdin(int *fd, const char *beside, tamis_error *err);

// "/proc/self/fd/N", under which the file can be opened by name.
enum { TM_SPOOL_NAME = 32 };
void tm_spool_name(char name[TM_SPOOL_NAME], int fd);

#endif
