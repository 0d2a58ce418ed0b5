// The report for people: names, counts, and which places of a document are shown.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "sink/report.h"

static void check_text(tm_buf *out, const char *wanted)
{
    tm_buf_byte(out, '\0');
    assert_false(out->failed);
    assert_string_equal(out->ptr, wanted);
    tm_buf_free(out);
}

static void groups_the_digits_of_counts(void **state)
{
    (void)state;
    static const struct {
        uint64_t count;
        const char *wanted;
    } cases[] = {
        {0, "0"},
        {7, "7"},
        {999, "999"},
        {1000, "1,000"},
        {123456, "123,456"},
        {1000000, "1,000,000"},
        {UINT64_MAX, "18,446,744,073,709,551,615"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tm_buf out = {0};
        tm_report_count(&out, cases[i].count);
        check_text(&out, cases[i].wanted);
    }
}

static void adds_up_in_the_summary(void **state)
{
    (void)state;
    const tm_tally tally = {.n_documents = {9, 1, 2, 3}, .n_bytes = 34567};
    const tm_tally one = {.n_documents = {1}, .n_bytes = 1};
    tm_buf out = {0};
    tm_report_summary(&out, &tally);
    check_text(&out,
               "15 documents, 34,567 bytes: 9 clean, 1 suspect, 2 contaminated, 3 unscanned\n");
    tm_report_summary(&out, &one);
    check_text(&out, "1 document, 1 byte: 1 clean, 0 suspect, 0 contaminated, 0 unscanned\n");
}

static void names_a_document_without_saying_it_twice(void **state)
{
    (void)state;
    static const struct {
        const char *path, *id;
        size_t record;
        const char *wanted;
    } cases[] = {
        {"a.txt", "a.txt", 0, "a.txt"},
        {"a.jsonl", "a.jsonl#3", 3, "a.jsonl#3"},
        {"a.jsonl", "doc-17", 3, "a.jsonl#3 (id doc-17)"},
        {"a\x1b.txt", "a\x1b.txt", 0, "a␛.txt"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tm_buf out = {0};
        const tm_document document = {tm_str_of(cases[i].path), cases[i].record,
                                      tm_str_of(cases[i].id), false};
        tm_report_name(&out, &document);
        check_text(&out, cases[i].wanted);
    }
}

static void says_why_a_document_is_unscanned(void **state)
{
    (void)state;
    const tm_document document = {tm_str_of("a.jsonl"), 2, tm_str_of("a.jsonl#2"), false};
    tamis_verdict verdict = {.verdict = TAMIS_UNSCANNED, .unscanned_reason = "too_large"};
    tm_buf out = {0};
    tm_report_unscanned(&out, &document, &verdict, "", false);
    check_text(&out, "unscanned     a.jsonl#2  larger than the limit; raise "
                     "--max-document-bytes\n");
    verdict.unscanned_reason = "a_reason_to_come";
    tm_report_unscanned(&out, &document, &verdict, "at byte 7", true);
    check_text(&out, "\x1b[35munscanned\x1b[0m     a.jsonl#2  a_reason_to_come (at byte 7)\n");
}

// One span, "spam", at the start of each of eight lines; the scores decide.
static void shows_the_five_strongest_places_in_order(void **state)
{
    (void)state;
    static const char text[] =
        "spam 1\nspam 2\nspam 3\nspam 4\nspam 5\nspam 6\nspam 7\nspam 8\n";
    static const double scores[] = {1, 5, 2, 9, 8, 1, 7, 3};
    tamis_span spans[8];
    for (size_t i = 0; i < 8; i++)
        spans[i] = (tamis_span){.begin_byte = 7 * i,
                                .end_byte = 7 * i + 4,
                                .line = i + 1,
                                .kind = TAMIS_SPAN_COMMENT,
                                .score = scores[i]};
    const tamis_verdict verdict = {.verdict = TAMIS_CONTAMINATED,
                                   .probability = 0.9993,
                                   .kind = TAMIS_DOCUMENT_SPAM,
                                   .removed_ratio = 0.5714,
                                   .spans = spans,
                                   .n_spans = 8};
    const tm_decoded decoded = {.text = tm_str_of(text)};
    const tm_marked marked = {&verdict, &decoded, false};
    const tm_document document = {tm_str_of("a.txt"), 0, tm_str_of("a.txt"), false};
    tm_buf out = {0};
    tm_report_flagged(&out, &document, &marked, 80);
    check_text(&out, "contaminated  0.9993  spam      a.txt  8 spans, 57.1 % of the text\n"
                     "      2  comment    ⟦spam⟧ 2\n"
                     "      4  comment    ⟦spam⟧ 4\n"
                     "      5  comment    ⟦spam⟧ 5\n"
                     "      7  comment    ⟦spam⟧ 7\n"
                     "      8  comment    ⟦spam⟧ 8\n"
                     "      …  and 3 more spans\n\n");
}

// A row never is wider than the terminal, wherever in a long line the span lies.
static void keeps_rows_within_the_width(void **state)
{
    (void)state;
    char text[3 * 400];
    for (size_t i = 0; i < 400; i++)
        memcpy(text + 3 * i, "가", 3);
    for (size_t at = 0; at < 390; at += 13) {
        const tamis_span span = {.begin_byte = 3 * at, .end_byte = 3 * (at + 9), .line = 1};
        const tamis_verdict verdict = {.verdict = TAMIS_SUSPECT, .spans = &span, .n_spans = 1};
        const tm_decoded decoded = {.text = {text, sizeof text}};
        const tm_marked marked = {&verdict, &decoded, false};
        const tm_document document = {tm_str_of("a"), 0, tm_str_of("a"), false};
        tm_buf out = {0};
        tm_report_flagged(&out, &document, &marked, 60);
        tm_str rest = tm_buf_str(&out);
        tm_str_cut(&rest, '\n'); // the header
        const tm_str row = tm_str_cut(&rest, '\n');
        size_t columns = 0;
        size_t n_marked = 0;
        for (size_t pos = 0; pos < row.len;) {
            const uint32_t codepoint = tm_utf8_next(row, &pos);
            columns += codepoint == 0xAC00 ? 2 : 1;
            n_marked += codepoint == 0x27E6 || codepoint == 0x27E7;
        }
        assert_in_range(columns, 58, 60);
        assert_int_equal(n_marked, 2);
        tm_buf_free(&out);
    }
}

// What stands before a span leaves room for it: on a narrow terminal, and where each character of it
// has to be spelt out.
static void shows_more_of_the_span_than_of_what_leads_to_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t begin_byte, width;
        const char *wanted;
    } cases[] = {
        {"가나다라마바사아자차카타spam and more spam", 36, 80,
         "가나다라마바사아자차카타⟦spam and more spam⟧"},
        {"가나다라마바사아자차카타spam and more spam", 36, 50,
         "…사아자차카타⟦spam and more …⟧"},
        {"\u2060\u2060\u2060\u2060\u2060\u2060\u2060\u2060spam and more spam", 24, 80,
         "…<U+2060><U+2060><U+2060>⟦spam and more spam⟧"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tamis_span span = {
            .begin_byte = cases[i].begin_byte, .end_byte = cases[i].begin_byte + 18, .line = 1};
        const tamis_verdict verdict = {.verdict = TAMIS_SUSPECT, .spans = &span, .n_spans = 1};
        const tm_decoded decoded = {.text = tm_str_of(cases[i].text)};
        const tm_marked marked = {&verdict, &decoded, false};
        const tm_document document = {tm_str_of("a"), 0, tm_str_of("a"), false};
        tm_buf out = {0};
        tm_buf row = {0};
        tm_report_flagged(&out, &document, &marked, cases[i].width);
        tm_str rest = tm_buf_str(&out);
        tm_str_cut(&rest, '\n'); // the header
        const tm_str line = tm_str_cut(&rest, '\n');
        tm_buf_add(&row, tm_str_slice(line, 20, line.len)); // without number and kind
        check_text(&row, cases[i].wanted);
        tm_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_the_digits_of_counts),
        cmocka_unit_test(adds_up_in_the_summary),
        cmocka_unit_test(names_a_document_without_saying_it_twice),
        cmocka_unit_test(says_why_a_document_is_unscanned),
        cmocka_unit_test(shows_the_five_strongest_places_in_order),
        cmocka_unit_test(keeps_rows_within_the_width),
        cmocka_unit_test(shows_more_of_the_span_than_of_what_leads_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
