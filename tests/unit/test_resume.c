// Where a run goes on that stopped within an input or exactly behind one, which a run that is killed
// at some time or other seldom meets.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <fcntl.h>
#include <unistd.h>

#include "cli/resume.h"
#include "support/scratch.h"

static int own_output = -1;

static int begin(void **state)
{
    if (enter_scratch(state) != 0)
        return -1;
    fflush(stdout);
    own_output = dup(STDOUT_FILENO);
    const int fd = open("out", O_RDWR | O_CREAT | O_APPEND, 0600);
    const int result = dup2(fd, STDOUT_FILENO);
    close(fd);
    return result < 0;
}

static int end(void **state)
{
    dup2(own_output, STDOUT_FILENO);
    close(own_output);
    return leave_scratch(state);
}

static void write_file(const char *path, const char *text)
{
    assert_int_equal(tm_file_write(path, tm_str_of(text), NULL), TAMIS_OK);
}

// A run over a.txt that is killed behind record 4, whether that was its last one or not, and leaves
// half of another verdict. Returns how the next one sees it.
static tm_resume stop_behind(bool ended)
{
    tm_resume first, next;
    const tm_tally tally = {.n_bytes = 5};
    write_file("a.txt", "as it was");
    assert_int_equal(tm_resume_open(&first, "state", 1, NULL), TAMIS_OK);
    assert_int_equal(tm_resume_begin_input(&first, "a.txt", NULL), TAMIS_OK);
    const tm_resume_place place = {.inputs = first.seen, .record = 4, .ended = ended};
    first.saved = -1; // long ago
    assert_int_equal(write(STDOUT_FILENO, "verdicts\nhal", 12), 12);
    assert_int_equal(tm_resume_note(&first, &place, &tally, 9, NULL), TAMIS_OK);
    assert_int_equal(tm_resume_open(&next, "state", 1, NULL), TAMIS_OK);
    return next;
}

static void goes_on_behind_the_last_record(void **state)
{
    (void)state;
    tm_resume next = stop_behind(false);
    assert_false(next.finished);
    assert_true(tm_resume_knows_record(&next, 0, 4));
    assert_false(tm_resume_knows_record(&next, 0, 5));
    assert_false(tm_resume_knows_input(&next, 0));
    assert_int_equal(next.tally.n_bytes, 5);
    assert_int_equal(tm_resume_begin_input(&next, "a.txt", NULL), TAMIS_OK);
    assert_int_equal(tm_resume_end_inputs(&next, NULL), TAMIS_OK);
    assert_int_equal(tm_resume_check_end(&next, 0, "a.txt", 5, NULL), TAMIS_OK);
    assert_int_equal(tm_resume_check_end(&next, 0, "a.txt", 4, NULL), TAMIS_EINVAL);
    file_holds("out", "verdicts\n");
}

static void goes_on_behind_the_last_input(void **state)
{
    (void)state;
    tm_resume next = stop_behind(true);
    assert_false(next.finished);
    assert_true(tm_resume_knows_input(&next, 0));
    assert_false(tm_resume_knows_record(&next, 1, 0));
    assert_int_equal(tm_resume_begin_input(&next, "a.txt", NULL), TAMIS_OK);
    assert_int_equal(tm_resume_end_inputs(&next, NULL), TAMIS_OK);
    file_holds("out", "verdicts\n");
}

// Also the first one, and also where the run stopped within it.
static void refuses_an_input_that_changed(void **state)
{
    (void)state;
    for (int ended = 0; ended < 2; ended++) {
        assert_true(remove("state") == 0 || !ended);
        assert_int_equal(ftruncate(STDOUT_FILENO, 0), 0);
        tm_resume next = stop_behind(ended);
        write_file("a.txt", "as it is now");
        assert_int_equal(tm_resume_begin_input(&next, "a.txt", NULL), TAMIS_EINVAL);
    }
}

int main(void)
{
#define in_scratch(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        in_scratch(goes_on_behind_the_last_record),
        in_scratch(goes_on_behind_the_last_input),
        in_scratch(refuses_an_input_that_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
