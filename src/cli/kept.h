// What `tamis screen --kept OUT` writes: the containers that were screened, without the records
// that went into the store; every other byte as it was, in the order of the input.
// SPDX-License-Identifier: MIT
#ifndef TM_KEPT_H
#define TM_KEPT_H

#include "base/folder.h"

typedef struct tm_kept {
    const char *path; // borrowed; NULL: nobody wants it
    tm_buf part;      // its name while it is written: OUT.part; NUL-terminated
    int fd;           // of the part, -1 when there is none
    int spool;        // what came through standard input, or -1
    tm_identity old;  // of the file that will be replaced; inode 0: none
    int source;       // the container being copied, or -1
    tm_buf source_path;
    tm_identity source_file;
    uint64_t position; // of the source: what lies before it is dealt with
    size_t record;     // the last one seen
    bool failed;       // it will not be what it should, and is not put in place
} tm_kept;

// Begins the file. TAMIS_EINVAL when something else than a regular file has the name; TAMIS_EIO.
tamis_status tm_kept_open(tm_kept *kept, const char *path, tamis_error *err);

// Copies standard input to a file without a name and leaves its descriptor in kept->spool: what
// comes through a pipe can be read only once.
tamis_status tm_kept_spool(tm_kept *kept, tamis_error *err);

// One record of a container, in input order: [begin, end) without its line end. It stays away
// when it is `dropped`. TAMIS_EIO, TAMIS_EINVAL: the file is not put in place then.
typedef struct tm_kept_record {
    const char *path; // "-": the spool
    const tm_identity *file;
    size_t number;
    uint64_t begin, end;
    bool dropped;
} tm_kept_record;
tamis_status tm_kept_take(tm_kept *kept, const tm_kept_record *record, tamis_error *err);

// Copies the rest, and gives the file its name when nothing has failed and `wanted`; else it is
// removed.
tamis_status tm_kept_close(tm_kept *kept, bool wanted, tamis_error *err);

#endif
