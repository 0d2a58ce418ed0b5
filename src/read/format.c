// The first lines are looked at, up to one mebibyte of them. They stay in the intake's block, where
// reading begins later.
// SPDX-License-Identifier: MIT
#include "read/format.h"

#include "base/json.h"
#include "read/fields.h"
#include "read/warc.h"
#include "text/html.h"

enum {
    SNIFF_BYTES = 1 << 20,
    SNIFF_LINES = 3, // that are not blank
    PAGE_BYTES = 4096
};

// ---- By name --------------------------------------------------------------------------------

// Case does not matter: files from other systems end in .HTML.
static bool ends_in(tm_str name, const char *ending)
{
    const tm_str end = tm_str_of(ending);
    return name.len >= end.len &&
           tm_field_is(tm_str_slice(name, name.len - end.len, name.len), ending);
}

// The name without the ending that tells how the file is packed.
static tm_str unpacked_name(const char *path)
{
    static const char *const endings[] = {".gz", ".zst", ".zstd"};
    const tm_str name = tm_str_of(path);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_in(name, endings[i]))
            return tm_str_slice(name, 0, name.len - strlen(endings[i]));
    return name;
}

// The format that the name of the file implies; AUTO when it implies none.
static tm_format named_format(const char *path)
{
    static const struct {
        const char *ending;
        tm_format format;
    } rows[] = {{".jsonl", TM_FORMAT_JSONL}, {".ndjson", TM_FORMAT_JSONL},
                {".html", TM_FORMAT_HTML},   {".htm", TM_FORMAT_HTML},
                {".xhtml", TM_FORMAT_HTML},  {".warc", TM_FORMAT_WARC},
                {".wet", TM_FORMAT_WARC}};
    const tm_str name = unpacked_name(path);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (ends_in(name, rows[i].ending))
            return rows[i].format;
    return TM_FORMAT_AUTO;
}

// ---- By content -----------------------------------------------------------------------------

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

// The length of the UTF-8 byte-order mark that the block begins with, or 0.
static size_t mark_len(const tm_intake *in)
{
    const tm_str mark = tm_byte_order_mark();
    return tm_str_starts_with(tm_buf_str(&in->block), mark) ? mark.len : 0;
}

// Finds the next line that is not blank, at *at or later, and moves *at behind it. *whole is false
// when only its beginning was read. Each byte is looked at once, even if a pipe delivers a few at a
// time. The line is borrowed until the next call.
static tamis_status sniff_line(tm_str *line, bool *whole, size_t *at, tm_intake *in,
                               tamis_error *err)
{
    const tm_buf *const block = &in->block;
    size_t begin = *at, end = *at;
    for (;;) {
        while (begin < block->len && is_blank(block->ptr[begin]))
            begin++;
        end = end < begin ? begin : end;
        while (end < block->len && block->ptr[end] != '\n')
            end++;
        if (end < block->len || tm_intake_is_stopped(in) || block->len >= SNIFF_BYTES)
            break;
        TM_TRY(tm_intake_fill(in, err));
    }
    *line = begin < end ? tm_str_slice(tm_buf_str(block), begin, end) : (tm_str){0};
    *whole = end < block->len || in->at_end;
    *at = end;
    return TAMIS_OK;
}

// Whether `line` is an object that has members; of a line that is cut, whether its beginning is
// correct up to the cut or a fault. *has_text: one of them is the text field.
static bool is_object(bool *has_text, tm_str line, bool whole, const char *text_field)
{
    tm_json_scan scan;
    tm_json_value key = {0};
    tm_json_value value;
    tamis_status status = tm_json_open(&scan, line, NULL);
    *has_text = false;
    while (status == TAMIS_OK) {
        status = tm_json_member(&scan, &key, &value, NULL);
        *has_text = *has_text || tm_json_is(key, text_field);
    }
    return key.raw.len > 0 && (status == TAMIS_DONE || !whole);
}

// Whether the first lines are records, though perhaps without the text field, or among others: what
// is read as one text is judged as one, and nobody would notice. Most of them are objects, or one
// has the text field.
static tamis_status looks_like_records(bool *out, tm_intake *in, const char *text_field,
                                       tamis_error *err)
{
    size_t n_lines = 0, n_objects = 0, at = mark_len(in);
    bool whole = true, has_text = false;
    while (whole && !has_text && n_lines < SNIFF_LINES) {
        tm_str line;
        TM_TRY(sniff_line(&line, &whole, &at, in, err));
        if (line.len == 0)
            break;
        const bool found = is_object(&has_text, line, whole, text_field);
        has_text = has_text && found;
        n_objects += found;
        n_lines++;
    }
    *out = has_text || n_objects * 2 > n_lines;
    return TAMIS_OK;
}

bool tm_format_is_page(tm_str bytes)
{
    return tm_html_sniff(
        tm_str_slice(bytes, 0, bytes.len < PAGE_BYTES ? bytes.len : PAGE_BYTES));
}

static tamis_status sniff(tm_format *out, tm_intake *in, const char *text_field,
                          tamis_error *err)
{
    tm_str line;
    bool whole, has_text, is_records;
    TM_TRY(tm_intake_need(in, tm_byte_order_mark().len, err));
    size_t at = mark_len(in);
    TM_TRY(sniff_line(&line, &whole, &at, in, err));
    *out = TM_FORMAT_JSONL;
    if (is_object(&has_text, line, whole, text_field) && has_text)
        return TAMIS_OK;
    *out = TM_FORMAT_WARC;
    if (tm_warc_sniff(line))
        return TAMIS_OK;
    TM_TRY(tm_intake_need(in, PAGE_BYTES, err));
    *out = TM_FORMAT_HTML;
    if (tm_format_is_page(tm_buf_str(&in->block)))
        return TAMIS_OK;
    TM_TRY(looks_like_records(&is_records, in, text_field, err));
    *out = is_records ? TM_FORMAT_JSONL : TM_FORMAT_TEXT;
    return TAMIS_OK;
}

tamis_status tm_format_find(tm_format *out, tm_intake *in, const char *path,
                            const char *text_field, tamis_error *err)
{
    *out = named_format(path);
    return *out == TM_FORMAT_AUTO ? sniff(out, in, text_field, err) : TAMIS_OK;
}
