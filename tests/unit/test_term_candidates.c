// Which n-grams of a text could be terms.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include "model/term_candidates.h"
#include "support/small_knowledge.h"

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The candidates in byte order, each in brackets. `lexicon` NULL: as clean text is read.
static void check(const char *lexicon, const char *text, const char *expected)
{
    tm_knowledge knowledge;
    tm_view view = {.len = 0};
    tm_tokens tokens = {.len = 0};
    tm_hits hits = {.len = 0};
    tm_candidates candidates = {.len = 0};
    tm_buf one = {0}, all = {0};
    char *list[256];
    small_knowledge_start(&knowledge, lexicon ? lexicon : "");
    assert_int_equal(tm_view_build(&view, knowledge.folds, tm_str_of(text), NULL), TAMIS_OK);
    assert_int_equal(tm_tokens_cut(&tokens, &view, NULL), TAMIS_OK);
    assert_int_equal(tm_lexicon_scan(&hits, &knowledge.lexicon, &view, 0, NULL), TAMIS_OK);
    assert_int_equal(
        tm_candidates_find(&candidates, &view, &tokens, lexicon ? &hits : NULL, NULL), 0);
    assert_true(candidates.len < sizeof list / sizeof *list);
    for (size_t i = 0; i < candidates.len; i++) {
        const tm_candidate c = candidates.candidate[i];
        list[i] = strdup(shown(&one, &view, c.begin, c.end));
    }
    qsort(list, candidates.len, sizeof *list, compare_texts);
    for (size_t i = 0; i < candidates.len; i++) {
        tm_buf_format(&all, "[%s]", list[i]);
        free(list[i]);
    }
    tm_buf_byte(&all, '\0');
    assert_string_equal(all.ptr, expected);
    tm_buf_free(&one);
    tm_buf_free(&all);
    tm_candidates_free(&candidates);
    tm_hits_free(&hits);
    tm_tokens_free(&tokens);
    tm_view_free(&view);
    small_knowledge_free(&knowledge);
}

static void words_are_whole_and_lose_their_particle(void **state)
{
    (void)state;
    check("", "아인월드는", "[아인월드]");
    check("", "mandalika77, ab 42", "[mandalika][mandalika77]");
    check("", "아인bet88", "[bet][bet88][아인][아인bet][아인bet88]");
}

static void known_terms_are_seams_and_never_cut(void **state)
{
    (void)state;
    check("카지노\tgame\t1\t\n", "아인카지노추천은",
          "[아인][아인카지노][아인카지노추천][추천][카지노][카지노추천]");
}

static void clean_text_is_cut_between_any_syllables(void **state)
{
    (void)state;
    check(NULL, "가나다", "[가나][가나다][나다]");
    check(NULL, "slots", "[slots]");
}

static void phrases_are_whole_words_with_blanks_between(void **state)
{
    (void)state;
    check("", "main di  asia", "[asia][di  asia][main][main di][main di  asia]");
    check("", "main, asia\nini", "[asia][ini][main]");
    check("", "가나 10 다라에서", "[가나][가나 10 다라][다라]");
}

static void scripts_without_blanks_give_runs_of_whole_clusters(void **state)
{
    (void)state;
    check("", "老虎机", "[老虎][老虎机][虎机]");
    check("", "ボーナスを得る", "[ボーナス][ボーナスを得]");
    check("", "เว็บ", "[เว็][เว็บ]");
}

static void links_give_their_host_and_handles_their_name(void **state)
{
    (void)state;
    check("", "https://www.abc77.com/x?y @zq_demo77", "[@zq_demo77][abc77.com]");
}

static void blanks_do_not_change_a_hash(void **state)
{
    (void)state;
    uint64_t one = TM_CANDIDATE_SEED, other = TM_CANDIDATE_SEED;
    one = tm_candidate_step(tm_candidate_step(one, 'a'), 'b');
    other = tm_candidate_step(tm_candidate_step(other, 'b'), 'a');
    assert_true(tm_candidate_hash(one) != tm_candidate_hash(other));
    check("", "aaa    bbb", "[aaa][aaa    bbb][bbb]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_whole_and_lose_their_particle),
        cmocka_unit_test(known_terms_are_seams_and_never_cut),
        cmocka_unit_test(clean_text_is_cut_between_any_syllables),
        cmocka_unit_test(phrases_are_whole_words_with_blanks_between),
        cmocka_unit_test(scripts_without_blanks_give_runs_of_whole_clusters),
        cmocka_unit_test(links_give_their_host_and_handles_their_name),
        cmocka_unit_test(blanks_do_not_change_a_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
