// The scanner. Each value is checked to its last byte and handed out as a slice of the text.
// Strings, which make up nearly all of a line of JSON Lines, are walked sixteen bytes at a time;
// nested values are checked by a loop that keeps one bit per open bracket. Linear in the text.
//
// Strings are not checked to be UTF-8: scraped text is damaged now and then, and the decoder of
// documents (text/decode.h) repairs the damage and counts it.
// SPDX-License-Identifier: MIT
#include "base/json.h"

#include <stdint.h>

#include "base/block.h"
#include "base/num.h"

enum { MAX_DEPTH = 1024 };

// ---- Characters -----------------------------------------------------------------------------

static bool at_end(const tm_json_scan *scan)
{
    return scan->pos == scan->text.len;
}

static tamis_status fault(const tm_json_scan *scan, tamis_error *err, const char *what)
{
    const char *const where = at_end(scan) ? ", where the text ends" : "";
    return tm_fail_at(err, TAMIS_EFORMAT, scan->pos, "%s at byte %zu%s", what, scan->pos,
                      where);
}

// Whether `byte` comes next.
static bool at(const tm_json_scan *scan, char byte)
{
    return !at_end(scan) && scan->text.ptr[scan->pos] == byte;
}

// Moves past `byte` if it comes next; tells whether it did.
static bool take(tm_json_scan *scan, char byte)
{
    const bool here = at(scan, byte);
    scan->pos += here;
    return here;
}

static void skip_blanks(tm_json_scan *scan)
{
    while (at(scan, ' ') || at(scan, '\t') || at(scan, '\n') || at(scan, '\r'))
        scan->pos++;
}

// ---- Strings --------------------------------------------------------------------------------

// Which of sixteen bytes cannot stand for themselves in a string: '"', '\\', below 0x20. As bits.
static uint64_t find_special(const char *bytes)
{
    tm_vector v;
    memcpy(&v, bytes, sizeof v);
    return tm_vector_bits(tm_vector_between(v, 0, 0x1F) | tm_vector_equal(v, '"') |
                          tm_vector_equal(v, '\\'));
}

// The position of the next such byte at or after `pos`, or the end.
static size_t after_plain(tm_str text, size_t pos)
{
    while (text.len - pos >= TM_VECTOR_BYTES) {
        const uint64_t special = find_special(text.ptr + pos);
        if (special)
            return pos + tm_lowest_bit(special);
        pos += TM_VECTOR_BYTES;
    }
    while (pos < text.len && (unsigned char)text.ptr[pos] >= 0x20 && text.ptr[pos] != '"' &&
           text.ptr[pos] != '\\')
        pos++;
    return pos;
}

static bool is_escape_letter(char byte)
{
    return byte == 'n' || byte == '"' || byte == '\\' || byte == '/' || byte == 'b' ||
           byte == 'f' || byte == 'r' || byte == 't';
}

static tamis_status check_escape(tm_json_scan *scan, tamis_error *err)
{
    scan->pos++; // the backslash
    if (take(scan, 'u')) {
        for (int i = 0; i < 4; i++) {
            if (at_end(scan) || tm_hex_digit(scan->text.ptr[scan->pos]) < 0)
                return fault(scan, err, "expected four hexadecimal digits");
            scan->pos++;
        }
        return TAMIS_OK;
    }
    if (at_end(scan) || !is_escape_letter(scan->text.ptr[scan->pos]))
        return fault(scan, err, "unknown escape");
    scan->pos++;
    return TAMIS_OK;
}

static tamis_status read_string(tm_json_scan *scan, tm_json_value *value, tamis_error *err)
{
    const size_t begin = scan->pos;
    bool escaped = false;
    if (!take(scan, '"'))
        return fault(scan, err, "expected a string");
    for (;;) {
        scan->pos = after_plain(scan->text, scan->pos);
        if (take(scan, '"'))
            break;
        if (!at(scan, '\\'))
            return fault(scan, err, at_end(scan) ? "unfinished string" : "raw control byte");
        TM_TRY(check_escape(scan, err));
        escaped = true;
    }
    const tm_str raw = tm_str_slice(scan->text, begin, scan->pos);
    *value = (tm_json_value){TM_JSON_STRING, raw, escaped};
    return TAMIS_OK;
}

// ---- Other values ---------------------------------------------------------------------------

static bool take_digits(tm_json_scan *scan)
{
    const size_t begin = scan->pos;
    while (!at_end(scan) && scan->text.ptr[scan->pos] >= '0' &&
           scan->text.ptr[scan->pos] <= '9')
        scan->pos++;
    return scan->pos > begin;
}

static tamis_status check_number(tm_json_scan *scan, tamis_error *err)
{
    take(scan, '-');
    if (!take(scan, '0') && !take_digits(scan))
        return fault(scan, err, "expected a value");
    if (take(scan, '.') && !take_digits(scan))
        return fault(scan, err, "expected a digit");
    if (take(scan, 'e') || take(scan, 'E')) {
        if (!take(scan, '+'))
            take(scan, '-');
        if (!take_digits(scan))
            return fault(scan, err, "expected a digit");
    }
    return TAMIS_OK;
}

static bool take_word(tm_json_scan *scan, const char *word)
{
    const tm_str rest = tm_str_slice(scan->text, scan->pos, scan->text.len);
    const bool here = tm_str_starts_with(rest, tm_str_of(word));
    scan->pos += here ? strlen(word) : 0;
    return here;
}

// Reads any value except an array or object.
static tamis_status read_scalar(tm_json_scan *scan, tm_json_value *value, tamis_error *err)
{
    const size_t begin = scan->pos;
    tm_json_type type = TM_JSON_NUMBER;
    if (at(scan, '"'))
        return read_string(scan, value, err);
    if (take_word(scan, "null"))
        type = TM_JSON_NULL;
    else if (take_word(scan, "true"))
        type = TM_JSON_TRUE;
    else if (take_word(scan, "false"))
        type = TM_JSON_FALSE;
    else if (take_word(scan, "NaN") || take_word(scan, "Infinity") ||
             take_word(scan, "-Infinity"))
        type = TM_JSON_NOT_FINITE;
    else
        TM_TRY(check_number(scan, err));
    *value = (tm_json_value){type, tm_str_slice(scan->text, begin, scan->pos), false};
    return TAMIS_OK;
}

// ---- Nesting --------------------------------------------------------------------------------

// Moves to the next value of the object or array that `scan` is in, past the key in an object.
// TAMIS_DONE, standing at the closing bracket, when there is none.
static tamis_status next_value(tm_json_scan *scan, bool object, tm_json_value *key,
                               tamis_error *err)
{
    skip_blanks(scan);
    if (at(scan, object ? '}' : ']'))
        return TAMIS_DONE;
    if (!scan->first && !take(scan, ','))
        return fault(scan, err, object ? "expected ',' or '}'" : "expected ',' or ']'");
    scan->first = false;
    skip_blanks(scan);
    if (!object)
        return TAMIS_OK;
    TM_TRY(read_string(scan, key, err));
    skip_blanks(scan);
    if (!take(scan, ':'))
        return fault(scan, err, "expected ':'");
    skip_blanks(scan);
    return TAMIS_OK;
}

// The brackets that are open around a value: bit d of `braces` is set when the one at depth d is a
// brace. Depth 0 is the bracket that tm_json_open has read.
typedef struct brackets {
    uint64_t braces[MAX_DEPTH / 64];
    size_t depth;
} brackets;

static void open_bracket(brackets *open, bool brace)
{
    const uint64_t bit = UINT64_C(1) << (open->depth % 64);
    uint64_t *const word = &open->braces[open->depth / 64];
    *word = brace ? *word | bit : *word & ~bit;
    open->depth++;
}

static bool innermost_is_brace(const brackets *open)
{
    const size_t depth = open->depth - 1;
    return open->braces[depth / 64] >> (depth % 64) & 1;
}

// Checks an array or object with everything that is nested in it.
static tamis_status check_nested(tm_json_scan *scan, tamis_error *err)
{
    brackets open = {{0}, 1};
    tm_json_value unused;
    for (;;) {
        if (at(scan, '{') || at(scan, '[')) {
            scan->too_deep = open.depth == MAX_DEPTH;
            if (scan->too_deep)
                return fault(scan, err, "nested deeper than 1024");
            open_bracket(&open, at(scan, '{'));
            scan->pos++;
            scan->first = true;
        } else {
            TM_TRY(read_scalar(scan, &unused, err));
        }
        tamis_status status = TAMIS_DONE;
        while ((status = next_value(scan, innermost_is_brace(&open), &unused, err)) ==
               TAMIS_DONE) {
            scan->pos++;
            scan->first = false;
            if (--open.depth == 1)
                return TAMIS_OK;
        }
        TM_TRY(status);
    }
}

static tamis_status read_value(tm_json_scan *scan, tm_json_value *value, tamis_error *err)
{
    const size_t begin = scan->pos;
    const bool array = at(scan, '[');
    if (!array && !at(scan, '{'))
        return read_scalar(scan, value, err);
    TM_TRY(check_nested(scan, err));
    const tm_json_type type = array ? TM_JSON_ARRAY : TM_JSON_OBJECT;
    *value = (tm_json_value){type, tm_str_slice(scan->text, begin, scan->pos), false};
    return TAMIS_OK;
}

// ---- The outermost array or object ----------------------------------------------------------

tamis_status tm_json_open(tm_json_scan *scan, tm_str text, tamis_error *err)
{
    *scan = (tm_json_scan){.text = text, .first = true};
    skip_blanks(scan);
    if (!take(scan, '{') && !take(scan, '['))
        return fault(scan, err, "expected '{' or '['");
    return TAMIS_OK;
}

// One step through it. At its end `scan` does not move, so that a further call returns the same.
static tamis_status step(tm_json_scan *scan, bool object, tm_json_value *key,
                         tm_json_value *value, tamis_error *err)
{
    if (scan->first && scan->text.ptr[scan->pos - 1] != (object ? '{' : '['))
        return fault(scan, err, object ? "expected an object" : "expected an array");
    const tamis_status status = next_value(scan, object, key, err);
    if (status == TAMIS_OK)
        return read_value(scan, value, err);
    if (status != TAMIS_DONE)
        return status;
    tm_json_scan rest = {.text = scan->text, .pos = scan->pos + 1};
    skip_blanks(&rest);
    if (rest.pos < rest.text.len)
        return fault(&rest, err, "expected nothing more");
    return TAMIS_DONE;
}

tamis_status tm_json_member(tm_json_scan *scan, tm_json_value *key, tm_json_value *value,
                            tamis_error *err)
{
    return step(scan, true, key, value, err);
}

tamis_status tm_json_element(tm_json_scan *scan, tm_json_value *value, tamis_error *err)
{
    tm_json_value unused;
    return step(scan, false, &unused, value, err);
}
