// Hangul arithmetic: syllables, letters, the phonetic key, the keyboard.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <string.h>

#include "text/hangul.h"

static void takes_letters_from_syllables_and_back(void **state)
{
    (void)state;
    assert_int_equal(tm_syllable(0, 0, 0), 0xAC00);    // 가
    assert_int_equal(tm_syllable(18, 20, 27), 0xD7A3); // 힣
    assert_int_equal(tm_syllable_final(0xAC01), 1);    // 각
    assert_int_equal(tm_syllable_final(0xC4F0), 0);    // 쓰
    assert_true(tm_is_syllable(0xAC00) && tm_is_syllable(0xD7A3));
    assert_false(tm_is_syllable(0xABFF) || tm_is_syllable(0xD7A4));
}

static void every_initial_and_final_has_its_jamo(void **state)
{
    (void)state;
    for (int initial = 0; initial < 19; initial++)
        assert_int_equal(tm_jamo_initial(tm_jamo_of_initial((unsigned)initial)), initial);
    for (unsigned final = 1; final < 28; final++)
        assert_int_equal(tm_jamo_final(tm_jamo_of_final(final)), final);
    assert_int_equal(tm_jamo_initial(0x3133), -1); // ㄳ
    assert_int_equal(tm_jamo_final(0x3138), 0);    // ㄸ
    assert_int_equal(tm_jamo_initial('a'), -1);
    assert_int_equal(tm_jamo_final(0x314F), 0); // ㅏ
}

static void joins_letters_that_are_written_as_one(void **state)
{
    (void)state;
    assert_int_equal(tm_vowel_join(8, 0), 9);    // ㅗㅏ ㅘ
    assert_int_equal(tm_vowel_join(18, 20), 19); // ㅡㅣ ㅢ
    assert_int_equal(tm_vowel_join(0, 20), 1);   // ㅏㅣ ㅐ
    assert_int_equal(tm_vowel_join(0, 0), 0);
    assert_int_equal(tm_final_join(17, 19), 18); // ㅂㅅ ㅄ
    assert_int_equal(tm_final_join(8, 1), 9);    // ㄹㄱ ㄺ
    assert_int_equal(tm_final_join(1, 1), 0);
}

static void syllables_that_sound_alike_share_a_key(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint32_t a, b;
        bool alike;
    } pairs[] = {
        {"바 빠", 0xBC14, 0xBE60, true},  {"바 파", 0xBC14, 0xD30C, true},
        {"바 봐", 0xBC14, 0xBD10, true},  {"바 뱌", 0xBC14, 0xBC4C, true},
        {"바 밯", 0xBC14, 0xBC2F, true},  {"바 버", 0xBC14, 0xBC84, false},
        {"카 까", 0xCE74, 0xAE4C, true},  {"카 타", 0xCE74, 0xD0C0, false},
        {"노 누", 0xB178, 0xB204, false}, {"베 배", 0xBCA0, 0xBC30, true},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((tm_syllable_phonetic(pairs[i].a) == tm_syllable_phonetic(pairs[i].b)) !=
            pairs[i].alike)
            fail_msg("%s", pairs[i].what);
}

static void every_key_is_in_range(void **state)
{
    (void)state;
    for (uint32_t syllable = 0xAC00; syllable <= 0xD7A3; syllable++)
        assert_in_range(tm_syllable_phonetic(syllable), 0, TM_PHONETIC_KEYS - 1);
}

static void types_syllables_on_two_sets(void **state)
{
    (void)state;
    static const struct {
        uint32_t syllable;
        const char *keys;
    } cases[] = {{0xBC14, "qk"},  {0xCE74, "zk"},    {0xB77C, "fk"},   {0xD280, "xnl"},
                 {0xBA39, "ajr"}, {0xC00D, "qnpfr"}, {0xAC12, "rkqt"}, {0xAE4C, "rk"},
                 {0xC758, "dml"}, {0xD7A3, "glg"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char keys[8];
        const size_t len = tm_syllable_keys(keys, cases[i].syllable);
        assert_int_equal(len, strlen(cases[i].keys));
        assert_memory_equal(keys, cases[i].keys, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_letters_from_syllables_and_back),
        cmocka_unit_test(every_initial_and_final_has_its_jamo),
        cmocka_unit_test(joins_letters_that_are_written_as_one),
        cmocka_unit_test(syllables_that_sound_alike_share_a_key),
        cmocka_unit_test(every_key_is_in_range),
        cmocka_unit_test(types_syllables_on_two_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
