// Any bytes as one line of JSON Lines: reading its text must not crash, and what is read must be
// either text or a reason why not.
// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "read/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    const tm_reader_options options = {
        .max_document_bytes = 1 << 20, .text_field = "text", .id_field = "id"};
    tm_record record = {.format = TM_FORMAT_JSONL, .line = 1};
    tm_record_view view = {0};
    tamis_error err;
    tm_buf_append(&record.raw, bytes, n_bytes);
    const tamis_status status = tm_record_text(&view, &record, &options, &err);
    if (status != TAMIS_OK || (view.unscanned && !view.message[0]))
        abort();
    tm_record_view_free(&view);
    tm_record_free(&record);
    return 0;
}
