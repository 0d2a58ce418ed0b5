// Runs come out as they went in, and each place finds its own.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"
#include "text/html_runs.h"

enum { N_RUNS = 5000 };

// Steps of any size, places that go forward and back, lengths with and without.
static void make_runs(tm_html_run *run, tm_html_runs *runs)
{
    tm_rng rng = tm_rng_seed(5);
    uint32_t text = 0;
    for (size_t i = 0; i < N_RUNS; i++) {
        const bool far = i % 7 == 0;
        run[i].text = text;
        run[i].source = (uint32_t)tm_rng_below(&rng, far ? UINT32_MAX : 4096);
        run[i].source_len = i % 3 ? 0 : (uint32_t)tm_rng_below(&rng, far ? 1 << 20 : 8);
        text += 1 + (uint32_t)tm_rng_below(&rng, far ? 100000 : 4);
        tm_html_runs_add(runs, run[i]);
    }
}

static void check_run(tm_html_run found, tm_html_run wanted)
{
    assert_int_equal(found.text, wanted.text);
    assert_int_equal(found.source, wanted.source);
    assert_int_equal(found.source_len, wanted.source_len);
}

static void come_out_as_they_went_in(void **state)
{
    (void)state;
    static tm_html_run run[N_RUNS];
    tm_html_runs runs = {0};
    for (int again = 0; again < 2; again++) {
        tm_html_run_walk walk = {0};
        size_t n = 0;
        tm_html_runs_clear(&runs);
        make_runs(run, &runs);
        while (tm_html_runs_next(&walk, &runs))
            check_run(walk.run, run[n++]);
        assert_int_equal(n, N_RUNS);
    }
    tm_html_runs_free(&runs);
}

static void are_found_by_any_place(void **state)
{
    (void)state;
    static tm_html_run run[N_RUNS];
    tm_html_runs runs = {0};
    make_runs(run, &runs);
    for (size_t i = 0; i < N_RUNS; i++) {
        const uint32_t end = i + 1 < N_RUNS ? run[i + 1].text : run[i].text + 10;
        check_run(tm_html_runs_find(&runs, run[i].text), run[i]);
        check_run(tm_html_runs_find(&runs, run[i].text + (end - run[i].text) / 2), run[i]);
        check_run(tm_html_runs_find(&runs, end - 1), run[i]);
    }
    tm_html_runs_free(&runs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(come_out_as_they_went_in),
        cmocka_unit_test(are_found_by_any_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
