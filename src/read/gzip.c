// gzip members, unpacked with zlib's inflate(). gzread() will not do: it passes through what is not
// gzip at all, ignores bytes after the last member and hides that a member was cut short. zlib
// itself checks the CRC and the length at the end of a member.
//
// Packing is done with deflate(), with no file name and no time in the header, since these would
// differ from run to run. On 30 MB of Korean JSON Lines level 4 gives 5 % more bytes than gzip's
// default 6, at 41 MB/s instead of 14.
// SPDX-License-Identifier: MIT
#include "read/pack.h"

#ifdef TAMIS_WITH_ZLIB

#include <limits.h>
#include <stdlib.h>
#define ZLIB_CONST // input is not written to
#include <zlib.h>

enum {
    GZIP_ONLY = 31, // windowBits: 15, and 16 more for a gzip header and nothing else
    LEVEL = 4,
    MEMORY_LEVEL = 8, // zlib's default
    OUT_BYTES = 64 << 10
};

struct tm_gunzip {
    z_stream z;
};

tamis_status tm_gunzip_open(tm_gunzip **out, tamis_error *err)
{
    tm_gunzip *const gunzip = calloc(1, sizeof *gunzip);
    if (!gunzip || inflateInit2(&gunzip->z, GZIP_ONLY) != Z_OK) {
        free(gunzip);
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    }
    *out = gunzip;
    return TAMIS_OK;
}

void tm_gunzip_begin(tm_gunzip *gunzip)
{
    inflateReset(&gunzip->z);
}

tm_unpacked tm_gunzip_step(tm_gunzip *gunzip, tm_unpack_step *step)
{
    z_stream *const z = &gunzip->z;
    const uInt in_len = step->in_len < UINT_MAX ? (uInt)step->in_len : UINT_MAX;
    const uInt out_len = step->out_len < UINT_MAX ? (uInt)step->out_len : UINT_MAX;
    z->next_in = (z_const Bytef *)step->in;
    z->avail_in = in_len;
    z->next_out = (Bytef *)step->out;
    z->avail_out = out_len;
    const int code = inflate(z, Z_NO_FLUSH);
    step->in += in_len - z->avail_in;
    step->in_len -= in_len - z->avail_in;
    step->out += out_len - z->avail_out;
    step->out_len -= out_len - z->avail_out;
    switch (code) {
    case Z_OK:
    case Z_BUF_ERROR: // no progress: more input or more room is needed
        return TM_UNPACK_MORE;
    case Z_STREAM_END:
        return TM_UNPACK_ENDED;
    case Z_MEM_ERROR:
        return TM_UNPACK_NO_MEMORY;
    default:
        return TM_UNPACK_DAMAGED;
    }
}

void tm_gunzip_close(tm_gunzip *gunzip)
{
    if (!gunzip)
        return;
    inflateEnd(&gunzip->z);
    free(gunzip);
}

struct tm_gzip {
    z_stream z;
};

tamis_status tm_gzip_open(tm_gzip **out, tamis_error *err)
{
    tm_gzip *const gzip = calloc(1, sizeof *gzip);
    if (!gzip || deflateInit2(&gzip->z, LEVEL, Z_DEFLATED, GZIP_ONLY, MEMORY_LEVEL,
                              Z_DEFAULT_STRATEGY) != Z_OK) {
        free(gzip);
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    }
    *out = gzip;
    return TAMIS_OK;
}

void tm_gzip_add(tm_buf *out, tm_gzip *gzip, tm_str bytes, bool last)
{
    z_stream *const z = &gzip->z;
    bool going = true;
    while (going) {
        const uInt in_len = bytes.len < UINT_MAX ? (uInt)bytes.len : UINT_MAX;
        char *const into = tm_buf_reserve(out, OUT_BYTES);
        if (!into)
            return;
        z->next_in = (z_const Bytef *)bytes.ptr;
        z->avail_in = in_len;
        z->next_out = (Bytef *)into;
        z->avail_out = OUT_BYTES;
        const bool ends = last && in_len == bytes.len;
        const int code = deflate(z, ends ? Z_FINISH : Z_NO_FLUSH);
        out->len += OUT_BYTES - z->avail_out;
        bytes = tm_str_slice(bytes, in_len - z->avail_in, bytes.len);
        going = last ? code != Z_STREAM_END : bytes.len > 0 || z->avail_out == 0;
    }
    if (last)
        deflateReset(z);
}

void tm_gzip_close(tm_gzip *gzip)
{
    if (!gzip)
        return;
    deflateEnd(&gzip->z);
    free(gzip);
}

#else

tamis_status tm_gunzip_open(tm_gunzip **out, tamis_error *err)
{
    *out = NULL;
    return tm_fail(err, TAMIS_EVERSION, "this build reads no gzip");
}

void tm_gunzip_begin(tm_gunzip *gunzip)
{
    (void)gunzip;
}

tm_unpacked tm_gunzip_step(tm_gunzip *gunzip, tm_unpack_step *step)
{
    (void)gunzip;
    (void)step;
    return TM_UNPACK_DAMAGED;
}

void tm_gunzip_close(tm_gunzip *gunzip)
{
    (void)gunzip;
}

tamis_status tm_gzip_open(tm_gzip **out, tamis_error *err)
{
    *out = NULL;
    return tm_fail(err, TAMIS_EVERSION, "this build writes no gzip");
}

void tm_gzip_add(tm_buf *out, tm_gzip *gzip, tm_str bytes, bool last)
{
    (void)out;
    (void)gzip;
    (void)bytes;
    (void)last;
}

void tm_gzip_close(tm_gzip *gzip)
{
    (void)gzip;
}

#endif
