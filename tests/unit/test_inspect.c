// The small model taken apart, and two models compared.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include <stdlib.h>

#include "model/compare.h"
#include "model/importance.h"
#include "sink/model_diff.h"
#include "sink/model_show.h"
#include "support/json_oracle.h"
#include "support/scored_rows.h"
#include "support/tiny_model.h"

// ---- Terms --------------------------------------------------------------------------------------

static const char lexicon_a[] = "# ko\n"
                                "카지노\tvenue\t3.0\t\n"
                                "슬롯\tgame\t2.0\t\n"
                                "# en\n"
                                "casino\tvenue\t3.0\t\n"
                                "slot\tgame\t1.0\tnote\n";
static const char lexicon_b[] = "# ko\n"
                                "슬롯\tgame\t2.5\t\n"
                                "바카라\tgame\t3.0\t\n"
                                "# en\n"
                                "casino\tvenue\t3.0\t\n"
                                "slot\tgame\t1.0\tnote\n";

static size_t terms_of(tm_model_term **out, const char *tsv)
{
    tm_model model = {0};
    size_t n;
    model.lexicon_tsv = (tm_buf){.ptr = (char *)(uintptr_t)tsv, .len = strlen(tsv)};
    assert_int_equal(tm_model_terms(out, &n, &model, NULL), TAMIS_OK);
    return n;
}

static void check_str(tm_str text, const char *wanted)
{
    assert_true(tm_str_equal(text, tm_str_of(wanted)));
}

static void lists_terms_by_language(void **state)
{
    (void)state;
    tm_model_term *term;
    assert_int_equal(terms_of(&term, lexicon_a), 4);
    check_str(term[0].language, "en");
    check_str(term[0].term, "casino");
    check_str(term[1].note, "note");
    check_str(term[2].language, "ko");
    check_str(term[2].term, "슬롯");
    check_str(term[3].klass, "venue");
    check_str(term[3].weight, "3.0");
    free(term);
    assert_int_equal(terms_of(&term, ""), 0);
    assert_null(term);
    assert_int_equal(terms_of(&term, "x\tgame\t1.0\t\n"), 1); // nobody said which language
    check_str(term[0].language, "");
    free(term);
}

static void tells_terms_added_removed_and_changed(void **state)
{
    (void)state;
    tm_model_term *a, *b;
    tm_term_change *change;
    const size_t n_a = terms_of(&a, lexicon_a), n_b = terms_of(&b, lexicon_b);
    size_t n;
    assert_int_equal(tm_terms_compare(&change, &n, (tm_term_list_view){a, n_a},
                                      (tm_term_list_view){b, n_b}, NULL),
                     TAMIS_OK);
    assert_int_equal(n, 3);
    assert_null(change[0].a); // 바카라
    check_str(change[0].b->term, "바카라");
    check_str(change[1].a->weight, "2.0"); // 슬롯
    check_str(change[1].b->weight, "2.5");
    check_str(change[2].a->term, "카지노");
    assert_null(change[2].b);
    free(change);
    assert_int_equal(tm_terms_compare(&change, &n, (tm_term_list_view){a, n_a},
                                      (tm_term_list_view){a, n_a}, NULL),
                     TAMIS_OK);
    assert_int_equal(n, 0);
    free(a);
    free(b);
}

// ---- Features -----------------------------------------------------------------------------------

// What one feature at a share of its cap adds, through the classifier itself: to nothing, and, but
// for the strongest stretch, without which there is no evidence, to that.
static double add(const tm_classifier *c, size_t f, double share)
{
    tm_row row = {0};
    if (f != TM_FEATURE_best_segment)
        row.value[TM_FEATURE_best_segment] = tm_features[TM_FEATURE_best_segment].cap;
    const double before = tm_classify(NULL, c, &row);
    row.value[f] = share * tm_features[f].cap;
    return tm_classify(NULL, c, &row) - before;
}

static double effect_beside_best(const tm_classifier *c, size_t f, double share)
{
    const double pair = f == TM_FEATURE_best_segment
                            ? 0
                            : tm_pair_weight(c, f, TM_FEATURE_best_segment) * sqrt(share);
    return tm_main_effect(c, f, share) + pair;
}

static void effects_are_what_the_classifier_does(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    const tm_classifier *c = &tm_model_inside(model)->classifier;
    for (size_t f = 0; f < TM_N_FEATURES; f++) {
        for (int quarters = 1; quarters <= 4; quarters++)
            check_close(effect_beside_best(c, f, quarters / 4.), add(c, f, quarters / 4.),
                        1e-12);
        assert_int_not_equal(tm_strongest_partner(c, f), f);
    }
    size_t order[TM_N_FEATURES];
    tm_features_by_effect(order, c);
    for (size_t i = 1; i < TM_N_FEATURES; i++)
        assert_true(fabs(tm_main_effect(c, order[i - 1], 1)) >=
                    fabs(tm_main_effect(c, order[i], 1)));
    tamis_model_free(model);
}

// A classifier that looks at one feature only leans on that one and on no other.
static void dealing_out_a_feature_hurts_only_where_it_matters(void **state)
{
    (void)state;
    enum { N = 200, USED = 3, IDLE = 4 };
    tm_model model = {.sigmoid = {4, 0}};
    tm_row rows[N] = {0};
    bool contaminated[N];
    tm_importance importance[TM_N_FEATURES];
    model.classifier.bias = -1;
    model.classifier.single[USED] = 2;
    for (size_t i = 0; i < N; i++) {
        contaminated[i] = i % 4 == 0;
        rows[i].value[TM_FEATURE_best_segment] = 1; // of no weight, but there
        rows[i].value[USED] = contaminated[i] ? tm_features[USED].cap : 0;
        rows[i].value[IDLE] = contaminated[i] ? tm_features[IDLE].cap : 0;
    }
    assert_int_equal(tm_importance_fill(importance, &model, rows, contaminated, N, 0.5, NULL),
                     TAMIS_OK);
    assert_true(importance[USED].log_loss_rise > 0.5);
    assert_true(importance[USED].recall_change < -0.5);
    assert_true(importance[USED].fpr_change > 0.1);
    check_close(importance[IDLE].log_loss_rise, 0, 0);
    check_close(importance[IDLE].recall_change, 0, 0);
}

// ---- Verdicts -----------------------------------------------------------------------------------

static void finds_the_documents_that_flip(void **state)
{
    (void)state;
    tm_labelled clean = hand_row(false), bad = hand_row(true), unknown = hand_row(false);
    unknown.unlabelled = true;
    const tm_scored a[] = {hand_scored(&clean, 5), hand_scored(&bad, 5), hand_scored(&bad, 5),
                           hand_scored(&unknown, 1), hand_unscanned(&clean)};
    const tm_scored b[] = {hand_scored(&clean, -5), hand_scored(&bad, 1), hand_scored(&bad, 6),
                           hand_scored(&unknown, 5), hand_scored(&clean, -5)};
    tm_flips flips;
    assert_int_equal(tm_flips_find(&flips, a, b, 5, NULL), TAMIS_OK);
    assert_int_equal(flips.n, 4);
    const size_t order[] = {4, 0, 1, 3};
    const int gain[] = {0, 1, -1, 0};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(flips.flip[i].index, order[i]);
        assert_int_equal(tm_flip_gain(&flips.flip[i]), gain[i]);
    }
    assert_int_equal(flips.count[TM_FLIP_CONTAMINATED][TAMIS_CONTAMINATED][TAMIS_CONTAMINATED],
                     1);
    assert_int_equal(flips.count[TM_FLIP_UNLABELLED][TAMIS_SUSPECT][TAMIS_CONTAMINATED], 1);
    tm_flips_free(&flips);
}

// ---- Reports ------------------------------------------------------------------------------------

static void check_json(tm_buf *out, const char *schema)
{
    json_object *member = NULL;
    assert_false(out->failed);
    assert_int_equal(out->ptr[out->len - 1], '\n');
    out->len--;
    json_object *tree = parse_by_json_c(tm_buf_str(out), 0);
    assert_non_null(tree);
    assert_true(json_object_object_get_ex(tree, "schema", &member));
    assert_string_equal(json_object_get_string(member), schema);
    json_object_put(tree);
    tm_buf_free(out);
}

static void a_model_is_shown_as_text_and_as_json(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tm_importance importance[TM_N_FEATURES] = {{NAN, NAN, NAN}};
    tm_model_view view = {.model = tm_model_inside(model), .importance = importance};
    tm_model_term *term;
    tm_buf out = {0};
    tm_model near = *view.model;
    near.point[0].threshold = 1 - 4e-8;
    view.model = &near;
    assert_int_equal(tm_model_terms(&term, &view.n_terms, view.model, NULL), TAMIS_OK);
    view.term = term;
    tm_model_text(&out, &view);
    tm_buf_byte(&out, '\0');
    assert_non_null(strstr(out.ptr, tamis_model_sha256(model)));
    assert_non_null(strstr(out.ptr, "Lexicon: terms by class and language"));
    assert_null(strstr(out.ptr, " nan"));
    assert_non_null(strstr(out.ptr, " 0.99999996 "));
    tm_buf_clear(&out);
    tm_model_json(&out, &view);
    check_json(&out, "tamis-model/1");
    memset(near.classifier.pair, 0, sizeof near.classifier.pair); // no feature has a partner
    tm_buf_clear(&out);
    tm_model_json(&out, &view);
    tm_buf_byte(&out, '\0');
    assert_non_null(strstr(out.ptr, "\"partner\":null,\"partner_weight\":0"));
    assert_null(strstr(out.ptr, "\"partner\":\""));
    tm_buf_free(&out);
    free(term);
    tamis_model_free(model);
}

static void two_models_are_compared_as_text_and_as_json(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tm_model other = *tm_model_inside(model); // shares all it points to
    other.sha256[0] = other.sha256[0] == '0' ? '1' : '0';
    other.knowledge.weights.evidence[0] += 7;
    other.classifier.single[0] += 1;
    // Of a model whose thresholds lie near 1, as those of a few documents do.
    other.point[0].threshold = 1 - 4e-8;
    tm_model near = *tm_model_inside(model);
    near.point[0].threshold = 1 - 4.5e-8;
    tm_labelled bad = hand_row(true);
    char id[] = "<b>\x1b";
    bad.id = id;
    const tm_scored a = hand_scored(&bad, 1), b = hand_scored(&bad, 5);
    const tm_flip_reasons reasons = {.contribution = {{1}, {2}}};
    tm_flips flips;
    tm_buf out = {0};
    assert_int_equal(tm_flips_find(&flips, &a, &b, 1, NULL), TAMIS_OK);
    const tm_model_difference difference = {.model = {tm_model_inside(model), &other},
                                            .flips = &flips,
                                            .n_documents = 1,
                                            .reasons = &reasons,
                                            .n_shown = 1};
    const tm_model_difference thresholds = {.model = {&near, &other}};
    tm_model_diff_text(&out, &thresholds);
    tm_buf_byte(&out, '\0');
    assert_non_null(strstr(out.ptr, "0.999999955  0.999999960"));
    tm_buf_clear(&out);
    tm_model_diff_text(&out, &difference);
    tm_buf_byte(&out, '\0');
    assert_non_null(strstr(out.ptr, "better  suspect"));
    assert_non_null(strstr(out.ptr, "+1.00 → +2.00"));
    assert_null(strchr(out.ptr, '\x1b'));
    tm_buf_clear(&out);
    tm_model_diff_json(&out, &difference);
    check_json(&out, "tamis-model-diff/1");
    tm_flips_free(&flips);
    tamis_model_free(model);
}

// Models may flip a document though they see the same in it.
static void a_flip_without_a_feature_is_explained(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tm_model other = *tm_model_inside(model);
    other.sha256[0] = other.sha256[0] == '0' ? '1' : '0';
    other.classifier.bias = tm_model_inside(model)->classifier.bias + 1;
    other.sigmoid = (tm_sigmoid){.slope = 1, .offset = 0};
    tm_labelled bad = hand_row(true);
    const tm_scored a = {.row = &bad, .verdict = TAMIS_SUSPECT, .probability = 0.9},
                    b = {.row = &bad, .verdict = TAMIS_CONTAMINATED, .probability = 0.5};
    const tm_flip_reasons reasons = {.contribution = {{1}, {1}}};
    tm_flips flips;
    tm_buf out = {0};
    assert_int_equal(tm_flips_find(&flips, &a, &b, 1, NULL), TAMIS_OK);
    const tm_model_difference difference = {.model = {tm_model_inside(model), &other},
                                            .flips = &flips,
                                            .n_documents = 1,
                                            .cut = {{0.25, 0.95}, {0.25, 0.45}},
                                            .reasons = &reasons,
                                            .n_shown = 1};
    tm_model_diff_text(&out, &difference);
    tm_buf_byte(&out, '\0');
    assert_non_null(strstr(out.ptr, "  before any evidence\n"));
    assert_non_null(strstr(out.ptr, "0.900000 → 0.500000  probability that the decision"));
    assert_non_null(strstr(out.ptr, "0.950000 → 0.450000  threshold\n"));
    assert_non_null(
        strstr(out.ptr, "better  suspect 0.900000 → contaminated 0.500000  contam"));
    tm_buf_clear(&out);
    tm_model_diff_json(&out, &difference);
    tm_buf_byte(&out, '\0');
    assert_non_null(strstr(out.ptr, "\"a_recalibrated\":0.5"));
    assert_non_null(strstr(out.ptr, "\"why\":[]"));
    assert_non_null(strstr(out.ptr, "\"threshold_a\":0.95,\"threshold_b\":0.45"));
    tm_buf_free(&out);
    tm_flips_free(&flips);
    tamis_model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_terms_by_language),
        cmocka_unit_test(tells_terms_added_removed_and_changed),
        cmocka_unit_test(effects_are_what_the_classifier_does),
        cmocka_unit_test(dealing_out_a_feature_hurts_only_where_it_matters),
        cmocka_unit_test(finds_the_documents_that_flip),
        cmocka_unit_test(a_model_is_shown_as_text_and_as_json),
        cmocka_unit_test(two_models_are_compared_as_text_and_as_json),
        cmocka_unit_test(a_flip_without_a_feature_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
