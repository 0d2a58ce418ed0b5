// Zstandard frames by libzstd's streaming decoder. A frame may ask for a window of any size, and
// that much memory: the greatest allowed is set. Checksums of frames that carry one are checked
// by the library.
// SPDX-License-Identifier: MIT
#include "read/unpack.h"

#ifdef TAMIS_WITH_ZSTD

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

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

#endif
