// What becomes of combining marks. Scripts that write with marks (Thai, Arabic, Devanagari, kana …)
// keep their own, in canonical order and composed where Unicode does so. Cyrillic keeps marks that
// compose (й). All other marks are dropped. Dropping one or two accents from a letter of an
// alphabet is plain folding; more of them, lines through letters, and any mark on Hangul or Han are
// evidence.
//
// A character keeps at most 30 marks (UAX #15, Stream-Safe Text), and no mark twice in a row, so
// looking back over them is bounded.
// SPDX-License-Identifier: MIT
#include "text/undo.h"

enum { MAX_MARKS = 30, MAX_ACCENTS = 2, KEYCAP = 0x20E3 };

// Lines through, over and under letters, and circles and squares around them, which no language
// uses.
static bool is_line(uint32_t mark)
{
    return mark == 0x0305 || (mark >= 0x0332 && mark <= 0x0338) || mark == 0x033F ||
           (mark >= 0x20D0 && mark <= 0x20FF);
}

bool tm_mark_at(const tm_cast *cast, size_t at)
{
    return tm_fold_action_of(tm_fold_entry(cast->folds, cast->view->codepoint[at])) ==
           TM_FOLD_MARK;
}

// Composes character `at` with a mark from source bytes [begin, end), if Unicode has a composite.
static bool try_compose(tm_view *view, size_t at, uint32_t mark, uint32_t begin, uint32_t end)
{
    const uint32_t both = tm_fold_compose(view->codepoint[at], mark);
    if (!both)
        return false;
    view->codepoint[at] = both;
    for (size_t i = at; i < view->len; i++)
        tm_view_widen(view, i, begin, end);
    return true;
}

// Drops a mark, whose source becomes part of that of the last character.
static void drop(tm_view *view, bool evidence, uint32_t begin, uint32_t end)
{
    const size_t last = view->len - 1;
    if (view->klass[last] != TM_CHAR_NEWLINE)
        tm_view_widen(view, last, begin, end);
    if (evidence)
        tm_view_flag(view, last, TM_UNDONE_OVERLAY);
}

// Only the marks are swapped, so that the source ranges still ascend.
static void swap_marks(tm_view *view, size_t a, size_t b)
{
    const uint32_t codepoint = view->codepoint[a];
    view->codepoint[a] = view->codepoint[b];
    view->codepoint[b] = codepoint;
}

// The place of a mark among those of one character: its combining class, but in Thai, where most
// marks have none, vowels and signs stand before tones, and the ring of sara am behind them, since it
// and the aa after it are one letter. So ท่ี is ที่, and นํ้า is น้ำ.
static unsigned rank_of(uint32_t mark)
{
    if (mark == 0x0E4D)
        return 108;
    const bool thai_vowel =
        mark == 0x0E31 || (mark >= 0x0E34 && mark <= 0x0E37) || mark == 0x0E47;
    return thai_vowel ? 103 : tm_fold_combining(mark);
}

// Keeps a mark of the base character's own script: composes it with the base unless a mark between
// them blocks that (UAX #15), else inserts it in canonical order.
static void keep(tm_cast *cast, uint32_t mark, uint32_t begin, uint32_t end)
{
    tm_view *const view = cast->view;
    const unsigned rank = rank_of(mark);
    size_t base = view->len - 1, place = view->len;
    while (base > 0 && tm_mark_at(cast, base)) {
        if (rank && rank_of(view->codepoint[base]) > rank && place == base + 1)
            place = base;
        base--;
    }
    if (view->codepoint[place - 1] == mark) {
        drop(view, true, begin, end);
        return;
    }
    const bool adjoins = base + 1 == place;
    const bool blocked = !adjoins && rank_of(view->codepoint[place - 1]) >= rank;
    if (!blocked && try_compose(view, base, mark, begin, end))
        return;
    tm_cast_emit(cast, mark, tm_fold_class(tm_fold_entry(cast->folds, mark)), begin, end);
    if (cast->failed)
        return;
    for (size_t i = view->len - 1; i > place; i--)
        swap_marks(view, i - 1, i);
}

static void put_keycap(tm_cast *cast, uint32_t begin, uint32_t end)
{
    drop(cast->view, false, begin, end);
    tm_view_flag(cast->view, cast->view->len - 1, TM_UNDONE_COMPAT);
    cast->hidden = 0; // forgets the variation selector between digit and keycap
}

static bool is_greek(uint32_t codepoint)
{
    return codepoint >= 0x0370 && codepoint <= 0x03FF;
}

static bool is_kept(uint8_t klass, uint8_t mark_class)
{
    return klass == mark_class &&
           (klass == TM_CHAR_THAI || klass == TM_CHAR_OTHER_LETTER || klass == TM_CHAR_KANA);
}

// Whether a dropped mark is evidence: on Hangul and Han every mark of another script is.
static bool is_overlay(uint8_t klass, uint8_t mark_class, bool accent)
{
    if (klass == TM_CHAR_NEWLINE || klass == TM_CHAR_EMOJI)
        return false;
    if (klass == TM_CHAR_HANGUL || klass == TM_CHAR_HAN || klass == TM_CHAR_JAMO)
        return klass != mark_class;
    return !accent;
}

void tm_mark_put(tm_cast *cast, uint32_t mark, uint32_t begin, uint32_t end)
{
    tm_view *const view = cast->view;
    if (view->len == 0)
        return;
    const size_t last = view->len - 1;
    const uint8_t klass = view->klass[last];
    const uint8_t own = tm_fold_class(tm_fold_entry(cast->folds, mark));
    cast->n_marks = cast->marked == view->len ? cast->n_marks + 1 : 1;
    const bool accent = !is_line(mark) && cast->n_marks <= MAX_ACCENTS;
    const bool plain = klass == TM_CHAR_LATIN || is_greek(view->codepoint[last]);
    const bool may_compose = klass == TM_CHAR_CYRILLIC || klass == TM_CHAR_OTHER_LETTER;
    if (klass == TM_CHAR_DIGIT && mark == KEYCAP)
        put_keycap(cast, begin, end);
    else if (is_kept(klass, own) && !plain && cast->n_marks <= MAX_MARKS)
        keep(cast, mark, begin, end);
    else if (plain || !may_compose || !try_compose(view, last, mark, begin, end))
        drop(view, is_overlay(klass, own, accent), begin, end);
    cast->marked = view->len;
}
