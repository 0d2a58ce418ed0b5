// Values of options: what is taken, what is refused and in which words.
// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // sched_setaffinity
#include "support/check.h"

#include <sched.h>
#include <stdio.h>

#include "cli/settings.h"

static tm_settings settings;
static tamis_error err;

static tamis_status take_word(const tm_option *options, char *word)
{
    char *words[] = {"screen", word, NULL};
    char **argv = words;
    int argc = 2;
    err = (tamis_error){0};
    return tm_options_take(options, NULL, &argc, &argv, &err);
}

// Gives one of the settings its value.
static tamis_status take(const char *name, const char *value)
{
    char word[64];
    settings = tm_settings_default();
    const tm_option options[] = {tm_settings_option(&settings, name), {0}};
    snprintf(word, sizeof word, "--%s=%s", name, value);
    return take_word(options, word);
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
    assert_int_equal(take("max-fpr", "1e-3"), TAMIS_OK);
    check_close(settings.screener.max_fpr, 1e-3, 0);
    assert_int_equal(take("threshold", "0"), TAMIS_OK);
    check_close(settings.screener.threshold, 0, 0);
    check_close(settings.max_removed, 0.5, 0);
    assert_int_equal(take("max-removed", "1"), TAMIS_OK);
    check_close(settings.max_removed, 1, 0);
    static const struct {
        const char *option, *value;
    } refused[] = {
        {"max-fpr", "0"},      {"max-fpr", "1.01"},   {"max-fpr", "nan"},
        {"max-fpr", "1,5"},    {"threshold", "-0.1"}, {"threshold", "2"},
        {"threshold", "half"}, {"max-removed", "2"},  {"threshold", ""},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(take(refused[i].option, refused[i].value), TAMIS_EINVAL);
    assert_string_equal(err.message, "--threshold takes a number from 0 to 1, not ''");
}

static void takes_words_of_closed_lists(void **state)
{
    (void)state;
    assert_int_equal(take("color", "never"), TAMIS_OK);
    assert_int_equal(settings.color, TM_COLOR_NEVER);
    assert_int_equal(take("format", "jsonl"), TAMIS_OK);
    assert_int_equal(settings.reader.format, TM_FORMAT_JSONL);
    assert_int_equal(take("color", "red"), TAMIS_EINVAL);
    assert_int_equal(take("format", "xml"), TAMIS_EINVAL);
    assert_string_equal(err.message,
                        "--format takes auto, text, jsonl, html or warc, not 'xml'");
}

static void gives_the_limit_to_reader_and_screener(void **state)
{
    (void)state;
    assert_int_equal(take("max-document-bytes", "1M"), TAMIS_OK);
    assert_int_equal(settings.reader.max_document_bytes, 1 << 20);
    assert_int_equal(settings.screener.max_document_bytes, 1 << 20);
    assert_int_equal(take("max-document-bytes", "0"), TAMIS_EINVAL);
}

static void takes_field_names_that_are_some(void **state)
{
    (void)state;
    assert_int_equal(take("text-field", "content"), TAMIS_OK);
    assert_string_equal(settings.reader.text_field, "content");
    assert_string_equal(settings.reader.id_field, "id");
    assert_int_equal(take("id-field", ""), TAMIS_EINVAL);
}

static void takes_numbers_between_limits(void **state)
{
    (void)state;
    size_t n = 0;
    const tm_option options[] = {
        {"worst", .number = &n, .max = 1000}, {"seed", .number = &n, .min = 1}, {0}};
    assert_int_equal(take_word(options, "--worst=1000"), TAMIS_OK);
    assert_int_equal(n, 1000);
    assert_int_equal(take_word(options, "--worst=1001"), TAMIS_EINVAL);
    assert_string_equal(err.message, "--worst takes a number from 0 to 1000, not '1001'");
    assert_int_equal(take_word(options, "--seed=-1"), TAMIS_EINVAL);
    assert_string_equal(err.message, "--seed takes a number from 1, not '-1'");
    assert_int_equal(take_word(options, "--seed=18446744073709551615"), TAMIS_OK);
    assert_int_equal(n, SIZE_MAX);
}

static void takes_as_many_paths_as_there_is_room_for(void **state)
{
    (void)state;
    char *paths[2];
    size_t n = 0;
    const tm_option options[] = {{"file", .paths = paths, .n_paths = &n, .max = 2}, {0}};
    assert_int_equal(take_word(options, "--file=-"), TAMIS_OK);
    assert_int_equal(take_word(options, "--file=b"), TAMIS_OK);
    assert_int_equal(n, 2);
    assert_string_equal(paths[0], "-");
    assert_string_equal(paths[1], "b");
    assert_int_equal(take_word(options, "--file=c"), TAMIS_EINVAL);
    assert_string_equal(err.message, "--file may be given 2 times");
    assert_int_equal(take_word(options, "--file="), TAMIS_EINVAL);
    assert_string_equal(err.message, "--file takes a path, which cannot be empty");
}

static void writes_to_files_with_a_name_only(void **state)
{
    (void)state;
    const char *kept = NULL;
    const tm_option options[] = {{"kept", 'k', .output = &kept}, {0}};
    assert_int_equal(take_word(options, "-kout"), TAMIS_OK);
    assert_string_equal(kept, "out");
    assert_int_equal(take_word(options, "--kept="), TAMIS_EINVAL);
    assert_string_equal(err.message, "--kept takes a path, which cannot be empty");
    assert_int_equal(take_word(options, "-k-"), TAMIS_EINVAL);
    assert_string_equal(err.message, "-k does not go to standard output; a file that is called "
                                     "so is ./-");
}

static void leaves_what_is_no_option(void **state)
{
    (void)state;
    bool quiet = false;
    const char *text = NULL, *act = NULL;
    const tm_option options[] = {{"copy", .given = &act},
                                 {"help", 'h', .text = &text, .prints = "what it does"},
                                 {"move", .given = &act},
                                 {"quiet", 'q', .flag = &quiet},
                                 {0}};
    char *words[] = {"screen", "a", "--move", "-q", "--copy", "--", "-h", NULL};
    char **argv = words;
    int argc = 7;
    assert_int_equal(tm_options_take(options, NULL, &argc, &argv, &err), TAMIS_OK);
    assert_true(quiet);
    assert_string_equal(act, "copy"); // the last one
    assert_null(text);
    assert_int_equal(argc, 2);
    assert_string_equal(argv[0], "a");
    assert_string_equal(argv[1], "-h");
    assert_null(argv[2]);
    char *asking[] = {"screen", "-h", "--no-such", NULL};
    argv = asking;
    argc = 3;
    assert_int_equal(tm_options_take(options, NULL, &argc, &argv, &err), TAMIS_OK);
    assert_string_equal(text, "what it does");
}

static void refuses_what_the_help_of_an_action_does_not_name(void **state)
{
    (void)state;
    bool json = false, all = false;
    const tm_command show = {.name = "show", .help = "  --json   as one line\n"};
    const tm_option options[] = {{"all", 'a', .flag = &all},
                                 {"every", .flag = &all, .always = true},
                                 {"json", .flag = &json},
                                 {0}};
    char *words[] = {"show", "--json", "--every", "-a", NULL};
    char **argv = words;
    int argc = 3;
    assert_int_equal(tm_options_take(options, &show, &argc, &argv, &err), TAMIS_OK);
    assert_true(json && all);
    argv = words;
    argc = 4;
    assert_int_equal(tm_options_take(options, &show, &argc, &argv, &err), TAMIS_EINVAL);
    assert_string_equal(err.message, "--all is not an option of show");
}

static void uses_eight_threads_at_most(void **state)
{
    (void)state;
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
    bool flag = false;
    const char *text = NULL;
    const tm_option options[] = {{"files-from", 'f', .text = &text},
                                 {"json", .flag = &flag},
                                 {"mean", .flag = &flag},
                                 {"model", .text = &text},
                                 {"moon", .flag = &flag},
                                 {"quiet", 'q', .flag = &flag},
                                 {"to", .flag = &flag},
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
        {"--quiet=1", "--quiet=1 takes no value"},
        {"--files-from", "--files-from needs a value"},
        {"--model", "--model needs a value"},
        {"-x", "-x is not an option"},
        {"-f", "-f needs a value"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(take_word(options, cases[i].argument), TAMIS_EINVAL);
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
        cmocka_unit_test(takes_as_many_paths_as_there_is_room_for),
        cmocka_unit_test(writes_to_files_with_a_name_only),
        cmocka_unit_test(leaves_what_is_no_option),
        cmocka_unit_test(refuses_what_the_help_of_an_action_does_not_name),
        cmocka_unit_test(uses_eight_threads_at_most),
        cmocka_unit_test(counts_the_processors_that_it_may_use),
        cmocka_unit_test(names_what_getopt_did_not_accept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
