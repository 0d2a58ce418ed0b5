// Turns offsets in the judged text into offsets in the input: back through the markup of a page,
// then through the decoder.
// SPDX-License-Identifier: MIT
#ifndef TM_ORIGIN_H
#define TM_ORIGIN_H

#include "text/decode.h"
#include "text/html.h"

typedef struct tm_origin {
    const tm_decoded *decoded;
    const tm_html *html; // NULL: the judged text is the decoded one
    size_t n_left_out;   // code points in spans that were found but are not given
} tm_origin;

// The number of code points in valid UTF-8.
size_t tm_origin_characters(tm_str text);

// Takes v->n_spans spans whose begin_byte and end_byte are offsets in the judged text. Replaces
// these by offsets in the input, fills in code points and lines, sorts the spans and joins those
// that overlap. Spans that the page hides become TAMIS_SPAN_HIDDEN. Sets v->n_spans and
// v->removed_ratio.
void tm_origin_spans(const tm_origin *origin, tamis_verdict *v, tamis_span *span);
// The same for v->n_lines lines, whose `flagged` it sets; v->spans must be final.
void tm_origin_lines(const tm_origin *origin, const tamis_verdict *v, tamis_line *line);

#endif
