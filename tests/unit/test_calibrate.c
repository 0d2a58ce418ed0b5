// The sigmoid where the answer is known, thresholds that let pass no more than allowed, and
// Clopper and Pearson's bounds against values of the beta distribution.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/rng.h"
#include "model/calibrate.h"

enum { MAX_DECISIONS = 20000 };

static tm_decision decisions[MAX_DECISIONS];

// ---- Sigmoid ------------------------------------------------------------------------------------

// Labels drawn with the probability that a known sigmoid gives.
static void draw_decisions(tm_sigmoid truth, uint64_t seed)
{
    tm_rng rng = tm_rng_seed(seed);
    for (size_t i = 0; i < MAX_DECISIONS; i++) {
        const double value = tm_rng_unit(&rng) * 6 - 3;
        const bool positive = tm_rng_chance(&rng, tm_sigmoid_apply(truth, value));
        decisions[i] = (tm_decision){value, positive ? 1 : -1, 1};
    }
}

static void finds_the_sigmoid_that_labels_were_drawn_from(void **state)
{
    (void)state;
    static const tm_sigmoid truths[] = {{1, 0}, {2.5, -1}, {0.7, 1.5}, {6, 2}};
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
        tm_sigmoid found;
        draw_decisions(truths[i], i + 1);
        assert_int_equal(tm_sigmoid_fit(&found, decisions, MAX_DECISIONS, NULL), TAMIS_OK);
        check_close(found.slope, truths[i].slope, truths[i].slope * 0.06);
        check_close(found.offset, truths[i].offset, 0.15);
    }
}

// Two values only: the fit must meet Platt's smoothed shares exactly.
static void meets_the_shares_of_two_values(void **state)
{
    (void)state;
    enum { N = 400 };
    tm_sigmoid found;
    for (size_t i = 0; i < N; i++)
        decisions[i] =
            (tm_decision){i < 200 ? -1 : 1, i % 200 < (i < 200 ? 50 : 160) ? 1 : -1, 1};
    assert_int_equal(tm_sigmoid_fit(&found, decisions, N, NULL), TAMIS_OK);
    // 210 positives and 190 negatives: targets 211/212 and 1/192.
    const double high = 211. / 212, low = 1. / 192;
    check_close(tm_sigmoid_apply(found, -1), (50 * high + 150 * low) / 200, 1e-4);
    check_close(tm_sigmoid_apply(found, 1), (160 * high + 40 * low) / 200, 1e-4);
}

static void a_weight_counts_as_so_many_documents(void **state)
{
    (void)state;
    tm_sigmoid once, twice;
    static const tm_decision few[] = {{-1, -1, 3}, {1, 1, 2}, {0.5, -1, 1}, {-0.5, 1, 1}};
    static const tm_decision many[] = {{-1, -1, 1}, {-1, -1, 1},  {-1, -1, 1}, {1, 1, 1},
                                       {1, 1, 1},   {0.5, -1, 1}, {-0.5, 1, 1}};
    assert_int_equal(tm_sigmoid_fit(&once, few, 4, NULL), TAMIS_OK);
    assert_int_equal(tm_sigmoid_fit(&twice, many, 7, NULL), TAMIS_OK);
    check_close(once.slope, twice.slope, 1e-6);
    check_close(once.offset, twice.offset, 1e-6);
}

static void separable_decisions_still_give_a_finite_sigmoid(void **state)
{
    (void)state;
    tm_sigmoid found;
    for (size_t i = 0; i < 2000; i++)
        decisions[i] =
            (tm_decision){i < 1000 ? -5 - (double)i : 5 + (double)i, i < 1000 ? -1 : 1, 1};
    assert_int_equal(tm_sigmoid_fit(&found, decisions, 2000, NULL), TAMIS_OK);
    assert_true(found.slope > 0 && isfinite(found.slope) && isfinite(found.offset));
}

static void refuses_what_no_rising_sigmoid_fits(void **state)
{
    (void)state;
    static const tm_decision one_label[] = {{-1, -1, 1}, {1, -1, 1}};
    static const tm_decision weightless[] = {{-1, -1, 1}, {1, 1, 0}};
    static const tm_decision falling[] = {{1, -1, 1}, {2, -1, 1}, {-1, 1, 1}, {-2, 1, 1}};
    tm_sigmoid found;
    assert_int_equal(tm_sigmoid_fit(&found, one_label, 2, NULL), TAMIS_EINVAL);
    assert_int_equal(tm_sigmoid_fit(&found, weightless, 2, NULL), TAMIS_EINVAL);
    assert_int_equal(tm_sigmoid_fit(&found, falling, 4, NULL), TAMIS_EINVAL);
    assert_int_equal(tm_sigmoid_fit(&found, falling, 0, NULL), TAMIS_EINVAL);
}

static void probability_never_falls_and_stays_in_range(void **state)
{
    (void)state;
    static const tm_sigmoid sigmoids[] = {{1, 0}, {30, -7}, {1e-3, 2}, {1e5, 1e5}};
    for (size_t i = 0; i < sizeof sigmoids / sizeof *sigmoids; i++) {
        double before = 0;
        for (double value = -1000; value <= 1000; value += 0.25) {
            const double p = tm_sigmoid_apply(sigmoids[i], value);
            assert_true(p >= before && p <= 1);
            before = p;
        }
    }
    check_close(tm_sigmoid_apply(sigmoids[0], 0), 0.5, 0);
    check_close(tm_sigmoid_apply(sigmoids[0], log(3)), 0.75, 1e-15);
}

// ---- Operating points ---------------------------------------------------------------------------

static int compare_values(const void *a, const void *b)
{
    const tm_decision *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static size_t count_at_or_above(const tm_decision *d, size_t n, double threshold, int label)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += d[i].label == label && d[i].value >= threshold;
    return count;
}

static double greatest_clean_below(const tm_decision *d, size_t n, double threshold)
{
    double greatest = -INFINITY;
    for (size_t i = 0; i < n; i++)
        if (d[i].label < 0 && d[i].value < threshold && d[i].value > greatest)
            greatest = d[i].value;
    return greatest;
}

// Values on a grid, so that ties are common. One clean value lower would let pass too many.
static void allows_as_many_clean_documents_as_the_target(void **state)
{
    (void)state;
    static const double targets[] = {0, 1e-5, 1e-3, 0.01, 0.1, 0.5, 1};
    for (uint64_t seed = 1; seed <= 300; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        const size_t n = 1 + tm_rng_below(&rng, 400), grid = 1 + tm_rng_below(&rng, 500);
        for (size_t i = 0; i < n; i++)
            decisions[i] = (tm_decision){(double)tm_rng_below(&rng, grid),
                                         tm_rng_chance(&rng, 0.3) ? 1 : -1, 1};
        qsort(decisions, n, sizeof *decisions, compare_values);
        const size_t n_clean = count_at_or_above(decisions, n, -INFINITY, -1);
        for (size_t t = 0; t < sizeof targets / sizeof *targets; t++) {
            const double threshold = tm_threshold_for(decisions, n, targets[t]);
            const double allowed = (double)tm_allowed_above((double)n_clean, targets[t]);
            const size_t passed = count_at_or_above(decisions, n, threshold, -1);
            if ((double)passed > allowed)
                fail_msg("seed %llu, target %g: %zu pass", (unsigned long long)seed, targets[t],
                         passed);
            const double lower = greatest_clean_below(decisions, n, threshold);
            if (passed < n_clean)
                assert_true((double)count_at_or_above(decisions, n, lower, -1) > allowed);
        }
    }
}

static void keeps_a_distance_where_there_is_room(void **state)
{
    (void)state;
    static const tm_decision sorted[] = {
        {-3, -1, 1}, {-2, -1, 1}, {1, -1, 1}, {2, 1, 1}, {4, 1, 1}};
    check_close(tm_threshold_for(sorted, 5, 1e-4), 1.5, 1e-12);
    check_close(tm_threshold_for(sorted, 5, 0.34), -0.5, 1e-12);
    assert_true(tm_threshold_for(sorted, 3, 1e-4) > 1); // above the greatest clean value
    check_close(tm_threshold_for(sorted, 5, 1), -3, 1e-12);
}

// As many as the bound lets, where the documents are enough to prove something.
static void allows_what_the_bound_keeps(void **state)
{
    (void)state;
    static const struct {
        double n_clean, target;
        size_t allowed;
    } rows[] = {
        {39246, 1e-3, 24}, {39246, 1e-4, 3}, {39246, 1e-5, 0}, {9999, 1e-4, 0},
        {10000, 1e-4, 1},  {100, 0.05, 3},   {300, 0.05, 6},   {200, 1e-2, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const size_t allowed = tm_allowed_above(rows[i].n_clean, rows[i].target);
        if (allowed != rows[i].allowed)
            fail_msg("%g of %g documents: %zu", rows[i].target, rows[i].n_clean, allowed);
    }
    size_t before = 0; // more documents never allow fewer
    for (double n = 1; n < 100000; n += 97) {
        const size_t allowed = tm_allowed_above(n, 1e-3);
        assert_true(allowed >= before);
        before = allowed;
    }
}

// Quantiles of an exponential distribution are where it says, whatever the sample's own extremes.
static void follows_the_tail_where_there_is_one(void **state)
{
    enum { N = 300000 };
    (void)state;
    tm_decision *const sorted = calloc(N, sizeof *sorted);
    assert_non_null(sorted);
    tm_rng rng = tm_rng_seed(7);
    for (size_t i = 0; i < N; i++)
        sorted[i] = (tm_decision){-2 * log(1 - tm_rng_unit(&rng)), -1, 1};
    qsort(sorted, N, sizeof *sorted, compare_values);
    for (double target = 5e-4; target > 4e-6; target /= 10)
        check_close(tm_tail_threshold(sorted, N, N, target), -2 * log(target), 1.0);
    // the greatest are enough, and contaminated ones among them do not count
    const double all = tm_tail_threshold(sorted, N, N, 1e-4);
    const size_t last = N - N / TM_TAIL_SHARE - 1;
    check_close(tm_tail_threshold(sorted + last, N - last, N, 1e-4), all, 1e-9);
    sorted[N - 1].label = 1;
    assert_true(tm_tail_threshold(sorted, N, N, 1e-4) < all);
    assert_true(isinf(tm_tail_threshold(sorted, N, N, 0.01)));
    assert_true(isinf(tm_tail_threshold(sorted, 29000, 29000, 1e-4))); // too few
    free(sorted);
}

// By hand: of 30,000 clean decisions the greatest thirty are the tail, all at 3, and the next is at
// 1; a target of 1e-4 allows three of them.
static void a_tail_goes_on_by_its_mean_excess(void **state)
{
    enum { N_TAIL = 30 };
    (void)state;
    tm_decision sorted[N_TAIL + 1] = {{1, -1, 1}};
    for (size_t i = 1; i <= N_TAIL; i++)
        sorted[i] = (tm_decision){3, -1, 1};
    check_close(tm_tail_threshold(sorted, N_TAIL + 1, 1000.0 * N_TAIL, 1e-4),
                1 + 2 * log(N_TAIL / 3.0), 1e-9);
}

// ---- Bounds and shares --------------------------------------------------------------------------

// A verdict is contaminated at its threshold, and not only above it.
static void a_decision_at_the_threshold_passes(void **state)
{
    (void)state;
    static const tm_decision some[] = {{2, -1, 1}, {1, -1, 1}, {2, 1, 1}, {1.5, 1, 1}};
    tm_passed all = {.n = {0}};
    for (size_t i = 0; i < 4; i++)
        tm_passed_add(&all, some[i], 2);
    const tamis_operating_point point = tm_passed_point(&all, 1e-2, 0.7);
    check_close(point.measured_fpr, 0.5, 0);
    check_close(point.recall, 0.5, 0);
    assert_int_equal(point.n_clean, 2);
}

// One-sided 95 % quantiles of the beta distribution: (hits + 1, n - hits).
static void upper_bounds_are_those_of_clopper_and_pearson(void **state)
{
    (void)state;
    static const struct {
        size_t hits, n;
        double upper;
    } rows[] = {
        {0, 0, 1},
        {0, 1, 0.95},
        {1, 1, 1},
        {0, 100, 0.029513049607039925},
        {5, 20, 0.4555824040017489},
        {10, 1000, 0.016903175120562504},
        {0, 39246, 7.632925498377369e-05},
        {3, 30000, 0.00025843474145028825},
        {299, 30000, 0.01096272194592029},
        {999, 1000, 0.999948708021091},
        {1000, 1000, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_close(tm_rate_upper_bound(rows[i].hits, rows[i].n), rows[i].upper,
                    1e-9 * rows[i].upper);
}

// Quantiles of the beta distribution, two-sided 95 %. The larger ones were computed with 40 digits.
static void intervals_are_those_of_clopper_and_pearson(void **state)
{
    (void)state;
    static const struct {
        size_t hits, n;
        double low, high, tolerance;
    } cases[] = {
        {0, 7355, 0, 0.000501421, 1e-6},
        {7355, 7355, 0.999498579, 1, 1e-6},
        {1, 300, 0.0000843891, 0.0184313, 1e-6},
        {5, 10, 0.187086, 0.812914, 1e-6},
        {9, 10, 0.554984, 0.997471, 1e-6},
        {3382, 4046, 0.824110, 0.847178, 1e-6},
        {513, 600, 0.824249000599041, 0.882202620043793, 1e-12},
        {2000, 100000, 0.0191412297804733, 0.0208867669718200, 1e-12},
        {50000, 100000, 0.496896062491800, 0.503103937508200, 1e-12},
        {99000, 100000, 0.989363888470646, 0.990607443910901, 1e-12},
        {500000, 1000000, 0.499019519195312, 0.500980480804688, 1e-11},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tm_rate rate = tm_rate_of(cases[i].hits, cases[i].n);
        check_close(rate.low, cases[i].low, cases[i].tolerance);
        check_close(rate.high, cases[i].high, cases[i].tolerance);
        check_close(rate.value, (double)cases[i].hits / (double)cases[i].n, 0);
    }
    const tm_rate none = tm_rate_of(0, 0);
    assert_true(isnan(none.value) && none.low <= 0 && none.high >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_sigmoid_that_labels_were_drawn_from),
        cmocka_unit_test(meets_the_shares_of_two_values),
        cmocka_unit_test(a_weight_counts_as_so_many_documents),
        cmocka_unit_test(separable_decisions_still_give_a_finite_sigmoid),
        cmocka_unit_test(refuses_what_no_rising_sigmoid_fits),
        cmocka_unit_test(probability_never_falls_and_stays_in_range),
        cmocka_unit_test(allows_as_many_clean_documents_as_the_target),
        cmocka_unit_test(keeps_a_distance_where_there_is_room),
        cmocka_unit_test(allows_what_the_bound_keeps),
        cmocka_unit_test(follows_the_tail_where_there_is_one),
        cmocka_unit_test(a_tail_goes_on_by_its_mean_excess),
        cmocka_unit_test(a_decision_at_the_threshold_passes),
        cmocka_unit_test(upper_bounds_are_those_of_clopper_and_pearson),
        cmocka_unit_test(intervals_are_those_of_clopper_and_pearson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
