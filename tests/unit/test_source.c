// Bytes of one input: what is opened and what is refused, pipes whose writer comes late,
// standard input that does not block, and files that change while they are open.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "read/source.h"
#include "support/feed.h"
#include "support/scratch.h"

static void put(const char *path, const char *text)
{
    assert_int_equal(tm_file_write(path, tm_str_of(text), NULL), TAMIS_OK);
}

// Appends all that `path` gives, and '|' after each read.
static void read_pieces(tm_buf *out, const char *path)
{
    tm_source source;
    size_t n_read = 1;
    assert_int_equal(tm_source_open(&source, path, NULL), TAMIS_OK);
    while (n_read > 0) {
        char *const into = tm_buf_reserve(out, 1000);
        assert_int_equal(tm_source_read(&n_read, &source, into, 1000, NULL), TAMIS_OK);
        out->len += n_read;
        tm_buf_byte(out, '|');
    }
    assert_false(tm_source_changed(&source));
    tm_source_close(&source);
}

static void refuses_what_is_no_document(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        tamis_status status;
        const char *message;
    } rows[] = {
        {"missing", TAMIS_EIO, "missing: No such file or directory"},
        {"folder", TAMIS_EINVAL, "folder: is a directory"},
        {"/dev/zero", TAMIS_EINVAL, "/dev/zero: is a device"},
        {"loop", TAMIS_EIO, "loop: Too many levels of symbolic links"},
        {"", TAMIS_EIO, ": No such file or directory"},
    };
    assert_int_equal(mkdir("folder", 0755) | symlink("loop", "loop"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_source source;
        tamis_error err = {0};
        assert_int_equal(tm_source_open(&source, rows[i].path, &err), rows[i].status);
        assert_string_equal(err.message, rows[i].message);
    }
}

static void refuses_a_folder_as_standard_input(void **state)
{
    (void)state;
    tm_source source;
    tamis_error err = {0};
    const int saved = dup(STDIN_FILENO);
    const int folder = open(".", O_RDONLY);
    assert_int_equal(dup2(folder, STDIN_FILENO), STDIN_FILENO);
    const tamis_status status = tm_source_open(&source, "-", &err);
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
    close(folder);
    close(saved);
    assert_int_equal(status, TAMIS_EINVAL);
    assert_string_equal(err.message, "stdin: is a directory");
}

static void reads_files_and_follows_links_to_them(void **state)
{
    (void)state;
    tm_buf out = {0};
    put("file", "some text");
    put("empty", "");
    assert_int_equal(symlink("file", "link"), 0);
    read_pieces(&out, "file");
    read_pieces(&out, "link");
    read_pieces(&out, "empty");
    assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of("some text||some text|||")));
    tm_buf_free(&out);
}

// The writer comes late and in pieces: the pipe is not taken for an empty file.
static void waits_for_the_writer_of_a_pipe(void **state)
{
    (void)state;
    tm_buf out = {0};
    int status;
    assert_int_equal(mkfifo("pipe", 0644), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct timespec pause = {0, 50000000};
        nanosleep(&pause, NULL);
        const int fd = open("pipe", O_WRONLY);
        const bool first = write(fd, "one", 3) == 3;
        nanosleep(&pause, NULL);
        _exit(first && write(fd, "two", 3) == 3 ? 0 : 1);
    }
    read_pieces(&out, "pipe");
    assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of("one|two||")));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    tm_buf_free(&out);
}

static void waits_for_standard_input_that_does_not_block(void **state)
{
    (void)state;
    tm_buf out = {0};
    const feeder child = feed(tm_str_of("abc"), 1);
    assert_int_equal(fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK), 0);
    read_pieces(&out, "-");
    end_feeding(child);
    assert_true(tm_str_equal(tm_buf_str(&out), tm_str_of("a|b|c||")));
    tm_buf_free(&out);
}

static void leaves_standard_input_open(void **state)
{
    (void)state;
    tm_source source;
    const feeder child = feed(tm_str_of("ab"), 1);
    assert_int_equal(tm_source_open(&source, "-", NULL), TAMIS_OK);
    tm_source_close(&source);
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
    end_feeding(child);
}

static void notices_growth_cuts_and_rewriting(void **state)
{
    (void)state;
    static const struct timespec other_time[2] = {{1000000000, 0}, {1000000000, 0}};
    tm_source source;
    for (int change = 0; change < 4; change++) {
        put("file", "some text");
        assert_int_equal(tm_source_open(&source, "file", NULL), TAMIS_OK);
        if (change == 1)
            assert_int_equal(truncate("file", 4), 0);
        if (change == 2)
            assert_int_equal(truncate("file", 40), 0);
        if (change == 3) // the same size: the time alone tells
            assert_int_equal(utimensat(AT_FDCWD, "file", other_time, 0), 0);
        assert_int_equal(tm_source_changed(&source), change > 0);
        tm_source_close(&source);
    }
}

static void closes_the_zero_value(void **state)
{
    (void)state;
    tm_source source = {0};
    tm_source_close(&source);
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(refuses_what_is_no_document, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(refuses_a_folder_as_standard_input, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(reads_files_and_follows_links_to_them, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(waits_for_the_writer_of_a_pipe, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(waits_for_standard_input_that_does_not_block,
                                        enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(leaves_standard_input_open, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(notices_growth_cuts_and_rewriting, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(closes_the_zero_value, enter_scratch, leave_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
