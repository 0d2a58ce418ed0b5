// The file is gone when the process ends, however it ends.
// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // O_TMPFILE
#include "cli/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"

static tamis_status fill(int fd, tamis_error *err)
{
    char block[64 << 10];
    for (;;) {
        const ssize_t n = read(STDIN_FILENO, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return tm_file_fail(err, "standard input");
        if (n == 0)
            return TAMIS_OK;
        if (tm_fd_write(fd, (tm_str){block, (size_t)n}) != 0)
            return tm_file_fail(err, "a temporary file for standard input");
    }
}

tamis_status tm_spool_stdin(int *fd, tamis_error *err)
{
    const char *const folder = getenv("TMPDIR");
    *fd = open(folder && folder[0] ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return tm_file_fail(err, "a temporary file for standard input");
    const tamis_status status = fill(*fd, err);
    if (status < 0) {
        close(*fd);
        *fd = -1;
    }
    return status;
}

void tm_spool_name(char name[TM_SPOOL_NAME], int fd)
{
    snprintf(name, TM_SPOOL_NAME, "/proc/self/fd/%d", fd);
}
