// Any bytes as a document: the screener must neither crash nor break what tamis.h says of a
// verdict. Spans ascend, stay inside the input and do not overlap; figures are in their ranges.
// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "tamis.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

static void require(int promise)
{
    if (!promise)
        abort();
}

static tamis_screener *new_screener(void)
{
    tamis_model *model = NULL;
    tamis_screener *screener = NULL;
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = 1;
    require(tamis_model_open(&model, NULL, NULL) == TAMIS_OK);
    require(tamis_screener_new(&screener, model, &options, NULL) == TAMIS_OK);
    return screener;
}

static void check_spans(const tamis_verdict *verdict)
{
    size_t end = 0, end_byte = 0;
    for (size_t i = 0; i < verdict->n_spans; i++) {
        const tamis_span *span = &verdict->spans[i];
        require(span->begin >= end && span->end > span->begin);
        require(span->begin_byte >= end_byte && span->end_byte > span->begin_byte);
        require(span->line >= 1);
        end = span->end;
        end_byte = span->end_byte;
    }
    require(end_byte <= verdict->n_bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    static tamis_screener *screener;
    if (!screener)
        screener = new_screener();
    const tamis_verdict *verdict = NULL;
    require(tamis_screen(&verdict, screener, bytes, n_bytes, NULL) == TAMIS_OK);
    require(verdict->n_bytes == n_bytes);
    require((verdict->verdict == TAMIS_UNSCANNED) == (verdict->unscanned_reason != NULL));
    require(verdict->probability >= 0 && verdict->probability <= 1);
    require(verdict->removed_ratio >= 0 && verdict->removed_ratio <= 1);
    check_spans(verdict);
    return 0;
}
