// Values of options: what is taken, what is refused and in which words.
// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // sched_setaffinity
#include "support/check.h"

#include <getopt.h>
#include <sched.h>

#include "cli/opt.h"

static tm_settings settings;
static tamis_error err;

static tamis_status take(int option, char *value)
{
    char *argv[] = {value, NULL};
    settings = tm_settings_default();
    err = (tamis_error){0};
    optarg = value;
    return tm_settings_take(&settings, option, argv, &err);
}

static void reads_sizes_with_units(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        size_t value;
    } cases[] = {
        {"0", true, 0},
        {"4096", true, 4096},
        {"512K", true, 512 << 10},
        {"16M", true, 16 << 20},
        {"2G", true, (size_t)2 << 30},
        {"", false, 0},
        {"K", false, 0},
        {"1k", false, 0},
        {"1KB", false, 0},
        {"-1", false, 0},
        {"1.5M", false, 0},
        {"99999999999999999999", false, 0},
        {"18446744073709551615G", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t value = 0;
        assert_int_equal(tm_opt_bytes(&value, cases[i].text), cases[i].good);
        if (cases[i].good)
            assert_int_equal(value, cases[i].value);
    }
}

static void takes_rates_within_their_range(void **state)
{
    (void)state;
    assert_int_equal(take(TM_OPT_MAX_FPR, "1e-3"), TAMIS_OK);
    check_close(settings.screener.max_fpr, 1e-3, 0);
    assert_int_equal(take(TM_OPT_THRESHOLD, "0"), TAMIS_OK);
    check_close(settings.screener.threshold, 0, 0);
    check_close(settings.max_removed, 0.5, 0);
    assert_int_equal(take(TM_OPT_MAX_REMOVED, "1"), TAMIS_OK);
    check_close(settings.max_removed, 1, 0);
    static const struct {
        int option;
        char *value;
    } refused[] = {
        {TM_OPT_MAX_FPR, "0"},      {TM_OPT_MAX_FPR, "1.01"},   {TM_OPT_MAX_FPR, "nan"},
        {TM_OPT_MAX_FPR, "1,5"},    {TM_OPT_THRESHOLD, "-0.1"}, {TM_OPT_THRESHOLD, "2"},
        {TM_OPT_THRESHOLD, "half"}, {TM_OPT_MAX_REMOVED, "2"},  {TM_OPT_THRESHOLD, ""},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(take(refused[i].option, refused[i].value), TAMIS_EINVAL);
    assert_string_equal(err.message, "--threshold takes a number from 0 to 1, not ''");
}

static void takes_words_of_closed_lists(void **state)
{
    (void)state;
    assert_int_equal(take(TM_OPT_COLOR, "never"), TAMIS_OK);
    assert_int_equal(settings.color, TM_COLOR_NEVER);
    assert_int_equal(take(TM_OPT_FORMAT, "jsonl"), TAMIS_OK);
    assert_int_equal(settings.reader.format, TM_FORMAT_JSONL);
    assert_int_equal(take(TM_OPT_COLOR, "red"), TAMIS_EINVAL);
    assert_int_equal(take(TM_OPT_FORMAT, "xml"), TAMIS_EINVAL);
    assert_string_equal(err.message,
                        "--format takes auto, text, jsonl, html or warc, not 'xml'");
}

static void gives_the_limit_to_reader_and_screener(void **state)
{
    (void)state;
    assert_int_equal(take(TM_OPT_MAX_BYTES, "1M"), TAMIS_OK);
    assert_int_equal(settings.reader.max_document_bytes, 1 << 20);
    assert_int_equal(settings.screener.max_document_bytes, 1 << 20);
    assert_int_equal(take(TM_OPT_MAX_BYTES, "0"), TAMIS_EINVAL);
}

static void takes_field_names_that_are_some(void **state)
{
    (void)state;
    assert_int_equal(take(TM_OPT_TEXT_FIELD, "content"), TAMIS_OK);
    assert_string_equal(settings.reader.text_field, "content");
    assert_string_equal(settings.reader.id_field, "id");
    assert_int_equal(take(TM_OPT_ID_FIELD, ""), TAMIS_EINVAL);
}

static void takes_numbers_between_limits(void **state)
{
    (void)state;
    size_t n = 0;
    assert_int_equal(tm_opt_number(&n, "--worst", 0, 1000, "1000", &err), TAMIS_OK);
    assert_int_equal(n, 1000);
    assert_int_equal(tm_opt_number(&n, "--worst", 0, 1000, "1001", &err), TAMIS_EINVAL);
    assert_string_equal(err.message, "--worst takes a number from 0 to 1000, not '1001'");
    assert_int_equal(tm_opt_number(&n, "--seed", 1, SIZE_MAX, "-1", &err), TAMIS_EINVAL);
    assert_string_equal(err.message, "--seed takes a number from 1, not '-1'");
}

static void takes_one_thread_at_least(void **state)
{
    (void)state;
    size_t jobs = 0;
    assert_int_equal(tm_opt_jobs(&jobs, "256", &err), TAMIS_OK);
    assert_int_equal(jobs, 256);
    assert_int_equal(tm_opt_jobs(&jobs, "0", &err), TAMIS_EINVAL);
    assert_int_equal(tm_opt_jobs(&jobs, "257", &err), TAMIS_EINVAL);
    assert_int_equal(tm_opt_jobs(&jobs, "two", &err), TAMIS_EINVAL);
    assert_in_range(tm_default_jobs(), 1, 8);
}

static void counts_the_processors_that_it_may_use(void **state)
{
    (void)state;
    cpu_set_t all, one;
    size_t first = 0;
    assert_int_equal(sched_getaffinity(0, sizeof all, &all), 0);
    while (!CPU_ISSET(first, &all))
        first++;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(tm_default_jobs(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof all, &all), 0);
}

static void names_what_getopt_did_not_accept(void **state)
{
    (void)state;
    static const struct option options[] = {{"json", no_argument, NULL, TM_OPT_JSON},
                                            {"model", required_argument, NULL, TM_OPT_MODEL},
                                            {"mean", no_argument, NULL, TM_OPT_OWN},
                                            {"moon", no_argument, NULL, TM_OPT_OWN + 1},
                                            {"to", no_argument, NULL, TM_OPT_OWN + 2},
                                            {0}};
    static const struct {
        char *argument;
        const char *message;
    } cases[] = {
        {"--jsonl", "--jsonl is not an option; did you mean --json?"},
        {"--modle=x", "--modle=x is not an option; did you mean --model?"},
        {"--moedl", "--moedl is not an option; did you mean --model?"},
        {"--moan", "--moan is not an option"}, // mean and moon are as near
        {"--of", "--of is not an option"},     // so is nothing to --to
        {"--frobnicate", "--frobnicate is not an option"},
        {"--json=1", "--json=1 takes no value"},
        {"--model", "--model needs a value"},
        {"-x", "-x is not an option"},
        {"-f", "-f needs a value"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *argv[] = {"screen", cases[i].argument, NULL};
        tm_opt_begin();
        const int option = tm_opt_next(2, argv, ":f:", options);
        assert_int_equal(tm_settings_take(&settings, option, argv, &err), TAMIS_EINVAL);
        assert_string_equal(err.message, cases[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_sizes_with_units),
        cmocka_unit_test(takes_rates_within_their_range),
        cmocka_unit_test(takes_words_of_closed_lists),
        cmocka_unit_test(gives_the_limit_to_reader_and_screener),
        cmocka_unit_test(takes_field_names_that_are_some),
        cmocka_unit_test(takes_numbers_between_limits),
        cmocka_unit_test(takes_one_thread_at_least),
        cmocka_unit_test(counts_the_processors_that_it_may_use),
        cmocka_unit_test(names_what_getopt_did_not_accept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
