// The bytes of one input in order: a regular file, a pipe or standard input. The only part of read/
// that makes system calls; it does not know what the bytes mean.
// SPDX-License-Identifier: MIT
#ifndef TM_SOURCE_H
#define TM_SOURCE_H

#include "base/folder.h"

typedef struct tm_source {
    int fd;
    bool owned;        // opened here, to be closed here; standard input is not
    bool regular;      // opened by name and a regular file: the two below are meaningful
    size_t size_bytes; // when it was opened
    tm_identity file;  // likewise
    tm_buf name;       // for messages; NUL-terminated
} tm_source;

// Opens `path` ("-" is stdin). Close it unless this fails. TAMIS_EINVAL for a directory, a device
// or a socket, TAMIS_EIO when the system refuses, TAMIS_ENOMEM.
tamis_status tm_source_open(tm_source *source, const char *path, tamis_error *err);

// Reads 1 to `cap` bytes, waiting for them if need be; at the end *n_read is 0. TAMIS_EIO,
// TAMIS_ENOMEM.
tamis_status tm_source_read(size_t *n_read, const tm_source *source, char *into, size_t cap,
                            tamis_error *err);

// Whether nothing has come through a pipe, and it has not ended, for `patience_ms`. Of a regular
// file never.
bool tm_source_waits(const tm_source *source, int patience_ms);

// Goes on reading at byte `position` of a regular file.
tamis_status tm_source_seek(const tm_source *source, uint64_t position, tamis_error *err);

// Whether a regular file has been written to or truncated since it was opened. A change that keeps
// the size and happens within one tick of the file system's clock is not seen.
bool tm_source_changed(const tm_source *source);

void tm_source_close(tm_source *source);

#endif
