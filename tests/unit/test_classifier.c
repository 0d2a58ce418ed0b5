// The decision against the sum written out, and that each feature's share is told exactly.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"
#include "model/classifier.h"

static tm_row random_row(tm_rng *rng)
{
    tm_row row;
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        row.value[f] = tm_rng_chance(rng, 0.3) ? 0 : tm_rng_unit(rng) * tm_features[f].cap;
    return row;
}

static tm_classifier random_classifier(tm_rng *rng)
{
    tm_classifier c = {.bias = tm_rng_unit(rng) * 4 - 2};
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        c.single[f] = tm_rng_unit(rng) * 4 - 2;
    for (size_t p = 0; p < TM_N_PAIRS; p++)
        c.pair[p] = tm_rng_unit(rng) * 4 - 2;
    return c;
}

static void inputs_rise_from_nothing_to_the_cap(void **state)
{
    (void)state;
    double low[TM_N_FEATURES], high[TM_N_FEATURES];
    tm_row row = {{0}};
    tm_classifier_inputs(low, &row);
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        check_close(low[f], 0, 0);
    for (int step = 1; step <= 10; step++) {
        for (size_t f = 0; f < TM_N_FEATURES; f++)
            row.value[f] = tm_features[f].cap * step / 10;
        tm_classifier_inputs(high, &row);
        for (size_t f = 0; f < TM_N_FEATURES; f++)
            assert_true(high[f] > low[f] && high[f] <= 1);
        memcpy(low, high, sizeof low);
    }
    for (size_t f = 0; f < TM_N_FEATURES; f++)
        check_close(high[f], 1, 0);
}

static double written_out(const tm_classifier *c, const tm_row *row)
{
    double x[TM_N_FEATURES], sum = c->bias;
    size_t p = 0;
    tm_classifier_inputs(x, row);
    for (size_t i = 0; i < TM_N_FEATURES; i++)
        sum += c->single[i] * x[i];
    for (size_t i = 0; i < TM_N_FEATURES; i++)
        for (size_t k = i; k < TM_N_FEATURES; k++)
            sum += c->pair[p++] * x[i] * x[k];
    assert_int_equal(p, TM_N_PAIRS);
    return sum;
}

static void decides_by_singles_and_pairs(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        const tm_classifier c = random_classifier(&rng);
        const tm_row row = random_row(&rng);
        check_close(tm_classify(NULL, &c, &row), written_out(&c, &row), 1e-9);
    }
}

static void contributions_and_bias_sum_up_to_the_decision(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        const tm_classifier c = random_classifier(&rng);
        const tm_row row = random_row(&rng);
        double share[TM_N_FEATURES];
        const double value = tm_classify(share, &c, &row);
        double sum = c.bias;
        for (size_t f = 0; f < TM_N_FEATURES; f++) {
            sum += share[f];
            if (row.value[f] <= 0)
                check_close(share[f], 0, 0); // what is not there adds nothing
        }
        check_close(sum, value, 1e-9);
        check_close(value, tm_classify(NULL, &c, &row), 0);
    }
}

static void halves_a_pair_between_its_two(void **state)
{
    (void)state;
    tm_classifier c = {.bias = 0.5};
    tm_row row = {{0}};
    double share[TM_N_FEATURES];
    c.single[1] = 2;
    c.pair[1] = 6;              // (0, 1)
    c.pair[TM_N_PAIRS - 1] = 1; // (n-1, n-1)
    row.value[0] = tm_features[0].cap;
    row.value[1] = tm_features[1].cap;
    row.value[TM_N_FEATURES - 1] = tm_features[TM_N_FEATURES - 1].cap;
    check_close(tm_classify(share, &c, &row), 9.5, 1e-12);
    check_close(share[0], 3, 1e-12);
    check_close(share[1], 5, 1e-12);
    check_close(share[TM_N_FEATURES - 1], 1, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_rise_from_nothing_to_the_cap),
        cmocka_unit_test(decides_by_singles_and_pairs),
        cmocka_unit_test(contributions_and_bias_sum_up_to_the_decision),
        cmocka_unit_test(halves_a_pair_between_its_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
