// What took days to label is lost when a report takes its place: a name that stands twice on a
// command line is a slip, and is found before anything is done.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/outputs.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

static bool is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

tamis_status tm_outputs_check(const char *const *outputs, size_t n, char *const *inputs,
                              tamis_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!outputs[i])
            continue;
        for (char *const *input = inputs; *input; input++)
            if (is_same_file(outputs[i], *input))
                return tm_fail(err, TAMIS_EINVAL,
                               "%.180s: is an input; name another file to write", outputs[i]);
        for (size_t j = 0; j < i; j++)
            if (outputs[j] && is_same_file(outputs[i], outputs[j]))
                return tm_fail(err, TAMIS_EINVAL,
                               "%.180s: is to be written twice; name two files", outputs[i]);
    }
    return TAMIS_OK;
}
