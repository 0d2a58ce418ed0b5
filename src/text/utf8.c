// Validity by a shift automaton (after Vognsen): the state is a shift count, each class of
// bytes owns a 64-bit row of nine 6-bit successors, and one step is state = row >> state & 63.
// No branch depends on the text, so Korean, English and their mixture take the same time. Each
// step waits for the one before; two automata, one for each half of the text, use that time.
// SPDX-License-Identifier: MIT
#include "text/utf8.h"

#include <stdint.h>

#include "text/decode.h"

// States, as shift counts. BAD is absorbing: it stands at shift 0 in rows whose low bits are 0.
enum {
    BAD = 0,
    START = 6,
    LAST = 12,     // one continuation byte to come
    TWO = 18,      // two
    TWO_E0 = 24,   // two, the first A0..BF
    TWO_ED = 30,   // two, the first 80..9F
    THREE = 36,    // three
    THREE_F0 = 42, // three, the first 90..BF
    THREE_F4 = 48  // three, the first 80..8F
};

typedef enum byte_class {
    ASCII,
    TAIL_80, // 80..8F
    TAIL_90, // 90..9F
    TAIL_A0, // A0..BF
    NEVER,   // C0 C1 F5..FF
    LEAD_2,
    LEAD_E0,
    LEAD_3,
    LEAD_ED,
    LEAD_F0,
    LEAD_4,
    LEAD_F4,
    N_BYTE_CLASSES
} byte_class;

// A continuation byte is welcome where one to come may be any; the others are told apart by the
// lead byte before.
static const uint64_t rows[N_BYTE_CLASSES] = {
    [ASCII] = (uint64_t)START << START,
    [TAIL_80] = (uint64_t)START << LAST | (uint64_t)LAST << TWO | (uint64_t)TWO << THREE |
                (uint64_t)LAST << TWO_ED | (uint64_t)TWO << THREE_F4,
    [TAIL_90] = (uint64_t)START << LAST | (uint64_t)LAST << TWO | (uint64_t)TWO << THREE |
                (uint64_t)LAST << TWO_ED | (uint64_t)TWO << THREE_F0,
    [TAIL_A0] = (uint64_t)START << LAST | (uint64_t)LAST << TWO | (uint64_t)TWO << THREE |
                (uint64_t)LAST << TWO_E0 | (uint64_t)TWO << THREE_F0,
    [NEVER] = BAD,
    [LEAD_2] = (uint64_t)LAST << START,
    [LEAD_E0] = (uint64_t)TWO_E0 << START,
    [LEAD_3] = (uint64_t)TWO << START,
    [LEAD_ED] = (uint64_t)TWO_ED << START,
    [LEAD_F0] = (uint64_t)THREE_F0 << START,
    [LEAD_4] = (uint64_t)THREE << START,
    [LEAD_F4] = (uint64_t)THREE_F4 << START,
};

// byte_class of each byte; the first half is ASCII.
static const uint8_t class_of[256] = {
    [0x80] = 1, 1,  1,  1,  1,  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, // 80
    2,          2,  2,  2,  2,  2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, // 90
    3,          3,  3,  3,  3,  3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, // A0
    3,          3,  3,  3,  3,  3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, // B0
    4,          4,  5,  5,  5,  5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, // C0
    5,          5,  5,  5,  5,  5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, // D0
    6,          7,  7,  7,  7,  7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 7, // E0
    9,          10, 10, 10, 11, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, // F0
};

static unsigned step(unsigned state, unsigned char byte)
{
    return (unsigned)(rows[class_of[byte]] >> state) & 63;
}

bool tm_utf8_is_valid(tm_str bytes)
{
    const unsigned char *const p = (const unsigned char *)bytes.ptr;
    // The second half begins with a character.
    size_t half = bytes.len / 2;
    while (half < bytes.len && (p[half] & 0xC0) == 0x80)
        half++;
    unsigned first = START, second = START;
    size_t i = 0;
    for (; i < half && half + i < bytes.len; i++) {
        first = step(first, p[i]);
        second = step(second, p[half + i]);
    }
    for (size_t k = i; k < half; k++)
        first = step(first, p[k]);
    for (size_t k = half + i; k < bytes.len; k++)
        second = step(second, p[k]);
    return first == START && second == START;
}

int tm_utf8_length(tm_str bytes)
{
    unsigned state = START;
    for (size_t i = 0; i < bytes.len && i < 4; i++) {
        state = step(state, (unsigned char)bytes.ptr[i]);
        if (state == START)
            return (int)i + 1;
        if (state == BAD)
            return i == 0 ? -1 : -(int)i;
    }
    return -(int)(bytes.len < 3 ? bytes.len : 3);
}

void tm_utf8_put(tm_buf *out, uint32_t codepoint)
{
    if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
        codepoint = 0xFFFD;
    if (codepoint < 0x80) {
        tm_buf_byte(out, (char)codepoint);
        return;
    }
    char *const end = tm_buf_reserve(out, 4);
    if (!end)
        return;
    const size_t len = codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, codepoint >>= 6)
        end[i] = (char)(0x80 | (codepoint & 0x3F));
    const unsigned lead[] = {0xC0, 0xE0, 0xF0};
    end[0] = (char)(lead[len - 2] | codepoint);
    out->len += len;
}
