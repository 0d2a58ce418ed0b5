// A line is cut off first, and then the lines that continue it, so every byte is looked at a few
// times at most. Nothing is copied: a folded value is one view that includes its inner line ends.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "read/fields.h"

#include <strings.h>

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

bool tm_field_is(tm_str word, const char *wanted)
{
    return word.len == strlen(wanted) && strncasecmp(word.ptr, wanted, word.len) == 0;
}

tm_str tm_field_trim(tm_str s)
{
    while (s.len > 0 && is_blank(s.ptr[0]))
        s = tm_str_slice(s, 1, s.len);
    while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

// Whether the line that `rest` begins with continues the field before it.
static bool is_folded(tm_str rest)
{
    const bool begins = rest.len > 0 && (rest.ptr[0] == ' ' || rest.ptr[0] == '\t');
    return begins && tm_field_trim(tm_str_cut(&rest, '\n')).len > 0;
}

tamis_status tm_field_cut(tm_field *out, tm_str *rest)
{
    tm_str value = *rest;
    if (tm_str_cut(rest, '\n').len == value.len)
        return TAMIS_EFORMAT;
    if (tm_field_trim(tm_str_slice(value, 0, value.len - rest->len)).len == 0)
        return TAMIS_DONE; // the header ends here, even if the next line begins with a blank
    while (is_folded(*rest)) {
        const size_t before = rest->len;
        if (tm_str_cut(rest, '\n').len == before)
            return TAMIS_EFORMAT;
    }
    value.len -= rest->len;
    out->name = tm_field_trim(tm_str_cut(&value, ':'));
    out->value = tm_field_trim(value);
    return TAMIS_OK;
}
