// Compounds: what is one and the same, what is none, and who has seen which.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "score/compounds.h"
#include "support/small_knowledge.h"

typedef struct bench {
    tm_knowledge knowledge;
    tm_window window;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    small_knowledge_start(&b->knowledge, "식보\tgame\t0.5\n"
                                         "벳\tsuffix\t1\n"
                                         "casino\tgame\t2\n"
                                         "신규\tpromotion\t0.5\n"
                                         "도박 중독\tcompany\t3\n");
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_window_free(&b->window);
    free(b);
    return 0;
}

static void read_text(bench *b, const char *text)
{
    b->window.every_line = true;
    small_window_read(&b->window, &b->knowledge, tm_str_of(text));
}

// The compound of the last term in the text.
static uint32_t compound_of(bench *b, const char *text)
{
    read_text(b, text);
    assert_true(b->window.hits.len > 0);
    return tm_compound_of(&b->window.hits, &b->knowledge.lexicon, &b->window.view,
                          b->window.hits.len - 1);
}

static void a_compound_is_its_letters_up_to_the_end_of_the_term(void **slot)
{
    bench *b = *slot;
    static const char *const rows[][2] = {
        {"신규 식보", "신규식보"},
        {"신규 식보", "오늘 신규 식보가 있다"},
        {"신규 식보", "신규식보증명서"},
        {"신규 식보", "민주신규식보"}, // two terms need no word around them
        {"제왕벳", "어제 제왕벳은 없다"},
        {"제왕벳", "제왕벳88"},
        {"제왕벳", "제.왕.벳"},
        {"한빛casino", "한빛CASINO"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const uint32_t first = compound_of(b, rows[i][0]);
        assert_int_not_equal(first, TM_COMPOUND_NONE);
        if (compound_of(b, rows[i][1]) != first)
            fail_msg("\"%s\" is not \"%s\"", rows[i][1], rows[i][0]);
    }
    assert_int_not_equal(compound_of(b, "제왕벳"), compound_of(b, "황제벳"));
    assert_int_not_equal(compound_of(b, "제왕벳"), compound_of(b, "제왕식보"));
}

static void a_term_with_nothing_before_it_is_no_compound(void **slot)
{
    bench *b = *slot;
    static const char *const rows[] = {
        "식보",
        "오늘 식보가 있다",
        "赌场casino",
        "도박 중독 식보", // company words join nothing
        "띄어쓰지않고이어서쓴식보",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (compound_of(b, rows[i]) != TM_COMPOUND_NONE)
            fail_msg("\"%s\" has a compound", rows[i]);
}

static void only_others_than_the_own_fold_make_it_known(void **slot)
{
    bench *b = *slot;
    tm_compounds compounds = {0};
    const uint32_t compound = compound_of(b, "제왕벳");
    assert_false(
        tm_compound_is_new(&compounds, compound, 0)); // nothing is known of what is new
    assert_int_equal(tm_compounds_init(&compounds, NULL), TAMIS_OK);
    assert_true(tm_compound_is_new(&compounds, compound, 0));
    assert_false(tm_compound_is_new(&compounds, TM_COMPOUND_NONE, 0));
    for (int again = 0; again < 2; again++) {
        tm_compounds_add(&compounds, &b->window.hits, &b->knowledge.lexicon, &b->window.view,
                         3);
        assert_false(tm_compound_is_new(&compounds, compound, 0));
        assert_true(tm_compound_is_new(&compounds, compound, 3 + 1));
        assert_false(tm_compound_is_new(&compounds, compound, 2 + 1));
    }
    tm_compounds_add(&compounds, &b->window.hits, &b->knowledge.lexicon, &b->window.view, 0);
    assert_false(tm_compound_is_new(&compounds, compound, 3 + 1));
    assert_false(tm_compound_is_new(&compounds, compound, 0 + 1));
    tm_compounds none = {0};
    assert_int_equal(tm_compounds_count(&compounds), 1);
    assert_int_equal(tm_compounds_count_beyond(&compounds, &none), 1);
    assert_int_equal(tm_compounds_count_beyond(&none, &compounds), 0);
    assert_int_equal(tm_compounds_count_beyond(&compounds, &compounds), 0);
    tm_compounds_free(&compounds);
}

static void the_word_is_known_where_it_is_of_two_terms(void **slot)
{
    bench *b = *slot;
    tm_compounds compounds = {0};
    assert_int_equal(tm_compounds_init(&compounds, NULL), TAMIS_OK);
    read_text(b, "민주신규식보");
    tm_compounds_add(&compounds, &b->window.hits, &b->knowledge.lexicon, &b->window.view, 0);
    assert_false(tm_compound_is_new(&compounds, compound_of(b, "신규식보"), 0));
    assert_false(tm_compound_is_new(&compounds, compound_of(b, "민주신규"), 0));
    b->window.hidden_groups = 1u << b->knowledge.lexicon.term[b->window.hits.hit[0].term].group;
    read_text(b, "민주신규식보");
    assert_int_equal(b->window.hits.len, 1); // 신규 is not seen, 식보 is
    assert_false(tm_compound_is_new(&compounds, compound_of(b, "민주신규식보"), 0));
    tm_compounds_free(&compounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_compound_is_its_letters_up_to_the_end_of_the_term,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_term_with_nothing_before_it_is_no_compound, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(only_others_than_the_own_fold_make_it_known, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_word_is_known_where_it_is_of_two_terms, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
