// What reaches a terminal: everything that can be seen, nothing that is obeyed.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "sink/visible.h"

typedef struct visible_case {
    const char *text, *shown;
    size_t columns;
} visible_case;

static void check_shown(const visible_case *sample, size_t max_columns)
{
    tm_buf out = {0};
    const size_t columns = tm_visible(&out, tm_str_of(sample->text), max_columns);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, sample->shown);
    assert_int_equal(columns, sample->columns);
    tm_buf_free(&out);
}

static void shows_plain_text_as_it_is(void **state)
{
    (void)state;
    static const visible_case samples[] = {
        {"", "", 0},
        {"casino", "casino", 6},
        {"바카라", "바카라", 6},
        {"ｃａｓｉｎｏ。", "ｃａｓｉｎｏ。", 14},
        {"カジノ 賭博", "カジノ 賭博", 11},
        {"сasinо é", "сasinо é", 8},
        {"🎰가입", "🎰가입", 6},
        {"a\tb", "a b", 3},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        check_shown(&samples[i], 0);
}

static void disarms_what_a_terminal_would_obey(void **state)
{
    (void)state;
    static const visible_case samples[] = {
        {"\x1b[31mred", "␛[31mred", 8},
        {"\x07\r\n\x7f", "␇␍␊␡", 4},
        {"\xC2\x9B"
         "31m",
         "<U+009B>31m", 11},
        {"a\u202Eb\u202C", "a<U+202E>b<U+202C>", 18},
        {"\u2066x\u2069\u200Ey", "<U+2066>x<U+2069><U+200E>y", 26},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        check_shown(&samples[i], 0);
}

static void spells_out_what_cannot_be_seen(void **state)
{
    (void)state;
    static const visible_case samples[] = {
        {"바\u200B카", "바<U+200B>카", 12}, {"바\u3164카", "바<U+3164>카", 12},
        {"바\u00AD카", "바<U+00AD>카", 12}, {"\uFEFFa", "<U+FEFF>a", 9},
        {"\U000E0062", "<U+E0062>", 9},     {"바\uFE0F카", "바<U+FE0F>카", 12},
        {"❤\uFE0F", "❤\uFE0F", 1},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        check_shown(&samples[i], 0);
}

static void spells_out_bytes_that_are_not_utf8(void **state)
{
    (void)state;
    static const visible_case samples[] = {
        {"a\xFFz", "a<FF>z", 6},
        {"\xC0\x80", "<C0><80>", 8},          // overlong
        {"\xED\xA0\x80", "<ED><A0><80>", 12}, // a surrogate
        {"\xF4\x90\x80\x80", "<F4><90><80><80>", 16},
        {"\xEB\xB0", "<EB><B0>", 8}, // cut short
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        check_shown(&samples[i], 0);
}

static void cuts_piled_up_marks(void **state)
{
    (void)state;
    const visible_case sample = {"a\u0301\u0302\u0303\u0304\u0305\u0306b\u0301",
                                 "a\u0301\u0302\u0303\u0304b\u0301", 2};
    check_shown(&sample, 0);
}

static void keeps_to_the_columns_given(void **state)
{
    (void)state;
    static const visible_case samples[] = {
        {"바카라", "바카라", 6},
        {"바카라요", "바카…", 5},
        {"abcdef", "abcdef", 6},
        {"abcdefg", "abcde…", 6},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        check_shown(&samples[i], 6);
}

// The properties hold for any bytes: nothing is left out of the walk, no control gets through.
static void passes_no_control_whatever_the_bytes(void **state)
{
    (void)state;
    uint32_t seed = 2463534242u;
    for (int round = 0; round < 2000; round++) {
        char bytes[16];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            bytes[i] = (char)(seed % 3 ? 0x80 | seed >> 8 : seed >> 8);
        }
        tm_glyphs glyphs = {.text = {bytes, sizeof bytes}};
        tm_glyph glyph;
        size_t end = 0;
        while (tm_glyphs_next(&glyph, &glyphs)) {
            assert_int_equal(glyph.begin, end);
            assert_true(glyph.end > glyph.begin);
            assert_true(glyph.shown_len <= sizeof glyph.shown);
            end = glyph.end;
            for (size_t i = 0; i < glyph.shown_len; i++) {
                const unsigned char byte = (unsigned char)glyph.shown[i];
                const unsigned char before = i ? (unsigned char)glyph.shown[i - 1] : 0;
                assert_true(byte >= 0x20 && byte != 0x7F);
                assert_false(before == 0xC2 && byte < 0xA0);
            }
        }
        assert_int_equal(end, sizeof bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_plain_text_as_it_is),
        cmocka_unit_test(disarms_what_a_terminal_would_obey),
        cmocka_unit_test(spells_out_what_cannot_be_seen),
        cmocka_unit_test(spells_out_bytes_that_are_not_utf8),
        cmocka_unit_test(cuts_piled_up_marks),
        cmocka_unit_test(keeps_to_the_columns_given),
        cmocka_unit_test(passes_no_control_whatever_the_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
