// The flag `follows` is the whole state: opening brackets clear it, finished values set it.
// SPDX-License-Identifier: MIT
#include "base/json_writer.h"

#include "base/json.h"
#include "base/num.h"

// Writes what comes before a value: the comma that is due, and the key.
static void start(tm_json_writer *w, const char *key)
{
    if (w->follows)
        tm_buf_byte(w->out, ',');
    if (key) {
        tm_json_string(w->out, tm_str_of(key));
        tm_buf_byte(w->out, ':');
    }
    w->follows = true;
}

void tm_json_begin(tm_json_writer *w, const char *key, char bracket)
{
    start(w, key);
    tm_buf_byte(w->out, bracket);
    w->follows = false;
}

void tm_json_end(tm_json_writer *w, char bracket)
{
    tm_buf_byte(w->out, bracket);
    w->follows = true;
}

void tm_json_add_text(tm_json_writer *w, const char *key, tm_str text)
{
    start(w, key);
    tm_json_string(w->out, text);
}

void tm_json_add_word(tm_json_writer *w, const char *key, const char *word)
{
    tm_json_add_text(w, key, tm_str_of(word));
}

void tm_json_add_size(tm_json_writer *w, const char *key, uint64_t value)
{
    start(w, key);
    tm_print_size(w->out, value);
}

void tm_json_add_int(tm_json_writer *w, const char *key, long long value)
{
    start(w, key);
    tm_buf_format(w->out, "%lld", value);
}

void tm_json_add_number(tm_json_writer *w, const char *key, double value, int decimals)
{
    start(w, key);
    tm_print_fixed(w->out, value, decimals);
}

void tm_json_add_probability(tm_json_writer *w, const char *key, double value, double other)
{
    start(w, key);
    tm_print_probability(w->out, value, other);
}

void tm_json_add_exact(tm_json_writer *w, const char *key, double value)
{
    start(w, key);
    tm_print_double(w->out, value);
}

void tm_json_add_bool(tm_json_writer *w, const char *key, bool value)
{
    start(w, key);
    tm_buf_text(w->out, value ? "true" : "false");
}

void tm_json_add_null(tm_json_writer *w, const char *key)
{
    start(w, key);
    tm_buf_text(w->out, "null");
}
