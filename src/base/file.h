// Files as tamis needs them: read whole under a limit, written atomically (temporary name, fsync,
// rename), directories walked in byte order of their names so that every run sees the same order.
// SPDX-License-Identifier: MIT
#ifndef TM_FILE_H
#define TM_FILE_H

#include "base/buf.h"

// Turns errno into an error about `path`: returns TAMIS_ENOMEM or TAMIS_EIO, with the message
// "PATH: REASON".
tamis_status tm_file_fail(tamis_error *err, const char *path);

// Appends the content of the file `path` to `out`; on failure `out` holds what it held before.
// TAMIS_ELIMIT when the file is larger than `limit_bytes`, TAMIS_EIO when it cannot be opened or
// read (the message names the path and the reason), TAMIS_EINVAL when it is not a regular file,
// TAMIS_ENOMEM.
tamis_status tm_file_read(tm_buf *out, const char *path, size_t limit_bytes, tamis_error *err);

// Replaces the content of `path` by `bytes` in one step: a reader sees the old file or the new one,
// never a part. The mode of the old file is kept. TAMIS_EINVAL when `path` exists and is not a
// regular file (a link, a device, a directory); TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_file_write(const char *path, tm_str bytes, tamis_error *err);

// Calls `visit` for every regular file below `root`, in byte order of the paths. Symbolic links are
// not followed, except `root` itself. When `visit` returns false the walk stops and returns
// TAMIS_OK. Directories that cannot be read, or are nested deeper than `max_depth`, are passed to
// `trouble` (nullable) and skipped. Directories for which `skip` (nullable) returns true are passed
// over. Each symbolic link that is not followed is told to `link` (nullable). Returns an error when
// `root` itself cannot be read, or TAMIS_ENOMEM.
typedef struct tm_walk {
    bool (*visit)(void *context, const char *path);
    void (*trouble)(void *context, const char *path, const tamis_error *err);
    void (*link)(void *context);
    void *context;
    size_t max_depth;
    bool (*skip)(void *context, const char *folder);
} tm_walk;
tamis_status tm_file_walk(const char *root, const tm_walk *walk, tamis_error *err);

#endif
