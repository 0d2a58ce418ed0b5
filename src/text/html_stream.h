// Lines of text with their origin, as the tokenizer hands them over.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_STREAM_H
#define TM_HTML_STREAM_H

#include "text/html.h"

void tm_html_stream_clear(tm_html_stream *stream);
void tm_html_stream_free(tm_html_stream *stream);

// Appends bytes that stand in the source at `source`, after the blank that is due.
void tm_html_stream_put(tm_html_stream *stream, tm_str bytes, size_t source);
// Appends text that stands for `source_len` bytes of the source.
void tm_html_stream_replace(tm_html_stream *stream, tm_str text, size_t source,
                            size_t source_len);
// Notes white space: it is written only between two words of one line.
void tm_html_stream_blank(tm_html_stream *stream, char blank, size_t source);
// Ends the line, if anything stands in it.
void tm_html_stream_break(tm_html_stream *stream);
// Appends what `more` holds.
void tm_html_stream_join(tm_html_stream *stream, const tm_html_stream *more);

#endif
