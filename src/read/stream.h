// The bytes of one input as they were meant: packed files (gzip members, Zstandard frames, any
// number of them in a row) come out unpacked, everything else as it is. What a file is shows in
// its first bytes and not in its name.
//
// Where bytes are missing the stream says so, in place: it hands out a fault instead of bytes,
// and then goes on with what could still be read. Faults:
//
//     damaged         a member whose data or checksum is wrong. What it held is not handed out,
//                     except what a member of more than 1 MiB had given before the damage showed
//     truncated       the file ends within a member; what came before the cut was handed out. A
//                     damaged end that hides where the member ends looks the same
//     trailing_bytes  behind the last member lies something else than zeros
//     bomb            too much comes out of too little, or too much altogether; reading ends
//     nested          what was packed is packed once more; reading ends
//     window          a Zstandard frame wants more memory than is allowed; reading ends
//     unsupported     packed by something else, or with a dictionary; reading ends
// SPDX-License-Identifier: MIT
#ifndef TM_STREAM_H
#define TM_STREAM_H

#include <stdint.h>

#include "read/source.h"
#include "read/unpack.h"

// Zero means the default.
typedef struct tm_stream_limits {
    unsigned ratio;             // of bytes out to bytes in, of a member or of all; 300
    uint64_t ratio_after_bytes; // looked at once so much has come out; 64 MiB
    uint64_t total_bytes;       // out of one input; 64 GiB
    unsigned window_log;        // of Zstandard, a power of two; 27: 128 MiB
} tm_stream_limits;

// Where a member begins: which byte of the file, and which of what comes out.
typedef struct tm_member {
    uint64_t at, offset;
    uint64_t total_in, total_out; // unpacked before it, in vain or not: the limits count that
} tm_member;

// Bytes of one member at most.
typedef struct tm_piece {
    size_t n_bytes;    // 0 with no fault: the end
    const char *fault; // static; then n_bytes is 0
    bool begins;       // with these bytes a member of a packed file begins
} tm_piece;

typedef struct tm_stream tm_stream;

// Opens `path` ("-" is stdin) and looks at its first bytes. Fails as tm_source_open does.
tamis_status tm_stream_open(tm_stream **out, const char *path, const tm_stream_limits *limits,
                            tamis_error *err);
// Reads at most `cap` bytes. TAMIS_EIO when the system fails, TAMIS_ENOMEM.
tamis_status tm_stream_read(tm_piece *piece, tm_stream *stream, char *into, size_t cap,
                            tamis_error *err);
tm_packing tm_stream_packing(const tm_stream *stream);
// Whether so little has come out of a packed file that it may still prove to be a bomb.
bool tm_stream_is_young(const tm_stream *stream);
uint64_t tm_stream_position(const tm_stream *stream); // in the file, of what was read so far
const tm_source *tm_stream_source(const tm_stream *stream);
const tm_member *tm_stream_member(const tm_stream *stream); // of the bytes read last; borrowed

// A packed file member by member, for those that take one apart and copy others as they lie in
// the file. Seeks to where a member of a regular file begins, as if all before it had been read;
// goes to the next member, which is not *found at the end and where a fault comes first; reads on
// in it, until nothing comes (its end).
tamis_status tm_stream_seek(tm_stream *stream, const tm_member *member, tamis_error *err);
tamis_status tm_stream_next_member(bool *found, tm_stream *stream, tamis_error *err);
tamis_status tm_stream_read_member(tm_piece *piece, tm_stream *stream, char *into, size_t cap,
                                   tamis_error *err);
// In the file, behind what the bytes came from that were handed out.
uint64_t tm_stream_done(const tm_stream *stream);
void tm_stream_close(tm_stream *stream); // NULL is fine

// Unpacks bytes in memory, members one after another, onto the end of `out`; *fault is NULL or
// one of the above, or "too_large" when more than `limit` bytes come out.
tamis_status tm_stream_unpack(tm_buf *out, const char **fault, tm_str bytes, size_t limit,
                              tamis_error *err);

#endif
