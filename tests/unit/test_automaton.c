// The automaton finds every pattern that ends at a character, longest first, and says no to more
// than it can number.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/walk.h"

enum { MAX_LEN = 16, MAX_PATTERNS = 8 };

typedef struct word {
    uint32_t codepoint[MAX_LEN];
    size_t len;
} word;

static word word_of(const char *ascii)
{
    word w = {.len = strlen(ascii)};
    assert_true(w.len <= MAX_LEN);
    for (size_t i = 0; i < w.len; i++)
        w.codepoint[i] = (unsigned char)ascii[i];
    return w;
}

// Builds over a NULL-terminated list of words.
static tm_automaton build(const char *const *list)
{
    word words[MAX_PATTERNS];
    tm_pattern patterns[MAX_PATTERNS];
    size_t n = 0;
    for (; list[n]; n++) {
        assert_true(n < MAX_PATTERNS);
        words[n] = word_of(list[n]);
        patterns[n] = (tm_pattern){words[n].codepoint, words[n].len};
    }
    tm_automaton automaton;
    assert_int_equal(tm_automaton_build(&automaton, patterns, n, NULL), TAMIS_OK);
    return automaton;
}

// Writes "end:id" for every match in `text`, the longest of an end first.
static void write_matches(char *out, size_t size, const tm_automaton *a, const char *text)
{
    const word letters = word_of(text);
    walk steps = start_walk(a, letters.codepoint, letters.len);
    size_t len = 0;
    out[0] = 0;
    for (size_t i = 0; text[i]; i++) {
        for (uint32_t m = walk_on(&steps); m; m = a->state[m].shorter)
            len += (size_t)snprintf(out + len, size - len, "%zu:%u ", i + 1,
                                    a->state[m].pattern - 1);
        assert_true(len < size);
    }
}

static void finds_nested_and_overlapping_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *patterns[MAX_PATTERNS];
        const char *text;
        const char *matches;
    } rows[] = {
        {{"he", "she", "his", "hers", NULL}, "ushers", "4:1 4:0 6:3 "},
        {{"a", "aa", "aaa", NULL}, "aaaa", "1:0 2:1 2:0 3:2 3:1 3:0 4:2 4:1 4:0 "},
        {{"ab", "bc", "abcd", NULL}, "abcabcd", "2:0 3:1 5:0 6:1 7:2 "},
        {{"abcde", "c", NULL}, "abcdx abc", "3:1 9:1 "},
        {{"abab", NULL}, "abababab", "4:0 6:0 8:0 "},
        {{"x", NULL}, "", ""},
        {{"x", NULL}, "yyy", ""},
        {{NULL}, "anything", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char matches[256];
        tm_automaton a = build(rows[i].patterns);
        write_matches(matches, sizeof matches, &a, rows[i].text);
        assert_string_equal(matches, rows[i].matches);
        tm_automaton_free(&a);
    }
}

static void keeps_the_first_of_equal_patterns(void **state)
{
    (void)state;
    char matches[64];
    tm_automaton a = build((const char *const[]){"ab", "cd", "ab", "cd", NULL});
    write_matches(matches, sizeof matches, &a, "abcd");
    assert_string_equal(matches, "2:0 4:1 ");
    tm_automaton_free(&a);
}

static void tells_code_points_of_all_planes_apart(void **state)
{
    (void)state;
    static const uint32_t letters[] = {0,      0xFF,    0x100,   0xAC00,
                                       0xFFFF, 0x10000, 0x1F600, 0x10FFFF};
    enum { N = sizeof letters / sizeof *letters };
    tm_pattern patterns[N];
    tm_automaton a;
    for (size_t i = 0; i < N; i++)
        patterns[i] = (tm_pattern){&letters[i], 1};
    assert_int_equal(tm_automaton_build(&a, patterns, N, NULL), TAMIS_OK);
    walk steps = start_walk(&a, letters, N);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(a.state[walk_on(&steps)].pattern, i + 1);
    assert_int_equal(tm_automaton_symbol(&a, 0xAC01), 0); // same page, another letter
    assert_int_equal(tm_automaton_symbol(&a, 0x20000), 0);
    tm_automaton_free(&a);
}

// One pattern of `n` characters, the k-th being k % n_distinct.
static tamis_status build_long(size_t n, size_t n_distinct, tamis_error *err)
{
    uint32_t *codepoint = malloc(n * sizeof *codepoint);
    tm_automaton a;
    assert_non_null(codepoint);
    for (size_t i = 0; i < n; i++)
        codepoint[i] = 0x4E00 + (uint32_t)(i % n_distinct);
    const tm_pattern pattern = {codepoint, n};
    const tamis_status status = tm_automaton_build(&a, &pattern, 1, err);
    tm_automaton_free(&a); // after a failure, too
    free(codepoint);
    return status;
}

static void refuses_more_than_it_can_number(void **state)
{
    (void)state;
    tamis_error err;
    const size_t symbols = TM_MAX_SYMBOLS - 1; // 0 is "in no pattern"
    assert_int_equal(build_long(symbols, symbols, &err), TAMIS_OK);
    assert_int_equal(build_long(symbols + 1, symbols + 1, &err), TAMIS_ELIMIT);
    assert_non_null(strstr(err.message, "distinct characters"));
    const size_t states = TM_MAX_STATES - 1; // the root is one
    assert_int_equal(build_long(states, 3, &err), TAMIS_OK);
    assert_int_equal(build_long(states + 1, 3, &err), TAMIS_ELIMIT);
    assert_int_equal(build_long(states + 2, 3, &err), TAMIS_ELIMIT);
}

static void frees_the_zero_value(void **state)
{
    (void)state;
    tm_automaton a = {.n_states = 0};
    tm_automaton_free(&a);
    tm_automaton_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_nested_and_overlapping_patterns),
        cmocka_unit_test(keeps_the_first_of_equal_patterns),
        cmocka_unit_test(tells_code_points_of_all_planes_apart),
        cmocka_unit_test(refuses_more_than_it_can_number),
        cmocka_unit_test(frees_the_zero_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
