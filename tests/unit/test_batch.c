// The order in which documents are proposed for labelling.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/rng.h"
#include "model/batch.h"

enum { MAX_ROWS = 400 };

typedef struct bench {
    tm_digested digested[MAX_ROWS];
    tm_batch_row row[MAX_ROWS];
    size_t n;
    tm_batch_choice choice[MAX_ROWS];
    size_t n_chosen;
} bench;

static bench *new_bench(void)
{
    bench *const b = calloc(1, sizeof *b);
    assert_non_null(b);
    return b;
}

// A document of the words [first, first + len).
static void add(bench *b, uint32_t first, uint32_t len, bool labelled, double uncertainty)
{
    tm_digested *const d = &b->digested[b->n];
    for (uint32_t i = 0; i < len; i++)
        d->sketch.word[d->sketch.len++] = first + i;
    b->row[b->n++] = (tm_batch_row){d, labelled, uncertainty};
}

static void choose(bench *b, size_t n_wanted)
{
    assert_int_equal(tm_batch_choose(b->choice, &b->n_chosen, b->row, b->n, n_wanted, NULL),
                     TAMIS_OK);
}

static void is_least_sure_between_even_odds_and_the_threshold(void **state)
{
    (void)state;
    check_close(tm_uncertainty(0.5, 0.99), 1, 1e-12);
    check_close(tm_uncertainty(0.9, 0.99), 1, 1e-12);
    check_close(tm_uncertainty(0.99, 0.99), 1, 1e-12);
    check_close(tm_uncertainty(0.3, 0.2), 1, 1e-12);
    assert_true(tm_uncertainty(0.4, 0.99) < 1);
    assert_true(tm_uncertainty(0.1, 0.99) < tm_uncertainty(0.4, 0.99));
    assert_true(tm_uncertainty(0.9999, 0.99) < tm_uncertainty(0.995, 0.99));
    assert_true(tm_uncertainty(0, 0.99) > 0 && tm_uncertainty(0, 0.99) < 1e-6);
    assert_true(tm_uncertainty(1, 1) > 0);
}

static void the_less_sure_come_first(void **state)
{
    (void)state;
    bench *const b = new_bench();
    add(b, 100, 5, false, 0.2);
    add(b, 200, 5, false, 0.9);
    add(b, 300, 5, false, 0.5);
    choose(b, 10);
    assert_int_equal(b->n_chosen, 3);
    assert_int_equal(b->choice[0].row, 1);
    assert_int_equal(b->choice[1].row, 2);
    assert_int_equal(b->choice[2].row, 0);
    free(b);
}

static void what_labelled_documents_have_is_not_new(void **state)
{
    (void)state;
    bench *const b = new_bench();
    add(b, 100, 10, true, 1);
    add(b, 100, 10, false, 0.8);
    add(b, 200, 10, false, 0.8);
    choose(b, 2);
    assert_int_equal(b->choice[0].row, 2);
    assert_true(b->choice[0].novelty > 2 * b->choice[1].novelty);
    free(b);
}

static void one_of_many_copies_is_chosen_before_the_rest(void **state)
{
    (void)state;
    bench *const b = new_bench();
    for (unsigned i = 0; i < 50; i++)
        add(b, 1000, 20, false, 1);
    for (uint32_t i = 0; i < 10; i++)
        add(b, 2000 + 100 * i, 20, false, 0.7);
    choose(b, 11);
    assert_int_equal(b->choice[0].row, 0);
    for (size_t i = 1; i < 11; i++)
        assert_true(b->choice[i].row >= 50);
    free(b);
}

// Choosing lazily is choosing the greatest gain every time.
static void gains_fall_and_are_the_greatest_at_their_time(void **state)
{
    (void)state;
    bench *const b = new_bench();
    tm_rng rng = tm_rng_seed(5);
    for (unsigned i = 0; i < 300; i++)
        add(b, (uint32_t)tm_rng_below(&rng, 500), 1 + (uint32_t)tm_rng_below(&rng, 40),
            tm_rng_chance(&rng, 0.2), tm_rng_unit(&rng));
    choose(b, MAX_ROWS);
    for (size_t i = 1; i < b->n_chosen; i++)
        assert_true(b->choice[i].gain <= b->choice[i - 1].gain);
    // With what was chosen before it labelled, each is the first choice again.
    for (size_t i = 0; i < 20; i++) {
        tm_batch_choice first;
        size_t n;
        assert_int_equal(tm_batch_choose(&first, &n, b->row, b->n, 1, NULL), TAMIS_OK);
        assert_int_equal(first.row, b->choice[i].row);
        b->row[first.row].labelled = true;
    }
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_least_sure_between_even_odds_and_the_threshold),
        cmocka_unit_test(the_less_sure_come_first),
        cmocka_unit_test(what_labelled_documents_have_is_not_new),
        cmocka_unit_test(one_of_many_copies_is_chosen_before_the_rest),
        cmocka_unit_test(gains_fall_and_are_the_greatest_at_their_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
