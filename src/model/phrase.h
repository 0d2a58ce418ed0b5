// Writes payloads: fills the slots of templates, and the slots of what fills them, until only text
// is left. The syntax of templates:
//
//   {game}       an entry of the list "game", its own slots filled; of a lexicon class only terms
//                heavy enough to be spam by themselves
//   {~game}      any term of the class, light ones too
//   {game@en}    an entry of the list of another language
//   {*phrase}    filled, remembered for {=}, and marked (in keyword menus, spans cover the marks)
//   {=}          what {*…} remembered last, written again and marked
//   {-phrase}    filled, without its blanks        {^brand}  filled, in capitals
//   {99} {3-60}  as many random digits; a number in that range ({01-12} keeps the width)
//   {syl} {cv}   a random Hangul syllable; a random Latin one
//   {a}          a random Latin letter
//   {noun}       an ordinary word of the document; {site} the name of its site
//   <a|b|>       one of these at random, slots included (the last one here is empty)
//   \< \n        a backslash escapes < > { | and writes newline (n), tab (t), blank (s)
//
// The slots for what is advertised (phrase, trade, house, anchor, game, venue) take on the style
// of the document (glued, capitals) and its disguise. If the campaign sells something other than
// gambling, phrases, games, venues, items and sentences come from that trade's lists.
// SPDX-License-Identifier: MIT
#ifndef TM_PHRASE_H
#define TM_PHRASE_H

#include "model/disguise.h"
#include "model/payload.h"

typedef struct tm_writer {
    const tm_payloads *payloads;
    tm_rng *rng;
    unsigned groups; // bit mask of those to draw from
    tm_str language; // of the payload
    tm_str noun;     // borrows the document; may be empty
    tm_buf site;     // the site's name, from the document's menu; may be empty
    tm_str trade;    // what the campaign sells: a list's name, or empty for gambling
    tm_disguise disguise;
    bool disguised;   // output: the disguise has changed something
    bool glued;       // keywords lose their blanks
    char letters;     // of keywords: 'u' all capitals, 't' each word capitalised, 0 unchanged
    bool plain_parts; // keywords are not disguised, because the whole piece will be
    bool in_keyword;  // internal: inside a slot that takes on style and disguise

    tm_buf out;            // everything written so far, piece after piece
    tm_sample_span *marks; // ascending, in `out`
    size_t n_marks, marks_cap;
    size_t memory_begin, memory_end; // what {=} repeats, in `out`; empty when equal
    size_t n_slots;                  // filled by this call, to bound the work
    tm_buf scratch;
} tm_writer;

void tm_writer_free(tm_writer *writer);

// Appends one filled entry of the list `name`. Returns false and leaves `out` and the marks as they
// were when the pool has nothing in the allowed groups, or nothing would be written.
bool tm_write(tm_writer *writer, const char *name);
// The same with the template `text` instead of an entry.
bool tm_write_text(tm_writer *writer, tm_str text);

// Appends a copy of bytes [begin, end) of `out`, without their marks.
void tm_write_copy(tm_writer *writer, size_t begin, size_t end);

// Disguises bytes [begin, out.len) of `out` and drops the marks in them.
void tm_write_disguise(tm_writer *writer, size_t begin);

// Adds a mark over bytes [begin, end) of `out`. A failed allocation shows in out.failed.
void tm_write_mark(tm_writer *writer, size_t begin, size_t end);

#endif
