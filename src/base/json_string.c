// Writing copies runs of bytes that stand for themselves, and stops only at those that must be
// escaped or, not being UTF-8, replaced. Reading trusts the scanner (json.c), which has checked
// every escape. Linear in the text.
// SPDX-License-Identifier: MIT
#include "base/json.h"

#include <stdint.h>

#include "base/num.h"

// ---- Writing --------------------------------------------------------------------------------

// U+FFFD in UTF-8, which replaces bytes that are not a character.
static const char replacement[] = "\xEF\xBF\xBD";

// ASCII that stands for itself in a string.
static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

// The length, 2 to 4, of the non-ASCII character that `text` begins with; 0 when it is ill-formed
// (Unicode 15, table 3-7), and *bad is then the length of the part to replace by one U+FFFD.
static size_t character_len(tm_str text, size_t *bad)
{
    const unsigned char *const p = (const unsigned char *)text.ptr;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    *bad = 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    const size_t len = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    // The range of the second byte rules out overlong forms, surrogates and what is above U+10FFFF.
    if (p[0] == 0xE0)
        low = 0xA0;
    else if (p[0] == 0xED)
        high = 0x9F;
    else if (p[0] == 0xF0)
        low = 0x90;
    else if (p[0] == 0xF4)
        high = 0x8F;
    for (; *bad < len; ++*bad) {
        if (*bad == text.len || p[*bad] < low || p[*bad] > high)
            return 0;
        low = 0x80;
        high = 0xBF;
    }
    return len;
}

static void add_escape(tm_buf *out, unsigned char byte)
{
    switch (byte) {
    case '\b':
        tm_buf_text(out, "\\b");
        break;
    case '\t':
        tm_buf_text(out, "\\t");
        break;
    case '\n':
        tm_buf_text(out, "\\n");
        break;
    case '\f':
        tm_buf_text(out, "\\f");
        break;
    case '\r':
        tm_buf_text(out, "\\r");
        break;
    case '"':
    case '\\':
        tm_buf_byte(out, '\\');
        tm_buf_byte(out, (char)byte);
        break;
    default:
        tm_buf_format(out, "\\u%04x", (unsigned)byte);
    }
}

void tm_json_string(tm_buf *out, tm_str text)
{
    size_t clean = 0; // where the bytes begin that have passed and are not copied yet
    size_t pos = 0;
    tm_buf_byte(out, '"');
    while (pos < text.len) {
        const unsigned char byte = (unsigned char)text.ptr[pos];
        if (is_plain(byte)) {
            pos++;
            continue;
        }
        const bool escaped = byte < 0x80;
        size_t bad = 1;
        const size_t len = escaped ? 0 : character_len(tm_str_slice(text, pos, text.len), &bad);
        if (len > 0) {
            pos += len;
            continue;
        }
        tm_buf_add(out, tm_str_slice(text, clean, pos));
        if (escaped)
            add_escape(out, byte);
        else
            tm_buf_text(out, replacement);
        pos += bad;
        clean = pos;
    }
    if (clean < text.len)
        tm_buf_add(out, tm_str_slice(text, clean, text.len));
    tm_buf_byte(out, '"');
}

// ---- Decoding -------------------------------------------------------------------------------

static size_t encode_utf8(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

// The value of four hexadecimal digits, which have been checked.
static uint32_t hex_code(const char *digits)
{
    uint32_t code = 0;
    for (int i = 0; i < 4; i++)
        code = code << 4 | (uint32_t)tm_hex_digit(digits[i]);
    return code;
}

// Reads the \u escape at *pos and, for a surrogate pair, the second one; *pos moves past them. A
// lone surrogate gives U+FFFD and sets *lone.
static uint32_t decode_code(tm_str raw, size_t *pos, bool *lone)
{
    const uint32_t code = hex_code(raw.ptr + *pos + 2);
    *pos += 6;
    if (code < 0xD800 || code > 0xDFFF)
        return code;
    if (code < 0xDC00 && raw.ptr[*pos] == '\\' && raw.ptr[*pos + 1] == 'u') {
        const uint32_t second = hex_code(raw.ptr + *pos + 2);
        if (second >= 0xDC00 && second <= 0xDFFF) {
            *pos += 6;
            return 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00);
        }
    }
    *lone = true;
    return 0xFFFD;
}

// What the character after a backslash stands for: itself unless it is one of these letters.
static char escaped_byte(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter;
    }
}

// Decodes the escape at *pos and moves past it; returns the number of bytes written. Needs no bound
// checks: the scanner has seen the whole escape, and a closing quote after it.
static size_t decode_escape(char out[4], tm_str raw, size_t *pos, bool *lone)
{
    const char letter = raw.ptr[*pos + 1];
    if (letter == 'u')
        return encode_utf8(out, decode_code(raw, pos, lone));
    out[0] = escaped_byte(letter);
    *pos += 2;
    return 1;
}

size_t tm_json_decode(tm_buf *out, tm_json_value string)
{
    const tm_str raw = string.raw;
    const size_t end = raw.len - 1; // the closing quote
    size_t n_lone = 0;
    // raw.len is enough: no escape is shorter than what it stands for.
    char *to = tm_buf_reserve(out, raw.len);
    if (!to)
        return 0;
    for (size_t pos = 1; pos < end;) {
        const char *const slash = memchr(raw.ptr + pos, '\\', end - pos);
        const size_t run = slash ? (size_t)(slash - raw.ptr) - pos : end - pos;
        bool lone = false;
        memcpy(to, raw.ptr + pos, run);
        to += run;
        pos += run;
        if (slash)
            to += decode_escape(to, raw, &pos, &lone);
        n_lone += lone;
    }
    out->len = (size_t)(to - out->ptr);
    return n_lone;
}

void tm_json_origins(uint32_t *origin, tm_json_value string)
{
    const tm_str raw = string.raw;
    size_t n = 0, pos = 1;
    while (pos < raw.len - 1) {
        const size_t at = pos;
        char bytes[4];
        size_t n_bytes = 1;
        bool lone = false;
        if (raw.ptr[pos] == '\\')
            n_bytes = decode_escape(bytes, raw, &pos, &lone);
        else
            pos++;
        for (size_t i = 0; i < n_bytes; i++)
            origin[n++] = (uint32_t)at;
    }
    origin[n] = (uint32_t)pos;
}

bool tm_json_is(tm_json_value string, const char *text)
{
    const tm_str raw = string.raw;
    size_t seen = 0; // bytes of `text` that the string has matched
    const size_t len = strlen(text);
    if (string.type != TM_JSON_STRING)
        return false;
    for (size_t pos = 1; pos < raw.len - 1;) {
        char bytes[4] = {raw.ptr[pos]};
        size_t n_bytes = 1;
        bool lone = false;
        if (raw.ptr[pos] == '\\')
            n_bytes = decode_escape(bytes, raw, &pos, &lone);
        else
            pos++;
        if (n_bytes > len - seen || memcmp(bytes, text + seen, n_bytes) != 0)
            return false;
        seen += n_bytes;
    }
    return seen == len;
}
