// A directory for one test: its working directory while it runs, gone afterwards. For
// cmocka_unit_test_setup_teardown. And what is in it. The including file defines _POSIX_C_SOURCE
// and includes support/check.h first.
// SPDX-License-Identifier: MIT
#ifndef SCRATCH_H
#define SCRATCH_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

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

static inline void file_holds(const char *path, const char *text)
{
    tm_buf buf = {0};
    assert_int_equal(tm_file_read(&buf, path, 1 << 20, NULL), TAMIS_OK);
    assert_true(tm_str_equal(tm_buf_str(&buf), tm_str_of(text)));
    tm_buf_free(&buf);
}

static inline size_t count_entries(const char *path)
{
    size_t n = 0;
    DIR *const folder = opendir(path);
    while (readdir(folder))
        n++;
    closedir(folder);
    return n - 2; // "." and ".."
}

#endif
