// Which encoding bytes are taken for, what they become, and where each byte of text came from.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "text/decode.h"
#include "text/utf8.h"

static tm_str bytes_of(const char *bytes, size_t len)
{
    return (tm_str){bytes, len};
}

// ---- UTF-8 ----------------------------------------------------------------------------------

static void tells_well_formed_from_ill_formed(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool valid;
    } cases[] = {
        {"", true},
        {"plain", true},
        {"\xEB\xB0\x94", true},
        {"\xC2\x80", true},
        {"\xC1\xBF", false}, // overlong
        {"\xE0\xA0\x80", true},
        {"\xE0\x9F\xBF", false},
        {"\xED\x9F\xBF", true},
        {"\xED\xA0\x80", false}, // surrogate
        {"\xEE\x80\x80", true},
        {"\xF0\x90\x80\x80", true},
        {"\xF0\x8F\xBF\xBF", false},
        {"\xF4\x8F\xBF\xBF", true},
        {"\xF4\x90\x80\x80", false}, // beyond U+10FFFF
        {"\xF5\x80\x80\x80", false},
        {"\x80", false},
        {"\xEB\xB0", false},
        {"abc\xEB\xB0\x94"
         "def\xFF",
         false},
        {"\xEB\xB0\x94\xEB\xB0\x94\xEB\xB0\x94\xEB\xB0", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (tm_utf8_is_valid(tm_str_of(cases[i].bytes)) != cases[i].valid)
            fail_msg("case %zu", i);
}

// Every sequence of up to four bytes drawn from the edges of the table, against the definition.
static bool well_formed(const unsigned char *p, size_t len)
{
    size_t i = 0;
    while (i < len) {
        const size_t n = p[i] < 0x80 ? 1 : p[i] < 0xE0 ? 2 : p[i] < 0xF0 ? 3 : 4;
        if ((p[i] >= 0x80 && p[i] < 0xC2) || p[i] > 0xF4 || i + n > len)
            return false;
        uint32_t codepoint = n == 1 ? p[i] : p[i] & (0x7FU >> n);
        for (size_t k = 1; k < n; k++) {
            if ((p[i + k] & 0xC0) != 0x80)
                return false;
            codepoint = codepoint << 6 | (p[i + k] & 0x3F);
        }
        static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        if (codepoint < least[n] || codepoint > 0x10FFFF ||
            (codepoint >= 0xD800 && codepoint <= 0xDFFF))
            return false;
        i += n;
    }
    return true;
}

static void agrees_with_the_definition_on_all_edges(void **state)
{
    (void)state;
    static const unsigned char edges[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                          0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
                                          0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    const size_t n = sizeof edges;
    for (size_t k = 0; k < n * n * n * n; k++) {
        const unsigned char four[] = {edges[k % n], edges[k / n % n], edges[k / n / n % n],
                                      edges[k / n / n / n]};
        for (size_t len = 1; len <= 4; len++)
            if (tm_utf8_is_valid(bytes_of((const char *)four, len)) != well_formed(four, len))
                fail_msg("%02X %02X %02X %02X, %zu bytes", four[0], four[1], four[2], four[3],
                         len);
    }
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    tm_buf out = {0};
    for (uint32_t codepoint = 0; codepoint <= 0x10FFFF; codepoint += 7) {
        tm_buf_clear(&out);
        tm_utf8_put(&out, codepoint);
        size_t pos = 0;
        const bool surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
        assert_int_equal(tm_utf8_next(tm_buf_str(&out), &pos), surrogate ? 0xFFFD : codepoint);
        assert_int_equal(pos, out.len);
        assert_true(tm_utf8_is_valid(tm_buf_str(&out)));
    }
    tm_buf_free(&out);
}

// ---- Decoding -------------------------------------------------------------------------------

static void borrows_valid_utf8(void **state)
{
    (void)state;
    tm_decoded decoded = {0};
    const tm_str text = tm_str_of("바카라 and a NUL");
    assert_int_equal(tm_decode(&decoded, text, NULL), TAMIS_OK);
    assert_ptr_equal(decoded.text.ptr, text.ptr);
    assert_int_equal(decoded.text.len, text.len);
    assert_int_equal(decoded.encoding, TM_ENCODING_UTF8);
    assert_false(decoded.is_converted);
    assert_int_equal(decoded.n_damaged, 0);
    tm_decoded_free(&decoded);
}

static void keeps_the_mark_of_utf8(void **state)
{
    (void)state;
    tm_decoded decoded = {0};
    assert_int_equal(tm_decode(&decoded, tm_str_of("\xEF\xBB\xBFtext"), NULL), TAMIS_OK);
    assert_int_equal(decoded.text.len, 7);
    assert_false(decoded.is_converted);
    tm_decoded_free(&decoded);
}

typedef struct decoding {
    const char *bytes;
    size_t len;
    tm_encoding encoding;
    const char *text;
    size_t n_damaged;
} decoding;

static const decoding decodings[] = {
    // Each maximal ill-formed subpart becomes one U+FFFD.
    {"a\xFF b", 4, TM_ENCODING_UTF8, "a\xEF\xBF\xBD b", 1},
    {"\xEB\xB0\x94\xEC\xB9\xB4\xEB\x9D", 8, TM_ENCODING_UTF8, "바카\xEF\xBF\xBD", 1},
    {"abcdefghijklmnopqrst \xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC"
     "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xC1\xA3",
     53, TM_ENCODING_UTF8, "abcdefghijklmnopqrst €€€€€€€€€€\xEF\xBF\xBD\xEF\xBF\xBD", 2},
    {"caf\xE9 noir", 9, TM_ENCODING_UTF8, "caf\xEF\xBF\xBD noir", 1},
    {"\xFF\xFE\x14\xBC\x74\xCE", 6, TM_ENCODING_UTF16LE, "바카", 0},
    {"\xFE\xFF\xBC\x14\xCE\x74", 6, TM_ENCODING_UTF16BE, "바카", 0},
    {"\xFF\xFE\x3C\xD8\xB0\xDF", 6, TM_ENCODING_UTF16LE, "🎰", 0},
    {"\xFF\xFE\x3C\xD8\x14\xBC\x41", 7, TM_ENCODING_UTF16LE, "\xEF\xBF\xBD바\xEF\xBF\xBD", 2},
    {"c\0a\0s\0i\0n\0o\0", 12, TM_ENCODING_UTF16LE, "casino", 0},
    {"\0c\0a\0s\0i\0n\0o", 12, TM_ENCODING_UTF16BE, "casino", 0},
    {"\x14\xBC\x74\xCE\x7C\xB7 \0\x14\xBC\x74\xCE\x7C\xB7 \0", 16, TM_ENCODING_UTF16LE,
     "바카라 바카라 ", 0},
    // Of letters below U+2000 alone, which are valid UTF-8 as well.
    {"\x40\4\x35\4\x3A\4\x30\4 \0", 10, TM_ENCODING_UTF16LE, "река ", 0},
    {"\x28\x09\x26\x09\x40\x09 \0", 8, TM_ENCODING_UTF16LE, "नदी ", 0},
    {"\xB9\xD9\xC4\xAB\xB6\xF3 casino", 13, TM_ENCODING_CP949, "바카라 casino", 0},
    {"\x8C\x63\xB9\xE6\xB0\xA2\xC7\xCF \xB8\xE9", 11, TM_ENCODING_CP949, "똠방각하 면", 0},
    {"\xB9\xD9\xC4\xAB\xB6", 5, TM_ENCODING_CP949, "바카\xEF\xBF\xBD", 1},
};

static void tells_encodings_apart(void **state)
{
    (void)state;
    tm_decoded decoded = {0};
    for (size_t i = 0; i < sizeof decodings / sizeof *decodings; i++) {
        const decoding *const d = &decodings[i];
        assert_int_equal(tm_decode(&decoded, bytes_of(d->bytes, d->len), NULL), TAMIS_OK);
        if (decoded.encoding != d->encoding || decoded.n_damaged != d->n_damaged ||
            !tm_str_equal(decoded.text, tm_str_of(d->text)))
            fail_msg("case %zu: %s, %zu damaged, \"%.*s\"", i, tm_decoded_encoding(&decoded),
                     decoded.n_damaged, (int)decoded.text.len, decoded.text.ptr);
    }
    tm_decoded_free(&decoded);
}

static void check_origins(const tm_decoded *decoded, const uint32_t *expected)
{
    for (size_t i = 0; i <= decoded->text.len; i++)
        assert_int_equal(tm_decoded_origin(decoded, i), expected[i]);
}

static void knows_where_each_character_came_from(void **state)
{
    (void)state;
    tm_decoded decoded = {0};
    for (size_t i = 0; i < sizeof decodings / sizeof *decodings; i++) {
        const decoding *const d = &decodings[i];
        tm_decode(&decoded, bytes_of(d->bytes, d->len), NULL);
        assert_true(decoded.is_converted);
        assert_int_equal(tm_decoded_origin(&decoded, decoded.text.len), d->len);
        for (size_t k = 1; k <= decoded.text.len; k++)
            assert_true(tm_decoded_origin(&decoded, k - 1) <= tm_decoded_origin(&decoded, k));
    }
    tm_decode(&decoded, tm_str_of("a\xFF\xEB\xB0\x94"), NULL);
    static const uint32_t expected[] = {0, 1, 1, 1, 2, 2, 2, 5};
    check_origins(&decoded, expected);
    tm_decode(&decoded, bytes_of("\xB9\xD9!\xC4\xAB", 5), NULL);
    static const uint32_t korean[] = {0, 0, 0, 2, 3, 3, 3, 5};
    check_origins(&decoded, korean);
    tm_decoded_free(&decoded);
}

// Texts of many steps of the way back, beside a plain list of where each byte came from: two bytes
// a character that become one, two or three, four that become four, and damage.
static void finds_the_way_back_in_long_texts(void **state)
{
    (void)state;
    enum { N_UNITS = 4000 };
    static const char *const units[] = {"a", "\xC3\xA9", "\xEB\xB0\x94", "\xF0\x9F\x98\x80",
                                        "\xFF"};
    tm_rng rng = tm_rng_seed(11);
    tm_buf bytes = {0};
    tm_decoded decoded = {0};
    static uint32_t expected[N_UNITS * 4 + 1];
    size_t n = 0;
    for (int i = 0; i < N_UNITS; i++) {
        // Runs of one kind, so that steps fall everywhere within characters.
        const size_t kind =
            i % 97 == 0 ? 4 : (size_t)(i / 200 + (int)tm_rng_below(&rng, 2)) % 4;
        const size_t len = kind == 4 ? 3 : strlen(units[kind]);
        for (size_t k = 0; k < len; k++)
            expected[n++] = (uint32_t)bytes.len;
        tm_buf_text(&bytes, units[kind]);
    }
    expected[n] = (uint32_t)bytes.len;
    assert_int_equal(tm_decode(&decoded, tm_buf_str(&bytes), NULL), TAMIS_OK);
    assert_int_equal(decoded.text.len, n);
    check_origins(&decoded, expected);
    for (size_t at = 0, place = 0; at <= bytes.len; at++) {
        while (place < n && expected[place] < at)
            place++;
        assert_int_equal(tm_decoded_at(&decoded, at), place);
    }
    tm_decoded_free(&decoded);
    tm_buf_free(&bytes);
}

static void one_bad_byte_does_not_spoil_a_korean_page(void **state)
{
    (void)state;
    tm_buf page = {0};
    for (size_t i = 0; i < 200; i++)
        tm_buf_append(&page, "\xB9\xD9\xC4\xAB\xB6\xF3 ", 7);
    tm_buf_append(&page, "\xFF end", 5);
    tm_decoded decoded = {0};
    assert_int_equal(tm_decode(&decoded, tm_buf_str(&page), NULL), TAMIS_OK);
    assert_int_equal(decoded.encoding, TM_ENCODING_CP949);
    assert_int_equal(decoded.n_damaged, 1);
    tm_buf_free(&page);
    tm_decoded_free(&decoded);
}

typedef struct encoded {
    const char *bytes;
    size_t len;
    tm_encoding encoding;
} encoded;

static void check_encodings(const encoded *rows, size_t n)
{
    tm_decoded decoded = {0};
    for (size_t i = 0; i < n; i++) {
        const tm_str bytes = bytes_of(rows[i].bytes, rows[i].len);
        assert_int_equal(tm_decode(&decoded, bytes, NULL), TAMIS_OK);
        if (decoded.encoding != rows[i].encoding)
            fail_msg("case %zu: %s", i, tm_decoded_encoding(&decoded));
    }
    tm_decoded_free(&decoded);
}

// A mark of UTF-16 is believed, unless what stands behind it is text without it.
static void a_false_mark_does_not_hide_text(void **state)
{
    (void)state;
    static const encoded rows[] = {
        {"\xFF\xFE바카라 사이트 추천", 28, TM_ENCODING_UTF8},
        {"\xFE\xFF바카라 사이트 추천", 28, TM_ENCODING_UTF8},
        {"\xFF\xFE바카라 사이트 추천\xFF", 29, TM_ENCODING_UTF8},
        {"\xFF\xFEplay casino now, get a bonus", 30, TM_ENCODING_UTF8},
        {"\xFF\xFEplay casino now, get a \xFF bonus", 32, TM_ENCODING_UTF8},
        {"\xFF\xFEp\0l\0a\0y\0 \0c\0a\0s\0i\0n\0o\0", 24, TM_ENCODING_UTF16LE},
        {"\xFE\xFF\0p\0l\0a\0y\0 \0c\0a\0s\0i\0n\0o", 24, TM_ENCODING_UTF16BE},
        // 바카라사이트추천 and 中華人民共和國萬歲, without a blank
        {"\xFE\xFF\xBC\x14\xCE\x74\xB7\x7C\xC0\xAC\xC7\x74\xD2\xB8\xCD\x94\xCC\x9C", 18,
         TM_ENCODING_UTF16BE},
        {"\xFF\xFE\x2D\x4E\xEF\x83\xBA\x4E\x11\x6C\x71\x51\x8C\x54\x0B\x57\x2C\x84\xB2\x6B", 20,
         TM_ENCODING_UTF16LE},
    };
    check_encodings(rows, sizeof rows / sizeof *rows);
}

// NULs at odd or at even places alone, as a string of JSON may have them anywhere, do not make it
// UTF-16.
static void strayed_nuls_do_not_hide_text(void **state)
{
    (void)state;
    static const encoded rows[] = {
        {"play casin\0o now, get a bonus at onc\0e", 38, TM_ENCODING_UTF8},
        {"play casino\0 now, get a bonus at on\0ce", 38, TM_ENCODING_UTF8},
        {"play casin\0o now, get a bonus at \xFFnc\0e and spin it again", 56,
         TM_ENCODING_BINARY},
        {"바\0카\0라 사이트 추천 바카라 사이트 추천", 55, TM_ENCODING_UTF8},
        {"바\0카\0라\0사\0이\0트\0", 24, TM_ENCODING_BINARY},
        {"nul\0in", 6, TM_ENCODING_BINARY},
    };
    check_encodings(rows, sizeof rows / sizeof *rows);
}

static void calls_compressed_data_binary(void **state)
{
    (void)state;
    unsigned char noise[4096];
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof noise; i++) {
        x = x * 1664525 + 1013904223;
        noise[i] = (unsigned char)(x >> 24);
    }
    tm_decoded decoded = {0};
    assert_int_equal(tm_decode(&decoded, bytes_of((const char *)noise, sizeof noise), NULL),
                     TAMIS_OK);
    assert_int_equal(decoded.encoding, TM_ENCODING_BINARY);
    assert_int_equal(decoded.text.len, 0);
    memset(noise, 0, sizeof noise);
    tm_decode(&decoded, bytes_of((const char *)noise, sizeof noise), NULL);
    assert_int_equal(decoded.encoding, TM_ENCODING_BINARY);
    assert_string_equal(tm_decoded_encoding(&decoded), "binary");
    tm_decoded_free(&decoded);
}

// Padding that is valid UTF-8 (U+2028 in UTF-16) must not make damage of the words among it.
static void says_when_a_mark_may_be_right(void **state)
{
    (void)state;
    static const char words[] = "\xFF\xFE\x14\xBC\x74\xCE\x7C\xB7"; // 바카라
    tm_decoded decoded = {0};
    tm_buf text = {0};
    tm_buf_append(&text, words, sizeof words - 1);
    for (size_t i = 0; i < 500; i++)
        tm_buf_append(&text, "\x28\x20", 2);
    assert_int_equal(tm_decode(&decoded, tm_buf_str(&text), NULL), TAMIS_OK);
    assert_int_equal(decoded.encoding, TM_ENCODING_UTF8);
    assert_true(decoded.is_ambiguous);
    assert_int_equal(tm_decode(&decoded, tm_str_of("\xFF\xFE바카라 사이트 추천"), NULL),
                     TAMIS_OK);
    assert_false(decoded.is_ambiguous);
    tm_decoded_free(&decoded);
    tm_buf_free(&text);
}

// What a mark of UTF-16 does not fit is what it is without it: as UTF-16 it would be text of
// strange letters, and clean.
static void a_mark_does_not_make_text_of_anything(void **state)
{
    (void)state;
    tm_buf noise = {0}, utf32 = {0}, page = {0};
    uint32_t x = 1;
    tm_buf_append(&noise, "\xFF\xFE", 2);
    tm_buf_append(&utf32, "\xFF\xFE\0\0", 4);
    tm_buf_append(&page, "\xFF\xFE", 2);
    for (size_t i = 0; i < 4096; i++) {
        x = x * 1664525 + 1013904223;
        const char byte = (char)(x >> 24);
        tm_buf_append(&noise, &byte, 1);
    }
    for (size_t i = 0; i < 200; i++) {
        tm_buf_append(&utf32, "\x14\xBC\0\0\x74\xCE\0\0", 8);
        tm_buf_append(&page, "\xB9\xD9\xC4\xAB\xB6\xF3 ", 7); // 바카라 in CP949
    }
    tm_decoded decoded = {0};
    assert_int_equal(tm_decode(&decoded, tm_buf_str(&noise), NULL), TAMIS_OK);
    assert_int_equal(decoded.encoding, TM_ENCODING_BINARY);
    assert_int_equal(tm_decode(&decoded, tm_buf_str(&utf32), NULL), TAMIS_OK);
    assert_int_equal(decoded.encoding, TM_ENCODING_BINARY);
    assert_int_equal(tm_decode(&decoded, tm_buf_str(&page), NULL), TAMIS_OK);
    assert_int_equal(decoded.encoding, TM_ENCODING_CP949);
    tm_decoded_free(&decoded);
    tm_buf_free(&noise);
    tm_buf_free(&utf32);
    tm_buf_free(&page);
}

static void a_few_control_bytes_are_still_text(void **state)
{
    (void)state;
    tm_decoded decoded = {0};
    static const char page[] = "바\0카\0라 and a good many letters besides";
    const tm_str text = bytes_of(page, sizeof page - 1);
    assert_int_equal(tm_decode(&decoded, text, NULL), TAMIS_OK);
    assert_int_equal(decoded.encoding, TM_ENCODING_UTF8);
    assert_int_equal(decoded.text.len, text.len);
    tm_decoded_free(&decoded);
}

static void one_struct_serves_call_after_call(void **state)
{
    (void)state;
    tm_decoded decoded = {0};
    tm_decode(&decoded, tm_str_of("a\xFF"), NULL);
    assert_int_equal(decoded.n_damaged, 1);
    tm_decode(&decoded, tm_str_of("valid"), NULL);
    assert_int_equal(decoded.n_damaged, 0);
    assert_false(decoded.is_converted);
    tm_decode(&decoded, tm_str_of(""), NULL);
    assert_int_equal(decoded.text.len, 0);
    assert_int_equal(decoded.encoding, TM_ENCODING_UTF8);
    tm_decoded_free(&decoded);
    tm_decoded_free(&decoded);
}

// Sequence by sequence, which another function reads.
static bool is_valid_by_sequences(tm_str bytes)
{
    while (bytes.len > 0) {
        const int len = tm_utf8_length(bytes);
        if (len <= 0)
            return false;
        bytes = tm_str_slice(bytes, (size_t)len, bytes.len);
    }
    return true;
}

static void validity_agrees_with_the_lengths_of_sequences(void **state)
{
    static const char *const pieces[] = {"a",
                                         "가",
                                         "힣",
                                         "é",
                                         "\xF0\x9F\x98\x80",
                                         "\xEF\xBF\xBF",
                                         "\n",
                                         "abcdefgh",
                                         "한국어",
                                         "\xE0\xA0\x80",
                                         "\xF4\x8F\xBF\xBF"};
    static const unsigned char faults[] = {0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xEF,
                                           0xF0, 0xF4, 0xF5, 0xFF, 0x9F, 0xA0, 0x90, 0x8F};
    tm_rng rng = tm_rng_seed(7);
    tm_buf text = {0};
    size_t n_valid = 0;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        tm_buf_clear(&text);
        const size_t n = tm_rng_below(&rng, 60);
        for (size_t i = 0; i < n; i++)
            tm_buf_text(&text, pieces[tm_rng_below(&rng, sizeof pieces / sizeof *pieces)]);
        if (tm_rng_below(&rng, 2) && text.len > 0)
            text.ptr[tm_rng_below(&rng, text.len)] =
                (char)faults[tm_rng_below(&rng, sizeof faults)];
        text.len -= text.len > 0 && tm_rng_below(&rng, 4) == 0; // cut
        const bool valid = is_valid_by_sequences(tm_buf_str(&text));
        assert_int_equal(tm_utf8_is_valid(tm_buf_str(&text)), valid);
        n_valid += valid;
    }
    assert_in_range(n_valid, 5000, 15000);
    tm_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_well_formed_from_ill_formed),
        cmocka_unit_test(agrees_with_the_definition_on_all_edges),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(borrows_valid_utf8),
        cmocka_unit_test(keeps_the_mark_of_utf8),
        cmocka_unit_test(tells_encodings_apart),
        cmocka_unit_test(knows_where_each_character_came_from),
        cmocka_unit_test(finds_the_way_back_in_long_texts),
        cmocka_unit_test(one_bad_byte_does_not_spoil_a_korean_page),
        cmocka_unit_test(a_false_mark_does_not_hide_text),
        cmocka_unit_test(strayed_nuls_do_not_hide_text),
        cmocka_unit_test(calls_compressed_data_binary),
        cmocka_unit_test(says_when_a_mark_may_be_right),
        cmocka_unit_test(a_mark_does_not_make_text_of_anything),
        cmocka_unit_test(a_few_control_bytes_are_still_text),
        cmocka_unit_test(one_struct_serves_call_after_call),
        cmocka_unit_test(validity_agrees_with_the_lengths_of_sequences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
