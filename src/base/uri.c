// Only what is needed to tell sites apart; RFC 3986 §3.2.2 says what a host is.
// SPDX-License-Identifier: MIT
#include "base/uri.h"

enum { MAX_HOST_BYTES = 253 }; // RFC 1035 §2.3.4

tm_str tm_uri_host(tm_str uri)
{
    tm_str rest = uri;
    const tm_str scheme = tm_str_cut(&rest, ':');
    if (scheme.len == 0 || !tm_str_starts_with(rest, tm_str_of("//")))
        return (tm_str){0};
    rest = tm_str_slice(rest, 2, rest.len);
    size_t len = 0;
    while (len < rest.len && !strchr("/?#", rest.ptr[len]))
        len++;
    rest.len = len;
    for (size_t i = rest.len; i > 0; i--) {
        if (rest.ptr[i - 1] != '@')
            continue;
        rest = tm_str_slice(rest, i, rest.len);
        break;
    }
    if (rest.len == 0 || rest.ptr[0] != '[')
        return tm_str_cut(&rest, ':');
    rest = tm_str_slice(rest, 1, rest.len);
    return tm_str_cut(&rest, ']');
}

bool tm_is_host(tm_str name)
{
    bool dot = false;
    if (name.len < 3 || name.len > MAX_HOST_BYTES || name.ptr[0] == '.' ||
        name.ptr[name.len - 1] == '.')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        const unsigned char c = (unsigned char)name.ptr[i];
        dot = dot || c == '.';
        if (c <= ' ' || strchr("/\\:?*\"<>|", c))
            return false;
    }
    return dot;
}
