// Maximal scoring stretches on small inputs worked out by hand, the example of Ruzzo and Tompa's
// paper among them. The definition itself is tested in prop_segments.c.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "score/segments.h"

enum { MAX_SCORES = 16 };

typedef struct search {
    int32_t score[MAX_SCORES];
    size_t n;
    int32_t min_score;
    const char *found; // "first-last:score …"
} search;

static void check_search(tm_segments *segments, const search *s)
{
    char found[256] = "";
    size_t len = 0;
    assert_int_equal(tm_segments_find(segments, s->score, s->n, s->min_score, NULL), TAMIS_OK);
    for (size_t i = 0; i < segments->len; i++)
        len += (size_t)snprintf(found + len, sizeof found - len, "%u-%u:%d ",
                                segments->segment[i].first, segments->segment[i].last,
                                segments->segment[i].score);
    assert_string_equal(found, s->found);
}

static void bridges_a_gap_when_both_sides_outweigh_it(void **state)
{
    (void)state;
    static const search rows[] = {
        {{0}, 0, 1, ""},
        {{0, 0, 0}, 3, 1, ""},
        {{-1, -2}, 2, 1, ""},
        {{7}, 1, 1, "0-1:7 "},
        {{3, 4}, 2, 1, "0-2:7 "},
        {{5, -2, 4}, 3, 1, "0-3:7 "},
        {{5, -2, 2}, 3, 1, "0-1:5 2-3:2 "}, // the right side does not outweigh the gap
        {{2, -2, 5}, 3, 1, "0-1:2 2-3:5 "}, // nor the left one
        {{5, -6, 5}, 3, 1, "0-1:5 2-3:5 "},
        {{0, 5, 0}, 3, 1, "1-2:5 "},
        {{4, -5, 3, -3, 1, 2, -2, 2, -2, 1, 5}, 11, 1, "0-1:4 2-3:3 4-11:7 "},
    };
    tm_segments segments = {.len = 0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_search(&segments, &rows[i]);
    tm_segments_free(&segments);
}

static void leaves_out_what_is_too_light(void **state)
{
    (void)state;
    static const search rows[] = {
        {{4, -5, 3, -9, 7}, 5, 4, "0-1:4 4-5:7 "},
        {{4, -5, 3, -9, 7}, 5, 5, "4-5:7 "},
        {{4, -5, 3, -9, 7}, 5, 8, ""},
    };
    tm_segments segments = {.len = 0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_search(&segments, &rows[i]);
    tm_segments_free(&segments);
}

static void adds_up_without_overflow(void **state)
{
    (void)state;
    tm_segments segments = {.len = 0};
    const int32_t many[] = {INT32_MAX, INT32_MAX, -5, INT32_MAX};
    assert_int_equal(tm_segments_find(&segments, many, 4, 1, NULL), TAMIS_OK);
    assert_int_equal(segments.len, 1);
    assert_int_equal(segments.segment[0].last, 4);
    assert_int_equal(segments.segment[0].score, INT32_MAX);
    const int32_t few[] = {INT32_MIN, INT32_MIN, 3, INT32_MIN};
    assert_int_equal(tm_segments_find(&segments, few, 4, 1, NULL), TAMIS_OK);
    assert_int_equal(segments.len, 1);
    assert_int_equal(segments.segment[0].score, 3);
    tm_segments_free(&segments);
}

static void forgets_an_earlier_search(void **state)
{
    (void)state;
    tm_segments segments = {.len = 0};
    const search first = {{1, -2, 1, -2, 1}, 5, 1, "0-1:1 2-3:1 4-5:1 "};
    const search second = {{-1, 9}, 2, 1, "1-2:9 "};
    check_search(&segments, &first);
    check_search(&segments, &second);
    check_search(&segments, &first);
    tm_segments_free(&segments);
    tm_segments_free(&segments);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bridges_a_gap_when_both_sides_outweigh_it),
        cmocka_unit_test(leaves_out_what_is_too_light),
        cmocka_unit_test(adds_up_without_overflow),
        cmocka_unit_test(forgets_an_earlier_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
