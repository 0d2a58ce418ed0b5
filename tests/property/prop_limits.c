// Linear time: each family of hostile documents is screened at one size and at twice that size, all
// in one window, lines and spans asked for; texts with many spans are cleaned; and rates are bounded.
// Processor time, the best of a few runs; twice the text may cost three and a half times as much,
// not four and not sixteen.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>
#include <time.h>

#include "model/calibrate.h"
#include "sink/clean.h"
#include "support/tiny_model.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SMALL_BYTES = 64 << 10, SMALL_SPANS = 2000, N_RUNS = 2, N_LOOKS = 5 };
#else
enum { SMALL_BYTES = 256 << 10, SMALL_SPANS = 5000, N_RUNS = 3, N_LOOKS = 5 };
#endif

static const double most_growth = 3.5;
static const double slack_seconds = 0.01; // of the clock and of what does not grow

// `head` once, `unit` until the document is full. %d in a unit is its number.
typedef struct family {
    const char *name, *head, *unit, *tail;
} family;

static const family families[] = {
    {"marks on a letter", "바카라 a", "\xCC\xB6", ""},
    {"marks on letters", "바카라 ", "a\xCC\xB6\xCC\xB7 ", ""},
    {"jamo", "", "ㅂㅏ", ""},
    {"jamo and blanks", "", "ㅂㅏ ", ""},
    {"invisibles", "바카라 ", "\xE2\x80\x8B", ""},
    {"invisibles between letters", "", "바\xE2\x80\x8B", ""},
    {"overrides", "",
     "\xE2\x80\xAE"
     "라카바 ",
     ""},
    {"overrides closed", "",
     "\xE2\x80\xAE"
     "라카바\xE2\x80\xAC ",
     ""},
    {"prefixes of terms", "", "바", ""},
    {"prefixes of longer terms", "", "바카", ""},
    {"terms", "", "바카라", ""},
    {"terms and words", "", "바카라 x ", ""},
    {"terms and numbers", "", "바카라 %d ", ""},
    {"terms in lines", "", "바카라\n", ""},
    {"company", "", "도박 중독 바카라 ", ""},
    {"keyboard", "", "qkzkfk ", ""},
    {"spaced letters", "", "바.", ""},
    {"spaced letters and blanks", "", "바 ", ""},
    {"leet", "", "c4s1n0 ", ""},
    {"references", "", "&#48148;", ""},
    {"references nested", "", "&#38;", ""},
    {"percent codes", "", "%EB%B0%94", ""},
    {"schemes", "바카라 ", "http://", ""},
    {"links", "", "a.com ", ""},
    {"labels", "바카라 http://", "a.", ""},
    {"dashes", "바카라 ", "a-", ""},
    {"hangul hosts", "", "바카라.com.", ""},
    {"handles", "", "@name ", ""},
    {"at signs", "바카라 ", "@", ""},
    {"bars", "바카라", "| a", ""},
    {"menu lines", "", "부동산 바카라 베팅 | 한빛바카라 베팅\n", ""},
    {"menu lines of numbers", "", "구역%d 바카라 베팅 | 한빛바카라 베팅\n", ""},
    {"short lines", "바카라\n", "a\n", ""},
    {"line ends", "바카라", "\n", ""},
    {"blanks", "바카라", " ", "바카라"},
    {"blanks in a term", "카지노", " ", "사이트"},
    {"pictographs", "바카라 ", "★", ""},
    {"lists", "", "바카라/", ""},
    {"twins", "",
     "과기정통부 라이브바카라은 어제 서울에서 예산을 늘리겠다고 말했다\n"
     "과기정통부 장관은 어제 서울에서 예산을 늘리겠다고 말했다\n",
     ""},
    {"near twins", "", "과기정통부 바카라%d은 어제 서울에서 예산을 늘리겠다고 말했다\n", ""},
    {"long twins", "", "가나 다라 마바 %d ", "\n"},
    {"swaps", "", "어제는 바카라 이야기를 오래도록 나누었다고 한다. ", ""},
    {"swaps in lines", "", "우리는 어제 바카라 이야기를 오래도록 나누었다\n", ""},
    {"names of the page", "", "한빛%d카지노 한빛뉴스 ", ""},
    {"han", "바카라 ", "日本", ""},
    {"thai", "바카라 ", "กข", ""},
    {"look-alikes", "", "саsino ", ""},
    {"damage", "바카라 ", "\xFF가나다라마바사 ", ""},
    {"characters cut off", "바카라 ", "\xE2\x82가나다라마바사 ", ""},
    {"loud lines, none filled", "", "바카라&\n", ""},
    {"links, none filled", "", "http://%\n", ""},
    {"ligatures, none filled", "바카라 추천\n", "\xEF\xB7\xBA\n", ""},
    {"a page", "바카라\n", "오늘은 비가 왔다. 장관은 웃었다.\n", ""},
};

static void make_document(tm_buf *out, const family *f, size_t n_bytes)
{
    tm_buf_clear(out);
    tm_buf_text(out, f->head);
    const char *number = strstr(f->unit, "%d");
    for (int n = 0; out->len < n_bytes; n++) {
        if (number) {
            tm_buf_append(out, f->unit, (size_t)(number - f->unit));
            tm_buf_format(out, "%d%s", n, number + 2);
        } else {
            tm_buf_text(out, f->unit);
        }
    }
    tm_buf_text(out, f->tail);
}

// What stands beside a run of equal words in the same line, twice: a search for the one within the
// other must not start over at each word.
static void make_runs(tm_buf *out, size_t n_bytes)
{
    tm_buf_clear(out);
    for (int line = 1; line <= 2; line++) {
        for (size_t n = 0; n < n_bytes / 40; n++)
            tm_buf_text(out, "나무 ");
        for (size_t n = 0; n < n_bytes * (size_t)line / 24; n++)
            tm_buf_text(out, "@aaaa ");
        tm_buf_text(out, line == 1 ? "@bbbb\n" : "@cccc\n");
    }
}

typedef void (*work)(const void *task);

static double best_time(work run, const void *task)
{
    double best = INFINITY;
    for (int n = 0; n < N_RUNS; n++) {
        const clock_t start = clock();
        run(task);
        const double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        best = seconds < best ? seconds : best;
    }
    return best;
}

// Looks again where it took too long: something else may have had the machine.
static void check_growth(const char *name, work run, const void *task,
                         const void *twice_as_much)
{
    double once = 0, twice = 0;
    for (int look = 0; look < N_LOOKS; look++) {
        once = best_time(run, task);
        twice = best_time(run, twice_as_much);
        if (twice <= most_growth * once + slack_seconds)
            return;
    }
    fail_msg("%s: %.1f ms, and then %.1f ms", name, once * 1e3, twice * 1e3);
}

// ---- Screening ----------------------------------------------------------------------------------

typedef struct screening {
    tamis_screener *screener;
    tm_buf text;
} screening;

static void screen(const void *task)
{
    const screening *const s = task;
    const tamis_verdict *verdict;
    assert_int_equal(tamis_screen(&verdict, s->screener, s->text.ptr, s->text.len, NULL),
                     TAMIS_OK);
    assert_int_not_equal(verdict->verdict, TAMIS_UNSCANNED);
}

static void twice_the_text_takes_about_twice_the_time(void **state)
{
    (void)state;
    tamis_model *model = tiny_model_open();
    tamis_options options = TAMIS_OPTIONS_INIT;
    screening once = {0}, twice = {0};
    options.want_lines = 1;
    assert_int_equal(tamis_screener_new(&once.screener, model, &options, NULL), TAMIS_OK);
    twice.screener = once.screener;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        make_document(&once.text, &families[i], SMALL_BYTES);
        make_document(&twice.text, &families[i], (size_t)2 * SMALL_BYTES);
        check_growth(families[i].name, screen, &once, &twice);
    }
    make_runs(&once.text, SMALL_BYTES);
    make_runs(&twice.text, (size_t)2 * SMALL_BYTES);
    check_growth("runs of handles", screen, &once, &twice);
    tamis_screener_free(once.screener);
    tamis_model_free(model);
    tm_buf_free(&once.text);
    tm_buf_free(&twice.text);
}

// ---- Cleaning -----------------------------------------------------------------------------------

typedef struct cleaning {
    tm_buf text;
    tm_decoded decoded;
    tamis_span *span;
    size_t *original; // offset of each span's, or 0
    tamis_verdict verdict;
} cleaning;

static void clean(const void *task)
{
    const cleaning *const c = task;
    tm_clean plan = {0};
    assert_int_equal(tm_clean_plan(&plan, &c->decoded, &c->verdict, NULL), TAMIS_OK);
    assert_true(plan.n_edits >= c->verdict.n_spans);
    tm_clean_free(&plan);
}

static void add_span(cleaning *c, const char *word)
{
    tamis_span *const span = &c->span[c->verdict.n_spans++];
    span->begin_byte = c->text.len;
    tm_buf_text(&c->text, word);
    span->end_byte = c->text.len;
}

// Every second line is a twin of the one before, which has a word of its own in place of the span.
static void make_swaps(cleaning *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        tm_buf_text(&c->text, "오늘 ");
        c->original[i] = c->text.len;
        tm_buf_format(&c->text, "장관%06zu", i);
        c->span[i].original_bytes = c->text.len - c->original[i];
        tm_buf_text(&c->text, "은 말했다\n오늘 ");
        add_span(c, "바카라");
        tm_buf_text(&c->text, "은 말했다\n");
    }
}

// One gap: a long row of blanks, and as many spans with a blank between two.
static void make_gap(cleaning *c, size_t n)
{
    tm_buf_text(&c->text, "가");
    for (size_t i = 0; i < n; i++)
        tm_buf_byte(&c->text, ' ');
    for (size_t i = 0; i < n; i++) {
        add_span(c, "바카라");
        tm_buf_byte(&c->text, ' ');
    }
    tm_buf_text(&c->text, "나");
}

static cleaning make_cleaning(void (*fill)(cleaning *c, size_t n), size_t n)
{
    cleaning c = {.span = calloc(n, sizeof *c.span), .original = calloc(n, sizeof *c.original)};
    assert_non_null(c.span);
    assert_non_null(c.original);
    fill(&c, n);
    assert_int_equal(tm_decode(&c.decoded, tm_buf_str(&c.text), NULL), TAMIS_OK);
    for (size_t i = 0; i < n; i++) {
        c.span[i].text = c.decoded.text.ptr + c.span[i].begin_byte;
        c.span[i].original = c.original[i] > 0 ? c.decoded.text.ptr + c.original[i] : NULL;
    }
    c.verdict.spans = c.span;
    return c;
}

static void free_cleaning(cleaning *c)
{
    free(c->span);
    free(c->original);
    tm_decoded_free(&c->decoded);
    tm_buf_free(&c->text);
}

static void twice_the_spans_take_about_twice_the_time_to_clean(void **state)
{
    static const struct {
        const char *name;
        void (*fill)(cleaning *c, size_t n);
    } kinds[] = {{"swaps with originals of their own", make_swaps},
                 {"spans in a row", make_gap}};
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        cleaning once = make_cleaning(kinds[i].fill, SMALL_SPANS);
        cleaning twice = make_cleaning(kinds[i].fill, (size_t)2 * SMALL_SPANS);
        check_growth(kinds[i].name, clean, &once, &twice);
        free_cleaning(&once);
        free_cleaning(&twice);
    }
}

// ---- Rates --------------------------------------------------------------------------------------

static void bound_a_half(const void *task)
{
    const size_t n = *(const size_t *)task;
    const tm_rate rate = tm_rate_of(n / 2, n);
    assert_true(rate.low < 0.5 && rate.high > 0.5);
}

// Only so many terms of the sum count as the root of the documents.
static void nine_times_the_documents_take_three_times_the_time_to_bound(void **state)
{
    static const size_t n = 30000, nine_times = 270000;
    (void)state;
    check_growth("bounds of a rate", bound_a_half, &n, &nine_times);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_text_takes_about_twice_the_time),
        cmocka_unit_test(twice_the_spans_take_about_twice_the_time_to_clean),
        cmocka_unit_test(nine_times_the_documents_take_three_times_the_time_to_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
