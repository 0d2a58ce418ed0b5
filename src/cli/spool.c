// The file is gone when the process ends, however it ends.
// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // mkostemp
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

// The folder of `beside`, and a name in it for mkostemp.
static void put_name(tm_buf *out, const char *beside)
{
    const char *const temporary = getenv("TMPDIR");
    const tm_str parent = tm_path_parent(tm_str_of(beside ? beside : ""));
    if (!beside)
        tm_buf_text(out, temporary && temporary[0] ? temporary : "/tmp");
    else if (parent.len > 0)
        tm_buf_add(out, parent);
    else
        tm_buf_text(out, ".");
    tm_buf_text(out, "/.tamis-stdin-XXXXXX");
    tm_buf_byte(out, '\0');
}

tamis_status tm_spool_stdin(int *fd, const char *beside, tamis_error *err)
{
    tm_buf name = {0};
    *fd = -1;
    put_name(&name, beside);
    tamis_status status = tm_buf_check(&name, err);
    if (status == TAMIS_OK && (*fd = mkostemp(name.ptr, O_CLOEXEC)) < 0)
        status = tm_file_fail(err, name.ptr);
    if (status == TAMIS_OK) {
        unlink(name.ptr);
        status = fill(*fd, err);
    }
    if (status < 0 && *fd >= 0) {
        close(*fd);
        *fd = -1;
    }
    tm_buf_free(&name);
    return status;
}

void tm_spool_name(char name[TM_SPOOL_NAME], int fd)
{
    snprintf(name, TM_SPOOL_NAME, "/proc/self/fd/%d", fd);
}
