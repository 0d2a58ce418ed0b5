// How bytes are packed, by the first of them: RFC 1952 (2.2) and RFC 8878 (3.1) for what is
// unpacked here, and what others begin with, so that it is not taken for damaged text.
// SPDX-License-Identifier: MIT
#ifndef TM_MAGIC_H
#define TM_MAGIC_H

#include "base/str.h"
#include "read/unpack.h"

enum {
    TM_MAGIC_MEMBER = 4, // bytes by which a member is told
    TM_MAGIC_BYTES = 10  // by which any of these is
};

// NONE when they begin no gzip member and no Zstandard frame (nor one to be skipped).
tm_packing tm_magic_packing(tm_str bytes);
bool tm_magic_is_foreign(tm_str bytes); // bzip2, xz, lz4, ZIP, 7z

#endif
