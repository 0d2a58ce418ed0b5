// The curve against figures worked out by hand: ties are one step, the unscanned come last.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"
#include "model/curve.h"
#include "support/scored_rows.h"

static const tm_labelled rows[2] = {{.contaminated = false}, {.contaminated = true}};

// Documents of the given labels and scores; scores need not be in order.
static tm_curve curve_of(const int *label, const double *score, size_t n)
{
    static tm_scored scored[64];
    tm_curve curve;
    for (size_t i = 0; i < n; i++)
        scored[i] = hand_scored(&rows[label[i]], score[i]);
    assert_int_equal(tm_curve_fill(&curve, scored, n, NULL), TAMIS_OK);
    return curve;
}

static void a_perfect_ranking_has_areas_of_one(void **state)
{
    (void)state;
    tm_curve curve = curve_of((int[]){0, 1, 0, 1}, (double[]){-2, 3, -1, 2}, 4);
    check_close(curve.average_precision, 1, 0);
    check_close(curve.auc, 1, 0);
    assert_int_equal(curve.len, 4);
    tm_curve_free(&curve);
}

// Falling: 1 0 1 0. Precision 1 at recall 1/2, 2/3 at recall 1.
static void areas_agree_with_a_count_by_hand(void **state)
{
    (void)state;
    tm_curve curve = curve_of((int[]){1, 0, 1, 0}, (double[]){4, 3, 2, 1}, 4);
    check_close(curve.average_precision, 0.5 * 1 + 0.5 * 2 / 3, 1e-15);
    check_close(curve.auc, 3. / 4, 1e-15);
    tm_curve_free(&curve);
}

static void equal_scores_cross_together(void **state)
{
    (void)state;
    tm_curve curve = curve_of((int[]){1, 0, 1, 0}, (double[]){1, 1, 1, 1}, 4);
    assert_int_equal(curve.len, 1);
    assert_int_equal(curve.step[0].flagged[0], 2);
    assert_int_equal(curve.step[0].flagged[1], 2);
    check_close(curve.average_precision, 0.5, 1e-15);
    check_close(curve.auc, 0.5, 1e-15);
    tm_curve_free(&curve);
}

static void unscanned_documents_count_and_never_cross(void **state)
{
    (void)state;
    const tm_scored scored[] = {hand_scored(&rows[1], 2), hand_unscanned(&rows[1]),
                                hand_scored(&rows[0], 1), hand_unscanned(&rows[0])};
    tm_curve curve;
    assert_int_equal(tm_curve_fill(&curve, scored, 4, NULL), TAMIS_OK);
    assert_int_equal(curve.n[0], 2);
    assert_int_equal(curve.n[1], 2);
    assert_int_equal(curve.len, 2);
    check_close(curve.average_precision, 0.5, 1e-15); // recall never gets beyond one half
    check_close(curve.auc, (1 + 1 + 0 + 0.5) / 4, 1e-15);
    tm_curve_free(&curve);
}

static void areas_without_one_of_the_labels_are_no_numbers(void **state)
{
    (void)state;
    tm_curve curve = curve_of((int[]){0, 0}, (double[]){1, 2}, 2);
    assert_true(isnan(curve.average_precision) && isnan(curve.auc));
    tm_curve_free(&curve);
    curve = curve_of((int[]){1, 1}, (double[]){1, 2}, 2); // any ranking of these is perfect
    assert_true(isnan(curve.average_precision) && isnan(curve.auc));
    tm_curve_free(&curve);
    curve = curve_of(NULL, NULL, 0);
    assert_int_equal(curve.len, 0);
    assert_null(tm_curve_at(&curve, 1));
    tm_curve_free(&curve);
}

static void the_point_for_a_rate_flags_no_more_than_allowed(void **state)
{
    (void)state;
    const int label[] = {1, 0, 1, 0, 0, 0};
    tm_curve curve = curve_of(label, (double[]){9, 8, 7, 6, 5, 4}, 6);
    const tm_step *none = tm_curve_at(&curve, 0), *quarter = tm_curve_at(&curve, 0.25);
    assert_int_equal(none->flagged[1], 1);
    assert_int_equal(quarter->flagged[0], 1);
    assert_int_equal(quarter->flagged[1], 2);
    tm_curve_free(&curve);
    curve = curve_of((int[]){0, 1}, (double[]){2, 1}, 2);
    assert_null(tm_curve_at(&curve, 0.5));
    tm_curve_free(&curve);
}

// The share of pairs in the right order, counted pair by pair.
static void auc_is_the_share_of_pairs_in_order(void **state)
{
    (void)state;
    tm_rng rng = tm_rng_seed(11);
    for (int round = 0; round < 50; round++) {
        int label[40];
        double score[40], pairs = 0, right = 0;
        for (size_t i = 0; i < 40; i++) {
            label[i] = i < 2 ? (int)i : tm_rng_chance(&rng, 0.4);
            score[i] = (double)tm_rng_below(&rng, 12) + label[i];
        }
        for (size_t i = 0; i < 40; i++) {
            for (size_t k = 0; k < 40; k++) {
                if (!label[i] || label[k])
                    continue;
                pairs++;
                right += score[i] > score[k] ? 1 : score[i] < score[k] ? 0 : 0.5;
            }
        }
        tm_curve curve = curve_of(label, score, 40);
        check_close(curve.auc, right / pairs, 1e-12);
        tm_curve_free(&curve);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_perfect_ranking_has_areas_of_one),
        cmocka_unit_test(areas_agree_with_a_count_by_hand),
        cmocka_unit_test(equal_scores_cross_together),
        cmocka_unit_test(unscanned_documents_count_and_never_cross),
        cmocka_unit_test(areas_without_one_of_the_labels_are_no_numbers),
        cmocka_unit_test(the_point_for_a_rate_flags_no_more_than_allowed),
        cmocka_unit_test(auc_is_the_share_of_pairs_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
