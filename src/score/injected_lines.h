// Which lines are injected as a whole, for spans.c. Out of a line of the document only suspicious
// pieces are cut; a line that strangers wrote goes as a whole, its harmless words included. Pure.
// SPDX-License-Identifier: MIT
#ifndef TM_INJECTED_LINES_H
#define TM_INJECTED_LINES_H

#include "score/segments.h"
#include "score/window.h"

// Whether the line is injected as a whole. `pieces` are its suspicious parts, as token indices of
// the window. `among_others`: a line near it has such parts as well, as in a row of comments.
bool tm_line_is_injected(const tm_window *window, const tm_line *line,
                         const tm_segments *pieces, bool among_others);

// Whether the line has words and none in the script of the document. Next to an injected line of
// the same sort it is one more of the same list, or the next sentence of a comment.
bool tm_line_is_foreign(const tm_window *window, const tm_line *line);

// Whether the line is nothing but a name that ends in a digit, as guests choose them (방문자34).
// Above an injected line it names who wrote that comment.
bool tm_line_is_name(const tm_window *window, const tm_line *line);

// Whether the line, which lies between two injected ones, does not read like the document: a name,
// a date, the second sentence of a comment.
bool tm_line_fits_between(const tm_window *window, const tm_line *line);

// Whether the line continues the injected one right above it, `before`: one more link of a list.
bool tm_line_goes_on(const tm_window *window, const tm_line *line, const tm_line *before);

#endif
