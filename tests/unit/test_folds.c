// Folds of cross-validation: whole groups, and of either label as many here as there.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/dataset.h"

static void add(tm_dataset *dataset, size_t number, bool contaminated, const char *group)
{
    tm_buf text = {0};
    tm_buf_format(&text, "text %zu", number);
    assert_int_equal(tm_dataset_add_text(dataset, tm_buf_str(&text), "",
                                         contaminated ? "contaminated" : "clean",
                                         tm_str_of(group), NULL),
                     TAMIS_OK);
    tm_buf_free(&text);
}

static void every_fold_has_its_share_of_both_labels(void **state)
{
    (void)state;
    enum { N_FOLDS = 5, N_CLEAN = 203, N_BAD = 31 };
    tm_dataset dataset = {.len = 0};
    size_t count[N_FOLDS][2] = {{0}};
    for (size_t i = 0; i < N_CLEAN + N_BAD; i++)
        add(&dataset, i, i % 7 == 0 && i / 7 < N_BAD, "");
    assert_int_equal(tm_dataset_fold(&dataset, N_FOLDS, NULL), TAMIS_OK);
    for (size_t i = 0; i < dataset.len; i++) {
        assert_true(dataset.row[i].fold < N_FOLDS);
        count[dataset.row[i].fold][dataset.row[i].contaminated]++;
    }
    for (size_t f = 0; f < N_FOLDS; f++) {
        assert_in_range(count[f][1], 6, 7);
        assert_in_range(count[f][0], 40, 41);
    }
    tm_dataset_free(&dataset);
}

static void a_group_is_never_split(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    for (size_t i = 0; i < 200; i++) {
        const char group[2] = {(char)('a' + i % 23), '\0'};
        add(&dataset, i, i % 23 < 4, group);
    }
    assert_int_equal(tm_dataset_fold(&dataset, 4, NULL), TAMIS_OK);
    for (size_t i = 0; i < dataset.len; i++)
        for (size_t k = 0; k < i; k++)
            if (dataset.row[i].group == dataset.row[k].group)
                assert_int_equal(dataset.row[i].fold, dataset.row[k].fold);
    tm_dataset_free(&dataset);
}

// Texts of a thousand bytes that have nothing in common.
static void add_long(tm_dataset *dataset, size_t number, bool contaminated, const char *group)
{
    tm_buf text = {0};
    for (size_t i = 0; i < 100; i++)
        tm_buf_format(&text, "%zu ", (number + 1) * 7919 * (i + 1) * (i + 3));
    assert_int_equal(tm_dataset_add_text(dataset, tm_buf_str(&text), "",
                                         contaminated ? "contaminated" : "clean",
                                         tm_str_of(group), NULL),
                     TAMIS_OK);
    tm_buf_free(&text);
}

static void the_only_group_of_a_label_is_taken_apart(void **state)
{
    (void)state;
    enum { N = 60, N_BAD = 20 };
    tm_dataset dataset = {.len = 0};
    size_t n_groups[2];
    bool split[2];
    for (size_t i = 0; i < N; i++) {
        const char group[2] = {(char)('a' + i % 10), '\0'};
        add_long(&dataset, i, i < N_BAD, i < N_BAD ? "hacked" : group);
    }
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    assert_int_equal(tm_dataset_split_lone_groups(&dataset, n_groups, split, NULL), TAMIS_OK);
    assert_false(split[0]);
    assert_true(split[1]);
    assert_int_equal(n_groups[0], 10);
    assert_int_equal(n_groups[1], N_BAD);
    tm_dataset_free(&dataset);
}

static void one_group_of_all_is_taken_apart_and_near_copies_are_not(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    size_t n_groups[2];
    bool split[2];
    for (size_t i = 0; i < 30; i++)
        add_long(&dataset, i < 15 ? i : 99, i >= 15, "site");
    assert_int_equal(tm_dataset_group(&dataset, NULL), TAMIS_OK);
    assert_int_equal(tm_dataset_split_lone_groups(&dataset, n_groups, split, NULL), TAMIS_OK);
    assert_true(split[0]);
    assert_true(split[1]);
    assert_int_equal(n_groups[0], 15);
    assert_int_equal(n_groups[1], 1);
    tm_dataset_free(&dataset);
}

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    tm_dataset forth = {.len = 0}, back = {.len = 0};
    enum { N = 100 };
    for (size_t i = 0; i < N; i++)
        add(&forth, i, i % 5 == 0, "");
    for (size_t i = N; i-- > 0;)
        add(&back, i, i % 5 == 0, "");
    assert_int_equal(tm_dataset_fold(&forth, 5, NULL), TAMIS_OK);
    assert_int_equal(tm_dataset_fold(&back, 5, NULL), TAMIS_OK);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(forth.row[i].fold, back.row[N - 1 - i].fold);
    tm_dataset_free(&forth);
    tm_dataset_free(&back);
}

static void copies_are_let_go_of(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    size_t n = 0;
    for (size_t i = 0; i < 12; i++)
        add(&dataset, i % 4, i % 4 == 3, "");
    add(&dataset, 3, false, ""); // a contradiction is no copy
    assert_int_equal(tm_dataset_drop_copies(&dataset, &n, NULL), TAMIS_OK);
    assert_int_equal(n, 8);
    assert_int_equal(dataset.len, 5);
    for (size_t i = 0; i < 4; i++)
        assert_true(dataset.row[i].text.ptr[5] == (char)('0' + i));
    tm_dataset_free(&dataset);
}

static void copies_of_either_label_are_let_go_of(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    size_t n = 0;
    for (size_t i = 0; i < 1000; i++)
        add(&dataset, 7, i % 2 == 1, "");
    assert_int_equal(tm_dataset_drop_copies(&dataset, &n, NULL), TAMIS_OK);
    assert_int_equal(n, 998);
    assert_int_equal(dataset.len, 2);
    assert_false(dataset.row[0].contaminated);
    assert_true(dataset.row[1].contaminated);
    tm_dataset_free(&dataset);
}

static void nothing_can_be_dealt(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    size_t n = 1;
    assert_int_equal(tm_dataset_fold(&dataset, 5, NULL), TAMIS_OK);
    assert_int_equal(tm_dataset_drop_copies(&dataset, &n, NULL), TAMIS_OK);
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fold_has_its_share_of_both_labels),
        cmocka_unit_test(a_group_is_never_split),
        cmocka_unit_test(the_only_group_of_a_label_is_taken_apart),
        cmocka_unit_test(one_group_of_all_is_taken_apart_and_near_copies_are_not),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(copies_are_let_go_of),
        cmocka_unit_test(copies_of_either_label_are_let_go_of),
        cmocka_unit_test(nothing_can_be_dealt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
