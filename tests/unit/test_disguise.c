// Disguises: what is drawn can be read, and each family writes what it says.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/disguise.h"
#include "text/utf8.h"

enum { SEEDS = 4000 };

static void writes_references_last(void **state)
{
    (void)state;
    size_t n_encoded = 0;
    for (size_t seed = 0; seed < SEEDS; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        const tm_disguise d = tm_disguise_pick("zh", &rng);
        assert_true(d.first != TM_DISGUISE_ENCODED || d.second == TM_DISGUISE_NONE);
        n_encoded += d.second == TM_DISGUISE_ENCODED;
    }
    assert_true(n_encoded > 0);
}

static void writes_what_each_variant_says(void **state)
{
    static const struct {
        tm_disguise_family family;
        uint32_t variant;
        const char *plain, *expected;
    } cases[] = {
        {TM_DISGUISE_JAMO, 0, "바카라", "ㅂㅏㅋㅏㄹㅏ"},
        {TM_DISGUISE_JAMO, 8, "카지노 안", "ㅋrㅈl노 ㅇrㄴ"},
        {TM_DISGUISE_JAMO, 10, "바카", "ㅂㆍㅋㆍ"},
        {TM_DISGUISE_JAMO, 14, "바카라 벳", "ㅂㅋㄹ ㅂ"},
        {TM_DISGUISE_PHONETIC, 1, "바카라", "뱌캬랴"},
        {TM_DISGUISE_PHONETIC, 2, "바카라", "봐콰롸"},
        {TM_DISGUISE_PHONETIC, 3, "바카", "버커"},
        {TM_DISGUISE_KEYBOARD, 0, "바카라 먹튀 벳99", "bakara meoktwi bet99"},
        {TM_DISGUISE_KEYBOARD, 1, "바카라", "qkzkfk"},
        {TM_DISGUISE_SEPARATOR, 0, "바카 ab", "바.카 a.b"},
        {TM_DISGUISE_SEPARATOR, 33, "바카 สี่", "[바][카] [สี่]"},
        {TM_DISGUISE_SEPARATOR, 37, "바카", "<b>바</b><b>카</b>"},
        {TM_DISGUISE_SPACE, 12, "바카라", "바\n카\n라"},
        {TM_DISGUISE_WIDE, 0, "カジノ ab", "ｶｼﾞﾉ　ａｂ"},
        {TM_DISGUISE_WIDE, 1, "카지노 a", "카　지　노 ａ"},
        {TM_DISGUISE_FANCY, 20, "casino 7", "7 ouᴉsɐɔ"},
        {TM_DISGUISE_FANCY, 20, "바카라", "라카바"},
        {TM_DISGUISE_FANCY, 20, "สี a", "สี 𝐚"}, // a vowel before its consonant cannot be read
        {TM_DISGUISE_FANCY, 13, "b7", "🇧7\xEF\xB8\x8F\xE2\x83\xA3"},
        {TM_DISGUISE_LEET, 8, "онлайн", "0нл@йн"},
        {TM_DISGUISE_LEET, 8, "수대", "水머"},
        {TM_DISGUISE_LEET, 1, "casino", "c451n0"},
        {TM_DISGUISE_LOOKALIKE, 4, "nhà cái uy tín", "nha cai uy tin"},
        {TM_DISGUISE_LOOKALIKE, 5, "Güncel giriş", "Guncel giris"},
        {TM_DISGUISE_LOOKALIKE, 0, "хорошо pin", "xopoшo pin"},
    };
    (void)state;
    tm_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tm_disguise d = {.first = cases[i].family, .variant = cases[i].variant};
        const tm_str expected = tm_str_of(cases[i].expected);
        tm_rng rng = tm_rng_seed(i);
        tm_buf_clear(&out);
        assert_true(tm_disguise_apply(&out, &d, tm_str_of(cases[i].plain), &rng));
        if (!tm_str_equal(tm_buf_str(&out), expected))
            fail_msg("%s became %.*s", cases[i].plain, (int)out.len, out.ptr);
    }
    tm_buf_free(&out);
}

// Pairs of syllables are changed at random.
static void changes_pairs_of_syllables(void **state)
{
    static const struct {
        uint32_t variant;
        const char *expected;
    } cases[] = {{6, "발아"}, {7, "라바"}};
    (void)state;
    tm_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tm_disguise d = {.first = TM_DISGUISE_PHONETIC, .variant = cases[i].variant};
        size_t n_changed = 0;
        for (size_t seed = 0; seed < 100; seed++) {
            tm_rng rng = tm_rng_seed(seed);
            tm_buf_clear(&out);
            const bool changed = tm_disguise_apply(&out, &d, tm_str_of("바라"), &rng);
            const char *const expected = changed ? cases[i].expected : "바라";
            assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of(expected)));
            n_changed += changed;
        }
        assert_true(n_changed > 25 && n_changed < 75);
    }
    tm_buf_free(&out);
}

// Whatever is drawn writes valid UTF-8, says truly whether it changed anything, and changes most
// keywords of the language that it was drawn for.
static void changes_keywords_of_every_language(void **state)
{
    static const char *const keywords[][2] = {
        {"ko", "바카라 사이트"},    {"en", "online casino"},  {"id", "slot gacor"},
        {"th", "สล็อตเว็บตรง"},       {"vi", "nhà cái uy tín"}, {"zh", "微信百家乐平台"},
        {"ja", "オンラインカジノ"}, {"ru", "казино онлайн"},  {"tr", "güncel giriş"},
    };
    (void)state;
    tm_buf out = {0};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        const tm_str plain = tm_str_of(keywords[i][1]);
        size_t n_changed = 0;
        for (size_t seed = 0; seed < SEEDS; seed++) {
            tm_rng rng = tm_rng_seed(seed);
            const tm_disguise d = tm_disguise_pick(keywords[i][0], &rng);
            tm_buf_clear(&out);
            const bool changed = tm_disguise_apply(&out, &d, plain, &rng);
            assert_true(tm_utf8_is_valid(tm_buf_str(&out)));
            if (!changed && !tm_str_equal(tm_buf_str(&out), plain))
                fail_msg("%s became %.*s", keywords[i][1], (int)out.len, out.ptr);
            n_changed += changed;
        }
        if (n_changed < SEEDS * 8 / 10)
            fail_msg("%s: %zu of %d", keywords[i][0], n_changed, SEEDS);
    }
    tm_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_each_variant_says),
        cmocka_unit_test(changes_pairs_of_syllables),
        cmocka_unit_test(changes_keywords_of_every_language),
        cmocka_unit_test(writes_references_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
