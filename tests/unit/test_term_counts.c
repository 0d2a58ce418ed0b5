// What terms cost in clean documents: which hits count, where they lie, and when that is a finding.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <string.h>

#include "model/term_counts.h"

typedef struct bench {
    tm_folds *folds;
    tm_term_list list;
    tm_dataset dataset;
    tm_term_counts counts;
} bench;

static void start(bench *b, const char *terms)
{
    *b = (bench){.folds = NULL};
    assert_int_equal(tm_folds_new(&b->folds, NULL), TAMIS_OK);
    assert_int_equal(tm_term_list_add(&b->list, b->folds, "ko.tsv", tm_str_of(terms), NULL), 0);
    assert_int_equal(tm_term_list_finish(&b->list, NULL), TAMIS_OK);
}

static void add(bench *b, const char *rows)
{
    assert_int_equal(tm_dataset_add_jsonl(&b->dataset, tm_str_of(rows), NULL), TAMIS_OK);
}

static void count(bench *b)
{
    assert_int_equal(tm_term_counts_fill(&b->counts, &b->list, b->folds, &b->dataset, NULL),
                     TAMIS_OK);
}

static void finish(bench *b)
{
    tm_term_counts_free(&b->counts);
    tm_dataset_free(&b->dataset);
    tm_term_list_free(&b->list);
    tm_folds_free(b->folds);
}

static void check_around(const bench *b, size_t term, const char *expected)
{
    const tm_around *around[TM_AROUND_SLOTS];
    tm_buf text = {0};
    const size_t n = tm_term_around(around, &b->counts.term[term]);
    for (size_t i = 0; i < n; i++)
        tm_buf_format(&text, "%s%.*s %u", i ? ", " : "", (int)around[i]->len, around[i]->word,
                      around[i]->count - around[i]->taken_over);
    tm_buf_byte(&text, '\0');
    assert_string_equal(text.ptr, expected);
    tm_buf_free(&text);
}

static void counts_documents_and_hits_inside_words(void **state)
{
    (void)state;
    bench b;
    start(&b, "롤링\tpromotion\t2\t\ncialis\tpharma\t2\t\n");
    add(&b, "{\"label\":\"clean\",\"lang\":\"ko\",\"text\":\"크롤링 크롤링 롤링은 롤링\"}\n"
            "{\"label\":\"clean\",\"text\":\"a socialist, cialis\"}\n"
            "{\"label\":\"clean\",\"hard\":true,\"text\":\"롤링 cialis\"}\n"
            "{\"label\":\"contaminated\",\"text\":\"롤링 cialis\"}\n");
    count(&b);
    const tm_term_count *const rolling = &b.counts.term[0], *const pill = &b.counts.term[1];
    assert_int_equal(b.counts.n_documents, 2);
    assert_int_equal(b.counts.n_hard, 1);
    assert_int_equal(b.counts.n_own[0], 1);
    assert_int_equal(rolling->n_hits, 4);
    assert_int_equal(rolling->n_documents, 1);
    assert_int_equal(rolling->n_own_documents, 1);
    assert_int_equal(rolling->n_inside, 2); // a particle behind it is no longer word
    assert_int_equal(rolling->n_inside_documents, 1);
    assert_int_equal(rolling->n_hard_documents, 1);
    check_around(&b, 0, "크롤링 2, 롤링은 1, 롤링 1");
    assert_int_equal(pill->n_hits, 1);
    assert_int_equal(pill->n_own_documents, 0);
    check_around(&b, 1, "cialis 1");
    finish(&b);
}

static void add_many(bench *b, size_t n, const char *text)
{
    tm_buf row = {0};
    tm_buf_format(&row, "{\"label\":\"clean\",\"lang\":\"ko\",\"text\":\"%s\"}\n", text);
    tm_buf_byte(&row, '\0');
    for (size_t i = 0; i < n; i++)
        add(b, row.ptr);
    tm_buf_free(&row);
}

static void accuses_only_what_chance_does_not_explain(void **state)
{
    (void)state;
    bench b;
    start(&b, "쿠폰\tpromotion\t2\t\n추천\ttrust\t1\t\n롤링\tpromotion\t1\t\n"
              "부본사\tcontact\t2\t\n첫충\tpromotion\t2\t\n");
    add_many(&b, 400, "아무 말");
    add_many(&b, 3, "쿠폰 추천 크롤링 수사본부를");
    add_many(&b, 2, "첫충");
    count(&b);
    assert_int_equal(tm_term_cost_of(&b.counts, &b.list, 0), TM_COST_FREQUENT);
    assert_int_equal(tm_term_cost_of(&b.counts, &b.list, 1), TM_COST_NONE); // light enough
    assert_int_equal(tm_term_cost_of(&b.counts, &b.list, 2), TM_COST_IN_WORDS);
    assert_int_equal(tm_term_cost_of(&b.counts, &b.list, 3), TM_COST_DERIVED);
    assert_int_equal(tm_term_cost_of(&b.counts, &b.list, 4), TM_COST_NONE); // two documents
    finish(&b);
}

// 0.02 % of four million is 800; chance goes up to 889 in all but one of a thousand cases.
static void accuses_in_millions_of_documents(void **state)
{
    (void)state;
    static const struct {
        uint32_t n_documents;
        tm_term_cost cost;
    } rows[] = {{800, TM_COST_NONE},     {870, TM_COST_NONE},      {889, TM_COST_NONE},
                {890, TM_COST_FREQUENT}, {2000, TM_COST_FREQUENT}, {4000000, TM_COST_FREQUENT}};
    bench b;
    start(&b, "쿠폰\tpromotion\t2\t\n");
    add_many(&b, 1, "쿠폰");
    count(&b);
    b.counts.n_documents = 4000000;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        b.counts.term[0].n_documents = rows[i].n_documents;
        assert_int_equal(tm_term_cost_of(&b.counts, &b.list, 0), rows[i].cost);
    }
    finish(&b);
}

static void keeps_the_words_that_come_back_when_there_are_many(void **state)
{
    (void)state;
    bench b;
    tm_buf row = {0};
    start(&b, "롤링\tpromotion\t2\t\n");
    tm_buf_text(&row, "{\"label\":\"clean\",\"text\":\"");
    for (unsigned i = 0; i < 200; i++)
        tm_buf_format(&row, "크롤링 x%u롤링 ", i);
    tm_buf_text(&row, "\"}");
    tm_buf_byte(&row, '\0');
    add(&b, row.ptr);
    count(&b);
    const tm_around *around[TM_AROUND_SLOTS];
    assert_int_equal(tm_term_around(around, &b.counts.term[0]), TM_AROUND_SLOTS);
    assert_int_equal(around[0]->count, 200);
    assert_int_equal(around[0]->taken_over, 0);
    tm_buf_free(&row);
    finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_documents_and_hits_inside_words),
        cmocka_unit_test(accuses_only_what_chance_does_not_explain),
        cmocka_unit_test(accuses_in_millions_of_documents),
        cmocka_unit_test(keeps_the_words_that_come_back_when_there_are_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
