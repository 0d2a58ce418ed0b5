// The generator: known numbers, even spread, and bounds that are never reached.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"

// The first numbers of SplitMix64 seeded with 1234567, as other implementations give them.
static void gives_the_known_sequence(void **state)
{
    (void)state;
    static const uint64_t known[] = {
        UINT64_C(6457827717110365317),  UINT64_C(3203168211198807973),
        UINT64_C(9817491932198370423),  UINT64_C(4593380528125082431),
        UINT64_C(16408922859458223821),
    };
    tm_rng rng = tm_rng_seed(1234567);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(tm_rng_next(&rng) == known[i]);
}

static void stays_below_every_bound(void **state)
{
    (void)state;
    static const size_t bounds[] = {1, 2, 3, 7, 1000, SIZE_MAX / 2 + 2, SIZE_MAX};
    tm_rng rng = tm_rng_seed(1);
    assert_int_equal(tm_rng_below(&rng, 0), 0);
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        for (int n = 0; n < 1000; n++)
            assert_true(tm_rng_below(&rng, bounds[i]) < bounds[i]);
    }
}

// 60,000 throws of a die: five degrees of freedom, chi-squared above 20.5 once in a thousand.
static void throws_an_even_die(void **state)
{
    (void)state;
    double chi_squared = 0;
    int counts[6] = {0};
    tm_rng rng = tm_rng_seed(42);
    for (int i = 0; i < 60000; i++)
        counts[tm_rng_below(&rng, 6)]++;
    for (int i = 0; i < 6; i++)
        chi_squared += (counts[i] - 10000.0) * (counts[i] - 10000.0) / 10000.0;
    assert_true(chi_squared < 20.5);
}

static void draws_units_from_zero_to_below_one(void **state)
{
    (void)state;
    double sum = 0;
    tm_rng rng = tm_rng_seed(7);
    for (int i = 0; i < 100000; i++) {
        const double unit = tm_rng_unit(&rng);
        assert_true(unit >= 0 && unit < 1);
        sum += unit;
    }
    check_close(sum / 100000, 0.5, 0.005); // five standard errors
}

static void takes_chances_as_often_as_told(void **state)
{
    (void)state;
    int n_taken = 0;
    tm_rng rng = tm_rng_seed(9);
    for (int i = 0; i < 100000; i++) {
        n_taken += tm_rng_chance(&rng, 0.25);
        assert_false(tm_rng_chance(&rng, 0));
        assert_true(tm_rng_chance(&rng, 1));
    }
    check_close(n_taken / 100000.0, 0.25, 0.007);
}

static void hashes_bytes_the_same_everywhere(void **state)
{
    (void)state;
    // FNV-1a of "a" is AF63DC4C8601EC8C; the values below are mixed from such.
    assert_true(tm_hash_bytes(tm_str_of("")) == tm_hash_bytes((tm_str){0}));
    assert_true(tm_hash_bytes(tm_str_of("")) == UINT64_C(0xF52A15E9A9B5E89B));
    assert_true(tm_hash_bytes(tm_str_of("a")) == UINT64_C(0x02C0BDBF481420F8));
    assert_true(tm_hash_bytes((tm_str){"\0", 1}) != tm_hash_bytes(tm_str_of("")));
    assert_true(tm_hash_bytes(tm_str_of("ab")) != tm_hash_bytes(tm_str_of("ba")));
}

static void shuffles_evenly_and_loses_nothing(void **state)
{
    (void)state;
    tm_rng rng = tm_rng_seed(11);
    size_t count[6] = {0}; // of the orders of three
    for (int n = 0; n < 6000; n++) {
        uint32_t order[] = {0, 1, 2};
        tm_rng_shuffle(&rng, order, 3);
        assert_int_equal(order[0] + order[1] + order[2], 3);
        assert_true(order[0] != order[1] && order[1] != order[2] && order[0] != order[2]);
        count[order[0] * 2 + (order[1] > order[2])]++;
    }
    for (int i = 0; i < 6; i++)
        assert_in_range(count[i], 850, 1150); // five standard deviations
    tm_rng_shuffle(&rng, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_known_sequence),
        cmocka_unit_test(stays_below_every_bound),
        cmocka_unit_test(throws_an_even_die),
        cmocka_unit_test(draws_units_from_zero_to_below_one),
        cmocka_unit_test(takes_chances_as_often_as_told),
        cmocka_unit_test(hashes_bytes_the_same_everywhere),
        cmocka_unit_test(shuffles_evenly_and_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
