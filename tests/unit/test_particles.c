// Right and wrong Korean particles, with the end of the stem known and unknown.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "score/particles.h"
#include "support/small_knowledge.h"

typedef struct bench {
    tm_folds *folds;
    tm_view view;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    *slot = b;
    return b ? (int)tm_folds_new(&b->folds, NULL) : -1;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tm_folds_free(b->folds);
    tm_view_free(&b->view);
    free(b);
    return 0;
}

static uint32_t read_word(bench *b, const char *text)
{
    assert_int_equal(tm_view_build(&b->view, b->folds, tm_str_of(text), NULL), TAMIS_OK);
    return (uint32_t)b->view.len;
}

static void sees_what_no_ordinary_word_has(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *word;
        bool disagrees;
    } rows[] = {
        // a swapped word before the particle of the old one
        {"라이브바카라은", true},
        {"바카라을", true},
        {"슬롯를", true},
        {"슬롯와", true},
        {"바카라으로", true},
        {"서울으로", true}, // ㄹ takes 로
        // the same words with their own
        {"라이브바카라는", false},
        {"바카라를", false},
        {"슬롯을", false},
        {"슬롯과", false},
        {"바카라로", false},
        {"서울로", false},
        {"책상으로", false},
        {"장관은", false},
        {"장관을", false},
        {"국가는", false},
        {"국가와", false},
        // ordinary words that only look so
        {"가을", false},
        {"마을", false},
        {"노을", false},
        {"가을을", false},
        {"마을을", false},
        {"늦가을", false},
        {"산마을", false},
        {"저녁노을", false},
        {"카지노을", false}, // so this one shows behind a known stem only
        {"나은", false},
        {"지은", false},
        {"장관이", false}, // 이 and 가 begin and end words of their own
        {"바카라이", false},
        {"슬롯가", false},
        {"작가", false},
        // nothing to see
        {"은", false},
        {"을", false},
        {"라은", false}, // one syllable is no stem
        {"으로", false},
        {"casino은", false},
        {"ㅋㅋ을", false},
        {"77을", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const tm_token word = {0, read_word(b, rows[i].word), TM_TOKEN_WORD, TM_CHAR_HANGUL};
        if (tm_particle_disagrees(&b->view, word) != rows[i].disagrees)
            fail_msg("%s", rows[i].word);
    }
}

static void sees_every_breach_behind_a_known_stem(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *stem, *rest;
        bool disagrees;
    } rows[] = {
        {"바카라", "은", true},     {"바카라", "는", false},   {"슬롯", "는", true},
        {"슬롯", "은", false},      {"바카라", "이", true},    {"바카라", "가", false},
        {"슬롯", "가", true},       {"슬롯", "이", false},     {"바카라", "을", true},
        {"바카라", "를", false},    {"슬롯", "를", true},      {"슬롯", "을", false},
        {"카지노", "을", true},     {"카지노", "과", true},    {"카지노", "와", false},
        {"슬롯", "와", true},       {"슬롯", "과", false},     {"카지노", "으로", true},
        {"카지노", "로", false},    {"슬롯", "로", true},      {"슬롯", "으로", false},
        {"서울", "로", false},      {"서울", "으로", true},    {"바카라", "이라", true},
        {"슬롯", "이라", false},    {"바카라", "이나", true},  {"슬롯", "이나", false},
        {"바카라", "으로는", true}, {"바카라", "이용", false}, // a word of its own begins there
        {"바카라", "은행", false},  {"바카라", "가격", false}, {"바카라", "에서", false},
        {"바카라", "", false},      {"casino", "은", false},   {"", "은", false},
        {"77", "을", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf word = {0};
        tm_buf_format(&word, "%s%s", rows[i].stem, rows[i].rest);
        tm_buf_byte(&word, '\0');
        const uint32_t stem_end = read_word(b, rows[i].stem), end = read_word(b, word.ptr);
        if (tm_particle_disagrees_after(&b->view, stem_end, end) != rows[i].disagrees)
            fail_msg("%s+%s", rows[i].stem, rows[i].rest);
        tm_buf_free(&word);
    }
}

static void measures_particles_and_their_chains(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *text;
        uint32_t len;
    } rows[] = {
        {"은", 1},     {"들이", 2},   {"에서는", 3}, {"까지도", 3}, {"으로부터", 4},
        {"입니다", 3}, {"이었다", 3}, {"만의", 2},   {"사이트", 0}, {"이용", 0},
        {"은행", 0},   {"장관", 0},   {"casino", 0}, {"", 0},       {"은 ", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const uint32_t end = read_word(b, rows[i].text);
        if (tm_particle_length(&b->view, 0, end) != rows[i].len)
            fail_msg("%s", rows[i].text);
    }
}

// Only the given characters count, whatever stands beside them.
static void looks_at_no_more_than_the_word(void **slot)
{
    bench *b = *slot;
    const uint32_t len = read_word(b, "바카라은은 장관");
    assert_true(len > 5);
    assert_true(tm_particle_disagrees_after(&b->view, 3, 4));
    assert_false(tm_particle_disagrees_after(&b->view, 3, 5)); // 은은: no particle at the end
    assert_int_equal(tm_particle_length(&b->view, 3, 4), 1);
    const tm_token word = {0, 4, TM_TOKEN_WORD, TM_CHAR_HANGUL};
    assert_true(tm_particle_disagrees(&b->view, word));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sees_what_no_ordinary_word_has),
        cmocka_unit_test(sees_every_breach_behind_a_known_stem),
        cmocka_unit_test(measures_particles_and_their_chains),
        cmocka_unit_test(looks_at_no_more_than_the_word),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
