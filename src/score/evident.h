// Where there is something to look at: a lexicon term of a trade, a phrase of terms, a brand's end,
// letters that had to be unmasked, a link or handle, a name with digits. Speed comes from looking
// twice only there: a window without any of it is not even cut into tokens, of the others only such
// lines are scored, and the lines within TM_EVIDENT_REACH of one only where it holds a stretch of
// its own (score/window.h). Most windows do not even get a view: score/glance.h sees from the bytes
// that there is none of this. What is added here has to be added there; a property test
// (property/prop_glance.c) holds the two together.
// SPDX-License-Identifier: MIT
#ifndef TM_EVIDENT_H
#define TM_EVIDENT_H

#include "score/lines.h"

// Lines before and after: names and dates of comments, rows of a list.
enum { TM_EVIDENT_REACH = 2 };

// True when the whole window holds nothing to look at. One pass over the view and the hits.
bool tm_view_is_quiet(const tm_view *view, const tm_hits *hits, const tm_lexicon *lexicon);

// Sets TM_LINE_EVIDENT on the lines to look at and TM_LINE_NEAR on them and those around. One pass.
void tm_lines_mark_evident(tm_lines *lines, const tm_view *view, const tm_tokens *tokens,
                           const tm_hits *hits, const tm_lexicon *lexicon);

#endif
