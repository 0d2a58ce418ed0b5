// A response of HTTP/1.x (RFC 9112) as an archive keeps it: what it says of its body, and the
// body with its transfer and content codings undone.
// SPDX-License-Identifier: MIT
#ifndef TM_HTTP_H
#define TM_HTTP_H

#include "base/buf.h"

typedef struct tm_http {
    tm_str content_type; // borrows the message
    tm_str body;         // borrows the message, or `decoded`
    const char
        *unscanned; // static: "unsupported" (a coding not undone here), "too_large", or a
                    // fault of read/stream.h; or NULL
} tm_http;

// `decoded` is empty, and reused. A message that is none is all body. TAMIS_ENOMEM.
tamis_status tm_http_read(tm_http *out, tm_buf *decoded, tm_str message, size_t limit,
                          tamis_error *err);

// "text/html" of "text/html; charset=euc-kr": without blanks, up to the parameters.
tm_str tm_media_type(tm_str content_type);
bool tm_media_is(tm_str content_type, const char *type);
// "euc-kr" of it, without quotes; empty when there is none.
tm_str tm_media_charset(tm_str content_type);

#endif
