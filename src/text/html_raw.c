// Content that is not markup: scripts, style sheets, titles; and what is markup only to programs
// that run no scripts, show no frames or read a page as XML.
//
// Browsers end such content at its end tag, whatever stands before it. Others may read on through
// that end, or may never have taken it for raw. Both have to be judged: so what is markup to some
// is read as markup, but only up to where a browser ends it. If a tag, a comment or a script is not
// complete at that place, the two readings differ in all that follows, and the page is ambiguous.
//
// Where an element ends is searched for once: the place is kept for those of its kind inside.
// Regions that end at one place are one region, so they nest no deeper than there are such elements.
// SPDX-License-Identifier: MIT
#include "text/html.h"

#include "text/html_char.h"
#include "text/html_page.h"
#include "text/html_stream.h"

// ---- Ends -----------------------------------------------------------------------------------

// Whether `rest` begins with `name`, of an element, and the name ends there.
static bool is_name(tm_str rest, tm_str name)
{
    size_t i = 0;
    if (rest.len <= name.len)
        return false;
    while (i < name.len && tm_html_lower(rest.ptr[i]) == tm_html_lower(name.ptr[i]))
        i++;
    const char after = rest.ptr[name.len];
    return i == name.len && (tm_html_is_blank(after) || after == '/' || after == '>');
}

static size_t find_byte(tm_str text, size_t pos, char byte)
{
    const char *found = pos < text.len ? memchr(text.ptr + pos, byte, text.len - pos) : NULL;
    return found ? (size_t)(found - text.ptr) : text.len;
}

// The next '<' from `pos` on, or the end.
static size_t find_sign(tm_str source, size_t pos)
{
    return find_byte(source, pos, '<');
}

static size_t find_end_tag(tm_str source, size_t pos, tm_str name)
{
    for (pos = find_sign(source, pos); pos < source.len; pos = find_sign(source, pos + 1)) {
        const tm_str rest = tm_str_slice(source, pos, source.len);
        if (rest.len > 2 && rest.ptr[1] == '/' &&
            is_name(tm_str_slice(rest, 2, rest.len), name))
            break;
    }
    return pos;
}

// Where the content of `tag` from page->pos on ends in all of the source: at its end tag.
static size_t find_content_end(tm_html_page *page, const tm_html_tag *tag)
{
    size_t *const known = &page->out->work->content_end[tag->element];
    const tm_str whole = {page->source.ptr, page->whole_len};
    if (tag->element == TM_ELEMENT_PLAINTEXT)
        return whole.len;
    if (*known < page->pos)
        *known = find_end_tag(whole, page->pos, tag->name);
    return *known;
}

// ---- Regions --------------------------------------------------------------------------------

// Reads on as markup up to `end`, with the elements that are open.
static void read_up_to(tm_html_page *page, size_t end)
{
    const size_t len = page->source.len;
    const tm_hidden within = page->within;
    const bool cut = page->cut, in_script = page->in_script;
    if (end >= len)
        return; // the caller reads on
    page->source.len = end;
    page->cut = false;
    tm_html_page_read(page);
    if (page->cut && within != TM_HIDDEN_COMMENT && within != TM_HIDDEN_FALLBACK)
        page->out->is_ambiguous = true;
    page->source.len = len;
    page->pos = end;
    page->cut = cut;
    page->in_script = in_script;
    page->within = within;
    tm_html_page_update(page);
}

// The same, but no element around is closed in it, and those it opens end with it.
static void read_apart(tm_html_page *page, size_t end)
{
    tm_html_stack *const stack = page->stack;
    const size_t floor = stack->floor, n_deeper = stack->n_deeper;
    const uint8_t deeper = stack->deeper;
    if (end >= page->source.len)
        return;
    stack->floor = stack->len;
    stack->n_deeper = 0;
    read_up_to(page, end);
    tm_html_page_close(page, stack->floor);
    stack->floor = floor;
    stack->n_deeper = n_deeper;
    stack->deeper = deeper;
}

void tm_html_page_apart(tm_html_page *page, tm_str value, tm_hidden reason)
{
    tm_html_page inner = *page;
    const tm_html_tag tag =
        page->out->work->tag; // the tag that the value is of is still in use
    const size_t begin = (size_t)(value.ptr - page->source.ptr);
    inner.pos = begin;
    inner.within = reason;
    tm_html_stream_break(&page->out->hidden);
    tm_html_page_update(&inner);
    read_apart(&inner, begin + value.len);
    tm_html_stream_break(&page->out->hidden);
    page->out->work->tag = tag;
}

// Where the next ]]> is in all of the source; its end if there is none.
static size_t find_section_end(tm_html_page *page)
{
    size_t *const known = &page->out->work->content_end[TM_ELEMENT_NONE];
    const tm_str whole = {page->source.ptr, page->whole_len};
    size_t pos = *known;
    if (pos >= page->pos)
        return pos;
    for (pos = find_byte(whole, page->pos, ']'); pos < whole.len;
         pos = find_byte(whole, pos + 1, ']'))
        if (tm_str_starts_with(tm_str_slice(whole, pos, whole.len), (tm_str){"]]>", 3}))
            break;
    *known = pos;
    return pos;
}

void tm_html_page_section(tm_html_page *page)
{
    read_up_to(page, find_section_end(page));
}

void tm_html_page_fallback(tm_html_page *page, const tm_html_tag *tag)
{
    read_apart(page, find_content_end(page, tag));
}

// ---- Scripts --------------------------------------------------------------------------------

// Where a browser ends the script from `pos` on: an end tag ends only what a second <script> inside
// of <!-- --> began (13.2.5.15 to 31). The end of the source if it never does.
static size_t find_script_end(tm_str source, size_t pos)
{
    static const tm_str name = {"script", 6};
    enum { BARE, COMMENT, SCRIPT_IN_COMMENT } state = BARE;
    for (; pos < source.len; pos++) {
        const tm_str rest = tm_str_slice(source, pos, source.len);
        if (state != BARE && tm_str_starts_with(rest, (tm_str){"-->", 3}))
            state = BARE;
        if (rest.ptr[0] != '<')
            continue;
        if (state == BARE && tm_str_starts_with(rest, (tm_str){"<!--", 4})) {
            state = COMMENT;
            pos++; // <!--> is a whole comment
        } else if (state == COMMENT && is_name(tm_str_slice(rest, 1, rest.len), name)) {
            state = SCRIPT_IN_COMMENT;
        } else if (rest.len > 2 && rest.ptr[1] == '/' &&
                   is_name(tm_str_slice(rest, 2, rest.len), name)) {
            if (state != SCRIPT_IN_COMMENT)
                return pos;
            state = COMMENT;
        }
    }
    return source.len;
}

// Whether <!-- is in `text`.
static bool has_comment(tm_str text)
{
    for (size_t pos = find_sign(text, 0); pos < text.len; pos = find_sign(text, pos + 1))
        if (tm_str_starts_with(tm_str_slice(text, pos, text.len), (tm_str){"<!--", 4}))
            return true;
    return false;
}

// Moves past a script that ends at `end` to most programs. What lies between that and its end to a
// browser is read as if the browser had it wrong.
static void pass_script(tm_html_page *page, size_t end)
{
    const size_t begin = page->pos;
    page->pos = end;
    if (page->in_script || page->within != TM_HIDDEN_NOT ||
        !has_comment(tm_str_slice(page->source, begin, end)))
        return;
    const size_t last = find_script_end(page->source, begin);
    page->in_script = true; // up to the end if nothing ends it: a browser shows nothing more
    if (last == page->source.len) {
        page->cut = true;
        return;
    }
    if (last > end) {
        page->within = TM_HIDDEN_CUT;
        tm_html_page_update(page);
        read_apart(page, last);
        page->within = TM_HIDDEN_NOT;
        tm_html_page_update(page);
    }
    page->in_script = false;
}

// A script or style sheet without an end tag takes the rest of the page with it in a browser. From
// the first tag on that rest is read as hidden text: nobody sees it, but everything is judged.
static void read_lost(tm_html_page *page)
{
    const tm_str source = page->source;
    size_t pos = find_sign(source, page->pos);
    for (; pos < source.len; pos = find_sign(source, pos + 1)) {
        const char next = pos + 1 < source.len ? source.ptr[pos + 1] : ' ';
        if (tm_html_is_letter(next) || next == '/')
            break;
    }
    page->pos = pos;
    page->cut = true;
    if (page->within == TM_HIDDEN_NOT)
        page->within = TM_HIDDEN_CUT;
    tm_html_page_update(page);
}

static bool is_linked_data(const tm_html_tag *tag)
{
    return tag->element == TM_ELEMENT_SCRIPT &&
           tm_html_begins(tm_html_trim(tag->value[TM_ATTRIBUTE_TYPE]), "application/ld+json");
}

static void read_code(tm_html_page *page, const tm_html_tag *tag, size_t end)
{
    const bool is_lost = end == page->whole_len || end > page->source.len;
    const size_t stop = is_lost ? page->source.len : end;
    if (tag->element == TM_ELEMENT_STYLE && page->within == TM_HIDDEN_NOT)
        tm_css_rules_read(page->rules, tm_str_slice(page->source, page->pos, stop));
    if (is_lost) {
        read_lost(page);
        return;
    }
    if (is_linked_data(tag))
        tm_html_page_data(page, page->pos, end);
    if (tag->element == TM_ELEMENT_SCRIPT)
        pass_script(page, end);
    else
        page->pos = end;
}

// ---- Text -----------------------------------------------------------------------------------

static bool has_tag(tm_str text)
{
    for (size_t pos = find_sign(text, 0); pos + 1 < text.len; pos = find_sign(text, pos + 1))
        if (tm_html_is_letter(text.ptr[pos + 1]))
            return true;
    return false;
}

// Reads content that is text with character references.
static void read_plain(tm_html_page *page, const tm_html_tag *tag, size_t end)
{
    const size_t stop = end < page->source.len ? end : page->source.len;
    page->cut = page->cut || end > page->source.len || end == page->whole_len;
    if (tag->element == TM_ELEMENT_PLAINTEXT && !page->within &&
        has_tag(tm_str_slice(page->source, page->pos, stop)))
        page->out->is_ambiguous = true; // few programs know it, and these read the tags
    tm_html_page_break(page);
    tm_html_page_plain(page, page->pos, stop, true);
    tm_html_page_break(page);
    page->pos = stop;
}

// `<script/>` is a whole element in XML and the beginning of a script in HTML. It is read as XML
// has it up to where HTML ends it. Content that would be text in HTML, tags and all, cannot be read
// in both ways.
static void read_self_closed(tm_html_page *page, const tm_html_tag *tag, size_t end)
{
    const size_t stop = end < page->source.len ? end : page->source.len;
    if (tag->flags & TM_ELEMENT_PLAIN && page->within == TM_HIDDEN_NOT &&
        has_tag(tm_str_slice(page->source, page->pos, stop)))
        page->out->is_ambiguous = true;
    read_up_to(page, end);
}

void tm_html_page_content(tm_html_page *page, const tm_html_tag *tag)
{
    tm_html_page_values(page, tag);
    const size_t end = find_content_end(page, tag);
    if (tag->self_closed && tag->element != TM_ELEMENT_PLAINTEXT)
        read_self_closed(page, tag, end);
    else if (tag->flags & TM_ELEMENT_PLAIN)
        read_plain(page, tag, end);
    else
        read_code(page, tag, end);
}
