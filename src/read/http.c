// Archives differ in what they store: some keep a body as it came, in chunks and packed; others
// store it decoded and leave the headers as they were. So a coding is undone if the header names it
// and the body looks like it; otherwise the body is taken as it is. Linear.
// SPDX-License-Identifier: MIT
#include "read/http.h"

#include "base/num.h"
#include "read/fields.h"
#include "read/stream.h"
#include "text/charset.h"

enum { MAX_HEADER_BYTES = 64 << 10, MAX_FIELDS = 256, MAX_CHUNK_DIGITS = 12 };

typedef struct codings {
    bool chunked;
    bool packed;    // gzip or Zstandard: the first bytes of the body tell which
    bool foreign;   // one that is not undone here: br, deflate, compress, …
    size_t n_bytes; // of the body as it was sent; 0: not said
} codings;

// ---- Media types ----------------------------------------------------------------------------

// Servers leave out the semicolon, or give the value twice.
tm_str tm_media_type(tm_str content_type)
{
    const tm_str value = tm_field_trim(content_type);
    size_t len = 0;
    while (len < value.len && !memchr(";, \t\r\n", value.ptr[len], 6))
        len++;
    return tm_str_slice(value, 0, len);
}

bool tm_media_is(tm_str content_type, const char *type)
{
    return tm_field_is(tm_media_type(content_type), type);
}

tm_str tm_media_charset(tm_str content_type)
{
    return tm_charset_label(content_type);
}

// ---- Header ---------------------------------------------------------------------------------

static void take_codings(codings *found, tm_str list)
{
    while (list.len > 0) {
        const tm_str word = tm_field_trim(tm_str_cut(&list, ','));
        if (tm_field_is(word, "chunked"))
            found->chunked = true;
        else if (tm_field_is(word, "gzip") || tm_field_is(word, "x-gzip") ||
                 tm_field_is(word, "zstd"))
            found->packed = true;
        else if (word.len > 0 && !tm_field_is(word, "identity"))
            found->foreign = true;
    }
}

// Reads the fields up to the empty line. False when there is no such line.
static bool read_fields(tm_http *out, codings *found, tm_str *rest)
{
    *found = (codings){0};
    out->content_type = (tm_str){"", 0};
    for (int i = 0; i <= MAX_FIELDS; i++) {
        tm_field field;
        const tamis_status status = tm_field_cut(&field, rest);
        if (status != TAMIS_OK)
            return status == TAMIS_DONE;
        if (tm_field_is(field.name, "Content-Type"))
            out->content_type = field.value;
        else if (tm_field_is(field.name, "Content-Encoding") ||
                 tm_field_is(field.name, "Transfer-Encoding"))
            take_codings(found, field.value);
        else if (tm_field_is(field.name, "Content-Length") &&
                 !tm_parse_size(&found->n_bytes, field.value))
            found->n_bytes = 0;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Whether `line` is a status line like "HTTP/1.1 100 Continue": the actual response follows.
static bool is_interim(tm_str line)
{
    tm_str_cut(&line, ' ');
    const tm_str code = tm_field_trim(tm_str_cut(&line, ' '));
    return code.len == 3 && code.ptr[0] == '1' && is_digit(code.ptr[1]) &&
           is_digit(code.ptr[2]);
}

// Reads the header and sets out->body to what follows it. Returns false when the message has no
// header. When the header has no end the message is unscanned, since the body cannot be found.
static bool read_header(tm_http *out, codings *found, tm_str message)
{
    const tm_str begin = {"HTTP/", 5};
    bool interim = true;
    tm_str rest = tm_str_slice(message, 0,
                               message.len < MAX_HEADER_BYTES ? message.len : MAX_HEADER_BYTES);
    if (!tm_str_starts_with(rest, begin))
        return false;
    while (interim && tm_str_starts_with(rest, begin)) {
        interim = is_interim(tm_str_cut(&rest, '\n'));
        if (!read_fields(out, found, &rest)) {
            out->unscanned = "damaged";
            return true;
        }
    }
    const size_t pos = (size_t)(rest.ptr - message.ptr);
    out->body = tm_str_slice(message, pos, message.len);
    return true;
}

// ---- Chunks ---------------------------------------------------------------------------------

// Reads a chunk size such as "1a3f;extension". False when the line is none.
static bool chunk_size(size_t *size, tm_str line)
{
    size_t n = 0;
    *size = 0;
    while (n < line.len && n < MAX_CHUNK_DIGITS && tm_hex_digit(line.ptr[n]) >= 0)
        *size = *size * 16 + (size_t)tm_hex_digit(line.ptr[n++]);
    const tm_str rest = tm_field_trim(tm_str_slice(line, n, line.len));
    return n > 0 && (rest.len == 0 || rest.ptr[0] == ';');
}

// Whether the line is a field like "X-Checksum: …": a name without blanks, and a colon.
static bool is_field(tm_str line)
{
    size_t n = 0;
    while (n < line.len && line.ptr[n] > ' ' && line.ptr[n] <= '~' && line.ptr[n] != ':')
        n++;
    return n > 0 && n < line.len && line.ptr[n] == ':';
}

// Whether what follows the last chunk is as it should be: nothing, or trailer fields and an empty
// line.
static bool ends_chunks(tm_str rest)
{
    bool last = rest.len == 0;
    while (!last && rest.len > 0) {
        const tm_str line = tm_field_trim(tm_str_cut(&rest, '\n'));
        last = line.len == 0;
        if (!last && !is_field(line))
            return false;
    }
    return last && tm_field_trim(rest).len == 0;
}

// Appends the content of the chunks to `out`. *fault is NULL, or says that they end too early or
// stop being chunks; *chunked is false when the body does not even begin with one.
static void join_chunks(tm_buf *out, bool *chunked, const char **fault, tm_str body)
{
    size_t size = 0;
    bool first = true;
    *fault = NULL;
    *chunked = true;
    for (;;) {
        const tm_str line = tm_str_cut(&body, '\n');
        if (!chunk_size(&size, line)) {
            *chunked = !first;
            *fault = body.len == 0 && line.len == 0 ? "truncated" : "damaged";
            return;
        }
        if (size == 0) { // trailer fields are not part of the body; anything else is a fault
            const bool ends = ends_chunks(body);
            *chunked = ends || !first;
            *fault = ends ? NULL : "damaged";
            return;
        }
        first = false;
        if (size > body.len) {
            tm_buf_add(out, body);
            *fault = "truncated";
            return;
        }
        tm_buf_add(out, tm_str_slice(body, 0, size));
        body = tm_str_slice(body, size, body.len);
        const tm_str end = tm_str_cut(&body, '\n');
        if (tm_field_trim(end).len > 0) {
            *fault = "damaged";
            return;
        }
    }
}

// ---- Body -----------------------------------------------------------------------------------

static bool looks_packed(tm_str body)
{
    return tm_str_starts_with(body, (tm_str){"\x1F\x8B\x08", 3}) ||
           tm_str_starts_with(body, (tm_str){"\x28\xB5\x2F\xFD", 4});
}

// Whether the body could be text: then a coding that the header names has been undone already.
static bool looks_like_text(tm_str body)
{
    const size_t len = body.len < 512 ? body.len : 512;
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)body.ptr[i];
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f')
            return false;
    }
    return true;
}

static tamis_status unpack_body(tm_http *out, tm_buf *decoded, size_t limit, tamis_error *err)
{
    tm_buf plain = {0};
    const tamis_status status =
        tm_stream_unpack(&plain, &out->unscanned, out->body, limit, err);
    tm_buf_free(decoded);
    *decoded = plain;
    out->body = tm_buf_str(decoded);
    return status;
}

// Sets out->body to what follows the header, its chunks joined in `joined`.
static tamis_status find_body(tm_http *out, codings *found, tm_buf *joined, tm_str message,
                              tamis_error *err)
{
    bool chunked = false;
    *found = (codings){0};
    *out = (tm_http){.content_type = {"", 0}, .body = message};
    if (!read_header(out, found, message) || out->unscanned)
        return TAMIS_OK;
    if (!found->chunked) {
        out->is_cut = out->body.len > 0 && out->body.len < found->n_bytes;
        return TAMIS_OK;
    }
    join_chunks(joined, &chunked, &out->unscanned, out->body);
    TM_TRY(tm_buf_check(joined, err));
    if (chunked)
        out->body = tm_buf_str(joined);
    else
        out->unscanned = NULL; // whoever wrote the archive has joined the chunks
    return TAMIS_OK;
}

tamis_status tm_http_read(tm_http *out, tm_buf *decoded, tm_str message, size_t limit,
                          tamis_error *err)
{
    codings found;
    TM_TRY(find_body(out, &found, decoded, message, err));
    if (out->unscanned)
        return TAMIS_OK;
    if (found.foreign && !looks_like_text(out->body))
        out->unscanned = "unsupported";
    else if (found.packed && looks_packed(out->body))
        TM_TRY(unpack_body(out, decoded, limit, err));
    if (!out->unscanned && out->body.len > limit)
        out->unscanned = "too_large";
    return TAMIS_OK;
}

tamis_status tm_http_measure(size_t *n_bytes, tm_str message, size_t limit, tamis_error *err)
{
    codings found = {0};
    tm_http http = {0};
    tm_buf joined = {0};
    *n_bytes = 0;
    if (!read_header(&http, &found, message) || !found.packed)
        return TAMIS_OK;
    tamis_status status = find_body(&http, &found, &joined, message, err);
    if (status == TAMIS_OK && !http.unscanned && looks_packed(http.body))
        status = tm_stream_measure(n_bytes, http.body, limit, err);
    tm_buf_free(&joined);
    return status;
}
