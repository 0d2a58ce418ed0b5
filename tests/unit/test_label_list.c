// What is said of documents to label and of doubted labels.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "sink/label_list.h"

static const tamis_reason reason = {"strongest_token", "score of the strongest single word", 12,
                                    1};

static tm_labelled row_of(char *id, const char *text, bool contaminated)
{
    tm_labelled row = {.id = id, .contaminated = contaminated};
    tm_buf_text(&row.text, text);
    return row;
}

static void check_text(const tm_label_list *list, const char *expected)
{
    tm_buf out = {0};
    tm_label_list_text(&out, list);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    tm_buf_free(&out);
}

static void check_json(const tm_label_list *list, const char *expected)
{
    tm_buf out = {0};
    tm_label_list_json(&out, list);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    tm_buf_free(&out);
}

static void says_why_a_document_would_teach(void **state)
{
    (void)state;
    tm_labelled row = row_of("a1", "아무 \033[31m말", false);
    tm_label_item item = {.row = &row,
                          .probability = 0.7,
                          .threshold = 0.99,
                          .gain = 0.5,
                          .uncertainty = 1,
                          .novelty = 0.25,
                          .span = {{7, 15}},
                          .n_spans = 1};
    const tm_label_list list = {.next = &item, .n_next = 1, .n_unlabelled = 9};
    check_text(&list,
               "1 of 9 documents without a label, those that would teach most\n"
               "    1  a1\n"
               "      probability 0.700000, between even odds and the threshold 0.990000; "
               "novelty 0.250\n"
               "      the model finds: ␛[31m말\n");
    check_json(&list, "{\"schema\":\"tamis-labels/1\",\"list\":\"next\",\"rank\":1,"
                      "\"id\":\"a1\",\"probability\":0.700000,\"threshold\":0.990000,"
                      "\"gain\":0.500000,\"uncertainty\":1.000000,\"novelty\":0.250000,"
                      "\"spans\":[\"\\u001b[31m말\"],\"reasons\":[]}\n");
    item.probability = 0.99991234; // the digits tell on which side of the threshold it lies
    item.threshold = 0.99991233;
    item.n_spans = 0;
    check_text(&list, "1 of 9 documents without a label, those that would teach most\n"
                      "    1  a1\n"
                      "      probability 0.999912340, above even odds and the threshold "
                      "0.999912330; novelty 0.250\n"
                      "      the model finds nothing in it\n");
    tm_buf_free(&row.text);
}

static void says_why_a_label_is_doubted(void **state)
{
    (void)state;
    tm_labelled row = row_of("a1", "바카라", false), copy = row_of("b2", "바카라", true);
    tm_label_item item = {.row = &row,
                          .probability = 0.999,
                          .threshold = 0.99,
                          .other_probability = 0.98,
                          .copy = &copy,
                          .span = {{0, 9}},
                          .n_spans = 1,
                          .reason = {reason},
                          .n_reasons = 1};
    tm_buf_text(&item.word[0], "바카라");
    const tm_label_list list = {
        .doubt = &item, .n_doubts = 1, .n_labelled = 500, .n_all_doubts = 3};
    check_text(
        &list,
        "3 of 500 labels are probably wrong; the first 1\n"
        "    1  a1\n"
        "      labelled clean; the other documents say contaminated (0.9800), the model's "
        "probability of contamination is 0.9990\n"
        "      nearly the same as b2, which is labelled contaminated\n"
        "      words that contaminated documents have: 바카라\n"
        "      the model finds: 바카라\n"
        "      score of the strongest single word = 12.00\n");
    check_json(&list, "{\"schema\":\"tamis-labels/1\",\"list\":\"doubt\",\"rank\":1,"
                      "\"id\":\"a1\",\"probability\":0.999000,\"threshold\":0.990000,"
                      "\"label\":\"clean\",\"suggested\":\"contaminated\","
                      "\"suggested_probability\":0.980000,\"words\":[\"바카라\"],"
                      "\"copy\":\"b2\",\"spans\":[\"바카라\"],\"reasons\":[{\"feature\":"
                      "\"strongest_token\",\"value\":12.0000}]}\n");
    tm_label_item_free(&item);
    tm_buf_free(&row.text);
    tm_buf_free(&copy.text);
}

static void says_why_no_label_was_doubted(void **state)
{
    (void)state;
    const tm_label_list list = {.n_labelled = 3, .no_doubts = "too few"};
    check_text(&list, "no label was doubted: too few\n");
    check_json(&list, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_why_a_document_would_teach),
        cmocka_unit_test(says_why_a_label_is_doubted),
        cmocka_unit_test(says_why_no_label_was_doubted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
