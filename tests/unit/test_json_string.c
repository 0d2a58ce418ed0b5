// Strings of JSON in both directions: every escape, surrogates in and out of pairs, bytes that
// are not UTF-8, and that whatever is written reads back alike, here and with json-c.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdio.h>

#include "base/json.h"
#include "base/rng.h"
#include "support/json_oracle.h"

static const struct {
    const char *literal;
    const char *text;
    size_t text_len;
    size_t n_lone;
} literals[] = {
    {"\"\"", "", 0, 0},
    {"\"plain\"", "plain", 5, 0},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8, 0},
    {"\"a\\u0000b\"", "a\0b", 3, 0},
    {"\"\\u007f\\u0080\\u07FF\\u0800\\uffff\"", "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF",
     11, 0},
    {"\"\\uce74\\uc9c0\\ub178\"", "\xEC\xB9\xB4\xEC\xA7\x80\xEB\x85\xB8", 9, 0},
    {"\"\\uD83D\\uDE00\"", "\xF0\x9F\x98\x80", 4, 0},
    {"\"\\uDBFF\\uDFFF\\uD800\\uDC00\"", "\xF4\x8F\xBF\xBF\xF0\x90\x80\x80", 8, 0},
    {"\"\\ud800\"", "\xEF\xBF\xBD", 3, 1},
    {"\"\\udc00\"", "\xEF\xBF\xBD", 3, 1},
    {"\"a\\ud800b\"",
     "a\xEF\xBF\xBD"
     "b",
     5, 1},
    {"\"\\ud800\\n\"", "\xEF\xBF\xBD\n", 4, 1},
    {"\"\\ud800\\u0041\"",
     "\xEF\xBF\xBD"
     "A",
     4, 1},
    {"\"\\ud800\\ud83d\\ude00\"", "\xEF\xBF\xBD\xF0\x9F\x98\x80", 7, 1},
    {"\"\\ude00\\ud83d\"", "\xEF\xBF\xBD\xEF\xBF\xBD", 6, 2},
    {"\"\\udc00\\udc00\"", "\xEF\xBF\xBD\xEF\xBF\xBD", 6, 2},
    {"\"\\ud83d\\ud83d\"", "\xEF\xBF\xBD\xEF\xBF\xBD", 6, 2},
    {"\"\xFF\\n\xC0\xAF\"", "\xFF\n\xC0\xAF", 4, 0},
};

static tm_json_value read_literal(const char *literal)
{
    static char text[128];
    tm_json_scan scan;
    tm_json_value value = {0};
    snprintf(text, sizeof text, "[%s]", literal);
    assert_int_equal(tm_json_open(&scan, tm_str_of(text), NULL), TAMIS_OK);
    assert_int_equal(tm_json_element(&scan, &value, NULL), TAMIS_OK);
    assert_int_equal(value.type, TM_JSON_STRING);
    return value;
}

static void decodes_every_escape(void **state)
{
    (void)state;
    tm_buf out = {0};
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        const tm_str expected = {literals[i].text, literals[i].text_len};
        tm_buf_clear(&out);
        const size_t n_lone = tm_json_decode(&out, read_literal(literals[i].literal));
        assert_int_equal(n_lone, literals[i].n_lone);
        assert_true(tm_str_equal(tm_buf_str(&out), expected));
        json_object *const other = parse_by_json_c(tm_str_of(literals[i].literal), 0);
        assert_int_equal(json_object_get_string_len(other), expected.len);
        assert_memory_equal(json_object_get_string(other), expected.ptr, expected.len + 1);
        json_object_put(other);
    }
    tm_buf_free(&out);
}

static void decodes_behind_what_is_there(void **state)
{
    (void)state;
    tm_buf out = {0};
    tm_buf_text(&out, "kept ");
    tm_json_decode(&out, read_literal("\"a\\tb\""));
    assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of("kept a\tb")));
    tm_buf_free(&out);
}

static void compares_strings_as_decoded(void **state)
{
    (void)state;
    static const struct {
        const char *literal;
        const char *text;
        bool equal;
    } rows[] = {
        {"\"text\"", "text", true},
        {"\"t\\u0065xt\"", "text", true},
        {"\"text\"", "tex", false},
        {"\"tex\"", "text", false},
        {"\"\"", "", true},
        {"\"\"", "a", false},
        {"\"a\\u0000\"", "a", false},
        {"\"a\\nb\"", "a\nb", true},
        {"\"\\uD83D\\uDE00\"", "\xF0\x9F\x98\x80", true},
        {"\"\\uD83D\\uDE00\"", "\xF0\x9F\x98", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(tm_json_is(read_literal(rows[i].literal), rows[i].text),
                         rows[i].equal);
    assert_false(tm_json_is((tm_json_value){TM_JSON_NUMBER, tm_str_of("10"), false}, ""));
    assert_false(tm_json_is((tm_json_value){0}, ""));
}

static void writes_strings_as_json(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        const char *literal;
    } rows[] = {
        {"", 0, "\"\""},
        {"a\"b\\c/", 6, "\"a\\\"b\\\\c/\""},
        {"\b\t\n\f\r", 5, "\"\\b\\t\\n\\f\\r\""},
        {"\0\x01\x1F\x7F", 4, "\"\\u0000\\u0001\\u001f\x7F\""},
        {"\xEB\xB0\x94\xF0\x9F\x98\x80", 7, "\"\xEB\xB0\x94\xF0\x9F\x98\x80\""},
        {"\xE2\x80\xA8", 3, "\"\xE2\x80\xA8\""},
        {"\xFF", 1, "\"\xEF\xBF\xBD\""},
        {"a\x80"
         "b",
         3,
         "\"a\xEF\xBF\xBD"
         "b\""},
        {"\xC0\xAF", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},                 // a long form
        {"\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""}, // a surrogate
        {"\xF4\x90\x80\x80", 4, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xE0\x80", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xEB\xB0", 2, "\"\xEF\xBF\xBD\""},       // cut at the end
        {"\xEB\xB0\"", 3, "\"\xEF\xBF\xBD\\\"\""}, // cut by a quote
        {"\xF0\x9F\x98x", 4, "\"\xEF\xBF\xBDx\""},
    };
    tm_buf out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf_clear(&out);
        tm_json_string(&out, (tm_str){rows[i].text, rows[i].len});
        assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of(rows[i].literal)));
    }
    tm_buf_clear(&out);
    tm_json_string(&out, (tm_str){0});
    assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of("\"\"")));
    tm_buf_free(&out);
}

// Any bytes: what is written is JSON that json-c finds to be UTF-8 and that decodes alike; and
// text that was UTF-8 comes back as it was.
static void writes_valid_json_whatever_the_bytes(void **state)
{
    (void)state;
    const uint64_t seed = 77;
    tm_rng rng = tm_rng_seed(seed);
    tm_buf line = {0};
    tm_buf back = {0};
    for (int i = 0; i < 20000; i++) {
        char bytes[24];
        const size_t len = tm_rng_below(&rng, sizeof bytes + 1);
        for (size_t n = 0; n < len; n++)
            bytes[n] =
                (char)(tm_rng_chance(&rng, 0.5) ? tm_rng_next(&rng) : tm_rng_below(&rng, 128));
        tm_buf_clear(&line);
        tm_buf_clear(&back);
        tm_buf_byte(&line, '[');
        tm_json_string(&line, (tm_str){bytes, len});
        tm_buf_byte(&line, ']');
        json_object *const tree =
            parse_by_json_c(tm_buf_str(&line), JSON_TOKENER_VALIDATE_UTF8);
        json_object *const other = json_object_array_get_idx(tree, 0);
        if (!other)
            fail_msg("seed %d, round %d: %.*s", (int)seed, i, (int)line.len, line.ptr);
        tm_json_scan scan;
        tm_json_value value;
        assert_int_equal(tm_json_open(&scan, tm_buf_str(&line), NULL), TAMIS_OK);
        assert_int_equal(tm_json_element(&scan, &value, NULL), TAMIS_OK);
        assert_int_equal(tm_json_decode(&back, value), 0);
        assert_int_equal(back.len, json_object_get_string_len(other));
        assert_memory_equal(back.ptr, json_object_get_string(other), back.len);
        json_object_put(tree);
    }
    tm_buf_free(&line);
    tm_buf_free(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_every_escape),
        cmocka_unit_test(decodes_behind_what_is_there),
        cmocka_unit_test(compares_strings_as_decoded),
        cmocka_unit_test(writes_strings_as_json),
        cmocka_unit_test(writes_valid_json_whatever_the_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
