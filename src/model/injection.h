// One injection under way: the document's places, the writer and the edits made so far. The kinds
// are functions over it.
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
    size_t begin;        // of the piece being written, in writer.out
    size_t first_mark;   // of that piece
    bool keep_marks;     // spans cover the marked keywords only, not the whole piece
    tamis_status status; // TAMIS_ENOMEM once an edit could not be added
    tamis_error *err;
} tm_injection;

// A kind writes its pieces and returns true, or leaves no edit behind and returns false where the
// document or the pool has nothing for it.
typedef bool tm_inject_kind(tm_injection *injection);
tm_inject_kind tm_inject_menu, tm_inject_footer, tm_inject_swap, tm_inject_word,
    tm_inject_sentence, tm_inject_comment, tm_inject_links, tm_inject_contact, tm_inject_title,
    tm_inject_block, tm_inject_post, tm_inject_foreign;
// Of honest matter (inject_honest.c).
tm_inject_kind tm_inject_furniture, tm_inject_joke, tm_inject_disguise;

// Starts a piece: what is written from here on.
void tm_piece_start(tm_injection *injection);
// Puts the piece at byte `at` of the document in place of `cut` bytes. Blanks around it stay
// outside the span.
void tm_piece_put(tm_injection *injection, size_t at, size_t cut);
// Takes back what was written since the start; returns false, for a kind to return in turn.
bool tm_piece_drop(tm_injection *injection);

// The same for a piece that becomes lines of its own before line `line` (n_lines: at the end).
void tm_lines_start(tm_injection *injection, size_t line);
void tm_lines_put(tm_injection *injection, size_t line);

// The line before which a block goes: the head, the foot, or between.
typedef enum tm_where { TM_WHERE_HEAD, TM_WHERE_FOOT, TM_WHERE_ANY } tm_where;
size_t tm_where_line(const tm_injection *injection, tm_where where);

// A count from 1 to `most`, small ones more often.
size_t tm_few(tm_rng *rng, size_t most);

// Writes `n` entries of the list `item`, in one layout mostly, between separators of one sort.
// `separator` names a list; NULL glues them.
bool tm_write_run(tm_writer *writer, const char *item, const char *separator, size_t n);

#endif
