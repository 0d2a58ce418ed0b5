// Header fields as web archives (ISO 28500, clause 4) and HTTP/1.1 (RFC 9112, section 5) write
// them: a name, a colon and a value a line, until an empty line. A line that begins with a blank
// goes on with the value of the one before: old archives and servers fold long values so.
// SPDX-License-Identifier: MIT
#ifndef TM_FIELDS_H
#define TM_FIELDS_H

#include "base/status.h"
#include "base/str.h"

typedef struct tm_field {
    tm_str name, value; // without blanks around; views; a folded value has its line ends inside
} tm_field;

// Cuts the next field off the front of `rest`. TAMIS_DONE when it was the empty line that was cut
// off; TAMIS_EFORMAT, with no words, when no line end comes any more.
tamis_status tm_field_cut(tm_field *out, tm_str *rest);

bool tm_field_is(tm_str word, const char *wanted); // in capitals or not
tm_str tm_field_trim(tm_str s);                    // without blanks and line ends around

#endif
