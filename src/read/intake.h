// A window on a stream: the bytes that were read and not yet handed out, for whoever finds
// records in them. It knows no format.
// SPDX-License-Identifier: MIT
#ifndef TM_INTAKE_H
#define TM_INTAKE_H

#include "read/stream.h"

enum {
    TM_INTAKE_BYTES = 256 << 10, // read at a time
    TM_INTAKE_MEMBERS = 1024     // known at a time
};

typedef struct tm_intake {
    tm_stream *stream;
    tm_buf block; // [begin, len) is still to be handed out
    size_t begin;
    size_t offset;      // of block[begin] in the unpacked input
    bool at_end;        // the stream has no more
    const char *fault;  // behind what the block holds bytes are missing; static, or NULL
    tm_member *members; // of packed input: a ring of those that begin in the block, and the one
                        // that its first byte belongs to; more than it has room for are let go
    size_t first_member, n_members;
} tm_intake;

tamis_status tm_intake_open(tm_intake *intake, const char *path, const tm_stream_limits *limits,
                            tamis_error *err);
// Reads more behind what has not been handed out: some bytes, or the end, or a fault, which
// stays until tm_intake_take_fault. Reads nothing once one of the two has come.
tamis_status tm_intake_fill(tm_intake *intake, tamis_error *err);
// The member of packed input that the next byte belongs to, which must lie in the block; where
// members are smaller than records have headers it may be one before it.
tm_member tm_intake_member(tm_intake *intake);
void tm_intake_close(tm_intake *intake);

static inline tm_str tm_intake_left(const tm_intake *intake)
{
    return tm_str_slice(tm_buf_str(&intake->block), intake->begin, intake->block.len);
}

static inline void tm_intake_skip(tm_intake *intake, size_t n_bytes)
{
    intake->begin += n_bytes;
    intake->offset += n_bytes;
}

// Whether what lies in the block is all there is, up to the end or up to a fault.
static inline bool tm_intake_is_stopped(const tm_intake *intake)
{
    return intake->at_end || intake->fault;
}

// The fault, which is over with this: reading may go on behind it.
static inline const char *tm_intake_take_fault(tm_intake *intake)
{
    const char *const fault = intake->fault;
    intake->fault = NULL;
    return fault;
}

#endif
