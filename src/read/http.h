// A response of HTTP/1.x (RFC 9112) as a web archive holds it: its media type, and its body with
// the transfer and content codings undone.
// SPDX-License-Identifier: MIT
#ifndef TM_HTTP_H
#define TM_HTTP_H

#include "base/buf.h"

typedef struct tm_http {
    tm_str content_type; // borrows the message; empty when it has none
    tm_str body;         // borrows the message, or `decoded`
    bool is_cut;         // the header says that the body was longer, and there is one
    // Why the body could not be had, or NULL: "unsupported" (a coding not undone here),
    // "too_large", or a fault of read/stream.h. Static storage.
    const char *unscanned;
} tm_http;

// Reads `message`. A body that had to be decoded is put into `decoded`, which must be empty and
// whose memory is reused. A message without an HTTP header is all body. A body of more than `limit`
// bytes is "too_large". TAMIS_ENOMEM.
tamis_status tm_http_read(tm_http *out, tm_buf *decoded, tm_str message, size_t limit,
                          tamis_error *err);

// How many bytes the body of `message` unpacks to at most, `limit` if they are more; 0 when it is not
// packed. TAMIS_ENOMEM.
tamis_status tm_http_measure(size_t *n_bytes, tm_str message, size_t limit, tamis_error *err);

// The media type without parameters and blanks: "text/html" of "text/html; charset=euc-kr".
tm_str tm_media_type(tm_str content_type);
bool tm_media_is(tm_str content_type, const char *type); // ignoring case
// Its charset parameter without quotes ("euc-kr"); empty when there is none.
tm_str tm_media_charset(tm_str content_type);

#endif
