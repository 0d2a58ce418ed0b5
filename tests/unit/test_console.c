// The width that reports and progress go by, and the line that is drawn on a terminal.
// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700 // posix_openpt
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

// What a terminal is sent, as standard error and, with `output`, as standard output too, by a line
// drawn twice, a complaint and a line of output. A terminal shows a line end as CR LF.
static void check_drawing(const char *type, bool output, const char *wanted)
{
    char got[256];
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(terminal >= 0);
    assert_int_equal(grantpt(terminal) | unlockpt(terminal), 0);
    const int screen = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    const int null = open("/dev/null", O_WRONLY);
    const int kept[] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    assert_true(screen >= 0 && null >= 0 && kept[0] >= 0 && kept[1] >= 0);
    assert_int_equal(setenv("TERM", type, 1), 0);
    assert_int_equal(dup2(output ? screen : null, STDOUT_FILENO), STDOUT_FILENO);
    assert_int_equal(dup2(screen, STDERR_FILENO), STDERR_FILENO);
    tm_terminal_draw(tm_str_of("1 of 9"));
    tm_terminal_draw(tm_str_of("2 of 9"));
    tm_complain("odd");
    tm_terminal_draw(tm_str_of("3 of 9"));
    tm_output_write(tm_str_of("data\n"), NULL);
    tm_output_flush(NULL);
    tm_terminal_erase();
    tm_terminal_erase();
    fputs(".", stderr);
    assert_int_equal(dup2(kept[0], STDOUT_FILENO), STDOUT_FILENO);
    assert_int_equal(dup2(kept[1], STDERR_FILENO), STDERR_FILENO);
    size_t len = 0;
    while (len < sizeof got - 1 && (len == 0 || got[len - 1] != '.'))
        assert_int_equal(read(terminal, got + len++, 1), 1);
    got[len] = '\0';
    const int files[] = {terminal, screen, null, kept[0], kept[1]};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        close(files[i]);
    assert_string_equal(got, wanted);
}

static void erases_the_line_before_other_words(void **state)
{
    (void)state;
    check_drawing("xterm", false,
                  "\r1 of 9\x1b[K\r2 of 9\x1b[K\r\x1b[Ktamis: odd\r\n\r3 of 9\x1b[K\r\x1b[K.");
    check_drawing("xterm", true,
                  "\r1 of 9\x1b[K\r2 of 9\x1b[K\r\x1b[Ktamis: odd\r\n\r3 of 9\x1b[K\r\x1b[K"
                  "data\r\n.");
}

static void draws_nothing_on_a_dumb_terminal(void **state)
{
    (void)state;
    check_drawing("dumb", true, "tamis: odd\r\ndata\r\n.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_columns),
        cmocka_unit_test(erases_the_line_before_other_words),
        cmocka_unit_test(draws_nothing_on_a_dumb_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
