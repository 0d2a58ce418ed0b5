// The bytes of one input in order: a regular file, a pipe or standard input. Knows of system
// calls and of nothing else; what the bytes mean is the reader's business.
// SPDX-License-Identifier: MIT
#ifndef TM_SOURCE_H
#define TM_SOURCE_H

#include "base/folder.h"

typedef struct tm_source {
    int fd;
    bool owned;            // opened here, to be closed here; standard input is not
    bool regular;          // opened by name and regular: the two below hold
    size_t size_bytes;     // when it was opened
    long long modified[2]; // likewise: seconds, nanoseconds
    tm_identity file;      // likewise
    tm_buf name;           // for messages; NUL-terminated
} tm_source;

// Opens `path` ("-" is stdin). TAMIS_EINVAL for a directory, a device or a socket, TAMIS_EIO
// when the system refuses, TAMIS_ENOMEM. Close in every case but failure.
tamis_status tm_source_open(tm_source *source, const char *path, tamis_error *err);

// Reads at most `cap` bytes, at least one unless the end has come: then *n_read is 0.
tamis_status tm_source_read(size_t *n_read, const tm_source *source, char *into, size_t cap,
                            tamis_error *err);

// Reads on from byte `position` of a regular file.
tamis_status tm_source_seek(const tm_source *source, uint64_t position, tamis_error *err);

// True when a regular file was written to, cut or replaced in place since it was opened.
// Changes within one tick of the file system's clock that keep the size are not seen.
bool tm_source_changed(const tm_source *source);

void tm_source_close(tm_source *source);

#endif
