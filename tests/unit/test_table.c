// Tables: alignment by what a terminal shows, harmless cells, HTML that holds no markup of theirs.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "sink/table.h"

static void put(tm_table *table, const char *text)
{
    tm_buf_text(tm_table_cell(table), text);
}

static void check_output(void (*render)(tm_buf *, const tm_table *), const tm_table *table,
                         const char *wanted)
{
    tm_buf out = {0};
    render(&out, table);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, wanted);
    tm_buf_free(&out);
}

static void sets_words_left_and_numbers_right(void **state)
{
    (void)state;
    tm_table table = {0};
    tm_table_begin(&table, "Words", tm_str_of("word|n|"), 1);
    put(&table, "카지노"), put(&table, "7"), put(&table, "end");
    put(&table, "a"), put(&table, "1,234"), put(&table, "");
    assert_int_equal(tm_table_rows(&table), 2);
    check_output(tm_table_text, &table,
                 "\nWords\n"
                 "  word        n     \n"
                 "  카지노      7  end\n"
                 "  a       1,234     \n");
    tm_table_free(&table);
}

static void cells_cannot_break_out(void **state)
{
    (void)state;
    tm_table table = {0};
    tm_table_begin(&table, "<T>", tm_str_of("a&b"), 1);
    put(&table, "<script>\"x\"\x1b");
    table.note = "it's";
    check_output(tm_table_html, &table,
                 "<figure class=\"table\"><figcaption>&lt;T&gt;</figcaption>\n"
                 "<div class=\"scroll\"><table>\n"
                 "<thead><tr><th class=\"l\">a&amp;b</th></tr></thead>\n<tbody>\n"
                 "<tr><td class=\"l\"><span>&lt;script&gt;&quot;x&quot;␛</span></td></tr>\n"
                 "</tbody></table></div>\n<p class=\"note\">it&#39;s</p>\n</figure>\n");
    check_output(tm_table_text, &table, "\n<T>\n  a&b\n  <script>\"x\"␛\n  it's\n");
    tm_table_free(&table);
}

// Both forms cut what is too long, the page between characters.
static void long_cells_are_cut(void **state)
{
    (void)state;
    tm_table table = {0};
    tm_buf name = {0}, cut = {0};
    for (int i = 0; i < 40; i++)
        tm_buf_text(&name, "가");
    tm_buf_byte(&name, '\0');
    for (int i = 0; i < 29; i++)
        tm_buf_text(&cut, "가");
    tm_buf_text(&cut, "…");
    tm_buf_byte(&cut, '\0');
    assert_false(name.failed || cut.failed);
    tm_table_begin(&table, "T", tm_str_of("a"), 1);
    put(&table, name.ptr);
    for (int page = 0; page < 2; page++) {
        tm_buf out = {0};
        (page ? tm_table_html : tm_table_text)(&out, &table);
        tm_buf_byte(&out, '\0');
        assert_non_null(strstr(out.ptr, cut.ptr));
        assert_null(strstr(out.ptr, name.ptr));
        tm_buf_free(&out);
    }
    tm_buf_free(&name);
    tm_buf_free(&cut);
    tm_table_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_words_left_and_numbers_right),
        cmocka_unit_test(cells_cannot_break_out),
        cmocka_unit_test(long_cells_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
