// The elements of HTML, and the properties of each that matter for reading a page as text.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_ELEMENT_H
#define TM_HTML_ELEMENT_H

#include "base/str.h"

// Elements that the code refers to by name. Other known elements have numbers from
// TM_ELEMENT_OTHER, given by their rows of the table; unknown ones have a number in
// [TM_ELEMENT_UNKNOWN, TM_N_ELEMENTS) by the hash of their name.
typedef enum tm_element {
    TM_ELEMENT_NONE,
    TM_ELEMENT_A,
    TM_ELEMENT_AREA,
    TM_ELEMENT_BODY,
    TM_ELEMENT_BR,
    TM_ELEMENT_BUTTON,
    TM_ELEMENT_CAPTION,
    TM_ELEMENT_DATALIST,
    TM_ELEMENT_DD,
    TM_ELEMENT_DIALOG,
    TM_ELEMENT_DL,
    TM_ELEMENT_DT,
    TM_ELEMENT_FONT,
    TM_ELEMENT_HEAD,
    TM_ELEMENT_HEADING, // h1 to h6: the end tag of one closes any
    TM_ELEMENT_HTML,
    TM_ELEMENT_IFRAME,
    TM_ELEMENT_IMG,
    TM_ELEMENT_INPUT,
    TM_ELEMENT_LI,
    TM_ELEMENT_MATH,
    TM_ELEMENT_META,
    TM_ELEMENT_NOEMBED,
    TM_ELEMENT_NOFRAMES,
    TM_ELEMENT_NOSCRIPT,
    TM_ELEMENT_OL,
    TM_ELEMENT_OPTGROUP,
    TM_ELEMENT_OPTION,
    TM_ELEMENT_P,
    TM_ELEMENT_PLAINTEXT,
    TM_ELEMENT_PRE,
    TM_ELEMENT_RP,
    TM_ELEMENT_SCRIPT,
    TM_ELEMENT_SELECT,
    TM_ELEMENT_STYLE,
    TM_ELEMENT_SVG,
    TM_ELEMENT_TABLE,
    TM_ELEMENT_TD,
    TM_ELEMENT_TEMPLATE,
    TM_ELEMENT_TEXTAREA,
    TM_ELEMENT_TITLE,
    TM_ELEMENT_TR,
    TM_ELEMENT_TROWS, // tbody, thead, tfoot
    TM_ELEMENT_UL,
    TM_ELEMENT_OTHER, // the first of those known without a name here
    TM_ELEMENT_UNKNOWN = 160,
    TM_N_ELEMENTS = 256
} tm_element;

enum {
    TM_ELEMENT_BLOCK = 1,        // a line ends where it begins and where it ends
    TM_ELEMENT_VOID = 2,         // has no content and no end tag
    TM_ELEMENT_SKIPPED = 4,      // its content is neither markup nor for readers
    TM_ELEMENT_PLAIN = 8,        // its content is text with character references (RCDATA)
    TM_ELEMENT_SPECIAL = 16,     // inline end tags in it close nothing outside of it (13.2.4.2)
    TM_ELEMENT_BARRIER = 32,     // nor do other end tags, except those of tables and templates
    TM_ELEMENT_CLOSES_P = 64,    // its start tag ends the open paragraph
    TM_ELEMENT_FORMATTING = 128, // may end while elements in it stay open: <b><p></b>
    TM_ELEMENT_LEAVES_DRAWING = 256 // its start tag ends the drawing or formula that it is in
};

typedef struct tm_element_name {
    tm_element element;
    unsigned flags; // TM_ELEMENT_… bits
} tm_element_name;

// `name` in any case. Linear in its length.
tm_element_name tm_element_find(tm_str name);

#endif
