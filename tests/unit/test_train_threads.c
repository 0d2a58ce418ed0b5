// Training on several threads gives the model that one thread gives: from nothing, where a grid of
// settings is searched, and on top of a base. As little training as shows it, since it is run with
// the thread sanitizer, too; the recipe itself is tested in test_train.c.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/parallel.h"
#include "support/tiny_model.h"

static tamis_status fit_part(void *training, size_t part, tamis_error *err)
{
    return tm_training_fit(training, (unsigned)part, err);
}

static tamis_status fill_fold(void *training, size_t fold, tamis_error *err)
{
    return tm_training_fill(training, (unsigned)fold, err);
}

static tm_buf run(tm_training *training, size_t n_threads)
{
    const size_t n_folds = training->options.n_folds;
    tm_buf file = {0};
    training->options.n_threads = n_threads;
    assert_int_equal(tm_training_synthesise(training, NULL), TAMIS_OK);
    assert_int_equal(tm_parallel(n_threads, n_folds + 1, fit_part, training, NULL), TAMIS_OK);
    assert_int_equal(tm_parallel(n_threads, n_folds, fill_fold, training, NULL), TAMIS_OK);
    assert_int_equal(tm_training_finish(training, NULL), TAMIS_OK);
    assert_int_equal(tm_model_write(&file, &training->model, NULL), TAMIS_OK);
    return file;
}

// Settings are told apart: the cost that is chosen is not the first one, which finds too little.
static tm_buf train_from_nothing(size_t n_threads)
{
    static const double costs[] = {1e-9, 1}, gammas[] = {1e-6, 1};
    tm_training training;
    tiny_training_start(&training, 4);
    training.options.n_synthesise = 0;
    training.options.n_epochs = 1;
    training.options.costs = costs;
    training.options.n_costs = 2;
    training.options.gammas = gammas;
    training.options.n_gammas = 2;
    const tm_buf file = run(&training, n_threads);
    assert_true(training.cost == costs[1]);
    tm_training_free(&training);
    return file;
}

// With a cost above 0, which means that the base finds less than can be found.
static tm_buf train_on(const tm_model *base, size_t n_threads)
{
    const tm_train_options options = {.seed = 9, .n_folds = 3, .name = "site", .base = base};
    tm_training training, rows;
    assert_int_equal(tm_training_init(&training, &options, NULL), TAMIS_OK);
    tiny_training_start(&rows, 6); // for its documents
    training.dataset = rows.dataset;
    rows.dataset = (tm_dataset){0};
    tm_training_free(&rows);
    const tm_buf file = run(&training, n_threads);
    assert_true(training.cost > 0);
    tm_training_free(&training);
    return file;
}

static void assert_same(tm_buf *a, tm_buf *b)
{
    assert_true(a->len > 0);
    assert_true(tm_str_equal(tm_buf_str(a), tm_buf_str(b)));
    tm_buf_free(b);
}

static void the_model_is_the_same_on_any_threads(void **state)
{
    (void)state;
    tm_model base = {.sha256 = ""};
    tm_buf one = train_from_nothing(1), many = train_from_nothing(6);
    assert_same(&one, &many);
    assert_int_equal(tm_model_read(&base, tm_buf_str(&one), NULL), TAMIS_OK);
    tm_buf_free(&one);
    base.classifier = (tm_classifier){.bias = base.classifier.bias};
    one = train_on(&base, 1);
    many = train_on(&base, 4);
    assert_same(&one, &many);
    tm_buf_free(&one);
    tm_model_clear(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_is_the_same_on_any_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
