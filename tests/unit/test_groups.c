// Who must not stand on both sides of a fold, and which labels contradict each other.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/rng.h"
#include "model/dataset.h"

static void add(tm_dataset *dataset, const char *text, const char *label, const char *group)
{
    assert_int_equal(
        tm_dataset_add_text(dataset, tm_str_of(text), "", label, tm_str_of(group), NULL),
        TAMIS_OK);
}

static void add_json(tm_dataset *dataset, const char *line)
{
    const tm_row_format format = tm_row_format_default();
    assert_int_equal(tm_dataset_add_line(dataset, tm_str_of(line), &format, NULL), TAMIS_OK);
}

static bool together(const tm_dataset *dataset, size_t a, size_t b)
{
    return dataset->row[a].group == dataset->row[b].group;
}

// `n` words that only texts of the same seed share.
static void put_words(tm_buf *out, uint64_t seed, size_t n)
{
    tm_rng rng = tm_rng_seed(seed);
    for (size_t i = 0; i < n; i++)
        tm_buf_format(out, "word%06zu ", tm_rng_below(&rng, 1000000));
}

static void add_words(tm_dataset *dataset, uint64_t shared, size_t n_shared, uint64_t own,
                      size_t n_own)
{
    tm_buf text = {0};
    put_words(&text, shared, n_shared);
    put_words(&text, own, n_own);
    tm_buf_byte(&text, '\0');
    add(dataset, text.ptr, "clean", "");
    tm_buf_free(&text);
}

static void rows_that_name_one_group_stand_together(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    add(&dataset, "one text", "clean", "a.example");
    add(&dataset, "another text", "contaminated", "a.example");
    add(&dataset, "a third text", "clean", "b.example");
    add_json(&dataset, "{\"text\":\"4\",\"label\":\"clean\",\"id\":\"x\",\"group\":\"g\"}");
    add_json(&dataset, "{\"text\":\"5\",\"label\":\"clean\",\"id\":\"y\",\"group\":\"g\"}");
    add_json(&dataset, "{\"text\":\"6\",\"label\":\"clean\",\"id\":\"y\"}");
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    assert_true(together(&dataset, 0, 1));
    assert_false(together(&dataset, 0, 2));
    assert_true(together(&dataset, 3, 4));
    assert_false(together(&dataset, 4, 5)); // an id is no group where there is a group
    tm_dataset_free(&dataset);
}

static void near_copies_stand_together_and_strangers_do_not(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    add_words(&dataset, 1, 300, 2, 5); // 0 and 1: a mirror
    add_words(&dataset, 1, 300, 3, 5);
    add_words(&dataset, 4, 300, 5, 5);  // a stranger
    add_words(&dataset, 6, 30, 7, 300); // 3 and 4: a quotation in common
    add_words(&dataset, 6, 30, 8, 300);
    add_words(&dataset, 9, 5, 10, 300); // 5 and 6: a mirror that begins otherwise
    add_words(&dataset, 11, 6, 10, 300);
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    assert_true(together(&dataset, 0, 1));
    assert_false(together(&dataset, 0, 2));
    assert_false(together(&dataset, 3, 4));
    assert_true(together(&dataset, 5, 6));
    tm_dataset_free(&dataset);
}

// Two rows alone, three quarters of which they share: most pairs have one band in common, few have
// three. No part that two rows share is furniture.
static void in_a_small_set_one_band_is_enough(void **state)
{
    (void)state;
    size_t n_joined = 0;
    for (size_t i = 0; i < 20; i++) {
        tm_dataset dataset = {.len = 0};
        add_words(&dataset, 100 + i, 300, 200 + i, 50);
        add_words(&dataset, 100 + i, 300, 300 + i, 50);
        assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
        n_joined += together(&dataset, 0, 1);
        tm_dataset_free(&dataset);
    }
    assert_true(n_joined >= 12);
}

// Texts that fill the buckets of some bands, but not of all.
static void short_strangers_stand_apart(void **state)
{
    (void)state;
    enum { MOST_WORDS = 16, N = 4 * MOST_WORDS };
    tm_dataset dataset = {.len = 0};
    for (size_t i = 0; i < N; i++)
        add_words(&dataset, 500 + i, 1 + i / 4, 0, 0);
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    for (size_t i = 1; i < N; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(together(&dataset, i, k));
    tm_dataset_free(&dataset);
}

// More of them than pages have furniture in common, and rows of one id among them.
static void a_crowd_of_near_copies_stands_together(void **state)
{
    (void)state;
    enum { N_STRANGERS = 100, N_COPIES = 30 };
    tm_dataset dataset = {.len = 0};
    for (size_t i = 0; i < N_STRANGERS; i++)
        add_words(&dataset, 1000 + i, 200, 2000 + i, 5);
    for (size_t i = 0; i < N_COPIES; i++)
        add_words(&dataset, 1, 200, 3000 + i, 1);
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    for (size_t i = 0; i < N_COPIES; i++)
        assert_true(together(&dataset, N_STRANGERS, N_STRANGERS + i));
    for (size_t i = 1; i < N_STRANGERS; i++)
        assert_false(together(&dataset, 0, i));
    tm_dataset_free(&dataset);
}

// Of two rows with one id, one is the near-copy of a third.
static void rows_of_one_id_stay_together(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    tm_buf line = {0};
    for (size_t i = 0; i < 2; i++) {
        tm_buf_clear(&line);
        tm_buf_text(&line, "{\"label\":\"clean\",\"id\":\"same\",\"text\":\"");
        put_words(&line, i, 200);
        tm_buf_text(&line, "\"}");
        tm_buf_byte(&line, '\0');
        add_json(&dataset, line.ptr);
    }
    add_words(&dataset, 1, 200, 2, 1);
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    assert_true(together(&dataset, 1, 2));
    assert_true(together(&dataset, 0, 1));
    tm_buf_free(&line);
    tm_dataset_free(&dataset);
}

static void of_copies_the_one_with_spans_stays(void **state)
{
    (void)state;
    for (size_t first = 0; first < 2; first++) {
        tm_dataset dataset = {.len = 0};
        size_t n_dropped;
        for (size_t i = 0; i < 3; i++)
            add_json(&dataset,
                     i == first
                         ? "{\"text\":\"a b\",\"label\":\"contaminated\",\"spans\":[[0,1]]}"
                         : "{\"text\":\"a  b\",\"label\":\"contaminated\"}");
        assert_int_equal(tm_dataset_drop_copies(&dataset, &n_dropped, NULL), TAMIS_OK);
        assert_int_equal(n_dropped, 2);
        assert_int_equal(dataset.row[0].n_spans, 1);
        tm_dataset_free(&dataset);
    }
}

// What nobody has judged is no copy of what somebody has, and what was not read is a copy of nothing.
static void unlabelled_and_unread_rows_are_no_copies(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    size_t n_dropped;
    add(&dataset, "a page", "clean", "");
    add(&dataset, "a page", NULL, "");
    add(&dataset, "", "clean", "");
    add(&dataset, "", "clean", "");
    dataset.row[2].unscanned = dataset.row[3].unscanned = "too_large";
    assert_int_equal(tm_dataset_drop_copies(&dataset, &n_dropped, NULL), TAMIS_OK);
    assert_int_equal(n_dropped, 0);
    tm_dataset_free(&dataset);
}

static void copies_are_counted_by_label(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    size_t n[2];
    for (size_t i = 0; i < 5; i++) {
        add(&dataset, i % 2 ? "a  page" : "a page", "clean", "");
        add(&dataset, "an injected page", i < 3 ? "contaminated" : "clean", "");
    }
    add(&dataset, "another", "clean", "");
    assert_int_equal(tm_dataset_count_copies(n, &dataset, NULL), TAMIS_OK);
    assert_int_equal(n[0], 4 + 1);
    assert_int_equal(n[1], 2);
    assert_int_equal(dataset.len, 11);
    tm_dataset_free(&dataset);
}

static void blanks_do_not_make_another_text(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    add(&dataset, "짧은 글", "clean", "");
    add(&dataset, "  짧은\r\n글 ", "clean", "");
    add(&dataset, "짧은 글을", "clean", "");
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    assert_true(together(&dataset, 0, 1));
    assert_false(together(&dataset, 0, 2));
    tm_dataset_free(&dataset);
}

// The menu of a site stands in each of its pages; they must still be split.
static void furniture_joins_nothing(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    size_t n_joined = 0;
    for (size_t i = 0; i < 200; i++)
        add_words(&dataset, 1, 200, 10 + i, 60);
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    for (size_t i = 1; i < 200; i++)
        n_joined += together(&dataset, 0, i);
    assert_true(n_joined < 20);
    tm_dataset_free(&dataset);
}

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    tm_dataset forth = {.len = 0}, back = {.len = 0};
    enum { N = 40 };
    for (size_t i = 0; i < N; i++)
        add_words(&forth, i / 2, 100, 100 + i, 3);
    for (size_t i = N; i-- > 0;)
        add_words(&back, i / 2, 100, 100 + i, 3);
    assert_int_equal(tm_dataset_group(&forth, NULL), TAMIS_OK);
    assert_int_equal(tm_dataset_group(&back, NULL), TAMIS_OK);
    for (size_t i = 0; i < N; i++)
        assert_true(forth.row[i].group == back.row[N - 1 - i].group);
    tm_dataset_free(&forth);
    tm_dataset_free(&back);
}

static void finds_contradictions_and_names_both_rows(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    tm_contradiction *found = NULL;
    size_t n;
    add(&dataset, "same text", "contaminated", ""); // 0
    add(&dataset, "different text", "clean", "");
    add(&dataset, "other", "clean", ""); // 2
    add(&dataset, "same  text\n", "clean", "");
    add(&dataset, "same text", "contaminated", "");
    add(&dataset, "other", "contaminated", ""); // 5
    add(&dataset, "different text", "clean", "");
    add(&dataset, "different text", NULL, ""); // nobody said anything
    add(&dataset, "alone", "contaminated", "");
    add(&dataset, "alone", NULL, "");
    assert_int_equal(tm_dataset_contradictions(&found, &n, &dataset, NULL), TAMIS_OK);
    assert_int_equal(n, 2);
    assert_int_equal(found[0].clean, 3);
    assert_int_equal(found[0].contaminated, 0);
    assert_int_equal(found[1].clean, 2);
    assert_int_equal(found[1].contaminated, 5);
    free(found);
    tm_dataset_free(&dataset);
}

static void nothing_is_in_order(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    tm_contradiction *found = NULL;
    size_t n = 1;
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    assert_int_equal(tm_dataset_contradictions(&found, &n, &dataset, NULL), TAMIS_OK);
    assert_int_equal(n, 0);
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_that_name_one_group_stand_together),
        cmocka_unit_test(near_copies_stand_together_and_strangers_do_not),
        cmocka_unit_test(in_a_small_set_one_band_is_enough),
        cmocka_unit_test(short_strangers_stand_apart),
        cmocka_unit_test(a_crowd_of_near_copies_stands_together),
        cmocka_unit_test(rows_of_one_id_stay_together),
        cmocka_unit_test(of_copies_the_one_with_spans_stays),
        cmocka_unit_test(unlabelled_and_unread_rows_are_no_copies),
        cmocka_unit_test(copies_are_counted_by_label),
        cmocka_unit_test(blanks_do_not_make_another_text),
        cmocka_unit_test(furniture_joins_nothing),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(finds_contradictions_and_names_both_rows),
        cmocka_unit_test(nothing_is_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
