// What the entries of a token's context depend on: the ends of its neighbours and the terms beside
// it, never anything outside its line; and that what differs there gives other entries.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "score/context.h"
#include "support/small_knowledge.h"

static const char lexicon[] = "무료\tpromotion\t0.5\t\n"
                              "신규\tpromotion\t0.5\t\n"
                              "포커\tgame\t1\t\n"
                              "섯다\tgame\t1\t\n"
                              "먹튀\ttrust\t1\t\n";

typedef struct bench {
    tm_knowledge knowledge;
    tm_window window;
} bench;

typedef struct entries {
    uint32_t entry[TM_MAX_CONTEXT];
    size_t len;
} entries;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    if (b)
        small_knowledge_start(&b->knowledge, lexicon);
    *slot = b;
    return b ? 0 : -1;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tm_window_free(&b->window);
    small_knowledge_free(&b->knowledge);
    free(b);
    return 0;
}

static void check_range(const entries *e)
{
    assert_true(e->len <= TM_MAX_CONTEXT);
    for (size_t i = 0; i < e->len; i++)
        assert_true(e->entry[i] < 1u << TM_NGRAM_BITS);
}

static entries pairs_of(bench *b, const char *text, const char *token)
{
    entries e = {.len = 0};
    small_window_read(&b->window, &b->knowledge, tm_str_of(text));
    e.len = tm_token_pairs(e.entry, &b->window, &b->knowledge.lexicon,
                           find_token(&b->window, token));
    check_range(&e);
    return e;
}

static entries surroundings_of(bench *b, const char *text, const char *token)
{
    entries e = {.len = 0};
    small_window_read(&b->window, &b->knowledge, tm_str_of(text));
    e.len = tm_token_surroundings(e.entry, &b->window, find_token(&b->window, token));
    check_range(&e);
    return e;
}

static size_t count_shared(entries a, entries b)
{
    size_t n = 0;
    for (size_t i = 0; i < a.len; i++)
        for (size_t k = 0; k < b.len; k++)
            n += a.entry[i] == b.entry[k];
    return n;
}

static bool same(entries a, entries b)
{
    return a.len == b.len && memcmp(a.entry, b.entry, a.len * sizeof *a.entry) == 0;
}

static void an_offer_of_another_game_shares_its_classes_and_its_offer(void **slot)
{
    const entries poker = pairs_of(*slot, "무료포커 모습", "무료포커");
    const entries seotda = pairs_of(*slot, "무료섯다 모습", "무료섯다");
    assert_int_equal(poker.len, 3);
    assert_int_equal(count_shared(poker, seotda), 2);
}

static void another_offer_of_the_same_game_shares_what_is_the_same(void **slot)
{
    const entries free_of_charge = pairs_of(*slot, "무료포커 모습", "무료포커");
    assert_int_equal(count_shared(free_of_charge, pairs_of(*slot, "신규포커 모습", "신규포커")),
                     2);
    assert_int_equal(count_shared(free_of_charge, pairs_of(*slot, "먹튀포커 모습", "먹튀포커")),
                     0);
}

static void terms_with_a_blank_between_are_another_pair_on_both_sides(void **slot)
{
    const entries glued = pairs_of(*slot, "무료포커 모습", "무료포커");
    const entries left = pairs_of(*slot, "무료 포커 모습", "무료");
    assert_int_equal(count_shared(glued, left), 0);
    assert_true(same(left, pairs_of(*slot, "무료 포커 모습", "포커")));
}

static void terms_that_do_not_adjoin_are_no_pair(void **slot)
{
    assert_int_equal(pairs_of(*slot, "무료 모습 포커", "무료").len, 0);
    assert_int_equal(pairs_of(*slot, "무료, 포커", "포커").len, 0);
    assert_int_equal(pairs_of(*slot, "모습 하나", "모습").len, 0);
}

static void surroundings_stay_within_the_line(void **slot)
{
    const entries alone = surroundings_of(*slot, "포커 모습", "포커");
    assert_true(same(alone, surroundings_of(*slot, "앞줄 글\n포커 모습\n뒷줄 글", "포커")));
}

static void a_neighbour_that_ends_otherwise_changes_them(void **slot)
{
    const entries object = surroundings_of(*slot, "사회를 가나 맡았다", "가나");
    const entries subject = surroundings_of(*slot, "사회는 가나 맡았다", "가나");
    assert_int_equal(object.len, subject.len);
    assert_false(same(object, subject));
    assert_true(count_shared(object, subject) > 0); // what stands behind is the same
    assert_true(same(object, surroundings_of(*slot, "무대사회를 가나 맡았다", "가나")));
}

static void the_company_counts_for_terms_alone(void **slot)
{
    const char *const text = "경찰 수사 결과 포커 도박장 단속";
    assert_true(surroundings_of(*slot, text, "포커").len >
                surroundings_of(*slot, text, "결과").len);
}

static void line_ends_have_none(void **slot)
{
    bench *b = *slot;
    entries e = {.len = 0};
    small_window_read(&b->window, &b->knowledge, tm_str_of("가나\n다라"));
    assert_int_equal(b->window.tokens.token[1].kind, TM_TOKEN_NEWLINE);
    assert_int_equal(tm_token_surroundings(e.entry, &b->window, 1), 0);
    assert_int_equal(tm_token_pairs(e.entry, &b->window, &b->knowledge.lexicon, 1), 0);
}

static void a_long_line_full_of_terms_stays_within_bounds(void **slot)
{
    bench *b = *slot;
    tm_buf text = {0};
    for (int i = 0; i < 300; i++)
        tm_buf_text(&text, i % 3 ? "무료포커무료섯다먹튀포커 " : "결과 ");
    small_window_read(&b->window, &b->knowledge, tm_buf_str(&text));
    for (size_t i = 0; i < b->window.tokens.len; i++) {
        entries e = {.len = 0};
        e.len = tm_token_pairs(e.entry, &b->window, &b->knowledge.lexicon, i);
        check_range(&e);
        e.len = tm_token_surroundings(e.entry, &b->window, i);
        check_range(&e);
    }
    tm_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_offer_of_another_game_shares_its_classes_and_its_offer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_offer_of_the_same_game_shares_what_is_the_same,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            terms_with_a_blank_between_are_another_pair_on_both_sides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(terms_that_do_not_adjoin_are_no_pair, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(surroundings_stay_within_the_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_neighbour_that_ends_otherwise_changes_them, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_company_counts_for_terms_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(line_ends_have_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_line_full_of_terms_stays_within_bounds, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
