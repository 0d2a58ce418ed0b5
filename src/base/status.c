// Status names and the filling of errors. Messages come partly from input (paths, field names),
// so control bytes are replaced: an error stays one line and cannot drive a terminal.
// SPDX-License-Identifier: MIT
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

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
