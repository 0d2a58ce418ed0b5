// Header fields as web archives (ISO 28500, clause 4) and HTTP/1.1 (RFC 9112, section 5) write
// them: lines of a name, a colon and a value, up to an empty line. A line that begins with a blank
// continues the value of the line before: old archives and servers fold long values like this.
// SPDX-License-Identifier: MIT
#ifndef TM_FIELDS_H
#define TM_FIELDS_H

#include "base/status.h"
#include "base/str.h"

typedef struct tm_field {
    tm_str name, value; // trimmed; borrow the header; a folded value keeps its inner line ends
} tm_field;

// Cuts the next field off the front of `rest`. TAMIS_DONE when the empty line was cut off instead;
// TAMIS_EFORMAT when `rest` holds no whole line.
tamis_status tm_field_cut(tm_field *out, tm_str *rest);

bool tm_field_is(tm_str word, const char *wanted); // equal, ignoring the case of ASCII letters
tm_str tm_field_trim(tm_str s);                    // without blanks and line ends at both ends

#endif
