// What a model remembers of its calibration, and that it comes back from a file as it went.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"
#include "model/memory.h"
#include "support/tiny_model.h"

static void fill(tm_memory *memory, size_t n_clean, size_t n_bad, bool backwards)
{
    for (size_t k = 0; k < n_clean + n_bad; k++) {
        const size_t i = backwards ? n_clean + n_bad - 1 - k : k;
        tm_row row = {{0}};
        row.value[i % TM_N_FEATURES] = tm_features[i % TM_N_FEATURES].cap;
        const double decision = (double)((i * 7919) % 10007);
        assert_int_equal(
            tm_memory_add_document(memory, &row, i < n_clean ? -1 : 1, decision, NULL),
            TAMIS_OK);
    }
}

static void keeps_the_hardest_clean_documents_and_a_sample_of_the_others(void **state)
{
    (void)state;
    tm_memory memory = {.len = 0};
    fill(&memory, 3000, 2000, false);
    const double least_of_all = 0, greatest = 10006;
    tm_memory_trim(&memory);
    assert_int_equal(memory.len, TM_MEMORY_CLEAN + TM_MEMORY_CONTAMINATED);
    for (size_t i = 0; i < TM_MEMORY_CLEAN; i++) {
        assert_int_equal(memory.row[i].label, -1);
        assert_true(i == 0 || memory.row[i].decision <= memory.row[i - 1].decision);
    }
    assert_true(memory.row[TM_MEMORY_CLEAN - 1].decision > greatest / 2);
    for (size_t i = TM_MEMORY_CLEAN; i < memory.len; i++)
        assert_int_equal(memory.row[i].label, 1);
    assert_true(memory.row[TM_MEMORY_CLEAN].decision < least_of_all + 50);
    assert_true(memory.row[memory.len - 1].decision > greatest - 50);
    tm_memory_free(&memory);
}

static void the_order_of_documents_does_not_matter(void **state)
{
    (void)state;
    tm_memory forth = {.len = 0}, back = {.len = 0};
    fill(&forth, 1500, 700, false);
    fill(&back, 1500, 700, true);
    tm_memory_trim(&forth);
    tm_memory_trim(&back);
    assert_int_equal(forth.len, back.len);
    for (size_t i = 0; i < forth.len; i++) {
        assert_true(forth.row[i].decision == back.row[i].decision);
        assert_memory_equal(forth.row[i].input, back.row[i].input, sizeof forth.row[i].input);
    }
    tm_memory_free(&forth);
    tm_memory_free(&back);
}

static void few_documents_are_all_kept(void **state)
{
    (void)state;
    tm_memory memory = {.len = 0};
    tm_memory_trim(&memory);
    assert_int_equal(memory.len, 0);
    fill(&memory, 10, 3, false);
    tm_memory_trim(&memory);
    assert_int_equal(memory.len, 13);
    tm_memory_free(&memory);
}

static void survives_a_file(void **state)
{
    (void)state;
    tm_model first = {.sha256 = ""}, again = {.sha256 = ""};
    tm_buf file = {0};
    assert_int_equal(tm_model_read(&first, tiny_model_file(), NULL), TAMIS_OK);
    assert_true(first.memory.len > 50);
    assert_int_equal(first.memory.n_clean, first.provenance.n_clean);
    assert_int_equal(tm_model_write(&file, &first, NULL), TAMIS_OK);
    assert_true(tm_str_equal(tm_buf_str(&file), tiny_model_file()));
    tm_memory_free(&first.memory); // a model without one is of format 3
    tm_buf_clear(&file);
    assert_int_equal(tm_model_write(&file, &first, NULL), TAMIS_OK);
    assert_true(tm_str_starts_with(tm_buf_str(&file), tm_str_of("TAMIS-MODEL 3\n")));
    assert_int_equal(tm_model_read(&again, tm_buf_str(&file), NULL), TAMIS_OK);
    assert_int_equal(again.memory.len, 0);
    tm_model_clear(&first);
    tm_model_clear(&again);
    tm_buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_hardest_clean_documents_and_a_sample_of_the_others),
        cmocka_unit_test(the_order_of_documents_does_not_matter),
        cmocka_unit_test(few_documents_are_all_kept),
        cmocka_unit_test(survives_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
