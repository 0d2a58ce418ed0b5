// From suspicious segments to the spans that a verdict shows and a cleaner would cut. Line by line;
// the injected words rather than the whole line, where the evidence allows. Each span has the kind
// that its place and shape support; a swap also has the original word, where a twin names it.
// SPDX-License-Identifier: MIT
#ifndef TM_SPANS_H
#define TM_SPANS_H

#include "score/twins.h"

typedef struct tm_span {
    tm_range range; // characters of the view
    tamis_span_kind kind;
    int32_t score;     // sum of the scores of its tokens, 1/TM_SCORE_UNIT nat
    tm_range original; // of a swap; begin == end: unknown
    bool whole_line;   // the line is injected as a whole
} tm_span;

typedef struct tm_spans {
    tm_span *span; // ascending, disjoint
    size_t len, cap;
    tm_span *merged; // scratch
    size_t n_merged, merged_cap;
    tm_segments pieces; // scratch: segments of one line
    int32_t *score;     // scratch
    size_t score_cap;
} tm_spans;

// Finds the spans of a scored window with its segments and twins; what *out held before is
// replaced. Where there is a segment there is at least one span. TAMIS_ENOMEM.
tamis_status tm_spans_find(tm_spans *out, const tm_window *window, const tm_lexicon *lexicon,
                           const tm_segments *segments, const tm_twins *twins,
                           tamis_error *err);
void tm_spans_free(tm_spans *spans);

#endif
