// Copies what is between the records that are left out. A packed file is unpacked again only where
// something is left out: the reader notes at which byte of the file the member of a record begins,
// and all before it is copied packed. That member is read like the first time, with the same
// limits, so that it ends at the same place. If it is damaged, what could be read of it is followed
// by the packed bytes that could not.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/remainder.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"

enum { COPY_BYTES = 256 << 10 };

tamis_status tm_remainder_begin(tm_remainder *r, const char *path,
                                const tm_stream_limits *limits, tamis_error *err)
{
    r->path = path;
    TM_TRY(tm_stream_open(&r->stream, path, limits, err));
    return tm_buf_reserve(&r->block, COPY_BYTES) ? TAMIS_OK : tm_buf_check(&r->block, err);
}

tm_packing tm_remainder_packing(const tm_remainder *r)
{
    return tm_stream_packing(r->stream);
}

const tm_identity *tm_remainder_file(const tm_remainder *r)
{
    return &tm_stream_source(r->stream)->file;
}

void tm_remainder_free(tm_remainder *r)
{
    tm_stream_close(r->stream);
    tm_packer_close(&r->packer);
    tm_buf_free(&r->packed);
    tm_buf_free(&r->block);
    *r = (tm_remainder){0};
}

tamis_status tm_remainder_fail(const tm_remainder *r, tamis_error *err)
{
    return tm_fail(err, TAMIS_EIO, "%.100s: changed while it was read; %.100s is not written",
                   r->path, r->out_path);
}

// ---- Copied as it is ------------------------------------------------------------------------

static tamis_status copy_some(tm_remainder *r, size_t room, size_t *n_copied, tamis_error *err)
{
    const int file = tm_stream_source(r->stream)->fd;
    ssize_t n;
    do {
        n = pread(file, r->block.ptr, room, (off_t)r->position);
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return tm_file_fail(err, r->path);
    *n_copied = (size_t)n;
    r->position += *n_copied;
    return tm_fd_write(r->out, (tm_str){r->block.ptr, *n_copied}) == 0
               ? TAMIS_OK
               : tm_file_fail(err, r->out_path);
}

// Copies bytes of the file up to offset `end`, or to its end.
static tamis_status copy_to(tm_remainder *r, uint64_t end, tamis_error *err)
{
    size_t n = 1;
    while (r->position < end && n > 0) {
        const uint64_t left = end - r->position;
        TM_TRY(copy_some(r, left < COPY_BYTES ? (size_t)left : COPY_BYTES, &n, err));
    }
    return TAMIS_OK;
}

// ---- Packed anew ----------------------------------------------------------------------------

static tamis_status pack(tm_remainder *r, tm_str bytes, bool last, tamis_error *err)
{
    const bool opened = r->packer.gzip || r->packer.zstd;
    if (!opened)
        TM_TRY(tm_packer_open(&r->packer, tm_remainder_packing(r), err));
    tm_packer_add(&r->packed, &r->packer, bytes, last);
    TM_TRY(tm_buf_check(&r->packed, err));
    r->packs = !last;
    if (tm_fd_write(r->out, tm_buf_str(&r->packed)) != 0)
        return tm_file_fail(err, r->out_path);
    tm_buf_clear(&r->packed);
    return TAMIS_OK;
}

// After a damaged member its packed bytes that could not be unpacked follow, and readers will find
// them damaged again. Only when they look like padding (a NUL) would readers skip them and join
// what was cut off here with what comes next.
static bool shows_no_damage(const tm_remainder *r)
{
    char byte;
    return pread(tm_stream_source(r->stream)->fd, &byte, 1, (off_t)r->position) == 1 &&
           byte == '\0';
}

// Ends the member, of which there is no more or (`broken`) no more can be read. The first member is
// written even when nothing remains of it, so that the output shows how it is packed.
static tamis_status end_member(tm_remainder *r, bool broken, tamis_error *err)
{
    const bool is_first = lseek(r->out, 0, SEEK_CUR) == 0;
    r->within = false;
    r->position = tm_stream_done(r->stream);
    if (!r->packs && !is_first)
        return TAMIS_OK;
    return pack(r, tm_str_of(broken && shows_no_damage(r) ? "\n" : ""), true, err);
}

// Reads on in the member, one block and at most up to unpacked offset `limit`, and keeps it or not.
static tamis_status read_on(tm_remainder *r, uint64_t limit, bool keep, tamis_error *err)
{
    const uint64_t left = limit - r->offset;
    const size_t room = left < COPY_BYTES ? (size_t)left : COPY_BYTES;
    tm_piece piece;
    TM_TRY(tm_stream_read_member(&piece, r->stream, r->block.ptr, room, err));
    r->offset += piece.n_bytes;
    if (piece.n_bytes == 0)
        return end_member(r, piece.fault != NULL, err);
    return keep ? pack(r, (tm_str){r->block.ptr, piece.n_bytes}, false, err) : TAMIS_OK;
}

// Enters the next member, past damaged ones.
static tamis_status enter_member(tm_remainder *r, tamis_error *err)
{
    const tm_member *const member = tm_stream_member(r->stream);
    tm_piece piece = {0};
    do {
        TM_TRY(tm_stream_next_member(&r->within, r->stream, err));
        if (!r->within) // takes the fault, if there is one
            TM_TRY(tm_stream_read_member(&piece, r->stream, r->block.ptr, 0, err));
    } while (!r->within && piece.fault);
    if (!r->within)
        return tm_remainder_fail(r, err);
    r->offset = member->offset;
    return copy_to(r, member->at, err);
}

static tamis_status read_to(tm_remainder *r, uint64_t limit, bool keep, tamis_error *err)
{
    while (r->offset < limit)
        TM_TRY(r->within ? read_on(r, limit, keep, err) : enter_member(r, err));
    return TAMIS_OK;
}

static tamis_status leave_member(tm_remainder *r, tamis_error *err)
{
    while (r->within)
        TM_TRY(read_on(r, UINT64_MAX, true, err));
    return TAMIS_OK;
}

// ---- Cutting --------------------------------------------------------------------------------

tamis_status tm_remainder_cut(tm_remainder *r, uint64_t begin, uint64_t end,
                              const tm_member *member, tamis_error *err)
{
    if (tm_remainder_packing(r) == TM_PACKING_NONE) {
        TM_TRY(copy_to(r, begin, err));
        if (r->position != begin)
            return tm_remainder_fail(r, err);
        r->position = end;
        return TAMIS_OK;
    }
    if (r->within && member->at > tm_stream_member(r->stream)->at)
        TM_TRY(leave_member(r, err));
    if (!r->within && member->at >= r->position) {
        TM_TRY(tm_stream_seek(r->stream, member, err));
        TM_TRY(enter_member(r, err));
    }
    TM_TRY(read_to(r, begin, true, err));
    return read_to(r, end, false, err);
}

tamis_status tm_remainder_end(tm_remainder *r, tamis_error *err)
{
    TM_TRY(leave_member(r, err));
    TM_TRY(copy_to(r, UINT64_MAX, err));
    return tm_source_changed(tm_stream_source(r->stream)) ? tm_remainder_fail(r, err)
                                                          : TAMIS_OK;
}

tamis_status tm_remainder_write(int out, const char *out_path, tm_packing packing, tm_str bytes,
                                tamis_error *err)
{
    tm_packer packer = {0};
    tm_buf packed = {0};
    tamis_status status = TAMIS_OK;
    if (packing == TM_PACKING_NONE) {
        tm_buf_add(&packed, bytes);
    } else {
        status = tm_packer_open(&packer, packing, err);
        if (status == TAMIS_OK)
            tm_packer_add(&packed, &packer, bytes, true);
    }
    if (status == TAMIS_OK)
        status = tm_buf_check(&packed, err);
    if (status == TAMIS_OK && tm_fd_write(out, tm_buf_str(&packed)) != 0)
        status = tm_file_fail(err, out_path);
    tm_packer_close(&packer);
    tm_buf_free(&packed);
    return status;
}
