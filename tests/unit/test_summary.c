// The summary of a run: every count in its place, and the same whichever way the parts are added.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <math.h>

#include "sink/summary.h"

static const char *const reasons[] = {"truncated", "bad_json", "damaged", "bad_json"};

// The verdicts of a small run, in two parts.
static void fill(tm_counts parts[2])
{
    static const tamis_span spans[] = {{.kind = TAMIS_SPAN_SWAP}, {.kind = TAMIS_SPAN_HIDDEN}};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        const tamis_verdict lost = {.verdict = TAMIS_UNSCANNED, .unscanned_reason = reasons[i]};
        tm_counts_verdict(&parts[i % 2], &lost, false);
    }
    const tamis_verdict found = {.verdict = TAMIS_CONTAMINATED,
                                 .kind = TAMIS_DOCUMENT_SPAM,
                                 .n_damaged = 3,
                                 .spans = spans,
                                 .n_spans = 2};
    const tamis_verdict clean = {.verdict = TAMIS_CLEAN};
    tm_counts_verdict(&parts[0], &found, true);
    tm_counts_verdict(&parts[1], &found, false);
    tm_counts_verdict(&parts[1], &clean, true);
}

static void gives(tm_summary *summary, const char *expected)
{
    tm_buf out = {0};
    tm_summary_json(&out, summary);
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    tm_buf_free(&out);
}

static void says_all_that_was_counted(void **state)
{
    (void)state;
    tm_counts parts[2] = {{.n_damaged_texts = 0}};
    tm_summary summary = {.model = {"m", "abc"},
                          .max_fpr = 1e-4,
                          .threshold = 0.5,
                          .suspect_threshold = 0.25,
                          .n_opened = 3,
                          .n_not_opened = 1,
                          .n_bytes_read = 1000,
                          .n_passed_over = 7,
                          .n_jobs = 2,
                          .seconds = 2,
                          .read = 0.5,
                          .look = 1.25,
                          .score = 0.125,
                          .write = 0.064};
    fill(parts);
    summary.tally = (tm_tally){{1, 0, 2, 4}, 2000000};
    for (int i = 1; i >= 0; i--)
        tm_counts_add(&summary.counts, &parts[i]);
    assert_int_equal(tm_sources_count(&summary.sources, tm_str_of("s"), TAMIS_CLEAN, 5, NULL),
                     TAMIS_OK);
    gives(&summary,
          "{\"schema\":\"tamis-summary/1\",\"version\":\"" TAMIS_VERSION_STRING "\","
          "\"model\":{\"name\":\"m\",\"sha256\":\"abc\"},"
          "\"thresholds\":{\"max_fpr\":0.0001,\"contaminated\":0.500000,\"suspect\":0.250000},"
          "\"shard\":null,\"before\":null,"
          "\"documents\":7,\"clean\":1,\"suspect\":0,\"contaminated\":2,\"unscanned\":4,"
          "\"bytes\":2000000,"
          "\"inputs\":{\"opened\":3,\"not_opened\":1,\"bytes\":1000,"
          "\"records_passed_over\":7},"
          "\"kinds\":{\"injected\":0,\"spam\":2},"
          "\"spans\":{\"menu\":0,\"swap\":2,\"insert\":0,\"sentence\":0,\"link_list\":0,"
          "\"comment\":0,\"contact\":0,\"stuffing\":0,\"hidden\":2},"
          "\"unscanned_reasons\":{\"bad_json\":2,\"damaged\":1,\"truncated\":1},"
          "\"damaged\":{\"documents\":2,\"places\":6},\"cut\":2,"
          "\"sources\":{\"limit\":65536,\"others\":{\"documents\":0,\"clean\":0,"
          "\"suspect\":0,\"contaminated\":0,\"unscanned\":0,\"bytes\":0},"
          "\"list\":[{\"source\":\"s\",\"documents\":1,\"clean\":1,\"suspect\":0,"
          "\"contaminated\":0,\"unscanned\":0,\"bytes\":5}]},"
          "\"time\":{\"jobs\":2,\"seconds\":2.000,\"documents_per_second\":3.5,"
          "\"megabytes_per_second\":1.0,\"stages\":{\"read\":0.500,\"look\":1.250,"
          "\"score\":0.125,\"write\":0.064}}}\n");
    tm_summary_free(&summary);
}

static void says_which_part_of_the_whole_it_is(void **state)
{
    (void)state;
    tm_buf out = {0};
    tm_summary summary = {.model = {"m", "abc"},
                          .max_fpr = NAN,
                          .shard = 1,
                          .n_shards = 4,
                          .shares_records = true,
                          .goes_on = true,
                          .before = {{5, 0, 1, 0}, 60}};
    tm_summary_json(&out, &summary);
    tm_buf_byte(&out, '\0');
    assert_non_null(strstr(out.ptr, "{\"max_fpr\":null,"));
    assert_non_null(strstr(out.ptr, "\"shard\":{\"index\":1,\"count\":4,\"of\":\"records\"},"));
    assert_non_null(strstr(out.ptr, "\"before\":{\"documents\":6,\"clean\":5,\"suspect\":0,"
                                    "\"contaminated\":1,\"unscanned\":0,\"bytes\":60},"
                                    "\"documents\":0,"));
    assert_non_null(strstr(out.ptr, "\"unscanned_reasons\":{},"));
    tm_buf_free(&out);
    tm_summary_free(&summary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_all_that_was_counted),
        cmocka_unit_test(says_which_part_of_the_whole_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
