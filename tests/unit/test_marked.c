// Spans marked in their line, whatever the encoding and however wide the terminal.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "sink/marked.h"

// The text is UTF-8, so bytes of the input and of the decoded text are the same.
static tm_decoded plain(const char *text)
{
    return (tm_decoded){.text = tm_str_of(text)};
}

static tamis_span span_of(const char *text, const char *word)
{
    const char *found = strstr(text, word);
    assert_non_null(found);
    const size_t begin = (size_t)(found - text);
    return (tamis_span){.begin_byte = begin, .end_byte = begin + strlen(word)};
}

static void check_line(const tm_marked *marked, size_t begin, size_t *span, size_t max_columns,
                       const char *wanted)
{
    tm_buf out = {0};
    tm_marked_line(&out, marked, begin, span, max_columns);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, wanted);
    tm_buf_free(&out);
}

static void marks_each_span_of_a_line(void **state)
{
    (void)state;
    const char *text = "오늘 카지노 그리고 바카라\n다음";
    const tm_decoded decoded = plain(text);
    const tamis_span spans[] = {span_of(text, "카지노"), span_of(text, "바카라")};
    const tamis_verdict verdict = {.spans = spans, .n_spans = 2};
    const tm_marked marked = {&verdict, &decoded, false};
    const tm_marked coloured = {&verdict, &decoded, true};
    size_t span = 0;
    check_line(&marked, 0, &span, 0, "오늘 ⟦카지노⟧ 그리고 ⟦바카라⟧");
    assert_int_equal(span, 2);
    check_line(&marked, strlen(text) - strlen("다음"), &span, 0, "다음");
    span = 0;
    check_line(&coloured, 0, &span, 0,
               "오늘 \x1b[7m카지노\x1b[27m 그리고 \x1b[7m바카라\x1b[27m");
}

static void names_the_original_of_a_swap(void **state)
{
    (void)state;
    const char *text = "김 라이브바카라은 말했다";
    const tm_decoded decoded = plain(text);
    tamis_span spans[] = {span_of(text, "라이브바카라")};
    spans[0].original = "장관";
    spans[0].original_bytes = strlen("장관");
    const tamis_verdict verdict = {.spans = spans, .n_spans = 1};
    const tm_marked marked = {&verdict, &decoded, false};
    size_t span = 0;
    check_line(&marked, 0, &span, 0, "김 ⟦라이브바카라⟧{장관}은 말했다");
}

static void goes_on_with_a_span_on_the_next_line(void **state)
{
    (void)state;
    const char *text = "앞 하나\r\n둘\n셋 뒤";
    const tm_decoded decoded = plain(text);
    const tamis_span spans[] = {span_of(text, "하나\r\n둘\n셋")};
    const tamis_verdict verdict = {.spans = spans, .n_spans = 1};
    const tm_marked marked = {&verdict, &decoded, false};
    size_t span = 0;
    check_line(&marked, 0, &span, 0, "앞 ⟦하나⟧");
    assert_int_equal(span, 0);
    check_line(&marked, strlen("앞 하나\r\n"), &span, 0, "⟦둘⟧");
    check_line(&marked, strlen("앞 하나\r\n둘\n"), &span, 0, "⟦셋⟧ 뒤");
    assert_int_equal(span, 1);
}

static void marks_a_stretch_over_line_ends(void **state)
{
    (void)state;
    const char *text = "앞 하나\n둘 셋\n뒤";
    const tm_decoded decoded = plain(text);
    const tamis_span spans[] = {span_of(text, "하나\n둘")};
    const tamis_verdict verdict = {.spans = spans, .n_spans = 1};
    const tm_marked marked = {&verdict, &decoded, false};
    tm_buf out = {0};
    size_t span = 0;
    tm_marked_stretch(&out, &marked, 0, strlen(text), &span);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, "앞 ⟦하나 둘⟧ 셋 뒤");
    assert_int_equal(span, 1);
    tm_buf_free(&out);
}

static void cuts_a_line_at_the_width(void **state)
{
    (void)state;
    const char *text = "ab카지노cd";
    const tm_decoded decoded = plain(text);
    const tamis_span spans[] = {span_of(text, "카지노")};
    const tamis_verdict verdict = {.spans = spans, .n_spans = 1};
    const tm_marked marked = {&verdict, &decoded, false};
    static const struct {
        size_t max_columns;
        const char *wanted;
    } cases[] = {
        {12, "ab⟦카지노⟧cd"}, {11, "ab⟦카지노⟧…"}, {10, "ab⟦카지…⟧"}, {9, "ab⟦카지…⟧"},
        {8, "ab⟦카…⟧"},       {7, "ab⟦카…⟧"},      {6, "ab…"},        {1, "…"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t span = 0;
        check_line(&marked, 0, &span, cases[i].max_columns, cases[i].wanted);
        assert_int_equal(span, 1);
    }
}

// "바카라" from two bytes a character: the origin map leads from input bytes to text bytes.
static void follows_the_origin_map(void **state)
{
    (void)state;
    tm_decoded decoded = {0};
    assert_int_equal(tm_decode(&decoded, tm_str_of("\xB9\xD9\xC4\xAB\xB6\xF3"), NULL),
                     TAMIS_OK);
    assert_int_equal(decoded.encoding, TM_ENCODING_CP949);
    const tamis_span spans[] = {{.begin_byte = 2, .end_byte = 4}};
    const tamis_verdict verdict = {.spans = spans, .n_spans = 1};
    const tm_marked marked = {&verdict, &decoded, false};
    size_t span = 0;
    assert_int_equal(tm_decoded_at(marked.decoded, 0), 0);
    assert_int_equal(tm_decoded_at(marked.decoded, 4), 6);
    assert_int_equal(tm_decoded_at(marked.decoded, 6), 9);
    assert_int_equal(tm_decoded_at(marked.decoded, 99), 9);
    check_line(&marked, 0, &span, 0, "바⟦카⟧라");
    tm_decoded_free(&decoded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_each_span_of_a_line),
        cmocka_unit_test(names_the_original_of_a_swap),
        cmocka_unit_test(goes_on_with_a_span_on_the_next_line),
        cmocka_unit_test(marks_a_stretch_over_line_ends),
        cmocka_unit_test(cuts_a_line_at_the_width),
        cmocka_unit_test(follows_the_origin_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
