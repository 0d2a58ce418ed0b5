// A directory for one test: its working directory while it runs, gone afterwards. For
// cmocka_unit_test_setup_teardown. The including file defines _POSIX_C_SOURCE.
// SPDX-License-Identifier: MIT
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline int enter_scratch(void **state)
{
    char *const folder = strdup("/tmp/tamis-test-XXXXXX");
    *state = folder;
    return folder && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

// Folders that a test has closed are opened again, or they could not be removed.
static inline int leave_scratch(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -r %s", (char *)*state,
             (char *)*state);
    const int result = chdir("/") == 0 ? system(command) : -1;
    free(*state);
    return result;
}

#endif
