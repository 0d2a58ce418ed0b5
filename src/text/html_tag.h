// One tag of HTML: its element and the attributes that matter. Views borrow the source.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_TAG_H
#define TM_HTML_TAG_H

#include "text/html_element.h"

typedef enum tm_attribute {
    TM_ATTRIBUTE_ALT,
    TM_ATTRIBUTE_ARIA_LABEL,
    TM_ATTRIBUTE_BGCOLOR,
    TM_ATTRIBUTE_CLASS,
    TM_ATTRIBUTE_COLOR,
    TM_ATTRIBUTE_CONTENT,
    TM_ATTRIBUTE_ENCODING,
    TM_ATTRIBUTE_FACE,
    TM_ATTRIBUTE_HIDDEN,
    TM_ATTRIBUTE_HREF,
    TM_ATTRIBUTE_HTTP_EQUIV,
    TM_ATTRIBUTE_ID,
    TM_ATTRIBUTE_ITEMPROP,
    TM_ATTRIBUTE_LABEL,
    TM_ATTRIBUTE_NAME,
    TM_ATTRIBUTE_OPEN,
    TM_ATTRIBUTE_PLACEHOLDER,
    TM_ATTRIBUTE_PROPERTY,
    TM_ATTRIBUTE_SIZE,
    TM_ATTRIBUTE_SRC,
    TM_ATTRIBUTE_SRCDOC,
    TM_ATTRIBUTE_STYLE,
    TM_ATTRIBUTE_SUMMARY,
    TM_ATTRIBUTE_TEXT,
    TM_ATTRIBUTE_TITLE,
    TM_ATTRIBUTE_TYPE,
    TM_ATTRIBUTE_VALUE,
    TM_N_ATTRIBUTES
} tm_attribute;

typedef struct tm_html_tag {
    tm_str name;
    tm_element element;
    unsigned flags;   // TM_ELEMENT_… bits
    bool is_end;      // </…>
    bool self_closed; // …/>
    bool has[TM_N_ATTRIBUTES];
    tm_str value[TM_N_ATTRIBUTES]; // raw: character references are not decoded
} tm_html_tag;

// Reads the tag that begins at source.ptr[*pos], a '<' followed by a letter or by '/' and a letter;
// *pos moves past it. False, with *pos at the end, when the source ends inside the tag.
bool tm_html_tag_read(tm_html_tag *tag, tm_str source, size_t *pos);

#endif
