// One block, which is refilled when it is empty and extended when more is wanted than it holds.
// SPDX-License-Identifier: MIT
#include "read/intake.h"

#include <stdlib.h>

tamis_status tm_intake_open(tm_intake *intake, const char *path, const tm_stream_limits *limits,
                            tamis_error *err)
{
    *intake = (tm_intake){0};
    return tm_stream_open(&intake->stream, path, limits, err);
}

static tm_member *nth_member(const tm_intake *in, size_t n)
{
    return &in->members[(in->first_member + n) % TM_INTAKE_MEMBERS];
}

// Forgets members that end before the next byte to be handed out.
static void pass_members(tm_intake *in)
{
    while (in->n_members > 1 && nth_member(in, 1)->offset <= in->offset) {
        in->first_member = (in->first_member + 1) % TM_INTAKE_MEMBERS;
        in->n_members--;
    }
}

// Remembers the member that the bytes read last begin.
static tamis_status note_member(tm_intake *in, tamis_error *err)
{
    if (!in->members)
        in->members = malloc(TM_INTAKE_MEMBERS * sizeof *in->members);
    if (!in->members)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    pass_members(in);
    if (in->n_members < TM_INTAKE_MEMBERS)
        *nth_member(in, in->n_members++) = *tm_stream_member(in->stream);
    return TAMIS_OK;
}

tm_member tm_intake_member(tm_intake *in)
{
    pass_members(in);
    return in->n_members > 0 ? *nth_member(in, 0) : (tm_member){0};
}

tamis_status tm_intake_fill(tm_intake *intake, tamis_error *err)
{
    tm_buf *const block = &intake->block;
    tm_piece piece;
    if (tm_intake_is_stopped(intake))
        return TAMIS_OK;
    const size_t left = block->len - intake->begin;
    if (intake->begin >= left) { // never moves more bytes than were handed out since: linear
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
    return piece.begins ? note_member(intake, err) : TAMIS_OK;
}

tamis_status tm_intake_need(tm_intake *intake, size_t n_bytes, tamis_error *err)
{
    while (intake->block.len - intake->begin < n_bytes && !tm_intake_is_stopped(intake))
        TM_TRY(tm_intake_fill(intake, err));
    return TAMIS_OK;
}

void tm_intake_close(tm_intake *intake)
{
    tm_stream_close(intake->stream);
    tm_buf_free(&intake->block);
    free(intake->members);
    *intake = (tm_intake){0};
}
