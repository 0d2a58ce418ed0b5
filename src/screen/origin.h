// Turns offsets in the judged text into offsets in the input: back through the markup of a page,
// then through the decoder. A text that is judged in parts is placed part by part, each behind the
// one before it.
// SPDX-License-Identifier: MIT
#ifndef TM_ORIGIN_H
#define TM_ORIGIN_H

#include "tamis.h"
#include "text/plain.h"

// Begin with zero, which is the place of the first part.
typedef struct tm_origin {
    size_t byte, character, line;  // of the input, before the next part: lines are line ends
    size_t n_characters, n_inside; // code points of the parts so far, and of those inside spans
} tm_origin;

// The number of code points in valid UTF-8.
size_t tm_origin_characters(tm_str text);

// Takes the next part and its spans, span[first, v->n_spans), whose begin_byte and end_byte are
// offsets in the judged text. Replaces these by offsets in the input, fills in code points and
// lines, sorts the spans and joins those that overlap. Spans that the page hides become
// TAMIS_SPAN_HIDDEN. Sets v->n_spans.
void tm_origin_spans(tm_origin *origin, const tm_plain *part, tamis_verdict *v,
                     tamis_span *span, size_t first);
// The same for the v->n_lines lines of an only part, whose `flagged` it sets; v->spans must be
// final.
void tm_origin_lines(const tm_plain *part, const tamis_verdict *v, tamis_line *line);

#endif
