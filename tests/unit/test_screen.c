// From bytes to a verdict: what is left unscanned and why, damage and encodings that must not
// blind, places counted in bytes, code points and lines, and documents larger than a window.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include <iconv.h>
#include <math.h>
#include <stdlib.h>

#include "screen/screen.h"
#include "support/tiny_model.h"
#include "support/verdict_check.h"

typedef struct bench {
    tamis_model *model;
    tamis_screener *screener;
    tm_decoded decoded;
    tm_buf document, other;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->model = tiny_model_open();
    assert_int_equal(tamis_screener_new(&b->screener, b->model, NULL, NULL), TAMIS_OK);
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tamis_screener_free(b->screener);
    tamis_model_free(b->model);
    tm_decoded_free(&b->decoded);
    tm_buf_free(&b->document);
    tm_buf_free(&b->other);
    free(b);
    return 0;
}

// Every verdict seen here is checked for what holds of all.
static const tamis_verdict *screen(bench *b, tm_str bytes)
{
    const tamis_verdict *verdict = NULL;
    tamis_error err = {.message = ""};
    if (tamis_screen(&verdict, b->screener, bytes.ptr, bytes.len, &err) != TAMIS_OK)
        fail_msg("%s", err.message);
    assert_int_equal(tm_decode(&b->decoded, bytes, NULL), TAMIS_OK);
    const char *fault = fault_of_verdict(verdict, &b->decoded);
    if (fault)
        fail_msg("%s", fault);
    return verdict;
}

static void start_over(bench *b, const tamis_options *options)
{
    tamis_screener_free(b->screener);
    assert_int_equal(tamis_screener_new(&b->screener, b->model, options, NULL), TAMIS_OK);
}

// A small page with an injection, which is contaminated.
static tm_str make_spam(bench *b, uint64_t seed)
{
    tm_rng rng = tm_rng_seed(seed);
    tm_buf_clear(&b->document);
    tiny_spam(&b->document, &rng, 6);
    assert_int_equal(screen(b, tm_buf_str(&b->document))->verdict, TAMIS_CONTAMINATED);
    return tm_buf_str(&b->document);
}

// ---- Reasons ------------------------------------------------------------------------------------

static size_t number_of_feature(const char *name)
{
    size_t f = 0;
    while (f < TM_N_FEATURES && strcmp(tm_features[f].name, name) != 0)
        f++;
    assert_true(f < TM_N_FEATURES);
    return f;
}

static void gives_equal_reasons_in_the_order_of_the_features(void **slot)
{
    bench *b = *slot;
    tamis_options options = TAMIS_OPTIONS_INIT;
    size_t n_equal = 0;
    options.want_lines = 1;
    start_over(b, &options);
    make_spam(b, 1);
    const tamis_verdict *v = screen(b, tm_buf_str(&b->document));
    assert_int_equal(v->n_reasons, TM_N_FEATURES);
    for (size_t i = 1; i < v->n_reasons; i++) {
        const tamis_reason *one = &v->reasons[i - 1], *next = &v->reasons[i];
        assert_true(one->contribution >= next->contribution);
        if (one->contribution > next->contribution)
            continue;
        n_equal++;
        assert_true(number_of_feature(one->feature) < number_of_feature(next->feature));
    }
    assert_true(n_equal > 0);
}

// ---- What is read at all ------------------------------------------------------------------------

static void nothing_is_clean(void **slot)
{
    bench *b = *slot;
    static const char *const texts[] = {"", " ", "\n\n\n", "\t \r\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const tamis_verdict *v = screen(b, tm_str_of(texts[i]));
        assert_int_equal(v->verdict, TAMIS_CLEAN);
        assert_int_equal(v->n_bytes, strlen(texts[i]));
        assert_null(v->spans);
    }
    const tamis_verdict *v = screen(b, (tm_str){NULL, 0});
    assert_int_equal(v->verdict, TAMIS_CLEAN);
    assert_string_equal(v->sha256,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(v->encoding, "utf-8");
}

static void leaves_binary_data_unscanned(void **slot)
{
    bench *b = *slot;
    char bytes[4096];
    tm_rng rng = tm_rng_seed(1);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(tm_rng_next(&rng) & 0xFF);
    const tamis_verdict *v = screen(b, (tm_str){bytes, sizeof bytes});
    assert_int_equal(v->verdict, TAMIS_UNSCANNED);
    assert_string_equal(v->unscanned_reason, "binary");
    assert_int_equal(v->n_bytes, sizeof bytes);
    assert_int_equal(strlen(v->sha256), 64);
}

static void leaves_what_is_too_large_unscanned(void **slot)
{
    bench *b = *slot;
    tamis_options options = TAMIS_OPTIONS_INIT;
    const tm_str spam = make_spam(b, 2);
    for (size_t limit = spam.len - 1; limit <= spam.len + 1; limit++) {
        options.max_document_bytes = limit;
        start_over(b, &options);
        const tamis_verdict *v = screen(b, spam);
        if (limit < spam.len)
            assert_string_equal(v->unscanned_reason, "too_large");
        assert_int_equal(v->verdict, limit < spam.len ? TAMIS_UNSCANNED : TAMIS_CONTAMINATED);
    }
    options.max_document_bytes = 0;
    start_over(b, &options);
    assert_int_equal(screen(b, tm_str_of(""))->verdict, TAMIS_CLEAN);
    assert_int_equal(screen(b, tm_str_of("x"))->verdict, TAMIS_UNSCANNED);
}

static void says_what_kind_of_document_it_is(void **slot)
{
    bench *b = *slot;
    tm_rng rng = tm_rng_seed(3);
    tiny_page(&b->document, &rng, 10);
    assert_int_equal(screen(b, tm_buf_str(&b->document))->kind, TAMIS_DOCUMENT_NONE);
    tiny_inject(&b->document, &rng, TINY_MENU);
    tiny_inject(&b->document, &rng, TINY_COMMENT);
    const tamis_verdict *v = screen(b, tm_buf_str(&b->document));
    assert_int_equal(v->kind, TAMIS_DOCUMENT_INJECTED);
    assert_true(v->removed_ratio > 0 && v->removed_ratio < 0.5);
    tm_buf_clear(&b->document);
    tiny_inject(&b->document, &rng, TINY_COMMENT);
    v = screen(b, tm_buf_str(&b->document));
    assert_int_equal(v->kind, TAMIS_DOCUMENT_SPAM);
    assert_true(v->removed_ratio > 0.5);
    // The last window is nothing but spam; the document is not.
    tm_buf_clear(&b->document);
    while (b->document.len < TM_WINDOW_BYTES)
        tiny_page(&b->document, &rng, 10);
    while (b->document.len < TM_WINDOW_BYTES + 2000)
        tiny_inject(&b->document, &rng, TINY_COMMENT);
    v = screen(b, tm_buf_str(&b->document));
    assert_int_equal(v->kind, TAMIS_DOCUMENT_INJECTED);
    assert_true(v->removed_ratio > 0 && v->removed_ratio < 0.1);
}

// ---- Damage -------------------------------------------------------------------------------------

// The document with `sign` put in before byte `at`.
static tm_str put_in(bench *b, tm_str text, size_t at, tm_str sign)
{
    tm_buf_clear(&b->other);
    tm_buf_add(&b->other, tm_str_slice(text, 0, at));
    tm_buf_add(&b->other, sign);
    tm_buf_add(&b->other, tm_str_slice(text, at, text.len));
    return tm_buf_str(&b->other);
}

static void one_bad_byte_anywhere_does_not_blind(void **slot)
{
    bench *b = *slot;
    static const tm_str signs[] = {{"\xFF", 1}, {"\0", 1}, {"\x80", 1}, {"\xF0", 1}};
    const tm_str spam = make_spam(b, 4);
    for (size_t s = 0; s < sizeof signs / sizeof *signs; s++) {
        for (size_t at = 0; at <= spam.len; at++) {
            const tamis_verdict *v = screen(b, put_in(b, spam, at, signs[s]));
            if (v->verdict != TAMIS_CONTAMINATED)
                fail_msg("byte %02X before byte %zu of %zu", (unsigned char)signs[s].ptr[0], at,
                         spam.len);
        }
    }
}

static void counts_what_was_damaged(void **slot)
{
    bench *b = *slot;
    assert_int_equal(screen(b, tm_str_of("whole"))->n_damaged, 0);
    assert_int_equal(screen(b, tm_str_of("half\xFF way \xE2\x82 there"))->n_damaged, 2);
}

// ---- Encodings ----------------------------------------------------------------------------------

// `text` in another encoding.
static tm_str encode(tm_buf *out, const char *encoding, tm_str text)
{
    const iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    size_t left = text.len, room = text.len * 4 + 16;
    tm_buf_clear(out);
    char *input = malloc(text.len + 1), *start = tm_buf_reserve(out, room), *output = start;
    assert_non_null(input);
    memcpy(input, text.ptr, text.len);
    char *from = input;
    assert_int_not_equal(iconv(converter, &from, &left, &output, &room), (size_t)-1);
    out->len = (size_t)(output - start);
    iconv_close(converter);
    free(input);
    return tm_buf_str(out);
}

// What was decoded to nothing but replacements was not read, whatever is left of it.
static void leaves_letters_of_an_unknown_encoding_unscanned(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *encoding, *text;
        tamis_verdict_kind verdict;
    } rows[] = {
        {"KOI8-R", "Сегодня в городе было тепло, и дети играли во дворе.", TAMIS_UNSCANNED},
        {"SHIFT_JIS", "今日は天気が良く、子供たちは庭で遊んでいた。", TAMIS_UNSCANNED},
        {"GBK", "今天天气很好，孩子们在院子里玩。", TAMIS_UNSCANNED},
        {"ISO-2022-JP", "今日は天気が良く、子供たちは庭で遊んでいた。", TAMIS_UNSCANNED},
        {"ISO-8859-1", "Le garçon était déjà à l'école, où il étudiait.", TAMIS_CLEAN},
        {"ISO-8859-2", "Dnes bylo ve městě teplo a děti si hrály na dvoře u domu.",
         TAMIS_CLEAN},
        {"UTF-8", "Сегодня в городе было тепло, и дети играли во дворе.", TAMIS_CLEAN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const tm_str bytes = encode(&b->other, rows[i].encoding, tm_str_of(rows[i].text));
        const tamis_verdict *v = screen(b, bytes);
        if (v->verdict != rows[i].verdict)
            fail_msg("%s: %s", rows[i].encoding, tamis_verdict_name(v->verdict));
        if (v->verdict == TAMIS_UNSCANNED)
            assert_string_equal(v->unscanned_reason, "encoding");
    }
    // One line of it in a long text is not read, either.
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf whole = {0};
        for (size_t k = 0; k < 100; k++)
            tm_buf_text(&whole, "print('a line of code, as there are many')\n");
        tm_buf_add(&whole, encode(&b->other, rows[i].encoding, tm_str_of(rows[i].text)));
        if (screen(b, tm_buf_str(&whole))->verdict != rows[i].verdict)
            fail_msg("%s: a line", rows[i].encoding);
        tm_buf_free(&whole);
    }
    // What is found in the rest is found.
    const tm_str spam = make_spam(b, 11);
    tm_buf_clear(&b->other);
    for (size_t i = 0; i < spam.len; i++)
        tm_buf_text(&b->other, "\xFF ");
    tm_buf_byte(&b->other, '\n');
    tm_buf_add(&b->other, spam);
    assert_int_equal(screen(b, tm_buf_str(&b->other))->verdict, TAMIS_CONTAMINATED);
}

// The bytes that a span names, in the document as it came, are its text in that encoding.
static void check_spans_in(const tamis_verdict *v, tm_str document, const char *encoding)
{
    tm_buf text = {0};
    for (size_t i = 0; i < v->n_spans; i++) {
        const tamis_span *span = &v->spans[i];
        encode(&text, encoding, (tm_str){span->text, span->text_bytes});
        assert_int_equal(span->end_byte - span->begin_byte, text.len);
        assert_memory_equal(document.ptr + span->begin_byte, text.ptr, text.len);
    }
    tm_buf_free(&text);
}

static void reads_the_same_in_other_encodings(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *encoding, *name, *mark;
    } rows[] = {
        {"UTF-16LE", "utf-16le", "\xFF\xFE"},
        {"UTF-16BE", "utf-16be", "\xFE\xFF"},
        {"UTF-16LE", "utf-16le", ""},
        {"UTF-16BE", "utf-16be", ""},
        {"CP949", "cp949", ""},
    };
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const tm_str spam = make_spam(b, seed);
        const tamis_verdict *v = screen(b, spam);
        const double score = v->score;
        const size_t n_spans = v->n_spans;
        check_spans_in(v, spam, "UTF-8");
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            tm_buf copy = {0};
            tm_buf_text(&copy, rows[i].mark);
            tm_buf_add(&copy, encode(&b->other, rows[i].encoding, spam));
            v = screen(b, tm_buf_str(&copy));
            assert_string_equal(v->encoding, rows[i].name);
            assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
            assert_int_equal(v->n_damaged, 0);
            assert_int_equal(v->n_spans, n_spans);
            check_close(v->score, score, 0);
            check_spans_in(v, tm_buf_str(&copy), rows[i].encoding);
            tm_buf_free(&copy);
        }
    }
}

// ---- Places -------------------------------------------------------------------------------------

static const char menu[] = "부동산 바카라 베팅 | 한빛바카라 베팅\n";

static void tells_code_points_bytes_and_lines_apart(void **slot)
{
    bench *b = *slot;
    static const char *const heads[] = {"",        "\n",    "abc\n", "가나\r\n다라\r\n",
                                        "😀\n\n\n", "\xFF\n"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        tm_rng rng = tm_rng_seed(i + 1);
        tm_buf_clear(&b->document);
        tm_buf_text(&b->document, heads[i]);
        const size_t at = b->document.len;
        tm_buf_text(&b->document, menu);
        tiny_inject(&b->document, &rng, TINY_COMMENT);
        tiny_page(&b->document, &rng, 4);
        const tamis_verdict *v = screen(b, tm_buf_str(&b->document));
        assert_true(v->n_spans > 2);
        const tamis_span *left = &v->spans[0], *right = &v->spans[1];
        assert_int_equal(left->begin_byte, at + strlen("부동산 "));
        assert_int_equal(left->end_byte, at + strlen("부동산 바카라 베팅"));
        assert_int_equal(right->begin_byte, at + strlen("부동산 바카라 베팅 | 한빛"));
        assert_int_equal(left->end - left->begin, 6);
        assert_int_equal(right->begin - left->end, 5);
        assert_int_equal(left->line, 1 + count_newlines(tm_str_of(heads[i])));
        assert_int_equal(left->kind, TAMIS_SPAN_MENU);
    }
}

static void a_byte_order_mark_is_a_code_point_in_any_encoding(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *encoding, *mark;
    } rows[] = {{"UTF-8", "\xEF\xBB\xBF"}, {"UTF-16LE", "\xFF\xFE"}, {"UTF-16BE", "\xFE\xFF"}};
    tm_rng rng = tm_rng_seed(1);
    tm_buf_text(&b->document, menu);
    tiny_inject(&b->document, &rng, TINY_COMMENT);
    tiny_page(&b->document, &rng, 4);
    const tamis_span bare = screen(b, tm_buf_str(&b->document))->spans[0];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf copy = {0};
        tm_buf_text(&copy, rows[i].mark);
        tm_buf_add(&copy, encode(&b->other, rows[i].encoding, tm_buf_str(&b->document)));
        const tamis_verdict *v = screen(b, tm_buf_str(&copy));
        assert_true(v->n_spans > 2);
        assert_int_equal(v->spans[0].begin, bare.begin + 1);
        assert_int_equal(v->spans[0].end, bare.end + 1);
        assert_int_equal(v->spans[0].line, bare.line);
        tm_buf_free(&copy);
    }
}

// Old Macs and some extractors of PDF end lines with a carriage return alone.
static void a_line_may_end_with_a_carriage_return(void **slot)
{
    bench *b = *slot;
    tm_rng rng = tm_rng_seed(1);
    tm_buf_text(&b->document, menu);
    tiny_inject(&b->document, &rng, TINY_COMMENT);
    tiny_page(&b->document, &rng, 4);
    const tamis_verdict *v = screen(b, tm_buf_str(&b->document));
    const double score = v->score;
    const size_t n_spans = v->n_spans, begin = v->spans[0].begin_byte;
    const size_t line = v->spans[n_spans - 1].line;
    assert_true(n_spans > 2 && line > 1);
    for (size_t i = 0; i < b->document.len; i++)
        if (b->document.ptr[i] == '\n')
            b->document.ptr[i] = '\r';
    v = screen(b, tm_buf_str(&b->document));
    assert_true(v->score == score);
    assert_int_equal(v->n_spans, n_spans);
    assert_int_equal(v->spans[0].begin_byte, begin);
    assert_int_equal(v->spans[n_spans - 1].line, line);
}

// Within a run that is displayed from right to left, source bytes descend.
static void marks_words_that_are_turned_round_where_they_stand(void **slot)
{
    bench *b = *slot;
    static const char *const texts[] = {
        "\xE2\x80\xAE라카바\xE2\x80\xAC 카지노 사이트 꽁머니 먹튀 검증",
        "\xE2\x80\xAE트이사 노지카 고리그 라카바 니머꽁\xE2\x80\xAC 홀덤 베팅 토토 사이트",
        "\xE2\x80\xAE라카바 왔 가비\xE2\x80\xAC 하루 \xE2\x80\xAE노지카\xE2\x80\xAC 꽁머니",
        "\xE2\x80\xAE니머꽁 트이사 노지카",
        "\xE2\x80\xAE니머꽁 ;45124#&;07064#&;53852#& 노지카\xE2\x80\xAC 먹튀 검증",
    };
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = 1;
    start_over(b, &options);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const tamis_verdict *v = screen(b, tm_str_of(texts[i])); // looks at every place
        assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
        assert_true(v->n_spans > 0);
    }
}

static void shows_every_line_when_asked(void **slot)
{
    bench *b = *slot;
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = 1;
    start_over(b, &options);
    const char *const text = "  오늘은 비가 왔다 \n\n부동산 바카라 베팅 | 한빛바카라 베팅\n끝";
    const tamis_verdict *v = screen(b, tm_str_of(text));
    assert_int_equal(v->n_lines, 3); // blank ones hold nothing to show
    assert_int_equal(v->lines[0].begin_byte, 2);
    assert_int_equal(v->lines[0].end_byte, strlen("  오늘은 비가 왔다"));
    assert_false(v->lines[0].flagged);
    assert_true(v->lines[0].score <= 0);
    assert_true(v->lines[1].flagged);
    assert_true(v->lines[1].score > 0);
    assert_false(v->lines[2].flagged);
    assert_int_equal(v->lines[2].end_byte, strlen(text));
    start_over(b, NULL);
    assert_null(screen(b, tm_str_of(text))->lines);
}

// ---- Large documents ----------------------------------------------------------------------------

static void check_found_at(bench *b, size_t at, size_t line)
{
    const tamis_verdict *v = screen(b, tm_buf_str(&b->document));
    size_t n_menu = 0;
    assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
    for (size_t i = 0; i < v->n_spans; i++)
        n_menu += v->spans[i].begin_byte == at + strlen("부동산 ") &&
                  v->spans[i].end_byte == at + strlen("부동산 바카라 베팅") &&
                  v->spans[i].line == line;
    assert_int_equal(n_menu, 1);
}

// Windows are cut between lines, whatever ends these.
static void check_same_with_carriage_returns(bench *b)
{
    const double score = screen(b, tm_buf_str(&b->document))->score;
    for (size_t i = 0; i < b->document.len; i++)
        if (b->document.ptr[i] == '\n')
            b->document.ptr[i] = '\r';
    const double again = screen(b, tm_buf_str(&b->document))->score;
    assert_memory_equal(&again, &score, sizeof score);
}

static void finds_an_injection_anywhere_in_megabytes(void **slot)
{
    bench *b = *slot;
    static const size_t places[] = {0,
                                    TM_WINDOW_BYTES / 2,
                                    TM_WINDOW_BYTES - 200,
                                    TM_WINDOW_BYTES,
                                    TM_WINDOW_BYTES + TM_WINDOW_BYTES / 2,
                                    (size_t)2 * TM_WINDOW_BYTES + 1000};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        tm_rng rng = tm_rng_seed(i + 1);
        tm_buf_clear(&b->document);
        while (b->document.len < places[i])
            tiny_page(&b->document, &rng, 3);
        const size_t at = b->document.len;
        const size_t line = 1 + count_newlines(tm_buf_str(&b->document));
        tm_buf_text(&b->document, menu);
        tiny_inject(&b->document, &rng, TINY_COMMENT);
        while (b->document.len < (size_t)5 * TM_WINDOW_BYTES / 2)
            tiny_page(&b->document, &rng, 3);
        check_found_at(b, at, line);
        check_same_with_carriage_returns(b);
    }
}

// What unfolds to many characters, tokens or lines is read in smaller windows, and spam behind it
// is found there.
static void reads_dense_text_in_small_windows(void **slot)
{
    bench *b = *slot;
    const tm_screen *const inside = tm_screen_inside(b->screener);
    static const char *const units[] = {"a\n", "바\n", "! ", "1,", "\uFDFA ", "\uFDFA\n"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        tm_str spam = make_spam(b, 3);
        tm_buf_clear(&b->other);
        tm_buf_add(&b->other, spam);
        while (b->other.len < TM_WINDOW_BYTES - 2 * spam.len)
            tm_buf_text(&b->other, units[i]);
        tm_buf_byte(&b->other, '\n');
        tm_buf_add(&b->other, spam);
        const tamis_verdict *verdict = screen(b, tm_buf_str(&b->other));
        assert_int_equal(verdict->verdict, TAMIS_CONTAMINATED);
        assert_true(verdict->spans[0].end_byte <= spam.len);
        assert_true(verdict->spans[verdict->n_spans - 1].begin_byte >= b->other.len - spam.len);
        assert_true(inside->window.view.cap <= (size_t)3 * TM_WINDOW_CHARACTERS);
        assert_true(inside->window.tokens.cap <= 2 * TM_WINDOW_TOKENS);
        assert_true(inside->window.lines.cap <= 2 * TM_WINDOW_LINES);
    }
}

// Numbers without end are done with at a glance; where every line is asked for they are more tokens
// than a window holds. The windows behind them must be the same all the same.
static void asking_for_lines_changes_no_window(void **slot)
{
    bench *b = *slot;
    tm_rng rng = tm_rng_seed(1);
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = 1;
    const tm_str spam = make_spam(b, 1);
    while (b->other.len < TM_WINDOW_BYTES)
        tm_buf_text(&b->other, "1 2 3 4 5 6 7 8\n");
    while (b->other.len < (size_t)3 * TM_WINDOW_BYTES / 2)
        tiny_page(&b->other, &rng, 3);
    tm_buf_add(&b->other, spam);
    while (b->other.len < (size_t)2 * TM_WINDOW_BYTES - 5000)
        tiny_page(&b->other, &rng, 3);
    const tamis_verdict without = *screen(b, tm_buf_str(&b->other));
    assert_int_equal(without.verdict, TAMIS_CONTAMINATED);
    start_over(b, &options);
    const tamis_verdict *with = screen(b, tm_buf_str(&b->other));
    check_close(with->score, without.score, 0);
    assert_int_equal(with->kind, without.kind);
    assert_int_equal(with->n_spans, without.n_spans);
    assert_true(with->n_lines > TM_WINDOW_LINES);
}

// Spans without end are counted and not given; the share of the text inside of them is that of all.
static void gives_so_many_spans(void **slot)
{
    bench *b = *slot;
    const tamis_verdict *verdict;
    tm_buf part = {0};
    for (uint64_t n = 0; n < 4000; n++)
        tm_buf_text(&part, "부동산 바카라 베팅 | 한빛바카라 베팅\n");
    const tamis_verdict once = *screen(b, tm_buf_str(&part));
    assert_int_equal(once.n_spans_left_out, 0);
    const size_t n_parts = TAMIS_MAX_SPANS / once.n_spans * 3 / 2;
    for (size_t i = 0; i < n_parts; i++)
        tm_buf_add(&b->other, tm_buf_str(&part));
    assert_int_equal(tamis_screen(&verdict, b->screener, b->other.ptr, b->other.len, NULL),
                     TAMIS_OK);
    assert_int_equal(verdict->verdict, TAMIS_CONTAMINATED);
    assert_int_equal(verdict->n_spans, TAMIS_MAX_SPANS);
    assert_true(verdict->n_spans_left_out > TAMIS_MAX_SPANS / 4);
    assert_true(fabs(verdict->removed_ratio - once.removed_ratio) < 0.05);
    tm_buf_free(&part);
}

// No line end, no blank: windows end between characters.
static void cuts_windows_where_it_must(void **slot)
{
    bench *b = *slot;
    static const char *const units[] = {"가", "a", "😀", "가나다라 ", "日本", "\xFF"};
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = 1;
    start_over(b, &options);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        tm_buf_clear(&b->document);
        tm_buf_text(&b->document, i % 2 ? "x" : "xy");
        while (b->document.len < TM_WINDOW_BYTES + 5000)
            tm_buf_text(&b->document, units[i]);
        tm_buf_text(&b->document, " 바카라 카지노 사이트 먹튀 검증 꽁머니 슬롯 토토 사이트");
        const tamis_verdict *v = screen(b, tm_buf_str(&b->document));
        assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
        assert_true(v->n_spans > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_clean, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leaves_binary_data_unscanned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leaves_what_is_too_large_unscanned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leaves_letters_of_an_unknown_encoding_unscanned, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(says_what_kind_of_document_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_bad_byte_anywhere_does_not_blind, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(counts_what_was_damaged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_the_same_in_other_encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_byte_order_mark_is_a_code_point_in_any_encoding,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_may_end_with_a_carriage_return, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(tells_code_points_bytes_and_lines_apart, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(marks_words_that_are_turned_round_where_they_stand,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(shows_every_line_when_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_an_injection_anywhere_in_megabytes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(reads_dense_text_in_small_windows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(asking_for_lines_changes_no_window, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_so_many_spans, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_equal_reasons_in_the_order_of_the_features,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(cuts_windows_where_it_must, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
