// Drawings (SVG) and formulas (MathML) inside a page: which rules its tags are read by.
//
// In them no element holds raw text, not even <style>, and a tag that closes itself is a whole
// element: after `<svg><style/></svg>` the page goes on. Elements of HTML end a drawing, except in
// the few elements that may hold HTML. Source: the HTML standard, 13.2.6.5 (foreign content).
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_MARKUP_H
#define TM_HTML_MARKUP_H

#include "text/html_tag.h"

// What the content of an element is.
typedef enum tm_markup {
    TM_MARKUP_HTML,
    TM_MARKUP_WORDS, // of a formula (<mi>, <mtext>): HTML but for two elements
    TM_MARKUP_DRAWING,
    TM_MARKUP_FORMULA,
    TM_MARKUP_NOTE // on a formula: as that, but <svg> begins a drawing
} tm_markup;

// Whether the content is read by the rules of drawings and formulas.
bool tm_markup_is_foreign(tm_markup markup);
// Whether an element with this tag belongs to a drawing or a formula; `around`: what the element
// that it stands in holds.
bool tm_markup_is_part(tm_markup around, const tm_html_tag *tag);
// What the element holds in turn.
tm_markup tm_markup_inside(tm_markup around, const tm_html_tag *tag);
// Whether the drawing or formula that `tag` stands in ends there.
bool tm_markup_is_left_at(const tm_html_tag *tag);

#endif
