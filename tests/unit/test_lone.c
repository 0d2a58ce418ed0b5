// Which texts have a lone phrase, and how often it occurs.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "score/lone.h"
#include "support/small_knowledge.h"

typedef struct bench {
    tm_knowledge knowledge;
    tm_window window;
} bench;

static int set_up(void **slot)
{
    static bench b;
    b = (bench){0};
    small_knowledge_start(&b.knowledge, "카지노\tgame\t1\n"
                                        "바카라\tgame\t1\n"
                                        "토토 사이트\tvenue\t0.5\n"
                                        "벳\tsuffix\t1\n"
                                        "존\tsuffix\t0.5\n"
                                        "신규\tpromotion\t0.5\n"
                                        "당일 대출\tloan\t2\n"
                                        "도박 중독\tcompany\t3\n");
    *slot = &b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *const b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_window_free(&b->window);
    return 0;
}

static void counts_the_only_phrase_about_gambling(void **slot)
{
    bench *const b = *slot;
    static const struct {
        const char *text;
        size_t n;
    } rows[] = {
        {"", 0},
        {"오늘은 비가 왔다", 0},
        {"카지노가 섰다", 1},
        {"카지노 앞에서\n카지노를 보니 구카지노다", 3},
        {"신규 카지노는 또\n신규카지노가", 2},
        {"신규 카지노는 또\n카지노가", 0}, // two phrases
        {"카지노와 바카라", 0},
        {"카지노와 카지노, 도박 중독", 0}, // an article on gambling
        {"카지노와 신규 당일 대출", 1},    // another trade
        {"신규 토토 사이트", 0},           // too light
        {"쿠쿠벳에서 쿠쿠벳을", 2},
        {"쿠쿠존에서 쿠쿠존을", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        small_window_read(&b->window, &b->knowledge, tm_str_of(rows[i].text));
        if (b->window.n_lone != rows[i].n)
            fail_msg("\"%s\": %zu, not %zu", rows[i].text, b->window.n_lone, rows[i].n);
    }
}

static void forgets_the_text_before(void **slot)
{
    bench *const b = *slot;
    small_window_read(&b->window, &b->knowledge, tm_str_of("카지노, 카지노"));
    assert_int_equal(b->window.n_lone, 2);
    b->window.every_line = false; // of a quiet text, nothing but the view is made
    assert_int_equal(tm_window_read(&b->window, &b->knowledge, tm_str_of("비가 왔다"), NULL),
                     TAMIS_OK);
    assert_int_equal(b->window.n_lone, 0);
}

static void finds_the_phrase_around_a_term(void **slot)
{
    bench *const b = *slot;
    const tm_window *const w = &b->window;
    small_window_read(&b->window, &b->knowledge,
                      tm_str_of("신규 카지노 신규, 신규 신규, 카지노"));
    static const bool is_part[] = {true, true, true, false, false, true};
    assert_int_equal(w->hits.len, 6);
    for (size_t h = 0; h < w->hits.len; h++)
        assert_int_equal(tm_is_about_gambling(&w->hits, &b->knowledge.lexicon, &w->view, h),
                         is_part[h]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counts_the_only_phrase_about_gambling, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(forgets_the_text_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_the_phrase_around_a_term, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
