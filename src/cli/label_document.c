// Items are read with the format that the store remembers, so that their texts are those judged.
// SPDX-License-Identifier: MIT
#include "cli/label_document.h"

#include "base/uri.h"
#include "sink/label_row.h"
#include "text/utf8.h"

enum { MAX_ESCAPE_BYTES = 6 }; // of one byte of text in JSON, \u0001

// Sets out->view to the text within the bytes. TAMIS_DONE when there is none.
static tamis_status find_text(tm_label_document *out, tamis_error *err)
{
    const tm_label_text *const source = &out->source;
    const tm_reader_options options = {
        .max_document_bytes = UINT32_MAX, .text_field = source->field.ptr, .id_field = "id"};
    const tm_record record = {.raw = source->bytes,
                              .format = source->is_warc         ? TM_FORMAT_WARC
                                        : source->field.len > 0 ? TM_FORMAT_JSONL
                                        : source->is_html       ? TM_FORMAT_HTML
                                                                : TM_FORMAT_TEXT};
    TM_TRY(tm_record_text(&out->view, &record, &options, err));
    return out->view.unscanned ? TAMIS_DONE : TAMIS_OK;
}

tamis_status tm_label_document_read(tm_label_document *out, tm_store *store,
                                    const tm_label_state *state, tamis_error *err)
{
    out->text = (tm_str){0};
    tamis_status status = tm_label_text_read(&out->source, store, state, err);
    if (status == TAMIS_OK)
        status = find_text(out, err);
    if (status == TAMIS_OK)
        status = tm_record_plain(&out->plain, &out->view, err);
    if (status != TAMIS_OK)
        return status;
    out->is_untextual = out->plain.decoded.encoding == TM_ENCODING_BINARY;
    out->text = tm_utf8_after_marks(out->is_untextual ? out->view.text : out->plain.text);
    return TAMIS_OK;
}

tamis_status tm_label_document_digest(char hex[TM_DIGEST_HEX + 1], tm_buf *own, tm_store *store,
                                      const tm_index_row *item, tamis_error *err)
{
    tm_label_document document = {0};
    tm_label_state state = {.id = tm_str_of(item->item.id)};
    memcpy(state.sha256, item->item.sha256, sizeof state.sha256);
    if (item->item.file.size_bytes / MAX_ESCAPE_BYTES > TM_WHOLE_TEXT_BYTES)
        return TAMIS_DONE;
    tamis_status status = tm_label_document_read(&document, store, &state, err);
    if (status == TAMIS_OK && !tm_utf8_is_valid(document.text))
        status = TAMIS_DONE;
    if (status == TAMIS_OK)
        status = tm_digest_once(hex, document.text, err);
    if (status == TAMIS_OK && own)
        tm_label_document_row(own, &document);
    tm_label_document_free(&document);
    return status;
}

void tm_label_document_free(tm_label_document *document)
{
    tm_label_text_free(&document->source);
    tm_record_view_free(&document->view);
    tm_plain_free(&document->plain);
    *document = (tm_label_document){0};
}

void tm_label_document_row(tm_buf *out, const tm_label_document *document)
{
    const tm_label_text *const source = &document->source;
    tm_str path = tm_buf_str(&source->path);
    const tm_str folder = tm_str_cut(&path, '/');
    if (source->item.len == 0)
        return;
    if (source->is_warc) {
        const tm_str host = tm_uri_host(document->view.uri);
        if (host.len > 0)
            tm_label_row_of_host(out, host);
    } else if (source->field.len > 0) {
        tm_label_row_of_line(out, tm_buf_str(&source->bytes));
    } else if (path.len > 0 && tm_is_host(folder)) { // as in folders of labelled documents
        tm_label_row_of_host(out, folder);
    }
}
