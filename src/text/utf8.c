// Validity is checked 64 bytes at a time (base/block.h): the bytes that a lead byte asks for must
// be continuation bytes, no other byte may be one, and after E0, ED, F0 and F4 the second byte must
// be in the range that excludes overlong forms, surrogates and what is above U+10FFFF (Unicode 15,
// table 3-7).
//
// The length of one sequence is found by a shift automaton (after Vognsen): the state is a shift
// count, each class of bytes has a 64-bit row of nine 6-bit successor states, and one step is
// state = row >> state & 63.
// SPDX-License-Identifier: MIT
#include "text/utf8.h"

#include <stdint.h>

#include "base/block.h"
#include "text/decode.h"

// States, as shift counts. BAD is final: every row has BAD, which is 0, at shift 0.
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

// For each class of bytes, the next state from each state that accepts it; from others it is BAD.
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

// First bytes of two-, three- and four-byte characters.
typedef struct leads {
    uint64_t two, three, four;
} leads;

// The bytes that must be continuation bytes.
static uint64_t wanted(leads now, leads before)
{
    return tm_back(now.two | now.three | now.four, before.two | before.three | before.four, 1) |
           tm_back(now.three | now.four, before.three | before.four, 2) |
           tm_back(now.four, before.four, 3);
}

// E0 that begins an overlong form, ED that begins a surrogate. `second` is the block one byte on.
static uint64_t find_faults_of_three(const tm_block *block, const tm_block *second)
{
    tm_block fault;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++) {
        const tm_vector v = block->part[i], next = second->part[i];
        fault.part[i] = (tm_vector_equal(v, 0xE0) & tm_vector_between(next, 0x80, 0x1F)) |
                        (tm_vector_equal(v, 0xED) & tm_vector_between(next, 0xA0, 0x1F));
    }
    return tm_block_bits(&fault);
}

// The same for four bytes: an overlong form, more than U+10FFFF.
static uint64_t find_faults_of_four(const tm_block *block, const tm_block *second)
{
    tm_block fault;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++) {
        const tm_vector v = block->part[i], next = second->part[i];
        fault.part[i] = (tm_vector_equal(v, 0xF0) & tm_vector_between(next, 0x80, 0x0F)) |
                        (tm_vector_equal(v, 0xF4) & tm_vector_between(next, 0x90, 0x2F));
    }
    return tm_block_bits(&fault);
}

static bool is_valid_block(const tm_block *block, const tm_block *second, leads *before)
{
    const uint64_t high = ~tm_block_between(block, 0, 0x7F);
    leads now = {0};
    bool faulty = false;
    if (high) {
        const uint64_t more = tm_block_between(block, 0x80, 0x3F);
        now.three = tm_block_between(block, 0xE0, 0x0F);
        faulty = find_faults_of_three(block, second) != 0;
        const uint64_t rest = high & ~more & ~now.three;
        if (rest) {
            now.two = tm_block_between(block, 0xC2, 0x1D);
            now.four = tm_block_between(block, 0xF0, 0x04);
            faulty |= (rest & ~now.two & ~now.four) || find_faults_of_four(block, second);
        }
        faulty |= wanted(now, *before) != more;
    } else {
        faulty = wanted(now, *before) != 0;
    }
    *before = now;
    return !faulty;
}

bool tm_utf8_is_valid(tm_str bytes)
{
    leads before = {0};
    // Up to and including bytes.len: where the text fills the last block, one more of zeros
    // follows, so that a character cut off at the end is noticed.
    for (size_t at = 0; at <= bytes.len; at += TM_BLOCK_BYTES) {
        const size_t rest = bytes.len - at;
        char last[TM_BLOCK_BYTES + 1];
        const char *from = last;
        if (rest > TM_BLOCK_BYTES) {
            from = bytes.ptr + at;
        } else {
            memset(last, 0, sizeof last);
            if (rest > 0)
                memcpy(last, bytes.ptr + at, rest);
        }
        const tm_block block = tm_block_load(from), second = tm_block_load(from + 1);
        if (!is_valid_block(&block, &second, &before))
            return false;
    }
    return true;
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

tm_str tm_utf8_after_marks(tm_str text)
{
    const tm_str mark = tm_str_of("\xEF\xBB\xBF");
    while (tm_str_starts_with(text, mark))
        text = tm_str_slice(text, mark.len, text.len);
    return text;
}

size_t tm_utf8_cut(tm_str text, size_t max)
{
    size_t len = text.len < max ? text.len : max;
    while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    return len;
}
