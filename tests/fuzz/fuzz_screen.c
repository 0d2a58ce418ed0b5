// Any bytes as a document: the screener must neither crash nor break what tamis.h says of a
// verdict. Spans ascend, stay inside the input and do not overlap; figures are in their ranges. In
// pieces the input gets the same verdict as in one.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamis.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

enum { MAX_PIECES_BYTES = 1 << 20 }; // one window

static void require(int kept, const char *promise)
{
    if (kept)
        return;
    fprintf(stderr, "ERROR: broken promise: %s\n", promise);
    abort();
}

static tamis_screener *new_screener(int want_lines)
{
    tamis_model *model = NULL;
    tamis_screener *screener = NULL;
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = want_lines;
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
        // Decoding makes at most three bytes of one.
        require(span->original_bytes <= 3 * verdict->n_bytes, "originals stand in the input");
        end = span->end;
        end_byte = span->end_byte;
    }
    require(end_byte <= verdict->n_bytes, "spans lie in the input");
}

// An input that fits into one window is decoded and judged at once, however it comes.
static void check_pieces(const uint8_t *bytes, size_t n_bytes)
{
    static tamis_screener *screener;
    if (!screener)
        screener = new_screener(0);
    const tamis_verdict *verdict = NULL;
    require(tamis_screen(&verdict, screener, bytes, n_bytes, NULL) == TAMIS_OK, "a verdict");
    const tamis_verdict whole = *verdict;
    const size_t n_first = n_bytes / 3;
    require(tamis_screen_begin(screener, NULL) == TAMIS_OK &&
                tamis_screen_add(screener, bytes, n_first, NULL) == TAMIS_OK &&
                tamis_screen_add(screener, bytes + n_first, n_bytes - n_first, NULL) ==
                    TAMIS_OK &&
                tamis_screen_end(&verdict, screener, NULL) == TAMIS_OK,
            "a verdict on pieces");
    require(verdict->verdict == whole.verdict && verdict->kind == whole.kind &&
                verdict->unscanned_reason == whole.unscanned_reason &&
                verdict->encoding == whole.encoding && verdict->n_spans == whole.n_spans &&
                verdict->n_damaged == whole.n_damaged &&
                memcmp(verdict->sha256, whole.sha256, sizeof whole.sha256) == 0,
            "the same verdict in pieces");
    require(!(verdict->score < whole.score) && !(verdict->score > whole.score) &&
                !(verdict->removed_ratio < whole.removed_ratio) &&
                !(verdict->removed_ratio > whole.removed_ratio),
            "the same figures in pieces");
    check_spans(verdict);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    static tamis_screener *screener;
    if (!screener)
        screener = new_screener(1);
    const tamis_verdict *verdict = NULL;
    require(tamis_screen(&verdict, screener, bytes, n_bytes, NULL) == TAMIS_OK, "a verdict");
    require(verdict->n_bytes == n_bytes, "the size of the input");
    require((verdict->verdict == TAMIS_UNSCANNED) == (verdict->unscanned_reason != NULL),
            "a reason");
    require(verdict->probability >= 0 && verdict->probability <= 1, "a probability");
    require(verdict->removed_ratio >= 0 && verdict->removed_ratio <= 1, "a ratio");
    check_spans(verdict);
    if (n_bytes <= MAX_PIECES_BYTES)
        check_pieces(bytes, n_bytes);
    return 0;
}
