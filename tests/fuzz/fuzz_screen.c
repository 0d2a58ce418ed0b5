// Any bytes as a document: the screener must neither crash nor break what tamis.h says of a
// verdict. Spans ascend, stay inside the input and do not overlap; figures are in their ranges.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>

#include "tamis.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

static void require(int kept, const char *promise)
{
    if (kept)
        return;
    fprintf(stderr, "ERROR: broken promise: %s\n", promise);
    abort();
}

static tamis_screener *new_screener(void)
{
    tamis_model *model = NULL;
    tamis_screener *screener = NULL;
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = 1;
    require(tamis_model_open(&model, NULL, NULL) == TAMIS_OK, "a built-in model");
    require(tamis_screener_new(&screener, model, &options, NULL) == TAMIS_OK, "a screener");
    return screener;
}

static void check_spans(const tamis_verdict *verdict)
{
    size_t end = 0, end_byte = 0;
    for (size_t i = 0; i < verdict->n_spans; i++) {
        const tamis_span *span = &verdict->spans[i];
        require(span->begin >= end && span->end > span->begin, "code points ascend");
        require(span->begin_byte >= end_byte && span->end_byte > span->begin_byte,
                "bytes ascend");
        require(span->line >= 1, "lines count from 1");
        end = span->end;
        end_byte = span->end_byte;
    }
    require(end_byte <= verdict->n_bytes, "spans lie in the input");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    static tamis_screener *screener;
    if (!screener)
        screener = new_screener();
    const tamis_verdict *verdict = NULL;
    require(tamis_screen(&verdict, screener, bytes, n_bytes, NULL) == TAMIS_OK, "a verdict");
    require(verdict->n_bytes == n_bytes, "the size of the input");
    require((verdict->verdict == TAMIS_UNSCANNED) == (verdict->unscanned_reason != NULL),
            "a reason");
    require(verdict->probability >= 0 && verdict->probability <= 1, "a probability");
    require(verdict->removed_ratio >= 0 && verdict->removed_ratio <= 1, "a ratio");
    check_spans(verdict);
    return 0;
}
