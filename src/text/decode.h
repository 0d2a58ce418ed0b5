// Bytes of any origin become valid UTF-8 with a way back: which encoding it was, how much was
// damaged, and which input byte each text byte came from.
//
// Order of decision: byte-order mark (that of UTF-16 where UTF-16 stands behind it), UTF-16 without
// a mark (NULs in every other byte, and no UTF-8 that NULs strayed into), valid UTF-8, UTF-8 with
// little damage, the encoding that was declared (where it fits the bytes), CP949 (valid throughout
// and mostly Hangul; WHATWG's euc-kr), else UTF-8 with every maximal ill-formed subpart (Unicode 15 §3.9, table 3-8) replaced
// by U+FFFD and counted.
// Linear, one pass per candidate encoding.
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
    TM_ENCODING_DECLARED, // `declared` says which
    TM_ENCODING_BINARY    // not text: the caller must not call it clean
} tm_encoding;

typedef struct tm_charset tm_charset; // text/charset.h

typedef struct tm_decoded {
    tm_str text; // valid UTF-8: borrows the input when that was valid, else borrows `converted`
    tm_encoding encoding;
    const tm_charset *declared; // of TM_ENCODING_DECLARED
    size_t n_damaged;           // replaced sequences
    // Where the text is the input, places in it are the same in both; a UTF-8 byte-order mark stays
    // in the text for that reason.
    bool is_converted;
    size_t input_len;
    tm_trace trace; // of a text that is converted
    tm_buf converted;
} tm_decoded;

// "utf-8", "utf-16le", "windows-1251", … Static storage.
const char *tm_decoded_encoding(const tm_decoded *decoded);

// The input byte at which the character begins that text byte `at` belongs to; the input's length
// for at = text.len.
size_t tm_decoded_origin(const tm_decoded *decoded, size_t at);
// The first text byte whose origin is input byte `at` or lies behind it; text.len when none is.
// Logarithmic.
size_t tm_decoded_at(const tm_decoded *decoded, size_t at);

// Decodes `bytes` (at most 4 GiB - 1); reuses the memory of an earlier call in `out`.
// Binary data (a share of control bytes no text has, and no encoding above fits) comes back as
// TM_ENCODING_BINARY with empty text. TAMIS_ENOMEM.
tamis_status tm_decode(tm_decoded *out, tm_str bytes, tamis_error *err);
// The same for bytes that come with a declared encoding, or NULL.
tamis_status tm_decode_declared(tm_decoded *out, tm_str bytes, const tm_charset *declared,
                                tamis_error *err);

void tm_decoded_free(tm_decoded *decoded);

// Whether so much of a decoded text, or of the text of a page, was lost to damage that it has not
// been read: mostly it is in an encoding that is not known, and its letters are gone (lost.c).
bool tm_is_lost(tm_str text, size_t n_damaged);

// One character of valid UTF-8 at `text.ptr[*pos]`; advances *pos. No checks: the text is valid.
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

// Appends one character that began at input byte `at` to a text that is being converted.
void tm_decoded_put(tm_decoded *out, uint32_t codepoint, size_t at);

// Appends the UTF-8 form of a code point (a surrogate or > U+10FFFF becomes U+FFFD).
void tm_utf8_put(tm_buf *out, uint32_t codepoint);

#endif
