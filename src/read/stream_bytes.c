// Bytes that are in memory already, such as the body of a response, go through a stream like those
// of a file.
// SPDX-License-Identifier: MIT
#include "read/magic.h"
#include "read/stream.h"

enum { PIECE_BYTES = 128 << 10 }; // unpacked at a time

// The bytes that the last four of a gzip member say came out of it (RFC 1952, 2.3.1). SIZE_MAX when
// they may not be those of one member that is alone, or say what deflate cannot do.
static size_t promised(tm_str bytes)
{
    enum { MEMBER_BYTES = 18, SIZE_BYTES = 4, MOST_RATIO = 1032 };
    const size_t end = bytes.len - SIZE_BYTES;
    size_t n_bytes = 0;
    if (bytes.len < MEMBER_BYTES || tm_magic_packing(bytes) != TM_PACKING_GZIP)
        return SIZE_MAX;
    for (size_t at = 1; at < end; at++) {
        const char *const next = memchr(bytes.ptr + at, 0x1F, end - at);
        if (!next)
            break;
        at = (size_t)(next - bytes.ptr);
        if (memcmp(next + 1, "\x8B\x08", 2) == 0)
            return SIZE_MAX;
    }
    for (size_t i = bytes.len; i-- > end;)
        n_bytes = n_bytes << 8 | (unsigned char)bytes.ptr[i];
    return n_bytes > 0 && n_bytes / MOST_RATIO < bytes.len ? n_bytes : SIZE_MAX;
}

// Where the bytes go that are unpacked in memory. Whoever only counts keeps none.
typedef struct destination {
    tm_buf *out;
    bool keeps;
    size_t n_bytes;
} destination;

static tamis_status unpack_all(destination *to, const char **fault, tm_str bytes, size_t limit,
                               tamis_error *err)
{
    tm_stream *s = NULL;
    tamis_status status = tm_stream_open_bytes(&s, bytes, err);
    *fault = NULL;
    while (status == TAMIS_OK && !*fault) {
        tm_piece piece;
        char *const into = tm_buf_reserve(to->out, PIECE_BYTES);
        status = into ? tm_stream_read(&piece, s, into, PIECE_BYTES, err)
                      : tm_buf_check(to->out, err);
        if (status < 0 || (piece.n_bytes == 0 && !piece.fault))
            break;
        to->out->len += to->keeps ? piece.n_bytes : 0;
        to->n_bytes += piece.n_bytes;
        *fault = to->n_bytes > limit ? "too_large" : piece.fault;
    }
    tm_stream_close(s);
    return status;
}

tamis_status tm_stream_unpack(tm_buf *out, const char **fault, tm_str bytes, size_t limit,
                              tamis_error *err)
{
    destination to = {.out = out, .keeps = true};
    const size_t promise = promised(bytes);
    const bool is_less = promise < limit;
    TM_TRY(unpack_all(&to, fault, bytes, is_less ? promise : limit, err));
    if (is_less && to.n_bytes > promise)
        *fault = "damaged";
    return TAMIS_OK;
}

tamis_status tm_stream_measure(size_t *n_bytes, tm_str bytes, size_t limit, tamis_error *err)
{
    tm_buf scratch = {0};
    const char *fault;
    destination to = {.out = &scratch, .n_bytes = promised(bytes)};
    tamis_status status = TAMIS_OK;
    if (to.n_bytes == SIZE_MAX) {
        to.n_bytes = 0;
        status = unpack_all(&to, &fault, bytes, limit, err);
    }
    *n_bytes = to.n_bytes < limit ? to.n_bytes : limit;
    tm_buf_free(&scratch);
    return status;
}
