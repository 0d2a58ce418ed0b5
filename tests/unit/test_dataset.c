// Labelled rows out of JSON Lines: what is kept, where spans fall in bytes, and which line is to
// blame.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/dataset.h"

static const char full_row[] =
    "{\"id\":\"a1\",\"text\":\"가나 바카라 라\",\"label\":\"contaminated\",\"kind\":\"menu\","
    "\"lang\":\"ko\",\"source\":\"web\",\"obfuscation\":\"jamo\",\"hard\":true,\"strong\":true,"
    "\"composite\":true,\"weight\":2.5,\"spans\":[[3,6]],\"unknown\":{\"a\":[NaN]}}\n";

static void keeps_every_field(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    assert_int_equal(tm_dataset_add_jsonl(&dataset, tm_str_of(full_row), NULL), TAMIS_OK);
    assert_int_equal(dataset.len, 1);
    const tm_labelled *row = &dataset.row[0];
    assert_true(tm_str_equal(tm_buf_str(&row->text), tm_str_of("가나 바카라 라")));
    assert_string_equal(row->id, "a1");
    assert_string_equal(row->kind, "menu");
    assert_string_equal(row->language, "ko");
    assert_string_equal(row->source, "web");
    assert_string_equal(row->obfuscation, "jamo");
    assert_true(row->contaminated && row->hard && row->strong && row->composite);
    assert_false(row->synthetic);
    check_close(row->weight, 2.5, 0);
    assert_int_equal(row->n_spans, 1);
    assert_int_equal(row->spans[0].begin, strlen("가나 "));
    assert_int_equal(row->spans[0].end, strlen("가나 바카라"));
    tm_dataset_free(&dataset);
}

static void fills_in_what_is_absent(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    const tm_str lines = tm_str_of("{\"text\":\"가\",\"label\":\"clean\"}\n"
                                   "{\"label\":\"clean\",\"text\":\"나\",\"spans\":null}");
    assert_int_equal(tm_dataset_add_jsonl(&dataset, lines, NULL), TAMIS_OK);
    assert_int_equal(dataset.len, 2);
    for (size_t i = 0; i < 2; i++) {
        const tm_labelled *row = &dataset.row[i];
        assert_string_equal(row->id, "");
        assert_string_equal(row->kind, "");
        assert_string_equal(row->language, "");
        assert_string_equal(row->source, "");
        assert_string_equal(row->obfuscation, "");
        assert_false(row->contaminated || row->hard || row->strong || row->composite);
        check_close(row->weight, 1, 0);
        assert_int_equal(row->n_spans, 0);
    }
    tm_dataset_free(&dataset);
}

// Rows of one document share a group, and so a fold; others need not.
static void groups_rows_by_their_id(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    const tm_str lines =
        tm_str_of("{\"id\":\"a\",\"text\":\"1\",\"label\":\"clean\"}\n"
                  "{\"id\":\"b\",\"text\":\"1\",\"label\":\"clean\"}\n"
                  "{\"id\":\"a\",\"text\":\"2\",\"label\":\"contaminated\"}\n");
    assert_int_equal(tm_dataset_add_jsonl(&dataset, lines, NULL), TAMIS_OK);
    assert_true(dataset.row[0].group == dataset.row[2].group);
    assert_true(dataset.row[0].group != dataset.row[1].group);
    tm_dataset_free(&dataset);
}

// Sites and documents are often numbered.
static void takes_numbers_for_names(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    const tm_str lines =
        tm_str_of("{\"id\":1,\"text\":\"1\",\"label\":\"clean\",\"group\":7}\n"
                  "{\"id\":12345678901234567890123,\"text\":\"2\",\"label\":\"clean\","
                  "\"group\":7}\n"
                  "{\"id\":1,\"text\":\"3\",\"label\":\"clean\"}\n"
                  "{\"id\":1,\"text\":\"4\",\"label\":\"clean\"}\n"
                  "{\"id\":[1],\"text\":\"5\",\"label\":\"clean\"}\n");
    assert_int_equal(tm_dataset_add_jsonl(&dataset, lines, NULL), TAMIS_OK);
    assert_string_equal(dataset.row[0].id, "1");
    assert_string_equal(dataset.row[1].id, "12345678901234567890123");
    assert_string_equal(dataset.row[4].id, "");
    assert_true(dataset.row[0].group == dataset.row[1].group);
    assert_true(dataset.row[2].group == dataset.row[3].group);
    assert_true(dataset.row[0].group != dataset.row[2].group);
    tm_dataset_free(&dataset);
}

static void places_spans_in_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *spans, *bytes;
    } rows[] = {
        {"abcdef", "[[1,3]]", "1-3 "},
        {"가나다라", "[[1,3]]", "3-9 "},
        {"a가😀b", "[[1,2],[2,3],[3,4]]", "1-4 4-8 8-9 "},
        {"가나다라", "[[0,4]]", "0-12 "},
        {"가나다라", "[]", ""},
        {"가나다라", "[[0,2],[1,3]]", "0-6 6-9 "}, // overlapping: counted once
        {"가나다라", "[[0,3],[1,2]]", "0-9 "},
        {"가나다라", "[[0,1],[0,2]]", "0-3 3-6 "},
        {"\\ufeff가나다라", "[[0,1],[1,3]]",
         "0-6 "}, // a byte-order mark is no part of the text
        {"\uFEFF\uFEFFabc", "[[1,2],[2,3],[4,5]]", "0-1 2-3 "},
        {"가나다라", "[[1,3,\"SPAM\"]]", "3-9 "},
        {"가나다라",
         "[{\"start\":1,\"end\":2,\"start_byte\":3,\"end_byte\":6,\"text\":\"나\"},"
         "{\"label\":\"SPAM\",\"end\":4,\"start\":2}]",
         "3-6 6-12 "}, // as in verdicts and in what annotation tools write
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_dataset dataset = {.len = 0};
        tm_buf line = {0}, bytes = {0};
        tm_buf_format(&line, "{\"text\":\"%s\",\"label\":\"contaminated\",\"spans\":%s}",
                      rows[i].text, rows[i].spans);
        assert_int_equal(tm_dataset_add_jsonl(&dataset, tm_buf_str(&line), NULL), TAMIS_OK);
        for (size_t s = 0; s < dataset.row[0].n_spans; s++)
            tm_buf_format(&bytes, "%zu-%zu ", dataset.row[0].spans[s].begin,
                          dataset.row[0].spans[s].end);
        tm_buf_byte(&bytes, '\0');
        assert_string_equal(bytes.ptr, rows[i].bytes);
        tm_dataset_free(&dataset);
        tm_buf_free(&line);
        tm_buf_free(&bytes);
    }
}

static void names_the_line_that_it_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *place;
    } rows[] = {
        {"nonsense", "line 1"},
        {"[1]", "line 1"},
        {"{\"text\":\"a\",\"label\":\"clean\"}\n\n{\"text\":\"a\"}", "line 3"},
        {"{\"label\":\"clean\"}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"Clean\"}", "line 1"},
        {"{\"text\":\"a\",\"label\":1}", "line 1"},
        {"{\"text\":null,\"label\":\"clean\"}", "line 1"},
        {"{\"text\":[\"a\"],\"label\":\"clean\"}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"clean\"} x", "line 1"},
        {"{\"text\":\"a\",\"label\":\"clean\"", "line 1"},
        {"{\"text\":\"a\",\"label\":\"clean\",\"weight\":-1}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"clean\",\"weight\":\"1\"}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"clean\",\"weight\":1000.5}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"clean\",\"weight\":.5}", "line 1"}, // no number in JSON
        {"{\"text\":\"a\",\"label\":\"clean\",\"text\":\"b\"}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"clean\",\"label\":\"clean\"}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"contaminated\",\"spans\":1}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"contaminated\",\"spans\":[1]}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"contaminated\",\"spans\":[[0]]}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"contaminated\",\"spans\":[[0,-1]]}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"contaminated\",\"spans\":[[0,1.5]]}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"contaminated\",\"spans\":[[0,2]]}", "line 1"},
        {"{\"text\":\"a\",\"label\":\"contaminated\",\"spans\":[[0,18446744073709551615]]}",
         "line 1"},
        {"{\"text\":\"abc\",\"label\":\"contaminated\",\"spans\":[[3,1]]}", "line 1"},
        {"{\"text\":\"abc\",\"label\":\"contaminated\",\"spans\":[{\"start\":0}]}",
         "a span is neither [begin, end]"},
        {"{\"text\":\"abc\",\"label\":\"contaminated\",\"spans\":[{\"start\":0,\"end\":\"1\"}]"
         "}",
         "a span is neither [begin, end]"},
        {"{\"text\":\"abc\",\"label\":\"contaminated\",\"spans\":[\"ab\"]}",
         "a span is neither [begin, end]"},
        {"{\"text\":\"abc\",\"label\":\"contaminated\",\"spans\":[[2,3],[0,1]]}", "line 1"},
        {"{\"text\":\"abc\",\"label\":\"contaminated\",\"spans\":[[1,1]]}", "span is empty"},
        {"{\"text\":\"abc\",\"label\":\"clean\",\"spans\":[[0,1]]}",
         "spans in a clean document"},
        {"{\"text\":\"\",\"label\":\"clean\"}", "no text in it"},
        {"{\"text\":\" \\n\\t\",\"label\":\"contaminated\"}", "no text in it"},
        {"{\"text\":\"a\xF0\",\"label\":\"clean\"}", "line 1"}, // JSON is UTF-8
        {"{\"text\":\"\xED\xA0\x80\",\"label\":\"clean\"}", "line 1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_dataset dataset = {.len = 0};
        tamis_error err = {.message = ""};
        if (tm_dataset_add_jsonl(&dataset, tm_str_of(rows[i].lines), &err) != TAMIS_EFORMAT)
            fail_msg("taken: %s", rows[i].lines);
        if (!strstr(err.message, rows[i].place))
            fail_msg("%s: %s", rows[i].lines, err.message);
        tm_dataset_free(&dataset);
    }
}

static void survives_members_given_twice(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    const tm_str line =
        tm_str_of("{\"id\":\"a\",\"id\":\"b\",\"text\":\"abc\","
                  "\"label\":\"contaminated\",\"spans\":[[0,1],[1,2]],\"spans\":[[2,3]]}");
    assert_int_equal(tm_dataset_add_jsonl(&dataset, line, NULL), TAMIS_OK);
    assert_string_equal(dataset.row[0].id, "b");
    assert_true(tm_str_equal(tm_buf_str(&dataset.row[0].text), tm_str_of("abc")));
    assert_true(dataset.row[0].contaminated);
    for (size_t i = 0; i < dataset.row[0].n_spans; i++)
        assert_true(dataset.row[0].spans[i].end <= 3);
    tm_dataset_free(&dataset);
}

static void adds_to_what_is_there(void **state)
{
    (void)state;
    tm_dataset dataset = {.len = 0};
    for (size_t n = 1; n <= 100; n++) {
        assert_int_equal(tm_dataset_add_jsonl(&dataset, tm_str_of(full_row), NULL), TAMIS_OK);
        assert_int_equal(dataset.len, n);
    }
    tm_labelled *row = tm_dataset_new_row(&dataset);
    assert_non_null(row);
    check_close(row->weight, 1, 0);
    assert_null(row->id); // the caller's to fill
    tm_dataset_free(&dataset);
    tm_dataset_free(&dataset);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_every_field),
        cmocka_unit_test(fills_in_what_is_absent),
        cmocka_unit_test(groups_rows_by_their_id),
        cmocka_unit_test(takes_numbers_for_names),
        cmocka_unit_test(places_spans_in_bytes),
        cmocka_unit_test(names_the_line_that_it_refuses),
        cmocka_unit_test(survives_members_given_twice),
        cmocka_unit_test(adds_to_what_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
