// Zstandard frames, unpacked with libzstd's streaming decoder. A frame may ask for a window of any
// size, and thus for that much memory, so a maximum is set. The library verifies the checksums of
// frames that have one. Packing is done at zstd's default level, each frame with a checksum.
// SPDX-License-Identifier: MIT
#include "read/pack.h"

#ifdef TAMIS_WITH_ZSTD

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum { LEVEL = 3, OUT_BYTES = 64 << 10 };

struct tm_unzstd {
    ZSTD_DStream *z;
};

tamis_status tm_unzstd_open(tm_unzstd **out, unsigned window_log, tamis_error *err)
{
    tm_unzstd *const unzstd = calloc(1, sizeof *unzstd);
    if (unzstd)
        unzstd->z = ZSTD_createDStream();
    if (!unzstd || !unzstd->z) {
        free(unzstd);
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    }
    ZSTD_DCtx_setParameter(unzstd->z, ZSTD_d_windowLogMax, (int)window_log);
    *out = unzstd;
    return TAMIS_OK;
}

void tm_unzstd_begin(tm_unzstd *unzstd)
{
    ZSTD_DCtx_reset(unzstd->z, ZSTD_reset_session_only);
}

static tm_unpacked failure(size_t code)
{
    switch (ZSTD_getErrorCode(code)) {
    case ZSTD_error_frameParameter_windowTooLarge:
        return TM_UNPACK_WINDOW;
    case ZSTD_error_dictionary_wrong:
    case ZSTD_error_dictionary_corrupted:
        return TM_UNPACK_DICTIONARY;
    case ZSTD_error_memory_allocation:
        return TM_UNPACK_NO_MEMORY;
    default:
        return TM_UNPACK_DAMAGED;
    }
}

tm_unpacked tm_unzstd_step(tm_unzstd *unzstd, tm_unpack_step *step)
{
    ZSTD_inBuffer in = {step->in, step->in_len, 0};
    ZSTD_outBuffer out = {step->out, step->out_len, 0};
    const size_t code = ZSTD_decompressStream(unzstd->z, &out, &in);
    step->in += in.pos;
    step->in_len -= in.pos;
    step->out += out.pos;
    step->out_len -= out.pos;
    if (ZSTD_isError(code))
        return failure(code);
    return code == 0 ? TM_UNPACK_ENDED : TM_UNPACK_MORE;
}

void tm_unzstd_close(tm_unzstd *unzstd)
{
    if (!unzstd)
        return;
    ZSTD_freeDStream(unzstd->z);
    free(unzstd);
}

struct tm_zstd {
    ZSTD_CCtx *z;
};

tamis_status tm_zstd_open(tm_zstd **out, tamis_error *err)
{
    tm_zstd *const zstd = calloc(1, sizeof *zstd);
    if (zstd)
        zstd->z = ZSTD_createCCtx();
    if (!zstd || !zstd->z) {
        free(zstd);
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    }
    ZSTD_CCtx_setParameter(zstd->z, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(zstd->z, ZSTD_c_checksumFlag, 1);
    *out = zstd;
    return TAMIS_OK;
}

void tm_zstd_add(tm_buf *out, tm_zstd *zstd, tm_str bytes, bool last)
{
    ZSTD_inBuffer in = {bytes.ptr, bytes.len, 0};
    bool going = true;
    while (going) {
        char *const into = tm_buf_reserve(out, OUT_BYTES);
        if (!into)
            return;
        ZSTD_outBuffer packed = {into, OUT_BYTES, 0};
        const size_t left =
            ZSTD_compressStream2(zstd->z, &packed, &in, last ? ZSTD_e_end : ZSTD_e_continue);
        out->len += packed.pos;
        if (ZSTD_isError(left))
            out->failed = true; // the parameters are valid, so only memory can be short
        going = !out->failed && (last ? left > 0 : in.pos < in.size);
    }
}

void tm_zstd_close(tm_zstd *zstd)
{
    if (!zstd)
        return;
    ZSTD_freeCCtx(zstd->z);
    free(zstd);
}

#else

tamis_status tm_unzstd_open(tm_unzstd **out, unsigned window_log, tamis_error *err)
{
    (void)window_log;
    *out = NULL;
    return tm_fail(err, TAMIS_EVERSION, "this build reads no Zstandard");
}

void tm_unzstd_begin(tm_unzstd *unzstd)
{
    (void)unzstd;
}

tm_unpacked tm_unzstd_step(tm_unzstd *unzstd, tm_unpack_step *step)
{
    (void)unzstd;
    (void)step;
    return TM_UNPACK_DAMAGED;
}

void tm_unzstd_close(tm_unzstd *unzstd)
{
    (void)unzstd;
}

tamis_status tm_zstd_open(tm_zstd **out, tamis_error *err)
{
    *out = NULL;
    return tm_fail(err, TAMIS_EVERSION, "this build writes no Zstandard");
}

void tm_zstd_add(tm_buf *out, tm_zstd *zstd, tm_str bytes, bool last)
{
    (void)out;
    (void)zstd;
    (void)bytes;
    (void)last;
}

void tm_zstd_close(tm_zstd *zstd)
{
    (void)zstd;
}

#endif
