// From labelled rows to counts and from counts to proposals.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/term_suggest.h"
#include "support/small_knowledge.h"

typedef struct bench {
    tm_knowledge knowledge;
    tm_dataset dataset;
    tm_term_tally tally;
    tm_suggestions suggestions;
    tm_tally_options tally_options;
    tm_suggest_options options;
} bench;

static void start(bench *b, const char *lexicon)
{
    *b = (bench){.tally_options = {.min_documents = 5, .max_entries = 1 << 16},
                 .options = {.min_sources = 1, .min_z = 3, .max_clean_share = 0.01}};
    small_knowledge_start(&b->knowledge, lexicon);
}

static void add(bench *b, size_t n, const char *label, const char *text)
{
    for (size_t i = 0; i < n; i++) {
        tm_buf row = {0};
        tm_buf_format(&row,
                      "{\"id\":\"%s%zu\",\"lang\":\"ko\",\"label\":\"%s\",\"text\":\"%s\"}",
                      label, b->dataset.len, label, text);
        assert_int_equal(tm_dataset_add_jsonl(&b->dataset, tm_buf_str(&row), NULL), TAMIS_OK);
        tm_buf_free(&row);
    }
}

static void tally(bench *b)
{
    assert_int_equal(tm_tally_fill(&b->tally, &b->dataset, &b->knowledge.lexicon,
                                   b->knowledge.folds, &b->tally_options, NULL),
                     TAMIS_OK);
}

static const tm_tallied *find(const bench *b, const char *text)
{
    uint64_t state = TM_CANDIDATE_SEED;
    for (size_t pos = 0; pos < strlen(text);)
        state = tm_candidate_step(state, tm_utf8_next(tm_str_of(text), &pos));
    return tm_tally_find(&b->tally, tm_candidate_hash(state));
}

// "term class weight, …"
static void check_suggestions(bench *b, const char *expected)
{
    tm_buf all = {0};
    assert_int_equal(
        tm_suggest_terms(&b->suggestions, &b->tally, &b->knowledge, &b->options, NULL),
        TAMIS_OK);
    for (size_t i = 0; i < b->suggestions.len; i++) {
        const tm_suggested_term *const term = &b->suggestions.term[i];
        tm_buf_format(&all, "%s%.*s %s", i ? ", " : "", (int)term->text.len, term->text.ptr,
                      tm_term_class_name(term->klass));
    }
    tm_buf_byte(&all, '\0');
    assert_string_equal(all.ptr, expected);
    tm_buf_free(&all);
}

static void finish(bench *b)
{
    tm_suggestions_free(&b->suggestions);
    tm_tally_free(&b->tally);
    tm_dataset_free(&b->dataset);
    small_knowledge_free(&b->knowledge);
}

static void a_group_counts_once_and_spam_is_what_lies_in_spans(void **state)
{
    (void)state;
    bench b;
    start(&b, "");
    add(&b, 6, "contaminated", "아인월드 아인월드");
    b.dataset.row[5].group = b.dataset.row[4].group;
    for (int i = 0; i < 6; i++)
        assert_int_equal(
            tm_dataset_add_jsonl(&b.dataset,
                                 tm_str_of("{\"label\":\"contaminated\",\"lang\":\"ko\","
                                           "\"text\":\"산책로 아인월드 공원\","
                                           "\"spans\":[[4,8]]}"),
                                 NULL),
            TAMIS_OK);
    for (size_t i = 6; i < 12; i++)
        b.dataset.row[i].group = i;
    add(&b, 3, "clean", "아인월드와 공원");
    tally(&b);
    assert_int_equal(find(&b, "아인월드")->n_spam, 5 + 6);
    assert_int_equal(find(&b, "아인월드")->n_clean, 3);
    assert_null(find(&b, "공원"));   // outside of the spans
    assert_null(find(&b, "산책로")); // likewise
    assert_int_equal(b.tally.all.n_clean, 3);
    assert_int_equal(b.tally.all.n_spam, 11);
    finish(&b);
}

// Spam of 40 groups with two rows each, clean text of 120 groups of which the first has 30 rows, all
// with the term in them, or with `lone` of every group the first row alone.
static void add_groups(bench *b, bool lone)
{
    for (uint64_t g = 1; g <= 160; g++) {
        const bool spam = g <= 40;
        const size_t first = b->dataset.len, n = g == 41 ? 30 : 2;
        add(b, lone ? 1 : n, spam ? "contaminated" : "clean",
            spam || g == 41 ? "아인월드 산책로 공원 안내" : "산책로 공원 안내 소식 개방 행사");
        for (size_t i = first; i < b->dataset.len; i++)
            b->dataset.row[i].group = g;
    }
}

// By the formula in term_suggest.h, computed apart from this program: 40 groups of spam with 4 words
// each; 120 of clean text, one with 4 words and the term, the others with 6.
static void groups_count_once_on_both_sides(void **state)
{
    (void)state;
    for (int lone = 0; lone < 2; lone++) {
        bench b;
        start(&b, "산책로\tgame\t1\t\n공원\tgame\t1\t\n안내\tgame\t1\t\n");
        add_groups(&b, lone);
        tally(&b);
        assert_int_equal(b.tally.all.n_spam, 40);
        assert_int_equal(b.tally.all.n_clean, 120);
        assert_int_equal(b.tally.all.spam_tokens, 40 * 4);
        assert_int_equal(b.tally.all.clean_tokens, 4 + 119 * 6);
        assert_int_equal(find(&b, "아인월드")->n_spam, 40);
        assert_int_equal(find(&b, "아인월드")->n_clean, 1);
        assert_int_equal(find(&b, "아인월드")->n_own_clean, 1);
        check_suggestions(&b, "아인월드 brand");
        check_close(b.suggestions.term[0].z, 7.126378, 1e-6);
        finish(&b);
    }
}

static void many_candidates_raise_the_least_number_of_documents(void **state)
{
    (void)state;
    bench b;
    tm_buf text = {0};
    start(&b, "");
    b.tally_options = (tm_tally_options){.min_documents = 1, .max_entries = 64};
    for (unsigned i = 0; i < 100; i++)
        tm_buf_format(&text, "word%c%c, ", 'a' + i / 26, 'a' + i % 26);
    tm_buf_byte(&text, '\0');
    add(&b, 1, "contaminated", text.ptr);
    add(&b, 3, "contaminated", "아인월드");
    tally(&b);
    assert_int_equal(b.tally.min_documents, 2);
    assert_int_equal(b.tally.n_entries, 1);
    assert_int_equal(find(&b, "아인월드")->n_spam, 3);
    tm_buf_free(&text);
    finish(&b);
}

static void proposes_what_clean_text_lacks_and_the_lexicon_does_not_find(void **state)
{
    (void)state;
    bench b;
    start(&b, "카지노\tgame\t1\t\n첫충\tpromotion\t2\t\n");
    add(&b, 400, "clean", "오늘 공원 산책로 개방 소식을 전한다");
    add(&b, 20, "contaminated", "오늘 아인월드카지노 첫충 이벤트는 @zq_demo77 소식");
    for (size_t i = 0; i < 10; i++) // half of them name it alone
        tm_buf_clear(&b.dataset.row[400 + i].text),
            tm_buf_text(&b.dataset.row[400 + i].text, "마린골드 카지노");
    tally(&b);
    check_suggestions(&b, "@zq_demo77 contact, 마린골드 brand, 아인월드카지노 brand, "
                          "이벤트 brand");
    assert_string_equal(b.suggestions.term[0].language, "ko");
    assert_int_equal(b.suggestions.term[0].n_clean, 0);
    assert_int_equal(b.suggestions.term[0].n_clean_documents, 400);
    finish(&b);
}

static void wants_several_sources_where_told(void **state)
{
    (void)state;
    bench b;
    start(&b, "");
    add(&b, 400, "clean", "공원");
    add(&b, 20, "contaminated", "아인월드");
    b.options.min_sources = 2;
    tally(&b);
    assert_int_equal(find(&b, "아인월드")->n_sources, 1);
    check_suggestions(&b, "");
    finish(&b);
}

static void plain_spelling_wins_over_disguise(void **state)
{
    (void)state;
    bench b;
    start(&b, "");
    add(&b, 400, "clean", "park");
    add(&b, 10, "contaminated", "ｍａｎｄａ");
    add(&b, 10, "contaminated", "Mandá");
    add(&b, 10, "contaminated", "dew4vip");
    tally(&b);
    check_suggestions(&b, "mandá brand, dew4vip brand");
    finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_counts_once_and_spam_is_what_lies_in_spans),
        cmocka_unit_test(groups_count_once_on_both_sides),
        cmocka_unit_test(many_candidates_raise_the_least_number_of_documents),
        cmocka_unit_test(proposes_what_clean_text_lacks_and_the_lexicon_does_not_find),
        cmocka_unit_test(wants_several_sources_where_told),
        cmocka_unit_test(plain_spelling_wins_over_disguise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
