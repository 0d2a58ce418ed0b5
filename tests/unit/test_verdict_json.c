// The verdict line, byte for byte.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "sink/verdict_json.h"

static const tm_model_name model = {"default", "ab12"};
static const tm_document document = {{"news/004.txt", 12}, 0, {"news/004.txt", 12}, false};

static void check_json(const tm_document *about, const tamis_verdict *verdict, const char *text,
                       const char *wanted)
{
    tm_buf out = {0};
    tm_decoded decoded = {0};
    tm_decode(&decoded, tm_str_of(text), NULL);
    tm_verdict_json(&out, about, verdict, &decoded, model);
    tm_decoded_free(&decoded);
    tm_buf_byte(&out, '\0');
    assert_false(out.failed);
    assert_string_equal(out.ptr, wanted);
    tm_buf_free(&out);
}

static void writes_every_key_in_order(void **state)
{
    (void)state;
    const tamis_span spans[] = {
        {16, 19, 32, 41, 1, TAMIS_SPAN_MENU, 2.9, "카지노", 9, NULL, 0},
        {40, 44, 90, 94, 3, TAMIS_SPAN_SWAP, 1, "a\"\n\x1b", 4, "장관", 6},
    };
    const tamis_reason reasons[] = {
        {"lines_flagged_share", "", 0.41, 1.2},
        {"top_line", "", 2, -0.00001},
    };
    const tamis_verdict verdict = {
        .verdict = TAMIS_CONTAMINATED,
        .score = 3.17,
        .probability = 0.9993,
        .threshold = 0.81,
        .kind = TAMIS_DOCUMENT_INJECTED,
        .n_bytes = 5701,
        .sha256 = "c0ffee",
        .encoding = "utf-8",
        .removed_ratio = 0.21,
        .spans = spans,
        .n_spans = 2,
        .reasons = reasons,
        .n_reasons = 2,
    };
    check_json(
        &document, &verdict, "",
        "{\"schema\":\"tamis/1\",\"id\":\"news/004.txt\",\"path\":\"news/"
        "004.txt\",\"record\":0,"
        "\"verdict\":\"contaminated\",\"score\":3.1700,\"probability\":0.999300,"
        "\"threshold\":0.810000,\"kind\":\"injected\",\"bytes\":5701,\"sha256\":\"c0ffee\","
        "\"removed_ratio\":0.2100,\"spans\":[{\"start\":16,\"end\":19,\"start_byte\":32,"
        "\"end_byte\":41,\"line\":1,\"kind\":\"menu\",\"score\":2.9000,\"text\":\"카지노\"},"
        "{\"start\":40,\"end\":44,\"start_byte\":90,\"end_byte\":94,\"line\":3,"
        "\"kind\":\"swap\",\"score\":1.0000,\"text\":\"a\\\"\\n\\u001b\","
        "\"original\":\"장관\"}],\"reasons\":[{\"feature\":\"lines_flagged_share\","
        "\"value\":0.4100,\"contribution\":1.2000},{\"feature\":\"top_line\",\"value\":2.0000,"
        "\"contribution\":0.0000}],\"model\":{\"name\":\"default\",\"sha256\":\"ab12\"}}\n");
}

static void writes_null_for_what_was_not_measured(void **state)
{
    (void)state;
    const tm_document missing = {{"gone\xFF", 5}, 0, {"gone\xFF", 5}, false};
    const tamis_verdict verdict = {.verdict = TAMIS_UNSCANNED,
                                   .unscanned_reason = "cannot_open"};
    check_json(&missing, &verdict, "",
               "{\"schema\":\"tamis/1\",\"id\":\"gone\uFFFD\",\"path\":\"gone\uFFFD\","
               "\"record\":0,\"verdict\":\"unscanned\",\"unscanned\":\"cannot_open\","
               "\"score\":null,\"probability\":null,\"threshold\":null,\"kind\":null,"
               "\"bytes\":0,\"sha256\":null,\"removed_ratio\":null,\"spans\":[],"
               "\"reasons\":[],\"model\":{\"name\":\"default\",\"sha256\":\"ab12\"}}\n");
}

static void tells_encoding_damage_and_lines_when_there_are_any(void **state)
{
    (void)state;
    const tm_document record = {{"a.jsonl", 7}, 3, {"x", 1}, false};
    const tamis_line lines[] = {{0, 4, -1.5, 0}, {6, 9, 2, 1}};
    const tamis_verdict verdict = {
        .verdict = TAMIS_CLEAN,
        .score = -INFINITY,
        .n_bytes = 9,
        .sha256 = "c0ffee",
        .encoding = "cp949",
        .n_damaged = 2,
        .lines = lines,
        .n_lines = 2,
    };
    check_json(&record, &verdict, "four\n\nsix",
               "{\"schema\":\"tamis/1\",\"id\":\"x\",\"path\":\"a.jsonl\",\"record\":3,"
               "\"verdict\":\"clean\",\"score\":null,\"probability\":0.000000,"
               "\"threshold\":0.000000,\"kind\":null,\"bytes\":9,\"sha256\":\"c0ffee\","
               "\"encoding\":\"cp949\",\"damaged\":2,\"removed_ratio\":0.0000,\"spans\":[],"
               "\"reasons\":[],\"lines\":[{\"line\":1,\"start_byte\":0,\"end_byte\":4,"
               "\"score\":-1.5000,\"flagged\":false},{\"line\":3,\"start_byte\":6,"
               "\"end_byte\":9,\"score\":2.0000,\"flagged\":true}],"
               "\"model\":{\"name\":\"default\",\"sha256\":\"ab12\"}}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_every_key_in_order),
        cmocka_unit_test(writes_null_for_what_was_not_measured),
        cmocka_unit_test(tells_encoding_damage_and_lines_when_there_are_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
