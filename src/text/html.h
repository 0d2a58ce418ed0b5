// Reads the text of a page of HTML: what a reader sees and, separately, what the markup hides. Each
// byte of the text can be traced back to the source.
//
// The tokenizer is our own and builds no tree: it walks forward over the source once, with a stack
// of open elements and without recursion on their depth. The pages that matter here are written by
// attackers, so every limit is a constant: TM_MAX_OPEN_ELEMENTS of depth (as in Blink and WebKit),
// entity names of 32 bytes, TM_MAX_CSS_RULES rules; text beyond a limit is still read. Linear in
// the source on any input; memory is at most about four times the source, one or two times on
// ordinary pages.
//
// Visible text: block elements and <br> end lines, inline elements do not; cells of a table row are
// separated by tabs; white space is collapsed as browsers show it, but kept in <pre>. Scripts
// and styles are dropped. The title of the page is its first line.
//
// Programs do not agree on where raw text ends: in XML, in drawings and without scripts it is
// markup. What is text to one of them is read (html_raw.c); where it cannot be, the page is
// ambiguous, and must not be called clean.
//
// Hidden text: what is hidden by style attributes, simple rules in <style> (.x, #x) or the hidden
// attribute; what is there for browsers without scripts or frames (<noscript>, <noframes>, the
// content of <iframe>) and <template>; comments, whose markup is read as markup, and what the
// standard takes for comments (<!x>, <?x>); attributes that are words: alt, title, aria-label,
// placeholder, label, summary, the value of a button; srcdoc and data:text/html of an <iframe>;
// descriptions in <meta> and strings in JSON-LD; absolute targets of links that are hidden or hold
// nothing; the rest of a page that ends inside a tag; and what a browser loses to a <script> or
// <style> without an end tag, from the first tag on. Each piece is on lines of its own. Pieces are
// in the order of the source, except that attributes come before the link target of the same tag.
// aria-hidden does not hide.
//
// Being hidden alone is not evidence: menus, dialogs and words for screen readers are hidden on
// most pages. Hidden text is judged like any other. Source: the HTML standard, 13.2 (parsing).
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_H
#define TM_HTML_H

#include <stdint.h>

#include "base/buf.h"
#include "text/html_runs.h"

// Why a reader does not see a piece of text.
typedef enum tm_hidden {
    TM_HIDDEN_NOT,
    TM_HIDDEN_DISPLAY,    // display: none; closed dialogs
    TM_HIDDEN_ATTRIBUTE,  // hidden
    TM_HIDDEN_VISIBILITY, // visibility: hidden
    TM_HIDDEN_OPACITY,    // opacity: 0
    TM_HIDDEN_FONT,       // a font size of zero or nearly so
    TM_HIDDEN_PLACE,      // off the screen
    TM_HIDDEN_CLIP,       // clipped to nothing
    TM_HIDDEN_EXTENT,     // a box of no width or height that cuts off what it holds
    TM_HIDDEN_COLOR,      // transparent, or in the colour of its background
    TM_HIDDEN_FALLBACK,   // noscript, noframes, template and the like
    TM_HIDDEN_COMMENT,
    TM_HIDDEN_ALT,
    TM_HIDDEN_TITLE,
    TM_HIDDEN_LABEL, // words of controls and for screen readers, in other attributes
    TM_HIDDEN_META,
    TM_HIDDEN_LINK, // the target of a hidden link
    TM_HIDDEN_CUT   // the source ends in this tag, or a script without end takes this with it
} tm_hidden;

typedef struct tm_html_piece {
    uint32_t begin, end; // of the text
    tm_hidden reason;
} tm_html_piece;

// Text under construction.
typedef struct tm_html_stream {
    tm_buf text;
    tm_html_runs runs;
    size_t line;         // where the current line begins in the text
    char blank;          // a blank to be written before the next word of the line, or 0
    size_t blank_source; // where it is in the source
} tm_html_stream;

typedef struct tm_html {
    tm_str text;          // valid UTF-8; visible lines, then hidden ones, each ended by '\n'
    size_t visible_len;   // bytes of the visible lines
    tm_html_piece *piece; // the hidden text by reason, ascending
    size_t n_pieces;
    bool is_ambiguous; // other programs may read text where we see none, or the other way round
    tm_html_stream shown, hidden; // while reading; `shown` holds both afterwards
    size_t pieces_cap;
    struct tm_html_work *work; // memory of the tokenizer
} tm_html;

// Reads `source`, valid UTF-8 of at most 4 GiB - 1, and does not borrow it; reuses the memory of an
// earlier call. TAMIS_ENOMEM.
tamis_status tm_html_read(tm_html *out, tm_str source, tamis_error *err);
void tm_html_free(tm_html *html);

typedef struct tm_html_place {
    size_t begin, end;
} tm_html_place;

// The place in the source that text bytes [begin, end) come from; begin < end <= text.len.
tm_html_place tm_html_source(const tm_html *html, size_t begin, size_t end);
// Why text byte `at` is hidden, or TM_HIDDEN_NOT.
tm_hidden tm_html_hidden_at(const tm_html *html, size_t at);
// The end of the piece of hidden text, or of the visible text, that text byte `at` belongs to.
size_t tm_html_piece_end(const tm_html *html, size_t at);
// "visible", "display", "attribute", … "cut". Static storage.
const char *tm_hidden_name(tm_hidden reason);

// Whether `bytes`, the beginning of a file, look like a page of HTML.
bool tm_html_sniff(tm_str bytes);

#endif
