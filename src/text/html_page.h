// A page in the middle of being read: shared by the files of the tokenizer.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_PAGE_H
#define TM_HTML_PAGE_H

#include "text/css_rules.h"
#include "text/html_stack.h"

struct tm_html_work {
    tm_html_stack stack;
    tm_css_rules rules;
    tm_html_tag tag;
};

typedef struct tm_html_page {
    tm_html *out;
    tm_str source; // up to the end of the comment, inside of one
    size_t pos;
    tm_html_stack *stack;
    tm_css_rules *rules;
    bool in_comment;
    bool dropped;     // text that comes now belongs to nobody
    tm_hidden hidden; // why text that comes now is hidden
    size_t link_len;  // how many elements are open up to that of the open link; 0: none is
} tm_html_page;

// ---- Text out (html_text.c) -----------------------------------------------------------------

// White space, words and character references from page->pos to the next '<'.
void tm_html_page_text(tm_html_page *page);
// Source [begin, end) as text, without markup: '<' is a letter. `entities`: with references.
void tm_html_page_plain(tm_html_page *page, size_t begin, size_t end, bool entities);
// An attribute's value as hidden text, on lines of its own unless `joined` to what follows.
void tm_html_page_value(tm_html_page *page, tm_str value, tm_hidden reason, bool joined);
// Ends the line of text that is shown or hidden like that which comes now.
void tm_html_page_break(tm_html_page *page);
void tm_html_page_blank(tm_html_page *page, char blank);

// ---- Elements (html_open.c) -----------------------------------------------------------------

// What a tag that has just been read does to the page.
void tm_html_page_start(tm_html_page *page, const tm_html_tag *tag);
void tm_html_page_end(tm_html_page *page, const tm_html_tag *tag);
// Closes elements until `len` are open.
void tm_html_page_close(tm_html_page *page, size_t len);
// Text that comes now is in the state of the innermost open element.
void tm_html_page_update(tm_html_page *page);

#endif
