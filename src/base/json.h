// JSON both ways, for JSON Lines. Writing: strings escaped as RFC 8259 asks, bytes that are not
// UTF-8 replaced by U+FFFD so that every line written is valid JSON. Reading: a strict streaming
// scanner over one object that hands out its members one by one without building a tree; nesting
// is followed without recursion. One thing is read that RFC 8259 has not: NaN, Infinity and
// -Infinity, which Python writes unless it is told not to.
// SPDX-License-Identifier: MIT
#ifndef TM_JSON_H
#define TM_JSON_H

#include <stdint.h>

#include "base/buf.h"

void tm_json_string(tm_buf *out, tm_str text); // with the quotes

typedef enum tm_json_type {
    TM_JSON_NULL,
    TM_JSON_FALSE,
    TM_JSON_TRUE,
    TM_JSON_NUMBER,
    TM_JSON_NOT_FINITE, // NaN, Infinity, -Infinity
    TM_JSON_STRING,
    TM_JSON_ARRAY,
    TM_JSON_OBJECT
} tm_json_type;

// One value as it stands in the text: `raw` borrows the line, quotes and brackets included.
typedef struct tm_json_value {
    tm_json_type type;
    tm_str raw;
    bool escaped; // a string that holds at least one backslash
} tm_json_value;

typedef struct tm_json_scan {
    tm_str text;
    size_t pos;
    bool first;
} tm_json_scan;

// Starts on `text`, which must be one JSON object or array with blanks around it at most.
// TAMIS_EFORMAT with the offset otherwise.
tamis_status tm_json_open(tm_json_scan *scan, tm_str text, tamis_error *err);
// The next member of the object: its key (a string value) and its value.
// TAMIS_DONE after the last, when nothing but blanks follows; TAMIS_EFORMAT with the offset, also
// for what is nested deeper than 1,024. A key whose value is faulty is handed out all the same.
tamis_status tm_json_member(tm_json_scan *scan, tm_json_value *key, tm_json_value *value,
                            tamis_error *err);
// The next element of the array; as tm_json_member.
tamis_status tm_json_element(tm_json_scan *scan, tm_json_value *value, tamis_error *err);

// Appends the decoded text of a string value. Escapes become UTF-8 (\u0000 becomes a NUL byte, a
// surrogate pair one code point, a lone surrogate U+FFFD); other bytes are copied as they are.
// Returns the number of lone surrogates that were replaced.
size_t tm_json_decode(tm_buf *out, tm_json_value string);
// Where each byte of the decoded text comes from: origin[i] is the offset within string.raw of the
// character or escape that decoded byte i came from; one more for the end, that of the closing
// quote. `origin` has room for one entry per byte of string.raw.
void tm_json_origins(uint32_t *origin, tm_json_value string);
// True when the string value decodes to exactly `text`.
bool tm_json_is(tm_json_value string, const char *text);

#endif
