// Records out of files and standard input: the format told apart, lines whole wherever the
// input was cut into pieces, limits at the edge, and files that do not keep still.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <stdio.h>

#include "base/file.h"
#include "base/rng.h"
#include "read/reader.h"
#include "support/feed.h"
#include "support/scratch.h"

static const tm_reader_options defaults = {
    .max_document_bytes = 1 << 20, .text_field = "text", .id_field = "id"};

enum { OTHER_FIELDS = 1 << 20 }; // what a line may hold besides the document

static void put(const char *path, tm_str bytes)
{
    assert_int_equal(tm_file_write(path, bytes, NULL), TAMIS_OK);
}

static tm_reader_options with(tm_format format, size_t max_document_bytes)
{
    tm_reader_options options = defaults;
    options.format = format;
    options.max_document_bytes = max_document_bytes;
    return options;
}

// ---- All records as one text, to compare ----------------------------------------------------

// Appends "format number line offset unscanned [raw]" and a line end for each record.
static void read_records(tm_buf *out, const char *path, const tm_reader_options *options)
{
    tm_reader *reader = NULL;
    tm_record record = {0};
    tamis_error err = {0};
    tm_buf_clear(out);
    if (tm_reader_open(&reader, path, options, &err) != TAMIS_OK)
        fail_msg("%s", err.message);
    tamis_status status;
    while ((status = tm_reader_next(&record, reader, &err)) == TAMIS_OK) {
        static const char *const formats[] = {"auto", "text", "jsonl", "html", "warc"};
        tm_buf_format(out, "%s %zu %zu %zu %s [", formats[record.format], record.number,
                      record.line, record.offset, record.unscanned ? record.unscanned : "-");
        tm_buf_add(out, tm_buf_str(&record.raw));
        tm_buf_text(out, "]\n");
    }
    assert_int_equal(status, TAMIS_DONE);
    assert_int_equal(tm_reader_next(&record, reader, &err), TAMIS_DONE);
    tm_record_free(&record);
    tm_reader_close(reader);
}

static void gives(const char *path, const tm_reader_options *options, const char *expected)
{
    tm_buf out = {0};
    read_records(&out, path, options);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    tm_buf_free(&out);
}

static void bytes_give(const char *bytes, tm_format format, const char *expected)
{
    const tm_reader_options options = with(format, 1 << 20);
    put("input", tm_str_of(bytes));
    gives("input", &options, expected);
}

// ---- The same in pieces ---------------------------------------------------------------------

static void pieces_give_the_same(tm_str bytes, size_t piece_len,
                                 const tm_reader_options *options, const tm_buf *expected)
{
    tm_buf out = {0};
    const feeder child = feed(bytes, piece_len);
    read_records(&out, "-", options);
    end_feeding(child);
    if (!tm_str_equal(tm_buf_str(&out), tm_buf_str(expected)))
        fail_msg("in pieces of %zu bytes: %.*s", piece_len, (int)out.len, out.ptr);
    tm_buf_free(&out);
}

static void check_all_pieces(tm_str bytes, tm_reader_options options)
{
    tm_buf whole = {0};
    put("input", bytes);
    read_records(&whole, "input", &options);
    for (size_t piece_len = 1; piece_len <= bytes.len; piece_len++)
        pieces_give_the_same(bytes, piece_len, &options, &whole);
    tm_buf_free(&whole);
}

// ---- JSON Lines -----------------------------------------------------------------------------

static void splits_lines_and_counts_offsets(void **state)
{
    (void)state;
    bytes_give("{\"text\":\"a\"}\n\n{\"x\":1}\r\n \t\r\nbroken\n{\"text\":\"\"}",
               TM_FORMAT_JSONL,
               "jsonl 0 1 0 - [{\"text\":\"a\"}]\n"
               "jsonl 1 3 14 - [{\"x\":1}\r]\n"
               "jsonl 2 5 27 - [broken]\n"
               "jsonl 3 6 34 - [{\"text\":\"\"}]\n");
}

static void gives_no_record_of_an_empty_jsonl_file(void **state)
{
    (void)state;
    static const char *const inputs[] = {"", "\n", " \r\n\n\t", "\xEF\xBB\xBF",
                                         "\xEF\xBB\xBF\n"};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        bytes_give(inputs[i], TM_FORMAT_JSONL, "");
}

static void skips_byte_order_marks_and_counts_them(void **state)
{
    (void)state;
    bytes_give("\xEF\xBB\xBF{}\n{}\n", TM_FORMAT_JSONL,
               "jsonl 0 1 3 - [{}]\njsonl 1 2 6 - [{}]\n");
    bytes_give("{}\n\xEF\xBB\xBF{}\n", TM_FORMAT_JSONL,
               "jsonl 0 1 0 - [{}]\njsonl 1 2 6 - [{}]\n");
    bytes_give("{}\n\n\xEF\xBB\xBF\xEF\xBB\xBF{}\n\xEF\xBB\xBF\n\xEF\xBB\xBF", TM_FORMAT_JSONL,
               "jsonl 0 1 0 - [{}]\njsonl 1 3 10 - [{}]\n");
    bytes_give("{}\xEF\xBB\xBF\n\xEF\xBB{}", TM_FORMAT_JSONL,
               "jsonl 0 1 0 - [{}\xEF\xBB\xBF]\njsonl 1 2 6 - [\xEF\xBB{}]\n");
    bytes_give("\xEF\xBB", TM_FORMAT_JSONL, "jsonl 0 1 0 - [\xEF\xBB]\n");
}

static void keeps_a_nul_in_a_line(void **state)
{
    (void)state;
    tm_buf out = {0};
    const tm_reader_options options = with(TM_FORMAT_JSONL, 100);
    put("input", (tm_str){"a\0b\n\0\n", 6});
    read_records(&out, "input", &options);
    const tm_str expected = {"jsonl 0 1 0 - [a\0b]\njsonl 1 2 4 - [\0]\n", 38};
    assert_true(tm_str_equal(tm_buf_str(&out), expected));
    tm_buf_free(&out);
}

static void gives_the_same_lines_in_pieces_of_any_size(void **state)
{
    (void)state;
    check_all_pieces(tm_str_of("\xEF\xBB\xBF\n{\"text\":\"\xEA\xB0\x80\"}\r\n\n\n{}"
                               "\n\xEF\xBB\xBF{\"id\":7}\n\xEF\xBB"),
                     with(TM_FORMAT_JSONL, 1 << 20));
}

// A line of `len` bytes, then a short one.
static void check_line_limit(size_t max_document_bytes, size_t len, bool fits)
{
    const tm_reader_options options = with(TM_FORMAT_JSONL, max_document_bytes);
    tm_buf bytes = {0};
    tm_buf expected = {0};
    tm_buf out = {0};
    memset(tm_buf_reserve(&bytes, len), 'x', len);
    bytes.len = len;
    tm_buf_format(&expected, "jsonl 0 1 0 %s [%.*s]\n", fits ? "-" : "line_too_long",
                  fits ? (int)len : 0, bytes.ptr);
    tm_buf_format(&expected, "jsonl 1 2 %zu - [next]\n", len + 1);
    tm_buf_text(&bytes, "\nnext");
    put("input", tm_buf_str(&bytes));
    read_records(&out, "input", &options);
    assert_true(tm_str_equal(tm_buf_str(&out), tm_buf_str(&expected)));
    pieces_give_the_same(tm_buf_str(&bytes), 65537, &options, &expected);
    tm_buf_free(&bytes);
    tm_buf_free(&expected);
    tm_buf_free(&out);
}

static void passes_over_a_line_that_is_too_long_and_goes_on(void **state)
{
    (void)state;
    check_line_limit(1000, OTHER_FIELDS + 999, true);
    check_line_limit(1000, OTHER_FIELDS + 1000, true);
    check_line_limit(1000, OTHER_FIELDS + 1001, false);
    check_line_limit(0, 3 * OTHER_FIELDS, false);
    check_line_limit(SIZE_MAX, 2 * OTHER_FIELDS, true);
}

static void counts_an_endless_blank_line_as_too_long(void **state)
{
    (void)state;
    tm_buf bytes = {0};
    const size_t len = OTHER_FIELDS + 1;
    const tm_reader_options options = with(TM_FORMAT_JSONL, 0);
    memset(tm_buf_reserve(&bytes, len), ' ', len);
    bytes.len = len;
    put("input", tm_buf_str(&bytes));
    gives("input", &options, "jsonl 0 1 0 line_too_long []\n");
    tm_buf_free(&bytes);
}

// ---- Text -----------------------------------------------------------------------------------

static void gives_a_text_file_as_one_record(void **state)
{
    (void)state;
    bytes_give("one\ntwo\r\n", TM_FORMAT_TEXT, "text 0 0 0 - [one\ntwo\r\n]\n");
    bytes_give("", TM_FORMAT_TEXT, "text 0 0 0 - []\n");
    bytes_give("\xEF\xBB\xBF\xFF", TM_FORMAT_TEXT, "text 0 0 0 - [\xEF\xBB\xBF\xFF]\n");
    bytes_give("{\"text\":1}\n", TM_FORMAT_TEXT, "text 0 0 0 - [{\"text\":1}\n]\n");
}

static void gives_the_same_text_in_pieces_of_any_size(void **state)
{
    (void)state;
    check_all_pieces((tm_str){"a\0b\n\xEA\xB0\x80\nplain text\n", 18},
                     with(TM_FORMAT_TEXT, 1000));
    check_all_pieces((tm_str){"a\0b\n\xEA\xB0\x80\nplain text\n", 18},
                     with(TM_FORMAT_AUTO, 1000));
    check_all_pieces((tm_str){"a\0b\n\xEA\xB0\x80\nplain text\n", 18},
                     with(TM_FORMAT_TEXT, 17));
}

static void reads_text_up_to_the_limit_and_no_byte_more(void **state)
{
    (void)state;
    static const size_t sizes[] = {10, 4096, 256 << 10, (256 << 10) + 1, 600000};
    tm_buf bytes = {0};
    tm_buf expected = {0};
    memset(tm_buf_reserve(&bytes, 600000), 'x', 600000);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        bytes.len = sizes[i];
        put("input", tm_buf_str(&bytes));
        for (size_t over = 0; over < 2; over++) {
            const tm_reader_options options = with(TM_FORMAT_AUTO, sizes[i] - over);
            tm_buf_clear(&expected);
            tm_buf_format(&expected, "text 0 0 0 %s [%.*s]\n", over ? "too_large" : "-",
                          over ? 0 : (int)sizes[i], bytes.ptr);
            pieces_give_the_same(tm_buf_str(&bytes), 60000, &options, &expected);
            tm_buf_byte(&expected, '\0');
            gives("input", &options, expected.ptr);
        }
    }
    tm_buf_free(&bytes);
    tm_buf_free(&expected);
}

static void does_not_trust_a_file_that_changes_while_it_is_read(void **state)
{
    (void)state;
    const struct {
        const char *growth;
        const char *expected;
    } rows[] = {{"", "-"}, {" and more", "changing"}};
    for (size_t i = 0; i < 2; i++) {
        tm_reader *reader = NULL;
        tm_record record = {0};
        put("input", tm_str_of("some text"));
        assert_int_equal(tm_reader_open(&reader, "input", &defaults, NULL), TAMIS_OK);
        FILE *const file = fopen("input", "ab");
        assert_true(fputs(rows[i].growth, file) >= 0);
        fclose(file);
        assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_OK);
        assert_string_equal(record.unscanned ? record.unscanned : "-", rows[i].expected);
        assert_int_equal(record.raw.len, i == 0 ? 9 : 0);
        assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_DONE);
        tm_record_free(&record);
        tm_reader_close(reader);
    }
}

// ---- Which format ---------------------------------------------------------------------------

static void tells_the_format_by_name_and_first_line(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *bytes;
        tm_format format;
    } rows[] = {
        {"a.jsonl", "no JSON at all\n", TM_FORMAT_JSONL},
        {"a.ndjson", "no JSON at all\n", TM_FORMAT_JSONL},
        {"a.json", "no JSON at all\n", TM_FORMAT_TEXT},
        {"jsonl", "no JSON at all\n", TM_FORMAT_TEXT},
        {"a", "{\"text\":\"b\"}\nbroken\n", TM_FORMAT_JSONL},
        {"a", "{\"text\":\"b\"}", TM_FORMAT_JSONL},
        {"a", "\n \r\n {\"id\":1,\"text\":\"b\"} \r\n", TM_FORMAT_JSONL},
        {"a", "\xEF\xBB\xBF{\"text\":\"b\"}\n", TM_FORMAT_JSONL},
        {"a", "{\"te\\u0078t\":\"b\"}\n", TM_FORMAT_JSONL},
        {"A.JSONL", "no JSON at all\n", TM_FORMAT_JSONL},
        {"A.NdJson", "no JSON at all\n", TM_FORMAT_JSONL},
        {"A.HTML", "no page at all\n", TM_FORMAT_HTML},
        {"a", "{\"body\":\"b\"}\n{\"text\":\"b\"}\n", TM_FORMAT_JSONL},
        {"a", "{\"meta\":{\"text\":\"b\"}}\n", TM_FORMAT_JSONL},
        {"a.txt", "{\"content\":\"b\"}", TM_FORMAT_JSONL},
        {"a.json", "{\"v\":1}\n{\"body\":\"b\"}\nbroken\n", TM_FORMAT_JSONL},
        {"a", "# exported\n\n{\"text\":\"b\"}\n{\"text\":\"b\"}\n", TM_FORMAT_JSONL},
        {"a", "{\"text\":\"cut o\n{\"body\":\"b\"}\n{\"body\":\"b\"}\n", TM_FORMAT_JSONL},
        {"a", "[\n{\"text\":\"b\"}\n]\n", TM_FORMAT_JSONL},
        {"a", "[\n{\"text\":\"b\"},\n{\"text\":\"b\"}\n]\n", TM_FORMAT_JSONL},
        {"a", "[\n {\n  \"text\": \"b\"\n }\n]\n", TM_FORMAT_TEXT},
        {"a", "{\"a\":1} is an object.\n{\"a\":1}\n", TM_FORMAT_TEXT},
        {"a", "{\"a\":1}\nis an object.\n", TM_FORMAT_TEXT},
        {"a", "{{Infobox}}\n[[Link]]\n{| class\n", TM_FORMAT_TEXT},
        {"a", "{}\n{}\n{}\n", TM_FORMAT_TEXT},
        {"a", "<html>\n{\"text\":\"b\"}\n", TM_FORMAT_HTML},
        {"a", "{\"text\":\"b\"\n}", TM_FORMAT_TEXT},
        {"a", "{\"text\":\"b\"} tail\n", TM_FORMAT_TEXT},
        {"a", "{\"text\":", TM_FORMAT_TEXT},
        {"a", "[{\"text\":\"b\"}]\n", TM_FORMAT_TEXT},
        {"a", "\xEF\xBB", TM_FORMAT_TEXT},
        {"a.html", "no page at all\n", TM_FORMAT_HTML},
        {"a.htm", "{\"text\":\"b\"}\n", TM_FORMAT_HTML},
        {"a.txt", "\n<!-- a\nb --> <!DOCTYPE html>\n<p>", TM_FORMAT_HTML},
        {"a", "1 < 2 <p>\n", TM_FORMAT_TEXT},
        {"a", "\n\n", TM_FORMAT_TEXT},
        {"a", "", TM_FORMAT_TEXT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_reader *reader = NULL;
        tm_record record = {0};
        put(rows[i].name, tm_str_of(rows[i].bytes));
        assert_int_equal(tm_reader_open(&reader, rows[i].name, &defaults, NULL), TAMIS_OK);
        assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_OK);
        if (record.format != rows[i].format)
            fail_msg("%s: %s", rows[i].name, rows[i].bytes);
        assert_int_equal(record.offset == 0, rows[i].format != TM_FORMAT_JSONL ||
                                                 strchr("{n#[", rows[i].bytes[0]) != NULL);
        tm_record_free(&record);
        tm_reader_close(reader);
    }
}

static void tells_the_format_from_pieces_of_any_size(void **state)
{
    (void)state;
    check_all_pieces(tm_str_of("\xEF\xBB\xBF \n{\"text\":\"b\"}\n{}\n"),
                     with(TM_FORMAT_AUTO, 1000));
    check_all_pieces(tm_str_of("\xEF\xBB\xBF \n{\"text\":\"b\"}x\n{}\n"),
                     with(TM_FORMAT_AUTO, 1000));
    check_all_pieces(tm_str_of("<!-- a\n -->\n<html>\n{}\n"), with(TM_FORMAT_AUTO, 1000));
}

// First lines of which only the first mebibyte is looked at.
static void tells_the_format_of_a_very_long_first_line(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        tm_format format;
    } rows[] = {
        {"{\"id\":1,\"text\":\"", TM_FORMAT_JSONL},
        {"{\"text\":\"a\",\"more\":\"", TM_FORMAT_JSONL},
        {"{\"body\":\"", TM_FORMAT_JSONL},
        {"{\"bo", TM_FORMAT_TEXT},
        {"text ", TM_FORMAT_TEXT},
    };
    tm_buf bytes = {0};
    const tm_reader_options options = with(TM_FORMAT_AUTO, 4 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_reader *reader = NULL;
        tm_record record = {0};
        tm_buf_clear(&bytes);
        tm_buf_text(&bytes, rows[i].head);
        memset(tm_buf_reserve(&bytes, 2 << 20), 'x', 2 << 20);
        bytes.len += 2 << 20;
        put("input", tm_buf_str(&bytes));
        assert_int_equal(tm_reader_open(&reader, "input", &options, NULL), TAMIS_OK);
        assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_OK);
        assert_int_equal(record.format, rows[i].format);
        assert_true(tm_str_equal(tm_buf_str(&record.raw), tm_buf_str(&bytes)));
        tm_record_free(&record);
        tm_reader_close(reader);
    }
    tm_buf_free(&bytes);
}

// ---- Texts in pieces ------------------------------------------------------------------------

// Reads `path` to its end; *out receives "whole" or "more" or the reason why it is unscanned, and
// how many bytes came. They must be those of `expected`.
static void read_pieces(tm_buf *out, const char *path, const tm_reader_options *options,
                        tm_str expected)
{
    tm_reader *reader = NULL;
    tm_record record = {0};
    const char *unscanned = NULL;
    size_t at = 0;
    tm_buf_clear(out);
    assert_int_equal(tm_reader_open(&reader, path, options, NULL), TAMIS_OK);
    assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_OK);
    unscanned = record.unscanned;
    tm_str piece = tm_buf_str(&record.raw);
    do {
        assert_true(tm_str_equal(piece, tm_str_slice(expected, at, at + piece.len)));
        at += piece.len;
        piece = (tm_str){0};
        if (record.has_more)
            assert_int_equal(tm_reader_more(&piece, &unscanned, reader, NULL), TAMIS_OK);
    } while (piece.len > 0 && !unscanned);
    if (unscanned)
        tm_buf_text(out, unscanned);
    else
        tm_buf_format(out, "%s %zu", record.has_more ? "more" : "whole", at);
    tm_buf_byte(out, '\0');
    assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_DONE);
    tm_record_free(&record);
    tm_reader_close(reader);
}

static void gives_large_texts_in_pieces(void **state)
{
    (void)state;
    enum { LARGE = TM_WHOLE_TEXT_BYTES + 100000 };
    static const struct {
        tm_pieces pieces;
        size_t n_bytes, max_text_bytes;
        const char *of_file, *of_stdin;
    } rows[] = {
        {TM_PIECES_ANY, LARGE, LARGE, "more 16877216", "more 16877216"},
        {TM_PIECES_ANY, LARGE, LARGE - 1, "too_large", "too_large"},
        {TM_PIECES_ANY, TM_WHOLE_TEXT_BYTES, LARGE, "whole 16777216", "whole 16777216"},
        {TM_PIECES_ANY, 1000, 999, "too_large", "too_large"},
        {TM_PIECES_PLAIN, LARGE, LARGE, "more 16877216", "too_large"},
        {TM_PIECES_NEVER, LARGE, LARGE, "too_large", "too_large"},
    };
    tm_buf bytes = {0}, got = {0};
    tm_rng rng = tm_rng_seed(1);
    for (size_t i = 0; i < LARGE; i++)
        tm_buf_byte(&bytes, (char)('a' + tm_rng_below(&rng, 26)));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_reader_options options = with(TM_FORMAT_TEXT, TM_WHOLE_TEXT_BYTES);
        options.pieces = rows[i].pieces;
        options.max_text_bytes = rows[i].max_text_bytes;
        const tm_str text = tm_str_slice(tm_buf_str(&bytes), 0, rows[i].n_bytes);
        put("input", text);
        for (int sniffs = 0; sniffs < 2; sniffs++) {
            options.format = sniffs ? TM_FORMAT_AUTO : TM_FORMAT_TEXT;
            read_pieces(&got, "input", &options, text);
            assert_string_equal(got.ptr, rows[i].of_file);
        }
        const feeder child = feed(text, 60000);
        read_pieces(&got, "-", &options, text);
        end_feeding(child);
        assert_string_equal(got.ptr, rows[i].of_stdin);
    }
    tm_buf_free(&bytes);
    tm_buf_free(&got);
}

// What is appended while a large text is read would be missing from its verdict.
static void does_not_trust_a_large_text_that_changes(void **state)
{
    (void)state;
    tm_reader_options options = with(TM_FORMAT_TEXT, TM_WHOLE_TEXT_BYTES);
    options.pieces = TM_PIECES_ANY;
    options.max_text_bytes = (size_t)1 << 30;
    tm_buf bytes = {0};
    bytes.len = TM_WHOLE_TEXT_BYTES + 5;
    memset(tm_buf_reserve(&bytes, bytes.len), 'x', bytes.len);
    put("input", tm_buf_str(&bytes));
    for (int changes = 0; changes < 2; changes++) {
        tm_reader *reader = NULL;
        tm_record record = {0};
        tm_str piece = {0};
        const char *unscanned = NULL;
        assert_int_equal(tm_reader_open(&reader, "input", &options, NULL), TAMIS_OK);
        assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_OK);
        assert_true(record.has_more);
        FILE *const file = fopen("input", "ab");
        assert_true(fputs(changes ? "more" : "", file) >= 0);
        fclose(file);
        do
            assert_int_equal(tm_reader_more(&piece, &unscanned, reader, NULL), TAMIS_OK);
        while (piece.len > 0 && !unscanned);
        if (changes)
            assert_string_equal(unscanned, "changing");
        else
            assert_null(unscanned);
        tm_record_free(&record);
        tm_reader_close(reader);
    }
    tm_buf_free(&bytes);
}

static void frees_and_closes_nothing(void **state)
{
    (void)state;
    tm_record record = {0};
    tm_record_view view = {0};
    tm_reader_close(NULL);
    tm_record_free(&record);
    tm_record_view_free(&view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(splits_lines_and_counts_offsets, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(gives_no_record_of_an_empty_jsonl_file, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(skips_byte_order_marks_and_counts_them, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(keeps_a_nul_in_a_line, enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(gives_the_same_lines_in_pieces_of_any_size,
                                        enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(passes_over_a_line_that_is_too_long_and_goes_on,
                                        enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(counts_an_endless_blank_line_as_too_long, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(gives_a_text_file_as_one_record, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(gives_the_same_text_in_pieces_of_any_size,
                                        enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(reads_text_up_to_the_limit_and_no_byte_more,
                                        enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(does_not_trust_a_file_that_changes_while_it_is_read,
                                        enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(tells_the_format_by_name_and_first_line, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(tells_the_format_from_pieces_of_any_size, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(tells_the_format_of_a_very_long_first_line,
                                        enter_scratch, leave_scratch),
        cmocka_unit_test_setup_teardown(gives_large_texts_in_pieces, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(does_not_trust_a_large_text_that_changes, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(frees_and_closes_nothing, enter_scratch, leave_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
