// Finds every occurrence of many patterns in one pass (Aho and Corasick, CACM 1975), over folded
// code points rather than bytes: one step a character, and a pattern never matches half of one.
//
// Code points that occur in no pattern are symbol 0 and lead to the root at once. A state knows its
// first child (most have no other, and it lies next to them in memory); the edges to further ones
// live in one open-addressing table keyed by (state, symbol). Ordinary text hardly ever gets beyond
// the first characters of a pattern, so the root is left only where the next few symbols begin one,
// as two bitmaps tell that stay in the nearest caches (they may err towards leaving, never the
// other way). Time linear in the text plus the matches; immutable after building.
// SPDX-License-Identifier: MIT
#ifndef TM_AUTOMATON_H
#define TM_AUTOMATON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

typedef struct tm_automaton_edge {
    uint32_t key; // state << TM_SYMBOL_BITS | symbol; 0: free (no edge leads into the root)
    uint32_t target;
} tm_automaton_edge;

typedef struct tm_automaton_state {
    uint32_t fail;    // state of the longest proper suffix that is a prefix of a pattern
    uint32_t pattern; // pattern that ends here + 1, or 0
    uint32_t shorter; // nearest state down the fail chain where a pattern ends, or 0
    uint32_t child;   // the first child, when n_children is not 0
    uint16_t symbol;  // the symbol that leads to it
    uint16_t n_children;
    uint16_t depth; // symbols from the root
} tm_automaton_state;

enum {
    TM_SYMBOL_BITS = 13,
    TM_MAX_SYMBOLS = 1 << TM_SYMBOL_BITS,
    TM_MAX_STATES = 1 << (32 - TM_SYMBOL_BITS),
    TM_WORD_START = 0x110000, // a symbol of its own, no code point
    TM_SYMBOL_PAGES = 0x1101,
    TM_PAIR_BITS = 18,   // of the bitmap of first two symbols: 32 KiB
    TM_OPENING_BITS = 19 // of the table of openings: 128 KiB
};

typedef struct tm_automaton {
    uint16_t page[TM_SYMBOL_PAGES]; // code point / 256 -> row of `symbol`
    uint16_t *symbol;               // rows of 256; 0: in no pattern
    size_t n_symbols, n_pages;
    uint32_t *root; // [n_symbols] state after one symbol from the root
    tm_automaton_state *state;
    size_t n_states, states_cap;
    tm_automaton_edge *edge;
    uint32_t edge_mask, edge_shift; // size - 1, 32 - log2(size)
    uint8_t *single;                // [n_symbols] nonzero: a pattern of this symbol alone
    uint64_t *pair;                 // hashes of the first two symbols of patterns
    uint64_t *opening; // two bits for each hash of some first symbols, up to TM_OPENING of them
} tm_automaton;

// Symbols looked at before the root is left; and what the table says of the first few: a pattern
// goes on from there, they are one or the whole of what is looked at.
enum { TM_OPENING = 6, TM_OPENING_GOES_ON = 1, TM_OPENING_IS_ONE = 2 };

typedef struct tm_pattern {
    const uint32_t *codepoint; // borrowed while building
    size_t len;                // at least 1
} tm_pattern;

// Builds over `patterns`; a pattern's id is its index, of equal patterns the first wins.
// TAMIS_ENOMEM; TAMIS_ELIMIT (too many states or distinct code points).
tamis_status tm_automaton_build(tm_automaton *out, const tm_pattern *patterns,
                                size_t n_patterns, tamis_error *err);
void tm_automaton_free(tm_automaton *automaton);

static inline uint32_t tm_automaton_symbol(const tm_automaton *a, uint32_t codepoint)
{
    return a->symbol[(size_t)a->page[codepoint >> 8] << 8 | (codepoint & 0xFF)];
}

static inline uint32_t tm_automaton_edge_slot(const tm_automaton *a, uint32_t key)
{
    return (key * 0x9E3779B1u) >> a->edge_shift; // the high bits: every bit of the key counts
}

// The state one symbol further down the trie, or 0 where no pattern goes on so.
static inline uint32_t tm_automaton_child(const tm_automaton *a, uint32_t state,
                                          uint32_t symbol)
{
    if (state == 0 || symbol == 0)
        return a->root[symbol];
    const tm_automaton_state *from = &a->state[state];
    if (from->symbol == symbol)
        return from->child;
    if (from->n_children < 2)
        return 0;
    const uint32_t key = state << TM_SYMBOL_BITS | symbol;
    for (uint32_t slot = tm_automaton_edge_slot(a, key); a->edge[slot].key != 0;
         slot = (slot + 1) & a->edge_mask)
        if (a->edge[slot].key == key)
            return a->edge[slot].target;
    return 0;
}

// The state after reading `symbol` in `state` (not the root); 0 when that leads to the root or one
// symbol beyond it, which tm_automaton_enter then decides.
static inline uint32_t tm_automaton_follow(const tm_automaton *a, uint32_t state,
                                           uint32_t symbol)
{
    while (state != 0 && symbol != 0) {
        const tm_automaton_state *from = &a->state[state];
        if (from->symbol == symbol)
            return from->child;
        if (from->n_children > 1) {
            const uint32_t key = state << TM_SYMBOL_BITS | symbol;
            for (uint32_t slot = tm_automaton_edge_slot(a, key); a->edge[slot].key != 0;
                 slot = (slot + 1) & a->edge_mask)
                if (a->edge[slot].key == key)
                    return a->edge[slot].target;
        }
        state = from->fail;
    }
    return 0;
}

static inline bool tm_automaton_bit(const uint64_t *bitmap, uint32_t bit)
{
    return bitmap[bit >> 6] >> (bit & 63) & 1;
}

static inline uint32_t tm_automaton_pair_bit(uint32_t first, uint32_t second)
{
    return ((first << TM_SYMBOL_BITS | second) * 0x9E3779B1u) >> (32 - TM_PAIR_BITS);
}

// Whether a pattern may begin with symbols[0] and [1]; errs towards yes.
static inline bool tm_automaton_may_enter(const tm_automaton *a, const uint16_t *symbols)
{
    return (a->single[symbols[0]] != 0) |
           tm_automaton_bit(a->pair, tm_automaton_pair_bit(symbols[0], symbols[1]));
}

// Whether a pattern begins with symbols[0], …; reads at most TM_OPENING symbols.
bool tm_automaton_opens(const tm_automaton *a, const uint16_t *symbols);

// The state after reading symbols[0] in the root, or 0 when no pattern begins with what follows.
// The last of all symbols must be 0.
static inline uint32_t tm_automaton_enter(const tm_automaton *a, const uint16_t *symbols)
{
    const uint32_t symbol = symbols[0];
    if (symbol == 0)
        return 0;
    if (a->single[symbol])
        return a->root[symbol];
    if (!tm_automaton_bit(a->pair, tm_automaton_pair_bit(symbol, symbols[1])))
        return 0;
    return tm_automaton_opens(a, symbols) ? a->root[symbol] : 0;
}

// The first state at or below `state` where a pattern ends (then follow .shorter), or 0.
static inline uint32_t tm_automaton_match(const tm_automaton *a, uint32_t state)
{
    return a->state[state].pattern ? state : a->state[state].shorter;
}

#endif
