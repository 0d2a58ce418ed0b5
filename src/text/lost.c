// Recognises text whose letters were lost in decoding: text in an unknown encoding comes out with
// its letters replaced, and ISO-2022 with other letters in their place. Linear.
// SPDX-License-Identifier: MIT
#include "text/decode.h"

enum {
    MAX_LOST_PERCENT = 25,   // of the characters; undeclared Latin-1 loses 2 to 15
    MAX_LOST_IN_STRETCH = 15 // of 32 in a row: one line in Shift_JIS or windows-1251 loses more
};

// Whether it is ISO-2022-JP or similar: after ESC $, ASCII bytes stand for other characters.
static bool has_shifts(tm_str text)
{
    for (size_t pos = 0; pos + 1 < text.len;) {
        const char *const at = memchr(text.ptr + pos, 0x1B, text.len - pos - 1);
        if (!at)
            return false;
        if (at[1] == '$')
            return true;
        pos = (size_t)(at - text.ptr) + 1;
    }
    return false;
}

bool tm_is_lost(tm_str text, size_t n_damaged)
{
    size_t n = 0, n_lost = 0, pos = 0;
    uint32_t stretch = 0; // one bit for each of the last 32 characters: is it lost?
    bool lost_stretch = false;
    if (n_damaged == 0)
        return has_shifts(text);
    while (pos < text.len) {
        const uint32_t codepoint = tm_utf8_next(text, &pos);
        if (codepoint <= ' ')
            continue;
        const bool lost = codepoint == 0xFFFD;
        n++;
        n_lost += lost;
        stretch = stretch << 1 | lost;
        lost_stretch = lost_stretch || __builtin_popcount(stretch) > MAX_LOST_IN_STRETCH;
    }
    // U+FFFD may have stood in the text before.
    n_lost = n_lost < n_damaged ? n_lost : n_damaged;
    return (lost_stretch && n_lost > MAX_LOST_IN_STRETCH) ||
           (n_lost > 1 && n_lost * 100 > n * MAX_LOST_PERCENT);
}
