// The name alone is not enough: a document may have any name, and no document may be skipped.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "base/sidecar_name.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/part.h"

bool tm_sidecar_has_name(const char *path)
{
    static const char ending[] = TM_SIDECAR_ENDING;
    const size_t len = strlen(path);
    return len >= sizeof ending - 1 && strcmp(path + len - (sizeof ending - 1), ending) == 0;
}

bool tm_sidecar_is(const char *path)
{
    static const char head[] = "{\"schema\":\"tamis-undo/";
    char begin[sizeof head - 1];
    if (!tm_sidecar_has_name(path) && !tm_part_has_name(path))
        return false;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    const bool is = fd >= 0 && read(fd, begin, sizeof begin) == (ssize_t)sizeof begin &&
                    memcmp(begin, head, sizeof begin) == 0;
    if (fd >= 0)
        close(fd);
    return is;
}
