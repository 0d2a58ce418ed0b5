// The scanner: a table of tricky documents, each with what RFC 8259 says, or Python of numbers
// that are not finite, and whether json-c agrees, random documents, the offsets of faults,
// truncation at every byte and the limit of nesting.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/rng.h"
#include "support/json_oracle.h"

// Whether json-c 0.16 sees a row as the RFC does; where not, other versions may.
typedef enum opinion { AGREES, DIFFERS } opinion;

static tamis_status scan_all(tm_str text, tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    size_t pos = 0;
    while (pos < text.len && strchr(" \t\r\n", text.ptr[pos]) && text.ptr[pos])
        pos++;
    const bool array = pos < text.len && text.ptr[pos] == '[';
    tamis_status status = tm_json_open(&scan, text, err);
    while (status == TAMIS_OK)
        status = array ? tm_json_element(&scan, &value, err)
                       : tm_json_member(&scan, &key, &value, err);
    return status;
}

static bool accepts(tm_str text)
{
    return scan_all(text, NULL) == TAMIS_DONE;
}

static const struct {
    const char *text;
    bool valid;
    opinion json_c;
} documents[] = {
    {"{}", true, AGREES},
    {"[]", true, AGREES},
    {" {\t} ", true, AGREES},
    {"{\"a\":1}\r", true, AGREES},
    {"{\"a\":[1,2,{\"b\":[]}],\"c\":null}", true, AGREES},
    {"[true,false,null,-0,0.5,1e9,1E-2,-12.25e+3]", true, AGREES},
    {"{\"\":\"\"}", true, AGREES},
    {"{\"a\":1,\"a\":2}", true, AGREES},
    {"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"]", true, AGREES},
    {"[\"\xEA\xB0\x80\x7F\"]", true, AGREES},
    {"[\"\xFF\xC0\"]", true, AGREES},
    {"[[[[[[[[[[]]]]]]]]]]", true, AGREES},
    {"[123456789012345678901234567890]", true, AGREES},
    {"[1e999]", true, AGREES},
    {"", false, AGREES},
    {" ", false, AGREES},
    {"{", false, AGREES},
    {"[", false, AGREES},
    {"}", false, AGREES},
    {"{]", false, AGREES},
    {"[}", false, AGREES},
    {"{\"a\"}", false, AGREES},
    {"{\"a\":}", false, AGREES},
    {"{\"a\":1", false, AGREES},
    {"{\"a\":1,}", false, AGREES},
    {"[1,]", false, AGREES},
    {"[,1]", false, AGREES},
    {"[1 2]", false, AGREES},
    {"[1,,2]", false, AGREES},
    {"{,}", false, AGREES},
    {"{\"a\" 1}", false, AGREES},
    {"{\"a\"::1}", false, AGREES},
    {"{a:1}", false, AGREES},
    {"{1:1}", false, AGREES},
    {"{'a':1}", false, DIFFERS},
    {"{\"a\":'b'}", false, AGREES},
    {"{\"a\":[1}", false, AGREES},
    {"{\"a\":{\"b\":1]}", false, AGREES},
    {"{\"a\":[{]}}", false, AGREES},
    {"[[]", false, AGREES},
    {"[]]", false, AGREES},
    {"{}{}", false, AGREES},
    {"{} x", false, AGREES},
    {"[\"a]", false, AGREES},
    {"[\"\\x\"]", false, AGREES},
    {"[\"\\u12g4\"]", false, AGREES},
    {"[\"\\u12\"]", false, AGREES},
    {"[\"\\", false, AGREES},
    {"[\"\\\"]", false, AGREES},
    {"[\"\\u", false, AGREES},
    {"[\"a\nb\"]", false, DIFFERS},
    {"[\"a\tb\"]", false, DIFFERS},
    {"[\"\x1F\"]", false, DIFFERS},
    {"[\"abcdefghijklmnop\x01\"]", false, DIFFERS},
    {"[01]", false, AGREES},
    {"[-]", false, AGREES},
    {"[+1]", false, AGREES},
    {"[.5]", false, AGREES},
    {"[5.]", false, DIFFERS},
    {"[1e]", false, AGREES},
    {"[1e+]", false, AGREES},
    {"[0x10]", false, AGREES},
    {"[1.2.3]", false, AGREES},
    {"[NaN]", true, AGREES},
    {"[Infinity]", true, AGREES},
    {"[-Infinity]", true, AGREES},
    {"{\"a\":NaN,\"b\":[1,{\"c\":-Infinity}],\"d\": Infinity }", true, AGREES},
    {"[nan]", false, DIFFERS},
    {"[-NaN]", false, DIFFERS},
    {"[+Infinity]", false, DIFFERS},
    {"[--Infinity]", false, AGREES},
    {"[Infinity1]", false, AGREES},
    {"[1Infinity]", false, AGREES},
    {"[NaNNaN]", false, AGREES},
    {"[inf]", false, AGREES},
    {"[INFINITY]", false, DIFFERS},
    {"{NaN:1}", false, AGREES},
    {"NaN", false, AGREES},
    {"[True]", false, AGREES},
    {"[nul]", false, AGREES},
    {"[nulll]", false, AGREES},
    {"[truefalse]", false, AGREES},
    {"[1] // done", false, AGREES},
    {"[/* one */1]", false, AGREES},
    {"\xEF\xBB\xBF{}", false, AGREES},
    {"1", false, AGREES},
    {"\"a\"", false, DIFFERS},
    {"null", false, AGREES},
    {"{\f}", false, AGREES},
    {"{\xC2\xA0}", false, AGREES},
};

static void judges_tricky_documents_as_the_rfc_and_python_do(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        const tm_str text = tm_str_of(documents[i].text);
        json_object *const tree = parse_by_json_c(text, 0);
        const bool other = tree != NULL;
        json_object_put(tree);
        if (accepts(text) != documents[i].valid)
            fail_msg("wrong about %s", documents[i].text);
        if (documents[i].json_c == AGREES && other != documents[i].valid)
            fail_msg("json-c is of another opinion about %s", documents[i].text);
    }
}

// In memory of exactly its size, so that a sanitizer sees a byte read too far.
static void refuses_every_document_cut_short(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        tm_str text = tm_str_of(documents[i].text);
        while (text.len > 0 && strchr(" \r", text.ptr[text.len - 1]))
            text.len--;
        for (size_t len = 0; documents[i].valid && len < text.len; len++) {
            char *const exact = malloc(len ? len : 1);
            memcpy(exact, text.ptr, len);
            assert_false(accepts((tm_str){exact, len}));
            free(exact);
        }
    }
}

// Documents of random bytes from an alphabet in which json-c and the RFC agree (json-c lets
// "00" pass, for one).
static void agrees_with_json_c_on_random_documents(void **state)
{
    (void)state;
    static const char alphabet[] = "{}[]{}[],,::\"\"\"\"\\\\u1119a-eE+ tfn";
    static const char *const words[] = {"true",    "null",  "\"a\":", "\"b\"",
                                        "\\u00e9", "-12e3", "NaN",    "Infinity"};
    const uint64_t seed = 31;
    tm_rng rng = tm_rng_seed(seed);
    tm_buf text = {0};
    size_t n_valid = 0;
    for (int i = 0; i < 300000; i++) {
        tm_buf_clear(&text);
        tm_buf_byte(&text, i % 2 ? '[' : '{');
        for (size_t n = tm_rng_below(&rng, 8); n > 0; n--) {
            if (tm_rng_chance(&rng, 0.4))
                tm_buf_text(&text, words[tm_rng_below(&rng, 8)]);
            else
                tm_buf_byte(&text, alphabet[tm_rng_below(&rng, sizeof alphabet - 1)]);
        }
        tm_buf_byte(&text, i % 2 ? ']' : '}');
        json_object *const tree = parse_by_json_c(tm_buf_str(&text), 0);
        if (accepts(tm_buf_str(&text)) != (tree != NULL))
            fail_msg("seed %d: %.*s", (int)seed, (int)text.len, text.ptr);
        n_valid += tree != NULL;
        json_object_put(tree);
    }
    assert_true(n_valid > 5000);
    tm_buf_free(&text);
}

static void tells_where_the_fault_is(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t offset;
        const char *message;
    } rows[] = {
        {"x", 0, "expected '{' or '[' at byte 0"},
        {"  ", 2, "expected '{' or '[' at byte 2, where the text ends"},
        {"{} x", 3, "expected nothing more at byte 3"},
        {"{\"a\":1 \"b\":2}", 7, "expected ',' or '}' at byte 7"},
        {"[1 2]", 3, "expected ',' or ']' at byte 3"},
        {"{\"a\":[1,{\"b\":2]}", 14, "expected ',' or '}' at byte 14"},
        {"{\"a\" 1}", 5, "expected ':' at byte 5"},
        {"{1:2}", 1, "expected a string at byte 1"},
        {"{\"a\":}", 5, "expected a value at byte 5"},
        {"{\"a\":1.}", 7, "expected a digit at byte 7"},
        {"{\"a\":\"b", 7, "unfinished string at byte 7, where the text ends"},
        {"{\"a\":\"b\n\"}", 7, "raw control byte at byte 7"},
        {"{\"a\":\"\\q\"}", 7, "unknown escape at byte 7"},
        {"{\"a\":\"\\u12x4\"}", 10, "expected four hexadecimal digits at byte 10"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tamis_error err = {0};
        assert_int_equal(scan_all(tm_str_of(rows[i].text), &err), TAMIS_EFORMAT);
        assert_int_equal(err.status, TAMIS_EFORMAT);
        assert_string_equal(err.message, rows[i].message);
        assert_int_equal(err.offset, rows[i].offset);
    }
    tamis_error err = {0};
    assert_int_equal(scan_all((tm_str){"{\"a\0\":1}", 8}, &err), TAMIS_EFORMAT);
    assert_int_equal(err.offset, 3);
}

// The eight-bytes-at-a-time walk must stop at a quote, a backslash or a control byte in any
// place.
static void sees_special_bytes_at_every_place(void **state)
{
    (void)state;
    static const unsigned char plain[] = {' ',  'a',  '!',  '#',  '[', ']',
                                          0x7F, 0x80, 0xA2, 0xDC, 0xFF};
    for (size_t len = 0; len < 40; len++) {
        for (size_t place = 0; place < len; place++) {
            for (size_t fill = 0; fill < sizeof plain; fill++) {
                char text[64] = "[\"";
                memset(text + 2, plain[fill], len);
                memcpy(text + 2 + len, "\"]", 2);
                const tm_str whole = {text, len + 4};
                assert_true(accepts(whole));
                text[2 + place] = '\x1F';
                assert_false(accepts(whole));
                text[2 + place] = '"';
                assert_false(accepts(whole));
                text[2 + place] = '\\';
                assert_false(accepts(whole)); // escapes what may not be escaped
            }
        }
    }
}

// `depth` brackets around nothing: objects and arrays by turns.
static void nest(tm_buf *text, size_t depth)
{
    tm_buf_clear(text);
    for (size_t i = 0; i < depth; i++)
        tm_buf_text(text, i + 1 == depth ? "[" : i % 2 ? "{\"k\":" : "[");
    for (size_t i = depth; i-- > 0;)
        tm_buf_byte(text, i + 1 == depth || i % 2 == 0 ? ']' : '}');
}

static void follows_nesting_to_its_limit_and_no_further(void **state)
{
    (void)state;
    tm_buf text = {0};
    tamis_error err = {0};
    nest(&text, 1024);
    assert_true(accepts(tm_buf_str(&text)));
    text.ptr[text.len - 1] = '}';
    assert_false(accepts(tm_buf_str(&text)));
    nest(&text, 1025);
    assert_int_equal(scan_all(tm_buf_str(&text), &err), TAMIS_EFORMAT);
    assert_memory_equal(err.message, "nested deeper than 1024", 23);
    nest(&text, 1000000);
    assert_false(accepts(tm_buf_str(&text)));
    tm_buf_free(&text);
}

static void checks_the_kind_of_every_bracket(void **state)
{
    (void)state;
    tm_buf text = {0};
    for (size_t depth = 2; depth < 140; depth++) {
        nest(&text, depth);
        assert_true(accepts(tm_buf_str(&text)));
        for (size_t i = 0; i < text.len; i++) {
            const char byte = text.ptr[i];
            if (byte != ']' && byte != '}')
                continue;
            text.ptr[i] = byte == ']' ? '}' : ']';
            assert_false(accepts(tm_buf_str(&text)));
            text.ptr[i] = byte;
        }
    }
    tm_buf_free(&text);
}

static void hands_out_members_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        tm_json_type type;
        const char *raw;
    } members[] = {
        {"n", TM_JSON_NUMBER, "-1.5e3"},
        {"s", TM_JSON_STRING, "\"a\\nb\""},
        {"t", TM_JSON_TRUE, "true"},
        {"f", TM_JSON_FALSE, "false"},
        {"z", TM_JSON_NULL, "null"},
        {"a", TM_JSON_ARRAY, "[1, {\"x\":[]} ]"},
        {"o", TM_JSON_OBJECT, "{ \"y\" : 2 }"},
        {"n", TM_JSON_STRING, "\"again\""},
        {"i", TM_JSON_NOT_FINITE, "-Infinity"},
    };
    const tm_str text = tm_str_of(
        " {\"n\" : -1.5e3 ,\"s\":\"a\\nb\", \"t\":true,\"f\":false,\"z\":null,"
        "\"a\":[1, {\"x\":[]} ],\"o\":{ \"y\" : 2 },\"n\":\"again\",\"i\":-Infinity} ");
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    assert_int_equal(tm_json_open(&scan, text, NULL), TAMIS_OK);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        assert_int_equal(tm_json_member(&scan, &key, &value, NULL), TAMIS_OK);
        assert_true(tm_json_is(key, members[i].key));
        assert_int_equal(value.type, members[i].type);
        assert_true(tm_str_equal(value.raw, tm_str_of(members[i].raw)));
        assert_int_equal(value.escaped, i == 1);
    }
    assert_int_equal(tm_json_member(&scan, &key, &value, NULL), TAMIS_DONE);
    assert_int_equal(tm_json_member(&scan, &key, &value, NULL), TAMIS_DONE);
}

static void does_not_take_an_array_for_an_object(void **state)
{
    (void)state;
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    assert_int_equal(tm_json_open(&scan, tm_str_of("[\"a\":1}"), NULL), TAMIS_OK);
    assert_int_equal(tm_json_member(&scan, &key, &value, NULL), TAMIS_EFORMAT);
    assert_int_equal(tm_json_open(&scan, tm_str_of("{]"), NULL), TAMIS_OK);
    assert_int_equal(tm_json_element(&scan, &value, NULL), TAMIS_EFORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_tricky_documents_as_the_rfc_and_python_do),
        cmocka_unit_test(refuses_every_document_cut_short),
        cmocka_unit_test(agrees_with_json_c_on_random_documents),
        cmocka_unit_test(tells_where_the_fault_is),
        cmocka_unit_test(sees_special_bytes_at_every_place),
        cmocka_unit_test(follows_nesting_to_its_limit_and_no_further),
        cmocka_unit_test(checks_the_kind_of_every_bracket),
        cmocka_unit_test(hands_out_members_in_order),
        cmocka_unit_test(does_not_take_an_array_for_an_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
