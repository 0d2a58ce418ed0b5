// The row of a document: zeros without evidence, every value within its cap whatever the window,
// and a few features worked out by hand.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "base/rng.h"
#include "score/document_row.h"
#include "support/small_knowledge.h"

typedef struct bench {
    tm_knowledge knowledge;
    tm_window window;
    tm_segments segments;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    small_knowledge_start(&b->knowledge, "바카라\tgame\t3\n"
                                         "카지노\tgame\t2\n"
                                         "jackpot\tgame\t2\n"
                                         "한빛\tprefix\t1\n"
                                         "벳\tsuffix\t1\n"
                                         "추천\tpromotion\t0.5\n"
                                         "당일 대출\tloan\t2\n"
                                         "도박 중독\tcompany\t3\n");
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    small_knowledge_free(&b->knowledge);
    tm_window_free(&b->window);
    tm_segments_free(&b->segments);
    free(b);
    return 0;
}

static void fill(tm_row *row, bench *b, size_t n_twins)
{
    assert_int_equal(tm_segments_find(&b->segments, b->window.score, b->window.tokens.len,
                                      TM_MIN_SEGMENT_SCORE, NULL),
                     TAMIS_OK);
    tm_row_fill(row, &b->window, &b->knowledge, &b->segments, n_twins);
}

// Tokens that hold a lexicon term score 3 nats, others -2.
static void fill_by_terms(tm_row *row, bench *b, const char *text, size_t n_twins)
{
    tm_window *w = &b->window;
    small_window_read(w, &b->knowledge, tm_str_of(text));
    for (size_t i = 0; i < w->tokens.len; i++) {
        const uint32_t h = w->first_hit[i];
        const bool held = h < w->hits.len && w->hits.hit[h].begin < w->tokens.token[i].end;
        w->score[i] = held ? 3 * TM_SCORE_UNIT : -2 * TM_SCORE_UNIT;
    }
    fill(row, b, n_twins);
}

static void describes_every_feature_once(void **slot)
{
    (void)slot;
    for (size_t f = 0; f < TM_N_FEATURES; f++) {
        assert_true(tm_features[f].cap > 0);
        assert_true(strlen(tm_features[f].name) > 0 && strlen(tm_features[f].sentence) > 0);
        for (size_t g = 0; g < f; g++)
            assert_string_not_equal(tm_features[f].name, tm_features[g].name);
    }
}

static void is_zero_without_evidence(void **slot)
{
    static const char *const texts[] = {"", "오늘은 비가 왔다", "\n\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        tm_row row;
        memset(&row, 0x55, sizeof row);
        fill_by_terms(&row, *slot, texts[i], 3);
        for (size_t f = 0; f < TM_N_FEATURES; f++)
            check_close(row.value[f], 0, 0);
    }
}

static void adds_up_what_stands_in_the_text(void **slot)
{
    static const struct {
        const char *text;
        tm_feature feature;
        double value;
    } rows[] = {
        {"바카라 비가 왔다", TM_FEATURE_best_segment, 3},
        {"바카라 카지노 비가 왔다", TM_FEATURE_best_segment, 6},
        {"바카라 카지노 비가 왔다 바카라", TM_FEATURE_second_segment, 3},
        {"바카라 카지노 비가 왔다 바카라", TM_FEATURE_segments, 2},
        {"바카라 비가 왔다", TM_FEATURE_strongest_token, 3},
        {"바카라 비가 왔다", TM_FEATURE_flagged_share, 3. / 7},
        {"바카라 비가 왔다", TM_FEATURE_flagged_characters, 3},
        {"바카라 카지노 추천 바카라", TM_FEATURE_strong_terms, 2}, // different ones
        {"바카라 추천", TM_FEATURE_weak_terms, 1},
        {"바카라 추천", TM_FEATURE_offers, 1},
        {"바카라 추천", TM_FEATURE_term_classes, 2},
        {"당일 대출 비가 왔다", TM_FEATURE_other_trades, 1},
        {"한빛벳 비가 왔다", TM_FEATURE_composed_brands, 1},
        {"바카라.com 비가 왔다", TM_FEATURE_links, 1},
        {"바카라.com 비가 왔다", TM_FEATURE_link_terms, 1},
        {"바.카.라 비가 왔다", TM_FEATURE_undone_terms, 1},
        {"부동산 바카라 | 한빛바카라", TM_FEATURE_menu_anchors, 2},
        {"도박 중독 비가 오던 날 바카라", TM_FEATURE_company, 1},
        {"바카라 비가 왔다", TM_FEATURE_other_script, 0},
        {"바카라 all the rest of the page", TM_FEATURE_other_script, 0},
        {"jackpot 비가 왔다", TM_FEATURE_other_script, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_row row;
        fill_by_terms(&row, *slot, rows[i].text, 0);
        if (fabs(row.value[rows[i].feature] - rows[i].value) > 1e-12)
            fail_msg("\"%s\": %s is %g, not %g", rows[i].text,
                     tm_features[rows[i].feature].name, row.value[rows[i].feature],
                     rows[i].value);
    }
}

static void counts_twins_up_to_their_cap(void **slot)
{
    tm_row row;
    fill_by_terms(&row, *slot, "바카라 비가 왔다", 2);
    check_close(row.value[TM_FEATURE_twins], 2, 0);
    fill_by_terms(&row, *slot, "바카라 비가 왔다", 100000);
    check_close(row.value[TM_FEATURE_twins], tm_features[TM_FEATURE_twins].cap, 0);
}

// Runs of terms longer than a phrase reaches, up to the last hit of the window.
static void takes_runs_of_terms_of_any_length(void **slot)
{
    tm_buf text = {0};
    for (size_t n = 1; n <= 60; n++) {
        tm_row row;
        tm_buf_text(&text, n % 3 ? "바카라 " : "카지노 ");
        tm_buf copy = {0};
        tm_buf_add(&copy, tm_buf_str(&text));
        tm_buf_byte(&copy, '\0');
        fill_by_terms(&row, *slot, copy.ptr, 0);
        assert_true(row.value[TM_FEATURE_best_segment] > 0);
        tm_buf_free(&copy);
    }
    tm_buf_free(&text);
}

// ---- Random windows -----------------------------------------------------------------------------

static void make_text(tm_buf *text, tm_rng *rng)
{
    static const char *const pieces[] = {
        "바카라",     "카지노 ", "벳",    "한빛",      "추천 ",    "사람은 ", " | ",
        "도박 중독 ", " ",       "\n",    "a.com ",    "@name ",   "77",      "日本",
        "ㅂㅏ",       "!",       "word ", "바.카.라 ", "바카라은 "};
    tm_buf_clear(text);
    for (size_t n = tm_rng_below(rng, 80); n > 0; n--)
        tm_buf_text(text, pieces[tm_rng_below(rng, sizeof pieces / sizeof *pieces)]);
}

static void stays_within_the_caps_whatever_the_window(void **slot)
{
    bench *b = *slot;
    tm_buf text = {0};
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        tm_row row, again;
        make_text(&text, &rng);
        small_window_read(&b->window, &b->knowledge, tm_buf_str(&text));
        for (size_t i = 0; i < b->window.tokens.len; i++)
            b->window.score[i] = (int32_t)tm_rng_below(&rng, 100000) - 50000;
        const size_t n_twins = tm_rng_below(&rng, 4);
        fill(&row, b, n_twins);
        for (size_t f = 0; f < TM_N_FEATURES; f++)
            if (!(row.value[f] >= 0 && row.value[f] <= tm_features[f].cap))
                fail_msg("seed %llu: %s is %g", (unsigned long long)seed, tm_features[f].name,
                         row.value[f]);
        fill(&again, b, n_twins);
        assert_memory_equal(&row, &again, sizeof row);
    }
    tm_buf_free(&text);
}

// 카지노 in two spellings is one phrase; with 바카라 추천 there are two. Scores are 3 nats where a term
// is, but for one phrase.
static void counts_phrases_about_gambling(void **slot)
{
    bench *b = *slot;
    tm_row row;
    fill_by_terms(&row, b, "새 카지노 추천이\n곧 카지노추천\n당일 대출\n바카라 추천\n추천\n",
                  0);
    assert_int_equal(row.value[TM_FEATURE_distinct_phrases], 2);
    assert_int_equal(row.value[TM_FEATURE_honest_phrases], 0);
    for (uint32_t i = find_token(&b->window, "바카라"); i < b->window.tokens.len; i++)
        b->window.score[i] = 0;
    fill(&row, b, 0);
    assert_int_equal(row.value[TM_FEATURE_distinct_phrases], 2);
    assert_int_equal(row.value[TM_FEATURE_honest_phrases], 1);
}

static void blank_lines_at_head_and_foot_move_no_edge(void **slot)
{
    enum { N_WORDS = 40 };
    for (size_t term = 0; term < N_WORDS; term++) {
        static const char *const before[] = {"", "\n\n", ""}, *const after[] = {"", "", "\n\n"};
        double at_edge[3];
        for (size_t k = 0; k < 3; k++) {
            tm_buf text = {0};
            tm_row row;
            tm_buf_text(&text, before[k]);
            for (size_t i = 0; i < N_WORDS; i++)
                tm_buf_text(&text, i == term ? "바카라 " : "나무 ");
            tm_buf_format(&text, "%s%c", after[k], '\0');
            fill_by_terms(&row, *slot, text.ptr, 0);
            at_edge[k] = row.value[TM_FEATURE_at_edge];
            tm_buf_free(&text);
        }
        check_close(at_edge[1], at_edge[0], 0);
        check_close(at_edge[2], at_edge[0], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(describes_every_feature_once),
        cmocka_unit_test(is_zero_without_evidence),
        cmocka_unit_test(adds_up_what_stands_in_the_text),
        cmocka_unit_test(counts_phrases_about_gambling),
        cmocka_unit_test(counts_twins_up_to_their_cap),
        cmocka_unit_test(takes_runs_of_terms_of_any_length),
        cmocka_unit_test(stays_within_the_caps_whatever_the_window),
        cmocka_unit_test(blank_lines_at_head_and_foot_move_no_edge),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
