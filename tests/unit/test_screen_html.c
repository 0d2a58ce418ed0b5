// Pages of HTML from bytes to a verdict: what is injected is found whether it is shown or hidden,
// and every place leads back into the markup as it came.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <stdlib.h>

#include "support/tiny_model.h"
#include "support/verdict_check.h"
#include "text/html.h"

typedef struct bench {
    tamis_model *model;
    tamis_screener *screener;
    tm_buf page, text;
    tm_rng rng;
} bench;

static int set_up(void **slot)
{
    bench *b = calloc(1, sizeof *b);
    tamis_options options = TAMIS_OPTIONS_INIT;
    options.want_lines = 1;
    assert_non_null(b);
    b->model = tiny_model_open();
    b->rng = tm_rng_seed(5);
    assert_int_equal(tamis_screener_new(&b->screener, b->model, &options, NULL), TAMIS_OK);
    *slot = b;
    return 0;
}

static int tear_down(void **slot)
{
    bench *b = *slot;
    tamis_screener_free(b->screener);
    tamis_model_free(b->model);
    tm_buf_free(&b->page);
    tm_buf_free(&b->text);
    free(b);
    return 0;
}

// ---- Pages ----------------------------------------------------------------------------------

// Appends each line of b->text as a paragraph and empties it. `tag` opens it.
static void add_lines(bench *b, const char *tag)
{
    tm_str rest = tm_buf_str(&b->text);
    while (rest.len > 0) {
        const tm_str line = tm_str_cut(&rest, '\n');
        tm_buf_format(&b->page, "%s%.*s</p>\n", tag, (int)line.len, line.ptr);
    }
    tm_buf_clear(&b->text);
}

static void begin_page(bench *b)
{
    tm_buf_clear(&b->page);
    tm_buf_text(&b->page, "<!DOCTYPE html>\n<title>한빛뉴스</title>\n<body>\n");
    tiny_page(&b->text, &b->rng, 6);
    add_lines(b, "<p>");
}

static void inject(bench *b, const char *tag, size_t n)
{
    while (n--)
        tiny_inject(&b->text, &b->rng, TINY_LINKS);
    add_lines(b, tag);
}

// Writes the code four times, each with other words in place of its '@'.
static void inject_into(bench *b, const char *code)
{
    for (int n = 0; n < 4; n++) {
        tm_str rest = tm_str_of(code);
        tiny_inject(&b->text, &b->rng, TINY_LINKS);
        tm_buf_add(&b->page, tm_str_cut(&rest, '@'));
        tm_buf_append(&b->page, b->text.ptr, b->text.len - 1); // without the line end
        tm_buf_add(&b->page, rest);
        tm_buf_clear(&b->text);
    }
}

// ---- What holds of every verdict ------------------------------------------------------------

static void check_place(const tamis_span *span, tm_str source)
{
    const tm_str before = tm_str_slice(source, 0, span->begin_byte);
    const tm_str there = tm_str_slice(source, span->begin_byte, span->end_byte);
    assert_int_equal(span->begin, count_code_points(before));
    assert_int_equal(span->end - span->begin, count_code_points(there));
    assert_int_equal(span->line, 1 + count_newlines(before));
    // The markup between its ends, read by itself, is the text of the span.
    tm_html html = {0};
    assert_int_equal(tm_html_read(&html, there, NULL), TAMIS_OK);
    assert_true(html.text.len > span->text_bytes);
    assert_memory_equal(html.text.ptr, span->text, span->text_bytes);
    tm_html_free(&html);
}

static const tamis_verdict *judge(bench *b, tm_str source)
{
    const tamis_verdict *v = NULL;
    assert_int_equal(tamis_screen_html(&v, b->screener, source.ptr, source.len, NULL, NULL),
                     TAMIS_OK);
    assert_string_equal(v->format, "html");
    return v;
}

static const tamis_verdict *screen(bench *b, tm_str source)
{
    const tamis_verdict *v = judge(b, source);
    for (size_t i = 0; i < v->n_spans; i++) {
        assert_true(i == 0 || v->spans[i].begin_byte >= v->spans[i - 1].end_byte);
        check_place(&v->spans[i], source);
    }
    for (size_t i = 0; i < v->n_lines; i++) {
        assert_true(i == 0 || v->lines[i].begin_byte >= v->lines[i - 1].begin_byte);
        assert_true(v->lines[i].end_byte <= source.len);
        assert_true(v->lines[i].begin_byte < v->lines[i].end_byte);
    }
    assert_true(v->removed_ratio >= 0 && v->removed_ratio <= 1);
    return v;
}

static size_t count_hidden(const tamis_verdict *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n_spans; i++)
        n += v->spans[i].kind == TAMIS_SPAN_HIDDEN;
    return n;
}

// ---- Tests ----------------------------------------------------------------------------------

static void nothing_to_read_is_clean(void **slot)
{
    bench *b = *slot;
    static const char *const pages[] = {"", "<html></html>", "<script>바카라</script>",
                                        "<!---->"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_int_equal(screen(b, tm_str_of(pages[i]))->verdict, TAMIS_CLEAN);
    begin_page(b);
    assert_int_equal(screen(b, tm_buf_str(&b->page))->verdict, TAMIS_CLEAN);
}

static void finds_what_is_shown(void **slot)
{
    bench *b = *slot;
    begin_page(b);
    inject(b, "<p class=x>", 4);
    const tamis_verdict *v = screen(b, tm_buf_str(&b->page));
    assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
    assert_true(v->n_spans > 0);
    assert_int_equal(count_hidden(v), 0);
}

static void finds_what_is_hidden_and_says_so(void **slot)
{
    bench *b = *slot;
    static const char *const tags[] = {
        "<p style='display:none'>",
        "<p style='position:absolute;left:-9999px'>",
        "<p hidden>",
        "<p style='font-size:0'>",
        "<noscript><p>",
        "<!-- --><p style='color:#fff;background:#fff'>",
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        begin_page(b);
        inject(b, tags[i], 4);
        const tamis_verdict *v = screen(b, tm_buf_str(&b->page));
        assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
        assert_true(v->n_spans > 0);
        assert_int_equal(count_hidden(v), v->n_spans);
    }
}

static void reads_references_and_tags_within_words(void **slot)
{
    bench *b = *slot;
    begin_page(b);
    for (int i = 0; i < 4; i++)
        tm_buf_text(&b->page, "<p>&#48148;<b>카</b>&#xB77C;<!-- x --> 베팅 | "
                              "바<i></i>카라&#32;사이트</p>\n");
    const tamis_verdict *v = screen(b, tm_buf_str(&b->page));
    assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
    assert_true(v->n_spans > 0);
    assert_int_equal(v->spans[0].text_bytes >= strlen("바카라"), 1);
}

// Between `before` and `after`, where programs do not agree on what is text, the words of a
// campaign are found, and without them the page is not called clean if `is_ambiguous`.
static void finds_what_only_some_programs_read(void **slot)
{
    bench *b = *slot;
    static const struct {
        const char *before, *after;
        bool is_ambiguous;
    } cases[] = {
        {"<svg><style/></svg>", "", false},
        {"<svg><script/></svg>", "<script>1</script>", false},
        {"<script src='a.js'/>", "<script>1</script>", false},
        {"<style/>", "", false},
        {"<noscript><style>.a{}</noscript>", "", true},
        {"<iframe><script src=a></iframe>", "", true},
        {"<noscript><!--</noscript>", "-->", true},
        {"<script>var a = 1;", "", false},
        {"<title/>", "", true},
        {"<plaintext>", "", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t n_words = 0; n_words <= 4; n_words += 4) {
            begin_page(b);
            tm_buf_text(&b->page, cases[i].before);
            inject(b, "<p>", n_words);
            tm_buf_text(&b->page, "<p>끝</p>");
            tm_buf_text(&b->page, cases[i].after);
            const tamis_verdict *v = judge(b, tm_buf_str(&b->page));
            assert_int_equal(v->verdict, n_words                 ? TAMIS_CONTAMINATED
                                         : cases[i].is_ambiguous ? TAMIS_UNSCANNED
                                                                 : TAMIS_CLEAN);
            if (v->verdict == TAMIS_UNSCANNED)
                assert_string_equal(v->unscanned_reason, "markup");
        }
    }
}

// A script holds what it likes, a list of what to block as well.
static void passes_over_scripts_and_styles(void **slot)
{
    bench *b = *slot;
    static const char *const codes[] = {
        "<script>var block = ['@'];</script>",
        "<script src=a></script><script>if (a<b) x = '<p>@</p>';</script>",
        "<style>a[title*='@'] {display:none}</style>",
        "<svg><style>a[title*='@'] {fill:none}</style></svg>",
        "<svg><style><![CDATA[ a > b[title*='@'] {} ]]></style></svg>",
        "<script type='application/json'>{\"block\": \"@\"}</script>",
        "<noscript><style>a[title*='@'] {}</style></noscript>",
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        begin_page(b);
        inject_into(b, codes[i]);
        assert_int_equal(screen(b, tm_buf_str(&b->page))->verdict, TAMIS_CLEAN);
    }
}

static void finds_what_attributes_and_data_hold(void **slot)
{
    bench *b = *slot;
    static const char *const tags[] = {
        "<input type=submit value=\"@\">",
        "<textarea placeholder=\"@\"></textarea>",
        "<option label=\"@\"></option>",
        "<i aria-label=\"@\"></i>",
        "<table summary=\"@\"></table>",
        "<meta itemprop=description content=\"@\">",
        "<meta http-equiv=keywords content=\"@\">",
        "<iframe srcdoc=\"<p>@</p>\"></iframe>",
        "<script type='application/ld+json'>{\"a\": \"@\"}</script>",
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        begin_page(b);
        inject_into(b, tags[i]);
        const tamis_verdict *v = judge(b, tm_buf_str(&b->page));
        assert_int_equal(v->verdict, TAMIS_CONTAMINATED);
        assert_int_equal(count_hidden(v), v->n_spans);
    }
}

static void flags_the_lines_of_spans(void **slot)
{
    bench *b = *slot;
    begin_page(b);
    inject(b, "<p hidden>", 3);
    const tamis_verdict *v = screen(b, tm_buf_str(&b->page));
    size_t n_flagged = 0;
    for (size_t l = 0; l < v->n_lines; l++) {
        n_flagged += v->lines[l].flagged != 0;
        assert_true(!v->lines[l].flagged || v->lines[l].score > 0);
    }
    assert_true(n_flagged > 0 && n_flagged < v->n_lines);
}

static void takes_the_charset_it_is_told(void **slot)
{
    bench *b = *slot;
    static const char page[] = "<p>\xEA\xE0\xE7\xE8\xED\xEE</p>";
    const tamis_verdict *v = NULL;
    assert_int_equal(
        tamis_screen_html(&v, b->screener, page, sizeof page - 1, "windows-1251", NULL),
        TAMIS_OK);
    assert_string_equal(v->encoding, "windows-1251");
    assert_int_equal(v->n_damaged, 0);
    assert_int_equal(tamis_screen(&v, b->screener, "a", 1, NULL), TAMIS_OK);
    assert_string_equal(v->format, "text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_to_read_is_clean, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_what_is_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_what_is_hidden_and_says_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_references_and_tags_within_words, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(finds_what_only_some_programs_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(passes_over_scripts_and_styles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_what_attributes_and_data_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(flags_the_lines_of_spans, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_the_charset_it_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
