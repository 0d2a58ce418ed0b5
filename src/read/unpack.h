// Unpacking gzip members (RFC 1952) and Zstandard frames (RFC 8878) through one interface. An
// unpacker works on one member at a time and says when it has ended and whether its checksum was
// right. Where members begin and what to do about damage is up to the stream (stream.h). In a build
// without the library the functions exist, but the unpacker cannot be opened.
// SPDX-License-Identifier: MIT
#ifndef TM_UNPACK_H
#define TM_UNPACK_H

#include "base/buf.h"

typedef enum tm_packing { TM_PACKING_NONE, TM_PACKING_GZIP, TM_PACKING_ZSTD } tm_packing;

typedef enum tm_unpacked {
    TM_UNPACK_MORE,       // wants more input or more room
    TM_UNPACK_ENDED,      // the member has ended, and is whole
    TM_UNPACK_DAMAGED,    // it is not what its header or its checksum promised
    TM_UNPACK_WINDOW,     // it asks for more memory than is allowed
    TM_UNPACK_DICTIONARY, // it needs a dictionary
    TM_UNPACK_NO_MEMORY
} tm_unpacked;

// The bytes left to read and the room left to fill; a step moves both on.
typedef struct tm_unpack_step {
    const char *in;
    size_t in_len;
    char *out;
    size_t out_len;
} tm_unpack_step;

typedef struct tm_gunzip tm_gunzip;
// TAMIS_EVERSION in a build without zlib, TAMIS_ENOMEM.
tamis_status tm_gunzip_open(tm_gunzip **out, tamis_error *err);
void tm_gunzip_begin(tm_gunzip *gunzip); // a new member
tm_unpacked tm_gunzip_step(tm_gunzip *gunzip, tm_unpack_step *step);
void tm_gunzip_close(tm_gunzip *gunzip); // NULL is fine

typedef struct tm_unzstd tm_unzstd;
// Windows of more than 2^window_log bytes are refused. TAMIS_EVERSION, TAMIS_ENOMEM.
tamis_status tm_unzstd_open(tm_unzstd **out, unsigned window_log, tamis_error *err);
void tm_unzstd_begin(tm_unzstd *unzstd);
tm_unpacked tm_unzstd_step(tm_unzstd *unzstd, tm_unpack_step *step);
void tm_unzstd_close(tm_unzstd *unzstd);

#endif
