// Names are looked up by binary search: the whole name with its semicolon, then its beginnings that
// may do without one, the longest first (HTML standard, 13.2.5.73); at most seven look-ups. No name
// is longer than 32 bytes, so the cost is constant however many letters follow an '&'.
// SPDX-License-Identifier: MIT
#include "text/html_entity.h"

#include "base/num.h"
#include "text/html_char.h"

enum {
    MAX_NAME_BYTES = 32,     // &CounterClockwiseContourIntegral;
    MAX_BARE_NAME_BYTES = 6, // &frac14 and its like, which need no semicolon
    MAX_CODEPOINT = 0x10FFFF
};

// Arrays, not pointers: a table of pointers would have to be relocated in every process.
static const struct {
    char name[MAX_NAME_BYTES + 1];
    char text[7];
} entities[] = {
#include "text/html_entities.inc"
};

// What numbers 0x80 to 0x9F stand for: the characters of windows-1252 (13.2.5.80).
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static const char *find_name(tm_str name)
{
    size_t low = 0, high = sizeof entities / sizeof *entities;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strncmp(entities[middle].name, name.ptr, name.len);
        if (order == 0 && entities[middle].name[name.len] == '\0')
            return entities[middle].text;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

size_t tm_html_entity_write(char *out, uint32_t c)
{
    size_t len = 0;
    if (c < 0x80) {
        out[len++] = (char)c;
    } else if (c < 0x800) {
        out[len++] = (char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        out[len++] = (char)(0xE0 | c >> 12);
        out[len++] = (char)(0x80 | (c >> 6 & 0x3F));
    } else {
        out[len++] = (char)(0xF0 | c >> 18);
        out[len++] = (char)(0x80 | (c >> 12 & 0x3F));
        out[len++] = (char)(0x80 | (c >> 6 & 0x3F));
    }
    if (c >= 0x80)
        out[len++] = (char)(0x80 | (c & 0x3F));
    return len;
}

static int digit_value(char byte, int base)
{
    const int value = tm_hex_digit(byte);
    return value < base ? value : -1;
}

static tm_html_entity read_number(tm_str source)
{
    tm_html_entity entity = {0};
    const bool hex = source.len > 2 && tm_html_lower(source.ptr[2]) == 'x';
    const int base = hex ? 16 : 10;
    const size_t first = hex ? 3 : 2;
    size_t pos = first;
    uint32_t c = 0;
    int digit;
    for (; pos < source.len && (digit = digit_value(source.ptr[pos], base)) >= 0; pos++)
        if (c <= MAX_CODEPOINT)
            c = c * (uint32_t)base + (uint32_t)digit;
    if (pos == first)
        return entity;
    if (c >= 0x80 && c < 0xA0)
        c = windows_1252[c - 0x80];
    if (c == 0 || c > MAX_CODEPOINT || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    entity.source_len = pos + (pos < source.len && source.ptr[pos] == ';');
    entity.text_len = tm_html_entity_write(entity.text, c);
    return entity;
}

static tm_html_entity found(const char *text, size_t source_len)
{
    tm_html_entity entity = {.source_len = source_len, .text_len = strlen(text)};
    memcpy(entity.text, text, entity.text_len);
    return entity;
}

tm_html_entity tm_html_entity_read(tm_str source, bool in_attribute)
{
    const tm_html_entity none = {0};
    const char *text;
    size_t len = 0; // of the name
    if (source.len > 1 && source.ptr[1] == '#')
        return read_number(source);
    const tm_str rest = tm_str_slice(source, 1, source.len);
    while (len < rest.len && len < MAX_NAME_BYTES && tm_html_is_alnum(rest.ptr[len]))
        len++;
    if (len > 0 && len < rest.len && rest.ptr[len] == ';' &&
        (text = find_name(tm_str_slice(rest, 0, len + 1))))
        return found(text, len + 2);
    for (size_t n = len < MAX_BARE_NAME_BYTES ? len : MAX_BARE_NAME_BYTES; n > 1; n--) {
        const char next = n < rest.len ? rest.ptr[n] : ' ';
        if ((text = find_name(tm_str_slice(rest, 0, n))))
            return in_attribute && (next == '=' || tm_html_is_alnum(next)) ? none
                                                                           : found(text, n + 1);
    }
    return none;
}
