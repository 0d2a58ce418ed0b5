// A classifier on top of a base: near it where nothing speaks against it, better where the
// documents are of another kind, and never worse for what the base remembers.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "base/rng.h"
#include "model/adapt.h"

enum { N_CLEAN = 200, N_BAD = 30, N_ROWS = N_CLEAN + N_BAD, N_REMEMBERED = 60, N_FOLDS = 5 };

typedef struct bench {
    tm_model base, model;
    tm_row row[N_ROWS];
    tm_adapt_example example[N_ROWS];
    double cost;
} bench;

static const tm_adapt_options defaults = {.n_folds = N_FOLDS, .seed = 1, .n_threads = 1};

static void set_feature(tm_row *row, tm_feature feature, double input)
{
    row->value[feature] = input * input * tm_features[feature].cap;
}

static void remember(bench *b, int label, double evidence, double links)
{
    tm_remembered row = {.label = label};
    row.input[TM_FEATURE_best_segment] = (uint8_t)(255 * evidence);
    row.input[TM_FEATURE_links] = (uint8_t)(255 * links);
    row.decision =
        b->base.classifier.bias + b->base.classifier.single[TM_FEATURE_best_segment] * evidence;
    assert_int_equal(tm_memory_add(&b->base.memory, &row, NULL), TAMIS_OK);
}

// The base looks at the strongest segment alone: decision -1 to 5. Its remembered clean documents
// have little of it and no links; thresholds lie at 2, 1.5, 1 and 0.5.
static bench *start(void)
{
    bench *b = calloc(1, sizeof *b);
    tm_rng rng = tm_rng_seed(3);
    assert_non_null(b);
    b->base.classifier.bias = -1;
    b->base.classifier.single[TM_FEATURE_best_segment] = 6;
    b->base.sigmoid = (tm_sigmoid){2, 0};
    for (size_t p = 0; p < TM_N_POINTS; p++)
        b->base.point[p] = (tamis_operating_point){
            .target_fpr = pow(10, (double)p - 5),
            .threshold = tm_sigmoid_apply(b->base.sigmoid, 2 - 0.5 * (double)p)};
    for (size_t i = 0; i < N_REMEMBERED; i++)
        remember(b, -1, 0.35 * tm_rng_unit(&rng), 0);
    for (size_t i = 0; i < N_REMEMBERED; i++)
        remember(b, 1, 0.5 + 0.5 * tm_rng_unit(&rng), 0.2 * tm_rng_unit(&rng));
    b->base.memory.n_clean = 100000;
    tm_memory_trim(&b->base.memory);
    return b;
}

static void stop(bench *b)
{
    tm_memory_free(&b->base.memory);
    tm_memory_free(&b->model.memory);
    free(b);
}

// Contaminated documents of `evidence` and `links`, clean ones without links.
static void put_documents(bench *b, double evidence, double links)
{
    tm_rng rng = tm_rng_seed(5);
    for (size_t i = 0; i < N_ROWS; i++) {
        const bool bad = i >= N_CLEAN;
        set_feature(&b->row[i], TM_FEATURE_best_segment,
                    bad ? evidence + 0.05 * tm_rng_unit(&rng) : 0.2 * tm_rng_unit(&rng));
        set_feature(&b->row[i], TM_FEATURE_links, bad ? links : 0);
        b->example[i] = (tm_adapt_example){.row = &b->row[i],
                                           .label = bad ? 1 : -1,
                                           .given = true,
                                           .fold = (unsigned)(i % N_FOLDS)};
    }
}

static void adapt(bench *b, const tm_adapt_options *options)
{
    tm_memory_free(&b->model.memory);
    b->model = (tm_model){.sha256 = ""};
    assert_int_equal(
        tm_adapt_classifier(&b->model, &b->cost, &b->base, b->example, N_ROWS, options, NULL),
        TAMIS_OK);
}

static void a_kind_that_the_base_misses_is_found(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.25, 0.8); // the base: 0.5 to 0.8, and 1.5 is asked for
    adapt(b, &defaults);
    assert_true(b->cost > 0);
    assert_true(b->model.point[1].recall > 0.9);
    for (size_t i = N_CLEAN; i < N_ROWS; i++)
        assert_true(tm_classify(NULL, &b->model.classifier, &b->row[i]) >
                    tm_classify(NULL, &b->base.classifier, &b->row[i]));
    stop(b);
}

// All contaminated documents are in another script than the clean ones, and that says nothing.
static void the_script_is_not_learnt(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.25, 0.8);
    b->base.classifier.single[TM_FEATURE_other_script] = -0.1;
    for (size_t i = N_CLEAN; i < N_ROWS; i++)
        b->row[i].value[TM_FEATURE_other_script] = 1;
    adapt(b, &defaults);
    assert_true(b->cost > 0);
    check_close(b->model.classifier.single[TM_FEATURE_other_script], -0.1, 0);
    stop(b);
}

static void a_base_that_cannot_be_bettered_stays(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.8, 0.1);
    adapt(b, &defaults);
    assert_true(b->cost == 0);
    assert_memory_equal(&b->model.classifier, &b->base.classifier, sizeof b->base.classifier);
    check_close(b->model.point[1].recall, 1, 0);
    stop(b);
}

// At most the target share of what the memory stands for, and none of one's own.
static void thresholds_hold_for_the_memory_and_for_ones_own(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.25, 0.8);
    adapt(b, &defaults);
    for (size_t p = 0; p < TM_N_POINTS; p++) {
        const tamis_operating_point *point = &b->model.point[p];
        assert_int_equal(point->n_clean, 100000 + N_CLEAN);
        assert_true(point->measured_fpr <= point->target_fpr);
        assert_true(p == 0 || point->threshold <= point[-1].threshold);
        size_t n = 0;
        for (size_t i = 0; i < N_CLEAN; i++)
            n += tm_sigmoid_apply(b->model.sigmoid, b->example[i].decision) >= point->threshold;
        assert_true((double)n <= N_CLEAN * point->target_fpr);
    }
    stop(b);
}

// One's own clean documents look like spam to the base: none of them may be flagged.
static void clean_documents_of_ones_own_raise_the_threshold(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.8, 0.1);
    for (size_t i = 0; i < 10; i++)
        set_feature(&b->row[i], TM_FEATURE_best_segment, 0.6);
    adapt(b, &defaults);
    for (size_t i = 0; i < 10; i++)
        assert_true(tm_sigmoid_apply(b->model.sigmoid, b->example[i].decision) <
                    b->model.point[1].threshold);
    stop(b);
}

// It has 60 of 100,000 clean documents, of which 1e-2 would let more pass; one's own look like
// nothing at all.
static void
where_the_memory_is_too_short_the_threshold_is_not_that_of_few_documents(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.8, 0.1);
    for (size_t i = 0; i < N_CLEAN; i++)
        b->row[i].value[TM_FEATURE_best_segment] = 0;
    adapt(b, &defaults);
    check_close(b->model.point[3].threshold,
                fmin(b->base.point[3].threshold, b->model.point[2].threshold), 1e-9);
    stop(b);
}

// Of a greater share than it remembers it knows the rate of the base alone.
static void a_rate_is_not_that_of_the_memory_alone(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.8, 0.1);
    b->base.point[3].threshold = tm_sigmoid_apply(b->base.sigmoid, -0.9999);
    b->base.point[3].measured_fpr = 0.008;
    for (size_t i = 0; i < b->base.memory.len; i++)
        if (b->base.memory.row[i].decision < -0.9)
            b->base.memory.row[i].decision = -0.9;
    for (size_t i = 0; i < N_CLEAN; i++)
        b->row[i].value[TM_FEATURE_best_segment] = 0;
    adapt(b, &defaults);
    assert_int_equal(b->model.point[3].n_clean, 100000 + N_CLEAN);
    check_close(b->model.point[3].measured_fpr, 800.0 / (100000 + N_CLEAN), 1e-12);
    stop(b);
}

static void without_a_memory_decisions_are_kept(void **state)
{
    (void)state;
    bench *b = start();
    tm_memory_free(&b->base.memory);
    put_documents(b, 0.25, 0.8);
    adapt(b, &defaults);
    assert_true(b->cost == 0);
    assert_memory_equal(&b->model.classifier, &b->base.classifier, sizeof b->base.classifier);
    stop(b);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.25, 0.8);
    adapt(b, &defaults);
    const tm_classifier one = b->model.classifier;
    const tamis_operating_point point = b->model.point[2];
    tm_adapt_options many = defaults;
    many.n_threads = 8;
    adapt(b, &many);
    assert_memory_equal(&b->model.classifier, &one, sizeof one);
    assert_memory_equal(&b->model.point[2], &point, sizeof point);
    stop(b);
}

// What is adapted can be adapted again: it remembers what its base did, and its own documents.
static void the_memory_is_handed_on(void **state)
{
    (void)state;
    bench *b = start();
    put_documents(b, 0.25, 0.8);
    adapt(b, &defaults);
    assert_int_equal(b->model.memory.n_clean, 100000 + N_CLEAN);
    assert_int_equal(b->model.memory.len, 2 * N_REMEMBERED + N_ROWS);
    stop(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_that_the_base_misses_is_found),
        cmocka_unit_test(the_script_is_not_learnt),
        cmocka_unit_test(a_base_that_cannot_be_bettered_stays),
        cmocka_unit_test(thresholds_hold_for_the_memory_and_for_ones_own),
        cmocka_unit_test(clean_documents_of_ones_own_raise_the_threshold),
        cmocka_unit_test(
            where_the_memory_is_too_short_the_threshold_is_not_that_of_few_documents),
        cmocka_unit_test(a_rate_is_not_that_of_the_memory_alone),
        cmocka_unit_test(without_a_memory_decisions_are_kept),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(the_memory_is_handed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
