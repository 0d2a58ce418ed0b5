// Input is read and output is written in blocks, so memory is a block for each and not the file.
// Offsets only go forward, so the whole is linear.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/rewrite.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"

enum { BLOCK_BYTES = 256 << 10 };

tamis_status tm_rewrite_begin(tm_rewrite *r, tamis_error *err)
{
    TM_TRY(tm_digest_init(&r->in_digest, err));
    TM_TRY(tm_digest_init(&r->out_digest, err));
    TM_TRY(tm_digest_begin(&r->in_digest, err));
    TM_TRY(tm_digest_begin(&r->out_digest, err));
    if (r->in >= 0 && lseek(r->in, 0, SEEK_SET) != 0)
        return tm_file_fail(err, r->in_name);
    return TAMIS_OK;
}

static tamis_status flush(tm_rewrite *r, tamis_error *err)
{
    const tm_str bytes = tm_buf_str(&r->pending);
    TM_TRY(tm_buf_check(&r->pending, err));
    TM_TRY(tm_digest_add(&r->out_digest, bytes, err));
    r->out_side.n_bytes += bytes.len;
    if (r->out >= 0 && bytes.len > 0 && tm_fd_write(r->out, bytes) != 0)
        return tm_file_fail(err, r->out_name);
    tm_buf_clear(&r->pending);
    return TAMIS_OK;
}

static tamis_status put(tm_rewrite *r, tm_str bytes, tamis_error *err)
{
    tm_buf_add(&r->pending, bytes);
    return r->pending.len >= BLOCK_BYTES || r->pending.failed ? flush(r, err) : TAMIS_OK;
}

// Reads at most `n` bytes (n <= BLOCK_BYTES) into the block; none at the end of the file.
static tamis_status read_file(tm_str *bytes, tm_rewrite *r, size_t n, tamis_error *err)
{
    tm_buf_clear(&r->block);
    char *const into = tm_buf_reserve(&r->block, BLOCK_BYTES);
    if (!into)
        return tm_buf_check(&r->block, err);
    ssize_t n_read;
    do
        n_read = read(r->in, into, n);
    while (n_read < 0 && errno == EINTR);
    if (n_read < 0)
        return tm_file_fail(err, r->in_name);
    *bytes = (tm_str){into, (size_t)n_read};
    return TAMIS_OK;
}

static tm_str read_bytes(const tm_rewrite *r, size_t n)
{
    const size_t at = (size_t)r->in_side.n_bytes;
    const size_t left = r->bytes.len - at;
    return tm_str_slice(r->bytes, at, at + (n < left ? n : left));
}

static tamis_status take(tm_str *bytes, tm_rewrite *r, uint64_t wanted, tamis_error *err)
{
    const size_t n = wanted < BLOCK_BYTES ? (size_t)wanted : BLOCK_BYTES;
    if (r->in >= 0)
        TM_TRY(read_file(bytes, r, n, err));
    else
        *bytes = read_bytes(r, n);
    r->in_side.n_bytes += bytes->len;
    return tm_digest_add(&r->in_digest, *bytes, err);
}

static tamis_status differs(const tm_rewrite *r, uint64_t at, tamis_error *err)
{
    return tm_fail_at(err, TAMIS_EFORMAT, (size_t)at,
                      "%.180s: other bytes at %llu than were to be replaced", r->in_name,
                      (unsigned long long)at);
}

tamis_status tm_rewrite_splice(tm_rewrite *r, uint64_t at, tm_str gone, tm_str bytes,
                               tamis_error *err)
{
    tm_str piece;
    if (at < r->in_side.n_bytes)
        return differs(r, at, err);
    while (r->in_side.n_bytes < at) {
        TM_TRY(take(&piece, r, at - r->in_side.n_bytes, err));
        if (piece.len == 0)
            return differs(r, at, err);
        TM_TRY(put(r, piece, err));
    }
    while (gone.len > 0) {
        TM_TRY(take(&piece, r, gone.len, err));
        if (piece.len == 0 || !tm_str_starts_with(gone, piece))
            return differs(r, at, err);
        gone = tm_str_slice(gone, piece.len, gone.len);
    }
    return put(r, bytes, err);
}

tamis_status tm_rewrite_end(tm_rewrite *r, tamis_error *err)
{
    tm_str piece;
    do {
        TM_TRY(take(&piece, r, BLOCK_BYTES, err));
        TM_TRY(put(r, piece, err));
    } while (piece.len > 0);
    TM_TRY(flush(r, err));
    TM_TRY(tm_digest_end(&r->in_digest, r->in_side.sha256, err));
    return tm_digest_end(&r->out_digest, r->out_side.sha256, err);
}

void tm_rewrite_free(tm_rewrite *r)
{
    tm_digest_free(&r->in_digest);
    tm_digest_free(&r->out_digest);
    tm_buf_free(&r->block);
    tm_buf_free(&r->pending);
}
