// The bytes of one input, unpacked if need be: packed files (any number of gzip members or of
// Zstandard frames in a row; both are called members here) come out unpacked, everything else as it
// is. The first bytes of a file tell what it is, not its name.
//
// Where bytes are missing the stream says so in their place: it hands out a fault instead of bytes
// and then, unless reading ends there, continues with what can still be read. Faults:
//
//     damaged         The data or the checksum of a member is wrong. Nothing of it is handed out,
//                     except what a member of more than 1 MiB had given before the damage showed.
//     truncated       The file ends within a member; what came before the end was handed out. A
//                     damaged member looks the same if the damage hides its end.
//     trailing_bytes  Something other than zeros follows the last member.
//     bomb            Too much comes out of too little, or too much altogether, or next to nothing
//                     out of one member after the other. What came before was handed out, and of too
//                     much altogether exactly what is allowed. Reading ends.
//     nested          The unpacked data is packed once more. Reading ends.
//     window          A Zstandard frame needs more memory than allowed. Reading ends.
//     unsupported     Packed in another format, or with a dictionary. Reading ends.
// SPDX-License-Identifier: MIT
#ifndef TM_STREAM_H
#define TM_STREAM_H

#include <stdint.h>

#include "read/source.h"
#include "read/unpack.h"

enum { TM_TINY_MEMBER = 64 };

// Zero means the default.
typedef struct tm_stream_limits {
    unsigned ratio;             // unpacked to packed bytes, of one member or of all; 300
    uint64_t ratio_after_bytes; // `ratio` is tested once so many bytes have come out; 64 MiB
    uint64_t total_bytes;       // unpacked bytes of one input; 64 GiB
    unsigned window_log;   // of Zstandard: windows of up to 2^window_log bytes; 27: 128 MiB
    unsigned tiny_members; // in a row, each of less than TM_TINY_MEMBER bytes; 65,536
} tm_stream_limits;

// Where a member begins.
typedef struct tm_member {
    uint64_t at;     // in the file
    uint64_t offset; // in the bytes handed out
    // Bytes unpacked before it, even if they were not handed out: the limits count these too.
    uint64_t total_in, total_out;
    unsigned n_tiny; // likewise: how many tiny ones in a row
} tm_member;

// A number of bytes, all of one member; or a fault; or neither, at the end.
typedef struct tm_piece {
    size_t n_bytes;
    const char *fault; // static, or NULL
    bool begins;       // a member of a packed file begins with these bytes
} tm_piece;

typedef struct tm_stream tm_stream;

// Opens `path` ("-" is stdin) and looks at its first bytes. `limits` NULL means the defaults. Fails
// as tm_source_open and tm_source_read do.
tamis_status tm_stream_open(tm_stream **out, const char *path, const tm_stream_limits *limits,
                            tamis_error *err);
// The same for members in memory, which are copied; with the default limits. TAMIS_ENOMEM.
tamis_status tm_stream_open_bytes(tm_stream **out, tm_str bytes, tamis_error *err);
// Reads at most `cap` bytes into `into`. TAMIS_EIO when the system fails, TAMIS_ENOMEM.
tamis_status tm_stream_read(tm_piece *piece, tm_stream *stream, char *into, size_t cap,
                            tamis_error *err);
// Whether the next read would have to wait for a pipe that nothing has come through for
// `patience_ms`. What is packed is not looked into: never.
bool tm_stream_waits(const tm_stream *stream, int patience_ms);
tm_packing tm_stream_packing(const tm_stream *stream);
// Counts bytes that came out of what was packed once more within the bytes handed out (bodies of
// HTTP responses). True when the input is a bomb with them: then reading should end.
bool tm_stream_count(tm_stream *stream, uint64_t n_bytes);
// Whether it is packed and ratio_after_bytes have not come out yet: it may still prove a bomb.
bool tm_stream_is_young(const tm_stream *stream);
uint64_t tm_stream_position(const tm_stream *stream);       // how far the file has been used
const tm_source *tm_stream_source(const tm_stream *stream); // borrowed, as is the member below
const tm_member *tm_stream_member(const tm_stream *stream); // that of the bytes read last

// A packed file member by member, for callers that rewrite some members and copy the others as they
// are. _seek goes to where a member of a regular file begins, as if everything before it had been
// read. _next_member goes to the next member; *found is false at the end, and where a fault has to
// be read first. _read_member reads on in the member; at its end nothing comes.
tamis_status tm_stream_seek(tm_stream *stream, const tm_member *member, tamis_error *err);
tamis_status tm_stream_next_member(bool *found, tm_stream *stream, tamis_error *err);
tamis_status tm_stream_read_member(tm_piece *piece, tm_stream *stream, char *into, size_t cap,
                                   tamis_error *err);
// The place in the file up to which it has given the bytes that may be handed out by now.
uint64_t tm_stream_done(const tm_stream *stream);
void tm_stream_close(tm_stream *stream); // NULL is fine

// Unpacks the members in `bytes` and appends the result to `out`. *fault is NULL, one of the above,
// or "too_large" when more than `limit` bytes come out. TAMIS_ENOMEM.
tamis_status tm_stream_unpack(tm_buf *out, const char **fault, tm_str bytes, size_t limit,
                              tamis_error *err);
// How many bytes that hands out at most. What a single gzip member says of itself is believed, since
// tm_stream_unpack holds it to that; all else is unpacked to be counted. TAMIS_ENOMEM.
tamis_status tm_stream_measure(size_t *n_bytes, tm_str bytes, size_t limit, tamis_error *err);

#endif
