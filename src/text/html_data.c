// What a page says of itself to search engines in JSON-LD: the strings of a <script> of that type,
// without the names of members. They are not shown, but they are what others show of the page. The
// JSON is not checked: whatever is between quotation marks is a string. Linear.
// SPDX-License-Identifier: MIT
#include "text/html.h"

#include "text/html_char.h"
#include "text/html_page.h"

// The quotation mark that ends the string from `pos` on, or `end`.
static size_t find_string_end(tm_str source, size_t pos, size_t end)
{
    while (pos < end && source.ptr[pos] != '"')
        pos += source.ptr[pos] == '\\' ? 2 : 1;
    return pos < end ? pos : end;
}

// Whether a colon follows, behind blanks.
static bool is_member_name(tm_str source, size_t *pos, size_t end)
{
    while (*pos < end && tm_html_is_blank(source.ptr[*pos]))
        ++*pos;
    return *pos < end && source.ptr[*pos] == ':';
}

void tm_html_page_data(tm_html_page *page, size_t begin, size_t end)
{
    const tm_str source = page->source;
    for (size_t pos = begin; pos < end; pos++) {
        if (source.ptr[pos] != '"')
            continue;
        const size_t first = pos + 1;
        const size_t last = find_string_end(source, first, end);
        pos = last + 1;
        if (!is_member_name(source, &pos, end))
            tm_html_page_string(page, tm_str_slice(source, first, last));
        pos--; // a string may begin right here
    }
}
