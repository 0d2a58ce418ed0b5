// Two copies of a line prove a swap and name the original word, when one copy is suspicious and the
// other is not. Which words are suspicious is said by hand here.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "score/twins.h"
#include "support/small_knowledge.h"

enum { MAX_SUSPECTS = 4 };

typedef struct bench {
    tm_knowledge knowledge;
    tm_window window;
    tm_segments segments;
    tm_twins twins;
    tm_buf list, text;
    int32_t suspicion; // score of a suspect token
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->suspicion = 5 * TM_SCORE_UNIT;
    small_knowledge_start(&b->knowledge, "바카라\tgame\t3\n");
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_window_free(&b->window);
    tm_segments_free(&b->segments);
    tm_twins_free(&b->twins);
    tm_buf_free(&b->list);
    tm_buf_free(&b->text);
    free(b);
    return 0;
}

static bool is_suspect(bench *b, size_t i, const char *const *suspects)
{
    for (; *suspects; suspects++)
        if (strcmp(shown_token(&b->text, &b->window, i), *suspects) == 0)
            return true;
    return false;
}

// Every token that reads like a suspect is a segment.
static void find(bench *b, tm_str text, const char *const *suspects)
{
    small_window_read(&b->window, &b->knowledge, text);
    for (size_t i = 0; i < b->window.tokens.len; i++)
        b->window.score[i] = is_suspect(b, i, suspects) ? b->suspicion : -100;
    assert_int_equal(
        tm_segments_find(&b->segments, b->window.score, b->window.tokens.len, 1, NULL),
        TAMIS_OK);
    assert_int_equal(tm_twins_find(&b->twins, &b->window, &b->segments, NULL), TAMIS_OK);
}

// "injected<original" of each twin, in brackets.
static const char *listed(bench *b)
{
    const tm_view *view = &b->window.view;
    tm_buf_clear(&b->list);
    for (size_t i = 0; i < b->twins.len; i++) {
        const tm_twin twin = b->twins.twin[i];
        tm_buf_format(&b->list, "[%s<",
                      shown(&b->text, view, twin.injected.begin, twin.injected.end));
        tm_buf_format(&b->list, "%s]",
                      shown(&b->text, view, twin.original.begin, twin.original.end));
    }
    tm_buf_byte(&b->list, '\0');
    return b->list.ptr;
}

static void names_what_was_swapped(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *text;
        const char *suspects[MAX_SUSPECTS + 1];
        const char *twins;
    } rows[] = {
        // a caption and the text behind its picture
        {"과기정통부 라이브바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
         "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다",
         {"라이브바카라은", NULL},
         "[라이브바카라<장관]"},
        {"과기정통부 장관이 어제 새 연구소 앞에서 웃고 있다 사진 김한별\n"
         "본문은 다른 곳에서 시작한다 그리고 끝난다 정말로\n\n"
         "과기정통부 라이브바카라이 어제 새 연구소 앞에서 웃고 있다 사진 김한별",
         {"라이브바카라이", NULL},
         "[라이브바카라<장관]"},
        // several words for several, and lines that begin differently
        {"사진 서울 시청 라이브 바카라 후보자가 어제 시장에서 손을 들었다\n"
         "자막 서울 시청 장관 후보자가 어제 시장에서 손을 들었다",
         {"라이브", "바카라", NULL},
         "[라이브 바카라<장관]"},
        // what both begin or end with is nobody's
        {"새로운 바카라들은 어제 낮에 서울 광장에서 함께 모였다\n"
         "새로운 장관들은 어제 낮에 서울 광장에서 함께 모였다",
         {"바카라들은", NULL},
         "[바카라<장관]"},
        // two swaps in one pair
        {"오늘 서울 광장에서 바카라은 낮에 다른 슬롯과 함께 모였다\n"
         "오늘 서울 광장에서 장관은 낮에 다른 시장과 함께 모였다",
         {"바카라은", "슬롯과", NULL},
         "[바카라<장관][슬롯<시장]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        find(b, tm_str_of(rows[i].text), rows[i].suspects);
        assert_string_equal(listed(b), rows[i].twins);
    }
}

// Pages repeat lines with another word of their own: 입력 and 수정 before one date.
static void a_word_that_is_no_term_needs_more_suspicion(void **slot)
{
    bench *b = *slot;
    static const char *const suspects[] = {"슬롯은", "바카라은", NULL};
    static const char *const bare = "과기정통부 슬롯은 어제 서울에서 예산을 늘리겠다고 말했다\n"
                                    "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다";
    static const char *const term =
        "과기정통부 바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
        "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다";
    b->suspicion = 3 * TM_SCORE_UNIT;
    find(b, tm_str_of(bare), suspects);
    assert_string_equal(listed(b), "");
    find(b, tm_str_of(term), suspects);
    assert_string_equal(listed(b), "[바카라<장관]");
    b->suspicion = 5 * TM_SCORE_UNIT;
    find(b, tm_str_of(bare), suspects);
    assert_string_equal(listed(b), "[슬롯<장관]");
}

static void proves_nothing_without_a_clean_twin(void **slot)
{
    bench *b = *slot;
    static const char *const suspects[] = {"바카라은", "슬롯은", NULL};
    static const char *const texts[] = {
        "",
        // both copies are suspicious
        "과기정통부 바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
        "과기정통부 슬롯은 어제 서울에서 예산을 늘리겠다고 말했다",
        // neither is
        "과기정통부 차관은 어제 서울에서 예산을 늘리겠다고 말했다\n"
        "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다",
        // nothing stands in its place
        "과기정통부 바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
        "과기정통부 어제 서울에서 예산을 늘리겠다고 말했다",
        // equal lines
        "과기정통부 바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
        "과기정통부 바카라은 어제 서울에서 예산을 늘리겠다고 말했다",
        // too short to be sure
        "어제 바카라은 서울에서 말했다\n"
        "어제 장관은 서울에서 말했다",
        // other lines altogether
        "과기정통부 바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
        "과기정통부 장관은 그때 처음으로 부산까지 기차를 탔다",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        find(b, tm_str_of(texts[i]), suspects);
        if (b->twins.len > 0)
            fail_msg("\"%s\": %s", texts[i], listed(b));
    }
}

static void check_soundness(const bench *b)
{
    for (size_t i = 0; i < b->twins.len; i++) {
        const tm_twin twin = b->twins.twin[i];
        assert_true(twin.injected.begin < twin.injected.end);
        assert_true(twin.original.begin < twin.original.end);
        assert_true(twin.injected.end <= b->window.view.len);
        assert_true(twin.original.end <= b->window.view.len);
        assert_true(i == 0 || twin.injected.begin >= b->twins.twin[i - 1].injected.end);
    }
}

// Hundreds of copies: the twins stay ascending and disjoint, and there is an end to them.
static void stays_sound_among_hundreds_of_copies(void **slot)
{
    bench *b = *slot;
    static const char *const suspects[] = {"바카라은", NULL};
    tm_buf text = {0};
    for (int i = 0; i < 1500; i++)
        tm_buf_format(&text, "과기정통부 %s 어제 서울에서 예산을 %d번 늘렸다고 말했다\n",
                      i % 2 ? "바카라은" : "장관은", i % 7);
    find(b, tm_buf_str(&text), suspects);
    assert_true(b->twins.len > 0 && b->twins.len <= 1024);
    check_soundness(b);
    tm_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_word_that_is_no_term_needs_more_suspicion, set_up,
                                        tear_down),
        cmocka_unit_test(names_what_was_swapped),
        cmocka_unit_test(proves_nothing_without_a_clean_twin),
        cmocka_unit_test(stays_sound_among_hundreds_of_copies),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
