// The public interface as its header promises it: who owns what, which options are refused, how the
// operating points and thresholds lead to verdicts, what reasons are given.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/scratch.h"
#include "support/tiny_model.h"

static tm_buf spam_text(uint64_t seed)
{
    tm_buf text = {0};
    tm_rng rng = tm_rng_seed(seed);
    tiny_spam(&text, &rng, 8);
    return text;
}

// ---- Names --------------------------------------------------------------------------------------

static void knows_its_version(void **state)
{
    (void)state;
    char text[32];
    const int version = tamis_version();
    snprintf(text, sizeof text, "%d.%d.%d", version / 10000, version / 100 % 100,
             version % 100);
    assert_string_equal(text, TAMIS_VERSION_STRING);
    assert_string_equal(tamis_version_string(), TAMIS_VERSION_STRING);
}

static void has_a_name_for_everything(void **state)
{
    (void)state;
    static const tamis_status statuses[] = {TAMIS_OK,     TAMIS_DONE,    TAMIS_ENOMEM,
                                            TAMIS_EIO,    TAMIS_EFORMAT, TAMIS_ELIMIT,
                                            TAMIS_EINVAL, TAMIS_EVERSION};
    enum { N = sizeof statuses / sizeof *statuses };
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(tamis_status_name(statuses[i]),
                                    tamis_status_name(statuses[k]));
    assert_string_equal(tamis_status_name(TAMIS_EFORMAT), "format");
    assert_string_equal(tamis_verdict_name(TAMIS_CLEAN), "clean");
    assert_string_equal(tamis_verdict_name(TAMIS_SUSPECT), "suspect");
    assert_string_equal(tamis_verdict_name(TAMIS_CONTAMINATED), "contaminated");
    assert_string_equal(tamis_verdict_name(TAMIS_UNSCANNED), "unscanned");
    assert_string_equal(tamis_document_kind_name(TAMIS_DOCUMENT_NONE), "none");
    assert_string_equal(tamis_document_kind_name(TAMIS_DOCUMENT_INJECTED), "injected");
    assert_string_equal(tamis_document_kind_name(TAMIS_DOCUMENT_SPAM), "spam");
    assert_string_equal(tamis_span_kind_name(TAMIS_SPAN_MENU), "menu");
    assert_string_equal(tamis_span_kind_name(TAMIS_SPAN_LINK_LIST), "link_list");
    assert_string_equal(tamis_span_kind_name(TAMIS_SPAN_HIDDEN), "hidden");
}

// The compiler must not know them, or it would say so.
static void what_is_no_value_has_a_name_too(void **state)
{
    (void)state;
    static const volatile int numbers[] = {-1, -7, 2, 9, 99, 1 << 30};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const int number = numbers[i];
        assert_string_equal(tamis_status_name((tamis_status)(number < 0 ? -99 : number + 1)),
                            "unknown");
        assert_string_equal(tamis_verdict_name((tamis_verdict_kind)(number + 4 * (number > 0))),
                            "unknown");
        assert_string_equal(
            tamis_document_kind_name((tamis_document_kind)(number + 3 * (number > 0))),
            "unknown");
        assert_string_equal(tamis_span_kind_name((tamis_span_kind)(number + 9 * (number > 0))),
                            "unknown");
    }
}

// ---- Model --------------------------------------------------------------------------------------

static void opens_a_model_from_a_file(void **state)
{
    (void)state;
    const tm_str file = tiny_model_file();
    tamis_model *model = NULL;
    FILE *out = fopen("tiny.tamis", "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(file.ptr, 1, file.len, out), file.len);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(tamis_model_open(&model, "tiny.tamis", NULL), TAMIS_OK);
    assert_string_equal(tamis_model_name(model), "tiny");
    assert_int_equal(strlen(tamis_model_sha256(model)), 64);
    tamis_model_free(model);
}

static void says_which_file_it_cannot_open_and_why(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        tamis_status status;
    } rows[] = {
        {"missing.tamis", TAMIS_EIO}, {".", TAMIS_EINVAL},           {"", TAMIS_EIO},
        {"empty", TAMIS_EFORMAT},     {"old.tamis", TAMIS_EVERSION},
    };
    FILE *empty = fopen("empty", "wb"), *old = fopen("old.tamis", "wb");
    assert_true(empty && old && fputs("TAMIS-MODEL 0\nname old\n", old) >= 0);
    assert_true(fclose(empty) == 0 && fclose(old) == 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tamis_error err = {.message = ""};
        tamis_model *model = (tamis_model *)(void *)&err; // must not stay
        const tamis_status status = tamis_model_open(&model, rows[i].path, &err);
        if (status != rows[i].status)
            fail_msg("\"%s\": %s, %s", rows[i].path, tamis_status_name(status), err.message);
        assert_null(model);
        assert_int_equal(err.status, status);
        assert_non_null(strstr(err.message, rows[i].path));
        assert_null(strchr(err.message, '\n'));
        assert_int_equal(tamis_model_open(&model, rows[i].path, NULL),
                         status); // err may be NULL
    }
}

// With or without a model built in, this is no crash and no lie.
static void the_built_in_model_opens_or_is_missed(void **state)
{
    (void)state;
    tamis_model *model = NULL;
    tamis_error err = {.message = ""};
    const tamis_status status = tamis_model_open(&model, NULL, &err);
    if (status == TAMIS_OK)
        assert_true(strlen(tamis_model_name(model)) > 0);
    else
        assert_true(status == TAMIS_EINVAL && !model && strlen(err.message) > 0);
    tamis_model_free(model);
}

static void the_model_keeps_nothing_of_the_callers(void **state)
{
    (void)state;
    tm_buf file = {0}, text = spam_text(1);
    tamis_model *model;
    tamis_screener *screener;
    const tamis_verdict *verdict;
    tm_buf_add(&file, tiny_model_file());
    assert_int_equal(tamis_model_open_bytes(&model, file.ptr, file.len, NULL), TAMIS_OK);
    memset(file.ptr, 0xAA, file.len);
    tm_buf_free(&file);
    assert_int_equal(tamis_screener_new(&screener, model, NULL, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen(&verdict, screener, text.ptr, text.len, NULL), TAMIS_OK);
    assert_int_equal(verdict->verdict, TAMIS_CONTAMINATED);
    tamis_screener_free(screener);
    tamis_model_free(model);
    tm_buf_free(&text);
}

static void frees_nothing(void **state)
{
    (void)state;
    tamis_model_free(NULL);
    tamis_screener_free(NULL);
}

// ---- Options ------------------------------------------------------------------------------------

static void refuses_options_out_of_range(void **state)
{
    (void)state;
    static const tamis_options rows[] = {
        {0, 1e-4, -1, 1 << 20, 0},
        {sizeof(tamis_options) - 1, 1e-4, -1, 1 << 20, 0},
        {sizeof(tamis_options), 0, -1, 1 << 20, 0},
        {sizeof(tamis_options), -1, -1, 1 << 20, 0},
        {sizeof(tamis_options), 9e-6, -1, 1 << 20, 0}, // stricter than the model's strictest
        {sizeof(tamis_options), NAN, -1, 1 << 20, 0},
        {sizeof(tamis_options), 1e-4, 1.5, 1 << 20, 0},
        {sizeof(tamis_options), 1e-4, INFINITY, 1 << 20, 0},
        {sizeof(tamis_options), 1e-4, -1, (size_t)1 << 32, 0},
        {sizeof(tamis_options), 1.001, -1, 1 << 20, 0},
        {sizeof(tamis_options), INFINITY, -1, 1 << 20, 0},
    };
    tamis_model *model = tiny_model_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tamis_screener *screener = NULL;
        tamis_error err = {.message = ""};
        if (tamis_screener_new(&screener, model, &rows[i], &err) != TAMIS_EINVAL)
            fail_msg("row %zu is taken", i);
        assert_null(screener);
        assert_true(strlen(err.message) > 0);
    }
    tamis_model_free(model);
}

typedef struct outcome {
    tamis_verdict_kind verdict;
    double probability, threshold, score;
    size_t n_spans;
} outcome;

static outcome screen_with(const tamis_model *model, double max_fpr, double threshold,
                           tm_str text)
{
    tamis_options options = TAMIS_OPTIONS_INIT;
    tamis_screener *screener;
    const tamis_verdict *v;
    options.max_fpr = max_fpr;
    options.threshold = threshold;
    assert_int_equal(tamis_screener_new(&screener, model, &options, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen(&v, screener, text.ptr, text.len, NULL), TAMIS_OK);
    assert_int_equal(v->struct_size, sizeof *v);
    const outcome result = {v->verdict, v->probability, v->threshold, v->score, v->n_spans};
    tamis_screener_free(screener);
    return result;
}

static void picks_the_strictest_point_that_max_fpr_allows(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    size_t n_points = 0;
    const tamis_operating_point *point = tamis_model_points(model, &n_points);
    const tm_str text = tm_str_of("");
    assert_int_equal(n_points, 4);
    for (size_t i = 0; i < n_points; i++) {
        const double target = point[i].target_fpr;
        check_close(screen_with(model, target, -1, text).threshold, point[i].threshold, 0);
        check_close(screen_with(model, target * 5, -1, text).threshold, point[i].threshold, 0);
    }
    check_close(screen_with(model, 1, -1, text).threshold, point[3].threshold, 0);
    check_close(point[0].target_fpr, 1e-5, 1e-18);
    check_close(point[3].target_fpr, 1e-2, 1e-15);
    tamis_model_free(model);
}

static void the_defaults_are_those_of_the_header(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tamis_screener *screener;
    const tamis_verdict *v;
    assert_int_equal(tamis_screener_new(&screener, model, NULL, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen(&v, screener, NULL, 0, NULL), TAMIS_OK);
    check_close(v->threshold, screen_with(model, 1e-4, -1, tm_str_of("")).threshold, 0);
    tamis_screener_free(screener);
    tamis_model_free(model);
}

// A document whose probability lies between the thresholds of two points.
static void is_suspect_between_the_points(void **state)
{
    (void)state;
    tm_model model = {.sha256 = ""};
    tamis_model *forged;
    tm_buf file = {0}, text = spam_text(1);
    assert_int_equal(tm_model_read(&model, tiny_model_file(), NULL), TAMIS_OK);
    tamis_model *tiny = tiny_model_open();
    const double p = screen_with(tiny, 1e-4, -1, tm_buf_str(&text)).probability;
    model.point[0].threshold = model.point[1].threshold = (1 + p) / 2;
    model.point[2].threshold = model.point[3].threshold = p * 0.99;
    assert_int_equal(tm_model_write(&file, &model, NULL), TAMIS_OK);
    assert_int_equal(tamis_model_open_bytes(&forged, file.ptr, file.len, NULL), TAMIS_OK);
    const outcome strictest = screen_with(forged, 1e-5, -1, tm_buf_str(&text));
    const outcome strict = screen_with(forged, 1e-4, -1, tm_buf_str(&text));
    const outcome loose = screen_with(forged, 1e-3, -1, tm_buf_str(&text));
    assert_int_equal(strictest.verdict, TAMIS_CLEAN);
    assert_int_equal(strictest.n_spans, 0);
    assert_int_equal(strict.verdict, TAMIS_SUSPECT);
    assert_true(strict.n_spans > 0);
    assert_int_equal(loose.verdict, TAMIS_CONTAMINATED);
    tamis_model_free(forged);
    tamis_model_free(tiny);
    tm_model_clear(&model);
    tm_buf_free(&file);
    tm_buf_free(&text);
}

static void a_threshold_overrides_the_points(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tm_buf text = spam_text(1);
    const double p = screen_with(model, 1e-4, -1, tm_buf_str(&text)).probability;
    static const struct {
        double factor;
        tamis_verdict_kind verdict;
    } rows[] = {
        {0, TAMIS_CONTAMINATED}, {0.5, TAMIS_CONTAMINATED}, {0.999999, TAMIS_CONTAMINATED},
        {1, TAMIS_CONTAMINATED}, {1.000001, TAMIS_CLEAN}, // there is no suspect without points
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const outcome o = screen_with(model, 1e-4, p * rows[i].factor, tm_buf_str(&text));
        assert_int_equal(o.verdict, rows[i].verdict);
        check_close(o.threshold, p * rows[i].factor, 0);
        check_close(o.probability, p, 0);
    }
    assert_int_equal(screen_with(model, 1e-4, 1, tm_buf_str(&text)).verdict, TAMIS_CLEAN);
    tamis_model_free(model);
    tm_buf_free(&text);
}

// ---- Verdicts -----------------------------------------------------------------------------------

static void what_was_not_measured_is_zero(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tamis_screener *screener;
    const tamis_verdict *v;
    tm_buf text = spam_text(1);
    assert_int_equal(tamis_screener_new(&screener, model, NULL, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen(&v, screener, text.ptr, text.len, NULL), TAMIS_OK);
    assert_true(v->score > 0 && v->n_spans > 0);
    assert_int_equal(tamis_screen(&v, screener, "\0\1\2", 3, NULL), TAMIS_OK);
    assert_int_equal(v->verdict, TAMIS_UNSCANNED);
    assert_true(v->score == 0 && v->probability == 0 && v->removed_ratio == 0);
    assert_true(v->n_spans == 0 && v->n_reasons == 0 && v->n_bytes == 3);
    tamis_screener_free(screener);
    tamis_model_free(model);
    tm_buf_free(&text);
}

static void gives_the_lines_that_are_not_blank(void **state)
{
    (void)state;
    static const char text[] = " one\r\n\n \t\ntwo\rthree \xE2\x80\xA8---\xC2\x85.\n";
    static const char *const lines[] = {"one", "two", "three", "---", "."};
    tamis_model *model = tiny_model_open();
    tamis_options options = TAMIS_OPTIONS_INIT;
    tamis_screener *screener;
    const tamis_verdict *v;
    options.want_lines = 1;
    assert_int_equal(tamis_screener_new(&screener, model, &options, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen(&v, screener, text, sizeof text - 1, NULL), TAMIS_OK);
    assert_int_equal(v->n_lines, sizeof lines / sizeof *lines);
    for (size_t i = 0; i < v->n_lines; i++) {
        const size_t n = v->lines[i].end_byte - v->lines[i].begin_byte;
        assert_int_equal(n, strlen(lines[i]));
        assert_memory_equal(text + v->lines[i].begin_byte, lines[i], n);
    }
    tamis_screener_free(screener);
    tamis_model_free(model);
}

// ---- Reasons ------------------------------------------------------------------------------------

static void gives_the_greatest_reasons_or_all_of_them(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tamis_options options = TAMIS_OPTIONS_INIT;
    tm_buf text = spam_text(1);
    for (options.want_lines = 0; options.want_lines <= 1; options.want_lines++) {
        tamis_screener *screener;
        const tamis_verdict *v;
        assert_int_equal(tamis_screener_new(&screener, model, &options, NULL), TAMIS_OK);
        assert_int_equal(tamis_screen(&v, screener, text.ptr, text.len, NULL), TAMIS_OK);
        assert_true(v->n_reasons > 0 && (v->n_reasons <= 8 || options.want_lines));
        for (size_t i = 0; i < v->n_reasons; i++) {
            assert_true(strlen(v->reasons[i].feature) > 0 &&
                        strlen(v->reasons[i].description) > 0);
            assert_true(options.want_lines || v->reasons[i].contribution > 0);
            assert_true(i == 0 || v->reasons[i].contribution <= v->reasons[i - 1].contribution);
        }
        assert_int_equal(v->n_reasons == TM_N_FEATURES, options.want_lines);
        tamis_screener_free(screener);
    }
    tamis_model_free(model);
    tm_buf_free(&text);
}

// Score less contributions is the same for all documents: the bias.
static void contributions_explain_the_score(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tamis_options options = TAMIS_OPTIONS_INIT;
    tamis_screener *screener;
    double bias = NAN;
    options.want_lines = 1;
    assert_int_equal(tamis_screener_new(&screener, model, &options, NULL), TAMIS_OK);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const tamis_verdict *v;
        tm_buf text = spam_text(seed);
        assert_int_equal(tamis_screen(&v, screener, text.ptr, text.len, NULL), TAMIS_OK);
        double rest = v->score;
        for (size_t i = 0; i < v->n_reasons; i++)
            rest -= v->reasons[i].contribution;
        if (seed == 1)
            bias = rest;
        check_close(rest, bias, 1e-9);
        tm_buf_free(&text);
    }
    tamis_screener_free(screener);
    tamis_model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_its_version),
        cmocka_unit_test(has_a_name_for_everything),
        cmocka_unit_test(what_is_no_value_has_a_name_too),
        cmocka_unit_test_setup_teardown(opens_a_model_from_a_file, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test_setup_teardown(says_which_file_it_cannot_open_and_why, enter_scratch,
                                        leave_scratch),
        cmocka_unit_test(the_built_in_model_opens_or_is_missed),
        cmocka_unit_test(the_model_keeps_nothing_of_the_callers),
        cmocka_unit_test(frees_nothing),
        cmocka_unit_test(refuses_options_out_of_range),
        cmocka_unit_test(picks_the_strictest_point_that_max_fpr_allows),
        cmocka_unit_test(the_defaults_are_those_of_the_header),
        cmocka_unit_test(is_suspect_between_the_points),
        cmocka_unit_test(a_threshold_overrides_the_points),
        cmocka_unit_test(what_was_not_measured_is_zero),
        cmocka_unit_test(gives_the_lines_that_are_not_blank),
        cmocka_unit_test(gives_the_greatest_reasons_or_all_of_them),
        cmocka_unit_test(contributions_explain_the_score),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
