// What remains of a file when records are taken out of it, written as the file is: of a packed one
// each member (of gzip; frame of Zstandard) that nothing is taken out of comes out as it lies in
// the file, one that something is taken out of is packed anew, and one of which nothing remains is
// left away, unless it is the first. Everything else is copied to the byte: line ends, padding,
// what is damaged.
// SPDX-License-Identifier: MIT
#ifndef TM_REMAINDER_H
#define TM_REMAINDER_H

#include "read/pack.h"
#include "read/stream.h"

typedef struct tm_remainder {
    tm_stream *stream; // the file, read once more
    int out;           // where the remainder goes; both names are for messages, borrowed
    const char *path, *out_path;
    uint64_t position;    // of the file: what lies before it is dealt with
    uint64_t offset;      // of what comes out of a packed file, likewise
    bool within;          // a member that something is taken out of
    tm_packer packer;     // for what remains of it
    bool packs;           // some of it has been packed
    tm_buf packed, block; // to write; to read into
} tm_remainder;

// Begins with a regular file. Fails as tm_stream_open does; free in any case.
tamis_status tm_remainder_begin(tm_remainder *remainder, const char *path,
                                const tm_stream_limits *limits, tamis_error *err);
tm_packing tm_remainder_packing(const tm_remainder *remainder);
const tm_identity *tm_remainder_file(const tm_remainder *remainder); // when it was opened
// Says that the file is not the one that was read before. TAMIS_EIO.
tamis_status tm_remainder_fail(const tm_remainder *remainder, tamis_error *err);

// Takes bytes [begin, end) of what the file holds, once unpacked, out of it, in ascending order.
// `member` is the one that they begin in, or one before it. TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_remainder_cut(tm_remainder *remainder, uint64_t begin, uint64_t end,
                              const tm_member *member, tamis_error *err);
// Copies the rest. TAMIS_EIO also when the file has changed since it was opened.
tamis_status tm_remainder_end(tm_remainder *remainder, tamis_error *err);
void tm_remainder_free(tm_remainder *remainder);

// Writes bytes as a member of their own, or as they are.
tamis_status tm_remainder_write(int out, const char *out_path, tm_packing packing, tm_str bytes,
                                tamis_error *err);

#endif
