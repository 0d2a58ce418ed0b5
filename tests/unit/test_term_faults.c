// Lists of terms with one fault each, and lists without any.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <string.h>

#include "model/term_faults.h"

typedef struct fault_row {
    const char *first, *second; // two files; the second may be NULL
    const char *found;          // "kind@line>other_line …", lines of the second file with a '
} fault_row;

static void put_line(tm_buf *out, const tm_term_list *list, size_t term)
{
    tm_buf_format(out, "%u%s", list->term[term].line, list->term[term].file ? "'" : "");
}

static void check_row(const tm_folds *folds, const fault_row *row)
{
    tm_term_list list = {.n_files = 0};
    tm_term_faults faults = {.len = 0};
    tm_buf found = {0};
    assert_int_equal(tm_term_list_add(&list, folds, "a.tsv", tm_str_of(row->first), NULL), 0);
    if (row->second)
        assert_int_equal(tm_term_list_add(&list, folds, "b.tsv", tm_str_of(row->second), NULL),
                         0);
    assert_int_equal(tm_term_list_finish(&list, NULL), TAMIS_OK);
    assert_int_equal(tm_term_faults_find(&faults, &list, folds, NULL), TAMIS_OK);
    for (size_t i = 0; i < faults.len; i++) {
        tm_buf_format(&found, "%s%s@", i ? " " : "", tm_term_fault_name(faults.fault[i].kind));
        put_line(&found, &list, faults.fault[i].term);
        tm_buf_byte(&found, '>');
        if (faults.fault[i].other != SIZE_MAX)
            put_line(&found, &list, faults.fault[i].other);
    }
    tm_buf_byte(&found, '\0');
    assert_string_equal(found.ptr, row->found);
    tm_buf_free(&found);
    tm_term_faults_free(&faults);
    tm_term_list_free(&list);
}

static void names_the_fault_and_who_it_is_with(void **state)
{
    (void)state;
    static const fault_row rows[] = {
        {"카지노\tgame\t1\t\nslot\tgame\t1\t\n", NULL, ""},
        {"카지노\tgame\t1\t\n카지노\tgame\t1\t\n", NULL, "duplicate@2>1"},
        {"Slot\tgame\t1\t\nslot\tgame\t1\t\nsLOT\tgame\t1\t\n", NULL,
         "duplicate@2>1 duplicate@3>2"},
        {"ｓｌｏｔ\tgame\t1\t\nslot\tgame\t1\t\n", NULL, "same-key@2>1"},
        {"카지노\tgame\t1\t\n카지노\tvenue\t1\t\n", NULL, "conflict@2>1"},
        {"카지노\tgame\t1\t\n", "카지노\tgame\t1\t\n", ""},
        {"카지노\tgame\t1\t\n", "카지노\tgame\t1.5\t\n", "conflict@1'>1"},
        {"sl0t\tgame\t1\tdisguise\nslot\tgame\t1\t\n", NULL, "masked@2>1"},
        {"slot\tgame\t1\t\nsl0t\tgame\t1\tdisguise\n", NULL, "same-key@2>1"},
        {"토토 사이트\tvenue\t1\t\n토토사이트\tvenue\t3\t\n", NULL, "shadowed@2>1"},
        {"토토 사이트\tvenue\t1\t\n토토사이트\tvenue\t1\t\n", NULL, ""},
        {"바카라\tgame\t3\t\n바카라 확률\tgame\t1\t\n", NULL, "weaker@2>1"},
        {"바카라\tgame\t3\t\n바카라 확률\tgame\t2.5\t\n", NULL, ""},
        {"slot\tgame\t3\t\nslots\tgame\t1\t\n", NULL, ""},
        {"카지노\tgame\t1.5\t\n강원랜드 카지노\tcompany\t2\t\n", NULL, "honest-word@1>2"},
        {"카지노\tgame\t1.5\t\n강원랜드 카지노\tcompany\t3\t\n", NULL, ""},
    };
    tm_folds *folds;
    assert_int_equal(tm_folds_new(&folds, NULL), TAMIS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(folds, &rows[i]);
    tm_folds_free(folds);
}

static void keeps_lines_that_the_loader_refuses_apart(void **state)
{
    (void)state;
    tm_folds *folds;
    tm_term_list list = {.n_files = 0};
    assert_int_equal(tm_folds_new(&folds, NULL), TAMIS_OK);
    assert_int_equal(tm_term_list_add(&list, folds, "x/ko.min.tsv",
                                      tm_str_of("# note\n"
                                                "가\tgame\t1\t\n"
                                                "나\tgambling\t1\t\n"
                                                "\n"
                                                "다\tgame\t1\n"
                                                "라\tgame\t1\t\r\n"
                                                "마\tgame\t1\tlast"),
                                      NULL),
                     TAMIS_OK);
    assert_int_equal(tm_term_list_finish(&list, NULL), TAMIS_OK);
    assert_int_equal(list.n_terms, 2);
    assert_int_equal(list.term[0].line, 2);
    assert_int_equal(list.term[1].line, 7);
    assert_int_equal(list.n_refused, 3);
    assert_int_equal(list.refused[0].line, 3);
    assert_string_equal(list.refused[0].reason, "unknown class \"gambling\"");
    assert_int_equal(list.refused[1].line, 5);
    assert_string_equal(list.refused[1].reason, "not four fields separated by single tabs");
    assert_int_equal(list.refused[2].line, 6);
    assert_true(tm_str_equal(tm_term_list_language(&list, 0), tm_str_of("ko")));
    tm_term_list_free(&list);
    tm_folds_free(folds);
}

static void knows_which_line_a_term_of_the_lexicon_came_from(void **state)
{
    (void)state;
    tm_folds *folds;
    tm_term_list list = {.n_files = 0};
    assert_int_equal(tm_folds_new(&folds, NULL), TAMIS_OK);
    // Korean terms become several: as written, turned round, typed on Latin keys.
    assert_int_equal(tm_term_list_add(&list, folds, "ko.tsv",
                                      tm_str_of("바카라\tgame\t2\t\n"
                                                "경찰\tcompany\t1\t\n"
                                                "카지노\tgame\t2\t\n"),
                                      NULL),
                     TAMIS_OK);
    assert_int_equal(tm_term_list_finish(&list, NULL), TAMIS_OK);
    assert_true(list.term[0].end_id > 1);
    assert_int_equal(list.term[1].first_id, list.term[1].end_id);
    for (uint32_t id = 0; id < list.lexicon.n_terms; id++)
        assert_int_equal(tm_term_list_owner(&list, id), id < list.term[0].end_id ? 0 : 2);
    tm_term_list_free(&list);
    tm_folds_free(folds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_fault_and_who_it_is_with),
        cmocka_unit_test(keeps_lines_that_the_loader_refuses_apart),
        cmocka_unit_test(knows_which_line_a_term_of_the_lexicon_came_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
