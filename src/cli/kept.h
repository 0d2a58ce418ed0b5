// What `tamis screen --kept OUT` writes: the containers that were screened (JSON Lines, web
// archives), packed as they were, without the records that were flagged; every other byte as it
// was, in the order of the input.
// SPDX-License-Identifier: MIT
#ifndef TM_KEPT_H
#define TM_KEPT_H

#include "cli/remainder.h"
#include "read/reader.h"

typedef struct tm_kept {
    const char *path;               // borrowed; NULL: nobody wants it
    const tm_stream_limits *limits; // of the inputs, borrowed
    tm_buf part;                    // its name while it is written: OUT.part; NUL-terminated
    bool open;                      // it is being written: the two below hold
    int fd;
    tm_identity file;       // the part
    tm_identity old;        // of the file that will be replaced; inode 0: none
    const char *stdin_path; // borrowed: what came through standard input, if anything did
    tm_format format;       // of all that it holds; AUTO: nothing yet
    tm_packing packing;     // likewise
    tm_remainder source;    // the container being copied
    tm_buf source_path;
    bool within;  // a container
    size_t input; // which one
    bool unended; // its last record has no line end and was kept
    bool failed;  // it will not be what it should, and is not put in place
} tm_kept;

// Begins the file. TAMIS_EINVAL when something else than a regular file has the name; TAMIS_EIO.
tamis_status tm_kept_open(tm_kept *kept, const char *path, const tm_stream_limits *limits,
                          tamis_error *err);

// Whether that is the file itself, in the making.
bool tm_kept_is(const tm_kept *kept, const tm_identity *file);

// One record of a container, in input order; it stays away when it is `dropped`. A container
// without records is one of no bytes. TAMIS_EIO, TAMIS_EINVAL: the file is not put in place then.
typedef struct tm_kept_record {
    const char *path; // "-": what lies at stdin_path
    const tm_identity *file;
    size_t input; // another number: another container
    const tm_record *record;
    bool dropped;
} tm_kept_record;
tamis_status tm_kept_take(tm_kept *kept, const tm_kept_record *record, tamis_error *err);

// Copies the rest, and gives the file its name when nothing has failed and `wanted`; else it is
// removed.
tamis_status tm_kept_close(tm_kept *kept, bool wanted, tamis_error *err);

#endif
