// Which entries of the hashed table a token touches: the same for what is the same to the scorer,
// others for everything else, never outside the table.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "score/ngrams.h"
#include "score/weights.h"
#include "support/small_knowledge.h"

typedef struct bench {
    tm_folds *folds;
    tm_view view;
    tm_tokens tokens;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    *slot = b;
    return b ? (int)tm_folds_new(&b->folds, NULL) : -1;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tm_folds_free(b->folds);
    tm_view_free(&b->view);
    tm_tokens_free(&b->tokens);
    free(b);
    return 0;
}

// The n-grams of the last token of `text`.
static tm_ngrams ngrams_of(bench *b, tm_str text)
{
    tm_ngrams ngrams;
    assert_int_equal(tm_view_build(&b->view, b->folds, text, NULL), TAMIS_OK);
    assert_int_equal(tm_tokens_cut(&b->tokens, &b->view, NULL), TAMIS_OK);
    assert_true(b->tokens.len > 0);
    tm_ngrams_of(&ngrams, &b->view, b->tokens.token[b->tokens.len - 1]);
    assert_true(ngrams.len <= TM_MAX_NGRAMS);
    for (size_t i = 0; i < ngrams.len; i++)
        assert_true(ngrams.index[i] < 1u << TM_NGRAM_BITS);
    return ngrams;
}

static size_t count_shared(const tm_ngrams *a, const tm_ngrams *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->len; i++)
        for (size_t k = 0; k < b->len; k++)
            n += a->index[i] == b->index[k];
    return n;
}

static bool same(const tm_ngrams *a, const tm_ngrams *b)
{
    return a->len == b->len && a->whole == b->whole &&
           memcmp(a->index, b->index, a->len * sizeof *a->index) == 0;
}

// "^abc$" has 3 of three characters, 2 of four, 1 of five, and the word: n-grams may be counted.
static void takes_as_many_as_the_lengths_allow(void **slot)
{
    static const struct {
        const char *text;
        size_t n;
    } rows[] = {
        {"a", 2},          {"ab", 4},         {"abc", 7},
        {"abcd", 10},      {"abcdefgh", 22},  {"가", 3 + 1},
        {"바카라", 9 + 1}, {"日", 1},         {"日本", 2},
        {"日本語学", 4},   {"日本語学校", 4}, {"กขคงจฉ", 5},
        {"日 本語", 2},    {"日.本", 1},      {"12", 3 + 2 + 1 + 1},
        {"a\n", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const tm_ngrams ngrams = ngrams_of(*slot, tm_str_of(rows[i].text));
        if (ngrams.len != rows[i].n)
            fail_msg("\"%s\" has %zu, not %zu", rows[i].text, ngrams.len, rows[i].n);
    }
}

static void takes_all_digits_for_one(void **slot)
{
    const tm_ngrams a = ngrams_of(*slot, tm_str_of("win88")),
                    b = ngrams_of(*slot, tm_str_of("win07"));
    const tm_ngrams c = ngrams_of(*slot, tm_str_of("win8"));
    assert_true(same(&a, &b));
    assert_false(same(&a, &c));
}

static void takes_links_by_their_host(void **slot)
{
    const tm_ngrams a = ngrams_of(*slot, tm_str_of("http://lucky-win.example/join"));
    const tm_ngrams b = ngrams_of(*slot, tm_str_of("https://www.lucky-win.example:8080/?a=b"));
    const tm_ngrams c = ngrams_of(*slot, tm_str_of("http://lucky.example/lucky-win"));
    assert_true(same(&a, &b));
    assert_false(same(&a, &c));
    assert_true(count_shared(&a, &c) > 0); // the labels that both have
    const tm_ngrams word = ngrams_of(*slot, tm_str_of("lucky"));
    assert_int_equal(count_shared(&a, &word), 0); // a word in a text is something else
}

static void tells_words_apart(void **slot)
{
    static const char *const words[] = {"바카라",  "카지노", "장관은", "casino",
                                        "library", "日本",   "1234"};
    enum { N = sizeof words / sizeof *words };
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < N; k++) {
            const tm_ngrams a = ngrams_of(*slot, tm_str_of(words[i]));
            const tm_ngrams b = ngrams_of(*slot, tm_str_of(words[k]));
            assert_int_equal(same(&a, &b), i == k);
            assert_true(i == k || count_shared(&a, &b) <= 1); // a collision by chance
        }
    }
}

static void looks_back_over_glyphs_only(void **slot)
{
    const tm_ngrams a = ngrams_of(*slot, tm_str_of("x。本語")),
                    b = ngrams_of(*slot, tm_str_of("y。本語"));
    const tm_ngrams c = ngrams_of(*slot, tm_str_of("日本語")),
                    d = ngrams_of(*slot, tm_str_of("曰本語"));
    assert_true(same(&a, &b));
    assert_true(same(&a, &b) && !same(&a, &c));
    assert_int_equal(count_shared(&c, &d), 2); // 語, 本語
}

static void the_pair_depends_on_both(void **slot)
{
    static const char *const words[] = {"바카라", "사이트", "casino", "日本", "12"};
    enum { N = sizeof words / sizeof *words };
    uint32_t whole[N];
    for (size_t i = 0; i < N; i++)
        whole[i] = ngrams_of(*slot, tm_str_of(words[i])).whole;
    for (size_t i = 1; i < N; i++) {
        assert_true(tm_ngram_pair(whole[0], whole[i]) < 1u << TM_NGRAM_BITS);
        assert_int_equal(tm_ngram_pair(whole[0], whole[i]), tm_ngram_pair(whole[0], whole[i]));
        for (size_t k = i + 1; k < N; k++) {
            assert_int_not_equal(tm_ngram_pair(whole[0], whole[i]),
                                 tm_ngram_pair(whole[0], whole[k]));
            assert_int_not_equal(tm_ngram_pair(whole[i], whole[0]),
                                 tm_ngram_pair(whole[k], whole[0]));
        }
    }
}

static void stays_within_its_arrays_whatever_the_token(void **slot)
{
    static const char *const units[] = {"a",        "가", "7", "a.", "a-",
                                        "abcdefg.", "ㅋ", "★", "ก",  "日"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (size_t n = 1; n <= 700; n += 87) {
            tm_buf text = {0};
            tm_buf_text(&text, i % 2 ? "http://" : "");
            for (size_t k = 0; k < n; k++)
                tm_buf_text(&text, units[i]);
            ngrams_of(*slot, tm_buf_str(&text));
            tm_buf_free(&text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_as_many_as_the_lengths_allow),
        cmocka_unit_test(takes_all_digits_for_one),
        cmocka_unit_test(takes_links_by_their_host),
        cmocka_unit_test(tells_words_apart),
        cmocka_unit_test(looks_back_over_glyphs_only),
        cmocka_unit_test(the_pair_depends_on_both),
        cmocka_unit_test(stays_within_its_arrays_whatever_the_token),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
