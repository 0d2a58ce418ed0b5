// Templates: every shipped one can be filled, slots do what seeds/templates/README.md says, and
// hostile ones end.
// SPDX-License-Identifier: MIT
#include "support/seeds.h"

#include "model/phrase.h"

enum { ALL_GROUPS = (1 << TM_WORD_GROUPS) - 1 };

static void try_templates(const tm_payloads *payloads, tm_str rest, tm_rng *rng)
{
    while (rest.len > 0) {
        tm_str line = tm_str_cut(&rest, '\n');
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        tm_str_cut(&line, '\t');
        tm_str language = tm_str_cut(&line, '\t');
        const tm_str text = tm_str_cut(&line, '\t');
        language = tm_str_equal(language, tm_str_of("*")) ? tm_str_of("ko") : language;
        tm_writer writer = {
            .payloads = payloads, .rng = rng, .groups = ALL_GROUPS, .language = language};
        writer.noun = tm_str_of("도서관");
        tm_buf_text(&writer.site, "한빛일보");
        size_t filled = 0;
        for (size_t i = 0; i < 8; i++)
            filled += tm_write_text(&writer, text);
        const tm_str out = tm_buf_str(&writer.out);
        const bool open = out.len > 0 && memchr(out.ptr, '{', out.len);
        if ((filled == 0 && !tm_str_equal(text, tm_str_of("<|>"))) || open)
            fail_msg("cannot be filled: %.*s", (int)text.len, text.ptr);
        tm_writer_free(&writer);
    }
}

static void fills_every_shipped_template(void **state)
{
    tm_buf bytes = {0};
    tm_rng rng = tm_rng_seed(1);
    seeds_read(&bytes, "templates", "any");
    try_templates(*state, tm_buf_str(&bytes), &rng);
    for (size_t i = 0; i < N_SEEDS_LANGUAGES; i++) {
        seeds_read(&bytes, "templates", seeds_languages[i]);
        try_templates(*state, tm_buf_str(&bytes), &rng);
    }
    tm_buf_free(&bytes);
}

static void fills_slots_as_the_readme_says(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"{only}", "one two"},       {"{-only}", "onetwo"},
        {"{^only}", "ONE TWO"},      {"{*only}/{=}", "one two/one two"},
        {"{noun}", "noun"},          {"{5-5}", "5"},
        {"{05-05}", "05"},           {"<a|a>b", "ab"},
        {"\\<a\\>\\n\\s", "<a>\n "}, {"{only@en}", "one two"},
    };
    (void)state;
    tm_payloads *payloads;
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(tm_payloads_add_templates(payloads, tm_str_of("only\t*\tone two\n"), NULL),
                     TAMIS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tm_rng rng = tm_rng_seed(i);
        tm_writer writer = {.payloads = payloads, .rng = &rng, .groups = ALL_GROUPS};
        writer.language = tm_str_of("ko");
        writer.noun = tm_str_of("noun");
        assert_true(tm_write_text(&writer, tm_str_of(cases[i].text)));
        assert_int_equal(writer.out.len, strlen(cases[i].expected));
        assert_memory_equal(writer.out.ptr, cases[i].expected, writer.out.len);
        tm_writer_free(&writer);
    }
    tm_payloads_free(payloads);
}

// A campaign that sells something else than gambling: its trade stands wherever a game would.
static void sells_what_the_campaign_sells(void **state)
{
    static const char templates[] = "phrase\t*\tslots\ngame\t*\tslots\nsentence\t*\tplay!\n"
                                    "trade\t*\t{pills}\ntrade_phrase\t*\tcheap {trade}\n"
                                    "trade_sentence\t*\tbuy {phrase}!\nloan\t*\tcredit\n"
                                    "pills\t*\tpills\n";
    static const struct {
        const char *trade, *name, *expected;
    } cases[] = {
        {"", "phrase", "slots"},
        {"loan", "phrase", "cheap credit"},
        {"loan", "game", "cheap credit"},
        {"loan", "trade", "credit"},
        {"", "sentence", "play!"},
        {"loan", "sentence", "buy cheap credit!"},
        {"adult", "phrase", "cheap pills"},
    };
    (void)state;
    tm_payloads *payloads;
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(tm_payloads_add_templates(payloads, tm_str_of(templates), NULL), TAMIS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tm_rng rng = tm_rng_seed(i);
        tm_writer writer = {.payloads = payloads, .rng = &rng, .groups = ALL_GROUPS};
        writer.language = tm_str_of("en");
        writer.trade = tm_str_of(cases[i].trade);
        assert_true(tm_write(&writer, cases[i].name));
        assert_int_equal(writer.out.len, strlen(cases[i].expected));
        assert_memory_equal(writer.out.ptr, cases[i].expected, writer.out.len);
        tm_writer_free(&writer);
    }
    tm_payloads_free(payloads);
}

// Whatever stands for the advertised thing is disguised, once; the words around it are not.
static void disguises_what_is_advertised(void **state)
{
    static const char templates[] = "phrase\t*\t{game}\ngame\t*\tab\nvenue\t*\tab\n"
                                    "house\t*\tab\nmonth\t*\tab\n";
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"{game}", "a.b"},  {"{venue}", "a.b"}, {"{phrase}", "a.b"},
        {"{house}", "a.b"}, {"{month}", "ab"},  {"xy {game}", "xy a.b"},
    };
    (void)state;
    tm_payloads *payloads;
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(tm_payloads_add_templates(payloads, tm_str_of(templates), NULL), TAMIS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tm_rng rng = tm_rng_seed(i);
        tm_writer writer = {.payloads = payloads, .rng = &rng, .groups = ALL_GROUPS};
        writer.language = tm_str_of("en");
        writer.disguise = (tm_disguise){.first = TM_DISGUISE_SEPARATOR};
        assert_true(tm_write_text(&writer, tm_str_of(cases[i].text)));
        assert_int_equal(writer.out.len, strlen(cases[i].expected));
        assert_memory_equal(writer.out.ptr, cases[i].expected, writer.out.len);
        assert_int_equal(writer.disguised, strcmp(cases[i].expected, "ab") != 0);
        tm_writer_free(&writer);
    }
    tm_payloads_free(payloads);
}

// What was disguised in an attempt that came to nothing does not count.
static void forgets_the_disguise_of_what_it_takes_back(void **state)
{
    (void)state;
    tm_payloads *payloads;
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(tm_payloads_add_templates(payloads, tm_str_of("phrase\t*\tab\n"), NULL),
                     TAMIS_OK);
    tm_rng rng = tm_rng_seed(1);
    tm_writer writer = {.payloads = payloads, .rng = &rng, .groups = ALL_GROUPS};
    writer.language = tm_str_of("en");
    writer.disguise = (tm_disguise){.first = TM_DISGUISE_SEPARATOR};
    assert_false(tm_write_text(&writer, tm_str_of("{phrase}{none}")));
    assert_false(writer.disguised);
    tm_writer_free(&writer);
    tm_payloads_free(payloads);
}

static void refuses_templates_that_never_end(void **state)
{
    static const char *const bad[] = {"{loop}", "{none}", "{*none", "{", "<", "{=}", "{9-3}"};
    (void)state;
    tm_payloads *payloads;
    assert_int_equal(tm_payloads_new(&payloads, NULL), TAMIS_OK);
    assert_int_equal(
        tm_payloads_add_templates(payloads, tm_str_of("loop\t*\t{loop}{loop}\n"), NULL),
        TAMIS_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tm_rng rng = tm_rng_seed(i);
        tm_writer writer = {.payloads = payloads, .rng = &rng, .groups = ALL_GROUPS};
        writer.language = tm_str_of("ko");
        assert_false(tm_write_text(&writer, tm_str_of(bad[i])));
        assert_int_equal(writer.out.len, 0);
        tm_writer_free(&writer);
    }
    tm_payloads_free(payloads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_every_shipped_template),
        cmocka_unit_test(fills_slots_as_the_readme_says),
        cmocka_unit_test(sells_what_the_campaign_sells),
        cmocka_unit_test(disguises_what_is_advertised),
        cmocka_unit_test(forgets_the_disguise_of_what_it_takes_back),
        cmocka_unit_test(refuses_templates_that_never_end),
    };
    return cmocka_run_group_tests(tests, seeds_pool, seeds_free);
}
