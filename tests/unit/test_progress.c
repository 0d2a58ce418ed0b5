// The words of the progress line.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "cli/progress.h"

static const tm_tally tally = {.n_documents = {1200, 4, 30, 0}, .n_bytes = 56700000};

static void check_progress(uint64_t read_bytes, uint64_t total_bytes, double seconds,
                           const char *wanted)
{
    const tm_progress progress = {.read_bytes = read_bytes, .total_bytes = total_bytes};
    tm_buf out = {0};
    tm_progress_text(&out, &progress, &tally, seconds);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, wanted);
    tm_buf_free(&out);
}

static void tells_the_rate_and_what_is_left(void **state)
{
    (void)state;
    check_progress(45, 0, 10, "1,234 documents, 56.7 MB, 5.7 MB/s, 34 flagged");
    check_progress(45, 100, 90,
                   "1,234 documents, 56.7 MB, 0.6 MB/s, 34 flagged, 45 %, 1:50 left");
    check_progress(1, 1000, 10,
                   "1,234 documents, 56.7 MB, 5.7 MB/s, 34 flagged, 0 %, 2 h 46 min left");
}

static void promises_nothing_it_cannot_know(void **state)
{
    (void)state;
    check_progress(0, 100, 10, "1,234 documents, 56.7 MB, 5.7 MB/s, 34 flagged");
    check_progress(101, 100, 10, "1,234 documents, 56.7 MB, 5.7 MB/s, 34 flagged");
    check_progress(1, UINT64_MAX, 10, "1,234 documents, 56.7 MB, 5.7 MB/s, 34 flagged, 0 %");
    check_progress(0, 0, 0, "1,234 documents, 56.7 MB, 0.0 MB/s, 34 flagged");
}

static void draws_nothing_where_nobody_looks(void **state)
{
    (void)state;
    tm_progress progress;
    tm_progress_begin(&progress, false, 0);
    progress.begin -= 60;
    tm_progress_show(&progress, &tally);
    assert_true(progress.drawn == 0);
}

static void tells_the_rates_of_a_run(void **state)
{
    (void)state;
    tm_buf out = {0};
    tm_progress_rates(&out, &tally, 4.1);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, "in 4.1 s: 13.8 MB/s, 301 documents/s");
    tm_buf_clear(&out);
    const tm_tally one = {.n_documents = {1}};
    tm_progress_rates(&out, &one, 1);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, "in 1.0 s: 0.0 MB/s, 1 document/s");
    tm_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_rate_and_what_is_left),
        cmocka_unit_test(promises_nothing_it_cannot_know),
        cmocka_unit_test(draws_nothing_where_nobody_looks),
        cmocka_unit_test(tells_the_rates_of_a_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
