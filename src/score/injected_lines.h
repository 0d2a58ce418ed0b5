// Which lines are injected as a whole, for spans.c: a line of the document has suspicious pieces
// cut out of it, a line that strangers wrote goes with its harmless words, too. Pure.
// SPDX-License-Identifier: MIT
#ifndef TM_INJECTED_LINES_H
#define TM_INJECTED_LINES_H

#include "score/segments.h"
#include "score/window.h"

// `pieces` are the suspicious parts of the line, token indices of the window. `among_others`: a
// line near it has such parts, too, as in a row of comments.
bool tm_line_is_injected(const tm_window *window, const tm_line *line,
                         const tm_segments *pieces, bool among_others);

// A line with words, none of which is in the script that the document is written in: beside an
// injected line that is so, too, it is another of the same list or the next sentence of a comment.
bool tm_line_is_foreign(const tm_window *window, const tm_line *line);

// A line that is nothing but a name with digits, as guests take them: 방문자34. Above an injected line
// it is whose comment that is.
bool tm_line_is_name(const tm_window *window, const tm_line *line);

// A line between two injected ones that does not read like the document: a name, a date, the
// second sentence of a comment.
bool tm_line_fits_between(const tm_window *window, const tm_line *line);

// A line right behind an injected one, `before`, that goes on with it: one more link of a list.
bool tm_line_goes_on(const tm_window *window, const tm_line *line, const tm_line *before);

#endif
