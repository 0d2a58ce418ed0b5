// Turns bytes of any origin into valid UTF-8, and tells which encoding they were in, how much was
// damaged, and from which input byte each byte of the text came.
//
// The encoding is the first of these that fits:
//     UTF-16 with a byte-order mark, unless UTF-8 follows the mark
//     UTF-16 without a mark: NULs in every other byte, unless it is UTF-8 with stray NULs
//     valid UTF-8
//     UTF-8 with little damage
//     the encoding that was declared, if the bytes fit it
//     CP949 (WHATWG's euc-kr), if nearly all of it is valid and much of it is Hangul
//     UTF-8 with any amount of damage
// In damaged UTF-8, each maximal ill-formed subpart (Unicode 15 §3.9, table 3-8) is replaced by
// U+FFFD and counted. Linear: one pass for each encoding that is tried.
// SPDX-License-Identifier: MIT
#ifndef TM_DECODE_H
#define TM_DECODE_H

#include "base/buf.h"
#include "text/trace.h"

typedef enum tm_encoding {
    TM_ENCODING_UTF8,
    TM_ENCODING_UTF16LE,
    TM_ENCODING_UTF16BE,
    TM_ENCODING_CP949,
    TM_ENCODING_DECLARED, // tm_decoded.declared
    TM_ENCODING_BINARY    // not text; the caller must not call it clean
} tm_encoding;

typedef struct tm_charset tm_charset; // text/charset.h

typedef struct tm_decoded {
    tm_str text; // valid UTF-8: borrows the input if that was valid, else `converted`
    tm_encoding encoding;
    const tm_charset *declared; // what was declared, or NULL
    size_t n_damaged;           // sequences that were replaced
    // Read as UTF-8, it may as well be the UTF-16 that its mark says, or is what was declared, with
    // other letters in ASCII (HZ, UTF-7).
    bool is_ambiguous;
    // False: the text is the input, and offsets are the same in both. For that reason a UTF-8
    // byte-order mark stays in the text.
    bool is_converted;
    size_t input_len; // this and the trace only of a converted text
    tm_trace trace;
    tm_buf converted;
} tm_decoded;

// "utf-8", "utf-16le", "windows-1251", …, "binary". Static storage.
const char *tm_decoded_encoding(const tm_decoded *decoded);

// The offset in the input of the character that text byte `at` belongs to; the length of the input
// for at = text.len.
size_t tm_decoded_origin(const tm_decoded *decoded, size_t at);
// Whether the input has a byte-order mark before the text. It counts as a code point of the input all
// the same, as that of UTF-8 does, which stays in the text.
bool tm_decoded_has_mark(const tm_decoded *decoded);
// The first text byte whose origin is input byte `at` or a later one; text.len if there is none.
// Takes time logarithmic in the length of the text.
size_t tm_decoded_at(const tm_decoded *decoded, size_t at);

// Decodes `bytes` (at most 4 GiB - 1); reuses the memory of an earlier call in `out`. Bytes that
// are not UTF-16 and have more control bytes than any text are TM_ENCODING_BINARY and give an empty
// text. TAMIS_ENOMEM.
tamis_status tm_decode(tm_decoded *out, tm_str bytes, tamis_error *err);
// The same for bytes with a declared encoding, which may be NULL.
tamis_status tm_decode_declared(tm_decoded *out, tm_str bytes, const tm_charset *declared,
                                tamis_error *err);

void tm_decoded_free(tm_decoded *decoded);

// Whether so much of a decoded text, or of the text of a page, was damaged, or so much of one
// stretch of it, that it cannot count as read: usually it is in an unknown encoding, and its letters
// are gone (lost.c).
bool tm_is_lost(tm_str text, size_t n_damaged);

// Returns the character of valid UTF-8 at text.ptr[*pos] and advances *pos. Checks nothing.
static inline uint32_t tm_utf8_next(tm_str text, size_t *pos)
{
    const unsigned char *p = (const unsigned char *)text.ptr + *pos;
    if (p[0] < 0x80) {
        *pos += 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *pos += 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *pos += 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    *pos += 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
           (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

// Appends a character, which begins at input byte `at`, to out->converted and its trace.
void tm_decoded_put(tm_decoded *out, uint32_t codepoint, size_t at);

// Appends a code point in UTF-8; a surrogate, or one above U+10FFFF, becomes U+FFFD.
void tm_utf8_put(tm_buf *out, uint32_t codepoint);

#endif
