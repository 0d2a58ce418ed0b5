// Pages of HTML as sites write them, made up: every kind of block and inline element, end tags
// left out where the standard lets them, attributes quoted in every way, comments, scripts, and
// hidden elements of ordinary kinds.
// SPDX-License-Identifier: MIT
#ifndef HTML_PAGES_H
#define HTML_PAGES_H

#include "base/buf.h"
#include "base/rng.h"

// Appends a page of `n_blocks` blocks. Everything follows the state of `rng`.
void html_page(tm_buf *out, tm_rng *rng, size_t n_blocks);
// Appends a page of `n_pieces` pieces of what is wrong with pages and still shown by browsers: end
// tags missing, doubled and in the wrong order, tables and lists misnested, old tags in capitals,
// quotes and entities left open, remains of editors and programs.
void html_messy_page(tm_buf *out, tm_rng *rng, size_t n_pieces);
// Appends one element that is hidden on many pages and harmless: words for screen readers, closed
// tabs and dialogs, folded menus, comments, alternative texts.
void html_hidden_element(tm_buf *out, tm_rng *rng);
// Appends `n` everyday words.
void html_words(tm_buf *out, tm_rng *rng, size_t n);

#endif
