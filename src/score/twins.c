// Sort lines by the hash of their first or last tokens, align neighbours, keep differences of which
// only one side is suspicious.
// SPDX-License-Identifier: MIT
#include "score/twins.h"

#include <stdlib.h>

#include "base/num.h"

enum {
    MIN_TOKENS = 6,
    KEY_TOKENS = 3,
    NEIGHBOURS = 3,                     // so many lines behind it a line is compared with
    MAX_LOOK_AHEAD = 6,                 // tokens that a difference may have on one side
    MAX_DIFFERENCES = 12,               // more, and the lines are not twins
    MIN_BARE_SCORE = 4 * TM_SCORE_UNIT, // of a difference that holds no term
    MAX_TWINS = 256 // enough for any page; keeps a hostile one from costing quadratic time
};

typedef struct tm_line_key {
    uint32_t hash, line;
} tm_line_key;

// Tokens [a, a_end) of one line stand where the other has [b, b_end).
typedef struct difference {
    uint32_t a, a_end, b, b_end;
} difference;

typedef struct alignment {
    difference diff[MAX_DIFFERENCES];
    size_t n_diffs, n_equal;
} alignment;

static bool same_token(const tm_window *w, uint32_t i, uint32_t k)
{
    const tm_token a = w->tokens.token[i], b = w->tokens.token[k];
    return a.end - a.begin == b.end - b.begin &&
           memcmp(w->view.codepoint + a.begin, w->view.codepoint + b.begin,
                  (a.end - a.begin) * sizeof(uint32_t)) == 0;
}

// The shortest step, *da tokens in one line and *db in the other, after which both go on alike for
// two tokens or end. `rest` is what is left of the lines. False when no step is short enough.
static bool resume(const tm_window *w, const difference *rest, uint32_t *da, uint32_t *db)
{
    for (uint32_t sum = 1; sum <= 2 * MAX_LOOK_AHEAD; sum++) {
        for (uint32_t x = sum > MAX_LOOK_AHEAD ? sum - MAX_LOOK_AHEAD : 0;
             x <= sum && x <= MAX_LOOK_AHEAD; x++) {
            const uint32_t i = rest->a + x, k = rest->b + (sum - x);
            if (i > rest->a_end || k > rest->b_end)
                continue;
            const bool both_end = i == rest->a_end && k == rest->b_end;
            const bool alike =
                i < rest->a_end && k < rest->b_end && same_token(w, i, k) &&
                (i + 1 == rest->a_end || k + 1 == rest->b_end || same_token(w, i + 1, k + 1));
            if (both_end || alike) {
                *da = x;
                *db = sum - x;
                return true;
            }
        }
    }
    return false;
}

// Aligns two lines; false when they are the same or too different to be twins.
static bool align(alignment *out, const tm_window *w, const tm_line *a, const tm_line *b)
{
    difference rest = {a->first, a->last, b->first, b->last};
    *out = (alignment){.n_diffs = 0};
    while (rest.a < rest.a_end || rest.b < rest.b_end) {
        uint32_t da, db;
        if (rest.a < rest.a_end && rest.b < rest.b_end && same_token(w, rest.a, rest.b)) {
            out->n_equal++;
            rest.a++;
            rest.b++;
            continue;
        }
        if (out->n_diffs == MAX_DIFFERENCES || !resume(w, &rest, &da, &db))
            return false;
        out->diff[out->n_diffs++] = (difference){rest.a, rest.a + da, rest.b, rest.b + db};
        rest.a += da;
        rest.b += db;
    }
    const size_t shorter =
        a->last - a->first < b->last - b->first ? a->last - a->first : b->last - b->first;
    return out->n_diffs > 0 && out->n_equal * 2 >= shorter;
}

// Takes away what both phrases begin or end with: 라이브바카라들이 / 장관들이.
static void strip_common(const tm_view *view, tm_range *a, tm_range *b)
{
    while (a->begin < a->end && b->begin < b->end &&
           view->codepoint[a->begin] == view->codepoint[b->begin]) {
        a->begin++;
        b->begin++;
    }
    while (a->begin < a->end && b->begin < b->end &&
           view->codepoint[a->end - 1] == view->codepoint[b->end - 1]) {
        a->end--;
        b->end--;
    }
}

// Whether a segment touches the range.
static bool touches_segment(const tm_window *w, const tm_segments *segments, tm_range range)
{
    size_t low = 0, high = segments->len;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (w->tokens.token[segments->segment[middle].last - 1].end <= range.begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low < segments->len &&
           w->tokens.token[segments->segment[low].first].begin < range.end;
}

static int64_t sum_scores(const tm_window *w, uint32_t first, uint32_t last)
{
    int64_t sum = 0;
    for (uint32_t i = first; i < last; i++)
        sum += w->score[i];
    return sum;
}

// Whether one side of a difference, tokens [first, last), stripped to `range`, is suspicious. Pages
// repeat lines with another word of their own in them (입력 and 수정 before a date), so without a
// term it takes a higher score.
static bool is_suspicious(const tm_window *w, const tm_segments *segments, tm_range range,
                          uint32_t first, uint32_t last)
{
    return touches_segment(w, segments, range) &&
           sum_scores(w, first, last) >
               (tm_window_holds_term(w, first, last) ? 0 : MIN_BARE_SCORE);
}

// Adds a twin in its place, unless it overlaps another or there are enough.
static tamis_status add_twin(tm_twins *out, tm_range injected, tm_range original,
                             tamis_error *err)
{
    if (out->len == MAX_TWINS)
        return TAMIS_OK;
    for (size_t i = 0; i < out->len; i++)
        if (out->twin[i].injected.begin < injected.end &&
            injected.begin < out->twin[i].injected.end)
            return TAMIS_OK;
    if (!tm_grow((void **)&out->twin, &out->cap, out->len + 1, sizeof *out->twin))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for twins");
    size_t at = out->len++;
    for (; at > 0 && out->twin[at - 1].injected.begin > injected.begin; at--)
        out->twin[at] = out->twin[at - 1];
    out->twin[at] = (tm_twin){injected, original};
    return TAMIS_OK;
}

static tamis_status compare_lines(tm_twins *out, const tm_window *w,
                                  const tm_segments *segments, uint32_t line_a, uint32_t line_b,
                                  tamis_error *err)
{
    alignment found;
    if (!align(&found, w, &w->lines.line[line_a], &w->lines.line[line_b]))
        return TAMIS_OK;
    for (size_t i = 0; i < found.n_diffs; i++) {
        const difference d = found.diff[i];
        if (d.a == d.a_end || d.b == d.b_end)
            continue;
        tm_range a = tm_token_range(&w->tokens, d.a, d.a_end),
                 b = tm_token_range(&w->tokens, d.b, d.b_end);
        strip_common(&w->view, &a, &b);
        if (a.begin == a.end || b.begin == b.end)
            continue;
        const bool in_a = is_suspicious(w, segments, a, d.a, d.a_end);
        const bool in_b = is_suspicious(w, segments, b, d.b, d.b_end);
        if (in_a != in_b)
            TM_TRY(in_a ? add_twin(out, a, b, err) : add_twin(out, b, a, err));
    }
    return TAMIS_OK;
}

static uint32_t key_hash(const tm_window *w, uint32_t first, uint32_t last)
{
    uint32_t hash = 2166136261u;
    for (uint32_t i = first; i < last; i++)
        for (uint32_t k = w->tokens.token[i].begin; k < w->tokens.token[i].end; k++)
            hash = (hash ^ w->view.codepoint[k]) * 16777619u;
    return hash;
}

static int compare_keys(const void *a, const void *b)
{
    const tm_line_key *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

// Compares lines that share the hash of their first tokens, or `by_tail` of their last ones.
static tamis_status compare_neighbours(tm_twins *out, const tm_window *w,
                                       const tm_segments *segments, bool by_tail,
                                       tamis_error *err)
{
    size_t n = 0;
    for (uint32_t l = 0; l < w->lines.len; l++) {
        const tm_line *line = &w->lines.line[l];
        if (line->last - line->first < MIN_TOKENS)
            continue;
        if (!tm_grow((void **)&out->key, &out->keys_cap, n + 1, sizeof *out->key))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for twins");
        out->key[n++] =
            (tm_line_key){by_tail ? key_hash(w, line->last - KEY_TOKENS, line->last)
                                  : key_hash(w, line->first, line->first + KEY_TOKENS),
                          l};
    }
    if (n > 1)
        qsort(out->key, n, sizeof *out->key, compare_keys);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && k <= i + NEIGHBOURS; k++)
            if (out->key[k].hash == out->key[i].hash)
                TM_TRY(
                    compare_lines(out, w, segments, out->key[i].line, out->key[k].line, err));
    return TAMIS_OK;
}

tamis_status tm_twins_find(tm_twins *out, const tm_window *window, const tm_segments *segments,
                           tamis_error *err)
{
    out->len = 0;
    if (segments->len == 0)
        return TAMIS_OK;
    TM_TRY(compare_neighbours(out, window, segments, false, err));
    return compare_neighbours(out, window, segments, true, err);
}

void tm_twins_free(tm_twins *twins)
{
    free(twins->twin);
    free(twins->key);
    *twins = (tm_twins){0};
}
