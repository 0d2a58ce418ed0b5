// Any bytes as packed input: unpacking must not crash, must end, and must give no more than it
// may, nor more than was counted for it before.
// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "read/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    const size_t limit = 4 << 20, step = 1 << 20; // a member is held before it is handed out
    tm_buf out = {0};
    const char *fault;
    tamis_error err;
    const tm_str packed = {(const char *)bytes, n_bytes};
    const tamis_status status = tm_stream_unpack(&out, &fault, packed, limit, &err);
    if (status != TAMIS_OK || out.len > limit + step)
        abort();
    size_t n_measured;
    if (tm_stream_measure(&n_measured, packed, limit, &err) != TAMIS_OK ||
        out.len > n_measured + step || (!fault && out.len > n_measured))
        abort();
    tm_buf_free(&out);
    return 0;
}
