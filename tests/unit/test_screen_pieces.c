// Texts that come in pieces: the verdict is that of the whole text, wherever it is cut, and nothing
// that was not read counts as clean.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include <iconv.h>
#include <math.h>
#include <stdlib.h>

#include "screen/screen.h"
#include "sink/verdict_json.h"
#include "support/tiny_model.h"
#include "support/verdict_check.h"
#include "text/charset.h"

typedef struct bench {
    tamis_model *model;
    tamis_screener *whole, *pieces;
    tm_decoded decoded;
    tm_buf document, converted;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.max_document_bytes = (size_t)1 << 30;
    assert_non_null(b);
    b->model = tiny_model_open();
    assert_int_equal(tamis_screener_new(&b->whole, b->model, &options, NULL), TAMIS_OK);
    options.max_document_bytes = 0; // does not apply
    assert_int_equal(tamis_screener_new(&b->pieces, b->model, &options, NULL), TAMIS_OK);
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tamis_screener_free(b->whole);
    tamis_screener_free(b->pieces);
    tamis_model_free(b->model);
    tm_decoded_free(&b->decoded);
    tm_buf_free(&b->document);
    tm_buf_free(&b->converted);
    free(b);
    return 0;
}

// ---- Verdicts -----------------------------------------------------------------------------------

// Judges `text` in pieces of up to `most` bytes, each in memory that is gone afterwards.
static const tamis_verdict *judge_in_pieces(bench *b, tm_str text, size_t most, tm_rng *rng)
{
    const tamis_verdict *verdict = NULL;
    assert_int_equal(tamis_screen_begin(b->pieces, NULL), TAMIS_OK);
    while (text.len > 0) {
        size_t n = 1 + tm_rng_below(rng, most);
        n = n < text.len ? n : text.len;
        char *const piece = malloc(n);
        assert_non_null(piece);
        memcpy(piece, text.ptr, n);
        assert_int_equal(tamis_screen_add(b->pieces, piece, n, NULL), TAMIS_OK);
        memset(piece, '#', n);
        free(piece);
        text = tm_str_slice(text, n, text.len);
    }
    assert_int_equal(tamis_screen_end(&verdict, b->pieces, NULL), TAMIS_OK);
    return verdict;
}

static const tamis_verdict *judge_whole(bench *b, tm_str text)
{
    const tamis_verdict *verdict = NULL;
    assert_int_equal(tamis_screen(&verdict, b->whole, text.ptr, text.len, NULL), TAMIS_OK);
    return verdict;
}

static void print(tm_buf *out, const tamis_verdict *verdict)
{
    const tm_document document = {.path = {"a", 1}, .id = {"a", 1}};
    tm_buf_clear(out);
    tm_verdict_json(out, &document, verdict, NULL, (tm_model_name){"tiny", ""});
    tm_buf_format(out, " %s %zu %zu", verdict->encoding, verdict->n_damaged,
                  verdict->n_spans_left_out);
}

// Returns the verdict on the whole; the one on pieces must be the same.
static const tamis_verdict *judge(bench *b, tm_str text, size_t most, uint64_t seed)
{
    tm_rng rng = tm_rng_seed(seed);
    tm_buf expected = {0}, got = {0};
    const tamis_verdict *const whole = judge_whole(b, text);
    print(&expected, whole);
    print(&got, judge_in_pieces(b, text, most, &rng));
    assert_int_equal(got.len, expected.len);
    assert_memory_equal(got.ptr, expected.ptr, got.len);
    tm_buf_free(&expected);
    tm_buf_free(&got);
    return whole;
}

// Every place in a verdict on pieces of `text`, which is in `charset` (NULL: UTF-8), must be right.
static void check_places(bench *b, const tamis_verdict *verdict, tm_str text,
                         const tm_charset *charset)
{
    assert_int_equal(tm_decode_declared(&b->decoded, text, charset, NULL), TAMIS_OK);
    const char *const fault = fault_of_verdict(verdict, &b->decoded);
    if (fault)
        fail_msg("%s", fault);
}

// Pages of `n_bytes` at least, with `n_spam` injections spread over them.
static tm_str make_document(bench *b, size_t n_bytes, size_t n_spam, uint64_t seed)
{
    tm_rng rng = tm_rng_seed(seed);
    size_t next = 0;
    tm_buf_clear(&b->document);
    while (b->document.len < n_bytes) {
        tiny_page(&b->document, &rng, 3);
        if (n_spam == 0 || b->document.len < next)
            continue;
        tiny_inject(&b->document, &rng, TINY_MENU);
        tiny_inject(&b->document, &rng, TINY_COMMENT);
        next += n_bytes / n_spam;
    }
    return tm_buf_str(&b->document);
}

// ---- Tests --------------------------------------------------------------------------------------

static void gives_the_verdict_of_the_whole(void **slot)
{
    bench *b = *slot;
    static const struct {
        size_t n_bytes, n_spam, most;
    } rows[] = {
        {0, 0, 1},
        {1000, 0, 3},
        {1000, 1, 3},
        {TM_WINDOW_BYTES - 2000, 5, 50000},
        {TM_WINDOW_BYTES + 2000, 0, 50},
        {TM_WINDOW_BYTES + 2000, 5, 50000},
        {(size_t)9 * TM_WINDOW_BYTES / 4, 20, (size_t)4 << 20},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const tm_str text = make_document(b, rows[i].n_bytes, rows[i].n_spam, i + 1);
        const tamis_verdict *v = judge(b, text, rows[i].most, i);
        assert_int_equal(v->verdict, rows[i].n_spam > 0 ? TAMIS_CONTAMINATED : TAMIS_CLEAN);
    }
}

static void finds_its_places_beside_damage(void **slot)
{
    bench *b = *slot;
    tm_rng rng = tm_rng_seed(1);
    const tm_str text = make_document(b, (size_t)2 * TM_WINDOW_BYTES, 10, 1);
    for (size_t i = 0; i < 300; i++)
        b->document.ptr[tm_rng_below(&rng, text.len)] = (char)0xFF;
    const tamis_verdict *v = judge_in_pieces(b, text, 7, &rng);
    assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
    assert_true(v->n_damaged > 250);
    check_places(b, v, text, NULL);
}

static tm_str convert(bench *b, tm_str text, const char *encoding)
{
    const iconv_t converter = iconv_open(encoding, "UTF-8");
    union {
        const char *given;
        char *taken;
    } input = {.given = text.ptr};
    size_t left = text.len, room = 2 * text.len + 8;
    tm_buf_clear(&b->converted);
    char *output = tm_buf_reserve(&b->converted, room);
    char *const start = output;
    assert_true(converter != (iconv_t)-1);
    assert_int_equal(iconv(converter, &input.taken, &left, &output, &room), 0);
    b->converted.len = (size_t)(output - start);
    iconv_close(converter);
    return tm_buf_str(&b->converted);
}

// A part in Chinese characters would not pass for CP949 by itself.
static void reads_cp949_to_its_end(void **slot)
{
    bench *b = *slot;
    tm_rng rng = tm_rng_seed(2);
    make_document(b, (size_t)2 * TM_WINDOW_BYTES, 10, 2);
    for (size_t i = 0; i < TM_WINDOW_BYTES / 8; i++)
        tm_buf_text(&b->document, "大韓民國 歷史\n");
    tiny_inject(&b->document, &rng, TINY_COMMENT);
    const tm_str text = convert(b, tm_buf_str(&b->document), "CP949");
    const tamis_verdict *v = judge_in_pieces(b, text, 100000, &rng);
    assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
    assert_string_equal(v->encoding, "cp949");
    assert_int_equal(v->n_damaged, 0);
    check_places(b, v, text, tm_charset_find(tm_str_of("cp949")));
}

// Syllables without a line end or a blank, at even and odd places: no character may be cut in two.
static void cuts_cp949_between_characters(void **slot)
{
    bench *b = *slot;
    for (size_t i = 0; i < 2; i++) {
        tm_rng rng = tm_rng_seed(8);
        tm_buf_clear(&b->document);
        tm_buf_text(&b->document, i > 0 ? "x" : "");
        while (b->document.len < (size_t)9 * TM_WINDOW_BYTES / 4)
            tm_buf_text(&b->document, "대한민국역사박물관");
        tm_buf_text(&b->document, " ");
        tiny_inject(&b->document, &rng, TINY_COMMENT);
        tiny_inject(&b->document, &rng, TINY_MENU);
        const tm_str text = convert(b, tm_buf_str(&b->document), "CP949");
        const tamis_verdict *v = judge_in_pieces(b, text, 100000, &rng);
        assert_int_equal(v->n_damaged, 0);
        assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
        check_places(b, v, text, tm_charset_find(tm_str_of("cp949")));
    }
}

static void does_not_cut_utf16(void **slot)
{
    bench *b = *slot;
    tm_rng rng = tm_rng_seed(3);
    tm_str text = convert(b, make_document(b, 20000, 2, 3), "UTF-16");
    assert_int_equal(judge_in_pieces(b, text, 999, &rng)->verdict, TAMIS_CONTAMINATED);
    text = convert(b, make_document(b, (size_t)2 * TM_WINDOW_BYTES, 2, 3), "UTF-16");
    const tamis_verdict *v = judge_in_pieces(b, text, 100000, &rng);
    assert_int_equal(v->verdict, TAMIS_UNSCANNED);
    assert_string_equal(v->unscanned_reason, "encoding");
    assert_int_equal(v->n_bytes, text.len);
    assert_int_equal(strlen(v->sha256), 64);
}

static void is_not_clean_where_it_is_not_text(void **slot)
{
    bench *b = *slot;
    for (size_t i = 0; i < 3; i++) { // at the beginning, in the middle, at the end
        const tm_str text = make_document(b, (size_t)2 * TM_WINDOW_BYTES + 5000, 0, 4);
        tm_rng rng = tm_rng_seed(4);
        char *const from = b->document.ptr + i * (text.len - TM_WINDOW_BYTES) / 2;
        for (size_t k = 0; k < TM_WINDOW_BYTES; k++)
            from[k] = (char)(1 + tm_rng_below(&rng, 8));
        const tamis_verdict *v = judge_in_pieces(b, text, 100000, &rng);
        assert_int_equal(v->verdict, TAMIS_UNSCANNED);
        assert_int_equal(v->n_spans, 0);
        assert_int_equal(v->n_bytes, text.len);
    }
}

// No line end, no blank, and where the window ends no whole character: it comes to an end all the
// same.
static void cuts_where_it_must(void **slot)
{
    bench *b = *slot;
    static const char *const units[] = {"가", "\x80", "\xF0\x9F", "\xFF"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        tm_rng rng = tm_rng_seed(5);
        tm_buf_clear(&b->document);
        while (b->document.len < (size_t)5 * TM_WINDOW_BYTES / 2) {
            const size_t in_window = b->document.len % TM_WINDOW_BYTES;
            const bool at_end = in_window < 7 || in_window > TM_WINDOW_BYTES - 7;
            tm_buf_text(&b->document, at_end ? units[i] : "a");
        }
        const tamis_verdict *v = judge_in_pieces(b, tm_buf_str(&b->document), 100000, &rng);
        assert_int_equal(v->n_bytes, b->document.len);
        assert_int_equal(v->verdict, TAMIS_CLEAN);
        assert_true((v->n_damaged == 0) == (i == 0));
    }
}

// Words in spans are given up to a limit. Spans beyond it are counted, also in the removed ratio.
static void gives_words_up_to_a_limit(void **slot)
{
    bench *b = *slot;
    tm_rng rng = tm_rng_seed(6);
    tm_buf_clear(&b->document);
    while (b->document.len < (size_t)9 * TM_WINDOW_BYTES / 2) {
        tiny_inject(&b->document, &rng, TINY_COMMENT);
        tiny_inject(&b->document, &rng, TINY_LINKS);
    }
    const tm_str text = tm_buf_str(&b->document);
    const tamis_verdict *v = judge_in_pieces(b, text, 100000, &rng);
    size_t n_bytes = 0;
    for (size_t i = 0; i < v->n_spans; i++)
        n_bytes += v->spans[i].text_bytes;
    assert_true(n_bytes <= (size_t)4 << 20);
    assert_true(v->n_spans_left_out > 0);
    assert_true(v->removed_ratio > 0.9);
    assert_int_equal(v->kind, TAMIS_DOCUMENT_SPAM);
}

static void can_begin_anew_at_any_time(void **slot)
{
    bench *b = *slot;
    tm_rng rng = tm_rng_seed(7);
    const tm_str text = make_document(b, (size_t)2 * TM_WINDOW_BYTES, 5, 7);
    const tamis_verdict *v = NULL;
    assert_int_equal(tamis_screen_begin(b->pieces, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen_add(b->pieces, text.ptr, text.len, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen(&v, b->pieces, "", 0, NULL), TAMIS_OK);
    assert_int_equal(v->verdict, TAMIS_CLEAN);
    assert_int_equal(v->n_spans, 0);
    v = judge_in_pieces(b, tm_str_of("a page"), 3, &rng);
    assert_int_equal(v->verdict, TAMIS_CLEAN);
    assert_int_equal(v->n_bytes, 6);
}

static void nothing_is_added_to_what_has_not_begun(void **slot)
{
    bench *b = *slot;
    const tamis_verdict *v = NULL;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(tamis_screen_add(b->pieces, "a", 1, NULL), TAMIS_EINVAL);
        assert_int_equal(tamis_screen_end(&v, b->pieces, NULL), TAMIS_EINVAL);
        assert_null(v);
        assert_int_equal(tamis_screen_begin(b->pieces, NULL), TAMIS_OK);
        assert_int_equal(tamis_screen_add(b->pieces, "a", 1, NULL), TAMIS_OK);
        if (i == 0)
            assert_int_equal(tamis_screen_end(&v, b->pieces, NULL), TAMIS_OK);
        else
            assert_int_equal(tamis_screen(&v, b->pieces, "b", 1, NULL), TAMIS_OK);
    }
}

static void gives_no_lines(void **slot)
{
    bench *b = *slot;
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = 1;
    tamis_screener_free(b->pieces);
    assert_int_equal(tamis_screener_new(&b->pieces, b->model, &options, NULL), TAMIS_OK);
    assert_int_equal(tamis_screen_begin(b->pieces, NULL), TAMIS_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(gives_the_verdict_of_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_its_places_beside_damage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_cp949_to_its_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cuts_cp949_between_characters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(does_not_cut_utf16, set_up, tear_down),
        cmocka_unit_test_setup_teardown(is_not_clean_where_it_is_not_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cuts_where_it_must, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_words_up_to_a_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(can_begin_anew_at_any_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_added_to_what_has_not_begun, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(gives_no_lines, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
