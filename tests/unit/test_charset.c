// Encodings that pages declare: labels, where they stand, and bytes that only a label explains.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "text/charset.h"

static const char *name_of(const tm_charset *charset)
{
    return charset ? tm_charset_name(charset) : "none";
}

static void knows_labels_in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *label, *name;
    } cases[] = {
        {"EUC-KR", "cp949"},
        {" ks_c_5601-1987 ", "cp949"},
        {"Shift_JIS", "shift_jis"},
        {"gb2312", "gb18030"},
        {"latin1", "windows-1252"},
        {"tis-620", "windows-874"},
        {"KOI8-R", "koi8-r"},
        {"utf-8", "none"},
        {"", "none"},
        {"euc", "none"},
        {"euc-kr cp949", "none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(name_of(tm_charset_find(tm_str_of(cases[i].label))), cases[i].name);
}

static void finds_what_a_page_declares(void **state)
{
    (void)state;
    static const struct {
        const char *page, *name;
    } cases[] = {
        {"<meta charset=euc-kr>", "cp949"},
        {"<head><META CHARSET = 'Big5' >", "big5"},
        {"<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">",
         "windows-1251"},
        {"<meta name=a><meta charset=\"koi8-r\"/>", "koi8-r"},
        {"<meta charset=utf-8><meta charset=euc-kr>", "none"},
        {"<meta charset><p charset=euc-kr>", "none"},
        {"<meta charset=", "none"},
        {"charset=euc-kr", "none"},
        {"", "none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(name_of(tm_charset_of_page(tm_str_of(cases[i].page))),
                            cases[i].name);
}

static void decodes_what_only_a_label_explains(void **state)
{
    (void)state;
    static const struct {
        const char *label, *bytes, *text, *name;
        size_t n_damaged;
    } cases[] = {
        {"windows-1251", "\xEA\xE0\xE7\xE8\xED\xEE a", "казино a", "windows-1251", 0},
        {"shift_jis", "\x83J\x83W\x83m", "カジノ", "shift_jis", 0},
        {"gbk", "\xB6\xC4\xB2\xA9", "赌博", "gb18030", 0},
        {"big5", "\xBD\xE4\xB3\xD5", "賭博", "big5", 0},
        {"tis-620", "\xCA\xC5\xE7\xCD\xB5", "สล็อต", "windows-874", 0},
        {"windows-1254", "bah\xFE\xFE", "bahşş", "windows-1254", 0},
        {"latin1", "caf\xE9 noir", "café noir", "windows-1252", 0},
        {"euc-kr", "\xB9\xD9", "바", "cp949", 0},
        // The bytes win over a label that cannot be right.
        {"latin1", "\xB9\xD9\xC4\xAB\xB6\xF3", "바카라", "cp949", 0},
        {"euc-kr", "\xEB\xB0\x94\xEC\xB9\xB4", "바카", "utf-8", 0},
        {"shift_jis",
         "\xFF\xFE"
         "a\0",
         "a", "utf-16le", 0},
        {"shift_jis", "ab\xFF\xFF", "ab\xEF\xBF\xBD\xEF\xBF\xBD", "utf-8", 2},
    };
    tm_decoded decoded = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tm_str bytes = {cases[i].bytes, i == 10 ? 4 : strlen(cases[i].bytes)};
        assert_int_equal(
            tm_charset_decode_page(&decoded, bytes, tm_str_of(cases[i].label), NULL), TAMIS_OK);
        if (!tm_str_equal(decoded.text, tm_str_of(cases[i].text)) ||
            strcmp(tm_decoded_encoding(&decoded), cases[i].name) != 0)
            fail_msg("case %zu: %.*s, %s", i, (int)decoded.text.len, decoded.text.ptr,
                     tm_decoded_encoding(&decoded));
        assert_int_equal(decoded.n_damaged, cases[i].n_damaged);
    }
    tm_decoded_free(&decoded);
}

static void notes_where_each_character_began(void **state)
{
    (void)state;
    static const uint32_t origins[] = {0, 1, 1, 1, 3, 4, 4, 4, 6};
    tm_decoded decoded = {0};
    const tm_str bytes = tm_str_of("a\xB6\xC4"
                                   "b\xB2\xA9");
    assert_int_equal(
        tm_decode_declared(&decoded, bytes, tm_charset_find(tm_str_of("gbk")), NULL), TAMIS_OK);
    assert_int_equal(decoded.text.len, 8);
    for (size_t i = 0; i <= decoded.text.len; i++)
        assert_int_equal(tm_decoded_origin(&decoded, i), origins[i]);
    tm_decoded_free(&decoded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_labels_in_any_case),
        cmocka_unit_test(finds_what_a_page_declares),
        cmocka_unit_test(decodes_what_only_a_label_explains),
        cmocka_unit_test(notes_where_each_character_began),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
