// From offsets of the judged text back to those of the input: through the markup of a page, then
// through the decoder.
// SPDX-License-Identifier: MIT
#ifndef TM_ORIGIN_H
#define TM_ORIGIN_H

#include "text/decode.h"
#include "text/html.h"

typedef struct tm_origin {
    const tm_decoded *decoded;
    const tm_html *html; // NULL: the judged text is the decoded one
    size_t n_left_out;   // code points inside of spans that are not given
} tm_origin;

// Code points of valid UTF-8.
size_t tm_origin_characters(tm_str text);

// Spans with begin_byte and end_byte of the judged text get those of the input, code points and
// lines, in ascending order; sets v->n_spans, where some had to be joined, and
// v->removed_ratio. Spans that a page hides become TAMIS_SPAN_HIDDEN.
void tm_origin_spans(const tm_origin *origin, tamis_verdict *v, tamis_span *span);
// The same for lines, once the spans have their places.
void tm_origin_lines(const tm_origin *origin, const tamis_verdict *v, tamis_line *line);

#endif
