// Labelled documents out of folders, JSON Lines and fastText lines: what each row becomes, and
// what is listed as a fault.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "read/labelled.h"
#include "support/scratch.h"

static void put(const char *path, const char *text)
{
    assert_int_equal(tm_file_write(path, tm_str_of(text), NULL), TAMIS_OK);
}

static void make_folders(const char *const *paths)
{
    for (; *paths; paths++)
        assert_int_equal(mkdir(*paths, 0777), 0);
}

// Appends "label id [group] text" and a line end for each row.
static void describe(tm_buf *out, const tm_dataset *dataset)
{
    for (size_t i = 0; i < dataset->len; i++) {
        const tm_labelled *row = &dataset->row[i];
        tm_buf_format(out, "%s %s [%s] ",
                      row->unlabelled     ? "?"
                      : row->contaminated ? "contaminated"
                                          : "clean",
                      row->id, row->group_name);
        tm_buf_add(out, tm_buf_str(&row->text));
        tm_buf_byte(out, '\n');
    }
}

// Each of the `faults` ends with a line end; in the list it is a NUL.
static void check_faults(const tm_faults *found, const char *faults)
{
    tm_buf text = {0};
    for (tm_str rest = tm_buf_str(&found->list); rest.len > 0;) {
        tm_buf_add(&text, tm_str_cut(&rest, '\0'));
        tm_buf_byte(&text, '\n');
    }
    tm_buf_byte(&text, '\0');
    assert_string_equal(text.ptr, faults);
    tm_buf_free(&text);
}

static void gives(const char *path, bool unlabelled, const char *rows, const char *faults)
{
    tm_dataset dataset = {.len = 0};
    tm_faults found = {.max_listed = 10};
    tm_labelled_options options = tm_labelled_options_default();
    tm_buf text = {0};
    tamis_error err = {.message = ""};
    options.format.admit_unlabelled = unlabelled;
    if (tm_labelled_read(&dataset, &found, path, &options, &err) != TAMIS_OK)
        fail_msg("%s: %s", path, err.message);
    describe(&text, &dataset);
    tm_buf_byte(&text, '\0');
    assert_string_equal(text.ptr, rows);
    check_faults(&found, faults);
    tm_buf_free(&text);
    tm_dataset_free(&dataset);
    tm_faults_free(&found);
}

static void refuses(const char *path, tamis_status expected, const char *words)
{
    tm_dataset dataset = {.len = 0};
    tm_faults found = {.max_listed = 10};
    const tm_labelled_options options = tm_labelled_options_default();
    tamis_error err = {.message = ""};
    assert_int_equal(tm_labelled_read(&dataset, &found, path, &options, &err), expected);
    if (!strstr(err.message, words))
        fail_msg("%s: %s", path, err.message);
    tm_dataset_free(&dataset);
    tm_faults_free(&found);
}

static void reads_folders_in_order_of_the_path(void **state)
{
    (void)state;
    static const char *const folders[] = {
        "p", "p/clean", "p/clean/news.example.com", "p/clean/deep", "p/contaminated", NULL};
    make_folders(folders);
    put("p/clean/b.txt", "second");
    put("p/clean/a.txt", "first");
    put("p/clean/.hidden", "not seen");
    put("p/clean/a.txt.tamis-undo", "{\"schema\":\"tamis-undo/1\",\"path\":\"a.txt\"}\n");
    put("p/clean/news.example.com/1.txt", "of a site");
    put("p/clean/deep/1.txt", "of no site");
    put("p/contaminated/s.txt", "spam");
    put("p/README", "no document");
    gives("p", false,
          "clean p/clean/a.txt [] first\n"
          "clean p/clean/b.txt [] second\n"
          "clean p/clean/deep/1.txt [] of no site\n"
          "clean p/clean/news.example.com/1.txt [news.example.com] of a site\n"
          "contaminated p/contaminated/s.txt [] spam\n",
          "");
    gives("p/", true,
          "? p/README [] no document\n"
          "clean p/clean/a.txt [] first\n"
          "clean p/clean/b.txt [] second\n"
          "clean p/clean/deep/1.txt [] of no site\n"
          "clean p/clean/news.example.com/1.txt [news.example.com] of a site\n"
          "contaminated p/contaminated/s.txt [] spam\n",
          "");
}

static void decodes_files_and_lists_what_is_not_text(void **state)
{
    (void)state;
    static const char *const folders[] = {"p", "p/clean", "p/contaminated", NULL};
    make_folders(folders);
    assert_int_equal(tm_file_write("p/clean/u16.txt",
                                   (tm_str){"\xFF\xFE"
                                            "a\0b\0",
                                            6},
                                   NULL),
                     TAMIS_OK);
    assert_int_equal(tm_file_write("p/clean/z.bin",
                                   (tm_str){"\x00\x01\x02\x03\x04\x05\x06\x07\x00\x01", 10},
                                   NULL),
                     TAMIS_OK);
    put("p/contaminated/rows.jsonl", "{\"text\":\"one\",\"id\":\"1\"}\n"
                                     "{\"text\":\"two\"}\n"
                                     "{\"text\":\"three\",\"label\":\"clean\"}\n"
                                     "{broken\n");
    gives("p", false,
          "clean p/clean/u16.txt [] ab\n"
          "contaminated 1 [] one\n"
          "contaminated p/contaminated/rows.jsonl:2 [] two\n",
          "p/clean/z.bin: not text\n"
          "p/contaminated/rows.jsonl:3: label is clean in a folder of contaminated documents\n"
          "p/contaminated/rows.jsonl:4: expected a string at byte 1\n");
}

// What is learned from U+FFFD in place of letters is damage.
static void lists_what_is_in_an_encoding_that_is_not_known(void **state)
{
    (void)state;
    static const char koi8[] = "\xC9 \xD7 \xCE\xC5\xC2\xCF \xD1 \xCB \xCF \xCE\xC1\xD3";
    static const char *const folders[] = {"p", "p/clean", NULL};
    tm_buf line = {0};
    make_folders(folders);
    put("p/clean/1.txt", koi8);
    put("p/clean/2.txt", "\x1B$B%F%9%H\x1B(B");
    put("p/clean/3.txt", "a caf\xE9 in the old town");
    gives("p", false, "clean p/clean/3.txt [] a caf\xEF\xBF\xBD in the old town\n",
          "p/clean/1.txt: its letters are in an encoding that is not known; convert it to "
          "UTF-8\n"
          "p/clean/2.txt: its letters are in an encoding that is not known; convert it to "
          "UTF-8\n");
    tm_buf_format(&line, "__label__clean a quiet day\n__label__clean %s\n", koi8);
    tm_buf_append(&line, "__label__clean \0\1\2\n", 19);
    assert_int_equal(tm_file_write("fast.txt", tm_buf_str(&line), NULL), TAMIS_OK);
    gives("fast.txt", false, "clean fast.txt:1 [] a quiet day\n",
          "fast.txt:2: its letters are in an encoding that is not known; convert it to UTF-8\n"
          "fast.txt:3: not text\n");
    tm_buf_free(&line);
}

// As they are screened: by the charset they declare, and without their markup.
static void reads_pages_as_their_text(void **state)
{
    (void)state;
    static const char *const folders[] = {"p", "p/clean", NULL};
    make_folders(folders);
    put("p/clean/1.html", "<meta charset=koi8-r><title>\xC4\xC1</title>"
                          "<p class=x>\xCE\xC5\xD4, <b>\xC4\xC1</b><script>x()</script>");
    put("p/clean/2.html", "<meta charset=euc-kr><p>\xB0\xA1 <a href=/x>\xB3\xAA</a>"
                          "<p hidden>\xB4\xD9");
    put("p/clean/3", "<!DOCTYPE html><p>of no name");
    gives("p", false,
          "clean p/clean/1.html [] да\nнет, да\n\n"
          "clean p/clean/2.html [] 가 나\n다\n\n"
          "clean p/clean/3 [] of no name\n\n",
          "");
}

static void reads_lines_that_say_their_label(void **state)
{
    (void)state;
    put("rows", "{\"text\":\"one\",\"label\":\"clean\",\"group\":\"g\"}\n"
                "\n"
                "{\"text\":\"two\",\"label\":\"contaminated\",\"id\":7}\n"
                "{\"text\":\"three\"}\n"
                "nonsense\n");
    put("fast.txt", "__label__clean an honest line\n"
                    "__label__contaminated 바카라\n"
                    "__label__clean\n"
                    "__label__spam what\n");
    gives("fast.txt", false,
          "clean fast.txt:1 [] an honest line\n"
          "contaminated fast.txt:2 [] 바카라\n",
          "fast.txt:3: there is no text in it\n"
          "fast.txt:4: label is __label__spam; write __label__clean or __label__contaminated "
          "instead\n");
    tm_dataset dataset = {.len = 0};
    tm_faults found = {.max_listed = 1};
    const tm_labelled_options options = tm_labelled_options_default();
    assert_int_equal(tm_labelled_read(&dataset, &found, "rows", &options, NULL), TAMIS_OK);
    assert_int_equal(dataset.len, 2);
    assert_string_equal(dataset.row[0].id, "rows:1");
    assert_int_equal(found.n, 2); // counted, but only one is listed
    check_faults(&found, "rows:4: no label\n");
    tm_dataset_free(&dataset);
    tm_faults_free(&found);
}

// A blank document that is called clean would count as one more that was judged rightly; one
// without a label counts nowhere.
static void lists_what_holds_no_text(void **state)
{
    (void)state;
    static const char *const folders[] = {"p", "p/clean", NULL};
    make_folders(folders);
    put("p/clean/1.txt", "");
    put("p/clean/2.txt", " \r\n");
    put("p/clean/3.html", "<!DOCTYPE html><title></title><img src=x>");
    put("p/clean/4.jsonl", "{\"text\":\"\\t\"}\n{\"text\":\"one\"}\n");
    put("p/other.txt", "\n");
    gives("p", true, "clean p/clean/4.jsonl:2 [] one\n? p/other.txt [] \n\n",
          "p/clean/1.txt: there is no text in it\n"
          "p/clean/2.txt: there is no text in it\n"
          "p/clean/3.html: there is no text in it\n"
          "p/clean/4.jsonl:1: there is no text in it\n");
}

static void put_long(const char *path, const char *begin, size_t n_bytes, const char *end)
{
    tm_buf text = {0};
    tm_buf_text(&text, begin);
    while (text.len < n_bytes)
        tm_buf_text(&text, "a quiet day ");
    tm_buf_text(&text, end);
    assert_int_equal(tm_file_write(path, tm_buf_str(&text), NULL), TAMIS_OK);
    tm_buf_free(&text);
}

// Their labels are those of the folder. Lines that say it themselves are let go of before it is read.
static void keeps_large_documents_whose_label_is_known(void **state)
{
    (void)state;
    enum { LIMIT = 2000, LINE = LIMIT + (1 << 20) };
    static const char *const folders[] = {"p", "p/clean", "p/contaminated", NULL};
    tm_dataset dataset = {.len = 0};
    tm_faults found = {.max_listed = 10};
    tm_labelled_options options = tm_labelled_options_default();
    size_t n_copies[2];
    options.max_document_bytes = LIMIT;
    make_folders(folders);
    put_long("p/clean/1.txt", "", LIMIT + 1, "");
    put_long("p/clean/2.txt", "", LIMIT - 20, "");
    put_long("p/contaminated/1.txt", "", 3 * LIMIT, "");
    put_long("p/contaminated/2.jsonl", "{\"text\":\"", LINE, "\"}\n");
    put_long("rows", "{\"label\":\"clean\",\"text\":\"", LINE, "\"}\n");
    assert_int_equal(tm_labelled_read(&dataset, &found, "p", &options, NULL), TAMIS_OK);
    assert_int_equal(dataset.len, 1);
    assert_int_equal(found.n, 3);
    tm_dataset_free(&dataset);
    tm_faults_free(&found);

    options.keep_large = true;
    options.limit_option = "--max";
    found.max_listed = 10;
    assert_int_equal(tm_labelled_read(&dataset, &found, "p", &options, NULL), TAMIS_OK);
    assert_int_equal(found.n, 0);
    assert_int_equal(dataset.len, 4);
    assert_string_equal(dataset.row[0].unscanned, "too_large");
    assert_null(dataset.row[1].unscanned);
    assert_true(dataset.row[2].contaminated && dataset.row[2].text.len == 0);
    assert_string_equal(dataset.row[3].unscanned, "line_too_long");
    assert_string_equal(dataset.row[3].id, "p/contaminated/2.jsonl:1");
    assert_int_equal(tm_dataset_count_copies(n_copies, &dataset, NULL), TAMIS_OK);
    assert_int_equal(n_copies[0] + n_copies[1], 0); // nobody knows
    assert_int_equal(tm_labelled_read(&dataset, &found, "rows", &options, NULL), TAMIS_OK);
    check_faults(&found, "rows:1: a line longer than the limit of 2000 bytes; raise --max\n");
    tm_dataset_free(&dataset);
    tm_faults_free(&found);
}

static void a_byte_order_mark_is_no_part_of_a_text(void **state)
{
    (void)state;
    static const char *const folders[] = {"p", "p/clean", NULL};
    make_folders(folders);
    put("p/clean/1.txt", "\uFEFFone");
    put("p/clean/2.jsonl", "\uFEFF{\"text\":\"\\ufefftwo\",\"id\":\"2\"}\n");
    put("fast", "__label__clean \uFEFFthree\n");
    gives("p", false,
          "clean p/clean/1.txt [] one\n"
          "clean 2 [] two\n",
          "");
    gives("fast", false, "clean fast:1 [] three\n", "");
}

static void admits_rows_without_a_label_when_asked(void **state)
{
    (void)state;
    put("rows.jsonl", "{\"text\":\"one\",\"label\":null}\n{\"text\":\"two\"}\n"
                      "{\"text\":\"three\",\"label\":\"clean\"}\n");
    put("page.txt", "a page\nof two lines\n");
    gives("rows.jsonl", true,
          "? rows.jsonl:1 [] one\n? rows.jsonl:2 [] two\nclean rows.jsonl:3 [] three\n", "");
    gives("page.txt", true, "? page.txt [] a page\nof two lines\n\n", "");
}

static void says_what_it_wants_instead(void **state)
{
    (void)state;
    assert_int_equal(mkdir("empty", 0777), 0);
    put("page.txt", "a page\nof two lines\n");
    refuses("page.txt", TAMIS_EFORMAT, "folders clean/ and contaminated/");
    refuses("empty", TAMIS_EINVAL, "clean/ and contaminated/");
    refuses("nowhere", TAMIS_EIO, "nowhere");
}

// Groups follow the text and not the place: the same pages give the same model anywhere.
static void the_place_of_a_file_does_not_decide_its_group(void **state)
{
    (void)state;
    static const char *const folders[] = {"a", "a/clean", "b", "b/clean", NULL};
    tm_dataset dataset = {.len = 0};
    tm_faults found = {.max_listed = 1};
    const tm_labelled_options options = tm_labelled_options_default();
    make_folders(folders);
    put("a/clean/1.txt", "the same page");
    put("b/clean/2.txt", "the same page");
    assert_int_equal(tm_labelled_read(&dataset, &found, "a", &options, NULL), TAMIS_OK);
    assert_int_equal(tm_labelled_read(&dataset, &found, "b", &options, NULL), TAMIS_OK);
    assert_int_equal(dataset.len, 2);
    assert_true(dataset.row[0].group == dataset.row[1].group);
    tm_dataset_free(&dataset);
    tm_faults_free(&found);
}

int main(void)
{
#define in_scratch(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)
    const struct CMUnitTest tests[] = {
        in_scratch(reads_folders_in_order_of_the_path),
        in_scratch(decodes_files_and_lists_what_is_not_text),
        in_scratch(lists_what_is_in_an_encoding_that_is_not_known),
        in_scratch(reads_pages_as_their_text),
        in_scratch(reads_lines_that_say_their_label),
        in_scratch(lists_what_holds_no_text),
        in_scratch(keeps_large_documents_whose_label_is_known),
        in_scratch(a_byte_order_mark_is_no_part_of_a_text),
        in_scratch(admits_rows_without_a_label_when_asked),
        in_scratch(says_what_it_wants_instead),
        in_scratch(the_place_of_a_file_does_not_decide_its_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
