// Messages quote input (paths, field names), so control bytes in them are replaced: an error stays
// one line and cannot send escape sequences to a terminal.
// SPDX-License-Identifier: MIT
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *tamis_status_name(tamis_status status)
{
    switch (status) {
    case TAMIS_OK:
        return "ok";
    case TAMIS_DONE:
        return "done";
    case TAMIS_ENOMEM:
        return "memory";
    case TAMIS_EIO:
        return "io";
    case TAMIS_EFORMAT:
        return "format";
    case TAMIS_ELIMIT:
        return "limit";
    case TAMIS_EINVAL:
        return "invalid";
    case TAMIS_EVERSION:
        return "version";
    }
    return "unknown";
}

// The length of a UTF-8 character by its first byte; 0 for a byte that begins none.
static size_t length_of(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// A name that is too long is cut, by the format or by the size of the message, perhaps within a
// character: what is left of that is dropped. A message that is not UTF-8 in any other way, such as
// one with a name in CP949, stays as it is.
static void drop_cut_characters(tamis_error *err)
{
    char whole[sizeof err->message];
    size_t len = 0;
    for (const char *next = err->message; *next;) {
        const size_t wanted = length_of((unsigned char)*next);
        size_t found = 1;
        while (found < wanted && ((unsigned char)next[found] & 0xC0) == 0x80)
            found++;
        if (wanted == 0 || (found < wanted && (unsigned char)next[found] >= 0x80))
            return;
        for (size_t i = 0; i < found && found == wanted; i++)
            whole[len++] = next[i];
        next += found;
    }
    whole[len] = '\0';
    memcpy(err->message, whole, len + 1);
}

__attribute__((format(printf, 4, 0))) static tamis_status
fill(tamis_error *err, tamis_status status, size_t offset, const char *format, va_list args)
{
    if (!err)
        return status;
    err->status = status;
    err->offset = offset;
    if (vsnprintf(err->message, sizeof err->message, format, args) < 0)
        err->message[0] = '\0';
    for (char *byte = err->message; *byte; byte++) {
        if ((unsigned char)*byte < 0x20 || *byte == 0x7F)
            *byte = '?';
    }
    drop_cut_characters(err);
    return status;
}

tamis_status tm_fail(tamis_error *err, tamis_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, 0, format, args);
    va_end(args);
    return status;
}

tamis_status tm_fail_at(tamis_error *err, tamis_status status, size_t offset,
                        const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, offset, format, args);
    va_end(args);
    return status;
}
