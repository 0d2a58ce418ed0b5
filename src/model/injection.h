// One injection in progress: the places in the document, the writer of payloads, and the edits made
// so far. Each kind of injection is a function over it.
// SPDX-License-Identifier: MIT
#ifndef TM_INJECTION_H
#define TM_INJECTION_H

#include "model/phrase.h"
#include "model/place.h"
#include "model/splice.h"

typedef struct tm_injection {
    tm_places places;
    tm_writer writer;
    tm_edits edits;
    size_t begin;        // where the current piece begins in writer.out
    size_t first_mark;   // index of its first mark in writer.marks
    bool keep_marks;     // spans cover a piece's marked keywords, if it has any, not all of it
    tamis_status status; // TAMIS_ENOMEM once an edit could not be added
    tamis_error *err;
} tm_injection;

// Writes the pieces of one kind of injection and adds their edits. Returns false when the document
// has no place or the pool no text for it.
typedef bool tm_inject_kind(tm_injection *injection);
tm_inject_kind tm_inject_menu, tm_inject_footer, tm_inject_swap, tm_inject_word,
    tm_inject_sentence, tm_inject_comment, tm_inject_links, tm_inject_contact, tm_inject_title,
    tm_inject_block, tm_inject_post, tm_inject_foreign;
// Honest additions to clean documents (inject_honest.c).
tm_inject_kind tm_inject_furniture, tm_inject_labels, tm_inject_joke, tm_inject_disguise;

// Starts a piece: what is written to the writer from here on.
void tm_piece_start(tm_injection *injection);
// Ends the piece and adds the edit that puts it at byte `at` of the document in place of `cut`
// bytes. Blanks at its ends are left out of the span.
void tm_piece_put(tm_injection *injection, size_t at, size_t cut);
// Discards the piece started last; always false, so that a kind can return it.
bool tm_piece_drop(tm_injection *injection);

// The same for a piece that becomes lines of its own before line `line` of the places (n_lines: at
// the end of the document); line ends are added where needed.
void tm_lines_start(tm_injection *injection, size_t line);
void tm_lines_put(tm_injection *injection, size_t line);

// Draws the line before which a block goes: near the head, near the foot, or anywhere.
typedef enum tm_where { TM_WHERE_HEAD, TM_WHERE_FOOT, TM_WHERE_ANY } tm_where;
size_t tm_where_line(const tm_injection *injection, tm_where where);

// Draws a count from 1 to `most`, small ones more often; `most` > 0.
size_t tm_few(tm_rng *rng, size_t most);

// Writes up to `n` entries of the list `item`, most of them from one template, with one entry of
// the list `separator` between them (NULL: nothing). False when the pool lacks an entry.
bool tm_write_run(tm_writer *writer, const char *item, const char *separator, size_t n);

#endif
