// A borrowed view of bytes: pointer and length, never owned, not NUL-terminated. Whatever only
// reads text takes a tm_str; whatever builds text fills a tm_buf. An empty view may have ptr NULL.
// SPDX-License-Identifier: MIT
#ifndef TM_STR_H
#define TM_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct tm_str {
    const char *ptr;
    size_t len;
} tm_str;

// A view of a NUL-terminated string; borrows `text`.
static inline tm_str tm_str_of(const char *text)
{
    return (tm_str){text, strlen(text)};
}

// What a text in UTF-8 may begin with.
static inline tm_str tm_byte_order_mark(void)
{
    return (tm_str){"\xEF\xBB\xBF", 3};
}

// Bytes [begin, end) of `s`; the caller guarantees begin <= end <= s.len. Also where s.ptr is NULL.
static inline tm_str tm_str_slice(tm_str s, size_t begin, size_t end)
{
    return (tm_str){begin > 0 ? s.ptr + begin : s.ptr, end - begin};
}

static inline bool tm_str_equal(tm_str a, tm_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool tm_str_starts_with(tm_str s, tm_str prefix)
{
    return s.len >= prefix.len &&
           (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

// Cuts the bytes before the next `separator`, or all of them, off the front of `rest` and returns
// them; the separator is dropped.
static inline tm_str tm_str_cut(tm_str *rest, char separator)
{
    const char *stop = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    const size_t len = stop ? (size_t)(stop - rest->ptr) : rest->len;
    const tm_str field = {rest->ptr, len};
    *rest = tm_str_slice(*rest, stop ? len + 1 : len, rest->len);
    return field;
}

// Whether a line ends with the byte at `at`: a line feed, or a carriage return with none behind it.
static inline bool tm_str_ends_line(tm_str text, size_t at)
{
    return text.ptr[at] == '\n' ||
           (text.ptr[at] == '\r' && (at + 1 == text.len || text.ptr[at + 1] != '\n'));
}

#endif
