// Hostile documents at random: every verdict is sound, does not depend on what the screener did
// before nor on whether lines were asked for, and is the same every time. A failure prints the seed
// and the document.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "support/tiny_model.h"
#include "support/verdict_check.h"

enum { N_DOCUMENTS = 12000, MAX_PIECES = 40 };

typedef struct bench {
    tamis_model *model;
    tamis_screener *plain, *lines; // with want_lines
    tm_decoded decoded;
    tm_buf document;
} bench;

static int set_up(void **slot)
{
    tamis_options options = TAMIS_OPTIONS_INIT;
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->model = tiny_model_open();
    assert_int_equal(tamis_screener_new(&b->plain, b->model, NULL, NULL), TAMIS_OK);
    options.want_lines = 1;
    assert_int_equal(tamis_screener_new(&b->lines, b->model, &options, NULL), TAMIS_OK);
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tamis_screener_free(b->plain);
    tamis_screener_free(b->lines);
    tamis_model_free(b->model);
    tm_decoded_free(&b->decoded);
    tm_buf_free(&b->document);
    free(b);
    return 0;
}

// ---- Documents ----------------------------------------------------------------------------------

static const char *const pieces[] = {"바카라",
                                     "카지노 사이트",
                                     "슬롯",
                                     "토토",
                                     "라이브바카라은 ",
                                     "한빛바카라 베팅",
                                     " | ",
                                     " / ",
                                     "★",
                                     "먹튀 검증",
                                     "꽁머니",
                                     "@lucky99",
                                     "lucky99.bet",
                                     "http://",
                                     "www.",
                                     "오늘은 비가 왔다. ",
                                     "장관은 ",
                                     "마을을 ",
                                     "library ",
                                     "\n",
                                     "\n",
                                     "\r\n",
                                     "\n\n",
                                     " ",
                                     " ",
                                     "  ",
                                     "\t",
                                     "\xE2\x80\x8B",
                                     "\xE2\x80\xAE",
                                     "\xE2\x80\xAC",
                                     "\xE2\x80\xAE"
                                     "라카바"
                                     "\xE2\x80\xAC",
                                     "\xE2\x80\xAE"
                                     "ab 12"
                                     "\xE2\x80\xAC",
                                     "ㅂㅏㅋㅏㄹㅏ",
                                     "바.카.라",
                                     "바 카 라",
                                     "c4s1n0",
                                     "ｃａｓｉｎｏ",
                                     "🅲🅰🆂🅸🅽🅾",
                                     "ﷺ",
                                     "㈜",
                                     "\xCC\xB6\xCC\xB7",
                                     "&#48148;&#52852;&#46972;",
                                     "%EB%B0%94%EC%B9%B4",
                                     "qkzkfk",
                                     "라카바",
                                     "日本語",
                                     "ไทย",
                                     "слово",
                                     "саsino",
                                     "\xFF",
                                     "\xF0\x9F",
                                     "\xED\xA0\x80",
                                     "\xC0\x80",
                                     "\xEF\xBB\xBF",
                                     "77",
                                     "1,000",
                                     "é",
                                     "\xEF\xBF\xBD"};

static void make_document(tm_buf *out, tm_rng *rng)
{
    const size_t kind = tm_rng_below(rng, 10);
    tm_buf_clear(out);
    if (kind < 2)
        tiny_page(out, rng, tm_rng_below(rng, 6));
    if (kind < 4)
        tiny_inject(out, rng, (tiny_payload)tm_rng_below(rng, TINY_N_PAYLOADS));
    for (size_t n = tm_rng_below(rng, MAX_PIECES); n > 0; n--) {
        if (tm_rng_chance(rng, 0.02))
            tm_buf_byte(out, (char)(tm_rng_next(rng) & 0xFF));
        else if (tm_rng_chance(rng, 0.01))
            tm_buf_byte(out, '\0');
        else
            tm_buf_text(out, pieces[tm_rng_below(rng, sizeof pieces / sizeof *pieces)]);
    }
    if (kind == 1)
        tiny_page(out, rng, tm_rng_below(rng, 4));
    if (kind == 9 && out->len > 0) // a piece of it, over again
        for (size_t n = tm_rng_below(rng, 4); n > 0; n--) {
            const size_t len = tm_rng_below(rng, out->len);
            tm_buf_reserve(out, len); // so that the piece stays where it is
            tm_buf_append(out, out->ptr, len);
        }
}

static void blame(uint64_t seed, const tm_buf *document, const char *fault)
{
    print_error("seed %llu:", (unsigned long long)seed);
    for (size_t i = 0; i < document->len; i++)
        print_error("%02x", (unsigned char)document->ptr[i]);
    fail_msg("%s", fault);
}

// A copy of the document of exactly its size, so that reading beyond it is noticed.
static const tamis_verdict *screen(tamis_screener *screener, const char *exact, size_t len)
{
    const tamis_verdict *verdict = NULL;
    assert_int_equal(tamis_screen(&verdict, screener, exact, len, NULL), TAMIS_OK);
    assert_non_null(verdict);
    return verdict;
}

// ---- Properties ---------------------------------------------------------------------------------

static bool same_spans(const tamis_verdict *a, const tamis_verdict *b)
{
    if (a->n_spans != b->n_spans)
        return false;
    for (size_t i = 0; i < a->n_spans; i++) {
        const tamis_span *x = &a->spans[i], *y = &b->spans[i];
        if (x->begin_byte != y->begin_byte || x->end_byte != y->end_byte ||
            x->begin != y->begin || x->end != y->end || x->kind != y->kind ||
            x->line != y->line || fabs(x->score - y->score) > 0 ||
            x->original_bytes != y->original_bytes)
            return false;
    }
    return true;
}

static bool same_decision(const tamis_verdict *a, const tamis_verdict *b)
{
    return a->verdict == b->verdict && a->kind == b->kind && fabs(a->score - b->score) <= 0 &&
           fabs(a->probability - b->probability) <= 0 && a->n_bytes == b->n_bytes &&
           a->n_damaged == b->n_damaged && strcmp(a->sha256, b->sha256) == 0 &&
           strcmp(a->encoding, b->encoding) == 0;
}

static void every_verdict_is_sound(void **slot)
{
    bench *b = *slot;
    size_t count[4] = {0}, n_nowhere = 0;
    for (uint64_t seed = 1; seed <= N_DOCUMENTS; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        make_document(&b->document, &rng);
        char *exact = malloc(b->document.len ? b->document.len : 1);
        assert_non_null(exact);
        memcpy(exact, b->document.ptr ? b->document.ptr : "", b->document.len);
        assert_int_equal(tm_decode(&b->decoded, (tm_str){exact, b->document.len}, NULL),
                         TAMIS_OK);
        const tamis_verdict *plain = screen(b->plain, exact, b->document.len);
        const tamis_verdict *lines = screen(b->lines, exact, b->document.len);
        const char *fault = fault_of_verdict(plain, &b->decoded);
        fault = fault ? fault : fault_of_verdict(lines, &b->decoded);
        if (!fault && !same_decision(plain, lines))
            fault = "asking for lines changes the decision";
        if (!fault && plain->verdict != TAMIS_CLEAN && !same_spans(plain, lines))
            fault = "asking for lines changes the spans";
        if (fault)
            blame(seed, &b->document, fault);
        count[plain->verdict]++;
        n_nowhere += plain->verdict == TAMIS_CONTAMINATED && plain->n_spans == 0;
        free(exact);
    }
    assert_true(count[TAMIS_CLEAN] > 50 && count[TAMIS_CONTAMINATED] > 50);
    // Many weak words together may be a stretch without any piece worth a span.
    assert_true(n_nowhere * 200 <= count[TAMIS_CONTAMINATED]);
}

// Each document by a screener of its own, and all by one, in another order.
static void a_screener_forgets_what_it_saw_before(void **slot)
{
    bench *b = *slot;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        tamis_screener *fresh;
        tm_rng rng = tm_rng_seed(N_DOCUMENTS + seed * 7919 % 401);
        make_document(&b->document, &rng);
        assert_int_equal(tamis_screener_new(&fresh, b->model, NULL, NULL), TAMIS_OK);
        const tamis_verdict *alone = screen(fresh, b->document.ptr, b->document.len);
        const tamis_verdict *after = screen(b->plain, b->document.ptr, b->document.len);
        if (!same_decision(alone, after) || !same_spans(alone, after) ||
            alone->n_reasons != after->n_reasons)
            blame(seed, &b->document, "an earlier document shows");
        tamis_screener_free(fresh);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verdict_is_sound),
        cmocka_unit_test(a_screener_forgets_what_it_saw_before),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
