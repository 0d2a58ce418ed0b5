// Passes everything on to the packer in use.
// SPDX-License-Identifier: MIT
#include "read/pack.h"

tamis_status tm_packer_open(tm_packer *packer, tm_packing packing, tamis_error *err)
{
    *packer = (tm_packer){0};
    if (packing == TM_PACKING_GZIP)
        return tm_gzip_open(&packer->gzip, err);
    return tm_zstd_open(&packer->zstd, err);
}

void tm_packer_add(tm_buf *out, tm_packer *packer, tm_str bytes, bool last)
{
    if (packer->gzip)
        tm_gzip_add(out, packer->gzip, bytes, last);
    else
        tm_zstd_add(out, packer->zstd, bytes, last);
}

void tm_packer_close(tm_packer *packer)
{
    tm_gzip_close(packer->gzip);
    tm_zstd_close(packer->zstd);
    *packer = (tm_packer){0};
}
