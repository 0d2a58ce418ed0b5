// What a store remembers of a verdict comes back, without text; what is damaged does no harm.
// SPDX-License-Identifier: MIT
#include "sink/facts.h"

#include "support/check.h"

static void remembers_a_verdict_without_its_text(void **state)
{
    (void)state;
    static const tamis_span spans[] = {
        {.begin = 1,
         .end = 3,
         .begin_byte = 3,
         .end_byte = 9,
         .line = 1,
         .kind = TAMIS_SPAN_SWAP,
         .score = 2.5,
         .text = "secret",
         .text_bytes = 6},
        {.begin = 5,
         .end = 8,
         .begin_byte = 12,
         .end_byte = 20,
         .line = 2,
         .kind = TAMIS_SPAN_HIDDEN,
         .score = 1.25,
         .text = "secret",
         .text_bytes = 6},
    };
    static const tamis_reason reasons[] = {{"best_segment", "", 60, 0.88},
                                           {"contrast", "", 30, 0.5}};
    const tamis_verdict verdict = {
        .struct_size = sizeof verdict,
        .verdict = TAMIS_CONTAMINATED,
        .score = 3.5,
        .probability = 0.75,
        .threshold = 0.5,
        .kind = TAMIS_DOCUMENT_SPAM,
        .spans = spans,
        .n_spans = 2,
        .reasons = reasons,
        .n_reasons = 2,
        .format = "html",
    };
    const tm_document document = {.path = tm_str_of("p"), .id = tm_str_of("doc-7")};
    const tm_facts_about about = {&document, &verdict, {"model", "abcd"}, "body", true, 11};
    tm_buf json = {0};
    tm_facts facts;
    tm_facts_write(&json, &about);
    tm_buf_byte(&json, '\0');
    assert_null(strstr(json.ptr, "secret"));
    json.len--;
    assert_int_equal(tm_facts_read(&facts, tm_buf_str(&json), NULL), TAMIS_OK);
    assert_int_equal(facts.verdict.verdict, TAMIS_CONTAMINATED);
    assert_int_equal(facts.verdict.kind, TAMIS_DOCUMENT_SPAM);
    check_close(facts.verdict.score, 3.5, 1e-9);
    assert_int_equal(facts.verdict.n_spans, 2);
    assert_int_equal(facts.spans[1].kind, TAMIS_SPAN_HIDDEN);
    assert_int_equal(facts.spans[1].end_byte, 20);
    assert_string_equal(facts.text_field.ptr, "body");
    assert_string_equal(facts.reasons[1].ptr, "contrast");
    assert_string_equal(facts.document.ptr, "doc-7");
    assert_true(facts.is_html);
    assert_true(facts.is_warc);
    assert_int_equal(facts.n_characters, 11);
    tm_facts_free(&facts);
    tm_buf_free(&json);
}

static void cuts_a_long_id_where_a_character_begins(void **state)
{
    (void)state;
    const tamis_verdict verdict = {.struct_size = sizeof verdict};
    tm_buf id = {0};
    tm_buf json = {0};
    tm_facts facts;
    for (size_t i = 0; i < 1000; i++)
        tm_buf_text(&id, "한");
    const tm_document document = {.id = tm_buf_str(&id)};
    const tm_facts_about about = {&document, &verdict, {"m", "s"}, NULL, false, 0};
    tm_facts_write(&json, &about);
    assert_int_equal(tm_facts_read(&facts, tm_buf_str(&json), NULL), TAMIS_OK);
    assert_int_equal(facts.document.len, 1023);
    tm_facts_free(&facts);
    tm_buf_free(&json);
    tm_buf_free(&id);
}

static void does_no_harm_with_facts_of_others(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "{}",
        "{\"spans\":5,\"reasons\":{},\"model\":[],\"score\":\"x\",\"verdict\":\"great\"}",
        "{\"spans\":[5,[],{\"start_byte\":9,\"end_byte\":2},{\"kind\":7}],\"spans\":[{}]}",
        "{\"reasons\":[1,{},{\"feature\":4},{\"name\":\"x\"}],\"document\":7}",
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        tm_facts facts;
        assert_int_equal(tm_facts_read(&facts, tm_str_of(odd[i]), NULL), TAMIS_OK);
        for (size_t k = 0; k < facts.verdict.n_spans; k++)
            assert_true(facts.spans[k].begin_byte <= facts.spans[k].end_byte);
        tm_facts_free(&facts);
    }
    tm_facts facts;
    assert_int_equal(tm_facts_read(&facts, tm_str_of("[1]x"), NULL), TAMIS_EFORMAT);
    tm_facts_free(&facts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remembers_a_verdict_without_its_text),
        cmocka_unit_test(cuts_a_long_id_where_a_character_begins),
        cmocka_unit_test(does_no_harm_with_facts_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
