// The state of reading a page, shared by the files of the tokenizer.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_PAGE_H
#define TM_HTML_PAGE_H

#include "text/css_rules.h"
#include "text/html_stack.h"

struct tm_html_work {
    tm_html_stack stack;
    tm_css_rules rules;
    tm_html_tag tag;
    size_t content_end[TM_N_ELEMENTS]; // see html_raw.c
};

typedef struct tm_html_page {
    tm_html *out;
    tm_str source; // ends early inside a comment and inside a region (html_raw.c)
    size_t whole_len;
    size_t pos;
    tm_html_stack *stack;
    tm_css_rules *rules;
    tm_hidden within; // the reason for all text of a comment and of what a script swallows
    bool in_script;   // a browser is inside of a script
    bool cut;         // something was not complete where the source ends
    bool drops;       // the text that comes next is that of a script or style
    tm_hidden hidden; // why the text that comes next is hidden, or TM_HIDDEN_NOT
} tm_html_page;

// ---- Markup (html.c) ------------------------------------------------------------------------

// Reads from page->pos to the end of page->source.
void tm_html_page_read(tm_html_page *page);

// ---- Content that is not markup (html_raw.c) ------------------------------------------------

// Reads the content of an element that holds no markup; the end tag comes next.
void tm_html_page_content(tm_html_page *page, const tm_html_tag *tag);
// Reads the content of an element that has just been opened and is raw text to some browsers.
void tm_html_page_fallback(tm_html_page *page, const tm_html_tag *tag);
// Reads on up to the end of a section of characters (<![CDATA[), which only XML knows here.
void tm_html_page_section(tm_html_page *page);
// Reads `value`, a part of the source, as the markup of another page, all of it hidden.
void tm_html_page_apart(tm_html_page *page, tm_str value, tm_hidden reason);
// Reads the strings of the JSON in source bytes [begin, end) (html_data.c).
void tm_html_page_data(tm_html_page *page, size_t begin, size_t end);

// ---- Text out (html_text.c) -----------------------------------------------------------------

// Writes white space, words and character references from page->pos to the next '<'.
void tm_html_page_text(tm_html_page *page);
// Writes source bytes [begin, end) as text in which '<' is an ordinary character. With `entities`,
// character references are decoded.
void tm_html_page_plain(tm_html_page *page, size_t begin, size_t end, bool entities);
// Writes the value of an attribute as hidden text, on a line of its own; `joined`: the text that
// follows continues the line.
void tm_html_page_value(tm_html_page *page, tm_str value, tm_hidden reason, bool joined);
// Writes a string of JSON as hidden text on a line of its own; its escapes are undone.
void tm_html_page_string(tm_html_page *page, tm_str string);
// Ends the line, or notes a blank, in the stream that the text that comes next is written to.
void tm_html_page_break(tm_html_page *page);
void tm_html_page_blank(tm_html_page *page, char blank);

// ---- Elements (html_open.c) -----------------------------------------------------------------

// What a tag that has just been read does to the page.
void tm_html_page_start(tm_html_page *page, const tm_html_tag *tag);
void tm_html_page_end(tm_html_page *page, const tm_html_tag *tag);
// Before either of them: ends the drawing or formula around a tag that cannot be in one. Other
// tags in it are of elements without the properties that their names have in HTML.
void tm_html_page_leave(tm_html_page *page, tm_html_tag *tag);
// Writes the attributes of a tag that are text, in the order of the source; of equal ones that
// follow each other the first.
void tm_html_page_values(tm_html_page *page, const tm_html_tag *tag);
// Closes elements until only `len` are open.
void tm_html_page_close(tm_html_page *page, size_t len);
// Sets `hidden` by the innermost open element.
void tm_html_page_update(tm_html_page *page);

#endif
