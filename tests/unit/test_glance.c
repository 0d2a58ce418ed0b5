// What a glance at raw text finds loud, what it lets pass, and which lines are gathered around it.
// That it overlooks nothing is a property (property/prop_glance.c).
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdio.h>

#include "score/skim.h"
#include "support/small_knowledge.h"

static const char lexicon[] = "카지노\tgame\t3.0\t\n"
                              "바카라 사이트\tvenue\t3.0\t\n"
                              "벳\tsuffix\t1.0\t\n"
                              "존\tsuffix\t0.5\t\n"
                              "free spins\tpromotion\t2.0\t\n"
                              "19금\tadult\t1.0\t\n"
                              "도박 중독\tcompany\t3.0\t\n"
                              "추천\ttrust\t0.5\t\n";

typedef struct bench {
    tm_knowledge knowledge;
    tm_glance glance;
    tm_window window;
} bench;

static int set_up(void **slot)
{
    static bench b;
    b = (bench){0};
    small_knowledge_start(&b.knowledge, lexicon);
    *slot = &b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *const b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_glance_free(&b->glance);
    tm_window_free(&b->window);
    return 0;
}

static const tm_glance *glance_at(bench *b, const char *text)
{
    assert_int_equal(tm_glance_at(&b->glance, &b->knowledge.lexicon, b->knowledge.folds,
                                  tm_str_of(text), NULL),
                     TAMIS_OK);
    assert_false(b->glance.lost);
    return &b->glance;
}

static void everyday_text_is_quiet(void **slot)
{
    static const char *const texts[] = {
        "",
        "\n",
        "오늘은 비가 왔다. 특히 힘을 낸 그 사람은 할 수 있다고 말했다.\n",
        "The library opened in 2024, at 10:30, for 5 hours (100 % free).\r\n",
        "“그는 30%를 받았다…” AT&T, R&D, KBS, G20, US$ 5, 日本의 말\n",
        "한·미 회담, 1·2차, 1.5배, 3월 1일\n",
        "추천할 만한 글이다. 도박 중독 상담을 받았다.\n", // terms that alarm nobody by themselves
        "벳이라는 글자와 벳\n",                           // a brand's end without a brand
        "쿠쿠벳푸\n",                                     // or within a word
        "쿠쿠존, 쿠쿠존7, 쿠쿠존 671, 3월31일 코로나19\n", // two digits make a brand of it
        "안 할 수 없어서, 그 한 번 더 볼 수 있는 책\n",    // words of one syllable
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (glance_at(*slot, texts[i])->loud)
            fail_msg("loud: %s", texts[i]);
}

static void what_is_worth_a_look_is_loud(void **slot)
{
    static const char *const texts[] = {
        "새 카지노가 열렸다",
        "바카라  사이트",
        "쿠쿠벳 가입",
        "쿠쿠벳에서는",
        "벳 벳",
        "쿠쿠존671 가입",
        "FREE\tSpins today",
        "19금",
        "글쓴이 @lucky",
        "http://a.kr",
        "WWW.A.KR",
        "alexis17",
        "c4sino",
        "바 카 라",
        "그 카 라 한",
        "이 수 한 그 더 할 때 김 또 안 두 뒤", // longer than any prose
        "바-카-라사이트",
        "바1카1라",
        "ㅋㅏ지노",
        "саsino",
        "바\xE2\x80\x8B카라",
        "%EB%B0%94",
        "&#48148;",
        "\\uBC14",
        "\\u{BC14}",
        "\\x{BC14}",
        "\\XEB\\xB0\\x94",
        "ｆｒｅｅ",
        "ⓑⓔⓣ",
        "h t t p : / / a",
        "1 2 3 : 카 - 토 / 라",
        "1 2 3 : 수 / 할 수 카 할 수 카 할 수 카 할 수",
        "casin○",
        "카\xCC\xB6지노",
        "\x01",
        "né17",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!glance_at(*slot, texts[i])->loud)
            fail_msg("quiet: %s", texts[i]);
}

static void finds_stand_anywhere_in_and_across_blocks(void **slot)
{
    static const char *const finds[] = {"카지노", "free spins", "alexis17",
                                        "www.",   "바 카 라",   "쿠쿠존67"};
    char text[256];
    for (size_t f = 0; f < sizeof finds / sizeof *finds; f++) {
        const size_t len = strlen(finds[f]);
        for (size_t at = 0; at + len < 200; at++) {
            memset(text, '.', sizeof text);
            memset(text, ' ', at);
            memcpy(text + at, finds[f], len);
            text[at + len + (at & 1)] = '\0'; // with and without something behind
            if (!glance_at(*slot, text)->loud)
                fail_msg("\"%s\" at byte %zu was overlooked", finds[f], at);
        }
    }
}

static void lines_are_told_apart(void **slot)
{
    const tm_glance *const glance = glance_at(*slot, "하나\n카지노 둘\n셋 naver.com\n넷\n");
    assert_int_equal(glance->n_lines, 2);
    assert_int_equal(glance->line[0].begin, 7);
    assert_int_equal(glance->line[0].end, 21);
    assert_int_equal(glance->line[1].begin, 21);
}

// A line that is loud is not asked again, wherever in a block it ends.
static void lines_behind_a_loud_one_are_looked_at(void **slot)
{
    char text[256];
    for (int width = 0; width < 140; width++) {
        snprintf(text, sizeof text, "카지노%*s\n카지노\n", width, "");
        const tm_glance *const glance = glance_at(*slot, text);
        assert_int_equal(glance->n_lines, 2);
        assert_int_equal(glance->line[1].begin, glance->line[0].end);
    }
}

static void a_host_ends_in_a_known_domain(void **slot)
{
    static const char *const hosts[] = {"naver.com",    "NAVER.Com/a", "한국.kr은",
                                        "a.b-1.net:80", "x.çom",       "x.cóm"};
    static const char *const others[] = {"web.xml", "e.g. U.S.", "1.5", "a. com",
                                         "x.community"};
    char text[64];
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        snprintf(text, sizeof text, "카지노\n%s", hosts[i]);
        if (glance_at(*slot, text)->n_lines != 2)
            fail_msg("no host: %s", hosts[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        snprintf(text, sizeof text, "카지노\n%s", others[i]);
        if (glance_at(*slot, text)->n_lines != 1)
            fail_msg("a host: %s", others[i]);
    }
}

// The next lines, as many as hold `n_bytes`.
static void check_gathered(bench *b, const char *text, size_t n_bytes, const char *expected)
{
    tm_str parts;
    assert_int_equal(tm_glance_gather(&parts, &b->glance, tm_str_of(text), n_bytes, NULL),
                     TAMIS_OK);
    assert_int_equal(parts.len, strlen(expected));
    assert_memory_equal(parts.ptr, expected, parts.len);
}

static void gathered(void **slot, const char *text, const char *expected)
{
    glance_at(*slot, text);
    check_gathered(*slot, text, SIZE_MAX, expected);
}

static void the_lines_found_are_gathered(void **slot)
{
    gathered(slot, "일번\n카지노\n이번\n삼번 a.com\n카지노 둘\n사번\n",
             "카지노\n삼번 a.com\n카지노 둘\n");
    gathered(slot, "일번\n카지노\n카지노 둘", "카지노\n카지노 둘");
    gathered(slot, "카지노\n카지노 둘\n삼번", "카지노\n카지노 둘\n");
    gathered(slot, "일번\n이번\n", "");
}

static void a_few_lines_are_gathered_at_a_time(void **slot)
{
    static const char text[] = "카지노\n카지노 둘\n삼번\n카지노 셋\n사번";
    bench *const b = *slot;
    glance_at(b, text);
    check_gathered(b, text, 1, "카지노\n");
    check_gathered(b, text, strlen("카지노 둘\n") + 1, "카지노 둘\n카지노 셋\n");
    assert_int_equal(b->glance.n_gathered, b->glance.n_lines);
    check_gathered(b, text, 1, "");
}

static void the_script_is_told_where_it_is_clear(void **slot)
{
    static const struct {
        const char *text;
        tm_char_class script;
    } rows[] = {
        {"가나다라마바사 아자차카타파하 한글은 각각 향한 힣", TM_CHAR_HANGUL},
        {"한국 해하 효과 가격 개요 하한 화학 and some twenty-four letters", TM_CHAR_HANGUL},
        {"a text of Latin letters with 한 or two among them, long enough to be sure of its end",
         TM_CHAR_LATIN},
        {"Hangul counts thrice: 한글한글한글", TM_CHAR_PUNCT}, // close
        {"이 2024년 g00dbye", TM_CHAR_PUNCT},                  // or goodbye
        {"日本語の文章であり、仮名と漢字である", TM_CHAR_PUNCT},
        {"", TM_CHAR_PUNCT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const tm_glance *const glance = glance_at(*slot, rows[i].text);
        assert_int_equal(tm_glance_script(glance, tm_str_of(rows[i].text)), rows[i].script);
    }
}

static void skimming_finds_nothing_where_nothing_is(void **slot)
{
    bench *const b = *slot;
    b->knowledge.weights.evidence[TM_EVIDENCE_WORD] = 100;
    bool nothing = false;
    const tm_str quiet = tm_str_of("하나\n둘\n"), loud = tm_str_of("카지노 카지노\n");
    assert_int_equal(tm_skim(&nothing, &b->glance, &b->window, &b->knowledge, quiet, NULL),
                     TAMIS_OK);
    assert_true(nothing);
    assert_int_equal(b->window.tokens.len, 0);
    assert_int_equal(tm_skim(&nothing, &b->glance, &b->window, &b->knowledge, loud, NULL),
                     TAMIS_OK);
    assert_false(nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyday_text_is_quiet),
        cmocka_unit_test(what_is_worth_a_look_is_loud),
        cmocka_unit_test(finds_stand_anywhere_in_and_across_blocks),
        cmocka_unit_test(lines_are_told_apart),
        cmocka_unit_test(lines_behind_a_loud_one_are_looked_at),
        cmocka_unit_test(a_host_ends_in_a_known_domain),
        cmocka_unit_test(the_lines_found_are_gathered),
        cmocka_unit_test(a_few_lines_are_gathered_at_a_time),
        cmocka_unit_test(the_script_is_told_where_it_is_clear),
        cmocka_unit_test(skimming_finds_nothing_where_nothing_is),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
