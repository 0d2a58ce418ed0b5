// Judging on threads and the two reports, with the small model: any number of threads gives the
// same, the JSON is JSON, nothing of a document gets out unescaped.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include <stdlib.h>

#include "cli/judge.h"
#include "sink/chart.h"
#include "sink/evaluation.h"
#include "support/json_oracle.h"
#include "support/tiny_model.h"

enum { N_ROWS = 120, N_CASES = 3 };

typedef struct fixture {
    tamis_model *model;
    tm_dataset dataset;
    tm_scored scored[N_ROWS];
    tm_evaluation evaluation;
    tm_case cases[N_CASES];
} fixture;

static char *copy(const char *text)
{
    char *made = strdup(text);
    assert_non_null(made);
    return made;
}

// Too long to be shown whole; a cut at a round number of bytes would split a character.
static const char long_id[] = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허"
                              "고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후"
                              "그느드르므브스으즈츠크트프흐기니디리미비시이지치키티피히";

static void fill_rows(tm_dataset *dataset)
{
    tm_rng rng = tm_rng_seed(5);
    for (size_t i = 0; i < N_ROWS; i++) {
        tm_labelled *row = tm_dataset_new_row(dataset);
        assert_non_null(row);
        row->contaminated = i % 3 == 0;
        row->id = copy(i == 1 ? "evil\n<id>\x1b" : i == 2 ? long_id : "");
        row->kind = copy(row->contaminated ? "injected:menu" : "news");
        row->language = copy("ko");
        row->source = copy(i % 2 ? "a" : "b");
        row->obfuscation = copy("");
        if (row->contaminated)
            tiny_spam(&row->text, &rng, 12);
        else
            tiny_page(&row->text, &rng, 12);
    }
}

static void judge(fixture *f, tm_scored *scored, size_t n_jobs)
{
    const tamis_options options = TAMIS_OPTIONS_INIT;
    const tm_judge_plan plan = {
        .model = f->model, .options = &options, .n_jobs = n_jobs, .quiet = true};
    assert_int_equal(tm_judge_all(scored, &f->dataset, &plan, NULL), TAMIS_OK);
}

static int set_up(void **state)
{
    static fixture f;
    size_t n_points;
    *state = &f;
    f.model = tiny_model_open();
    fill_rows(&f.dataset);
    judge(&f, f.scored, 1);
    for (size_t i = 0; i < N_CASES; i++)
        f.cases[i] =
            (tm_case){.scored = &f.scored[i], .span = {{2, 7, TAMIS_SPAN_MENU}}, .n_spans = 1};
    return tm_evaluate(&f.evaluation, f.scored, N_ROWS, tamis_model_points(f.model, &n_points),
                       NULL);
}

static int tear_down(void **state)
{
    fixture *f = *state;
    tm_evaluation_free(&f->evaluation);
    tm_dataset_free(&f->dataset);
    tamis_model_free(f->model);
    return 0;
}

static tm_evaluation_report report_of(const fixture *f)
{
    static const char *const data[] = {"<data>.jsonl"};
    size_t n_points;
    const tamis_operating_point *points = tamis_model_points(f->model, &n_points);
    return (tm_evaluation_report){.evaluation = &f->evaluation,
                                  .points = points,
                                  .chosen = &points[1],
                                  .threshold = points[1].threshold,
                                  .model = {"tiny", tamis_model_sha256(f->model)},
                                  .data = data,
                                  .n_data = 1,
                                  .scored = f->scored,
                                  .n_scored = N_ROWS,
                                  .false_positives = f->cases,
                                  .n_false_positives = N_CASES,
                                  .misses = f->cases,
                                  .n_misses = N_CASES};
}

static void judges_the_same_on_any_number_of_threads(void **state)
{
    fixture *f = *state;
    tm_scored *again = calloc(N_ROWS, sizeof *again);
    assert_non_null(again);
    for (size_t n_jobs = 2; n_jobs <= 7; n_jobs += 5) {
        judge(f, again, n_jobs);
        for (size_t i = 0; i < N_ROWS; i++) {
            assert_int_equal(again[i].verdict, f->scored[i].verdict);
            assert_true(again[i].score == f->scored[i].score); // NOLINT: bit for bit
            assert_ptr_equal(again[i].row, &f->dataset.row[i]);
        }
    }
    free(again);
}

static void refuses_options_that_the_model_cannot_serve(void **state)
{
    fixture *f = *state;
    tamis_options options = TAMIS_OPTIONS_INIT;
    tamis_error err;
    options.max_fpr = 1e-9;
    const tm_judge_plan plan = {.model = f->model, .options = &options, .n_jobs = 4};
    assert_int_equal(tm_judge_all(f->scored, &f->dataset, &plan, &err), TAMIS_EINVAL);
    assert_non_null(strstr(err.message, "operating point"));
}

static void the_small_model_tells_its_injections_from_its_pages(void **state)
{
    const fixture *f = *state;
    assert_true(f->evaluation.curve.auc > 0.95);
    assert_int_equal(f->evaluation.curve.n[0] + f->evaluation.curve.n[1], N_ROWS);
}

static void the_json_report_is_one_object(void **state)
{
    const tm_evaluation_report report = report_of(*state);
    tm_buf out = {0};
    tm_evaluation_json(&out, &report);
    assert_false(out.failed);
    assert_ptr_equal(memchr(out.ptr, '\n', out.len), out.ptr + out.len - 1);
    out.len--;
    json_object *tree = parse_by_json_c(tm_buf_str(&out), 0), *member = NULL;
    assert_non_null(tree);
    assert_true(json_object_object_get_ex(tree, "schema", &member));
    assert_string_equal(json_object_get_string(member), "tamis-evaluation/1");
    assert_true(json_object_object_get_ex(tree, "points", &member));
    assert_int_equal(json_object_array_length(member), TM_N_POINTS);
    json_object_put(tree);
    tm_buf_free(&out);
}

static void the_text_report_holds_no_control_characters(void **state)
{
    const tm_evaluation_report report = report_of(*state);
    tm_buf out = {0};
    tm_evaluation_text(&out, &report);
    tm_buf_byte(&out, '\0');
    assert_false(out.failed);
    assert_non_null(strstr(out.ptr, "evil␊<id>␛"));
    assert_non_null(strstr(out.ptr, "injected:menu"));
    assert_null(strchr(out.ptr, '\x1b'));
    tm_buf_free(&out);
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)); at++)
        n++;
    return n;
}

static void the_page_is_whole_and_loads_nothing(void **state)
{
    const tm_evaluation_report report = report_of(*state);
    tm_buf out = {0};
    tm_evaluation_html(&out, &report);
    tm_buf_byte(&out, '\0');
    assert_false(out.failed);
    static const char *const pairs[][2] = {
        {"<svg ", "</svg>"},         {"<table>", "</table>"},
        {"<figure", "</figure>"},    {"<section>", "</section>"},
        {"<article>", "</article>"}, {"<div", "</div>"},
        {"<mark>", "</mark>"},       {"<tr>", "</tr>"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(count(out.ptr, pairs[i][0]) > 0);
        assert_int_equal(count(out.ptr, pairs[i][0]), count(out.ptr, pairs[i][1]));
    }
    assert_int_equal(count(out.ptr, "<svg "), 5);
    static const char *const banned[] = {"<script", "src=", "href=", "url(",   "@import",
                                         "nan",     "<id>", "\x1b",  "<data>", "&gt;</code>"};
    for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
        assert_null(strstr(out.ptr, banned[i]));
    tm_buf_free(&out);
}

// The picture whose caption is `title`, NUL-terminated; free() it.
static char *picture(const tm_buf *page, const char *title)
{
    const char *begin = strstr(page->ptr, title);
    assert_non_null(begin);
    const char *end = strstr(begin, "</svg>");
    assert_non_null(end);
    return strndup(begin, (size_t)(end - begin));
}

static void check_picture(const tm_buf *page, const char *title, const char *labels)
{
    char *svg = picture(page, title), *last = NULL;
    const char *line = strstr(svg, "<polyline class=\"bad\" points=\"");
    assert_non_null(line);
    size_t n_places = 0;
    for (const char *at = line + strlen("<polyline class=\"bad\" points=\""); *at != '"'; at++)
        n_places += *at == ',';
    assert_true(n_places > 1);
    for (char *at = svg; (at = strstr(at, "<circle")); at++)
        last = at;
    assert_true(!labels == !last);
    if (labels) {
        assert_non_null(strstr(svg, labels));
        assert_non_null(strstr(last, "class=\"chosen\""));
    }
    free(svg);
}

// Where all scores are equal there is one step: the curves are drawn all the same, the points of
// operation share a place and so a label, and the ring of the one in use is on top.
static void documents_of_one_score_make_curves(void **state)
{
    fixture *f = *state;
    for (int flagged = 0; flagged < 2; flagged++) {
        tm_evaluation_report report = report_of(f);
        tm_scored same[N_ROWS];
        tm_evaluation e;
        tm_buf out = {0};
        for (size_t i = 0; i < N_ROWS; i++) {
            same[i] = f->scored[i];
            same[i].score = 0;
            same[i].probability = flagged ? 1 : 1e-12;
        }
        assert_int_equal(tm_evaluate(&e, same, N_ROWS, report.points, NULL), TAMIS_OK);
        report.evaluation = &e;
        report.scored = same;
        report.chosen = &report.points[0];
        tm_evaluation_html(&out, &report);
        tm_buf_byte(&out, '\0');
        assert_false(out.failed);
        check_picture(&out, "Precision and recall", flagged ? "1e-5, 1e-4, 1e-3, 1e-2<" : NULL);
        check_picture(&out, "ROC, logarithmic", "1e-5, 1e-4, 1e-3, 1e-2<");
        tm_buf_free(&out);
        tm_evaluation_free(&e);
    }
}

static void ticks_without_room_have_no_words(void **state)
{
    (void)state;
    tm_buf out = {0};
    const tm_chart chart = {
        .out = &out,
        .height = 200,
        .x = {.label = "", .low = 0, .high = 1, .tick = {0.5, 0.51, 0.9}, .n_ticks = 3},
        .y = {.label = "", .low = 0, .high = 1},
    };
    tm_chart_begin(&chart, "", "");
    tm_chart_words(&chart, 0, 0, &(tm_chart_label){"low", true, 0});
    tm_chart_mark(&chart, 0.01, "mark", 0);
    tm_buf_byte(&out, '\0');
    assert_int_equal(count(out.ptr, "class=\"grid\""), 3);
    assert_non_null(strstr(out.ptr, ">0.5</text>"));
    assert_null(strstr(out.ptr, ">0.51</text>"));
    assert_non_null(strstr(out.ptr, ">0.9</text>"));
    // Words at the left edge go to the right of it, at the lower edge above it.
    assert_non_null(strstr(out.ptr, "<text x=\"74.0\" y=\"149.0\" text-anchor=\"start\">low<"));
    assert_non_null(strstr(out.ptr, "text-anchor=\"start\">mark<"));
    tm_buf_free(&out);
}

static bool holds(const tm_buf *out, const char *words)
{
    for (size_t i = 0; i + strlen(words) <= out->len; i++)
        if (memcmp(out->ptr + i, words, strlen(words)) == 0)
            return true;
    return false;
}

// Intervals of copies are too narrow: every form of the report says so.
static void the_reports_say_how_many_are_copies(void **state)
{
    static const char words[] =
        "70 of the clean and 3 of the contaminated documents are copies";
    tm_evaluation_report report = report_of(*state);
    tm_buf out = {0};
    tm_evaluation_text(&out, &report);
    assert_false(holds(&out, "copies"));
    assert_true(holds(&out, "With 80 clean documents a false-positive rate below 3.75 %"));
    report.n_copies[0] = 70;
    report.n_copies[1] = 3;
    tm_evaluation_text(&out, &report);
    assert_true(holds(&out, words));
    assert_true(holds(&out, "With 10 different clean documents a false-positive rate below "
                            "30.00 %"));
    tm_buf_clear(&out);
    tm_evaluation_html(&out, &report);
    assert_true(holds(&out, words));
    tm_buf_clear(&out);
    tm_evaluation_json(&out, &report);
    assert_true(holds(&out, "\"copies\":{\"clean\":70,\"contaminated\":3}"));
    tm_buf_free(&out);
}

// One label, one document, nothing scanned: no figure may become a broken page.
static void reports_of_hardly_anything_are_sound(void **state)
{
    fixture *f = *state;
    tm_scored one = {.row = &f->dataset.row[0],
                     .verdict = TAMIS_UNSCANNED,
                     .unscanned_reason = "binary",
                     .score = -INFINITY,
                     .probability = NAN};
    tm_evaluation_report report = report_of(f);
    tm_evaluation e;
    tm_buf out = {0};
    assert_int_equal(tm_evaluate(&e, &one, 1, report.points, NULL), TAMIS_OK);
    report.evaluation = &e;
    report.scored = &one;
    report.n_scored = 1;
    report.n_false_positives = report.n_misses = 0;
    tm_evaluation_html(&out, &report);
    tm_evaluation_text(&out, &report);
    tm_buf_byte(&out, '\0');
    assert_false(out.failed);
    assert_null(strstr(out.ptr, "nan"));
    assert_null(strstr(out.ptr, "inf,"));
    assert_null(strstr(out.ptr, "(its ROC curve)"));
    tm_buf_clear(&out);
    tm_evaluation_json(&out, &report);
    out.len--;
    json_object *tree = parse_by_json_c(tm_buf_str(&out), 0);
    assert_non_null(tree);
    json_object_put(tree);
    tm_buf_free(&out);
    tm_evaluation_free(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_the_same_on_any_number_of_threads),
        cmocka_unit_test(refuses_options_that_the_model_cannot_serve),
        cmocka_unit_test(the_small_model_tells_its_injections_from_its_pages),
        cmocka_unit_test(the_json_report_is_one_object),
        cmocka_unit_test(the_text_report_holds_no_control_characters),
        cmocka_unit_test(the_page_is_whole_and_loads_nothing),
        cmocka_unit_test(documents_of_one_score_make_curves),
        cmocka_unit_test(ticks_without_room_have_no_words),
        cmocka_unit_test(the_reports_say_how_many_are_copies),
        cmocka_unit_test(reports_of_hardly_anything_are_sound),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
