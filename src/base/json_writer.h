// Writes JSON value by value, keys in the order of the calls, and puts the commas where they
// belong. Numbers have a fixed number of decimals, so that equal results are equal bytes; those
// that are not finite become null. Memory shortage shows in out->failed.
// SPDX-License-Identifier: MIT
#ifndef TM_JSON_WRITER_H
#define TM_JSON_WRITER_H

#include <stdint.h>

#include "base/buf.h"

typedef struct tm_json_writer {
    tm_buf *out;
    bool follows; // the next value follows another in the same object or array: a comma is due
} tm_json_writer;

// `key` is NULL for elements of an array and for the outermost value.
void tm_json_begin(tm_json_writer *w, const char *key, char bracket); // '{' or '['
void tm_json_end(tm_json_writer *w, char bracket);                    // '}' or ']'
void tm_json_add_text(tm_json_writer *w, const char *key, tm_str text);
void tm_json_add_word(tm_json_writer *w, const char *key, const char *word);
void tm_json_add_size(tm_json_writer *w, const char *key, uint64_t value);
void tm_json_add_int(tm_json_writer *w, const char *key, long long value);
void tm_json_add_number(tm_json_writer *w, const char *key, double value, int decimals);
void tm_json_add_probability(tm_json_writer *w, const char *key, double value, double other);
void tm_json_add_exact(tm_json_writer *w, const char *key, double value); // reads back exactly
void tm_json_add_bool(tm_json_writer *w, const char *key, bool value);
void tm_json_add_null(tm_json_writer *w, const char *key);

#endif
