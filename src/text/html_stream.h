// Writing lines of text with their origins. Memory shortage shows in text.failed.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_STREAM_H
#define TM_HTML_STREAM_H

#include "text/html.h"

void tm_html_stream_clear(tm_html_stream *stream);
void tm_html_stream_free(tm_html_stream *stream);

// Appends bytes that are in the source at offset `source`; both write the noted blank first.
void tm_html_stream_put(tm_html_stream *stream, tm_str bytes, size_t source);
// Appends text that stands for `source_len` bytes of the source at offset `source`.
void tm_html_stream_replace(tm_html_stream *stream, tm_str text, size_t source,
                            size_t source_len);
// Notes white space: it is written only between two words of one line.
void tm_html_stream_blank(tm_html_stream *stream, char blank, size_t source);
// Ends the line unless it is empty.
void tm_html_stream_break(tm_html_stream *stream);
// Appends the text and the origins of `more`.
void tm_html_stream_join(tm_html_stream *stream, const tm_html_stream *more);

#endif
