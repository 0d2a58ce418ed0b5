// Any bytes as a web archive: reading must not crash and must end, and each record is either text
// or a reason why not.
// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "read/reader.h"
#include "read/warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

static void read_document(const tm_record *record)
{
    const tm_reader_options options = {
        .max_document_bytes = 1 << 16, .text_field = "text", .id_field = "id"};
    tm_record_view view = {0};
    tamis_error err;
    if (tm_record_text(&view, record, &options, &err) != TAMIS_OK)
        abort();
    if (!view.unscanned && view.text.len > options.max_document_bytes)
        abort();
    tm_record_view_free(&view);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    tm_intake in = {.at_end = true}; // all that there is lies in the block
    tm_record record = {.format = TM_FORMAT_WARC};
    tm_warc_record found = {.raw = &record.raw, .header = &record.head};
    size_t n_records = 0;
    tm_buf_append(&in.block, bytes, n_bytes);
    while (tm_warc_next(&found, &in, 1 << 17, NULL) == TAMIS_OK) {
        record.unscanned = found.unscanned;
        read_document(&record);
        if (++n_records > n_bytes) // each has bytes of its own
            abort();
    }
    tm_record_free(&record);
    tm_buf_free(&in.block);
    return 0;
}
