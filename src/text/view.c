// Builds the view: casts the text into folded characters (cast.c), then undoes what is left until
// nothing changes. Clean text is cast and then scanned twice; the other steps run only if the text
// holds a character that they deal with.
//
// Undoing one disguise can reveal another (spaced jamo are joined, become syllables, and these are
// spaced again), but characters only ever join into larger ones, so few rounds are needed; ROUNDS
// bounds hostile input.
// SPDX-License-Identifier: MIT
#include "text/view.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "text/eight.h"
#include "text/undo.h"

enum { ROUNDS = 6 };

bool tm_view_reserve(tm_view *view, size_t need)
{
    if (need <= view->cap)
        return true;
    size_t cap = need;
    if (view->cap > SIZE_MAX / 4 || need > SIZE_MAX / 4)
        return false;
    if (cap < view->cap + view->cap / 2)
        cap = view->cap + view->cap / 2;
    uint32_t **const words[] = {&view->codepoint, &view->begin, &view->end};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        void *grown = realloc(*words[i], cap * sizeof **words[i]);
        if (!grown)
            return false;
        *words[i] = grown;
    }
    void *const klass = realloc(view->klass, cap);
    if (klass)
        view->klass = klass;
    void *const undone = realloc(view->undone, cap * sizeof *view->undone);
    if (undone)
        view->undone = undone;
    if (!klass || !undone)
        return false;
    view->cap = cap;
    return true;
}

void tm_view_swap(tm_view *view, size_t a, size_t b)
{
    const uint32_t codepoint = view->codepoint[a], begin = view->begin[a], end = view->end[a];
    const uint8_t klass = view->klass[a];
    const uint16_t undone = view->undone[a];
    tm_view_move(view, a, b);
    view->codepoint[b] = codepoint;
    view->begin[b] = begin;
    view->end[b] = end;
    view->klass[b] = klass;
    view->undone[b] = undone;
}

size_t tm_view_shift(tm_view *view, size_t to, size_t begin, size_t end)
{
    const size_t n = end - begin;
    if (to != begin && n > 0) {
        memmove(view->codepoint + to, view->codepoint + begin, n * sizeof *view->codepoint);
        memmove(view->begin + to, view->begin + begin, n * sizeof *view->begin);
        memmove(view->end + to, view->end + begin, n * sizeof *view->end);
        memmove(view->klass + to, view->klass + begin, n * sizeof *view->klass);
        memmove(view->undone + to, view->undone + begin, n * sizeof *view->undone);
    }
    return to + n;
}

static bool is_compat(const tm_view *view, size_t i)
{
    return i < view->len && (view->undone[i] & 1U << TM_UNDONE_COMPAT);
}

static bool is_east_asian(uint8_t klass)
{
    return klass == TM_CHAR_HAN || klass == TM_CHAR_KANA;
}

// Compatibility characters are evidence in a row, or between letters of their own class. A single
// one is a unit, a list mark, a copyright sign; and next to Han and kana they are ordinary. Removes
// the flag from the row that begins at `begin` if it is ordinary; returns the end of the row.
static size_t settle_compat(tm_view *view, size_t begin)
{
    size_t end = begin;
    while (is_compat(view, end))
        end++;
    const uint8_t before = begin > 0 ? view->klass[begin - 1] : TM_CHAR_NEWLINE;
    const uint8_t after = end < view->len ? view->klass[end] : TM_CHAR_NEWLINE;
    const uint8_t own = view->klass[begin];
    const bool inside = own >= TM_CHAR_LATIN && before == own && after == own;
    if ((end - begin > 1 || inside) && !is_east_asian(before) && !is_east_asian(after))
        return end;
    for (size_t i = begin; i < end; i++)
        view->undone[i] &= (uint16_t) ~(1U << TM_UNDONE_COMPAT);
    return end;
}

static void count_undone(tm_view *view)
{
    size_t settled = 0;
    for (size_t kind = 0; kind < TM_N_UNDONE; kind++)
        view->n_undone[kind] = 0;
    for (size_t i = 0; i < view->len; i++) {
        // For most characters nothing was undone; four are tested at once.
        while (i + 4 <= view->len && tm_eight_load(view->undone + i) == 0)
            i += 4;
        if (i == view->len || !view->undone[i])
            continue;
        if (i >= settled && is_compat(view, i))
            settled = settle_compat(view, i);
        for (size_t kind = 0; kind < TM_N_UNDONE; kind++)
            view->n_undone[kind] += view->undone[i] >> kind & 1;
    }
}

static bool undo_round(tm_cast *cast)
{
    tm_view *const view = cast->view;
    bool changed = false;
    if (cast->watched & TM_WATCH_ENCODED)
        changed |= tm_undo_encoded(cast);
    if (cast->watched & TM_WATCH_ALIKE)
        changed |= tm_undo_alike(view, cast->text);
    if (cast->watched & TM_WATCH_JAMO)
        changed |= tm_undo_jamo(view);
    changed |= tm_undo_spaced(view);
    changed |= tm_undo_leet(view, cast->watched & TM_WATCH_SIGN);
    return changed;
}

tamis_status tm_view_build(tm_view *out, const tm_folds *folds, tm_str text, tamis_error *err)
{
    assert(text.len < UINT32_MAX);
    out->len = 0;
    tm_cast cast = {.view = out, .folds = folds, .text = text};
    tm_cast_text(&cast, text);
    for (int round = 0; round < ROUNDS && !cast.failed; round++)
        if (!undo_round(&cast))
            break;
    if (cast.full)
        return tm_fail(err, TAMIS_ELIMIT, "more than %zu characters", out->most);
    if (cast.failed)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for a view of %zu bytes", text.len);
    count_undone(out);
    return TAMIS_OK;
}

void tm_view_free(tm_view *view)
{
    free(view->codepoint);
    free(view->begin);
    free(view->end);
    free(view->klass);
    free(view->undone);
    *view = (tm_view){0};
}
