// One row after the other: from the left, the longest term at each letter. Several paths down the
// trie are followed at once, since a term may go on with a letter, with a new word, or with a blank
// that the row does not show.
// SPDX-License-Identifier: MIT
#include "score/spaced_terms.h"

#include <stdlib.h>

#include "base/num.h"

enum {
    LEAST_PART = 2,
    MOST_PART = 3,   // more than two thirds of a row must be terms,
    SHORT_ROW = 10,  // and all of one with fewer letters than this;
    MIN_LETTERS = 3, // terms with fewer letters than this do not count
    MAX_PATHS = 8    // followed at a time; the terms of the lexicon need three
};

typedef struct row {
    const tm_lexicon *lexicon;
    const tm_view *view;
    unsigned hidden_groups;
    size_t begin, end; // characters of the view
} row;

static bool was_apart(const tm_view *view, size_t i)
{
    return view->undone[i] & 1u << TM_UNDONE_SPACED;
}

// The state one symbol further down the trie, or 0. Patterns have TM_WORD_START, the mark, before
// each word.
static uint32_t step(const tm_automaton *a, uint32_t state, uint32_t codepoint)
{
    return state ? tm_automaton_child(a, state, tm_automaton_symbol(a, codepoint)) : 0;
}

// Terms that agree with the letters so far: states of the trie.
typedef struct paths {
    uint32_t state[MAX_PATHS];
    size_t n;
} paths;

static void add_path(paths *p, uint32_t state)
{
    if (state != 0 && p->n < MAX_PATHS)
        p->state[p->n++] = state;
}

// Patterns begin with the mark where they begin with a letter, and not with a digit (1xbet).
static paths begin_terms(const tm_automaton *a, uint32_t codepoint)
{
    paths p = {.n = 0};
    add_path(&p, step(a, a->root[tm_automaton_symbol(a, TM_WORD_START)], codepoint));
    add_path(&p, a->root[tm_automaton_symbol(a, codepoint)]);
    return p;
}

// The next letter may go on with a word or begin one, behind a digit or a blank that is not there.
static paths go_on(const tm_automaton *a, const paths *from, uint32_t codepoint)
{
    paths p = {.n = 0};
    for (size_t k = 0; k < from->n; k++) {
        const uint32_t state = from->state[k], blank = step(a, state, ' ');
        add_path(&p, step(a, state, codepoint));
        add_path(&p, step(a, step(a, state, TM_WORD_START), codepoint));
        add_path(&p, step(a, blank, codepoint));
        add_path(&p, step(a, step(a, blank, TM_WORD_START), codepoint));
    }
    return p;
}

// The longest term that begins at character `i`; its end is `i` where there is none.
static tm_hit find_longest(const row *r, size_t i)
{
    const tm_automaton *a = &r->lexicon->automaton;
    tm_hit longest = {(uint32_t)i, (uint32_t)i, 0};
    paths p = begin_terms(a, r->view->codepoint[i]);
    while (p.n > 0) {
        i++;
        for (size_t k = p.n; k-- > 0;) {
            const uint32_t pattern = a->state[p.state[k]].pattern;
            if (pattern && !(r->hidden_groups >> r->lexicon->term[pattern - 1].group & 1)) {
                longest.end = (uint32_t)i;
                longest.term = pattern - 1;
            }
        }
        if (i == r->end)
            break;
        p = go_on(a, &p, r->view->codepoint[i]);
    }
    return longest;
}

static bool may_begin(uint8_t klass)
{
    return tm_is_bounded_letter(klass) || klass == TM_CHAR_DIGIT;
}

// Whether the hit counts as filling its row: parts of brands and short words occur in anything.
static bool fills(const row *r, tm_hit hit)
{
    return tm_term_is_trade(r->lexicon->term[hit.term]) && hit.end - hit.begin >= MIN_LETTERS;
}

static bool is_filled(const row *r, size_t n_filled)
{
    const size_t n = r->end - r->begin;
    return n < SHORT_ROW ? n_filled == n : n_filled * MOST_PART > n * LEAST_PART;
}

// Appends the terms of the row, or nothing where they do not fill it. False without memory.
static bool add_terms(tm_hits *hits, const row *r)
{
    const size_t before = hits->len;
    size_t n_filled = 0;
    for (size_t i = r->begin; i < r->end;) {
        const tm_hit none = {(uint32_t)i, (uint32_t)i, 0};
        const tm_hit hit = may_begin(r->view->klass[i]) ? find_longest(r, i) : none;
        if (hit.end == hit.begin) {
            i++;
            continue;
        }
        if (!tm_grow((void **)&hits->hit, &hits->cap, hits->len + 1, sizeof *hits->hit))
            return false;
        hits->hit[hits->len++] = hit;
        n_filled += fills(r, hit) ? hit.end - hit.begin : 0;
        i = hit.end;
    }
    if (!is_filled(r, n_filled))
        hits->len = before;
    return true;
}

// Ascending end, then descending begin, so that what lies inside comes first; of equal ones the
// term that is listed first remains.
static int compare_hits(const void *x, const void *y)
{
    const tm_hit *a = x, *b = y;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    if (a->begin != b->begin)
        return a->begin > b->begin ? -1 : 1;
    return (a->term < b->term) - (a->term > b->term);
}

// Sorts the hits and drops those that lie inside others.
static void unnest(tm_hits *hits)
{
    size_t len = 0;
    qsort(hits->hit, hits->len, sizeof *hits->hit, compare_hits);
    for (size_t i = 0; i < hits->len; i++) {
        const tm_hit hit = hits->hit[i];
        while (len > 0 && hits->hit[len - 1].begin >= hit.begin)
            len--;
        hits->hit[len++] = hit;
    }
    hits->len = len;
}

tamis_status tm_spaced_terms_add(tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                                 unsigned hidden_groups, tamis_error *err)
{
    const size_t before = hits->len;
    row r = {lexicon, view, hidden_groups, 0, 0};
    for (size_t i = 1; i < view->len; i = r.end + 1) {
        for (r.end = i; r.end < view->len && was_apart(view, r.end); r.end++)
            ;
        r.begin = i - 1; // the first letter of a row has not moved
        if (r.end > i && !add_terms(hits, &r))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for lexicon hits");
    }
    if (hits->len > before)
        unnest(hits);
    return TAMIS_OK;
}
