// The folded decision against libsvm's own, for labels in either order. The linker leads calls of
// svm_train here (--wrap), so that the model can be asked while it lives.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <libsvm/svm.h>
#include <stdlib.h>

#include "base/rng.h"
#include "model/svm.h"

enum { WIDTH = 7, N_PAIRS = WIDTH * (WIDTH + 1) / 2, N_ROWS = 120, N_PROBES = 200 };

// ---- libsvm, listened to ------------------------------------------------------------------------

typedef struct probe {
    double row[N_PROBES][WIDTH];
    double decision[N_PROBES]; // libsvm's, positive for its first label
    int first_label;
    size_t n_calls;
} probe;
static probe heard;

struct svm_model *__real_svm_train(const struct svm_problem *problem,
                                   const struct svm_parameter *parameters);
struct svm_model *__wrap_svm_train(const struct svm_problem *problem,
                                   const struct svm_parameter *parameters);

struct svm_model *__wrap_svm_train(const struct svm_problem *problem,
                                   const struct svm_parameter *parameters)
{
    struct svm_model *model = __real_svm_train(problem, parameters);
    heard.first_label = model->label[0];
    heard.n_calls++;
    for (size_t i = 0; i < N_PROBES; i++) {
        struct svm_node node[WIDTH + 1];
        for (int k = 0; k < WIDTH; k++)
            node[k] = (struct svm_node){k + 1, heard.row[i][k]};
        node[WIDTH].index = -1;
        svm_predict_values(model, node, &heard.decision[i]);
    }
    return model;
}

// ---- Training -----------------------------------------------------------------------------------

typedef struct training {
    double row[N_ROWS][WIDTH];
    int label[N_ROWS];
    double single[WIDTH], pair[N_PAIRS];
    tm_svm_decision decision;
    double gamma;
} training;

// Rows of a label lie around a corner of their own; `first` is the label of row 0.
static void make_rows(training *t, tm_rng *rng, int first)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        t->label[i] = i % 3 == 0 ? first : -first;
        for (size_t k = 0; k < WIDTH; k++) {
            const double value = tm_rng_unit(rng);
            const double high = t->label[i] > 0 ? 0.6 : 0.3;
            t->row[i][k] = tm_rng_chance(rng, 0.2) ? 0 : value < 0.5 ? high : value;
        }
    }
    for (size_t i = 0; i < N_PROBES; i++)
        for (size_t k = 0; k < WIDTH; k++)
            heard.row[i][k] = tm_rng_chance(rng, 0.2) ? 0 : tm_rng_unit(rng);
}

static tamis_status train(training *t, size_t n, double cost, tamis_error *err)
{
    const tm_svm_problem problem = {t->row[0], t->label, n, WIDTH, t->gamma};
    t->decision = (tm_svm_decision){0, t->single, t->pair};
    return tm_svm_train(&t->decision, &problem, cost, 1, err);
}

static double decide(const training *t, const double *x)
{
    double sum = t->decision.bias;
    size_t p = 0;
    for (size_t i = 0; i < WIDTH; i++)
        sum += t->single[i] * x[i];
    for (size_t i = 0; i < WIDTH; i++)
        for (size_t k = i; k < WIDTH; k++)
            sum += t->pair[p++] * x[i] * x[k];
    return sum;
}

static void decides_as_libsvm_does_in_either_order_of_labels(void **state)
{
    (void)state;
    static training t;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const int first = seed % 2 ? 1 : -1;
        tm_rng rng = tm_rng_seed(seed);
        make_rows(&t, &rng, first);
        heard.n_calls = 0;
        t.gamma = 0.25 * (double)(seed % 7); // 0 is 1
        assert_int_equal(train(&t, N_ROWS, 0.1 * (double)seed, NULL), TAMIS_OK);
        assert_int_equal(heard.n_calls, 1);
        for (size_t i = 0; i < N_PROBES; i++)
            check_close(decide(&t, heard.row[i]), heard.first_label * heard.decision[i], 1e-9);
    }
}

static void is_positive_for_contaminated(void **state)
{
    (void)state;
    static training t;
    for (int first = -1; first <= 1; first += 2) {
        size_t n_right = 0;
        tm_rng rng = tm_rng_seed(7);
        make_rows(&t, &rng, first);
        assert_int_equal(train(&t, N_ROWS, 10, NULL), TAMIS_OK);
        for (size_t i = 0; i < N_ROWS; i++)
            n_right += (decide(&t, t.row[i]) > 0) == (t.label[i] > 0);
        assert_true(n_right > N_ROWS * 8 / 10);
    }
}

static void gives_the_same_numbers_twice(void **state)
{
    (void)state;
    static training a, b;
    tm_rng rng = tm_rng_seed(3);
    make_rows(&a, &rng, 1);
    b = a;
    srand(1);
    assert_int_equal(train(&a, N_ROWS, 1, NULL), TAMIS_OK);
    srand(2); // libsvm draws from rand() where it is told to
    assert_int_equal(train(&b, N_ROWS, 1, NULL), TAMIS_OK);
    assert_memory_equal(a.single, b.single, sizeof a.single);
    assert_memory_equal(a.pair, b.pair, sizeof a.pair);
    check_close(a.decision.bias, b.decision.bias, 0);
}

static void refuses_what_cannot_be_learnt(void **state)
{
    (void)state;
    static training t;
    static const struct {
        int label;
        size_t n;
        double cost;
        const char *reason;
    } rows[] = {
        {1, N_ROWS, 1, "both labels"}, {-1, N_ROWS, 1, "both labels"}, {0, 0, 1, "both labels"},
        {0, N_ROWS, 0, "libsvm"},      {0, N_ROWS, -1, "libsvm"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_rng rng = tm_rng_seed(1);
        tamis_error err = {.message = ""};
        make_rows(&t, &rng, 1);
        for (size_t k = 0; k < N_ROWS && rows[i].label != 0; k++)
            t.label[k] = rows[i].label;
        assert_int_equal(train(&t, rows[i].n, rows[i].cost, &err), TAMIS_EINVAL);
        assert_non_null(strstr(err.message, rows[i].reason));
    }
}

static void knows_the_version_of_libsvm(void **state)
{
    (void)state;
    assert_int_equal(tm_svm_version(), libsvm_version);
    assert_true(tm_svm_version() > 300);
}

int main(void)
{
    tm_svm_quiet();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decides_as_libsvm_does_in_either_order_of_labels),
        cmocka_unit_test(is_positive_for_contaminated),
        cmocka_unit_test(gives_the_same_numbers_twice),
        cmocka_unit_test(refuses_what_cannot_be_learnt),
        cmocka_unit_test(knows_the_version_of_libsvm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
