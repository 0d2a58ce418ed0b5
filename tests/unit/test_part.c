// Files in the making: seen whole or not at all, and told from what stands there already.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/part.h"
#include "support/scratch.h"

static void begin(tm_part *part, const char *path, const char *text)
{
    assert_int_equal(tm_part_open(part, path, 0600, NULL), TAMIS_OK);
    assert_int_equal(tm_fd_write(part->fd, tm_str_of(text)), 0);
}

static void appears_whole_and_with_its_mode(void **state)
{
    (void)state;
    tm_part part;
    struct stat info;
    begin(&part, "a", "text");
    assert_int_equal(access("a", F_OK), -1);
    assert_int_equal(tm_part_commit(&part, 0640, false, NULL), TAMIS_OK);
    file_holds("a", "text");
    assert_int_equal(stat("a", &info), 0);
    assert_int_equal(info.st_mode & 07777, 0640);
    assert_int_equal(count_entries("."), 1);
}

static void knows_what_a_crash_leaves_behind(void **state)
{
    (void)state;
    tm_part part;
    begin(&part, "a", "text");
    assert_true(tm_part_has_name(part.part_name));
    assert_true(tm_part_has_name("some/folder/.tamis-1-0.part"));
    assert_false(tm_part_has_name("tamis-1-0.part"));
    assert_false(tm_part_has_name(".tamis-1-0.part/a"));
    assert_false(tm_part_has_name(".tamis-1-0.parts"));
    assert_false(tm_part_has_name(".tamis.part"));
    tm_part_drop(&part);
}

static void leaves_nothing_when_dropped(void **state)
{
    (void)state;
    tm_part part;
    begin(&part, "a", "text");
    tm_part_drop(&part);
    tm_part_drop(&part);
    assert_int_equal(count_entries("."), 0);
}

static void replaces_only_when_told(void **state)
{
    (void)state;
    tm_part part;
    tamis_error err;
    assert_int_equal(tm_file_write("a", tm_str_of("old"), NULL), TAMIS_OK);
    begin(&part, "a", "new");
    assert_int_equal(tm_part_commit(&part, 0600, false, &err), TAMIS_EIO);
    assert_string_equal(err.message, "a: exists; nothing is replaced");
    file_holds("a", "old");
    begin(&part, "a", "new");
    assert_int_equal(tm_part_commit(&part, 0600, true, &err), TAMIS_OK);
    file_holds("a", "new");
    assert_int_equal(count_entries("."), 1);
}

// What the user's own program does to a file while a copy of it is made.
static void rename_another(const char *path)
{
    assert_int_equal(tm_file_write("other", tm_str_of("newer"), NULL), TAMIS_OK);
    assert_int_equal(rename("other", path), 0);
}

static void append(const char *path)
{
    const int fd = open(path, O_WRONLY | O_APPEND);
    assert_int_equal(tm_fd_write(fd, tm_str_of(" and more")), 0);
    close(fd);
}

static void take_away(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

static void replaces_only_what_was_read(void **state)
{
    (void)state;
    tm_part part;
    tamis_error err;
    struct stat info;
    assert_int_equal(tm_file_write("a", tm_str_of("old"), NULL), TAMIS_OK);
    assert_int_equal(chmod("a", 0640), 0);
    assert_int_equal(stat("a", &info), 0);
    tm_identity original = tm_identity_of(&info);
    begin(&part, "a", "new");
    assert_int_equal(tm_part_replace(&part, &original, &err), TAMIS_OK);
    assert_true(part.placed);
    file_holds("a", "new");
    assert_int_equal(stat("a", &info), 0);
    assert_int_equal(info.st_mode & 07777, 0640);
    void (*const changes[])(const char *) = {rename_another, append, take_away};
    const char *const left[] = {"newer", "newer and more", NULL};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(stat("a", &info), 0);
        original = tm_identity_of(&info);
        begin(&part, "a", "made of what was there");
        changes[i]("a");
        assert_int_equal(tm_part_replace(&part, &original, &err), TAMIS_EIO);
        assert_string_equal(err.message, "a: changed since it was read; it is left as it is");
        assert_false(part.placed);
        if (left[i])
            file_holds("a", left[i]);
        assert_int_equal(count_entries("."), left[i] ? 1 : 0);
    }
}

static void knows_the_same_bytes(void **state)
{
    (void)state;
    static char large[100000];
    tm_part part;
    memset(large, 'x', sizeof large - 1);
    assert_int_equal(tm_file_write("a", tm_str_of(large), NULL), TAMIS_OK);
    assert_int_equal(symlink("a", "link"), 0);
    assert_int_equal(mkdir("folder", 0700), 0);
    const char *const names[] = {"a", "b", "link", "folder"};
    for (size_t i = 0; i < 4; i++) {
        begin(&part, names[i], large);
        assert_int_equal(tm_part_is_there(&part), i == 0);
        assert_int_equal(tm_fd_write(part.fd, tm_str_of("more")), 0);
        assert_false(tm_part_is_there(&part));
        tm_part_drop(&part);
    }
    large[sizeof large - 2] = 'y';
    begin(&part, "a", large);
    assert_false(tm_part_is_there(&part));
    tm_part_drop(&part);
}

static void stays_beneath_its_root(void **state)
{
    (void)state;
    tm_part part;
    const int root = tm_folder_open(".");
    assert_int_equal(tm_part_open_at(&part, root, "b/c/d", NULL), TAMIS_OK);
    assert_int_equal(tm_part_commit(&part, 0600, false, NULL), TAMIS_OK);
    file_holds("b/c/d", "");
    assert_int_equal(tm_part_open_at(&part, root, "../d", NULL), TAMIS_EINVAL);
    assert_int_equal(tm_part_open_at(&part, root, "/d", NULL), TAMIS_EINVAL);
    assert_int_equal(symlink("b", "e"), 0);
    assert_int_equal(tm_part_open_at(&part, root, "e/f", NULL), TAMIS_EIO);
    close(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(appears_whole_and_with_its_mode, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(knows_what_a_crash_leaves_behind, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(leaves_nothing_when_dropped, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(replaces_only_when_told, enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(replaces_only_what_was_read, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(knows_the_same_bytes, enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(stays_beneath_its_root, enter_scratch, leave_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
