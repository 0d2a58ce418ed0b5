// Classes of bytes in HTML and CSS. Only ASCII letters count as letters, in any locale.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_CHAR_H
#define TM_HTML_CHAR_H

#include "base/str.h"

static inline char tm_html_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static inline bool tm_html_is_letter(char byte)
{
    const char lower = tm_html_lower(byte);
    return lower >= 'a' && lower <= 'z';
}

static inline bool tm_html_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool tm_html_is_alnum(char byte)
{
    return tm_html_is_letter(byte) || tm_html_is_digit(byte);
}

static inline bool tm_html_is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

// Whether `text` equals `word`, which is in lower case, ignoring case.
static inline bool tm_html_is(tm_str text, const char *word)
{
    for (size_t i = 0; i < text.len; i++)
        if (word[i] == '\0' || tm_html_lower(text.ptr[i]) != word[i])
            return false;
    return word[text.len] == '\0';
}

// Whether `text` begins with `word`, likewise.
static inline bool tm_html_begins_as(tm_str text, tm_str word)
{
    if (text.len < word.len)
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (tm_html_lower(text.ptr[i]) != word.ptr[i])
            return false;
    return true;
}

static inline bool tm_html_begins(tm_str text, const char *word)
{
    return tm_html_begins_as(text, tm_str_of(word));
}

// Without the blanks at both ends.
static inline tm_str tm_html_trim(tm_str text)
{
    size_t begin = 0, end = text.len;
    if (text.len == 0)
        return text; // its ptr may be NULL
    while (begin < end && tm_html_is_blank(text.ptr[begin]))
        begin++;
    while (end > begin && tm_html_is_blank(text.ptr[end - 1]))
        end--;
    return tm_str_slice(text, begin, end);
}

#endif
