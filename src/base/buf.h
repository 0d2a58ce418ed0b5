// Owned, growing bytes. A buffer is sticky: once an allocation fails, further appends do nothing
// and `failed` stays set, so a stage appends freely and checks once at its end (tm_buf_check).
// The zero value is an empty buffer and may be used and freed.
// SPDX-License-Identifier: MIT
#ifndef TM_BUF_H
#define TM_BUF_H

#include "base/status.h"
#include "base/str.h"

typedef struct tm_buf {
    char *ptr; // owned; not NUL-terminated
    size_t len;
    size_t cap;
    bool failed;
} tm_buf;

// Each appends a copy of what it is given.
void tm_buf_append(tm_buf *buf, const void *bytes, size_t len);
void tm_buf_add(tm_buf *buf, tm_str text);
void tm_buf_text(tm_buf *buf, const char *text); // a NUL-terminated string, without its NUL
void tm_buf_byte(tm_buf *buf, char byte);
void tm_buf_format(tm_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Makes `ptr` a string: puts a NUL behind the bytes, which `len` does not count and the next append
// overwrites.
void tm_buf_terminate(tm_buf *buf);

// Makes room for `extra` more bytes and returns where they go, or NULL when memory is short; the
// caller then raises `len` by the number of bytes it wrote.
char *tm_buf_reserve(tm_buf *buf, size_t extra);

void tm_buf_clear(tm_buf *buf); // empties the buffer, keeps its memory, resets `failed`
void tm_buf_free(tm_buf *buf);

// A view of the bytes; borrows `buf` until it is next changed.
static inline tm_str tm_buf_str(const tm_buf *buf)
{
    return (tm_str){buf->ptr, buf->len};
}

// TAMIS_ENOMEM when any append since the last clear failed.
tamis_status tm_buf_check(const tm_buf *buf, tamis_error *err);

#endif
