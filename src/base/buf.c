// Capacity doubles, so appending n bytes costs O(n) altogether. Sizes are added with an overflow
// check, since lengths come from input.
// SPDX-License-Identifier: MIT
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"

// The first allocation: most buffers hold a path, a number or a word.
enum { FIRST_CAP = 64 };

char *tm_buf_reserve(tm_buf *buf, size_t extra)
{
    size_t need;
    if (buf->failed)
        return NULL;
    if (!tm_add(&need, buf->len, extra)) {
        buf->failed = true;
        return NULL;
    }
    if (buf->ptr && need <= buf->cap)
        return buf->ptr + buf->len;
    void *bytes = buf->ptr;
    buf->failed = !tm_grow(&bytes, &buf->cap, need > FIRST_CAP ? need : FIRST_CAP, 1);
    buf->ptr = bytes;
    return buf->failed ? NULL : buf->ptr + buf->len;
}

void tm_buf_append(tm_buf *buf, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    char *const end = tm_buf_reserve(buf, len);
    if (!end)
        return;
    memcpy(end, bytes, len);
    buf->len += len;
}

void tm_buf_add(tm_buf *buf, tm_str text)
{
    tm_buf_append(buf, text.ptr, text.len);
}

void tm_buf_text(tm_buf *buf, const char *text)
{
    tm_buf_append(buf, text, strlen(text));
}

void tm_buf_byte(tm_buf *buf, char byte)
{
    char *const end = tm_buf_reserve(buf, 1);
    if (!end)
        return;
    *end = byte;
    buf->len++;
}

void tm_buf_format(tm_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    // One byte more than the text, for the NUL that vsnprintf writes; `len` does not count it.
    char *const end = len < 0 ? NULL : tm_buf_reserve(buf, (size_t)len + 1);
    if (!end) {
        buf->failed = true;
        return;
    }
    va_start(args, format);
    vsnprintf(end, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

void tm_buf_terminate(tm_buf *buf)
{
    char *const end = tm_buf_reserve(buf, 1);
    if (end)
        *end = '\0';
}

void tm_buf_clear(tm_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

void tm_buf_free(tm_buf *buf)
{
    free(buf->ptr);
    *buf = (tm_buf){0};
}

tamis_status tm_buf_check(const tm_buf *buf, tamis_error *err)
{
    if (buf->failed)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    return TAMIS_OK;
}
