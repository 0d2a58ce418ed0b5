// What the tokenizer does between tags: text and comments. A comment is
// read like the page around it, except that the source ends where the comment does and the elements
// around it cannot be closed. Comments do not nest, so this happens on one level only. When the end
// of something is missing, the rest of the source belongs to it, so no end is searched for twice.
// SPDX-License-Identifier: MIT
#include "text/html.h"

#include <stdlib.h>

#include "base/num.h"
#include "text/html_char.h"
#include "text/html_page.h"
#include "text/html_stream.h"

// ---- Markup that is no tag ------------------------------------------------------------------

// Moves past the next `byte`, or to the end.
static void skip_past(tm_html_page *page, char byte)
{
    const size_t rest = page->source.len - page->pos;
    const char *found = rest ? memchr(page->source.ptr + page->pos, byte, rest) : NULL;
    page->pos = found ? (size_t)(found - page->source.ptr) + 1 : page->source.len;
}

// Where the text of the comment ends that begins at page->pos, which moves past the comment.
static size_t find_comment_end(tm_html_page *page)
{
    const size_t begin = page->pos;
    const char *const text = page->source.ptr;
    while (page->pos < page->source.len) {
        skip_past(page, '>');
        const size_t end = page->pos - 1; // of '>', if one was found
        if (text[end] != '>')
            break;
        if (end >= begin + 2 && text[end - 1] == '-' && text[end - 2] == '-')
            return end - 2;
        if (end >= begin + 3 && text[end - 1] == '!' && text[end - 2] == '-' &&
            text[end - 3] == '-')
            return end - 3;
        // <!--> and <!---> are whole comments.
        if (end == begin || (end == begin + 1 && text[begin] == '-'))
            return begin;
    }
    page->cut = true;
    return page->source.len;
}

static void read_markup(tm_html_page *page);

void tm_html_page_read(tm_html_page *page)
{
    while (page->pos < page->source.len) {
        if (page->source.ptr[page->pos] == '<')
            read_markup(page);
        else
            tm_html_page_text(page);
    }
}

// Reads the text of a comment, up to `end`, as markup in which comments are ignored.
static void read_comment_text(tm_html_page *page, size_t end)
{
    tm_html_page inner = *page;
    tm_html_stack *const stack = page->stack;
    const size_t floor = stack->floor, n_deeper = stack->n_deeper;
    const uint8_t deeper = stack->deeper;
    inner.source.len = end;
    inner.within = TM_HIDDEN_COMMENT;
    stack->floor = stack->len;
    stack->n_deeper = 0;
    if (tm_html_begins(tm_str_slice(inner.source, inner.pos, end), "[if"))
        skip_past(&inner, '>');
    tm_html_page_update(&inner);
    tm_html_page_read(&inner);
    tm_html_page_close(&inner, stack->floor);
    stack->floor = floor;
    stack->n_deeper = n_deeper;
    stack->deeper = deeper;
    tm_html_stream_break(&page->out->hidden);
}

static void read_comment(tm_html_page *page)
{
    page->pos += 4;
    if (page->within == TM_HIDDEN_COMMENT)
        return;
    const size_t begin = page->pos;
    const size_t end = find_comment_end(page);
    const size_t next = page->pos;
    page->pos = begin;
    read_comment_text(page, end);
    page->pos = next;
}

// Declarations of the document's type, and conditions that all browsers read past.
static bool is_declaration(tm_str rest)
{
    static const char *const beginnings[] = {"<!doctype", "<?xml", "<![if", "<![endif"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (tm_html_begins(rest, beginnings[i]))
            return true;
    return false;
}

static const char section[] = "<![cdata[";

// <![CDATA[x]]> in a drawing: text in which '<' is an ordinary character.
static void read_section(tm_html_page *page)
{
    const size_t begin = page->pos + strlen(section);
    page->pos = begin;
    while (page->pos < page->source.len) {
        skip_past(page, '>');
        const size_t end = page->pos - 1;
        if (page->source.ptr[end] == '>' && end >= begin + 2 &&
            page->source.ptr[end - 1] == ']' && page->source.ptr[end - 2] == ']') {
            tm_html_page_plain(page, begin, end - 2, false);
            return;
        }
    }
    page->cut = true;
    if (begin < page->source.len)
        tm_html_page_plain(page, begin, page->source.len, false);
}

// <!x>, <?x>, </1>, <![CDATA[x]]>: whatever it is meant to be, a comment up to the next '>'.
static void read_bogus_comment(tm_html_page *page)
{
    const tm_str rest = tm_str_slice(page->source, page->pos, page->source.len);
    const size_t begin = page->pos + (tm_html_begins(rest, section) ? strlen(section) : 2);
    if (page->within == TM_HIDDEN_COMMENT && !is_declaration(rest)) {
        page->pos = begin;
        return;
    }
    skip_past(page, '>');
    const size_t next = page->pos;
    const bool whole = page->source.ptr[next - 1] == '>';
    const size_t end = whole ? next - 1 : next;
    page->cut = page->cut || !whole;
    if (is_declaration(rest) || begin >= end)
        return;
    page->pos = begin;
    read_comment_text(page, end);
    page->pos = next;
}

// <![CDATA[x]]> outside of drawings: such a comment to browsers, text to programs that read XML.
static void read_other_section(tm_html_page *page)
{
    const size_t begin = page->pos;
    read_bogus_comment(page);
    const char *const end = page->source.ptr + page->pos;
    const bool is_whole =
        page->pos > begin + strlen(section) + 2 && memcmp(end - 3, "]]>", 3) == 0;
    if (page->within != TM_HIDDEN_COMMENT && !is_whole)
        tm_html_page_section(page);
}

// ---- Tags -----------------------------------------------------------------------------------

// The source ends in a tag. Browsers show nothing of it, but everything has to be judged, so it is
// kept as hidden text.
static void read_cut_tag(tm_html_page *page, size_t begin)
{
    tm_html_stream_break(&page->out->hidden);
    page->cut = true;
    page->drops = false;
    if (page->within != TM_HIDDEN_COMMENT)
        page->hidden = TM_HIDDEN_CUT;
    tm_html_page_plain(page, begin + 1, page->source.len, true);
    tm_html_page_break(page);
}

static void read_tag(tm_html_page *page)
{
    tm_html_tag *const tag = &page->out->work->tag;
    const size_t begin = page->pos;
    if (!tm_html_tag_read(tag, page->source, &page->pos)) {
        read_cut_tag(page, begin);
        return;
    }
    tm_html_page_leave(page, tag);
    if (tag->is_end)
        tm_html_page_end(page, tag);
    else if (tag->flags & (TM_ELEMENT_SKIPPED | TM_ELEMENT_PLAIN))
        tm_html_page_content(page, tag);
    else
        tm_html_page_start(page, tag);
}

// Reads what the '<' at page->pos begins.
static void read_markup(tm_html_page *page)
{
    const tm_str rest = tm_str_slice(page->source, page->pos, page->source.len);
    const char next = rest.len > 1 ? rest.ptr[1] : ' ';
    const char after = rest.len > 2 ? rest.ptr[2] : ' ';
    if (tm_html_is_letter(next) || (next == '/' && tm_html_is_letter(after))) {
        read_tag(page);
    } else if (tm_html_begins(rest, "<!--")) {
        read_comment(page);
    } else if (tm_html_begins(rest, section)) {
        if (tm_markup_is_foreign(tm_html_stack_markup(page->stack)))
            read_section(page);
        else
            read_other_section(page);
    } else if (next == '!' || next == '?' || (next == '/' && rest.len > 2)) {
        read_bogus_comment(page);
    } else {
        tm_html_page_plain(page, page->pos, page->pos + 1, false);
        page->pos++;
    }
}

// ---- The page -------------------------------------------------------------------------------

static void clear(tm_html *out)
{
    tm_html_stream_clear(&out->shown);
    tm_html_stream_clear(&out->hidden);
    tm_html_stack_clear(&out->work->stack);
    tm_css_rules_clear(&out->work->rules);
    memset(out->work->content_end, 0, sizeof out->work->content_end);
    out->is_ambiguous = false;
    out->n_pieces = 0;
}

// Puts the hidden text after the visible text.
static tamis_status join(tm_html *out, tamis_error *err)
{
    tm_html_stream_break(&out->shown);
    tm_html_stream_break(&out->hidden);
    const uint32_t base = (uint32_t)out->shown.text.len;
    if (base > 0 || out->shown.text.failed) {
        tm_html_stream_join(&out->shown, &out->hidden);
    } else { // nothing is copied where all is hidden
        const tm_html_stream all = out->hidden;
        out->hidden = out->shown;
        out->shown = all;
    }
    out->visible_len = base;
    for (size_t i = 0; i < out->n_pieces; i++) {
        out->piece[i].begin += base;
        out->piece[i].end += base;
    }
    out->text = tm_buf_str(&out->shown.text);
    return tm_buf_check(&out->shown.text, err);
}

tamis_status tm_html_read(tm_html *out, tm_str source, tamis_error *err)
{
    if (!out->work)
        out->work = malloc(sizeof *out->work);
    if (!out->work)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    clear(out);
    tm_html_page page = {.out = out,
                         .source = source,
                         .whole_len = source.len,
                         .stack = &out->work->stack,
                         .rules = &out->work->rules};
    tm_html_page_read(&page);
    tm_html_page_close(&page, 0);
    return join(out, err);
}

void tm_html_free(tm_html *html)
{
    tm_html_stream_free(&html->shown);
    tm_html_stream_free(&html->hidden);
    free(html->piece);
    free(html->work);
    *html = (tm_html){0};
}

// ---- The way back ---------------------------------------------------------------------------

tm_html_place tm_html_source(const tm_html *html, size_t begin, size_t end)
{
    const tm_html_run first = tm_html_runs_find(&html->shown.runs, begin);
    const tm_html_run last = tm_html_runs_find(&html->shown.runs, end - 1);
    tm_html_place place = {first.source, (size_t)last.source + last.source_len};
    if (first.source_len == 0)
        place.begin += begin - first.text;
    if (last.source_len == 0)
        place.end += end - last.text;
    return place;
}

// The piece of hidden text that text byte `at` belongs to, or NULL.
static const tm_html_piece *piece_of(const tm_html *html, size_t at)
{
    size_t low = 0, high = html->n_pieces;
    if (at < html->visible_len || high == 0)
        return NULL;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (html->piece[middle].begin <= at)
            low = middle;
        else
            high = middle;
    }
    return &html->piece[low];
}

tm_hidden tm_html_hidden_at(const tm_html *html, size_t at)
{
    const tm_html_piece *piece = piece_of(html, at);
    return piece ? piece->reason : TM_HIDDEN_NOT;
}

size_t tm_html_piece_end(const tm_html *html, size_t at)
{
    const tm_html_piece *piece = piece_of(html, at);
    return piece ? piece->end : html->visible_len;
}

const char *tm_hidden_name(tm_hidden reason)
{
    static const char *const names[] = {
        "visible", "display", "attribute", "visibility", "opacity",  "font",
        "place",   "clip",    "extent",    "color",      "fallback", "comment",
        "alt",     "title",   "label",     "meta",       "link",     "cut"};
    return names[reason];
}
