// Paths from the command line, from lists and from directories, in order.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/inputs.h"

static char root[] = "/tmp/tamis-inputs-XXXXXX";

// Everything that was handed out, one a line: "+path" or "!message", and what was passed over:
// "~sidecar", "~link", "~part".
typedef struct notebook {
    tm_buf text;
    size_t n_left; // before saying stop
} notebook;

static bool note(notebook *notes, char sign, const char *text)
{
    tm_buf_byte(&notes->text, sign);
    tm_buf_text(&notes->text, text);
    tm_buf_byte(&notes->text, '\n');
    return --notes->n_left > 0;
}

static bool note_file(void *context, const char *path)
{
    return note(context, '+', path);
}

static bool note_trouble(void *context, const char *path, const tamis_error *err)
{
    (void)path;
    return note(context, '!', err->message);
}

static void note_passed(notebook *notes, uint64_t count, const char *what)
{
    for (; count > 0; count--)
        note(notes, '~', what);
}

static tamis_status check_inputs(tm_inputs inputs, char **paths, const char *wanted)
{
    notebook notes = {.n_left = 100};
    tm_passed_over passed = {0};
    const tm_input_sink sink = {
        .file = note_file, .trouble = note_trouble, .context = &notes, .passed = &passed};
    inputs.paths = paths;
    while (paths && paths[inputs.n_paths])
        inputs.n_paths++;
    tamis_error err;
    const tamis_status status = tm_inputs_each(&inputs, &sink, &err);
    note_passed(&notes, passed.n_sidecars, "sidecar");
    note_passed(&notes, passed.n_links, "link");
    note_passed(&notes, passed.n_parts, "part");
    tm_buf_byte(&notes.text, '\0');
    assert_string_equal(notes.text.ptr, wanted);
    tm_buf_free(&notes.text);
    return status;
}

static void write_file(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static int make_tree(void **state)
{
    (void)state;
    if (!freopen("/dev/null", "r", stdin) || !mkdtemp(root) || chdir(root) != 0)
        return -1;
    mkdir("d", 0755);
    mkdir("d/b", 0755);
    write_file("d/b/2", "22", 2);
    write_file("d/.hidden", "h", 1);
    write_file("d/c", "ccc", 3);
    write_file("e", "eeee", 4);
    return symlink("../e", "d/link");
}

static int remove_tree(void **state)
{
    (void)state;
    static const char *const files[] = {"d/b/2", "d/.hidden", "d/c", "d/link", "e", "list"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
    rmdir("d/b");
    rmdir("d");
    return chdir("/") || rmdir(root);
}

static void walks_directories_in_byte_order_when_asked(void **state)
{
    (void)state;
    char *paths[] = {"e", "d", "gone", NULL};
    check_inputs((tm_inputs){.recursive = true}, paths,
                 "+e\n+d/.hidden\n+d/b/2\n+d/c\n+gone\n~link\n");
    check_inputs((tm_inputs){0}, paths,
                 "+e\n!d: is a directory (use -r to go into it)\n+gone\n");
}

static void passes_over_the_sidecars_of_clean(void **state)
{
    (void)state;
    static const char sidecar[] = "{\"schema\":\"tamis-undo/1\",\"path\":\"e\"}\n";
    char *paths[] = {"e.tamis-undo", "d", "other.tamis-undo", NULL};
    write_file("e.tamis-undo", sidecar, sizeof sidecar - 1);
    write_file("d/c.tamis-undo", sidecar, sizeof sidecar - 1);
    write_file("other.tamis-undo", "called like one", 15);
    check_inputs((tm_inputs){.recursive = true}, paths,
                 "+d/.hidden\n+d/b/2\n+d/c\n+other.tamis-undo\n~sidecar\n~sidecar\n~link\n");
    unlink("e.tamis-undo");
    unlink("d/c.tamis-undo");
    unlink("other.tamis-undo");
}

// What a run has left that was killed is no document, unless somebody says so.
static void passes_over_temporary_files_in_trees(void **state)
{
    (void)state;
    char *paths[] = {"d", "d/b/.tamis-12-0.part", NULL};
    write_file("d/b/.tamis-12-0.part", "half a docum", 12);
    write_file("d/tamis-12-0.part", "whole", 5);
    check_inputs(
        (tm_inputs){.recursive = true}, paths,
        "+d/.hidden\n+d/b/2\n+d/c\n+d/tamis-12-0.part\n+d/b/.tamis-12-0.part\n~link\n~part\n");
    unlink("d/b/.tamis-12-0.part");
    unlink("d/tamis-12-0.part");
}

static void reads_lists_with_either_end(void **state)
{
    (void)state;
    char *paths[] = {"first", NULL};
    static const char lines[] = "e\n\n a b\nlast";
    static const char nuls[] = "e\0\0line\nbreak\0last";
    write_file("list", lines, sizeof lines - 1);
    check_inputs((tm_inputs){.list = "list"}, paths, "+first\n+e\n+ a b\n+last\n");
    write_file("list", nuls, sizeof nuls - 1);
    check_inputs((tm_inputs){.list = "list", .nul_ends = true}, NULL,
                 "+e\n+line\nbreak\n+last\n");
    check_inputs((tm_inputs){.list = "list"}, NULL,
                 "!e: a NUL byte in the list (use -0 if they end its paths)\n"
                 "!break: a NUL byte in the list (use -0 if they end its paths)\n");
}

static void opens_standard_input_once(void **state)
{
    (void)state;
    char *paths[] = {"-", "e", "-", NULL};
    check_inputs((tm_inputs){0}, paths, "+-\n+e\n!-: standard input is named twice\n");
    check_inputs((tm_inputs){.list = "-"}, paths + 2, "!-: standard input is named twice\n");
    assert_int_equal(check_inputs((tm_inputs){.list = "gone"}, NULL, ""), TAMIS_EIO);
}

static void stops_when_told(void **state)
{
    (void)state;
    char *paths[] = {"e", "d", "e", NULL};
    notebook notes = {.n_left = 2};
    const tm_input_sink sink = {.file = note_file, .trouble = note_trouble, .context = &notes};
    const tm_inputs inputs = {.paths = paths, .n_paths = 3, .recursive = true};
    assert_int_equal(tm_inputs_each(&inputs, &sink, NULL), TAMIS_OK);
    tm_buf_byte(&notes.text, '\0');
    assert_string_equal(notes.text.ptr, "+e\n+d/.hidden\n");
    tm_buf_free(&notes.text);
}

static void knows_the_total_of_plain_files_only(void **state)
{
    (void)state;
    char *files[] = {"e", "d/c"};
    char *mixed[] = {"e", "d"};
    char *gone[] = {"gone"};
    assert_int_equal(tm_inputs_bytes(&(tm_inputs){.paths = files, .n_paths = 2}), 7);
    assert_int_equal(tm_inputs_bytes(&(tm_inputs){.paths = mixed, .n_paths = 2}), 0);
    assert_int_equal(tm_inputs_bytes(&(tm_inputs){.paths = gone, .n_paths = 1}), 0);
    assert_int_equal(
        tm_inputs_bytes(&(tm_inputs){.paths = files, .n_paths = 2, .list = "list"}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_directories_in_byte_order_when_asked),
        cmocka_unit_test(passes_over_the_sidecars_of_clean),
        cmocka_unit_test(passes_over_temporary_files_in_trees),
        cmocka_unit_test(reads_lists_with_either_end),
        cmocka_unit_test(opens_standard_input_once),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test(knows_the_total_of_plain_files_only),
    };
    return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
