// What goes with a span and what stays.
// SPDX-License-Identifier: MIT
#include "support/marked_text.h"

static void check_cleans(const char *marked, const char *expected)
{
    marked_text m;
    tm_buf out = {0};
    marked_text_read(&m, marked);
    apply_edits(&out, m.decoded.text, &m.clean);
    tm_buf_byte(&out, '\0');
    if (strcmp(out.ptr, expected) != 0)
        fail_msg("\"%s\" became \"%s\", not \"%s\"", marked, out.ptr, expected);
    tm_buf_free(&out);
    marked_text_free(&m);
}

static void leaves_a_text_without_spans_alone(void **state)
{
    (void)state;
    check_cleans("", "");
    check_cleans("  a |  | b \n\n\n", "  a |  | b \n\n\n");
}

static void takes_anchors_out_of_menus(void **state)
{
    (void)state;
    check_cleans("정치 [바카라] | 들꽃신문[바카라]", "정치 | 들꽃신문");
    check_cleans("[바카라] 오피니언 | 들꽃신문", "오피니언 | 들꽃신문");
    check_cleans("A | [X] | B", "A | B");
    check_cleans("A · [X] · [Y] · B", "A · B");
    check_cleans("[X] | A | [Y]", "A");
    check_cleans("A [X] | [Y] B", "A | B");
    check_cleans("A | [X] |", "A |");
}

static void tidies_blanks_that_a_span_leaves_side_by_side(void **state)
{
    (void)state;
    check_cleans("a [X] b", "a b");
    check_cleans("a  b [X] c", "a  b c"); // the other two are the text's own
    check_cleans("  [X] a", "  a");
    check_cleans("a [X]", "a");
    check_cleans("a [X]  ", "a  ");
    check_cleans("a[X]b", "ab");
    check_cleans("부처 [X]은 모였다", "부처 은 모였다");
    check_cleans("- [X] a", "- a");
}

static void tidies_marks_around_a_span(void **state)
{
    (void)state;
    check_cleans("a [X].", "a.");
    check_cleans("a [X], b", "a, b");
    check_cleans("a. [X]. b", "a. b");
    check_cleans("a ([X]) b", "a b");
    check_cleans("a ([X], [Y]) b", "a b");
    check_cleans("제목 - [X]", "제목");
    check_cleans("a “[X]” b", "a b");
    check_cleans("(a [X])", "(a)");
}

static void takes_injected_lines_with_their_ends(void **state)
{
    (void)state;
    check_cleans("a\n[X]\nb\n", "a\nb\n");
    check_cleans("a\r\n[X]\r\nb\r\n", "a\r\nb\r\n");
    check_cleans("[X]\n[Y]\na", "a");
    check_cleans("a\n[X]", "a");
    check_cleans("a\n[X]\n[Y]", "a");
    check_cleans("a\r\n[X]", "a");
    check_cleans("a\n- [X] | [Y] ★\nb", "a\nb");
    check_cleans("[X]", "");
}

static void tidies_empty_lines_like_blanks(void **state)
{
    (void)state;
    check_cleans("a\n\n[X]\n\nb\n", "a\n\nb\n");
    check_cleans("a\n\n\n[X]\n\nb\n", "a\n\n\nb\n");
    check_cleans("a\n[X]\n\nb\n", "a\n\nb\n");
    check_cleans("a\n\n[X]\n\n[Y]\n\nb\n", "a\n\nb\n");
    check_cleans("[X]\n\na\n", "a\n");
    check_cleans("a\n\n\nb\n[X]\n", "a\n\n\nb\n");
    check_cleans("a\n\n\n[X]\n\n", "a\n\n"); // as the text ended
}

static void puts_back_what_the_document_proves(void **state)
{
    (void)state;
    check_cleans("새 [바카라=장관]은 말했다\n장관은 말했다", "새 장관은 말했다\n장관은 말했다");
    check_cleans("[바카라=장관]\n장관", "장관\n장관");
    // A word that the document does not show is not made up.
    check_cleans("새 [바카라=총리]은 말했다", "새 은 말했다");
    // Nor is one put into a line of its own, when the span goes on there.
    check_cleans("새 [바카\n라=장관]은\n장관", "새\n은\n장관");
}

// The same word may stand for something else elsewhere, or be spelt in other bytes of the record.
static void copies_the_word_that_the_evidence_named(void **state)
{
    static const char last[] = "새 장관은 말했다";
    marked_text m;
    (void)state;
    marked_text_read(&m, "장관은\n새 [바카라=장관]은 말했다\n새 장관은 말했다");
    assert_int_equal(m.clean.n_edits, 1);
    assert_int_equal(m.clean.edit[0].put_begin, m.text.len - strlen(last) + strlen("새 "));
    assert_int_equal(m.clean.edit[0].put_end, m.clean.edit[0].put_begin + strlen("장관"));
    marked_text_free(&m);
}

static void never_joins_lines(void **state)
{
    (void)state;
    check_cleans("a [X\nY] b\n", "a\nb\n");
    check_cleans("a [X\nY\nZ] b\n", "a\nb\n");
}

static void leaves_the_mark_at_the_beginning(void **state)
{
    (void)state;
    check_cleans("\xEF\xBB\xBF[X]\na", "\xEF\xBB\xBF"
                                       "a");
}

static void counts_what_is_gone(void **state)
{
    marked_text m;
    (void)state;
    marked_text_read(&m, "가나 [다라] 마\n[바사]\n아");
    assert_int_equal(m.clean.n_characters, 12);
    assert_int_equal(m.clean.n_gone, 5); // the blank that goes along is not counted
    assert_true(fabs(tm_clean_ratio(&m.clean) - 5.0 / 12) < 1e-12);
    assert_int_equal(m.clean.n_edits, 3);
    assert_int_equal(m.clean.edit[0].why, TM_EDIT_SPAN);
    assert_int_equal(m.clean.edit[1].why, TM_EDIT_TIDY);
    assert_int_equal(m.clean.edit[2].why, TM_EDIT_LINE);
    assert_int_equal(m.clean.edit[2].line, 2);
    assert_int_equal(m.clean.edit[2].first, 8);
    assert_int_equal(m.clean.edit[2].last, 11);
    marked_text_free(&m);
}

static void finds_its_places_in_other_encodings(void **state)
{
    static const char text[] = "\xFF\xFE"
                               "a\0 \0X\0 \0b\0";
    const tamis_span span = {.begin_byte = 6, .end_byte = 8};
    const tamis_verdict verdict = {.spans = &span, .n_spans = 1};
    tm_decoded decoded = {0};
    tm_clean clean = {0};
    tm_buf out = {0};
    (void)state;
    assert_int_equal(tm_decode(&decoded, (tm_str){text, sizeof text - 1}, NULL), TAMIS_OK);
    assert_int_equal(tm_clean_plan(&clean, &decoded, &verdict, NULL), TAMIS_OK);
    apply_edits(&out, decoded.text, &clean);
    assert_int_equal(out.len, 3);
    assert_memory_equal(out.ptr, "a b", 3);
    assert_int_equal(clean.edit[0].first, 3); // the mark is a character of the document
    tm_buf_free(&out);
    tm_clean_free(&clean);
    tm_decoded_free(&decoded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_a_text_without_spans_alone),
        cmocka_unit_test(takes_anchors_out_of_menus),
        cmocka_unit_test(tidies_blanks_that_a_span_leaves_side_by_side),
        cmocka_unit_test(tidies_marks_around_a_span),
        cmocka_unit_test(takes_injected_lines_with_their_ends),
        cmocka_unit_test(tidies_empty_lines_like_blanks),
        cmocka_unit_test(puts_back_what_the_document_proves),
        cmocka_unit_test(copies_the_word_that_the_evidence_named),
        cmocka_unit_test(never_joins_lines),
        cmocka_unit_test(leaves_the_mark_at_the_beginning),
        cmocka_unit_test(counts_what_is_gone),
        cmocka_unit_test(finds_its_places_in_other_encodings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
