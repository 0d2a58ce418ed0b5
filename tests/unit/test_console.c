// The width that reports and progress go by.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>

#include "support/check.h"

#include "cli/console.h"

// A narrow terminal is no unknown one: lines made for 100 columns would wrap in it.
static void knows_the_columns(void **state)
{
    (void)state;
    static const struct {
        const char *columns;
        size_t wanted;
    } cases[] = {
        {"80", 80}, {"40", 40}, {"32", 32},  {"10", 10},     {"9", 10},
        {"1", 10},  {"0", 100}, {"no", 100}, {"1001", 1000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(setenv("COLUMNS", cases[i].columns, 1), 0);
        assert_int_equal(tm_terminal_width(-1), cases[i].wanted);
    }
    assert_int_equal(unsetenv("COLUMNS"), 0);
    assert_int_equal(tm_terminal_width(-1), 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
