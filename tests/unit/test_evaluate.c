// Figures from documents made by hand: what is counted where, and what is worst.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include "model/evaluate.h"
#include "support/scored_rows.h"

static tm_evaluation evaluate(const tm_scored *scored, size_t n)
{
    tm_evaluation e;
    assert_int_equal(tm_evaluate(&e, scored, n, hand_points, NULL), TAMIS_OK);
    return e;
}

static const tm_slice *find(const tm_evaluation *e, tm_slice_group group, const char *name)
{
    for (size_t i = e->begin[group]; i < e->begin[group + 1]; i++)
        if (tm_str_equal(e->slice[i].name, tm_str_of(name)))
            return &e->slice[i];
    return NULL;
}

static void counts_verdicts_by_label_and_flags_by_cut(void **state)
{
    (void)state;
    const tm_labelled clean = hand_row(false), bad = hand_row(true);
    const tm_scored scored[] = {
        hand_scored(&clean, -5), hand_scored(&clean, -1), hand_scored(&clean, 1),
        hand_scored(&bad, 1),    hand_scored(&bad, 3),    hand_scored(&bad, 9),
        hand_unscanned(&bad),
    };
    tm_evaluation e = evaluate(scored, 7);
    assert_int_equal(e.n_verdicts[0][TAMIS_CLEAN], 2);
    assert_int_equal(e.n_verdicts[0][TAMIS_SUSPECT], 1);
    assert_int_equal(e.n_verdicts[1][TAMIS_CONTAMINATED], 2);
    assert_int_equal(e.n_verdicts[1][TAMIS_UNSCANNED], 1);
    const tm_slice *all = find(&e, TM_SLICE_ALL, "all");
    const size_t clean_flagged[TM_N_CUTS] = {0, 0, 1, 2, 0};
    const size_t bad_flagged[TM_N_CUTS] = {1, 2, 3, 3, 2};
    assert_int_equal(all->n[0], 3);
    assert_int_equal(all->n[1], 4);
    for (size_t cut = 0; cut < TM_N_CUTS; cut++) {
        assert_int_equal(all->flagged[cut][0], clean_flagged[cut]);
        assert_int_equal(all->flagged[cut][1], bad_flagged[cut]);
    }
    tm_evaluation_free(&e);
}

static void sorts_documents_under_every_name_they_bear(void **state)
{
    (void)state;
    tm_labelled row[4] = {hand_row(true), hand_row(true), hand_row(true), hand_row(false)};
    row[0].kind = "injected:swap", row[0].language = "ko";
    row[1].kind = "injected:word", row[1].obfuscation = "leet", row[1].language = "ko";
    row[2].kind = "spam:page", row[2].language = "th";
    row[3].kind = "news", row[3].language = "ko", row[3].hard = true;
    tm_scored scored[4];
    for (size_t i = 0; i < 4; i++) {
        scored[i] = hand_scored(&row[i], 5);
        scored[i].n_characters = 250 * i;
    }
    tm_evaluation e = evaluate(scored, 4);
    assert_int_equal(find(&e, TM_SLICE_KIND, "injected")->n[1], 2);
    assert_int_equal(find(&e, TM_SLICE_KIND, "injected:swap")->n[1], 1);
    assert_int_equal(find(&e, TM_SLICE_KIND, "spam")->n[1], 1);
    assert_int_equal(find(&e, TM_SLICE_KIND, "news")->n[0], 1);
    assert_int_equal(find(&e, TM_SLICE_LANGUAGE, "ko")->n[1], 2);
    assert_int_equal(find(&e, TM_SLICE_LANGUAGE, "ko")->n[0], 1);
    assert_int_equal(find(&e, TM_SLICE_OBFUSCATION, "none, injected")->n[1], 1);
    assert_int_equal(find(&e, TM_SLICE_OBFUSCATION, "any")->n[1], 1);
    assert_int_equal(find(&e, TM_SLICE_OBFUSCATION, "leet")->n[1], 1);
    assert_int_equal(find(&e, TM_SLICE_LENGTH, "below 250")->n[1], 1);
    assert_int_equal(find(&e, TM_SLICE_LENGTH, "250 to 499")->n[1], 1);
    assert_int_equal(find(&e, TM_SLICE_TRAIT, "hard")->n[0], 1);
    assert_null(find(&e, TM_SLICE_TRAIT, "none of these"));
    assert_int_equal(e.begin[TM_SLICE_SOURCE], e.begin[TM_SLICE_SOURCE + 1]);
    tm_evaluation_free(&e);
}

static void sets_furniture_beside_the_same_source_without(void **state)
{
    (void)state;
    tm_labelled row[4] = {hand_row(false), hand_row(false), hand_row(false), hand_row(true)};
    row[0].source = row[1].source = "paper", row[2].source = row[3].source = "blog";
    row[0].composite = true;
    const tm_scored scored[] = {hand_scored(&row[0], 5), hand_scored(&row[1], -5),
                                hand_scored(&row[2], -5), hand_scored(&row[3], 5)};
    tm_evaluation e = evaluate(scored, 4);
    const size_t at = e.begin[TM_SLICE_FURNITURE];
    assert_int_equal(e.begin[TM_SLICE_FURNITURE + 1] - at, 2);
    assert_string_equal(e.slice[at].prefix, "composite of ");
    assert_int_equal(e.slice[at].flagged[TM_CHOSEN][0], 1);
    assert_string_equal(e.slice[at + 1].prefix, "others of ");
    assert_int_equal(e.slice[at + 1].flagged[TM_CHOSEN][0], 0);
    tm_evaluation_free(&e);
}

static void probability_is_measured_against_labels(void **state)
{
    (void)state;
    const tm_labelled clean = hand_row(false), bad = hand_row(true);
    tm_scored scored[] = {hand_scored(&clean, 0), hand_scored(&bad, 0), hand_scored(&bad, 0),
                          hand_unscanned(&bad)};
    scored[0].probability = 0.2;
    scored[1].probability = 0.6;
    scored[2].probability = 1;
    tm_evaluation e = evaluate(scored, 4);
    check_close(e.brier, (0.04 + 0.16 + 0) / 3, 1e-15);
    check_close(e.log_loss, -(log(0.8) + log(0.6)) / 3, 1e-15);
    check_close(e.calibration_error, (0.2 + 0.4) / 3, 1e-15);
    assert_int_equal(e.bin[2].n, 1);
    assert_int_equal(e.bin[6].contaminated, 1);
    assert_int_equal(e.bin[9].n, 1);
    tm_evaluation_free(&e);
}

static void without_documents_there_are_no_figures(void **state)
{
    (void)state;
    tm_evaluation e = evaluate(NULL, 0);
    assert_true(isnan(e.brier) && isnan(e.calibration_error));
    assert_int_equal(e.n_slices, 0);
    tm_evaluation_free(&e);
}

// "나무" lies in bytes 3..9 of "가나무다"; the verdict marked "무다".
static void spans_are_compared_in_characters(void **state)
{
    (void)state;
    static char text[] = "가나무다";
    tm_sample_span gold = {3, 9};
    tm_labelled row = hand_row(true);
    row.text = (tm_buf){.ptr = text, .len = 12};
    row.spans = &gold;
    row.n_spans = 1;
    const tamis_span marked = {.begin_byte = 6, .end_byte = 12};
    tm_scored scored = hand_scored(&row, 5);
    tm_scored_count(&scored, &marked, 1);
    assert_int_equal(scored.n_characters, 4);
    assert_int_equal(scored.gold, 2);
    assert_int_equal(scored.marked, 2);
    assert_int_equal(scored.agreed, 1);
    tm_evaluation e = evaluate(&scored, 1);
    check_close(tm_span_precision(&e.spans_flagged), 0.5, 0);
    check_close(tm_span_recall(&e.spans_flagged), 0.5, 0);
    tm_evaluation_free(&e);
}

static void many_spans_meet_in_any_arrangement(void **state)
{
    (void)state;
    static char text[] = "0123456789";
    tm_sample_span gold[] = {{0, 2}, {3, 6}, {8, 10}};
    const tamis_span marked[] = {{.begin_byte = 1, .end_byte = 4},
                                 {.begin_byte = 5, .end_byte = 7},
                                 {.begin_byte = 7, .end_byte = 9}};
    tm_labelled row = hand_row(true);
    row.text = (tm_buf){.ptr = text, .len = 10};
    row.spans = gold;
    row.n_spans = 3;
    tm_scored scored = hand_scored(&row, 5);
    tm_scored_count(&scored, marked, 3);
    assert_int_equal(scored.gold, 7);
    assert_int_equal(scored.marked, 7);
    assert_int_equal(scored.agreed, 4); // 1, 3, 5, 8
    tm_scored_count(&scored, NULL, 0);
    assert_int_equal(scored.agreed, 0);
}

static void a_miss_counts_against_spans_of_all_documents_alone(void **state)
{
    (void)state;
    const tm_labelled bad = hand_row(true);
    tm_scored scored[] = {hand_scored(&bad, 5), hand_scored(&bad, 1)};
    scored[0].gold = scored[0].marked = scored[0].agreed = 10;
    scored[1].gold = scored[1].marked = scored[1].agreed = 10; // suspect: found, not flagged
    tm_evaluation e = evaluate(scored, 2);
    check_close(tm_span_recall(&e.spans_flagged), 1, 0);
    check_close(tm_span_recall(&e.spans_all), 0.5, 0);
    check_close(tm_span_precision(&e.spans_all), 1, 0);
    tm_evaluation_free(&e);
}

static void lists_the_worst_first_and_equals_in_their_order(void **state)
{
    (void)state;
    const tm_labelled clean = hand_row(false), bad = hand_row(true);
    const tm_scored scored[] = {
        hand_scored(&clean, 1), hand_scored(&clean, 7), hand_scored(&clean, -3),
        hand_scored(&clean, 1), hand_scored(&bad, -1),  hand_scored(&bad, -4),
        hand_scored(&bad, 6),   hand_scored(&bad, -4),  hand_unscanned(&bad),
    };
    size_t index[8];
    assert_int_equal(tm_evaluation_worst(index, 8, scored, 9, false), 3);
    assert_int_equal(index[0], 1);
    assert_int_equal(index[1], 0);
    assert_int_equal(index[2], 3);
    assert_int_equal(tm_evaluation_worst(index, 2, scored, 9, true), 2);
    assert_int_equal(index[0], 5);
    assert_int_equal(index[1], 7);
    assert_int_equal(tm_evaluation_worst(index, 0, scored, 9, true), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_verdicts_by_label_and_flags_by_cut),
        cmocka_unit_test(sorts_documents_under_every_name_they_bear),
        cmocka_unit_test(sets_furniture_beside_the_same_source_without),
        cmocka_unit_test(probability_is_measured_against_labels),
        cmocka_unit_test(without_documents_there_are_no_figures),
        cmocka_unit_test(spans_are_compared_in_characters),
        cmocka_unit_test(many_spans_meet_in_any_arrangement),
        cmocka_unit_test(a_miss_counts_against_spans_of_all_documents_alone),
        cmocka_unit_test(lists_the_worst_first_and_equals_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
