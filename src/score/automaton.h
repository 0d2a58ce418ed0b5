// Finds every occurrence of many patterns in one pass (Aho and Corasick, CACM 1975), over folded
// code points rather than bytes, so that a pattern never matches half a character.
//
// The patterns are a trie. Where no edge continues with the next symbol, a fail link leads to the
// longest suffix of what was read that still begins a pattern, so the scan never goes back in the
// text. Each code point of the patterns has a number, its symbol; all others are symbol 0, which
// leads to the root at once. A state stores its first child, and most have no other; edges to
// further children are in one open-addressing hash table keyed by (state, symbol).
//
// Ordinary text hardly ever gets beyond the first characters of a pattern. So the root is left
// only where the next few symbols may begin one, which two bitmaps answer that fit into the nearest
// caches: they may wrongly say yes, never wrongly no. Time is linear in the text plus the number
// of matches. Immutable after building: threads may share it.
// SPDX-License-Identifier: MIT
#ifndef TM_AUTOMATON_H
#define TM_AUTOMATON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

enum {
    TM_SYMBOL_BITS = 13,
    TM_MAX_SYMBOLS = 1 << TM_SYMBOL_BITS,
    TM_STATE_BITS = 32 - TM_SYMBOL_BITS,
    TM_MAX_STATES = 1 << TM_STATE_BITS,
    TM_DEPTH_BITS = 12,
    TM_MAX_PATTERN = (1 << TM_DEPTH_BITS) - 1, // symbols
    TM_WORD_START = 0x110000, // may stand in patterns beside code points: a word begins here
    TM_SYMBOL_PAGES = 0x1101, // of 256 code points each, and one for TM_WORD_START
    TM_PAIR_BITS = 18,        // `pair` has 2^18 bits: 32 KiB
    TM_OPENING_BITS = 19      // `opening` has 2^19 entries of two bits: 128 KiB
};

typedef struct tm_automaton_edge {
    uint32_t key; // state << TM_SYMBOL_BITS | symbol; 0: free (no edge leads into the root)
    uint32_t target;
} tm_automaton_edge;

// Sixteen bytes: the states are read at random places, and four share a line of the cache.
typedef struct tm_automaton_state {
    uint32_t fail : TM_STATE_BITS; // of the longest proper suffix that is a prefix of a pattern
    uint32_t symbol : TM_SYMBOL_BITS; // the symbol that leads to `child`
    uint32_t child : TM_STATE_BITS;   // the first child, or 0
    uint32_t branches : 1;            // there are further children
    uint32_t depth : TM_DEPTH_BITS;   // symbols from the root
    uint32_t pattern;                 // pattern that ends here + 1, or 0
    uint32_t shorter; // nearest state down the fail chain where a pattern ends, or 0
} tm_automaton_state;

_Static_assert(sizeof(tm_automaton_state) == 16, "states are packed");

typedef struct tm_automaton {
    uint16_t page[TM_SYMBOL_PAGES]; // code point / 256 -> row of `symbol`
    uint16_t *symbol;               // rows of 256; 0: in no pattern
    size_t n_symbols, n_pages;
    uint32_t *root; // [n_symbols] state after one symbol from the root
    tm_automaton_state *state;
    size_t n_states, states_cap;
    tm_automaton_edge *edge;
    uint32_t edge_mask, edge_shift; // size - 1, 32 - log2(size)
    uint8_t *single;                // [n_symbols] nonzero: this symbol alone is a pattern
    // [n_symbols] bit k: some pattern that begins with this symbol goes on with one that is k modulo
    // 64; all bits: this symbol alone is a pattern. So most symbols are seen to begin none.
    uint64_t *second;
    uint64_t *pair;    // bitmap over hashes of the first two symbols of patterns
    uint64_t *opening; // TM_OPENING_… bits over hashes of their first symbols
} tm_automaton;

// At most TM_OPENING symbols are looked at before the root is left. The two bits that `opening`
// has for the first symbols of a pattern: it goes on beyond them; or they are the whole of it, or
// its first TM_OPENING.
enum { TM_OPENING = 6, TM_OPENING_GOES_ON = 1, TM_OPENING_IS_ONE = 2 };

typedef struct tm_pattern {
    const uint32_t *codepoint; // borrowed while building; code points or TM_WORD_START
    size_t len;                // 1 to TM_MAX_PATTERN
} tm_pattern;

// Builds over `patterns`. A pattern's id is its index; of equal patterns the first wins.
// TAMIS_ENOMEM; TAMIS_ELIMIT (too many states or distinct code points). Empty after an error.
tamis_status tm_automaton_build(tm_automaton *out, const tm_pattern *patterns,
                                size_t n_patterns, tamis_error *err);
void tm_automaton_free(tm_automaton *automaton);

// The symbol of a code point or of TM_WORD_START; 0 when it is in no pattern.
static inline uint32_t tm_automaton_symbol(const tm_automaton *a, uint32_t codepoint)
{
    return a->symbol[(size_t)a->page[codepoint >> 8] << 8 | (codepoint & 0xFF)];
}

static inline uint32_t tm_automaton_edge_slot(const tm_automaton *a, uint32_t key)
{
    return (key * 0x9E3779B1u) >> a->edge_shift; // the high bits: every bit of the key counts
}

// The state one symbol further down the trie, or 0 where no pattern continues with it. Fail links
// are not followed.
static inline uint32_t tm_automaton_child(const tm_automaton *a, uint32_t state,
                                          uint32_t symbol)
{
    if (state == 0 || symbol == 0)
        return a->root[symbol];
    const tm_automaton_state *from = &a->state[state];
    if (from->symbol == symbol)
        return from->child;
    if (!from->branches)
        return 0;
    const uint32_t key = state << TM_SYMBOL_BITS | symbol;
    for (uint32_t slot = tm_automaton_edge_slot(a, key); a->edge[slot].key != 0;
         slot = (slot + 1) & a->edge_mask)
        if (a->edge[slot].key == key)
            return a->edge[slot].target;
    return 0;
}

// The state after reading `symbol` in `state` (not the root), fail links followed. 0 when they end
// in the root: then tm_automaton_enter has to decide whether this symbol leaves it again.
static inline uint32_t tm_automaton_follow(const tm_automaton *a, uint32_t state,
                                           uint32_t symbol)
{
    while (state != 0 && symbol != 0) {
        const tm_automaton_state *from = &a->state[state];
        if (from->symbol == symbol)
            return from->child;
        if (from->branches) {
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

// Whether a pattern of two symbols or more may begin at symbols[0], which is not 0; errs towards
// yes. Reads at most TM_OPENING symbols, and none behind a 0.
bool tm_automaton_opens(const tm_automaton *a, const uint16_t *symbols);

// The state after reading symbols[0] in the root, or 0 when no pattern begins there. Looks ahead up
// to TM_OPENING symbols, so a 0 must stand behind the last symbol of the text.
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

// The longest pattern that ends in `state`, as the state where it ends, or 0; .shorter of that one
// leads to the next shorter pattern.
static inline uint32_t tm_automaton_match(const tm_automaton *a, uint32_t state)
{
    return a->state[state].pattern ? state : a->state[state].shorter;
}

#endif
