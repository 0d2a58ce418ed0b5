// A text through an automaton, as its callers do it: as symbols with a 0 behind the last.
// SPDX-License-Identifier: MIT
#ifndef WALK_H
#define WALK_H

#include "score/automaton.h"
#include "support/check.h"

enum { WALK_MAX = 256 };

typedef struct walk {
    const tm_automaton *automaton;
    uint16_t symbol[WALK_MAX + 1];
    size_t at;
    uint32_t state;
} walk;

static inline walk start_walk(const tm_automaton *automaton, const uint32_t *text, size_t n)
{
    walk w = {.automaton = automaton};
    assert_true(n <= WALK_MAX);
    for (size_t i = 0; i < n; i++)
        w.symbol[i] = (uint16_t)tm_automaton_symbol(automaton, text[i]);
    return w;
}

// Reads one character; returns the first state where a pattern ends with it, or 0.
static inline uint32_t walk_on(walk *w)
{
    const uint16_t *symbol = w->symbol + w->at++;
    if (w->state != 0)
        w->state = tm_automaton_follow(w->automaton, w->state, *symbol);
    if (w->state == 0)
        w->state = tm_automaton_enter(w->automaton, symbol);
    return w->state ? tm_automaton_match(w->automaton, w->state) : 0;
}

#endif
