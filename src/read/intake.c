// One block, refilled when it is empty and extended when more is wanted than lies there.
// SPDX-License-Identifier: MIT
#include "read/intake.h"

tamis_status tm_intake_open(tm_intake *intake, const char *path, const tm_stream_limits *limits,
                            tamis_error *err)
{
    *intake = (tm_intake){0};
    return tm_stream_open(&intake->stream, path, limits, err);
}

tamis_status tm_intake_fill(tm_intake *intake, tamis_error *err)
{
    tm_buf *const block = &intake->block;
    tm_piece piece;
    if (tm_intake_is_stopped(intake))
        return TAMIS_OK;
    const size_t left = block->len - intake->begin;
    if (intake->begin >= left) { // so that no byte is moved more often than it was handed out
        if (left > 0)
            memmove(block->ptr, block->ptr + intake->begin, left);
        block->len = left;
        intake->begin = 0;
    }
    char *const into = tm_buf_reserve(block, TM_INTAKE_BYTES);
    if (!into)
        return tm_buf_check(block, err);
    TM_TRY(tm_stream_read(&piece, intake->stream, into, TM_INTAKE_BYTES, err));
    block->len += piece.n_bytes;
    intake->fault = piece.fault;
    intake->at_end = piece.n_bytes == 0 && !piece.fault;
    return TAMIS_OK;
}

void tm_intake_close(tm_intake *intake)
{
    tm_stream_close(intake->stream);
    tm_buf_free(&intake->block);
    *intake = (tm_intake){0};
}
