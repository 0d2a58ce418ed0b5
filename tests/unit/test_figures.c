// How figures are written.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "sink/figures.h"

static void check_text(tm_buf *out, const char *wanted)
{
    tm_buf_byte(out, '\0');
    assert_string_equal(out->ptr, wanted);
    tm_buf_clear(out);
}

static void writes_targets_as_powers_of_ten_where_they_are(void **state)
{
    (void)state;
    tm_buf out = {0};
    tm_put_target(&out, 1e-5);
    check_text(&out, "1e-5");
    tm_put_target(&out, 0.01);
    check_text(&out, "1e-2");
    tm_put_target(&out, 0.0025);
    check_text(&out, "0.0025");
    tm_buf_free(&out);
}

static void writes_rates_with_intervals(void **state)
{
    (void)state;
    tm_buf out = {0};
    tm_put_share(&out, tm_rate_of(9, 10));
    check_text(&out, "0.900 [0.555, 0.997]");
    tm_put_percent(&out, tm_rate_of(0, 7355));
    check_text(&out, "0.000 % [0.000, 0.050]");
    tm_put_share(&out, tm_rate_of(0, 0));
    check_text(&out, "");
    tm_buf_free(&out);
}

static void writes_signs_always(void **state)
{
    (void)state;
    tm_buf out = {0};
    tm_put_signed(&out, 0.5, 2);
    check_text(&out, "+0.50");
    tm_put_signed(&out, -0.2, 1);
    check_text(&out, "-0.2");
    tm_put_signed(&out, -0.001, 2);
    check_text(&out, "+0.00");
    tm_buf_text(&out, "x ");
    tm_put_signed(&out, 12, 0);
    check_text(&out, "x +12");
    tm_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_targets_as_powers_of_ten_where_they_are),
        cmocka_unit_test(writes_rates_with_intervals),
        cmocka_unit_test(writes_signs_always),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
