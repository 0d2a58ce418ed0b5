// Tasks side by side: each is run once, and what they give does not depend on the threads.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/parallel.h"

enum { N_TASKS = 100 };

typedef struct results {
    int runs[N_TASKS];
    size_t failing; // from this number on
} results;

static tamis_status count_run(void *context, size_t number, tamis_error *err)
{
    results *const r = context;
    r->runs[number]++;
    return number < r->failing ? TAMIS_OK : tm_fail(err, TAMIS_ELIMIT, "task %zu", number);
}

static void runs_every_task_once(void **state)
{
    (void)state;
    static const size_t threads[] = {0, 1, 2, 7, 300};
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        results r = {.failing = N_TASKS};
        assert_int_equal(tm_parallel(threads[t], N_TASKS, count_run, &r, NULL), TAMIS_OK);
        for (size_t i = 0; i < N_TASKS; i++)
            assert_int_equal(r.runs[i], 1);
    }
    assert_int_equal(tm_parallel(4, 0, count_run, NULL, NULL), TAMIS_OK);
}

static void the_first_failure_is_the_one_reported(void **state)
{
    (void)state;
    for (size_t threads = 1; threads < 5; threads++) {
        results r = {.failing = 40};
        tamis_error err = {.message = ""};
        assert_int_equal(tm_parallel(threads, N_TASKS, count_run, &r, &err), TAMIS_ELIMIT);
        assert_string_equal(err.message, "task 40");
        assert_int_equal(r.runs[N_TASKS - 1], 0); // nothing more was begun
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_every_task_once),
        cmocka_unit_test(the_first_failure_is_the_one_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
