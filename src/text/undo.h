// The steps that undo disguises in a view whose characters have been folded. Each works in place,
// keeps the source ranges, flags the characters it changed and returns whether it changed any; each
// is linear. tm_view_build runs them until nothing changes.
// SPDX-License-Identifier: MIT
#ifndef TM_UNDO_H
#define TM_UNDO_H

#include "text/cast.h"

// &#48148; &#xBC14; %EB%B0%94 \uBC14 \u{BC14} \xEB\xB0\x94 and the like become the character they
// stand for. Memory shortage shows in cast->failed.
bool tm_undo_encoded(tm_cast *cast);
// Letters of other alphabets among Latin ones, runs of regional indicators, and circles in place of
// o become Latin letters; two Thai e become ae. `text` is what the view was made of.
bool tm_undo_alike(tm_view *view, tm_str text);
// Jamo become syllables.
bool tm_undo_jamo(tm_view *view);
// S p a c e d letters are joined.
bool tm_undo_spaced(tm_view *view);
// c4s1n0 becomes casino; with `signs`, so does c@sino.
bool tm_undo_leet(tm_view *view, bool signs);

// Makes room for `need` characters in all; false when memory is short.
bool tm_view_reserve(tm_view *view, size_t need);
void tm_view_swap(tm_view *view, size_t a, size_t b);
// Moves characters [begin, end) to place `to` <= begin; returns the place after the last.
size_t tm_view_shift(tm_view *view, size_t to, size_t begin, size_t end);

static inline void tm_view_flag(tm_view *view, size_t at, tm_undone undone)
{
    view->undone[at] |= (uint16_t)(1U << undone);
}

// Moves character `from` to place `to` <= `from`.
static inline void tm_view_move(tm_view *view, size_t to, size_t from)
{
    if (to == from)
        return;
    view->codepoint[to] = view->codepoint[from];
    view->begin[to] = view->begin[from];
    view->end[to] = view->end[from];
    view->klass[to] = view->klass[from];
    view->undone[to] = view->undone[from];
}

// Adds source bytes [begin, end) to those of character `at`. In a turned run they may lie before it.
static inline void tm_view_widen(tm_view *view, size_t at, uint32_t begin, uint32_t end)
{
    if (view->begin[at] > begin)
        view->begin[at] = begin;
    if (view->end[at] < end)
        view->end[at] = end;
}

#endif
