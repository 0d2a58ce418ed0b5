// Character references of HTML: &#48148; &#xBC14; &amp; and the 2,231 names of the standard.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_ENTITY_H
#define TM_HTML_ENTITY_H

#include <stdint.h>

#include "base/str.h"

typedef struct tm_html_entity {
    size_t source_len; // length of the reference from '&' to ';'; 0: there is none
    char text[8];      // what it stands for, in UTF-8
    size_t text_len;
} tm_html_entity;

// Reads the reference that `source` begins with; source.ptr[0] is '&'. In an attribute, a name
// without semicolon is not a reference before '=', a letter or a digit, so that links stay intact.
tm_html_entity tm_html_entity_read(tm_str source, bool in_attribute);

// Writes a code point and returns the number of bytes, at most 4.
size_t tm_html_entity_write(char *out, uint32_t codepoint);

#endif
