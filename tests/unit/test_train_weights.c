// What the token weights learn from a few rows: words of spans score up, others down; rows that are
// not to be used or weigh nothing teach nothing; the same seed gives the same weights.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/train_weights.h"
#include "support/small_knowledge.h"

enum { TABLE = 1 << TM_NGRAM_BITS };

typedef struct bench {
    tm_knowledge knowledge;
    tm_dataset dataset;
    tm_window window;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    small_knowledge_start(&b->knowledge, "바카라\tgame\t3\n토토\tgame\t2\n");
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_dataset_free(&b->dataset);
    tm_window_free(&b->window);
    free(b);
    return 0;
}

static void add_rows(bench *b, size_t n, const char *row)
{
    for (size_t i = 0; i < n; i++)
        assert_int_equal(tm_dataset_add_jsonl(&b->dataset, tm_str_of(row), NULL), TAMIS_OK);
}

static const char swapped_row[] = "{\"text\":\"어제 바카라은 서울에서 윈스톰 말했다\","
                                  "\"label\":\"contaminated\",\"spans\":[[3,6],[13,16]]}";
static const char clean_row[] =
    "{\"text\":\"어제 장관은 서울에서 크게 말했다\",\"label\":\"clean\"}";

static void train(bench *b, tm_weights *out, const uint8_t *use, uint64_t seed)
{
    const tm_weights_options options = {.seed = seed, .n_epochs = 3};
    assert_int_equal(tm_train_weights(out, &b->knowledge, &b->dataset, use, &options, NULL),
                     TAMIS_OK);
}

static int32_t score_of(bench *b, const tm_weights *weights, const char *text, const char *word)
{
    tm_knowledge knowledge = b->knowledge; // its parts are borrowed
    knowledge.weights = *weights;
    small_window_read(&b->window, &knowledge, tm_str_of(text));
    tm_window_score(&b->window, &knowledge);
    return b->window.score[find_token(&b->window, word)];
}

static void learns_which_words_were_injected(void **slot)
{
    bench *b = *slot;
    tm_weights weights;
    add_rows(b, 40, swapped_row);
    add_rows(b, 40, clean_row);
    train(b, &weights, NULL, 1);
    const char *const text = "오늘 바카라은 서울에서 윈스톰 말했다";
    assert_true(score_of(b, &weights, text, "바카라은") > TM_SCORE_UNIT);
    assert_true(score_of(b, &weights, text, "윈스톰") > TM_SCORE_UNIT); // in no lexicon
    assert_true(score_of(b, &weights, text, "서울에서") < -TM_SCORE_UNIT);
    assert_true(score_of(b, &weights, text, "말했다") < -TM_SCORE_UNIT);
    free(weights.ngram);
}

static void takes_a_contaminated_row_without_spans_as_a_whole(void **slot)
{
    bench *b = *slot;
    tm_weights weights;
    add_rows(b, 40, "{\"text\":\"토토 하러 오세요\",\"label\":\"contaminated\"}");
    add_rows(b, 40, clean_row);
    train(b, &weights, NULL, 1);
    assert_true(score_of(b, &weights, "토토 하러 오세요", "오세요") > TM_SCORE_UNIT);
    free(weights.ngram);
}

static void gives_the_same_weights_for_the_same_seed(void **slot)
{
    bench *b = *slot;
    tm_weights a, again, other;
    add_rows(b, 30, swapped_row);
    add_rows(b, 30, clean_row);
    train(b, &a, NULL, 5);
    train(b, &again, NULL, 5);
    train(b, &other, NULL, 6);
    assert_memory_equal(a.ngram, again.ngram, TABLE);
    assert_memory_equal(a.evidence, again.evidence, sizeof a.evidence);
    assert_true(memcmp(a.ngram, other.ngram, TABLE) != 0 ||
                memcmp(a.evidence, other.evidence, sizeof a.evidence) != 0);
    free(a.ngram);
    free(again.ngram);
    free(other.ngram);
}

static bool is_blank(const tm_weights *weights)
{
    for (size_t i = 0; i < TABLE; i++)
        if (weights->ngram[i] != 0)
            return false;
    for (size_t i = 0; i < TM_N_EVIDENCE; i++)
        if (weights->evidence[i] != 0)
            return false;
    return true;
}

static void learns_nothing_from_rows_that_do_not_count(void **slot)
{
    bench *b = *slot;
    static const uint8_t none[60] = {0};
    tm_weights weights;
    train(b, &weights, NULL, 1); // no rows at all
    assert_true(is_blank(&weights));
    free(weights.ngram);
    add_rows(b, 30, swapped_row);
    add_rows(b, 30, clean_row);
    train(b, &weights, none, 1);
    assert_true(is_blank(&weights));
    free(weights.ngram);
    for (size_t i = 0; i < b->dataset.len; i++)
        b->dataset.row[i].weight = 0;
    train(b, &weights, NULL, 1);
    assert_true(is_blank(&weights));
    free(weights.ngram);
}

// The mask and the rows themselves: leaving out is as if they were not there.
static void leaving_a_row_out_equals_its_absence(void **slot)
{
    bench *b = *slot;
    static const uint8_t first[2] = {1, 0};
    tm_weights masked, alone;
    add_rows(b, 1, swapped_row);
    add_rows(b, 1, clean_row);
    train(b, &masked, first, 9);
    tm_dataset_free(&b->dataset);
    add_rows(b, 1, swapped_row);
    train(b, &alone, NULL, 9);
    assert_false(is_blank(&alone));
    assert_memory_equal(masked.ngram, alone.ngram, TABLE);
    assert_memory_equal(masked.evidence, alone.evidence, sizeof alone.evidence);
    free(masked.ngram);
    free(alone.ngram);
}

static void takes_rows_of_any_length(void **slot)
{
    bench *b = *slot;
    tm_weights weights;
    tm_buf row = {0};
    tm_buf_text(&row, "{\"label\":\"clean\",\"text\":\"");
    for (size_t i = 0; i < 60000; i++)
        tm_buf_text(&row, i % 5 == 4 ? " " : "가");
    tm_buf_text(&row, "\"}");
    assert_int_equal(tm_dataset_add_jsonl(&b->dataset, tm_buf_str(&row), NULL), TAMIS_OK);
    const tm_str none = {"", 0};
    assert_int_equal(tm_dataset_add_text(&b->dataset, none, "", "contaminated", none, NULL),
                     TAMIS_OK);
    train(b, &weights, NULL, 1);
    assert_false(is_blank(&weights));
    free(weights.ngram);
    tm_buf_free(&row);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(learns_which_words_were_injected, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_a_contaminated_row_without_spans_as_a_whole,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_the_same_weights_for_the_same_seed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(learns_nothing_from_rows_that_do_not_count, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(leaving_a_row_out_equals_its_absence, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(takes_rows_of_any_length, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
