// Packing gzip members and Zstandard frames through one interface, the counterpart of
// read/unpack.h. With the same version of the library, the same bytes in the same pieces always
// give the same packed bytes.
// SPDX-License-Identifier: MIT
#ifndef TM_PACK_H
#define TM_PACK_H

#include "read/unpack.h"

typedef struct tm_gzip tm_gzip;
// TAMIS_EVERSION in a build without zlib, TAMIS_ENOMEM.
tamis_status tm_gzip_open(tm_gzip **out, tamis_error *err);
// Packs bytes and appends what has come out so far. With `last` the member ends here; the next call
// begins another. Memory shortage shows in out->failed.
void tm_gzip_add(tm_buf *out, tm_gzip *gzip, tm_str bytes, bool last);
void tm_gzip_close(tm_gzip *gzip); // NULL is fine

typedef struct tm_zstd tm_zstd;
// The same for Zstandard; frames carry a checksum.
tamis_status tm_zstd_open(tm_zstd **out, tamis_error *err);
void tm_zstd_add(tm_buf *out, tm_zstd *zstd, tm_str bytes, bool last);
void tm_zstd_close(tm_zstd *zstd);

// Either of them.
typedef struct tm_packer {
    tm_gzip *gzip;
    tm_zstd *zstd;
} tm_packer;

tamis_status tm_packer_open(tm_packer *packer, tm_packing packing, tamis_error *err);
void tm_packer_add(tm_buf *out, tm_packer *packer, tm_str bytes, bool last);
void tm_packer_close(tm_packer *packer); // the zero value is fine

#endif
