// Where there is something to look at: a lexicon term of a trade, a phrase of terms, a brand's end,
// two of these side by side (카지노 토토), letters that had to be unmasked, a link or handle, a name
// with digits. Speed comes from doing the expensive work only there:
//   - a window without any of this is not even cut into tokens;
//   - in other windows the lines that hold some of it, the evident lines, are scored; lines within
//     TM_EVIDENT_REACH of one are scored only where it holds a stretch of its own (score/window.h).
// Most texts do not even get a view: score/glance.h sees from the bytes that there is none of this.
// So what is added here has to be added there as well; a property test (property/prop_glance.c)
// compares the two.
// SPDX-License-Identifier: MIT
#ifndef TM_EVIDENT_H
#define TM_EVIDENT_H

#include "score/lines.h"

// How many lines before and after an evident line are near it: names and dates of comments, rows
// of a list.
enum { TM_EVIDENT_REACH = 2 };

// True when the window of this view holds nothing to look at. One pass over the view and the hits.
bool tm_view_is_quiet(const tm_view *view, const tm_hits *hits, const tm_lexicon *lexicon);

// Whether the view may hold a link without a scheme, which makes its line evident where the window
// is not quiet. One pass.
bool tm_view_may_hold_host(const tm_view *view);

// Sets TM_LINE_EVIDENT on evident lines, and TM_LINE_NEAR on them and on those near. One pass.
void tm_lines_mark_evident(tm_lines *lines, const tm_view *view, const tm_tokens *tokens,
                           const tm_hits *hits, const tm_lexicon *lexicon);

#endif
