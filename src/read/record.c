// Finds the document in a record: all bytes of a text file, one field of a line of JSON Lines. The
// line is scanned to its end, so that a line that was cut off never passes for a document, wherever
// the cut is. A line that has the text field twice is refused: other programs may read the other
// one.
// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "base/json.h"
#include "read/reader.h"
#include "text/charset.h"

typedef struct fields {
    tm_json_value text;
    tm_json_value id; // TM_JSON_NULL when there is none
    bool has_text;
    bool too_deep; // for the scanner
} fields;

static tamis_status find_fields(fields *found, tm_str line, const tm_reader_options *options,
                                tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    tamis_status status = tm_json_open(&scan, line, err);
    while (status == TAMIS_OK) {
        status = tm_json_member(&scan, &key, &value, err);
        found->too_deep = scan.too_deep;
        if (status != TAMIS_OK)
            break;
        if (tm_json_is(key, options->id_field))
            found->id = value;
        if (!tm_json_is(key, options->text_field))
            continue;
        if (found->has_text)
            return tm_fail(err, TAMIS_EFORMAT, "field \"%.60s\" once more at byte %zu",
                           options->text_field, (size_t)(key.raw.ptr - line.ptr));
        found->has_text = true;
        found->text = value;
    }
    return status;
}

// Sets *text to what a string value means: a slice of the line if it has no escapes, else appended
// to `decoded`. Returns the number of lone surrogates that were replaced.
static size_t string_text(tm_str *text, tm_buf *decoded, tm_json_value string)
{
    *text = tm_str_slice(string.raw, 1, string.raw.len - 1);
    if (!string.escaped)
        return 0;
    const size_t n_lone = tm_json_decode(decoded, string);
    *text = tm_buf_str(decoded);
    return n_lone;
}

static void set_id(tm_record_view *out, tm_json_value id)
{
    if (id.type == TM_JSON_STRING)
        string_text(&out->id, &out->id_decoded, id);
    else if (id.type == TM_JSON_NUMBER)
        out->id = id.raw;
}

// Sets the id of a line of which only `head` is there or can be read. A number at the very end of
// it is not taken: it may have had more digits.
static tamis_status name_line(tm_record_view *out, tm_str head,
                              const tm_reader_options *options, tamis_error *err)
{
    fields found = {0};
    find_fields(&found, head, options, NULL);
    const tm_json_value id = found.id;
    const bool is_cut = // of no matter for strings, whose end shows
        id.type == TM_JSON_NUMBER && id.raw.ptr + id.raw.len == head.ptr + head.len;
    if (!is_cut)
        set_id(out, id);
    return tm_buf_check(&out->id_decoded, err);
}

static tamis_status read_fields(tm_record_view *out, tm_str line,
                                const tm_reader_options *options, tamis_error *err)
{
    fields found = {0};
    tamis_error fault;
    if (find_fields(&found, line, options, &fault) != TAMIS_DONE) {
        out->unscanned = found.too_deep ? "too_deep" : "bad_json";
        snprintf(out->message, sizeof out->message, "%.150s", fault.message);
        return name_line(out, line, options, err);
    }
    set_id(out, found.id);
    if (!found.has_text) {
        out->unscanned = "no_text_field";
        snprintf(out->message, sizeof out->message, "no field \"%.60s\"", options->text_field);
    } else if (found.text.type != TM_JSON_STRING) {
        out->unscanned = "text_not_string";
        snprintf(out->message, sizeof out->message,
                 "field \"%.60s\" at byte %zu is not a string", options->text_field,
                 (size_t)(found.text.raw.ptr - line.ptr));
    } else {
        out->literal = found.text;
        out->n_damaged = string_text(&out->text, &out->text_decoded, found.text);
    }
    TM_TRY(tm_buf_check(&out->id_decoded, err));
    return tm_buf_check(&out->text_decoded, err);
}

// Sets the id of a record that could not be read.
static tamis_status name_unread(tm_record_view *out, const tm_record *record,
                                const tm_reader_options *options, tamis_error *err)
{
    const tm_str head = tm_buf_str(&record->head);
    if (record->format == TM_FORMAT_JSONL)
        return name_line(out, head, options, err);
    tm_warc_name(out, head);
    return TAMIS_OK;
}

tamis_status tm_record_text(tm_record_view *out, const tm_record *record,
                            const tm_reader_options *options, tamis_error *err)
{
    tm_buf_clear(&out->text_decoded);
    tm_buf_clear(&out->id_decoded);
    *out = (tm_record_view){.text_decoded = out->text_decoded,
                            .id_decoded = out->id_decoded,
                            .unscanned = record->unscanned};
    if (record->unscanned)
        return name_unread(out, record, options, err);
    if (record->format == TM_FORMAT_JSONL)
        return read_fields(out, tm_buf_str(&record->raw), options, err);
    if (record->format == TM_FORMAT_WARC)
        return tm_warc_text(out, record, options, err);
    out->text = tm_buf_str(&record->raw);
    out->is_html = record->format == TM_FORMAT_HTML;
    return TAMIS_OK;
}

tamis_status tm_record_decode(tm_decoded *out, const tm_record_view *view, tamis_error *err)
{
    const tm_str charset = tm_str_of(view->charset);
    if (view->is_html)
        return tm_charset_decode_page(out, view->text, charset, err);
    return tm_decode_declared(out, view->text, tm_charset_find(charset), err);
}

tamis_status tm_record_plain(tm_plain *out, const tm_record_view *view, tamis_error *err)
{
    return tm_plain_read(out, view->text, view->is_html, tm_str_of(view->charset), err);
}

void tm_record_view_shrink(tm_record_view *view, size_t kept_bytes)
{
    if (view->text_decoded.cap > kept_bytes)
        tm_buf_free(&view->text_decoded);
    if (view->id_decoded.cap > kept_bytes)
        tm_buf_free(&view->id_decoded);
    view->text = view->id = view->uri = (tm_str){0};
}

void tm_record_view_free(tm_record_view *view)
{
    tm_buf_free(&view->text_decoded);
    tm_buf_free(&view->id_decoded);
    *view = (tm_record_view){0};
}
