// The document in a WARC record: the text of a `conversion`, the page or file of a `resource`, the
// body of a `response`. Runs on the thread that screens the record, since unpacking bodies takes
// time.
// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "read/http.h"
#include "read/reader.h"
#include "read/warc.h"

// Whether the body is a page of HTML: by its media type or, unless that is text/plain, by its
// content, as files are. XHTML comes as XML, and types are wrong or missing.
static bool is_page(tm_str content_type, tm_str body)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml",
                                        "application/vnd.wap.xhtml+xml"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (tm_media_is(content_type, types[i]))
            return true;
    if (tm_media_is(content_type, "text/plain"))
        return false;
    return tm_format_is_page(body);
}

static void set_document(tm_record_view *out, tm_str content_type, tm_str body)
{
    const tm_str charset = tm_media_charset(content_type);
    out->text = body;
    out->is_html = is_page(content_type, body);
    if (charset.len < sizeof out->charset)
        snprintf(out->charset, sizeof out->charset, "%.*s", (int)charset.len,
                 charset.len > 0 ? charset.ptr : "");
}

static void set_name(tm_record_view *out, const tm_warc_header *header)
{
    out->id = header->id.len > 0 ? header->id : header->uri;
    out->uri = header->uri;
}

void tm_warc_name(tm_record_view *out, tm_str header)
{
    tm_warc_header fields;
    if (tm_warc_header_read(&fields, header))
        set_name(out, &fields);
}

// Whether the block is an HTTP message: where the type is not given, it is looked at as one.
static bool is_http(const tm_warc_header *header)
{
    return tm_media_type(header->content_type).len == 0 ||
           tm_media_is(header->content_type, "application/http");
}

tamis_status tm_warc_measure(size_t *n_bytes, tm_str record, size_t limit, tamis_error *err)
{
    tm_warc_header header;
    *n_bytes = 0;
    if (!tm_warc_header_read(&header, record) || !is_http(&header))
        return TAMIS_OK;
    return tm_http_measure(n_bytes, tm_str_slice(record, header.block_begin, record.len), limit,
                           err);
}

tamis_status tm_warc_text(tm_record_view *out, const tm_record *record,
                          const tm_reader_options *options, tamis_error *err)
{
    tm_warc_header header;
    tm_http http;
    const tm_str raw = tm_buf_str(&record->raw);
    if (!tm_warc_header_read(&header, raw)) {
        out->unscanned = "damaged";
        return TAMIS_OK;
    }
    const tm_str block = tm_str_slice(raw, header.block_begin, raw.len);
    set_name(out, &header);
    out->is_cut = header.is_cut;
    if (!is_http(&header)) {
        set_document(out, header.content_type, block);
        if (block.len > options->max_document_bytes)
            out->unscanned = "too_large";
        return TAMIS_OK;
    }
    TM_TRY(tm_http_read(&http, &out->text_decoded, block, options->max_document_bytes, err));
    out->unscanned = http.unscanned;
    out->is_cut = out->is_cut || http.is_cut;
    set_document(out, http.content_type, http.body);
    return TAMIS_OK;
}
