// Tells by the first bytes how something is packed: gzip (RFC 1952, 2.2) and Zstandard (RFC 8878,
// 3.1), which are unpacked here, and formats that are not, so that they do not pass for damaged
// text.
// SPDX-License-Identifier: MIT
#ifndef TM_MAGIC_H
#define TM_MAGIC_H

#include "base/str.h"
#include "read/unpack.h"

enum {
    TM_MAGIC_MEMBER = 4, // bytes needed to recognise a member
    TM_MAGIC_BYTES = 10  // bytes needed to recognise any of these formats
};

// TM_PACKING_NONE unless `bytes` begin a gzip member or a Zstandard frame, skippable ones included.
tm_packing tm_magic_packing(tm_str bytes);
bool tm_magic_is_foreign(tm_str bytes); // bzip2, xz, lz4, ZIP, 7z

#endif
