// Our reading of a page against gumbo's, a whole parser by the standard: its tree, put into lines
// by a plain walk, has to give the same visible text on made-up ordinary pages. Equal means words
// and line ends in the same order; a page may differ by two in a hundred of them, since what is
// compared are two readings of browsers, not of each other.
// SPDX-License-Identifier: MIT
#include "support/check.h"

#include <gumbo.h>
#include <stdlib.h>

#include "support/html_pages.h"
#include "text/html.h"

enum { N_PAGES = 200, N_BLOCKS = 30, MAX_TOKENS = 4000 };

static const double least_similarity = 0.98;

// ---- The tree as lines ----------------------------------------------------------------------

static bool is_one_of(GumboTag tag, const GumboTag *tags, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tags[i] == tag)
            return true;
    return false;
}

static bool is_block(GumboTag tag)
{
    static const GumboTag tags[] = {
        GUMBO_TAG_ADDRESS,  GUMBO_TAG_ARTICLE,    GUMBO_TAG_ASIDE,  GUMBO_TAG_BLOCKQUOTE,
        GUMBO_TAG_BR,       GUMBO_TAG_CAPTION,    GUMBO_TAG_CENTER, GUMBO_TAG_DD,
        GUMBO_TAG_DETAILS,  GUMBO_TAG_DIV,        GUMBO_TAG_DL,     GUMBO_TAG_DT,
        GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FIGURE, GUMBO_TAG_FORM,
        GUMBO_TAG_H1,       GUMBO_TAG_H2,         GUMBO_TAG_H3,     GUMBO_TAG_H4,
        GUMBO_TAG_H5,       GUMBO_TAG_H6,         GUMBO_TAG_HR,     GUMBO_TAG_LEGEND,
        GUMBO_TAG_LI,       GUMBO_TAG_MAIN,       GUMBO_TAG_OL,     GUMBO_TAG_OPTGROUP,
        GUMBO_TAG_OPTION,   GUMBO_TAG_P,          GUMBO_TAG_PRE,    GUMBO_TAG_SECTION,
        GUMBO_TAG_SELECT,   GUMBO_TAG_SUMMARY,    GUMBO_TAG_TABLE,  GUMBO_TAG_TBODY,
        GUMBO_TAG_TEXTAREA, GUMBO_TAG_TFOOT,      GUMBO_TAG_THEAD,  GUMBO_TAG_TITLE,
        GUMBO_TAG_TR,       GUMBO_TAG_UL,         GUMBO_TAG_XMP,
    };
    return is_one_of(tag, tags, sizeof tags / sizeof *tags);
}

static bool is_hidden(const GumboElement *element)
{
    static const GumboTag tags[] = {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT,
                                    GUMBO_TAG_TEMPLATE};
    static const char *const styles[] = {"display:none", "display: none", "left:-9999px",
                                         "visibility: hidden"};
    const GumboAttribute *style = gumbo_get_attribute(&element->attributes, "style");
    for (size_t i = 0; style && i < sizeof styles / sizeof *styles; i++)
        if (strstr(style->value, styles[i]))
            return true;
    return is_one_of(element->tag, tags, sizeof tags / sizeof *tags) ||
           gumbo_get_attribute(&element->attributes, "hidden") ||
           (element->original_tag.length > 7 &&
            strncmp(element->original_tag.data, "<dialog", 7) == 0);
}

static void end_line(tm_buf *out)
{
    while (out->len > 0 && (out->ptr[out->len - 1] == ' ' || out->ptr[out->len - 1] == '\t'))
        out->len--;
    if (out->len > 0 && out->ptr[out->len - 1] != '\n')
        tm_buf_byte(out, '\n');
}

static void put_text(tm_buf *out, const char *text, bool keeps)
{
    for (; *text; text++) {
        const bool blank = strchr(" \t\n\r\f", *text) != NULL;
        const char last = out->len ? out->ptr[out->len - 1] : '\n';
        if (keeps && *text == '\n')
            end_line(out);
        else if (!blank || keeps)
            tm_buf_byte(out, *text);
        else if (!strchr(" \t\n", last))
            tm_buf_byte(out, ' ');
    }
}

static void put_node(tm_buf *out, const GumboNode *node, bool keeps)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
        put_text(out, node->v.text.text, keeps);
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT || is_hidden(&node->v.element))
        return;
    const GumboElement *element = &node->v.element;
    keeps = keeps || element->tag == GUMBO_TAG_PRE;
    if (is_block(element->tag))
        end_line(out);
    for (unsigned i = 0; i < element->children.length; i++)
        put_node(out, element->children.data[i], keeps);
    if (is_block(element->tag))
        end_line(out);
    else if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH)
        tm_buf_byte(out, '\t');
}

static void read_reference(tm_buf *out, tm_str source)
{
    GumboOutput *tree = gumbo_parse_with_options(&kGumboDefaultOptions, source.ptr, source.len);
    put_node(out, tree->root, false);
    end_line(out);
    gumbo_destroy_output(&kGumboDefaultOptions, tree);
}

// ---- Similarity -----------------------------------------------------------------------------

// Cuts `text` into words and line ends.
static size_t tokens_of(tm_str *tokens, tm_str text)
{
    size_t n = 0, pos = 0;
    while (pos < text.len) {
        const size_t begin = pos++;
        if (text.ptr[begin] == ' ' || text.ptr[begin] == '\t')
            continue;
        while (text.ptr[begin] != '\n' && pos < text.len && !strchr(" \t\n", text.ptr[pos]))
            pos++;
        assert_true(n < MAX_TOKENS);
        tokens[n++] = tm_str_slice(text, begin, pos);
    }
    return n;
}

// The longest common subsequence of tokens, as share of both.
static double similarity(tm_str a, tm_str b)
{
    static tm_str x[MAX_TOKENS], y[MAX_TOKENS];
    static uint16_t common[2][MAX_TOKENS + 1];
    const size_t n = tokens_of(x, a), m = tokens_of(y, b);
    memset(common, 0, sizeof common);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            uint16_t *const row = common[(i + 1) % 2];
            const uint16_t *const above = common[i % 2];
            if (tm_str_equal(x[i], y[j]))
                row[j + 1] = (uint16_t)(above[j] + 1);
            else
                row[j + 1] = above[j + 1] > row[j] ? above[j + 1] : row[j];
        }
    return n + m ? 2.0 * common[n % 2][m] / (double)(n + m) : 1;
}

typedef void (*page_maker)(tm_buf *out, tm_rng *rng, size_t n);

static void check_pages(page_maker make)
{
    tm_html html = {0};
    tm_buf page = {0}, reference = {0};
    double least = 1, sum = 0;
    size_t n_equal = 0;
    for (uint64_t seed = 1; seed <= N_PAGES; seed++) {
        tm_rng rng = tm_rng_seed(seed);
        tm_buf_clear(&page);
        tm_buf_clear(&reference);
        make(&page, &rng, N_BLOCKS);
        assert_int_equal(tm_html_read(&html, tm_buf_str(&page), NULL), TAMIS_OK);
        read_reference(&reference, tm_buf_str(&page));
        const tm_str shown = tm_str_slice(html.text, 0, html.visible_len);
        const double alike = similarity(shown, tm_buf_str(&reference));
        if (alike < least_similarity)
            fail_msg("seed %llu: similarity %.4f\n%.*s\n---- ours\n%.*s\n---- gumbo\n%.*s",
                     (unsigned long long)seed, alike, (int)page.len, page.ptr, (int)shown.len,
                     shown.ptr, (int)reference.len, reference.ptr);
        least = alike < least ? alike : least;
        sum += alike;
        n_equal += tm_str_equal(shown, tm_buf_str(&reference));
    }
    print_message("%d pages: similarity %.4f at least, %.4f on average; %zu equal\n", N_PAGES,
                  least, sum / N_PAGES, n_equal);
    tm_html_free(&html);
    tm_buf_free(&page);
    tm_buf_free(&reference);
}

static void reads_ordinary_pages_as_gumbo_does(void **state)
{
    (void)state;
    check_pages(html_page);
}

static void reads_messy_pages_as_gumbo_does(void **state)
{
    (void)state;
    check_pages(html_messy_page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_ordinary_pages_as_gumbo_does),
        cmocka_unit_test(reads_messy_pages_as_gumbo_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
