// Documents by source: each counted once, whatever there is room for, and in the order of names.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdio.h>

#include "sink/sources.h"

static void count(tm_sources *sources, const char *name, tamis_verdict_kind verdict,
                  uint64_t n_bytes)
{
    assert_int_equal(tm_sources_count(sources, tm_str_of(name), verdict, n_bytes, NULL),
                     TAMIS_OK);
}

static void counts_by_name(void **state)
{
    (void)state;
    tm_sources sources = {0};
    count(&sources, "b.example", TAMIS_CLEAN, 10);
    count(&sources, "a.example", TAMIS_CONTAMINATED, 5);
    count(&sources, "b.example", TAMIS_UNSCANNED, 1);
    count(&sources, "", TAMIS_SUSPECT, 2);
    tm_sources_sort(&sources);
    assert_int_equal(sources.len, 3);
    assert_string_equal(sources.row[0].name, "");
    assert_string_equal(sources.row[1].name, "a.example");
    assert_int_equal(sources.row[1].tally.n_documents[TAMIS_CONTAMINATED], 1);
    assert_string_equal(sources.row[2].name, "b.example");
    assert_int_equal(tm_tally_seen(&sources.row[2].tally), 2);
    assert_int_equal(sources.row[2].tally.n_bytes, 11);
    assert_int_equal(tm_tally_seen(&sources.others), 0);
    tm_sources_free(&sources);
}

static void names_that_are_too_long_count_together(void **state)
{
    (void)state;
    char name[TM_SOURCE_BYTES + 2];
    tm_sources sources = {0};
    memset(name, 'x', sizeof name);
    name[TM_SOURCE_BYTES + 1] = '\0';
    count(&sources, name, TAMIS_CLEAN, 1);
    name[TM_SOURCE_BYTES] = '\0';
    count(&sources, name, TAMIS_CLEAN, 1);
    assert_int_equal(tm_sources_count(&sources, (tm_str){"nul\0", 4}, TAMIS_CLEAN, 1, NULL),
                     TAMIS_OK);
    assert_int_equal(sources.len, 1);
    assert_int_equal(tm_tally_seen(&sources.others), 2);
    tm_sources_free(&sources);
}

static void the_first_have_rows_and_the_others_one_count(void **state)
{
    (void)state;
    enum { MORE = 1000 };
    char name[16];
    tm_sources sources = {0};
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < TM_SOURCES + MORE; i++) {
            snprintf(name, sizeof name, "%d", i);
            count(&sources, name, TAMIS_CLEAN, 1);
        }
    }
    assert_int_equal(sources.len, TM_SOURCES);
    assert_int_equal(tm_tally_seen(&sources.others), 2 * MORE);
    for (size_t i = 0; i < sources.len; i++)
        assert_int_equal(tm_tally_seen(&sources.row[i].tally), 2);
    tm_sources_free(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_by_name),
        cmocka_unit_test(names_that_are_too_long_count_together),
        cmocka_unit_test(the_first_have_rows_and_the_others_one_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
