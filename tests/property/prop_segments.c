// Segments against the definition (Ruzzo and Tompa, ISMB 1999, §2), tried out on every stretch:
// a stretch is good when every proper part of it scores less, and maximal when it is good and no
// larger good one holds it. Random scores, short and with many ties; a failure prints the seed.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"
#include "score/segments.h"

enum { N_CASES = 30000, MAX_SCORES = 18 };

typedef struct scores {
    int32_t score[MAX_SCORES];
    int32_t before[MAX_SCORES + 1]; // sums of what stands before
    bool good[MAX_SCORES][MAX_SCORES + 1];
    size_t n;
} scores;

static int32_t sum(const scores *s, size_t first, size_t last)
{
    return s->before[last] - s->before[first];
}

// The empty part scores 0.
static bool is_good(const scores *s, size_t first, size_t last)
{
    const int32_t whole = sum(s, first, last);
    for (size_t i = first; i < last; i++)
        for (size_t k = i; k <= last; k++)
            if ((i != first || k != last) && sum(s, i, k) >= whole)
                return false;
    return true;
}

static bool is_maximal(const scores *s, size_t first, size_t last)
{
    if (!s->good[first][last])
        return false;
    for (size_t i = 0; i <= first; i++)
        for (size_t k = last; k <= s->n; k++)
            if ((i != first || k != last) && s->good[i][k])
                return false;
    return true;
}

static void make_scores(scores *s, tm_rng *rng)
{
    const size_t spread = 1 + tm_rng_below(rng, 6);
    s->n = tm_rng_below(rng, MAX_SCORES + 1);
    s->before[0] = 0;
    for (size_t i = 0; i < s->n; i++) {
        s->score[i] = (int32_t)tm_rng_below(rng, 2 * spread + 1) - (int32_t)spread;
        s->before[i + 1] = s->before[i] + s->score[i];
    }
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = i + 1; k <= s->n; k++)
            s->good[i][k] = is_good(s, i, k);
}

static bool agrees(const tm_segments *found, const scores *s, int32_t min_score)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        for (size_t k = i + 1; k <= s->n; k++) {
            if (!is_maximal(s, i, k) || sum(s, i, k) < min_score)
                continue;
            if (n == found->len || found->segment[n].first != i ||
                found->segment[n].last != k || found->segment[n].score != sum(s, i, k))
                return false;
            n++;
        }
    }
    return n == found->len;
}

static void equals_the_definition(void **state)
{
    (void)state;
    tm_segments segments = {.len = 0};
    for (uint64_t seed = 1; seed <= N_CASES; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        scores s;
        make_scores(&s, &rng);
        const int32_t min_score = 1 + (int32_t)tm_rng_below(&rng, 4);
        assert_int_equal(tm_segments_find(&segments, s.score, s.n, min_score, NULL), TAMIS_OK);
        if (!agrees(&segments, &s, min_score))
            fail_msg("seed %llu", (unsigned long long)seed);
    }
    tm_segments_free(&segments);
}

// Long inputs: ascending, disjoint, of positive ends, each sum as said.
static void segments_of_long_inputs_are_sound(void **state)
{
    (void)state;
    enum { N = 20000 };
    static int32_t score[N];
    tm_segments segments = {.len = 0};
    for (uint64_t seed = 1; seed <= 20; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        const int32_t drift = (int32_t)tm_rng_below(&rng, 60);
        for (size_t i = 0; i < N; i++)
            score[i] = (int32_t)tm_rng_below(&rng, 101) - drift;
        assert_int_equal(tm_segments_find(&segments, score, N, 1, NULL), TAMIS_OK);
        assert_true(segments.len > 0);
        uint32_t at = 0;
        for (size_t i = 0; i < segments.len; i++) {
            const tm_segment s = segments.segment[i];
            int32_t total = 0;
            assert_true(s.first >= at && s.last > s.first && s.last <= N);
            assert_true(score[s.first] > 0 && score[s.last - 1] > 0);
            for (at = s.first; at < s.last; at++)
                total += score[at];
            assert_int_equal(s.score, total);
        }
    }
    tm_segments_free(&segments);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_definition),
        cmocka_unit_test(segments_of_long_inputs_are_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
