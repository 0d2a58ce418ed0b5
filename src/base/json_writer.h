// JSON written one value after another, with the commas seen to: for objects of some depth, whose
// keys stand in the order in which the code names them. Numbers have a fixed count of decimals, so
// that equal results are equal bytes; what is not finite is null.
// SPDX-License-Identifier: MIT
#ifndef TM_JSON_WRITER_H
#define TM_JSON_WRITER_H

#include "base/buf.h"

typedef struct tm_json_writer {
    tm_buf *out;
    bool follows; // a value stands before this place, in the same object or list
} tm_json_writer;

// `key` is NULL in a list and outside of everything.
void tm_json_begin(tm_json_writer *w, const char *key, char bracket); // '{' or '['
void tm_json_end(tm_json_writer *w, char bracket);                    // '}' or ']'
void tm_json_add_text(tm_json_writer *w, const char *key, tm_str text);
void tm_json_add_word(tm_json_writer *w, const char *key, const char *word);
void tm_json_add_size(tm_json_writer *w, const char *key, size_t value);
void tm_json_add_int(tm_json_writer *w, const char *key, long long value);
void tm_json_add_number(tm_json_writer *w, const char *key, double value, int decimals);
void tm_json_add_exact(tm_json_writer *w, const char *key, double value); // reads back exactly
void tm_json_add_bool(tm_json_writer *w, const char *key, bool value);
void tm_json_add_null(tm_json_writer *w, const char *key);

#endif
