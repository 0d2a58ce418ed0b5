// Which labels are doubted.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/rng.h"
#include "model/doubts.h"

enum { N_ROWS = 400, CLEAN_WORDS = 1000, SPAM_WORDS = 5000, SHARED_WORDS = 9000 };

typedef struct bench {
    tm_digested digested[N_ROWS];
    tm_doubt_row row[N_ROWS];
} bench;

// Documents of one label use a few of its fifty words and many words that both have.
static bench *new_bench(void)
{
    bench *const b = calloc(1, sizeof *b);
    tm_rng rng = tm_rng_seed(3);
    assert_non_null(b);
    for (size_t i = 0; i < N_ROWS; i++) {
        tm_digested *const d = &b->digested[i];
        const bool spam = i % 4 == 0;
        for (unsigned k = 0; k < 5; k++)
            d->sketch.word[d->sketch.len++] =
                (uint32_t)((spam ? SPAM_WORDS : CLEAN_WORDS) + tm_rng_below(&rng, 50));
        for (unsigned k = 0; k < 20; k++)
            d->sketch.word[d->sketch.len++] =
                (uint32_t)(SHARED_WORDS + tm_rng_below(&rng, 300));
        d->input[0] = spam ? 0.8F : 0;
        b->row[i] = (tm_doubt_row){d, spam, i};
    }
    return b;
}

static void finds_labels_that_were_turned_round(void **state)
{
    (void)state;
    bench *const b = new_bench();
    tm_doubts doubts;
    static const size_t turned[] = {4, 17, 100, 201, 303};
    const size_t n_turned = sizeof turned / sizeof *turned;
    for (size_t i = 0; i < n_turned; i++)
        b->row[turned[i]].contaminated = !b->row[turned[i]].contaminated;
    assert_int_equal(tm_doubts_find(&doubts, b->row, N_ROWS, 1, NULL), TAMIS_OK);
    assert_true(doubts.len >= n_turned - 1); // all but the least sure
    for (size_t i = 0; i < doubts.len; i++) {
        size_t at = 0;
        while (at < n_turned && turned[at] != doubts.doubt[i].row)
            at++;
        assert_true(at < n_turned);
        assert_true(i == 0 || doubts.doubt[i].margin <= doubts.doubt[i - 1].margin);
    }
    tm_doubts_free(&doubts);
    free(b);
}

static void says_which_words_spoke_for_the_other_label(void **state)
{
    (void)state;
    bench *const b = new_bench();
    tm_doubts doubts;
    assert_int_equal(tm_doubts_find(&doubts, b->row, N_ROWS, 1, NULL), TAMIS_OK);
    assert_true(tm_doubts_word(&doubts, &b->row[0], SPAM_WORDS + 1) > 0);
    assert_true(tm_doubts_word(&doubts, &b->row[0], CLEAN_WORDS + 1) < 0);
    tm_doubts_free(&doubts);
    free(b);
}

static void the_same_seed_gives_the_same_doubts(void **state)
{
    (void)state;
    bench *const b = new_bench();
    tm_doubts one, other;
    for (size_t i = 0; i < N_ROWS; i += 9)
        b->row[i].contaminated = !b->row[i].contaminated;
    assert_int_equal(tm_doubts_find(&one, b->row, N_ROWS, 7, NULL), TAMIS_OK);
    assert_int_equal(tm_doubts_find(&other, b->row, N_ROWS, 7, NULL), TAMIS_OK);
    assert_true(one.len > 0);
    assert_int_equal(one.len, other.len);
    assert_memory_equal(one.doubt, other.doubt, one.len * sizeof *one.doubt);
    tm_doubts_free(&one);
    tm_doubts_free(&other);
    free(b);
}

static void a_row_is_judged_without_its_group(void **state)
{
    (void)state;
    bench *const b = new_bench();
    tm_doubts doubts;
    tamis_error err;
    for (size_t i = 0; i < N_ROWS; i++) // all spam is of one group: no fold can learn it
        if (b->row[i].contaminated)
            b->row[i].group = 12345;
    assert_int_equal(tm_doubts_find(&doubts, b->row, N_ROWS, 1, &err), TAMIS_EINVAL);
    assert_string_equal(err.message,
                        "the contaminated documents are of too few groups to doubt labels");
    free(b);
}

static void few_labels_are_not_doubted(void **state)
{
    (void)state;
    bench *const b = new_bench();
    tm_doubts doubts;
    tamis_error err;
    assert_int_equal(tm_doubts_find(&doubts, b->row, 40, 1, &err), TAMIS_EINVAL);
    assert_string_equal(err.message, "30 clean and 10 contaminated documents: labels can be "
                                     "doubted from 20 of each on");
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_labels_that_were_turned_round),
        cmocka_unit_test(says_which_words_spoke_for_the_other_label),
        cmocka_unit_test(the_same_seed_gives_the_same_doubts),
        cmocka_unit_test(a_row_is_judged_without_its_group),
        cmocka_unit_test(few_labels_are_not_doubted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
