// Packs bytes for tests, by the libraries themselves, so that no packed file lies in the
// repository.
// SPDX-License-Identifier: MIT
#ifndef PACK_H
#define PACK_H

#include <stdint.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buf.h"
#include "support/check.h"

// Appends one gzip member.
static inline void pack_gzip(tm_buf *out, tm_str bytes)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    const size_t room = deflateBound(&z, bytes.len) + 64;
    char *const into = tm_buf_reserve(out, room);
    assert_non_null(into);
    z.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)into;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += room - z.avail_out;
    deflateEnd(&z);
}

// Appends one Zstandard frame, with a checksum as the command line has it.
static inline void pack_zstd(tm_buf *out, tm_str bytes)
{
    ZSTD_CCtx *const z = ZSTD_createCCtx();
    const size_t room = ZSTD_compressBound(bytes.len);
    char *const into = tm_buf_reserve(out, room);
    assert_non_null(into);
    ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(z, ZSTD_c_compressionLevel, 9);
    ZSTD_inBuffer in = {bytes.ptr, bytes.len, 0};
    ZSTD_outBuffer packed = {into, room, 0};
    assert_int_equal(ZSTD_compressStream2(z, &packed, &in, ZSTD_e_end), 0);
    out->len += packed.pos;
    ZSTD_freeCCtx(z);
}

#endif
