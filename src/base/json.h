// Reading JSON, and writing its strings (json_writer.h writes whole objects). The scanner walks
// over one object or array and hands out its members or elements one by one, without building a
// tree and without recursion. It is as strict as RFC 8259 with one exception: it accepts NaN,
// Infinity and -Infinity, which Python writes unless told not to.
// SPDX-License-Identifier: MIT
#ifndef TM_JSON_H
#define TM_JSON_H

#include <stdint.h>

#include "base/buf.h"

// Appends `text` as a string with its quotes. Bytes that are not UTF-8 become U+FFFD, so that the
// result is always valid JSON.
void tm_json_string(tm_buf *out, tm_str text);

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

typedef struct tm_json_value {
    tm_json_type type;
    tm_str raw;   // as written, quotes and brackets included; borrows the scanned text
    bool escaped; // a string that holds at least one backslash
} tm_json_value;

typedef struct tm_json_scan {
    tm_str text; // borrowed
    size_t pos;
    bool first;    // no member or element has been read yet after the last opening bracket
    bool too_deep; // the last fault was that: the text may be correct
} tm_json_scan;

// Starts on `text`, which must be one JSON object or array with nothing but blanks around it; of
// that only the beginning is checked here. TAMIS_EFORMAT with the offset.
tamis_status tm_json_open(tm_json_scan *scan, tm_str text, tamis_error *err);
// The next member of the object: its key (a string value) and its value. TAMIS_DONE after the last
// one, if only blanks follow the object. TAMIS_EFORMAT with the offset, also for values nested
// deeper than 1,024; *key is set even when its value turns out to be faulty.
tamis_status tm_json_member(tm_json_scan *scan, tm_json_value *key, tm_json_value *value,
                            tamis_error *err);
// The next element of the array, likewise.
tamis_status tm_json_element(tm_json_scan *scan, tm_json_value *value, tamis_error *err);

// The functions below take a string value that the scanner has handed out.

// Appends its decoded text. Escapes become UTF-8 (\u0000 a NUL byte, a surrogate pair one code
// point, a lone surrogate U+FFFD); other bytes are copied unchanged, even if they are not UTF-8.
// Returns the number of lone surrogates that were replaced.
size_t tm_json_decode(tm_buf *out, tm_json_value string);
// Where each byte of the decoded text comes from: origin[i] is the offset within string.raw of the
// byte or escape that decoded byte i came from. One more entry follows, the offset of the closing
// quote. `origin` has room for one entry per byte of string.raw.
void tm_json_origins(uint32_t *origin, tm_json_value string);
// True when it decodes to exactly `text`; false also for a value that is not a string.
bool tm_json_is(tm_json_value string, const char *text);

#endif
