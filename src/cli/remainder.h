// Copies a file without some of its records, packed as it is. In a packed file a member (of gzip; a
// frame of Zstandard) that nothing is removed from is copied as it is, one that something is
// removed from is packed anew, and one of which nothing remains is left out, unless it is the
// first. Everything else is copied byte for byte: line ends, padding, damaged parts.
// SPDX-License-Identifier: MIT
#ifndef TM_REMAINDER_H
#define TM_REMAINDER_H

#include "read/pack.h"
#include "read/stream.h"

typedef struct tm_remainder {
    tm_stream *stream;           // the file, read once more
    int out;                     // the output; set by the caller, and borrowed, as is out_path
    const char *path, *out_path; // for messages
    uint64_t position;           // offset in the file: what is before it is done
    uint64_t offset;             // offset in the unpacked bytes of a packed file, likewise
    bool within;                 // reading a member that something is removed from
    tm_packer packer;            // for what remains of that member
    bool packs;                  // some of it has been packed
    tm_buf packed, block;        // to write; to read into
} tm_remainder;

// Opens the regular file `path`. Errors as tm_stream_open; call tm_remainder_free also on failure.
tamis_status tm_remainder_begin(tm_remainder *remainder, const char *path,
                                const tm_stream_limits *limits, tamis_error *err);
tm_packing tm_remainder_packing(const tm_remainder *remainder);
const tm_identity *tm_remainder_file(const tm_remainder *remainder); // when it was opened
// The error that the file has changed since it was screened. Always TAMIS_EIO.
tamis_status tm_remainder_fail(const tm_remainder *remainder, tamis_error *err);

// Leaves out bytes [begin, end) of the unpacked content; calls come in ascending order. `member` is
// the one in which they begin, or an earlier one. TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_remainder_cut(tm_remainder *remainder, uint64_t begin, uint64_t end,
                              const tm_member *member, tamis_error *err);
// Copies the rest. TAMIS_EIO also when the file has changed since it was opened.
tamis_status tm_remainder_end(tm_remainder *remainder, tamis_error *err);
void tm_remainder_free(tm_remainder *remainder);

// Writes `bytes` packed as a member of its own or, without packing, as they are.
tamis_status tm_remainder_write(int out, const char *out_path, tm_packing packing, tm_str bytes,
                                tamis_error *err);

#endif
