// Files as tamis needs them: read whole under a limit, written atomically (temporary name, fsync,
// rename), directories walked in byte order of their names so that every run sees the same order.
// SPDX-License-Identifier: MIT
#ifndef TM_FILE_H
#define TM_FILE_H

#include "base/buf.h"

// What errno says about `path`, as an error: TAMIS_ENOMEM or TAMIS_EIO, "PATH: REASON".
tamis_status tm_file_fail(tamis_error *err, const char *path);

// Appends the whole of `path` to `out`. TAMIS_ELIMIT when it holds more than `limit_bytes`,
// TAMIS_EIO when it cannot be opened or read (the message names the path and the reason),
// TAMIS_EINVAL when it is not a regular file.
tamis_status tm_file_read(tm_buf *out, const char *path, size_t limit_bytes, tamis_error *err);

// Replaces `path` by `bytes` in one step: a reader sees the old file or the new one, never a part.
// The mode of the old file is kept. TAMIS_EINVAL when something else than a regular file (a link,
// a device, a directory) stands there; TAMIS_EIO.
tamis_status tm_file_write(const char *path, tm_str bytes, tamis_error *err);

// Calls for every regular file below `root` in byte order of the path, depth first.
// Symbolic links are not followed. `visit` returns false to stop (the walk then returns TAMIS_OK).
// Unreadable directories are reported through `trouble` (nullable) and passed over.
// Directories nested deeper than `max_depth` are reported the same way.
typedef struct tm_walk {
    bool (*visit)(void *context, const char *path);
    void (*trouble)(void *context, const char *path, const tamis_error *err);
    void *context;
    size_t max_depth;
} tm_walk;
tamis_status tm_file_walk(const char *root, const tm_walk *walk, tamis_error *err);

#endif
