// The decoded text of a screened document with its spans marked, line by line.
// SPDX-License-Identifier: MIT
#ifndef TM_MARKED_H
#define TM_MARKED_H

#include "base/buf.h"
#include "tamis.h"
#include "text/decode.h"

typedef struct tm_marked {
    const tamis_verdict *verdict;
    const tm_decoded *decoded; // the text that the verdict is about; NULL: not at hand
    bool color;                // spans in reverse video; else between ⟦ and ⟧
} tm_marked;

// Appends the decoded text from byte `begin` to the end of its line, made safe for a terminal and
// cut with … at `max_columns` (0: no limit). `*span` is the number of the first span that ends
// after `begin`; it is moved on past the spans that end on this line. A swapped-in word is followed
// by the original in braces: ⟦라이브바카라⟧{장관}.
void tm_marked_line(tm_buf *out, const tm_marked *marked, size_t begin, size_t *span,
                    size_t max_columns);
// The same for bytes [begin, end), which may hold line ends: these are shown as blanks.
void tm_marked_stretch(tm_buf *out, const tm_marked *marked, size_t begin, size_t end,
                       size_t *span);

// The words of spans [first, end) alone, marked in the same way and cut at max_columns, for a text
// that is not at hand: marked->decoded is not used.
void tm_marked_words(tm_buf *out, const tm_marked *marked, size_t first, size_t end,
                     size_t max_columns);

// Line numbers, from 1, for the rows of a verdict (tamis_line), which carry none: an empty line has
// no row, and a line that is cut into windows has several. Start with zero.
typedef struct tm_line_count {
    size_t offset, n_ends; // how far the decoded text is counted, and the line ends up to there
} tm_line_count;

// The number of the line with byte `begin_byte` of the input; these must come in ascending order.
size_t tm_line_number(tm_line_count *count, const tm_decoded *decoded, size_t begin_byte);

#endif
