// SPDX-License-Identifier: MIT
#include "read/magic.h"

tm_packing tm_magic_packing(tm_str s)
{
    if (s.len < TM_MAGIC_MEMBER)
        return TM_PACKING_NONE;
    if (memcmp(s.ptr, "\x1F\x8B\x08", 3) == 0 && ((unsigned char)s.ptr[3] & 0xE0) == 0)
        return TM_PACKING_GZIP;
    const bool is_skippable =
        ((unsigned char)s.ptr[0] & 0xF0) == 0x50 && memcmp(s.ptr + 1, "\x2A\x4D\x18", 3) == 0;
    if (is_skippable || memcmp(s.ptr, "\x28\xB5\x2F\xFD", 4) == 0)
        return TM_PACKING_ZSTD;
    return TM_PACKING_NONE;
}

bool tm_magic_is_foreign(tm_str s)
{
    static const struct {
        const char *bytes;
        size_t len;
    } magics[] = {{"\xFD\x37\x7A\x58\x5A\x00", 6},
                  {"\x04\x22\x4D\x18", 4},
                  {"PK\x03\x04", 4},
                  {"7z\xBC\xAF\x27\x1C", 6}};
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (tm_str_starts_with(s, (tm_str){magics[i].bytes, magics[i].len}))
            return true;
    return s.len >= TM_MAGIC_BYTES && memcmp(s.ptr, "BZh", 3) == 0 &&
           memcmp(s.ptr + 4, "1AY&SY", 6) == 0;
}
