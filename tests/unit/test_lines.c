// Lines and their shapes: lists, links, templates, repeats, and the anchors that close both halves
// of a menu line.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdio.h>

#include "support/small_knowledge.h"

typedef struct bench {
    tm_knowledge knowledge;
    tm_window window;
    tm_buf list, text;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    small_knowledge_start(&b->knowledge, "바카라\tgame\t3\n"
                                         "사이트\tvenue\t0.5\n"
                                         "추천\tpromotion\t1\n"
                                         "한빛\tprefix\t3\n"
                                         "도박 중독\tcompany\t3\n"
                                         "경찰\tcompany\t2.5\n"
                                         "(광고)\tcontact\t2\tlabel\n"
                                         "웹발신\tcontact\t2\tlabel\n");
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_window_free(&b->window);
    tm_buf_free(&b->list);
    tm_buf_free(&b->text);
    free(b);
    return 0;
}

static const tm_lines *read_lines(bench *b, tm_str text)
{
    small_window_read(&b->window, &b->knowledge, text);
    return &b->window.lines;
}

// The anchors, each in brackets.
static const char *anchors_of(bench *b, const char *text)
{
    const tm_lines *lines = read_lines(b, tm_str_of(text));
    tm_buf_clear(&b->list);
    for (size_t i = 0; i < lines->n_anchors; i++)
        tm_buf_format(
            &b->list, "[%s]",
            shown(&b->text, &b->window.view, lines->anchor[i].begin, lines->anchor[i].end));
    tm_buf_byte(&b->list, '\0');
    return b->list.ptr;
}

static void finds_the_phrase_that_closes_both_halves(void **slot)
{
    static const struct {
        const char *text, *anchors;
    } rows[] = {
        {"부동산 바카라 베팅 | 한빛바카라 베팅", "[바카라 베팅][바카라 베팅]"},
        {"부동산  바카라  베팅|한빛  바카라베팅 ", "[바카라  베팅][바카라베팅]"},
        {"바카라 | 바카라", "[바카라][바카라]"},
        {"Sport Online Casino | NewsOnline Casino", "[online casino][online casino]"},
        {"a | 새소식\n부동산 카지노 | 한빛카지노\n문화 토토게임 | 한빛토토게임",
         "[카지노][카지노][토토게임][토토게임]"},
        {"부동산 바카라 | 한빛뉴스", ""},
        {"부동산 슬롯 | 한빛 슬롯", ""},    // two letters are no phrase
        {"큰바카라 | 작은바카라", ""},      // it must begin as a word on the left
        {"부동산 바카라 - 한빛바카라", ""}, // no bar
        {"부동산 바카라 |", ""},
        {"| 바카라", ""},
        {"|", ""},
        {"부동산 바카라\n| 한빛바카라", ""}, // another line
        {"가 123 | 나 123", ""},             // letters count, digits do not
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *anchors = anchors_of(*slot, rows[i].text);
        if (strcmp(anchors, rows[i].anchors) != 0)
            fail_msg("\"%s\": %s, not %s", rows[i].text, anchors, rows[i].anchors);
    }
}

static void an_anchor_has_an_end(void **slot)
{
    bench *b = *slot;
    tm_buf text = {0};
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < 200; i++)
            tm_buf_text(&text, "가나 ");
        tm_buf_text(&text, half == 0 ? "| " : "");
    }
    const tm_lines *lines = read_lines(b, tm_buf_str(&text));
    assert_int_equal(lines->n_anchors, 2);
    for (size_t i = 0; i < 2; i++)
        assert_true(lines->anchor[i].end - lines->anchor[i].begin <= 80);
    tm_buf_free(&text);
}

static void sees_the_shape_of_a_line(void **slot)
{
    bench *b = *slot;
    enum { SHAPES = TM_LINE_LIST | TM_LINE_LINKS | TM_LINE_SHORT | TM_LINE_LABELLED };
    static const struct {
        const char *text;
        unsigned shape;
    } rows[] = {
        {"한 줄 글", TM_LINE_SHORT},
        {"그는 오늘 학교 앞에서", TM_LINE_SHORT},
        {"그는 오늘 학교 앞에서 나를", 0},
        {"그는 오늘 학교 앞에서 foo.com", TM_LINE_LINKS},
        {"그는 오늘 학교 앞에서 @name99", TM_LINE_LINKS},
        {"foo.com", TM_LINE_LINKS | TM_LINE_SHORT},
        {"바카라 / 카지노 / 슬롯 / 토토", TM_LINE_LIST},
        {"바카라|카지노|슬롯", TM_LINE_LIST},
        {"바카라·카지노·슬롯", TM_LINE_LIST},
        {"★바카라★카지노★슬롯★", TM_LINE_LIST},
        {"바카라 / 카지노", TM_LINE_SHORT}, // one separator is none
        {"그는 밥을 먹고, 물을 마신 뒤에 밖으로 나가서 하루 종일 걷다가, 저녁에 돌아왔다", 0},
        {"바카라 / 카지노 | 슬롯 - 토토", 0}, // the separator must repeat
        {"(광고) 새 학기 가방을 싸게 팝니다", TM_LINE_LABELLED},
        {"000 [웹발신](광고)새 학기 가방을 팝니다", TM_LINE_LABELLED},
        {"웹발신", TM_LINE_LABELLED | TM_LINE_SHORT},
        {"문자 앞에는 (광고) 라고 써야 한다", 0},      // not at the head
        {"★☆★☆ 2026 (광고) 새 학기 가방을 팝니다", 0}, // too far behind it
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const tm_lines *lines = read_lines(b, tm_str_of(rows[i].text));
        assert_int_equal(lines->len, 1);
        if ((lines->line[0].shape & SHAPES) != rows[i].shape)
            fail_msg("\"%s\" has shape %u", rows[i].text, (unsigned)lines->line[0].shape);
    }
}

// Shapes of all lines that only other lines can give, a digit each: template 4, repeated 8.
static void check_company(bench *b, const char *text, const char *shapes)
{
    const tm_lines *lines = read_lines(b, tm_str_of(text));
    tm_buf_clear(&b->list);
    for (size_t l = 0; l < lines->len; l++)
        tm_buf_format(&b->list, "%x",
                      lines->line[l].shape & (TM_LINE_TEMPLATE | TM_LINE_REPEATED));
    tm_buf_byte(&b->list, '\0');
    if (strcmp(b->list.ptr, shapes) != 0)
        fail_msg("\"%s\": %s, not %s", text, b->list.ptr, shapes);
}

static void compares_each_line_with_all_others(void **slot)
{
    check_company(*slot, "가 나 다 라\n가 나 마 바\n가 나 사 아", "444"); // begin alike
    check_company(*slot, "다 라 가 나\n마 바 가 나\n사 아 가 나", "444"); // end alike
    check_company(*slot, "가 나 다 라\n가 나 마 바\n가 사 아 자", "000"); // two are too few
    check_company(*slot, "가 나\n가 나", "88"); // short lines repeat, but make no template
    check_company(*slot, "가 나\n다\n가 나\n라\n가 나", "80808");
    check_company(*slot, "가 나 다\n가 나 다\n가 나 다", "ccc");
    check_company(*slot, "", "0");
    check_company(*slot, "\n\n", "00"); // nothing, twice, is no repeat
}

// Lines whose hashes all want the same place in the table of counts fill it up around there.
static void crowded_lines_are_not_taken_for_repeats(void **slot)
{
    enum { N_LINES = 24, PLACES = 64 }; // the table for so many lines
    bench *const b = *slot;
    tm_buf text = {0};
    for (unsigned word = 0, n = 0; n < N_LINES; word++) {
        char line[16];
        snprintf(line, sizeof line, "w%ux\n", word);
        if (read_lines(b, tm_str_of(line))->line[0].whole % PLACES != 0)
            continue;
        tm_buf_text(&text, line);
        n++;
    }
    const tm_lines *const lines = read_lines(b, tm_buf_str(&text));
    for (size_t l = 0; l < N_LINES; l++)
        assert_false(lines->line[l].shape & TM_LINE_REPEATED);
    tm_buf_free(&text);
}

static void counts_terms_of_the_trades_and_company(void **slot)
{
    bench *b = *slot;
    const tm_lines *lines = read_lines(
        b, tm_str_of("바카라 추천 사이트\n한빛 경찰\n도박 중독 바카라 도박  중독\n\n끝"));
    static const struct {
        uint32_t n_terms, n_company;
    } rows[] = {
        {2, 0}, // 사이트 is too light
        {0, 0}, // a brand part; company of weight 2.5
        {1, 2},
        {0, 0},
    };
    assert_int_equal(lines->len, 4);
    for (size_t l = 0; l < 4; l++) {
        assert_int_equal(lines->line[l].n_terms, rows[l].n_terms);
        assert_int_equal(lines->line[l].n_company, rows[l].n_company);
    }
}

static void lines_hold_all_tokens_but_the_line_ends(void **slot)
{
    bench *b = *slot;
    const tm_lines *lines = read_lines(b, tm_str_of("\n가 나\n\n다\n"));
    size_t n = 0;
    for (size_t l = 0; l < lines->len; l++) {
        assert_true(lines->line[l].first <= lines->line[l].last);
        assert_true(l == 0 || lines->line[l].first == lines->line[l - 1].last + 1);
        n += lines->line[l].last - lines->line[l].first;
    }
    assert_int_equal(n + lines->len - 1, b->window.tokens.len);
    assert_int_equal(n, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_phrase_that_closes_both_halves),
        cmocka_unit_test(an_anchor_has_an_end),
        cmocka_unit_test(sees_the_shape_of_a_line),
        cmocka_unit_test(compares_each_line_with_all_others),
        cmocka_unit_test(crowded_lines_are_not_taken_for_repeats),
        cmocka_unit_test(counts_terms_of_the_trades_and_company),
        cmocka_unit_test(lines_hold_all_tokens_but_the_line_ends),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
