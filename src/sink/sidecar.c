// Removed bytes are written as strings when they are UTF-8, so that people can read them, else as
// hexadecimal digits, so that every byte comes back. Reading trusts nothing: a member that is
// missing, of another type or there twice is refused, and rewrite.c checks that the bytes are in
// the file. Linear in the line.
// SPDX-License-Identifier: MIT
#include "sink/sidecar.h"

#include "base/json.h"
#include "base/num.h"
#include "text/utf8.h"

// ---- Writing --------------------------------------------------------------------------------

static void write_bytes(tm_json_writer *w, const char *key, tm_str bytes)
{
    static const char digits[] = "0123456789abcdef";
    if (bytes.len == 0 || tm_utf8_is_valid(bytes)) {
        tm_json_add_text(w, key, bytes);
        return;
    }
    tm_buf hex = {0};
    for (size_t i = 0; i < bytes.len; i++) {
        const unsigned char byte = (unsigned char)bytes.ptr[i];
        tm_buf_byte(&hex, digits[byte >> 4]);
        tm_buf_byte(&hex, digits[byte & 15]);
    }
    tm_json_add_text(w, strcmp(key, "put") == 0 ? "put_hex" : "removed_hex", tm_buf_str(&hex));
    w->out->failed = w->out->failed || hex.failed;
    tm_buf_free(&hex);
}

void tm_sidecar_replacement(tm_json_writer *w, uint64_t at, tm_str gone, tm_str put)
{
    tm_json_begin(w, NULL, '{');
    tm_json_add_size(w, "at", (size_t)at);
    write_bytes(w, "removed", gone);
    if (put.len > 0)
        write_bytes(w, "put", put);
}

static void write_side(tm_json_writer *w, const char *key, const tm_side *side)
{
    tm_json_begin(w, key, '{');
    tm_json_add_size(w, "bytes", (size_t)side->n_bytes);
    tm_json_add_word(w, "sha256", side->sha256);
    tm_json_end(w, '}');
}

void tm_sidecar_foot(tm_json_writer *w, uint64_t n_edits, const tm_side *before,
                     const tm_side *after)
{
    tm_json_begin(w, NULL, '{');
    tm_json_add_size(w, "edits", (size_t)n_edits);
    write_side(w, "before", before);
    write_side(w, "after", after);
    tm_json_end(w, '}');
}

// ---- Reading --------------------------------------------------------------------------------

// The members of a line; one that is not there has an empty `raw`.
typedef struct members {
    tm_json_value schema, at, removed, removed_hex, put, put_hex, edits, before, after;
} members;

static tm_json_value *member_of(members *m, tm_json_value key)
{
    const struct {
        const char *name;
        tm_json_value *value;
    } known[] = {
        {"schema", &m->schema}, {"at", &m->at},           {"removed", &m->removed},
        {"put", &m->put},       {"put_hex", &m->put_hex}, {"removed_hex", &m->removed_hex},
        {"edits", &m->edits},   {"before", &m->before},   {"after", &m->after},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (tm_json_is(key, known[i].name))
            return known[i].value;
    return NULL;
}

static bool has(tm_json_value value)
{
    return value.raw.len > 0;
}

static tamis_status read_members(members *m, tm_str line, tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key, value;
    TM_TRY(tm_json_open(&scan, line, err));
    for (;;) {
        const tamis_status status = tm_json_member(&scan, &key, &value, err);
        if (status != TAMIS_OK)
            return status == TAMIS_DONE ? TAMIS_OK : status;
        tm_json_value *const place = member_of(m, key);
        if (place && has(*place))
            return tm_fail(err, TAMIS_EFORMAT, "\"%.20s\" once more",
                           key.raw.len > 1 ? key.raw.ptr + 1 : "");
        if (place)
            *place = value;
    }
}

static tamis_status read_count(uint64_t *out, tm_json_value value, const char *name,
                               tamis_error *err)
{
    size_t n = 0;
    if (value.type != TM_JSON_NUMBER || !tm_parse_size(&n, value.raw))
        return tm_fail(err, TAMIS_EFORMAT, "\"%s\" is not a number from 0", name);
    *out = n;
    return TAMIS_OK;
}

static tamis_status read_hex(tm_buf *out, tm_json_value value, const char *name,
                             tamis_error *err)
{
    const bool is_string = value.type == TM_JSON_STRING;
    const tm_str digits =
        is_string ? tm_str_slice(value.raw, 1, value.raw.len - 1) : (tm_str){0};
    if (!is_string || digits.len % 2 != 0 || !tm_is_hex(digits))
        return tm_fail(err, TAMIS_EFORMAT, "\"%s_hex\" is not pairs of digits", name);
    for (size_t i = 0; i < digits.len; i += 2)
        tm_buf_byte(out,
                    (char)(tm_hex_digit(digits.ptr[i]) << 4 | tm_hex_digit(digits.ptr[i + 1])));
    return TAMIS_OK;
}

static tamis_status read_bytes(tm_buf *out, tm_json_value text, tm_json_value hex,
                               const char *name, tamis_error *err)
{
    if (has(text) && has(hex))
        return tm_fail(err, TAMIS_EFORMAT, "both \"%s\" and \"%s_hex\"", name, name);
    if (has(hex))
        return read_hex(out, hex, name, err);
    if (!has(text))
        return TAMIS_OK;
    if (text.type != TM_JSON_STRING || tm_json_decode(out, text) != 0)
        return tm_fail(err, TAMIS_EFORMAT, "\"%s\" is not a string of text", name);
    return TAMIS_OK;
}

static tamis_status read_side(tm_side *out, tm_json_value value, const char *name,
                              tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key, member, bytes = {0}, sha256 = {0};
    tamis_status status = TAMIS_OK;
    if (value.type != TM_JSON_OBJECT)
        return tm_fail(err, TAMIS_EFORMAT, "\"%s\" is not an object", name);
    TM_TRY(tm_json_open(&scan, value.raw, err));
    while ((status = tm_json_member(&scan, &key, &member, err)) == TAMIS_OK) {
        if (tm_json_is(key, "bytes"))
            bytes = member;
        else if (tm_json_is(key, "sha256"))
            sha256 = member;
    }
    TM_TRY(status);
    TM_TRY(read_count(&out->n_bytes, bytes, "bytes", err));
    if (sha256.type != TM_JSON_STRING || sha256.raw.len != TM_DIGEST_HEX + 2)
        return tm_fail(err, TAMIS_EFORMAT, "\"sha256\" is not 64 digits");
    memcpy(out->sha256, sha256.raw.ptr + 1, TM_DIGEST_HEX);
    out->sha256[TM_DIGEST_HEX] = '\0';
    return TAMIS_OK;
}

static tamis_status read_head(tm_json_value schema, tamis_error *err)
{
    static const tm_str family = {"\"tamis-undo/", 12};
    if (tm_json_is(schema, "tamis-undo/1"))
        return TAMIS_OK;
    if (schema.type == TM_JSON_STRING && tm_str_starts_with(schema.raw, family))
        return tm_fail(err, TAMIS_EVERSION, "a sidecar of another version than tamis-undo/1");
    return tm_fail(err, TAMIS_EFORMAT, "not a sidecar of tamis clean");
}

tamis_status tm_sidecar_read(tm_sidecar_line *out, tm_str line, tamis_error *err)
{
    members m = {0};
    tm_buf_clear(&out->gone);
    tm_buf_clear(&out->put);
    TM_TRY(read_members(&m, line, err));
    if (has(m.schema)) {
        out->part = TM_SIDECAR_HEAD;
        return read_head(m.schema, err);
    }
    if (has(m.at)) {
        out->part = TM_SIDECAR_REPLACEMENT;
        TM_TRY(read_count(&out->at, m.at, "at", err));
        TM_TRY(read_bytes(&out->gone, m.removed, m.removed_hex, "removed", err));
        TM_TRY(read_bytes(&out->put, m.put, m.put_hex, "put", err));
        TM_TRY(tm_buf_check(&out->put, err));
        return tm_buf_check(&out->gone, err);
    }
    out->part = TM_SIDECAR_FOOT;
    TM_TRY(read_count(&out->n_edits, m.edits, "edits", err));
    TM_TRY(read_side(&out->before, m.before, "before", err));
    return read_side(&out->after, m.after, "after", err);
}

void tm_sidecar_line_free(tm_sidecar_line *line)
{
    tm_buf_free(&line->gone);
    tm_buf_free(&line->put);
}
