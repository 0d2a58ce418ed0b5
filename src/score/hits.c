// Scanning (automaton → checked, unnested hits) and the phrases that hits make up.
// SPDX-License-Identifier: MIT
#include "score/hits.h"

#include <stdlib.h>

#include "base/num.h"
#include "score/spaced_terms.h"

enum { SCAN_STRIDE = 128 }; // symbols looked at together

// Where a match of `len` characters ending at `last` begins: blanks beyond the first of a run were
// not shown to the automaton and do not count.
static size_t match_begin(const tm_view *view, size_t last, size_t len)
{
    size_t i = last;
    for (size_t left = len - 1; left > 0; left--) {
        const bool blank = view->klass[i] == TM_CHAR_SPACE;
        i--;
        while (blank && i > 0 && view->klass[i] == TM_CHAR_SPACE)
            i--;
    }
    return i;
}

static bool may_end(const tm_view *view, size_t end, tm_term term)
{
    return tm_term_may_precede(term, end < view->len ? view->klass[end] : TM_CHAR_NEWLINE);
}

// Drops stored hits that lie inside the new one, or the new one where it lies inside a stored hit.
// Ends ascend as hits arrive, so these are the last ones. False without memory.
static bool store_hit(tm_hits *out, tm_hit hit)
{
    while (out->len > 0 && out->hit[out->len - 1].begin >= hit.begin)
        out->len--;
    if (out->len > 0 && out->hit[out->len - 1].end >= hit.end)
        return true;
    if (!tm_grow((void **)&out->hit, &out->cap, out->len + 1, sizeof *out->hit))
        return false;
    out->hit[out->len++] = hit;
    return true;
}

typedef struct scan {
    const tm_lexicon *lexicon;
    const tm_view *view;
    const tm_automaton *automaton;
    const uint32_t *term_of; // term of a pattern; NULL: its index
    unsigned hidden_groups;
} scan;

// Stores the longest term that may stand there of those that end with character `last`, shorter
// ones being inside it; `match` is the state of the longest pattern. False without memory.
static bool store_longest(tm_hits *out, const scan *s, uint32_t match, size_t last)
{
    for (; match; match = s->automaton->state[match].shorter) {
        const uint32_t pattern = s->automaton->state[match].pattern - 1;
        const uint32_t id = s->term_of ? s->term_of[pattern] : pattern;
        const tm_term term = s->lexicon->term[id];
        if ((s->hidden_groups >> term.group & 1) || !may_end(s->view, last + 1, term))
            continue;
        const size_t begin = match_begin(s->view, last, term.len);
        return store_hit(out, (tm_hit){(uint32_t)begin, (uint32_t)last + 1, id});
    }
    return true;
}

static bool reserve_symbols(tm_hits *out, size_t n)
{
    return tm_grow((void **)&out->symbol, &out->symbols_cap, n, sizeof *out->symbol) &&
           tm_grow((void **)&out->source, &out->sources_cap, n, sizeof *out->source);
}

// Places where a term may begin among n symbols. Returns how many. Without a branch, since a few
// places in a hundred qualify and no processor can guess which.
static size_t find_entries(uint8_t found[SCAN_STRIDE], const uint64_t *second,
                           const uint16_t *symbols, size_t n)
{
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++) {
        found[n_found] = (uint8_t)i;
        n_found += second[symbols[i]] >> (symbols[i + 1] & 63) & 1;
    }
    return n_found;
}

// Of n places found, keeps those where a closer look agrees, and prefetches what is read first there:
// states and edges are far apart. Returns how many.
static size_t keep_entries(uint8_t *found, size_t n, const tm_automaton *a,
                           const uint16_t *symbols)
{
    size_t kept = 0;
    for (size_t k = 0; k < n; k++) {
        const uint32_t state = tm_automaton_enter(a, symbols + found[k]);
        if (state == 0)
            continue;
        const uint32_t key = state << TM_SYMBOL_BITS | symbols[found[k] + 1];
        found[kept++] = found[k];
        __builtin_prefetch(&a->state[state]);
        __builtin_prefetch(&a->edge[tm_automaton_edge_slot(a, key)]);
    }
    return kept;
}

// Runs the automaton from the root at symbol `i` until it is in the root again. Returns the place
// of the first symbol it has not read, or SIZE_MAX without memory.
static size_t scan_from(tm_hits *out, const scan *s, size_t i, size_t n)
{
    const tm_automaton *a = s->automaton;
    uint32_t state = a->root[out->symbol[i]];
    while (state != 0) {
        const uint32_t match = tm_automaton_match(a, state);
        if (match && !store_longest(out, s, match, out->source[i]))
            return SIZE_MAX;
        if (++i == n)
            return n;
        state = tm_automaton_follow(a, state, out->symbol[i]);
        if (state == 0)
            state = tm_automaton_enter(a, out->symbol + i);
    }
    return i + 1;
}

// Runs the automaton over out->symbol[0 .. n), which a 0 ends.
static tamis_status run_scan(tm_hits *out, const scan *s, size_t n, tamis_error *err)
{
    uint8_t found[SCAN_STRIDE];
    size_t next = 0; // what lies before has been read
    for (size_t begin = 0; begin < n; begin += SCAN_STRIDE) {
        const size_t end = n - begin > SCAN_STRIDE ? begin + SCAN_STRIDE : n;
        size_t n_found =
            find_entries(found, s->automaton->second, out->symbol + begin, end - begin);
        n_found = keep_entries(found, n_found, s->automaton, out->symbol + begin);
        for (size_t k = 0; k < n_found; k++) {
            if (begin + found[k] >= next)
                next = scan_from(out, s, begin + found[k], n);
            if (next == SIZE_MAX)
                return tm_fail(err, TAMIS_ENOMEM, "no memory for lexicon hits");
        }
    }
    return TAMIS_OK;
}

// Writes the view as symbols: of a run of blanks only the first, and TM_WORD_START before each run
// of bounded letters. Returns their number; a 0 stands behind the last.
static size_t make_symbols(tm_hits *out, const tm_automaton *a, const tm_view *view)
{
    const uint32_t word_start = tm_automaton_symbol(a, TM_WORD_START);
    uint8_t before = TM_CHAR_NEWLINE;
    size_t n = 0;
    for (size_t i = 0; i < view->len; i++) {
        const uint8_t klass = view->klass[i];
        if (klass == TM_CHAR_SPACE && before == TM_CHAR_SPACE)
            continue;
        if (tm_starts_word(before, klass)) {
            out->symbol[n] = (uint16_t)word_start;
            out->source[n++] = (uint32_t)i;
        }
        before = klass;
        out->symbol[n] = (uint16_t)tm_automaton_symbol(a, view->codepoint[i]);
        out->source[n++] = (uint32_t)i;
    }
    out->symbol[n] = 0;
    return n;
}

tamis_status tm_lexicon_scan(tm_hits *out, const tm_lexicon *lexicon, const tm_view *view,
                             unsigned hidden_groups, tamis_error *err)
{
    const scan s = {lexicon, view, &lexicon->automaton, NULL, hidden_groups};
    out->len = 0;
    if (!reserve_symbols(out, 2 * view->len + 1))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lexicon hits");
    TM_TRY(run_scan(out, &s, make_symbols(out, s.automaton, view), err));
    if (view->n_undone[TM_UNDONE_SPACED] == 0)
        return TAMIS_OK;
    return tm_spaced_terms_add(out, lexicon, view, hidden_groups, err);
}

tamis_status tm_lexicon_scan_phonetic(tm_hits *out, const tm_lexicon *lexicon,
                                      const tm_view *view, uint32_t begin, uint32_t end,
                                      unsigned hidden_groups, tamis_error *err)
{
    const scan s = {lexicon, view, &lexicon->phonetic, lexicon->phonetic_term, hidden_groups};
    const size_t n = end - begin;
    if (!reserve_symbols(out, n + 1))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lexicon hits");
    for (size_t i = 0; i < n; i++) {
        const uint32_t symbol = tm_phonetic_symbol(view->codepoint[begin + i]);
        out->symbol[i] = symbol ? (uint16_t)tm_automaton_symbol(s.automaton, symbol) : 0;
        out->source[i] = begin + (uint32_t)i;
    }
    out->symbol[n] = 0;
    return run_scan(out, &s, n, err);
}

void tm_hits_free(tm_hits *hits)
{
    free(hits->hit);
    free(hits->symbol);
    free(hits->source);
    *hits = (tm_hits){0};
}

// ---- Phrases --------------------------------------------------------------------------------

bool tm_hits_adjoin(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                    size_t h)
{
    const tm_hit a = hits->hit[h], b = hits->hit[h + 1];
    return b.begin <= a.end + 1 && lexicon->term[a.term].klass != TM_TERM_COMPANY &&
           lexicon->term[b.term].klass != TM_TERM_COMPANY &&
           (b.begin <= a.end || view->klass[a.end] == TM_CHAR_SPACE);
}

size_t tm_phrase_end(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                     size_t h)
{
    while (h + 1 < hits->len && tm_hits_adjoin(hits, lexicon, view, h))
        h++;
    return h + 1;
}

tm_phrase tm_phrase_around(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                           size_t h)
{
    size_t first = h, last = h;
    while (first > 0 && h - first < TM_MAX_PHRASE &&
           tm_hits_adjoin(hits, lexicon, view, first - 1))
        first--;
    while (last + 1 < hits->len && last - h < TM_MAX_PHRASE &&
           tm_hits_adjoin(hits, lexicon, view, last))
        last++;
    return (tm_phrase){first, last + 1};
}

uint32_t tm_phrase_terms(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                         size_t h)
{
    const tm_phrase phrase = tm_phrase_around(hits, lexicon, view, h);
    for (size_t k = phrase.first; k < phrase.end; k++) {
        const tm_term term = lexicon->term[hits->hit[k].term];
        if (term.klass == TM_TERM_GAME || term.klass == TM_TERM_BRAND ||
            (term.klass == TM_TERM_VENUE && term.level >= 1))
            return (uint32_t)(phrase.end - phrase.first);
    }
    return 0;
}
