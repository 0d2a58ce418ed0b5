// A block of input: bytes that have been read from a stream and not been handed out yet, in which
// the readers of formats look for records. It knows nothing about formats itself.
// SPDX-License-Identifier: MIT
#ifndef TM_INTAKE_H
#define TM_INTAKE_H

#include "read/stream.h"

enum {
    TM_INTAKE_BYTES = 256 << 10, // read at a time
    TM_INTAKE_MEMBERS = 1024     // remembered at a time
};

typedef struct tm_intake {
    tm_stream *stream;
    tm_buf block; // [begin, len) has not been handed out yet
    size_t begin;
    size_t offset;     // of block[begin] in the unpacked input
    bool at_end;       // the stream has ended
    const char *fault; // why bytes are missing after those in the block; static, or NULL
    // Of packed input: a ring with the member that block[begin] belongs to and those that begin
    // after it in the block. When the ring is full, further members are not noted.
    tm_member *members;
    size_t first_member, n_members;
} tm_intake;

// Fails as tm_stream_open does.
tamis_status tm_intake_open(tm_intake *intake, const char *path, const tm_stream_limits *limits,
                            tamis_error *err);
// Reads more after the bytes in the block, until it has got some, or the end, or a fault. Does
// nothing after the end, or while a fault waits to be taken. TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_intake_fill(tm_intake *intake, tamis_error *err);
// Reads until the block holds n_bytes that were not handed out, or the input stops.
tamis_status tm_intake_need(tm_intake *intake, size_t n_bytes, tamis_error *err);
// The member of packed input that the next byte belongs to; that byte must be in the block. When
// the block holds more members than are remembered, it may be an earlier one.
tm_member tm_intake_member(tm_intake *intake);
void tm_intake_close(tm_intake *intake);

// The bytes of the block that have not been handed out; borrowed until more is read.
static inline tm_str tm_intake_left(const tm_intake *intake)
{
    return tm_str_slice(tm_buf_str(&intake->block), intake->begin, intake->block.len);
}

// Marks the next n_bytes of the block as handed out.
static inline void tm_intake_skip(tm_intake *intake, size_t n_bytes)
{
    intake->begin += n_bytes;
    intake->offset += n_bytes;
}

// Whether nothing more can be read into the block: the end or a fault has come.
static inline bool tm_intake_is_stopped(const tm_intake *intake)
{
    return intake->at_end || intake->fault;
}

// Returns the fault and resets it, so that reading can go on after it.
static inline const char *tm_intake_take_fault(tm_intake *intake)
{
    const char *const fault = intake->fault;
    intake->fault = NULL;
    return fault;
}

#endif
