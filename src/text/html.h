// A page of HTML as text: what a reader sees, and apart from it what the markup hides, each byte
// with the way back to the source.
//
// Our own tokenizer, without a tree: one walk forward over the source with a stack of open
// elements, no recursion, no second look. Every limit is a constant (reliability is the point:
// the pages that matter here are written by attackers): TM_MAX_OPEN_ELEMENTS deep, as Blink and
// WebKit have it, TM_MAX_ATTRIBUTES a tag, TM_MAX_ATTRIBUTE_BYTES a value, entity names of 32
// bytes, TM_MAX_CSS_RULES rules, TM_MAX_HTML_LINKS links. Linear in the source on any input;
// memory at most some four times the source, one or two times on ordinary pages.
//
// Visible text: block elements and <br> end lines, inline ones do not, cells of a table row are
// parted by tabs, white space is collapsed as browsers show it and kept in <pre>; script, style,
// template and frames are dropped. The title of the page is its first line.
//
// Hidden text: what style attributes, simple rules in <style> (.x, #x) and the hidden attribute
// take from sight; <noscript>, comments (their markup is read as markup), alt and title
// attributes, descriptions in <meta>, the absolute targets of hidden links, and the rest of a
// page that ends inside a tag. Each piece has lines of its own, in the order of the source but for
// alt and title, which come before the target of their tag's link. aria-hidden hides nothing.
//
// Hidden text alone is no evidence: menus, dialogs and words for screen readers are hidden on
// most pages. It is judged like any other text. Source: the HTML standard, 13.2 (parsing).
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_H
#define TM_HTML_H

#include <stdint.h>

#include "base/buf.h"
#include "text/html_runs.h"

enum { TM_MAX_HTML_LINKS = 1 << 16 };

// Why a reader does not see it.
typedef enum tm_hidden {
    TM_HIDDEN_NOT,
    TM_HIDDEN_DISPLAY,    // display: none; closed dialogs
    TM_HIDDEN_ATTRIBUTE,  // hidden
    TM_HIDDEN_VISIBILITY, // visibility: hidden
    TM_HIDDEN_OPACITY,    // opacity: 0
    TM_HIDDEN_FONT,       // letters of no size
    TM_HIDDEN_PLACE,      // off the screen
    TM_HIDDEN_CLIP,       // clipped to nothing
    TM_HIDDEN_EXTENT,     // a box of no width or height that cuts off what it holds
    TM_HIDDEN_COLOR,      // transparent, or in the colour of its background
    TM_HIDDEN_NOSCRIPT,
    TM_HIDDEN_COMMENT,
    TM_HIDDEN_ALT,
    TM_HIDDEN_TITLE,
    TM_HIDDEN_META,
    TM_HIDDEN_LINK, // the target of a hidden link
    TM_HIDDEN_CUT   // the source ends in this tag
} tm_hidden;

typedef struct tm_html_piece {
    uint32_t begin, end; // of the text
    tm_hidden reason;
} tm_html_piece;

typedef struct tm_html_link {
    uint32_t href_begin, href_end; // of the source, as written
    uint32_t begin, end;           // of the text: the anchor
    bool hidden;
} tm_html_link;

// Text under construction.
typedef struct tm_html_stream {
    tm_buf text;
    tm_html_runs runs;
    size_t line; // where the open line begins in the text
    char blank;  // a blank to be written before the next letter, or 0
    size_t blank_source;
} tm_html_stream;

typedef struct tm_html {
    tm_str text;          // valid UTF-8; visible lines, then hidden ones, each ended by '\n'
    size_t visible_len;   // bytes of the visible ones
    tm_html_piece *piece; // hidden text by reason, ascending
    size_t n_pieces;
    tm_html_link *link; // in the order of the source
    size_t n_links;
    size_t n_dropped_links;       // more than TM_MAX_HTML_LINKS
    tm_html_stream shown, hidden; // at the end `shown` holds both
    size_t pieces_cap, links_cap;
    struct tm_html_work *work; // what the tokenizer needs besides
} tm_html;

// Reads `source`, valid UTF-8 of at most 4 GiB - 1, which `out` does not borrow; reuses the
// memory of an earlier call. TAMIS_ENOMEM.
tamis_status tm_html_read(tm_html *out, tm_str source, tamis_error *err);
void tm_html_free(tm_html *html);

typedef struct tm_html_place {
    size_t begin, end;
} tm_html_place;

// Where in the source text [begin, end) comes from, begin < end <= text.len.
tm_html_place tm_html_source(const tm_html *html, size_t begin, size_t end);
// Why the text byte at `at` is hidden, or TM_HIDDEN_NOT.
tm_hidden tm_html_hidden_at(const tm_html *html, size_t at);
// Where what is hidden (or visible) like the byte at `at` ends.
size_t tm_html_piece_end(const tm_html *html, size_t at);
// "display", "attribute", … "cut"; "visible". Static storage.
const char *tm_hidden_name(tm_hidden reason);

// Whether `bytes`, the beginning of some file, look like a page of HTML.
bool tm_html_sniff(tm_str bytes);

#endif
