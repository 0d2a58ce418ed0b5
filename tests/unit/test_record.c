// What a record holds: the text and the id of a line of JSON Lines, and every way a line can
// fail to have them.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "read/reader.h"

static const tm_reader_options options = {
    .max_document_bytes = 1 << 20, .text_field = "text", .id_field = "id"};

// A record and the view that borrows it.
typedef struct held_line {
    tm_record record;
    tm_record_view view;
} held_line;

static void view_line(held_line *line, tm_str bytes)
{
    line->record.format = TM_FORMAT_JSONL;
    tm_buf_clear(&line->record.raw);
    tm_buf_add(&line->record.raw, bytes);
    assert_int_equal(tm_record_text(&line->view, &line->record, &options, NULL), TAMIS_OK);
}

static void free_line(held_line *line)
{
    tm_record_free(&line->record);
    tm_record_view_free(&line->view);
}

static void finds_text_and_id(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *text;
        const char *id;
    } rows[] = {
        {"{\"text\":\"a\"}", "a", ""},
        {"{\"text\":\"\"}\r", "", ""},
        {"{\"id\":\"n/1\",\"text\":\"a\"}", "a", "n/1"},
        {" { \"text\" : \"a\" , \"id\" : 17 } ", "a", "17"},
        {"{\"id\":-1.50e3,\"text\":\"a\"}", "a", "-1.50e3"},
        {"{\"id\":null,\"text\":\"a\"}", "a", ""},
        {"{\"id\":[1],\"text\":\"a\"}", "a", ""},
        {"{\"id\":NaN,\"text\":\"a\",\"x\":[1,-Infinity]}", "a", ""},
        {"{\"id\":{\"id\":2},\"text\":\"a\",\"x\":{\"text\":\"b\"}}", "a", ""},
        {"{\"id\":1,\"id\":2,\"text\":\"a\"}", "a", "2"},
        {"{\"i\\u0064\":\"\\u0041\",\"te\\u0078t\":\"l1\\nl2\\\\\"}", "l1\nl2\\", "A"},
        {"{\"text\":\"\\ud800\\ud83d\\ude00\"}", "\xEF\xBF\xBD\xF0\x9F\x98\x80", ""},
        {"{\"text\":\"\xFF\xEA\xB0\x80\"}", "\xFF\xEA\xB0\x80", ""},
        {"{\"Text\":\"b\",\"text\":\"a\",\"text2\":\"c\"}", "a", ""},
    };
    held_line line = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        view_line(&line, tm_str_of(rows[i].line));
        if (line.view.unscanned)
            fail_msg("%s: %s", rows[i].line, line.view.message);
        assert_true(tm_str_equal(line.view.text, tm_str_of(rows[i].text)));
        assert_true(tm_str_equal(line.view.id, tm_str_of(rows[i].id)));
    }
    free_line(&line);
}

static void counts_surrogates_that_stand_alone_in_the_text(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t n_damaged;
    } rows[] = {
        {"{\"text\":\"\\ud800 x \\udc00\\ud83d\\ude00\"}", 2},
        {"{\"text\":\"\\ud83d\\ude00\\ufffd\\n\"}", 0},
        {"{\"text\":\"plain\",\"id\":\"\\ud800\"}", 0},
        {"{\"id\":\"\\ud800\",\"text\":\"\\ud800\"}", 1},
        {"{\"text\":1}", 0},
    };
    held_line line = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        view_line(&line, tm_str_of(rows[i].line));
        assert_int_equal(line.view.n_damaged, rows[i].n_damaged);
    }
    free_line(&line);
}

static void keeps_a_nul_in_the_text(void **state)
{
    (void)state;
    held_line line = {0};
    view_line(&line, tm_str_of("{\"text\":\"a\\u0000b\"}"));
    assert_true(tm_str_equal(line.view.text, (tm_str){"a\0b", 3}));
    free_line(&line);
}

static void says_what_is_wrong_and_where(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *unscanned;
        const char *message;
        const char *id;
    } rows[] = {
        {"{}", "no_text_field", "no field \"text\"", ""},
        {"{\"id\":\"x\",\"body\":\"a\"}", "no_text_field", "no field \"text\"", "x"},
        {"{\"text\":null}", "text_not_string", "field \"text\" at byte 8 is not a string", ""},
        {"{\"text\":NaN}", "text_not_string", "field \"text\" at byte 8 is not a string", ""},
        {"{\"text\":[\"a\"],\"id\":3}", "text_not_string",
         "field \"text\" at byte 8 is not a string", "3"},
        {"{\"text\":\"a\",\"text\":\"a\"}", "bad_json", "field \"text\" once more at byte 12",
         ""},
        {"{\"text\":\"a\",\"te\\u0078t\":1}", "bad_json", "field \"text\" once more at byte 12",
         ""},
        {"{\"id\":\"x\",\"text\":\"a\"", "bad_json",
         "expected ',' or '}' at byte 20, where the text ends", "x"},
        {"{\"id\":\"x\",\"text\":\"a", "bad_json",
         "unfinished string at byte 19, where the text ends", "x"},
        {"{\"text\":\"a\",\"id\":12", "bad_json",
         "expected ',' or '}' at byte 19, where the text ends", ""},
        {"{\"text\":\"a\"}}", "bad_json", "expected nothing more at byte 12", ""},
        {"{\"text\":\"a\"}{\"text\":\"b\"}", "bad_json", "expected nothing more at byte 12",
         ""},
        {"[\"text\",\"a\"]", "bad_json", "expected an object at byte 1", ""},
        {"\"text\"", "bad_json", "expected '{' or '[' at byte 0", ""},
        {"{\"text\":\"a\tb\"}", "bad_json", "raw control byte at byte 10", ""},
        {"\xEF\xBB\xBF{\"text\":\"a\"}", "bad_json", "expected '{' or '[' at byte 0", ""},
    };
    held_line line = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        view_line(&line, tm_str_of("{\"id\":\"old\\n\",\"text\":\"old\\n\"}"));
        view_line(&line, tm_str_of(rows[i].line));
        assert_non_null(line.view.unscanned);
        assert_string_equal(line.view.unscanned, rows[i].unscanned);
        assert_string_equal(line.view.message, rows[i].message);
        assert_true(tm_str_equal(line.view.id, tm_str_of(rows[i].id)));
        assert_int_equal(line.view.text.len, 0);
    }
    free_line(&line);
}

static void never_accepts_a_line_cut_short(void **state)
{
    (void)state;
    const tm_str whole =
        tm_str_of("{\"id\":1,\"text\":\"\\u00e9 {}\\\"\",\"more\":[{\"a\":null}]}");
    held_line line = {0};
    for (size_t len = 0; len < whole.len; len++) {
        view_line(&line, tm_str_slice(whole, 0, len));
        assert_string_equal(line.view.unscanned, "bad_json");
    }
    view_line(&line, whole);
    assert_null(line.view.unscanned);
    free_line(&line);
}

static void takes_the_fields_it_is_told_to(void **state)
{
    (void)state;
    static const tm_reader_options other = {.format = TM_FORMAT_JSONL,
                                            .max_document_bytes = 100,
                                            .text_field = "본문",
                                            .id_field = "url"};
    tm_record record = {.format = TM_FORMAT_JSONL};
    tm_record_view view = {0};
    tm_buf_text(&record.raw, "{\"text\":1,\"id\":2,\"url\":\"u\",\"본문\":\"b\"}");
    assert_int_equal(tm_record_text(&view, &record, &other, NULL), TAMIS_OK);
    assert_true(tm_str_equal(view.text, tm_str_of("b")));
    assert_true(tm_str_equal(view.id, tm_str_of("u")));
    tm_record_free(&record);
    tm_record_view_free(&view);
}

static void cuts_a_message_that_is_too_long(void **state)
{
    (void)state;
    char name[1000];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    const tm_reader_options other = {.format = TM_FORMAT_JSONL,
                                     .max_document_bytes = 100,
                                     .text_field = name,
                                     .id_field = "id"};
    tm_record record = {.format = TM_FORMAT_JSONL};
    tm_record_view view = {0};
    tm_buf_text(&record.raw, "{}");
    assert_int_equal(tm_record_text(&view, &record, &other, NULL), TAMIS_OK);
    assert_string_equal(view.unscanned, "no_text_field");
    assert_true(strlen(view.message) < sizeof view.message);
    tm_record_free(&record);
    tm_record_view_free(&view);
}

static void takes_a_text_file_as_it_is(void **state)
{
    (void)state;
    tm_record record = {.format = TM_FORMAT_TEXT};
    tm_record_view view = {0};
    tm_buf_append(&record.raw, "{\"text\":1}\0\xFF", 12);
    assert_int_equal(tm_record_text(&view, &record, &options, NULL), TAMIS_OK);
    assert_true(tm_str_equal(view.text, tm_buf_str(&record.raw)));
    assert_true(view.text.ptr == record.raw.ptr);
    assert_int_equal(view.id.len, 0);
    assert_null(view.unscanned);
    tm_record_free(&record);
    tm_record_view_free(&view);
}

static void passes_on_why_a_record_was_not_read(void **state)
{
    (void)state;
    static const tm_format formats[] = {TM_FORMAT_TEXT, TM_FORMAT_JSONL};
    for (size_t i = 0; i < 2; i++) {
        const tm_record record = {.format = formats[i], .unscanned = "too_large"};
        tm_record_view view = {0};
        assert_int_equal(tm_record_text(&view, &record, &options, NULL), TAMIS_OK);
        assert_string_equal(view.unscanned, "too_large");
        assert_int_equal(view.text.len + view.id.len, 0);
        tm_record_view_free(&view);
    }
}

// Of a line that is too long, only what lies in its beginning, and lies there whole.
static void names_a_line_by_its_beginning(void **state)
{
    (void)state;
    static const struct {
        const char *head, *id;
    } rows[] = {
        {"", ""},
        {"{\"id\":\"n/1\",\"text\":\"aaaa", "n/1"},
        {"{\"id\":\"n\\u0041\",\"text\":\"aaaa", "nA"},
        {"{\"id\":\"n/1", ""},
        {"{\"id\":\"n/1\"", "n/1"},
        {"{\"id\":17,\"te", "17"},
        {"{\"id\":17", ""}, // or 170
        {"{\"id\":17 ", "17"},
        {"{\"id\":null,\"text\":\"", ""},
        {"{\"meta\":{\"id\":1},\"text\":\"aaaa", ""},
        {"{\"text\":\"a\",\"id\":3,\"more\":[", "3"},
        {"xxxx", ""},
    };
    tm_record record = {.format = TM_FORMAT_JSONL, .unscanned = "line_too_long"};
    tm_record_view view = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf_clear(&record.head);
        tm_buf_text(&record.head, rows[i].head);
        assert_int_equal(tm_record_text(&view, &record, &options, NULL), TAMIS_OK);
        assert_string_equal(view.unscanned, "line_too_long");
        assert_true(tm_str_equal(view.id, tm_str_of(rows[i].id)));
        assert_int_equal(view.text.len, 0);
    }
    tm_record_free(&record);
    tm_record_view_free(&view);
}

static void frees_the_zero_value(void **state)
{
    (void)state;
    held_line line = {0};
    free_line(&line);
    free_line(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_text_and_id),
        cmocka_unit_test(counts_surrogates_that_stand_alone_in_the_text),
        cmocka_unit_test(keeps_a_nul_in_the_text),
        cmocka_unit_test(says_what_is_wrong_and_where),
        cmocka_unit_test(never_accepts_a_line_cut_short),
        cmocka_unit_test(takes_the_fields_it_is_told_to),
        cmocka_unit_test(cuts_a_message_that_is_too_long),
        cmocka_unit_test(takes_a_text_file_as_it_is),
        cmocka_unit_test(passes_on_why_a_record_was_not_read),
        cmocka_unit_test(names_a_line_by_its_beginning),
        cmocka_unit_test(frees_the_zero_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
