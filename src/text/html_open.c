// What tags do: open and close elements, end lines, hide their content, contribute text from their
// attributes.
// SPDX-License-Identifier: MIT
#include "text/html_char.h"
#include "text/html_page.h"
#include "text/html_stream.h"

// ---- State ----------------------------------------------------------------------------------

void tm_html_page_update(tm_html_page *page)
{
    const tm_html_state *state = tm_html_stack_state(page->stack);
    const tm_hidden hidden =
        page->within != TM_HIDDEN_NOT ? page->within : tm_html_state_hidden(state);
    page->drops = page->within == TM_HIDDEN_NOT && state->is_code;
    // Each piece of hidden text is on lines of its own.
    if (hidden != page->hidden)
        tm_html_stream_break(&page->out->hidden);
    page->hidden = hidden;
}

static tm_css style_of(const tm_html_page *page, const tm_html_tag *tag)
{
    tm_css css = TM_CSS_NOTHING;
    if (tag->has[TM_ATTRIBUTE_BGCOLOR])
        css.background = tm_css_color(tag->value[TM_ATTRIBUTE_BGCOLOR]);
    if (tag->has[TM_ATTRIBUTE_COLOR] && tag->element == TM_ELEMENT_FONT)
        css.color = tm_css_color(tag->value[TM_ATTRIBUTE_COLOR]);
    if (tag->has[TM_ATTRIBUTE_TEXT] && tag->element == TM_ELEMENT_BODY)
        css.color = tm_css_color(tag->value[TM_ATTRIBUTE_TEXT]);
    tm_css_rules_apply(&css, page->rules, '.', tag->value[TM_ATTRIBUTE_CLASS]);
    tm_css_rules_apply(&css, page->rules, '#', tag->value[TM_ATTRIBUTE_ID]);
    tm_css_read(&css, tag->value[TM_ATTRIBUTE_STYLE]);
    return css;
}

static bool is_block(const tm_html_tag *tag, const tm_css *css)
{
    if (css->display == TM_DISPLAY_BLOCK)
        return true;
    return css->display != TM_DISPLAY_INLINE && tag->flags & TM_ELEMENT_BLOCK;
}

// ---- Links ----------------------------------------------------------------------------------

static bool is_absolute(tm_str href)
{
    return tm_html_begins(href, "http:") || tm_html_begins(href, "https:") ||
           tm_html_begins(href, "//");
}

// Whether the end tag of a link comes next.
static bool is_empty(const tm_html_page *page)
{
    size_t pos = page->pos;
    while (pos < page->source.len && tm_html_is_blank(page->source.ptr[pos]))
        pos++;
    return tm_html_begins(tm_str_slice(page->source, pos, page->source.len), "</a>");
}

// The target of a hidden link that leads elsewhere is text, before the link's own. Nobody sees a
// link that holds nothing either.
static void show_target(tm_html_page *page, const tm_html_tag *tag)
{
    const tm_str href = tm_html_trim(tag->value[TM_ATTRIBUTE_HREF]);
    if (is_absolute(href) && (page->hidden != TM_HIDDEN_NOT || is_empty(page)))
        tm_html_page_value(page, href, TM_HIDDEN_LINK, page->hidden != TM_HIDDEN_NOT);
}

// ---- Start tags -----------------------------------------------------------------------------

static bool is_description(const tm_html_tag *tag)
{
    static const char *const names[] = {
        "description",
        "keywords",
        "title",
        "abstract",
        "subject",
        "news_keywords",
        "dc.title",
        "dc.subject",
        "dc.description",
        "og:title",
        "og:site_name",
        "og:description",
        "og:image:alt",
        "twitter:title",
        "twitter:description",
        "twitter:image:alt",
        "article:tag",
        "article:section",
        "name",
        "headline",
        "alternativeheadline",
        "articlebody",
        "application-name",
        "apple-mobile-web-app-title",
    };
    static const tm_attribute kinds[] = {TM_ATTRIBUTE_NAME, TM_ATTRIBUTE_PROPERTY,
                                         TM_ATTRIBUTE_ITEMPROP, TM_ATTRIBUTE_HTTP_EQUIV};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; tag->has[kinds[k]] && i < sizeof names / sizeof *names; i++)
            if (tm_html_is(tm_html_trim(tag->value[kinds[k]]), names[i]))
                return true;
    return false;
}

static bool is_button(const tm_html_tag *tag)
{
    const tm_str type = tm_html_trim(tag->value[TM_ATTRIBUTE_TYPE]);
    return tag->element == TM_ELEMENT_INPUT &&
           (tm_html_is(type, "button") || tm_html_is(type, "reset") ||
            tm_html_is(type, "submit"));
}

// Attributes that are text, wherever they stand or only in some tags. Labels are mostly shown, but
// not in line with the text around them.
static const struct {
    tm_attribute attribute;
    tm_hidden reason;
} texts[] = {
    {TM_ATTRIBUTE_ALT, TM_HIDDEN_ALT},           {TM_ATTRIBUTE_ARIA_LABEL, TM_HIDDEN_LABEL},
    {TM_ATTRIBUTE_CONTENT, TM_HIDDEN_META},      {TM_ATTRIBUTE_LABEL, TM_HIDDEN_LABEL},
    {TM_ATTRIBUTE_PLACEHOLDER, TM_HIDDEN_LABEL}, {TM_ATTRIBUTE_SRC, TM_HIDDEN_FALLBACK},
    {TM_ATTRIBUTE_SRCDOC, TM_HIDDEN_FALLBACK},   {TM_ATTRIBUTE_SUMMARY, TM_HIDDEN_LABEL},
    {TM_ATTRIBUTE_TITLE, TM_HIDDEN_TITLE},       {TM_ATTRIBUTE_VALUE, TM_HIDDEN_LABEL},
};
enum { N_TEXTS = sizeof texts / sizeof *texts };

static bool is_text(const tm_html_tag *tag, tm_attribute attribute)
{
    switch (attribute) {
    case TM_ATTRIBUTE_CONTENT:
        return tag->element == TM_ELEMENT_META && is_description(tag);
    case TM_ATTRIBUTE_SRC:
        return tag->element == TM_ELEMENT_IFRAME &&
               tm_html_begins(tm_html_trim(tag->value[attribute]), "data:text/html");
    case TM_ATTRIBUTE_SRCDOC:
        return tag->element == TM_ELEMENT_IFRAME;
    case TM_ATTRIBUTE_VALUE:
        return is_button(tag);
    default:
        return true;
    }
}

// The first text of the tag behind source offset `after`, an index of `texts`, or N_TEXTS.
static size_t next_text(const tm_html_page *page, const tm_html_tag *tag, size_t after)
{
    size_t found = N_TEXTS, least = page->source.len;
    for (size_t i = 0; i < N_TEXTS; i++) {
        const tm_str value = tag->value[texts[i].attribute];
        const size_t begin = value.len ? (size_t)(value.ptr - page->source.ptr) : 0;
        if (begin > after && begin < least && is_text(tag, texts[i].attribute)) {
            found = i;
            least = begin;
        }
    }
    return found;
}

// The page that a frame holds in an attribute. With its tags as they are it is read as markup;
// behind references (&lt;p>) these are undone, and the tags are taken for words.
static void show_frame(tm_html_page *page, tm_str value)
{
    if (page->within != TM_HIDDEN_NOT || !memchr(value.ptr, '<', value.len)) {
        tm_html_page_value(page, value, TM_HIDDEN_FALLBACK, false);
        return;
    }
    tm_html_page_apart(page, value, TM_HIDDEN_FALLBACK);
}

void tm_html_page_values(tm_html_page *page, const tm_html_tag *tag)
{
    tm_str last = {0};
    for (size_t i, after = 0; (i = next_text(page, tag, after)) < N_TEXTS;) {
        const tm_str value = tag->value[texts[i].attribute];
        if (texts[i].attribute == TM_ATTRIBUTE_SRCDOC)
            show_frame(page, value);
        else if (!tm_str_equal(value, last))
            tm_html_page_value(page, value, texts[i].reason, false);
        last = value;
        after = (size_t)(value.ptr - page->source.ptr);
    }
}

// <html>, <head> and <body> may come anywhere and more than once. They never count as hidden, since
// pages hide themselves like this until their scripts have run.
static bool is_page(const tm_html_tag *tag)
{
    return tag->element == TM_ELEMENT_HTML || tag->element == TM_ELEMENT_HEAD ||
           tag->element == TM_ELEMENT_BODY;
}

static void start_page(tm_html_page *page, const tm_html_tag *tag)
{
    tm_css css = TM_CSS_NOTHING;
    const tm_css given = style_of(page, tag);
    css.color = given.color;
    css.background = given.background;
    page->stack->base = tm_html_state_of(&page->stack->base, tag, &css);
    page->stack->base.hidden = TM_HIDDEN_NOT;
    tm_html_page_update(page);
    tm_html_page_values(page, tag);
}

static void start_void(tm_html_page *page, const tm_html_tag *tag)
{
    if (tag->element == TM_ELEMENT_BR || tag->flags & TM_ELEMENT_BLOCK)
        tm_html_page_break(page);
    tm_html_page_values(page, tag);
    if (tag->element == TM_ELEMENT_AREA)
        show_target(page, tag);
}

static void start_element(tm_html_page *page, const tm_html_tag *tag)
{
    const tm_css css = style_of(page, tag);
    const bool block = is_block(tag, &css);
    tm_html_state around = *tm_html_stack_state(page->stack);
    around.markup = (uint8_t)tm_html_stack_markup(page->stack);
    const tm_html_state state = tm_html_state_of(&around, tag, &css);
    tm_html_stack_push(page->stack, tag, state, block);
    tm_html_page_update(page);
    if (block || (tag->element == TM_ELEMENT_A && page->hidden != TM_HIDDEN_NOT))
        tm_html_page_break(page);
    else if (tag->element == TM_ELEMENT_TD)
        tm_html_page_blank(page, '\t');
    tm_html_page_values(page, tag);
    if (tag->element == TM_ELEMENT_A)
        show_target(page, tag);
}

static bool is_part_of_table(tm_element element)
{
    return element == TM_ELEMENT_CAPTION || element == TM_ELEMENT_TD ||
           element == TM_ELEMENT_TR || element == TM_ELEMENT_TROWS;
}

// Browsers ignore parts of tables outside of a table: of 카지<td>노 a reader sees one word.
static bool is_stray(const tm_html_page *page, const tm_html_tag *tag)
{
    const tm_html_stack *const stack = page->stack;
    return is_part_of_table(tag->element) && page->within == TM_HIDDEN_NOT &&
           stack->n_deeper == 0 && stack->last[TM_ELEMENT_TABLE] == 0 &&
           stack->last[TM_ELEMENT_TEMPLATE] == 0;
}

// A cell of a table that stands outside of its rows begins one.
static void start_row(tm_html_page *page, const tm_html_tag *tag)
{
    static const tm_html_tag row = {.element = TM_ELEMENT_TR,
                                    .flags = TM_ELEMENT_BLOCK | TM_ELEMENT_SPECIAL};
    const uint16_t *const last = page->stack->last;
    if (tag->element != TM_ELEMENT_TD || last[TM_ELEMENT_TABLE] <= last[TM_ELEMENT_TR])
        return;
    tm_html_state state = *tm_html_stack_state(page->stack);
    state.markup = (uint8_t)tm_html_stack_markup(page->stack);
    tm_html_stack_push(page->stack, &row, state, true);
    tm_html_page_break(page);
}

static bool is_raw_to_some(tm_element element)
{
    return element == TM_ELEMENT_IFRAME || element == TM_ELEMENT_NOEMBED ||
           element == TM_ELEMENT_NOFRAMES || element == TM_ELEMENT_NOSCRIPT;
}

void tm_html_page_start(tm_html_page *page, const tm_html_tag *tag)
{
    const tm_markup around = tm_html_stack_markup(page->stack);
    const bool is_part = tm_markup_is_part(around, tag);
    if (!is_part && is_stray(page, tag)) {
        tm_html_page_values(page, tag);
        return;
    }
    tm_html_page_close(page, tm_html_stack_at_start(page->stack, tag));
    if (!is_part)
        start_row(page, tag);
    if (is_page(tag) && !is_part)
        start_page(page, tag);
    else if (tag->flags & TM_ELEMENT_VOID || (tag->self_closed && is_part))
        start_void(page, tag);
    else
        start_element(page, tag);
    if (is_raw_to_some(tag->element) && !is_part)
        tm_html_page_fallback(page, tag);
}

void tm_html_page_leave(tm_html_page *page, tm_html_tag *tag)
{
    enum { FENCE = TM_ELEMENT_SPECIAL | TM_ELEMENT_BARRIER };
    const tm_markup around = tm_html_stack_markup(page->stack);
    if (!tm_markup_is_foreign(around))
        return;
    if (tm_markup_is_left_at(tag))
        tm_html_page_close(page, tm_html_stack_outside(page->stack));
    else if (!tag->is_end)
        tag->flags = tm_markup_is_foreign(tm_markup_inside(around, tag)) ? 0 : FENCE;
}

// ---- End tags -------------------------------------------------------------------------------

void tm_html_page_close(tm_html_page *page, size_t len)
{
    while (page->stack->len > len) {
        const tm_open_element *const top = tm_html_stack_pop(page->stack);
        if (top->is_block || (top->element == TM_ELEMENT_A && page->hidden != TM_HIDDEN_NOT))
            tm_html_page_break(page);
        else if (top->element == TM_ELEMENT_TD)
            tm_html_page_blank(page, '\t');
        tm_html_page_update(page);
    }
}

void tm_html_page_end(tm_html_page *page, const tm_html_tag *tag)
{
    const size_t len = page->stack->len;
    const size_t stays = tm_html_stack_at_end(page->stack, tag);
    if (tag->element == TM_ELEMENT_BR || tag->element == TM_ELEMENT_P)
        tm_html_page_break(page); // </br> and </p> end the line even without a start tag
    if (stays < len || !is_page(tag))
        tm_html_page_close(page, stays);
}
