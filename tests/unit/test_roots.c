// Roots of inputs, and folders that a run must not walk into.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <sys/stat.h>

#include "base/folder.h"
#include "cli/roots.h"
#include "support/scratch.h"

static void splits_paths_at_what_was_named(void **state)
{
    (void)state;
    char *paths[] = {"pages/", "/", "a.txt"};
    const tm_inputs inputs = {.paths = paths, .n_paths = 3};
    static const struct {
        const char *path, *root, *rest;
    } cases[] = {
        {"pages/b/c.txt", "pages", "b/c.txt"},
        {"pages//c.txt", "pages", "c.txt"},
        {"pagesof/c.txt", "pagesof", "c.txt"},
        {"/etc/passwd", "/", "etc/passwd"},
        {"a.txt", "", "a.txt"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tm_str root, rest;
        tm_roots_split(&root, &rest, &inputs, tm_str_of(cases[i].path));
        assert_true(tm_str_equal(root, tm_str_of(cases[i].root)));
        assert_true(tm_str_equal(rest, tm_str_of(cases[i].rest)));
    }
}

static void meets_only_folders_within_a_root(void **state)
{
    (void)state;
    char *paths[] = {"pages", "pages/out/more"};
    const tm_inputs inputs = {.paths = paths, .n_paths = 2};
    tm_roots roots = {.inputs = &inputs};
    tm_buf out = {0}, pages = {0};
    mkdir("pages", 0700);
    mkdir("pages/out", 0700);
    mkdir("pages/out/more", 0700);
    assert_int_equal(symlink("pages", "link"), 0);
    assert_int_equal(tm_folder_path(&out, "link/out"), 0);
    assert_int_equal(tm_folder_path(&pages, "pages"), 0);
    const tm_str folder = tm_buf_str(&out);
    assert_true(tm_roots_meet(&roots, "pages/out/a", folder));
    assert_false(tm_roots_meet(&roots, "pages/outer/a", folder));
    assert_false(tm_roots_meet(&roots, "pages/a", folder));
    assert_false(tm_roots_meet(&roots, "pages/a", tm_buf_str(&pages)));
    assert_true(tm_roots_lead_into(&roots, "pages/a", tm_buf_str(&pages)));
    paths[0] = "elsewhere"; // named beneath it: meant
    assert_true(tm_roots_lead_into(&roots, "pages/out/more/a", folder));
    assert_false(tm_roots_meet(&roots, "pages/out/more/a", folder));
    tm_roots_free(&roots);
    tm_buf_free(&out);
    tm_buf_free(&pages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_paths_at_what_was_named),
        cmocka_unit_test_setup_teardown(meets_only_folders_within_a_root, enter_scratch,
                                        leave_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
