// Building: number the symbols, lay the patterns into a trie, then set the fail links in order of
// depth, since those of a state follow from those of its parent. States are numbered as patterns
// came, so the arcs of the trie are sorted by depth first.
// SPDX-License-Identifier: MIT
#include "score/automaton.h"

#include <stdlib.h>

#include "base/num.h"

static tamis_status out_of_memory(tamis_error *err)
{
    return tm_fail(err, TAMIS_ENOMEM, "no memory for the automaton");
}

static tamis_status number_symbols(tm_automaton *a, const tm_pattern *patterns,
                                   size_t n_patterns, tamis_error *err)
{
    size_t cap = 0;
    a->n_symbols = 1;
    a->n_pages = 1; // row 0 stays empty: pages without symbols share it
    if (!tm_grow((void **)&a->symbol, &cap, 256, sizeof *a->symbol))
        return out_of_memory(err);
    memset(a->symbol, 0, 256 * sizeof *a->symbol);
    for (size_t i = 0; i < n_patterns; i++) {
        for (size_t k = 0; k < patterns[i].len; k++) {
            const uint32_t codepoint = patterns[i].codepoint[k];
            uint16_t *page = &a->page[codepoint >> 8];
            if (*page == 0) {
                if (!tm_grow((void **)&a->symbol, &cap, (a->n_pages + 1) * 256,
                             sizeof *a->symbol))
                    return out_of_memory(err);
                memset(a->symbol + a->n_pages * 256, 0, 256 * sizeof *a->symbol);
                *page = (uint16_t)a->n_pages++;
            }
            uint16_t *symbol = &a->symbol[(size_t)*page << 8 | (codepoint & 0xFF)];
            if (*symbol == 0) {
                if (a->n_symbols == TM_MAX_SYMBOLS)
                    return tm_fail(err, TAMIS_ELIMIT,
                                   "more than %d distinct characters in terms",
                                   TM_MAX_SYMBOLS - 1);
                *symbol = (uint16_t)a->n_symbols++;
            }
        }
    }
    return TAMIS_OK;
}

static tm_automaton_edge *find_edge(const tm_automaton *a, uint32_t key)
{
    uint32_t slot = tm_automaton_edge_slot(a, key);
    while (a->edge[slot].key != 0 && a->edge[slot].key != key)
        slot = (slot + 1) & a->edge_mask;
    return &a->edge[slot];
}

static tamis_status new_state(tm_automaton *a, uint32_t depth, uint32_t *id, tamis_error *err)
{
    if (a->n_states == TM_MAX_STATES)
        return tm_fail(err, TAMIS_ELIMIT,
                       "too many terms: their automaton has more than %d states",
                       TM_MAX_STATES);
    if (!tm_grow((void **)&a->state, &a->states_cap, a->n_states + 1, sizeof *a->state))
        return out_of_memory(err);
    a->state[a->n_states] = (tm_automaton_state){.depth = depth & TM_MAX_PATTERN};
    *id = (uint32_t)a->n_states++;
    return TAMIS_OK;
}

// An empty table of at least `size` slots.
static tamis_status new_edge_table(tm_automaton *a, size_t size, tamis_error *err)
{
    uint32_t bits = 6;
    while (((size_t)1 << bits) < size)
        bits++;
    a->edge = calloc((size_t)1 << bits, sizeof *a->edge);
    a->edge_mask = (1u << bits) - 1;
    a->edge_shift = 32 - bits;
    return a->edge ? TAMIS_OK : out_of_memory(err);
}

// Each pattern branches off the trie of those before it at most once, and only there needs an edge
// in the table; so edges never outnumber patterns, and the table stays at most half full.
static tamis_status make_tables(tm_automaton *a, size_t n_patterns, tamis_error *err)
{
    a->root = calloc(a->n_symbols, sizeof *a->root);
    a->single = calloc(a->n_symbols, sizeof *a->single);
    a->second = calloc(a->n_symbols, sizeof *a->second);
    a->pair = calloc((size_t)1 << (TM_PAIR_BITS - 6), sizeof *a->pair);
    a->opening = calloc((size_t)1 << (TM_OPENING_BITS - 5), sizeof *a->opening);
    if (!a->root || !a->single || !a->second || !a->pair || !a->opening)
        return out_of_memory(err);
    return new_edge_table(a, n_patterns * 2, err);
}

static uint32_t add_to_hash(uint32_t hash, uint32_t symbol)
{
    hash = (hash ^ symbol) * 0x9E3779B1u;
    return hash ^ hash >> 15;
}

static uint32_t opening_slot(uint32_t hash, size_t len)
{
    return (hash * 0x85EBCA6Bu + (uint32_t)len * 0xC2B2AE35u) >> (32 - TM_OPENING_BITS);
}

static void set_bit(uint64_t *bitmap, uint32_t bit)
{
    bitmap[bit >> 6] |= (uint64_t)1 << (bit & 63);
}

// Enters the first symbols of a pattern into `opening`, and into `single`, or `pair` and `second`.
static void mark_opening(tm_automaton *a, const tm_pattern *pattern)
{
    const size_t len = pattern->len < TM_OPENING ? pattern->len : TM_OPENING;
    const uint32_t first = tm_automaton_symbol(a, pattern->codepoint[0]);
    uint32_t hash = 0;
    for (size_t k = 0; k < len; k++) {
        hash = add_to_hash(hash, tm_automaton_symbol(a, pattern->codepoint[k]));
        const uint64_t what = k + 1 < len ? TM_OPENING_GOES_ON : TM_OPENING_IS_ONE;
        const uint32_t slot = opening_slot(hash, k + 1);
        a->opening[slot >> 5] |= what << (slot & 31) * 2;
    }
    if (len == 1) {
        a->single[first] = 1;
        a->second[first] = UINT64_MAX;
        return;
    }
    const uint32_t second = tm_automaton_symbol(a, pattern->codepoint[1]);
    set_bit(a->pair, tm_automaton_pair_bit(first, second));
    a->second[first] |= UINT64_C(1) << (second & 63);
}

bool tm_automaton_opens(const tm_automaton *a, const uint16_t *symbols)
{
    uint32_t hash = add_to_hash(0, symbols[0]);
    unsigned what = TM_OPENING_GOES_ON;
    for (size_t len = 1; (what & TM_OPENING_GOES_ON) && symbols[len] != 0;) {
        hash = add_to_hash(hash, symbols[len++]);
        const uint32_t slot = opening_slot(hash, len);
        what = (unsigned)(a->opening[slot >> 5] >> (slot & 31) * 2);
        if (what & TM_OPENING_IS_ONE)
            return true;
        if (len == TM_OPENING)
            return false;
    }
    return false;
}

static void set_child(tm_automaton *a, uint32_t state, uint32_t symbol, uint32_t child)
{
    tm_automaton_state *const from = &a->state[state];
    if (state == 0) {
        a->root[symbol] = child;
    } else if (from->child == 0) {
        from->symbol = symbol & (TM_MAX_SYMBOLS - 1);
        from->child = child & (TM_MAX_STATES - 1);
    } else {
        from->branches = 1;
        const uint32_t key = state << TM_SYMBOL_BITS | symbol;
        *find_edge(a, key) = (tm_automaton_edge){key, child};
    }
}

static tamis_status add_pattern(tm_automaton *a, const tm_pattern *pattern, uint32_t id,
                                tamis_error *err)
{
    uint32_t state = 0;
    for (size_t k = 0; k < pattern->len; k++) {
        const uint32_t symbol = tm_automaton_symbol(a, pattern->codepoint[k]);
        uint32_t child = tm_automaton_child(a, state, symbol);
        if (child == 0) {
            TM_TRY(new_state(a, (uint32_t)k + 1, &child, err));
            set_child(a, state, symbol, child);
        }
        state = child;
    }
    if (a->state[state].pattern == 0)
        a->state[state].pattern = id + 1;
    mark_opening(a, pattern);
    return TAMIS_OK;
}

// Sets the fail link of `child`: where the symbol leads from the first state down the fail chain of
// its parent that goes on with it. States of less depth are linked already.
static void link_state(tm_automaton *a, uint32_t parent, uint32_t symbol, uint32_t child)
{
    uint32_t fail = parent == 0 ? 0 : a->state[parent].fail;
    uint32_t target = 0;
    while (parent != 0 && target == 0) {
        if (fail == 0) {
            target = a->root[symbol];
            break;
        }
        target = tm_automaton_child(a, fail, symbol);
        fail = a->state[fail].fail;
    }
    a->state[child].fail = target & (TM_MAX_STATES - 1);
    a->state[child].shorter = a->state[target].pattern ? target : a->state[target].shorter;
}

typedef struct trie_arc {
    uint32_t parent, symbol, child;
} trie_arc;

// Writes all arcs, sorted by depth of the child (a counting sort). `next` is scratch: max_depth + 2
// zeros.
static void sort_arcs(trie_arc *arcs, size_t *next, uint32_t max_depth, const tm_automaton *a)
{
    for (size_t s = 1; s < a->n_states; s++)
        next[a->state[s].depth + 1]++;
    for (size_t d = 1; d < (size_t)max_depth + 2; d++)
        next[d] += next[d - 1];
    for (uint32_t symbol = 1; symbol < a->n_symbols; symbol++)
        if (a->root[symbol])
            arcs[next[1]++] = (trie_arc){0, symbol, a->root[symbol]};
    for (uint32_t s = 1; s < a->n_states; s++) {
        const tm_automaton_state from = a->state[s];
        if (from.child != 0)
            arcs[next[a->state[from.child].depth]++] = (trie_arc){s, from.symbol, from.child};
    }
    for (size_t slot = 0; slot <= a->edge_mask; slot++) {
        const tm_automaton_edge edge = a->edge[slot];
        if (edge.key)
            arcs[next[a->state[edge.target].depth]++] = (trie_arc){
                edge.key >> TM_SYMBOL_BITS, edge.key & (TM_MAX_SYMBOLS - 1), edge.target};
    }
}

static tamis_status link_states(tm_automaton *a, tamis_error *err)
{
    trie_arc *arcs = calloc(a->n_states, sizeof *arcs);
    uint32_t max_depth = 0;
    for (size_t s = 0; s < a->n_states; s++)
        max_depth = a->state[s].depth > max_depth ? a->state[s].depth : max_depth;
    size_t *next = calloc((size_t)max_depth + 2, sizeof *next);
    const tamis_status status = arcs && next ? TAMIS_OK : out_of_memory(err);
    if (status == TAMIS_OK) {
        sort_arcs(arcs, next, max_depth, a);
        for (size_t i = 0; i + 1 < a->n_states; i++) // every state but the root has one arc
            link_state(a, arcs[i].parent, arcs[i].symbol, arcs[i].child);
    }
    free(arcs);
    free(next);
    return status;
}

tamis_status tm_automaton_build(tm_automaton *out, const tm_pattern *patterns,
                                size_t n_patterns, tamis_error *err)
{
    uint32_t root;
    *out = (tm_automaton){0};
    tamis_status status = number_symbols(out, patterns, n_patterns, err);
    if (status == TAMIS_OK)
        status = make_tables(out, n_patterns, err);
    if (status == TAMIS_OK)
        status = new_state(out, 0, &root, err);
    for (size_t i = 0; i < n_patterns && status == TAMIS_OK; i++)
        status = add_pattern(out, &patterns[i], (uint32_t)i, err);
    if (status == TAMIS_OK)
        status = link_states(out, err);
    if (status != TAMIS_OK)
        tm_automaton_free(out);
    return status;
}

void tm_automaton_free(tm_automaton *automaton)
{
    free(automaton->symbol);
    free(automaton->root);
    free(automaton->state);
    free(automaton->edge);
    free(automaton->single);
    free(automaton->second);
    free(automaton->pair);
    free(automaton->opening);
    *automaton = (tm_automaton){0};
}
