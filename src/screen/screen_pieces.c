// A text that comes in pieces. What has come waits until it is more than a window. Then a part of
// it is judged, its spans are placed, and their words are copied.
// SPDX-License-Identifier: MIT
#include <string.h>

#include "screen/screen_parts.h"
#include "text/utf8.h"

// At most so many bytes of the words in the spans of one text are given.
enum { MAX_WORD_BYTES = 4 << 20 };

tamis_status tm_screen_begin(tm_screen *s, tamis_error *err)
{
    if (s->options.want_lines)
        return tm_fail(err, TAMIS_EINVAL, "a text in pieces gives no lines");
    tm_screen_begin_verdict(s, "text");
    tm_buf_clear(&s->pending);
    tm_buf_clear(&s->words);
    TM_TRY(tm_digest_begin(&s->digest, err));
    s->in_pieces = true;
    return TAMIS_OK;
}

// Copies the words of a span, which do not outlive their part. False when there is no room for
// them.
static bool keep_words(tm_buf *words, const char **text, size_t n_bytes)
{
    if (!*text)
        return true;
    if (n_bytes > MAX_WORD_BYTES - words->len)
        return false;
    const char *const copy = words->ptr + words->len;
    tm_buf_append(words, *text, n_bytes);
    *text = copy;
    return true;
}

static tamis_status keep_spans(tm_screen *s, tamis_error *err)
{
    if (s->n_placed < s->verdict.n_spans && s->words.cap < MAX_WORD_BYTES)
        tm_buf_reserve(&s->words, MAX_WORD_BYTES); // all at once: spans point into it
    TM_TRY(tm_buf_check(&s->words, err));
    for (size_t i = s->n_placed; i < s->verdict.n_spans; i++) {
        tamis_span span = s->span[i];
        if (keep_words(&s->words, &span.text, span.text_bytes) &&
            keep_words(&s->words, &span.original, span.original_bytes))
            s->span[s->n_placed++] = span;
        else
            s->verdict.n_spans_left_out++;
    }
    s->verdict.n_spans = s->n_placed;
    return TAMIS_OK;
}

// UTF-16 cannot be cut at bytes: it can only be judged as a whole.
static bool is_piece_of_utf16(const tm_screen *s, bool is_last)
{
    const tm_encoding encoding = s->plain.decoded.encoding;
    const bool is_whole = is_last && s->origin.byte == 0;
    return (encoding == TM_ENCODING_UTF16LE || encoding == TM_ENCODING_UTF16BE) && !is_whole;
}

static tamis_status judge_piece(tm_screen *s, tm_str bytes, bool is_last, tamis_error *err)
{
    // Some parts of a text in CP949 would not be recognised as such by themselves.
    const tm_str charset = tm_str_of(strcmp(s->verdict.encoding, "cp949") == 0 ? "cp949" : "");
    TM_TRY(tm_screen_part(s, bytes, false, charset, err));
    if (s->verdict.verdict != TAMIS_UNSCANNED && is_piece_of_utf16(s, is_last))
        tm_screen_leave_unscanned(s, "encoding");
    if (s->verdict.verdict == TAMIS_UNSCANNED)
        return TAMIS_OK;
    tm_origin_spans(&s->origin, &s->plain, &s->verdict, s->span, s->n_placed);
    return keep_spans(s, err);
}

// The end of the next piece of undecoded bytes, which are more than a window. Without a line end or
// a blank it is found as in UTF-8; if that is not what they are, as in CP949, where a character has
// two bytes from 0x80 on.
static size_t piece_end(tm_str bytes, size_t begin)
{
    const size_t end = tm_screen_window_end(bytes, begin, TM_WINDOW_BYTES);
    const char last = bytes.ptr[end - 1];
    if (last == '\n' || last == '\r' || last == ' ' ||
        tm_utf8_is_valid(tm_str_slice(bytes, begin, end)))
        return end;
    size_t at = begin, next = begin;
    while (next <= end) {
        at = next;
        next += (unsigned char)bytes.ptr[at] < 0x80 ? 1 : 2;
    }
    return at;
}

// Judges all that is pending but for less than a window of it.
static tamis_status judge_pending(tm_screen *s, tamis_error *err)
{
    const tm_str pending = tm_buf_str(&s->pending);
    size_t begin = 0;
    while (pending.len - begin > TM_WINDOW_BYTES) {
        const size_t end = piece_end(pending, begin);
        TM_TRY(judge_piece(s, tm_str_slice(pending, begin, end), false, err));
        begin = end;
    }
    s->pending.len -= begin;
    if (begin > 0)
        memmove(s->pending.ptr, s->pending.ptr + begin, s->pending.len);
    return TAMIS_OK;
}

static tamis_status add(tm_screen *s, tm_str bytes, tamis_error *err)
{
    s->verdict.n_bytes += bytes.len;
    TM_TRY(tm_digest_add(&s->digest, bytes, err));
    while (bytes.len > 0) {
        const size_t n = bytes.len < TM_WINDOW_BYTES ? bytes.len : TM_WINDOW_BYTES;
        tm_buf_add(&s->pending, tm_str_slice(bytes, 0, n));
        TM_TRY(tm_buf_check(&s->pending, err));
        TM_TRY(judge_pending(s, err));
        bytes = tm_str_slice(bytes, n, bytes.len);
    }
    return TAMIS_OK;
}

tamis_status tm_screen_add(tm_screen *s, tm_str bytes, tamis_error *err)
{
    if (!s->in_pieces)
        return tm_fail(err, TAMIS_EINVAL, "no text in pieces has begun");
    const tamis_status status = add(s, bytes, err);
    s->in_pieces = status == TAMIS_OK;
    return status;
}

tamis_status tm_screen_end(tm_screen *s, tamis_error *err)
{
    if (!s->in_pieces)
        return tm_fail(err, TAMIS_EINVAL, "no text in pieces has begun");
    s->in_pieces = false;
    const tm_str rest = {s->pending.ptr ? s->pending.ptr : "", s->pending.len};
    TM_TRY(judge_piece(s, rest, true, err));
    TM_TRY(tm_digest_end(&s->digest, s->verdict.sha256, err));
    tm_screen_conclude(s);
    return TAMIS_OK;
}
