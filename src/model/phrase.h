// Writes payloads: fills the slots of templates until only text is left.
//
//   {game}       an entry of the list "game", its own slots filled; a lexicon term strong enough
//   {~game}      any term of the class, ordinary companions too
//   {game@en}    of another language's list
//   {*phrase}    remembered and marked (the mark is what a span covers in a keyword menu)
//   {=}          what was remembered last, once more and marked
//   {-phrase}    without its blanks       {^brand}  in capitals
//   {99} {3-60}  random digits; a number of that range ({01-12} keeps the width)
//   {syl} {cv}   a made-up Hangul syllable; a made-up Latin one
//   {a}          a Latin letter
//   {noun}       an ordinary word of the document; {site} the name of its site
//   <a|b|>       one of these, slots and all
//   \< \n        backslash escapes < > { | and writes newline (n), tab (t), blank (s)
//
// What stands for the advertised thing (phrase, trade, house, anchor) takes on the document's
// style (glued, capitals) and its disguise. Where the campaign sells something else than gambling,
// phrases, games, venues, items and sentences are of that trade.
// SPDX-License-Identifier: MIT
#ifndef TM_PHRASE_H
#define TM_PHRASE_H

#include "model/disguise.h"
#include "model/payload.h"

typedef struct tm_writer {
    const tm_payloads *payloads;
    tm_rng *rng;
    unsigned groups;
    tm_str language; // of the payload
    tm_str noun;     // borrows the document; may be empty
    tm_buf site;     // the name a document's menu gives to its site; may be empty
    tm_str trade;    // what the campaign sells: a list's name, or empty for gambling
    tm_disguise disguise;
    bool disguised;   // the disguise has changed something
    bool glued;       // keywords lose their blanks
    char letters;     // 'u' capitals, 't' titles, 0 as they are
    bool plain_parts; // the whole piece will be disguised: leave its parts alone
    bool in_keyword;  // inside a slot that takes on style and disguise

    tm_buf out;            // everything written so far, piece after piece
    tm_sample_span *marks; // ascending, in `out`
    size_t n_marks, marks_cap;
    size_t memory_begin, memory_end; // what {=} repeats
    size_t n_slots;                  // filled in this piece
    tm_buf scratch;
} tm_writer;

void tm_writer_free(tm_writer *writer);

// Appends one filled entry of the list `name`. False, with `out` and marks as they were, when the
// pool has nothing that the groups allow.
bool tm_write(tm_writer *writer, const char *name);
// The same with a template of the caller's.
bool tm_write_text(tm_writer *writer, tm_str text);

// Appends bytes [begin, end) of `out` once more.
void tm_write_copy(tm_writer *writer, size_t begin, size_t end);

// Puts bytes [begin, out.len) in disguise and forgets the marks in them.
void tm_write_disguise(tm_writer *writer, size_t begin);

// Adds a mark over bytes [begin, end) of `out`. A failed allocation shows in out.failed.
void tm_write_mark(tm_writer *writer, size_t begin, size_t end);

#endif
