// The file that `tamis screen --kept OUT` writes: the containers that were screened (JSON Lines,
// web archives), packed as they were and in input order, without the records that were flagged.
// Every other byte is unchanged.
// SPDX-License-Identifier: MIT
#ifndef TM_KEPT_H
#define TM_KEPT_H

#include "cli/remainder.h"
#include "read/reader.h"

typedef struct tm_kept {
    const char *path;               // OUT, borrowed; NULL: there is no --kept
    const tm_stream_limits *limits; // of the inputs, borrowed
    tm_buf part;                    // its name while it is written: OUT.part; NUL-terminated
    bool open;                      // it is being written: `fd` and `file` are valid
    int fd;
    tm_identity file;       // the part
    tm_identity old;        // the empty file at OUT that will be replaced; inode 0: none
    const char *stdin_path; // borrowed: where a copy of standard input can be opened; or NULL
    tm_format format;       // of all containers in it; AUTO: there is none yet
    tm_packing packing;     // likewise
    tm_remainder source;    // the container being copied
    tm_buf source_path;     // NUL-terminated
    bool within;            // `source` is open
    size_t input;           // the number of its input
    bool unended;           // its last record was kept and has no line end
    bool failed;            // something went wrong: it will not be put in place
} tm_kept;

// Begins the part. TAMIS_EINVAL when something other than an empty file is at `path`; TAMIS_EIO,
// also when another run is writing it.
tamis_status tm_kept_open(tm_kept *kept, const char *path, const tm_stream_limits *limits,
                          tamis_error *err);

// Whether `file` (nullable) is the part itself.
bool tm_kept_is(const tm_kept *kept, const tm_identity *file);

// One record of a container. For a container without records, give one record of no bytes.
typedef struct tm_kept_record {
    const char *path;        // of the container; "-": open stdin_path
    const tm_identity *file; // the container when it was screened; NULL: not known
    size_t input;            // its number; another number is another container
    const tm_record *record;
    bool dropped; // leave it out
} tm_kept_record;
// Takes the next record, in input order. After an error (TAMIS_EIO, TAMIS_EINVAL, TAMIS_ENOMEM)
// further records are ignored and the file is not put in place.
tamis_status tm_kept_take(tm_kept *kept, const tm_kept_record *record, tamis_error *err);

// Copies the rest and gives the file its name, if nothing has failed and `wanted`; else removes the
// part. Frees everything.
tamis_status tm_kept_close(tm_kept *kept, bool wanted, tamis_error *err);

#endif
