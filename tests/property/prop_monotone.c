// More of the same never makes a document look better: lines of an injection appended to a page
// that is flagged leave it flagged. The score itself may give way a little, where shares and means
// shrink or a feature has reached its cap: how often and how far is printed.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "support/tiny_model.h"

enum { N_DOCUMENTS = 250, N_APPENDED = 6 };

// Most that a score may fall by in one step, in decision units (classes lie about 2 apart).
static const double most_fall = 0.25;

typedef struct bench {
    tamis_model *model;
    tamis_screener *screener;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->model = tiny_model_open();
    assert_int_equal(tamis_screener_new(&b->screener, b->model, NULL, NULL), TAMIS_OK);
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tamis_screener_free(b->screener);
    tamis_model_free(b->model);
    free(b);
    return 0;
}

static const tamis_verdict *screen(const bench *b, const tm_buf *text)
{
    const tamis_verdict *verdict;
    assert_int_equal(tamis_screen(&verdict, b->screener, text->ptr, text->len, NULL), TAMIS_OK);
    return verdict;
}

static void what_is_flagged_stays_flagged_when_more_is_injected(void **slot)
{
    const bench *b = *slot;
    size_t n_steps = 0, n_falls = 0;
    double greatest = 0;
    for (uint64_t seed = 1; seed <= N_DOCUMENTS; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        tm_buf text = {0};
        tiny_page(&text, &rng, 1 + tm_rng_below(&rng, 30));
        tiny_inject(&text, &rng, (tiny_payload)tm_rng_below(&rng, TINY_N_PAYLOADS));
        bool flagged = false;
        double score = -INFINITY;
        for (int step = 0; step <= N_APPENDED; step++) {
            const tamis_verdict *v = screen(b, &text);
            const double fall = score - v->score;
            if (flagged && v->verdict != TAMIS_CONTAMINATED)
                fail_msg("seed %llu, step %d: %g after %g", (unsigned long long)seed, step,
                         v->score, score);
            flagged = v->verdict == TAMIS_CONTAMINATED;
            score = v->score;
            n_steps += step > 0;
            n_falls += fall > 1e-9;
            greatest = fall > greatest ? fall : greatest;
            tiny_inject(&text, &rng, (tiny_payload)tm_rng_below(&rng, TINY_N_PAYLOADS));
        }
        tm_buf_free(&text);
    }
    print_message("the score fell in %zu of %zu steps, by %.3f at most\n", n_falls, n_steps,
                  greatest);
    assert_true(greatest < most_fall);
}

// Clean text around it may dilute an injection, but does not hide it.
static void an_injection_shows_in_ever_longer_pages(void **slot)
{
    const bench *b = *slot;
    size_t n_found = 0, n = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        tm_buf text = {0};
        tiny_spam(&text, &rng, 2);
        for (size_t n_sentences = 1; n_sentences <= 2048; n_sentences *= 2) {
            n_found += screen(b, &text)->verdict == TAMIS_CONTAMINATED;
            n++;
            tiny_page(&text, &rng, n_sentences);
        }
        tm_buf_free(&text);
    }
    print_message("found in %zu of %zu pages\n", n_found, n);
    assert_true(n_found * 100 >= n * 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_flagged_stays_flagged_when_more_is_injected),
        cmocka_unit_test(an_injection_shows_in_ever_longer_pages),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
