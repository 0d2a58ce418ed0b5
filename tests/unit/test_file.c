// Files: reading under a limit, replacing in one step, walking in byte order of the path, and
// what happens with links, pipes, devices and places that may not be entered.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "support/scratch.h"

static void put(const char *path, const char *text)
{
    FILE *const file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

// ---- Reading and writing --------------------------------------------------------------------

static void reads_up_to_the_limit_and_no_byte_more(void **state)
{
    (void)state;
    tm_buf buf = {0};
    tamis_error err = {0};
    put("ten", "0123456789");
    tm_buf_text(&buf, "kept ");
    assert_int_equal(tm_file_read(&buf, "ten", 9, &err), TAMIS_ELIMIT);
    assert_string_equal(err.message, "ten: larger than 9 bytes");
    assert_int_equal(buf.len, 5);
    assert_int_equal(tm_file_read(&buf, "ten", 10, &err), TAMIS_OK);
    assert_true(tm_str_equal(tm_buf_str(&buf), tm_str_of("kept 0123456789")));
    put("none", "");
    assert_int_equal(tm_file_read(&buf, "none", 0, &err), TAMIS_OK);
    assert_int_equal(tm_file_read(&buf, "ten", SIZE_MAX, &err), TAMIS_OK);
    assert_int_equal(buf.len, 25);
    tm_buf_free(&buf);
}

static void reads_files_of_many_blocks(void **state)
{
    (void)state;
    tm_buf written = {0};
    tm_buf read = {0};
    for (unsigned i = 0; i < 300001; i++)
        tm_buf_byte(&written, (char)(i * 7 % 253));
    assert_int_equal(tm_file_write("big", tm_buf_str(&written), NULL), TAMIS_OK);
    assert_int_equal(tm_file_read(&read, "big", 300001, NULL), TAMIS_OK);
    assert_true(tm_str_equal(tm_buf_str(&read), tm_buf_str(&written)));
    assert_int_equal(tm_file_read(&read, "big", 300000, NULL), TAMIS_ELIMIT);
    tm_buf_free(&written);
    tm_buf_free(&read);
}

static void reads_files_that_do_not_know_their_size(void **state)
{
    (void)state;
    tm_buf buf = {0};
    if (access("/proc/self/status", R_OK) != 0)
        skip();
    assert_int_equal(tm_file_read(&buf, "/proc/self/status", 1 << 20, NULL), TAMIS_OK);
    assert_true(buf.len > 100);
    tm_buf_free(&buf);
}

static void refuses_what_is_no_file(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        tamis_status status;
        const char *message;
    } rows[] = {
        {"missing", TAMIS_EIO, "missing: No such file or directory"},
        {"folder", TAMIS_EINVAL, "folder: is a directory"},
        {"pipe", TAMIS_EINVAL, "pipe: not a regular file"},
        {"/dev/zero", TAMIS_EINVAL, "/dev/zero: not a regular file"},
        {"", TAMIS_EIO, ": No such file or directory"},
    };
    tm_buf buf = {0};
    mkdir("folder", 0755);
    mkfifo("pipe", 0644);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tamis_error err = {0};
        assert_int_equal(tm_file_read(&buf, rows[i].path, 100, &err), rows[i].status);
        assert_string_equal(err.message, rows[i].message);
    }
    assert_int_equal(buf.len, 0);
    tm_buf_free(&buf);
}

static void replaces_a_file_and_keeps_its_mode(void **state)
{
    (void)state;
    struct stat info;
    mkdir("folder", 0755);
    put("folder/model", "old and longer");
    chmod("folder/model", 0640);
    assert_int_equal(tm_file_write("folder/model", (tm_str){"new\0", 4}, NULL), TAMIS_OK);
    assert_int_equal(stat("folder/model", &info), 0);
    assert_int_equal(info.st_size, 4);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_int_equal(count_entries("folder"), 1);
}

// As the umask has it, like any file that a program makes.
static void makes_a_new_file_for_whom_the_user_lets_read_it(void **state)
{
    (void)state;
    struct stat info;
    const mode_t before = umask(026);
    assert_int_equal(tm_file_write("fresh", tm_str_of("new"), NULL), TAMIS_OK);
    umask(before);
    file_holds("fresh", "new");
    assert_int_equal(stat("fresh", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
}

// Whoever has the old file open goes on reading the old file.
static void leaves_the_old_file_to_its_readers(void **state)
{
    (void)state;
    char bytes[8] = {0};
    put("model", "old");
    const int fd = open("model", O_RDONLY);
    assert_int_equal(tm_file_write("model", tm_str_of("new"), NULL), TAMIS_OK);
    assert_int_equal(read(fd, bytes, sizeof bytes), 3);
    assert_string_equal(bytes, "old");
    close(fd);
    file_holds("model", "new");
}

static void passes_over_temporary_files_of_a_crash(void **state)
{
    (void)state;
    char name[64];
    snprintf(name, sizeof name, ".tamis-%ld-0.part", (long)getpid());
    put(name, "left behind");
    assert_int_equal(tm_file_write("model", tm_str_of("new"), NULL), TAMIS_OK);
    file_holds("model", "new");
    file_holds(name, "left behind");
}

static void does_not_write_over_links_and_devices(void **state)
{
    (void)state;
    tamis_error err = {0};
    put("target", "kept");
    assert_int_equal(symlink("target", "link"), 0);
    mkdir("folder", 0755);
    mkfifo("pipe", 0644);
    assert_int_equal(tm_file_write("link", tm_str_of("x"), &err), TAMIS_EINVAL);
    assert_string_equal(err.message, "link: exists and is not a regular file");
    assert_int_equal(tm_file_write("folder", tm_str_of("x"), NULL), TAMIS_EINVAL);
    assert_int_equal(tm_file_write("pipe", tm_str_of("x"), NULL), TAMIS_EINVAL);
    assert_int_equal(tm_file_write("/dev/null", tm_str_of("x"), NULL), TAMIS_EINVAL);
    file_holds("target", "kept");
    assert_int_equal(count_entries("."), 4);
}

static void leaves_nothing_behind_when_writing_fails(void **state)
{
    (void)state;
    tamis_error err = {0};
    assert_int_equal(tm_file_write("nowhere/model", tm_str_of("x"), &err), TAMIS_EIO);
    assert_string_equal(err.message, "nowhere/model: No such file or directory");
    put("file", "");
    assert_int_equal(tm_file_write("file/model", tm_str_of("x"), &err), TAMIS_EIO);
    assert_string_equal(err.message, "file/model: Not a directory");
    assert_int_equal(count_entries("."), 1);
}

// ---- Walking --------------------------------------------------------------------------------

typedef struct log_book {
    tm_buf seen; // one path a line
    tm_buf trouble;
    size_t n_wanted; // stop after so many
} log_book;

static bool note_path(void *context, const char *path)
{
    log_book *const book = context;
    tm_buf_format(&book->seen, "%s\n", path);
    return --book->n_wanted > 0;
}

static void note_trouble(void *context, const char *path, const tamis_error *err)
{
    log_book *const book = context;
    assert_memory_equal(err->message, path, strlen(path));
    tm_buf_format(&book->trouble, "%s\n", err->message);
}

static void walk(log_book *book, const char *root, size_t max_depth)
{
    const tm_walk walk = {
        .visit = note_path, .trouble = note_trouble, .context = book, .max_depth = max_depth};
    assert_int_equal(tm_file_walk(root, &walk, NULL), TAMIS_OK);
    tm_buf_byte(&book->seen, '\0');
    tm_buf_byte(&book->trouble, '\0');
}

static void free_book(log_book *book)
{
    tm_buf_free(&book->seen);
    tm_buf_free(&book->trouble);
}

// '-' and '.' come before '/', digits after: "a-b" and "a.txt" stand before "a/…".
static void make_tree(void)
{
    assert_int_equal(mkdir("t", 0755) | mkdir("t/a", 0755) | mkdir("t/a/b", 0755), 0);
    assert_int_equal(mkdir("t/empty", 0755) | mkdir("t/\xED\x95\x9C", 0755), 0);
    static const char *const names[] = {"t/a.txt",    "t/a/z", "t/a/b/c", "t/a-b",
                                        "t/a0",       "t/B",   "t/.dot",  "t/\xED\x95\x9C/x",
                                        "t/new\nline"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put(names[i], "");
    assert_int_equal(symlink("a", "t/link") | symlink("a.txt", "t/link2"), 0);
    assert_int_equal(mkfifo("t/pipe", 0644), 0);
}

static void walks_files_in_byte_order_of_their_paths(void **state)
{
    (void)state;
    static const char expected[] = "t/.dot\nt/B\nt/a-b\nt/a.txt\nt/a/b/c\nt/a/z\nt/a0\n"
                                   "t/new\nline\nt/\xED\x95\x9C/x\n";
    make_tree();
    static const char *const roots[] = {"t", "t/"};
    for (size_t i = 0; i < 2; i++) {
        log_book book = {.n_wanted = 100};
        walk(&book, roots[i], 8);
        assert_string_equal(book.seen.ptr, expected);
        assert_string_equal(book.trouble.ptr, "");
        free_book(&book);
    }
}

static void stops_when_the_visitor_has_enough(void **state)
{
    (void)state;
    make_tree();
    log_book book = {.n_wanted = 5};
    walk(&book, "t", 8);
    assert_string_equal(book.seen.ptr, "t/.dot\nt/B\nt/a-b\nt/a.txt\nt/a/b/c\n");
    free_book(&book);
}

static void reports_what_is_nested_too_deep(void **state)
{
    (void)state;
    make_tree();
    log_book book = {.n_wanted = 100};
    walk(&book, "t", 1);
    assert_string_equal(book.trouble.ptr, "t/a/b: nested deeper than 1 folders\n");
    assert_null(strstr(book.seen.ptr, "t/a/b/c"));
    assert_non_null(strstr(book.seen.ptr, "t/a/z"));
    free_book(&book);
}

static void reports_folders_it_may_not_enter(void **state)
{
    (void)state;
    make_tree();
    chmod("t/a", 0);
    if (access("t/a", R_OK) == 0)
        skip(); // for the superuser no folder is closed
    log_book book = {.n_wanted = 100};
    walk(&book, "t", 8);
    assert_string_equal(book.trouble.ptr, "t/a: Permission denied\n");
    assert_non_null(strstr(book.seen.ptr, "t/a0"));
    free_book(&book);
}

static void follows_a_link_only_when_it_is_the_root(void **state)
{
    (void)state;
    make_tree();
    log_book book = {.n_wanted = 100};
    walk(&book, "t/link", 8);
    assert_string_equal(book.seen.ptr, "t/link/b/c\nt/link/z\n");
    free_book(&book);
}

static void refuses_a_root_that_is_no_folder(void **state)
{
    (void)state;
    log_book book = {.n_wanted = 100};
    tamis_error err = {0};
    const tm_walk walk = {
        .visit = note_path, .trouble = note_trouble, .context = &book, .max_depth = 8};
    put("file", "");
    assert_int_equal(tm_file_walk("file", &walk, &err), TAMIS_EIO);
    assert_string_equal(err.message, "file: Not a directory");
    assert_int_equal(tm_file_walk("missing", &walk, &err), TAMIS_EIO);
    assert_int_equal(tm_file_walk("", &walk, &err), TAMIS_EIO);
    assert_int_equal(book.seen.len + book.trouble.len, 0);
}

static void goes_deep_without_running_out_of_descriptors(void **state)
{
    (void)state;
    log_book book = {.n_wanted = 10};
    tm_buf path = {0};
    tm_buf_text(&path, "d");
    for (int i = 0; i < 1500; i++) {
        tm_buf_byte(&path, '\0');
        assert_int_equal(mkdir(path.ptr, 0755), 0);
        path.len--;
        tm_buf_text(&path, "/d");
    }
    tm_buf_byte(&path, '\0');
    put(path.ptr, "");
    walk(&book, "d", 2000);
    assert_int_equal(book.seen.len, path.len + 1);
    assert_string_equal(book.trouble.ptr, "");
    tm_buf_free(&path);
    free_book(&book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_up_to_the_limit_and_no_byte_more, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(reads_files_of_many_blocks, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(reads_files_that_do_not_know_their_size, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_file, enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(replaces_a_file_and_keeps_its_mode, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(makes_a_new_file_for_whom_the_user_lets_read_it,
                                        enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(leaves_the_old_file_to_its_readers, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(passes_over_temporary_files_of_a_crash, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(does_not_write_over_links_and_devices, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(leaves_nothing_behind_when_writing_fails, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(walks_files_in_byte_order_of_their_paths, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(stops_when_the_visitor_has_enough, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(reports_what_is_nested_too_deep, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(reports_folders_it_may_not_enter, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(follows_a_link_only_when_it_is_the_root, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(refuses_a_root_that_is_no_folder, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(goes_deep_without_running_out_of_descriptors,
                                        enter_scratch, leave_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
