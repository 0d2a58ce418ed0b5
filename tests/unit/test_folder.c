// Directories by descriptor: nothing is followed, replaced or waited for.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "base/folder.h"

#include <errno.h>
#include <fcntl.h>

#include "support/check.h"
#include "support/scratch.h"

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void tells_paths_that_stay_beneath(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "a/b", "-rf", "...", "a\n", "\xFF", ".hidden/..x"};
    static const char *const bad[] = {"",     "/",   "/etc", "..",     "a/..", "../a",
                                      "a//b", "./a", "a/.",  "a/../b", "a/"};
    char name[300];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(tm_path_is_beneath(tm_str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(tm_path_is_beneath(tm_str_of(bad[i])));
    assert_false(tm_path_is_beneath((tm_str){"a\0b", 3}));
    memset(name, 'n', sizeof name);
    assert_true(tm_path_is_beneath((tm_str){name, 255}));
    assert_false(tm_path_is_beneath((tm_str){name, 256}));
}

static void splits_a_path_into_parent_and_name(void **state)
{
    (void)state;
    assert_true(tm_str_equal(tm_path_name(tm_str_of("a/b/c")), tm_str_of("c")));
    assert_true(tm_str_equal(tm_path_parent(tm_str_of("a/b/c")), tm_str_of("a/b")));
    assert_int_equal(tm_path_parent(tm_str_of("c")).len, 0);
    assert_true(tm_str_equal(tm_path_parent(tm_str_of("/c")), tm_str_of("/")));
}

static void opens_no_directory_through_a_link(void **state)
{
    (void)state;
    const int here = tm_folder_open(".");
    assert_int_equal(mkdir("real", 0700), 0);
    assert_int_equal(mkdir("real/inner", 0700), 0);
    assert_int_equal(symlink("real", "link"), 0);
    assert_int_equal(symlink("/etc", "real/out"), 0);
    const int inner = tm_folder_beneath(here, tm_str_of("real/inner"), false);
    assert_true(inner >= 0);
    assert_int_equal(tm_folder_beneath(here, tm_str_of("link/inner"), false), -1);
    assert_int_equal(tm_folder_beneath(here, tm_str_of("real/out"), false), -1);
    assert_int_equal(tm_folder_beneath(here, tm_str_of("link/inner"), true), -1);
    assert_int_equal(tm_folder_beneath(here, tm_str_of("real/../real"), true), -1);
    assert_int_equal(errno, EINVAL);
    close(inner);
    close(here);
}

static void makes_missing_directories_only_when_told(void **state)
{
    (void)state;
    const int here = tm_folder_open(".");
    assert_int_equal(tm_folder_beneath(here, tm_str_of("a/b"), false), -1);
    assert_int_equal(errno, ENOENT);
    const int made = tm_folder_beneath(here, tm_str_of("a/b"), true);
    assert_true(made >= 0);
    assert_int_equal(access("a/b", F_OK), 0);
    const int same = tm_folder_beneath(here, (tm_str){0}, false);
    assert_true(same >= 0);
    close(same);
    close(made);
    close(here);
}

static void moves_without_replacing(void **state)
{
    (void)state;
    const int here = tm_folder_open(".");
    write_text("a", "one");
    write_text("b", "two");
    assert_int_equal(tm_folder_move(here, "a", here, "b"), -1);
    assert_int_equal(errno, EEXIST);
    assert_int_equal(tm_folder_move(here, "a", here, "c"), 0);
    assert_int_equal(access("a", F_OK), -1);
    assert_int_equal(tm_folder_link(here, "c", here, "b"), -1);
    assert_int_equal(errno, EEXIST);
    close(here);
}

// Collects the names, each followed by ';', until one is "stop".
static tamis_status collect(void *context, int fd, const char *name, tamis_error *err)
{
    (void)fd;
    (void)err;
    if (strcmp(name, "stop") == 0)
        return TAMIS_DONE;
    tm_buf_text(context, name);
    tm_buf_byte(context, ';');
    return TAMIS_OK;
}

static void visits_each_name_or_says_why_not(void **state)
{
    (void)state;
    tm_buf names = {0};
    tamis_error err;
    const int here = tm_folder_open(".");
    write_text("file", "text");
    assert_int_equal(tm_folder_each(tm_folder_at(here, "."), "here", collect, &names, &err),
                     TAMIS_OK);
    assert_true(tm_str_equal(tm_buf_str(&names), tm_str_of("file;")));
    write_text("stop", "");
    assert_int_equal(tm_folder_each(tm_folder_at(here, "."), "here", collect, &names, &err),
                     TAMIS_DONE);
    assert_int_equal(tm_folder_each(tm_folder_at(here, "none"), "none", collect, &names, &err),
                     TAMIS_EIO);
    assert_string_equal(err.message, "none: No such file or directory");
    assert_int_equal(tm_folder_each(tm_folder_read(here, "file"), "f", collect, &names, &err),
                     TAMIS_EIO);
    tm_buf_free(&names);
    close(here);
}

static void opens_neither_links_nor_waits_for_pipes(void **state)
{
    (void)state;
    const int here = tm_folder_open(".");
    write_text("file", "text");
    assert_int_equal(symlink("file", "link"), 0);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(tm_folder_read(here, "link"), -1);
    const int pipe_fd = tm_folder_read(here, "pipe");
    assert_true(pipe_fd >= 0);
    close(pipe_fd);
    close(here);
}

static void tells_a_changed_file_from_the_one_it_was(void **state)
{
    (void)state;
    struct stat info;
    const int here = tm_folder_open(".");
    write_text("file", "text");
    assert_int_equal(tm_folder_stat(&info, here, "file"), 0);
    const tm_identity before = tm_identity_of(&info);
    assert_int_equal(link("file", "second"), 0);
    assert_int_equal(tm_folder_stat(&info, here, "file"), 0);
    tm_identity now = tm_identity_of(&info);
    assert_true(tm_identity_same_content(&before, &now));
    write_text("file", "texts");
    assert_int_equal(tm_folder_stat(&info, here, "file"), 0);
    now = tm_identity_of(&info);
    assert_false(tm_identity_same_content(&before, &now));
    assert_false(tm_identity_same_state(&before, &now));
    close(here);
}

static void locks_out_a_second_descriptor(void **state)
{
    (void)state;
    write_text("lock", "");
    const int first = open("lock", O_RDWR);
    const int second = open("lock", O_RDWR);
    assert_int_equal(tm_fd_lock(first, false), 0);
    assert_int_equal(tm_fd_lock(second, false), -1);
    assert_int_equal(errno, EAGAIN);
    close(first);
    assert_int_equal(tm_fd_lock(second, true), 0);
    close(second);
}

int main(void)
{
#define in_scratch(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_paths_that_stay_beneath),
        cmocka_unit_test(splits_a_path_into_parent_and_name),
        in_scratch(opens_no_directory_through_a_link),
        in_scratch(makes_missing_directories_only_when_told),
        in_scratch(moves_without_replacing),
        in_scratch(visits_each_name_or_says_why_not),
        in_scratch(opens_neither_links_nor_waits_for_pipes),
        in_scratch(tells_a_changed_file_from_the_one_it_was),
        in_scratch(locks_out_a_second_descriptor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
