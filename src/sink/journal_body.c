// Whatever was escaped has one form only: what unescaping gives is escaped again and compared.
// SPDX-License-Identifier: MIT
#include "sink/journal_body.h"

#include "base/json.h"
#include "text/utf8.h"

static bool stands_for_itself(unsigned char byte)
{
    return byte >= 0x20 && byte != 0x7F && byte != '%' && byte != '"' && byte != '\\';
}

void tm_journal_escape(tm_buf *out, tm_str bytes)
{
    while (bytes.len > 0) {
        const int len = tm_utf8_length(bytes);
        const size_t n = (size_t)(len < 0 ? -len : len);
        if (len > 1 || (len == 1 && stands_for_itself((unsigned char)bytes.ptr[0])))
            tm_buf_append(out, bytes.ptr, n);
        else
            for (size_t i = 0; i < n; i++)
                tm_buf_format(out, "%%%02X", (unsigned char)bytes.ptr[i]);
        bytes = tm_str_slice(bytes, n, bytes.len);
    }
}

void tm_journal_add_path(tm_json_writer *w, const char *key, tm_str path)
{
    tm_buf text = {0};
    tm_journal_escape(&text, path);
    tm_json_add_text(w, key, tm_buf_str(&text));
    w->out->failed = w->out->failed || text.failed;
    tm_buf_free(&text);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool tm_journal_unescape(tm_buf *out, tm_str text)
{
    const size_t begin = out->len;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '%') {
            tm_buf_byte(out, text.ptr[i]);
            continue;
        }
        const int high = text.len - i > 2 ? hex_digit(text.ptr[i + 1]) : -1;
        const int low = text.len - i > 2 ? hex_digit(text.ptr[i + 2]) : -1;
        if (high < 0 || low < 0)
            return false;
        tm_buf_byte(out, (char)(high << 4 | low));
        i += 2;
    }
    tm_buf again = {0};
    tm_journal_escape(&again, tm_str_slice(tm_buf_str(out), begin, out->len));
    const bool same = !out->failed && !again.failed && tm_str_equal(tm_buf_str(&again), text);
    tm_buf_free(&again);
    return same;
}

tamis_status tm_journal_members(tm_str *values, tm_str body, const char *const *keys,
                                size_t n_keys, tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    TM_TRY(tm_json_open(&scan, body, err));
    for (size_t i = 0; i < n_keys; i++) {
        const tamis_status status = tm_json_member(&scan, &key, &value, err);
        if (status < 0)
            return status;
        if (status == TAMIS_DONE || !tm_json_is(key, keys[i]) || value.type != TM_JSON_STRING ||
            value.escaped)
            return tm_fail(err, TAMIS_EFORMAT, "an entry without \"%s\" in its place", keys[i]);
        values[i] = tm_str_slice(value.raw, 1, value.raw.len - 1);
    }
    if (tm_json_member(&scan, &key, &value, err) != TAMIS_DONE)
        return tm_fail(err, TAMIS_EFORMAT, "an entry that tamis would not write");
    return TAMIS_OK;
}
