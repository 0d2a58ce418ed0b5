// What `tamis explain` says about one document.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "sink/explanation.h"

static const char text[] = "섹션 카지노\n\n본문 둘\n";
static const tm_decoded decoded = {.text = {text, sizeof text - 1}};
static const tm_document document = {{"a.txt", 5}, 0, {"a.txt", 5}, false};

static void check_explained(const tamis_verdict *verdict, const tamis_operating_point *point,
                            const char *wanted)
{
    const tm_marked marked = {verdict, &decoded, false};
    const tm_explanation explanation = {&document, &marked, point, {"default", "ab12"}};
    tm_buf out = {0};
    tm_explain(&out, &explanation);
    tm_buf_byte(&out, '\0');
    assert_false(out.failed);
    assert_string_equal(out.ptr, wanted);
    tm_buf_free(&out);
}

static void explains_a_contaminated_document(void **state)
{
    (void)state;
    const tamis_operating_point point = {1e-4, 0.9, 0.00004, 0.00013, 0.941, 23400};
    const tamis_span span = {.begin_byte = 7, .end_byte = 16, .line = 1};
    const tamis_reason reasons[] = {
        {"top_line", "the heaviest line", 2.9, 1.25},
        {"company", "reporting around the terms", 3, -0.5},
    };
    const tamis_line lines[] = {{0, 16, 2.9, 1}, {17, 17, 0, 0}, {18, 28, -1.25, 0}};
    const tamis_verdict verdict = {
        .verdict = TAMIS_CONTAMINATED,
        .score = 3.5,
        .probability = 0.95,
        .threshold = 0.9,
        .kind = TAMIS_DOCUMENT_INJECTED,
        .n_bytes = 29,
        .sha256 = "c0ffee",
        .encoding = "utf-8",
        .removed_ratio = 0.25,
        .spans = &span,
        .n_spans = 1,
        .reasons = reasons,
        .n_reasons = 2,
        .lines = lines,
        .n_lines = 3,
    };
    check_explained(
        &verdict, &point,
        "a.txt\n"
        "contaminated: probability 0.950000, at or above the threshold 0.900000 (decision "
        "value 3.5000)\n"
        "operating point: at most 1 clean document in 10,000 flagged; measured 0.0040 % of "
        "23,400, bound 0.0130 % at 95 % confidence; recall 94.1 %\n"
        "kind: injected: a real document that someone wrote into; 1 span, 25.0 % of the text\n"
        "input: 29 bytes, utf-8, sha256 c0ffee\n"
        "model: default, sha256 ab12\n"
        "\n"
        "   line   score  kind       text\n"
        "      1   +2.90  menu       섹션 ⟦카지노⟧\n"
        "      2   +0.00\n"
        "      3   -1.25             본문 둘\n"
        "\n"
        "what speaks most for contamination\n"
        "   +1.25  the heaviest line (top_line = 2.9000)\n"
        "\n"
        "all features\n"
        "  adds     value         name\n"
        "  +1.2500       2.9000  top_line\n"
        "  -0.5000       3.0000  company\n");
}

static void explains_a_clean_document(void **state)
{
    (void)state;
    const tamis_verdict verdict = {.threshold = 0.5,
                                   .score = -2,
                                   .encoding = "cp949",
                                   .n_damaged = 1,
                                   .n_bytes = 29,
                                   .sha256 = "c0ffee"};
    check_explained(
        &verdict, NULL,
        "a.txt\n"
        "clean: probability 0.000000, below the threshold 0.500000 (decision value -2.0000)\n"
        "operating point: threshold set by hand\n"
        "kind: nothing was found; 0 spans, 0.0 % of the text\n"
        "input: 29 bytes, cp949 with 1 damaged place, sha256 c0ffee\n"
        "model: default, sha256 ab12\n"
        "\n"
        "   line   score  kind       text\n"
        "\n"
        "what speaks most for contamination\n"
        "   nothing\n"
        "\n"
        "all features\n"
        "  adds     value         name\n");
}

// Rows of a page are pieces of its source, over line ends; one may enclose the next.
static void shows_the_lines_of_a_page_in_its_markup(void **state)
{
    (void)state;
    static const char page[] = "<p>one\ntwo <i hidden>bad\nword</i> three</p>\n<p>four";
    const tm_decoded source = {.text = {page, sizeof page - 1}};
    const tamis_span span = {.begin_byte = 21, .end_byte = 29, .kind = TAMIS_SPAN_HIDDEN};
    const tamis_line lines[] = {{3, 39, -1, 1}, {21, 29, 2, 1}, {47, 51, 0, 0}};
    const tamis_verdict verdict = {.verdict = TAMIS_CONTAMINATED,
                                   .format = "html",
                                   .spans = &span,
                                   .n_spans = 1,
                                   .lines = lines,
                                   .n_lines = 3};
    const tm_marked marked = {&verdict, &source, false};
    const tm_explanation explanation = {&document, &marked, NULL, {"default", "ab12"}};
    tm_buf out = {0};
    tm_explain(&out, &explanation);
    tm_buf_byte(&out, '\0');
    assert_non_null(
        strstr(out.ptr, "      1   -1.00  hidden     one two <i hidden>⟦bad word⟧</i> three\n"
                        "      2   +2.00  hidden     ⟦bad word⟧\n"
                        "      4   +0.00             four\n"));
    tm_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explains_a_contaminated_document),
        cmocka_unit_test(explains_a_clean_document),
        cmocka_unit_test(shows_the_lines_of_a_page_in_its_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
