// The members always come in the same order and form, so that rows that say the same are equal
// bytes.
// SPDX-License-Identifier: MIT
#include "sink/label_row.h"

#include "base/json.h"
#include "base/json_writer.h"
#include "base/num.h"

// Those that say something of the document come first, those of its label follow.
static const char *const names[] = {"group", "lang",        "source", "weight", "kind",
                                    "spans", "obfuscation", "hard",   "strong", "composite"};
enum { N_NAMES = sizeof names / sizeof *names, N_OF_DOCUMENT = 4, N_OF_LINE = 3, WEIGHT = 3 };

// ---- Writing --------------------------------------------------------------------------------

static void add_word(tm_json_writer *w, const char *key, const char *word)
{
    if (*word)
        tm_json_add_word(w, key, word);
}

static void add_true(tm_json_writer *w, const char *key, bool value)
{
    if (value)
        tm_json_add_bool(w, key, true);
}

static void add_spans(tm_json_writer *w, const tm_labelled *row)
{
    size_t byte = 0;
    size_t character = 0;
    if (row->n_spans == 0)
        return;
    tm_json_begin(w, "spans", '[');
    for (size_t i = 0; i < row->n_spans; i++) {
        const size_t bounds[] = {row->spans[i].begin, row->spans[i].end};
        tm_json_begin(w, NULL, '[');
        for (size_t k = 0; k < 2; k++) {
            for (; byte < bounds[k]; byte++)
                character += ((unsigned char)row->text.ptr[byte] & 0xC0) != 0x80;
            tm_json_add_size(w, NULL, character);
        }
        tm_json_end(w, ']');
    }
    tm_json_end(w, ']');
}

// Takes an object without members off again.
static void end_object(tm_json_writer *w, size_t begin)
{
    tm_json_end(w, '}');
    if (w->out->len == begin + 2)
        w->out->len = begin;
}

void tm_label_row_write(tm_buf *out, const tm_labelled *row)
{
    const size_t begin = out->len;
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    add_word(&w, "group", row->group_name);
    add_word(&w, "lang", row->language);
    add_word(&w, "source", row->source);
    if (row->weight < 1 || row->weight > 1)
        tm_json_add_exact(&w, "weight", row->weight);
    add_word(&w, "kind", row->kind);
    add_spans(&w, row);
    add_word(&w, "obfuscation", row->obfuscation);
    add_true(&w, "hard", row->hard);
    add_true(&w, "strong", row->strong);
    add_true(&w, "composite", row->composite);
    end_object(&w, begin);
}

void tm_label_row_of_host(tm_buf *out, tm_str host)
{
    tm_buf name = {0};
    tm_json_writer w = {.out = out};
    for (size_t i = 0; i < host.len; i++) // the same host in any letters
        tm_buf_byte(&name, host.ptr[i] >= 'A' && host.ptr[i] <= 'Z'
                               ? (char)(host.ptr[i] - 'A' + 'a')
                               : host.ptr[i]);
    tm_json_begin(&w, NULL, '{');
    tm_json_add_text(&w, "group", tm_buf_str(&name));
    tm_json_end(&w, '}');
    out->failed = out->failed || name.failed;
    tm_buf_free(&name);
}

// ---- From JSON ------------------------------------------------------------------------------

// The number of the name that `key` is; N_NAMES: of none.
static size_t name_of(tm_json_value key)
{
    size_t i = 0;
    while (i < N_NAMES && !tm_json_is(key, names[i]))
        i++;
    return i;
}

// A name may be a number in JSON, too (model/dataset.c), and then goes by its digits.
static void copy_member(tm_json_writer *w, size_t name, tm_json_value value)
{
    tm_buf text = {0};
    if (value.type == TM_JSON_STRING)
        tm_json_decode(&text, value);
    else if (value.type == TM_JSON_NUMBER)
        tm_buf_add(&text, value.raw);
    double number;
    if (name != WEIGHT && text.len > 0)
        tm_json_add_text(w, names[name], tm_buf_str(&text));
    else if (name == WEIGHT && tm_parse_double(&number, value.raw))
        tm_json_add_exact(w, names[name], number);
    w->out->failed = w->out->failed || text.failed;
    tm_buf_free(&text);
}

// The value of the last member with this name, as with model/dataset.c; null when there is none.
static tm_json_value find_member(tm_str json, size_t name)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    tm_json_value found = {.type = TM_JSON_NULL};
    tamis_status status = tm_json_open(&scan, json, NULL);
    while (status == TAMIS_OK &&
           (status = tm_json_member(&scan, &key, &value, NULL)) == TAMIS_OK)
        if (tm_json_is(key, names[name]))
            found = value;
    return found;
}

// Appends the members among the first `n_names` names, in their order, as tm_label_row_write would.
static void copy_members(tm_buf *out, tm_str json, size_t n_names)
{
    const size_t begin = out->len;
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    for (size_t i = 0; i < n_names; i++)
        copy_member(&w, i, find_member(json, i));
    end_object(&w, begin);
}

void tm_label_row_carry(tm_buf *out, tm_str row)
{
    copy_members(out, row, N_OF_DOCUMENT);
}

void tm_label_row_of_line(tm_buf *out, tm_str line)
{
    copy_members(out, line, N_OF_LINE);
}

bool tm_label_row_is_sound(tm_str row)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    tamis_status status = tm_json_open(&scan, row, NULL);
    while (status == TAMIS_OK &&
           (status = tm_json_member(&scan, &key, &value, NULL)) == TAMIS_OK)
        if (name_of(key) == N_NAMES)
            return false;
    return status == TAMIS_DONE;
}
