// The tag states of the HTML standard (13.2.5.8 and 13.2.5.32 to 40) as one walk forward. Every
// byte is passed once. A quote that is never closed takes the rest of the source, as in a browser.
// SPDX-License-Identifier: MIT
#include "text/html_tag.h"

#include "text/html_char.h"

typedef struct tag_scan {
    tm_str source;
    size_t pos;
} tag_scan;

static const char *const attribute_names[TM_N_ATTRIBUTES] = {
    "alt",   "aria-label", "bgcolor",     "class",      "color", "content",  "encoding",
    "face",  "hidden",     "href",        "http-equiv", "id",    "itemprop", "label",
    "name",  "open",       "placeholder", "property",   "size",  "src",      "srcdoc",
    "style", "summary",    "text",        "title",      "type",  "value",
};

static bool at_end(const tag_scan *scan)
{
    return scan->pos >= scan->source.len;
}

static char peek(const tag_scan *scan)
{
    return scan->source.ptr[scan->pos];
}

static void skip_blanks(tag_scan *scan)
{
    while (!at_end(scan) && tm_html_is_blank(peek(scan)))
        scan->pos++;
}

static tm_str read_quoted(tag_scan *scan, char quote)
{
    const size_t begin = ++scan->pos;
    const tm_str rest = tm_str_slice(scan->source, begin, scan->source.len);
    const char *end = rest.len ? memchr(rest.ptr, quote, rest.len) : NULL;
    const size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
    scan->pos += len + (end != NULL);
    return tm_str_slice(rest, 0, len);
}

static tm_str read_unquoted(tag_scan *scan)
{
    const size_t begin = scan->pos;
    while (!at_end(scan) && !tm_html_is_blank(peek(scan)) && peek(scan) != '>')
        scan->pos++;
    return tm_str_slice(scan->source, begin, scan->pos);
}

static tm_str read_value(tag_scan *scan)
{
    const tm_str none = {0};
    skip_blanks(scan);
    if (at_end(scan) || peek(scan) != '=')
        return none;
    scan->pos++;
    skip_blanks(scan);
    if (at_end(scan) || peek(scan) == '>')
        return none;
    const char first = peek(scan);
    return first == '"' || first == '\'' ? read_quoted(scan, first) : read_unquoted(scan);
}

// Reads the name of an attribute. An '=' at its very beginning belongs to it.
static tm_str read_name(tag_scan *scan)
{
    const size_t begin = scan->pos++;
    while (!at_end(scan) && !tm_html_is_blank(peek(scan)) && peek(scan) != '/' &&
           peek(scan) != '>' && peek(scan) != '=')
        scan->pos++;
    return tm_str_slice(scan->source, begin, scan->pos);
}

// Keeps the value if the attribute matters; of two with the same name the first counts.
static void keep(tm_html_tag *tag, tm_str name, tm_str value)
{
    for (size_t i = 0; i < TM_N_ATTRIBUTES; i++) {
        if (tm_html_lower(name.ptr[0]) != attribute_names[i][0] ||
            !tm_html_is(name, attribute_names[i]))
            continue;
        if (!tag->has[i])
            tag->value[i] = value;
        tag->has[i] = true;
        return;
    }
}

bool tm_html_tag_read(tm_html_tag *tag, tm_str source, size_t *pos)
{
    tag_scan scan = {source, *pos + 1};
    *tag = (tm_html_tag){.is_end = peek(&scan) == '/'};
    scan.pos += tag->is_end;
    const size_t name = scan.pos;
    while (!at_end(&scan) && !tm_html_is_blank(peek(&scan)) && peek(&scan) != '/' &&
           peek(&scan) != '>')
        scan.pos++;
    tag->name = tm_str_slice(source, name, scan.pos);
    while (!at_end(&scan) && peek(&scan) != '>') {
        tag->self_closed = peek(&scan) == '/';
        if (tag->self_closed || tm_html_is_blank(peek(&scan))) {
            scan.pos++;
            continue;
        }
        const tm_str attribute = read_name(&scan);
        keep(tag, attribute, read_value(&scan));
    }
    const bool whole = !at_end(&scan);
    const tm_element_name found = tm_element_find(tag->name);
    tag->element = found.element;
    tag->flags = found.flags;
    *pos = scan.pos + whole;
    return whole;
}
