// A file is opened first, without blocking, and the open descriptor is asked what it is: a check
// before opening could be fooled by replacing the file in between. Files are read with read(), not
// mapped: truncating a mapped file ends the process that reads it with SIGBUS.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

// Why this kind of file is not read, or NULL.
static const char *refusal(mode_t mode, bool is_stdin)
{
    if (S_ISDIR(mode))
        return "is a directory";
    if (is_stdin || S_ISREG(mode) || S_ISFIFO(mode))
        return NULL;
    return S_ISSOCK(mode) ? "is a socket" : "is a device";
}

static tamis_status inspect(tm_source *source, bool is_stdin, tamis_error *err)
{
    struct stat info;
    if (fstat(source->fd, &info) != 0)
        return tm_file_fail(err, source->name.ptr);
    const char *const reason = refusal(info.st_mode, is_stdin);
    if (reason)
        return tm_fail(err, TAMIS_EINVAL, "%.180s: %s", source->name.ptr, reason);
    source->regular = S_ISREG(info.st_mode) && !is_stdin;
    source->size_bytes = (size_t)info.st_size;
    source->file = tm_identity_of(&info);
    return TAMIS_OK;
}

tamis_status tm_source_open(tm_source *source, const char *path, tamis_error *err)
{
    const bool is_stdin = strcmp(path, "-") == 0;
    *source = (tm_source){.fd = STDIN_FILENO};
    tm_buf_text(&source->name, is_stdin ? "stdin" : path);
    tm_buf_byte(&source->name, '\0');
    tamis_status status = tm_buf_check(&source->name, err);
    if (status == TAMIS_OK && !is_stdin) {
        source->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        source->owned = source->fd >= 0;
        status = source->owned ? TAMIS_OK : tm_file_fail(err, path);
    }
    if (status == TAMIS_OK)
        status = inspect(source, is_stdin, err);
    if (status != TAMIS_OK)
        tm_source_close(source);
    return status;
}

tamis_status tm_source_read(size_t *n_read, const tm_source *source, char *into, size_t cap,
                            tamis_error *err)
{
    for (;;) {
        // Until its first writer comes, a pipe opened without blocking reads as if it had ended:
        // wait for one. Standard input may be non-blocking because others who share it made it so.
        struct pollfd wanted = {.fd = source->fd, .events = POLLIN};
        const bool ready = source->regular || poll(&wanted, 1, -1) >= 0;
        const ssize_t n = ready ? read(source->fd, into, cap) : -1;
        if (n >= 0) {
            *n_read = (size_t)n;
            return TAMIS_OK;
        }
        if (errno != EINTR && errno != EAGAIN)
            return tm_file_fail(err, source->name.ptr);
    }
}

bool tm_source_waits(const tm_source *source, int patience_ms)
{
    struct pollfd wanted = {.fd = source->fd, .events = POLLIN};
    return !source->regular && poll(&wanted, 1, patience_ms) == 0;
}

tamis_status tm_source_seek(const tm_source *source, uint64_t position, tamis_error *err)
{
    return lseek(source->fd, (off_t)position, SEEK_SET) >= 0
               ? TAMIS_OK
               : tm_file_fail(err, source->name.ptr);
}

bool tm_source_changed(const tm_source *source)
{
    struct stat info;
    if (!source->regular)
        return false;
    if (fstat(source->fd, &info) != 0)
        return true;
    const tm_identity now = tm_identity_of(&info), *const then = &source->file;
    return now.size_bytes != then->size_bytes || now.modified_s != then->modified_s ||
           now.modified_ns != then->modified_ns;
}

void tm_source_close(tm_source *source)
{
    if (source->owned)
        close(source->fd);
    tm_buf_free(&source->name);
    *source = (tm_source){0};
}
