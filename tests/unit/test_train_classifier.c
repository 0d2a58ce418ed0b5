// The classifier fitted to rows made by hand, and the operating points that come of it.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/rng.h"
#include "model/train_classifier.h"

enum { N_CLEAN = 200, N_BAD = 100, N_ROWS = N_CLEAN + N_BAD };

static void set_feature(tm_row *row, tm_feature feature, double input)
{
    row->value[feature] = input * input * tm_features[feature].cap;
}

// Every clean document speaks for itself, by words of honest reporting: each has a decision below
// that of a page without any evidence, which lies between them and the contaminated ones.
static void no_point_is_as_low_as_a_page_without_evidence(void **state)
{
    (void)state;
    static const double cost = 1, gamma = 1;
    const tm_classifier_options options = {
        .cost = &cost, .gamma = &gamma, .n_costs = 1, .n_gammas = 1, .n_threads = 1};
    tm_model model = {0};
    tm_row row[N_ROWS] = {0};
    tm_example example[N_ROWS] = {0};
    tm_rng rng = tm_rng_seed(1);
    double chosen_cost, chosen_gamma;
    for (size_t i = 0; i < N_ROWS; i++) {
        const bool bad = i >= N_CLEAN;
        const double noise = 0.1 * tm_rng_unit(&rng);
        set_feature(&row[i], TM_FEATURE_best_segment, bad ? 0.9 + noise : 0.1 + noise);
        set_feature(&row[i], TM_FEATURE_company, bad ? 0 : 0.9 + noise);
        example[i] = (tm_example){
            .row = &row[i], .label = bad ? 1 : -1, .fold = (unsigned)(i % TM_CLASSIFIER_FOLDS)};
    }
    assert_int_equal(tm_train_classifier(&model, &chosen_cost, &chosen_gamma, example, N_ROWS,
                                         &options, NULL),
                     TAMIS_OK);
    for (size_t i = 0; i < N_CLEAN; i++)
        assert_true(example[i].decision < model.classifier.bias);
    for (size_t p = 0; p < TM_N_POINTS; p++) {
        assert_true(model.point[p].threshold >
                    tm_sigmoid_apply(model.sigmoid, model.classifier.bias));
        check_close(model.point[p].measured_fpr, 0, 0);
        check_close(model.point[p].recall, 1, 0);
    }
    tm_memory_free(&model.memory);
}

// A hundred of each side's clean documents have some evidence, more of it on the other side.
enum { N_SIDE = 9600, N_EVIDENT = 100, N_OF_BOTH = 2 * N_SIDE, N_ALL = N_OF_BOTH + N_BAD };

static void a_rate_holds_in_hangul_and_in_other_scripts(void **state)
{
    (void)state;
    static const double cost = 1, gamma = 1;
    const tm_classifier_options options = {
        .cost = &cost, .gamma = &gamma, .n_costs = 1, .n_gammas = 1, .n_threads = 1};
    tm_model model = {0};
    tm_row *row = calloc(N_ALL, sizeof *row);
    tm_example *example = calloc(N_ALL, sizeof *example);
    assert_non_null(row);
    assert_non_null(example);
    tm_rng rng = tm_rng_seed(1);
    double chosen_cost, chosen_gamma;
    for (size_t i = 0; i < N_ALL; i++) {
        const bool bad = i >= N_OF_BOTH, other = i % 2;
        row[i].value[TM_FEATURE_other_script] = other && (bad || i < 2 * N_EVIDENT);
        if (bad || i < 2 * N_EVIDENT)
            set_feature(&row[i], TM_FEATURE_best_segment,
                        (bad     ? 0.8
                         : other ? 0.4
                                 : 0.2) +
                            0.2 * tm_rng_unit(&rng));
        example[i] = (tm_example){.row = &row[i],
                                  .label = bad ? 1 : -1,
                                  .other_script = other,
                                  .fold = (unsigned)(i % TM_CLASSIFIER_FOLDS)};
    }
    assert_int_equal(tm_train_classifier(&model, &chosen_cost, &chosen_gamma, example, N_ALL,
                                         &options, NULL),
                     TAMIS_OK);
    assert_true(model.classifier.single[TM_FEATURE_other_script] < 0);
    size_t flagged[2] = {0, 0};
    for (size_t i = 0; i < N_OF_BOTH; i++)
        flagged[i % 2] += tm_sigmoid_apply(model.sigmoid, example[i].decision) >=
                          model.point[2].threshold; // 1e-3
    assert_true(flagged[0] + flagged[1] <= N_OF_BOTH / 1000);
    assert_true(flagged[0] >= 2 && flagged[1] >= 2);
    tm_memory_free(&model.memory);
    free(row);
    free(example);
}

// Whatever the fold of a fit: nothing is made of one that fails.
static void refuses_rows_of_which_a_fold_leaves_one_label(void **state)
{
    (void)state;
    static const double cost[] = {1, 2}, gamma = 1;
    tm_row row[N_ROWS] = {0};
    tm_example example[N_ROWS] = {0};
    double chosen_cost, chosen_gamma;
    for (size_t i = 0; i < N_ROWS; i++) {
        set_feature(&row[i], TM_FEATURE_best_segment, 0.5);
        example[i] = (tm_example){.row = &row[i], .label = i < N_CLEAN ? -1 : 1};
        example[i].fold = i < N_CLEAN ? (unsigned)(i % TM_CLASSIFIER_FOLDS) : 1;
    }
    for (size_t n_costs = 1; n_costs <= 2; n_costs++) {
        const tm_classifier_options options = {
            .cost = cost, .gamma = &gamma, .n_costs = n_costs, .n_gammas = 1, .n_threads = 1};
        tm_model model = {0};
        tamis_error err;
        assert_int_equal(tm_train_classifier(&model, &chosen_cost, &chosen_gamma, example,
                                             N_ROWS, &options, &err),
                         TAMIS_EINVAL);
        assert_non_null(strstr(err.message, "no contaminated documents are left"));
        check_close(model.classifier.single[TM_FEATURE_repeated_term_phrase], 0, 0);
        assert_int_equal(model.memory.len, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_holds_in_hangul_and_in_other_scripts),
        cmocka_unit_test(refuses_rows_of_which_a_fold_leaves_one_label),
        cmocka_unit_test(no_point_is_as_low_as_a_page_without_evidence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
