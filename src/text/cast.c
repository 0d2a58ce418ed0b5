// Plain characters, nearly all of most texts, go through one tight loop: a table look-up, an
// addition, five stores. All others go through tm_cast_put, one code point at a time with a bounded
// look back, so the whole is linear.
//
// An invisible character is evidence only between two characters of a word, and only if the script
// around it does not use it: joiners belong to Arabic and Indic text, zero-width spaces to Thai,
// soft hyphens to Latin and Cyrillic, direction marks to right-to-left text, variation selectors to
// Han and emoji. C1 controls among Latin letters are broken quotation marks of windows-1252.
// SPDX-License-Identifier: MIT
#include "text/cast.h"

#include "text/decode.h"
#include "text/hangul.h"
#include "text/undo.h"

typedef enum hidden_kind {
    HIDDEN_JOINER = 1,
    HIDDEN_BLANK = 2,
    HIDDEN_HYPHEN = 4,
    HIDDEN_DIRECTION = 8,
    HIDDEN_SELECTOR = 16,
    HIDDEN_CONTROL = 32,
    HIDDEN_OTHER = 64
} hidden_kind;

enum { OVERRIDE = 0x202E, POP = 0x202C, MAX_TURNED = 1024 };

static hidden_kind kind_of_hidden(uint32_t codepoint)
{
    if (codepoint == 0x200C || codepoint == 0x200D)
        return HIDDEN_JOINER;
    if (codepoint == 0x200B)
        return HIDDEN_BLANK;
    if (codepoint == 0x00AD)
        return HIDDEN_HYPHEN;
    if (codepoint >= 0x80 && codepoint < 0xA0)
        return HIDDEN_CONTROL;
    if (codepoint == 0x200E || codepoint == 0x200F || codepoint == 0x061C ||
        (codepoint >= 0x202A && codepoint <= 0x202E) ||
        (codepoint >= 0x2066 && codepoint <= 0x2069))
        return HIDDEN_DIRECTION;
    if ((codepoint >= 0xFE00 && codepoint <= 0xFE0F) ||
        (codepoint >= 0xE0100 && codepoint <= 0xE01EF))
        return HIDDEN_SELECTOR;
    return HIDDEN_OTHER;
}

// The kinds that are ordinary between characters of these classes, as bits.
static uint32_t ordinary_hidden(uint8_t before, uint8_t after)
{
    uint32_t kinds = 0;
    if (before == TM_CHAR_OTHER_LETTER || after == TM_CHAR_OTHER_LETTER)
        kinds |= HIDDEN_JOINER | HIDDEN_BLANK | HIDDEN_DIRECTION;
    if (before == TM_CHAR_THAI || after == TM_CHAR_THAI)
        kinds |= HIDDEN_BLANK;
    if (before == after && (before == TM_CHAR_LATIN || before == TM_CHAR_CYRILLIC))
        kinds |= HIDDEN_HYPHEN;
    if (before == TM_CHAR_LATIN || after == TM_CHAR_LATIN)
        kinds |= HIDDEN_CONTROL;
    if (before == TM_CHAR_HAN)
        kinds |= HIDDEN_SELECTOR;
    return kinds;
}

void tm_cast_settle(tm_cast *cast, size_t at)
{
    const tm_view *const view = cast->view;
    const uint8_t before = at > 0 ? view->klass[at - 1] : TM_CHAR_SPACE,
                  after = view->klass[at];
    if (tm_char_is_word(before) && tm_char_is_word(after) &&
        (cast->hidden & ~ordinary_hidden(before, after)))
        tm_view_flag(cast->view, at, TM_UNDONE_INVISIBLE);
    cast->hidden = 0;
}

void tm_cast_emit(tm_cast *cast, uint32_t codepoint, uint8_t klass, uint32_t begin,
                  uint32_t end)
{
    tm_view *const view = cast->view;
    cast->full |= view->most && view->len >= view->most;
    if (cast->full || !tm_view_reserve(view, view->len + 1)) {
        cast->failed = true;
        return;
    }
    const size_t at = view->len++;
    view->codepoint[at] = codepoint;
    view->klass[at] = klass;
    view->begin[at] = begin;
    view->end[at] = end;
    view->undone[at] = 0;
    if (cast->hidden)
        tm_cast_settle(cast, at);
}

static void emit_compat(tm_cast *cast, uint32_t codepoint, uint8_t klass, uint32_t begin,
                        uint32_t end)
{
    tm_cast_emit(cast, codepoint, klass, begin, end);
    if (!cast->failed && tm_char_is_word(klass))
        tm_view_flag(cast->view, cast->view->len - 1, TM_UNDONE_COMPAT);
}

// Canonical composition of conjoining jamo: initial + vowel, syllable + final. Some systems write
// all Korean like this, so it is no evidence.
static void put_conjoining(tm_cast *cast, uint32_t jamo, tm_fold_action action, uint32_t begin,
                           uint32_t end)
{
    tm_view *const view = cast->view;
    const bool joins = view->len > 0 && cast->joins == view->len && !cast->hidden;
    const size_t last = view->len - 1;
    if (action == TM_FOLD_VOWEL && joins && tm_is_consonant(view->codepoint[last])) {
        view->codepoint[last] = tm_syllable((unsigned)tm_jamo_initial(view->codepoint[last]),
                                            (unsigned)(jamo - 0x314F), 0);
        view->klass[last] = TM_CHAR_HANGUL;
        tm_view_widen(view, last, begin, end);
        return;
    }
    if (action == TM_FOLD_FINAL && view->len > 0 && !cast->hidden &&
        tm_is_syllable(view->codepoint[last]) &&
        tm_syllable_final(view->codepoint[last]) == 0) {
        view->codepoint[last] += tm_jamo_final(jamo);
        tm_view_widen(view, last, begin, end);
        return;
    }
    tm_cast_emit(cast, jamo, TM_CHAR_JAMO, begin, end);
    cast->joins = action == TM_FOLD_LEAD ? view->len : 0;
}

static void reverse(tm_view *view, size_t begin, size_t end)
{
    while (begin + 1 < end)
        tm_view_swap(view, begin++, --end);
}

// Whether most letters among characters [begin, end) are Hebrew, Arabic and the like: an override
// changes nothing about the order in which they are read.
static bool is_right_to_left(const tm_view *view, size_t begin, size_t end)
{
    size_t n_letters = 0, n_leftward = 0;
    for (size_t i = begin; i < end; i++) {
        const uint32_t codepoint = view->codepoint[i];
        n_letters += tm_char_is_letter(view->klass[i]) != 0;
        n_leftward += (codepoint >= 0x0590 && codepoint <= 0x08FF) ||
                      (codepoint >= 0x10800 && codepoint <= 0x10FFF) ||
                      (codepoint >= 0x1E800 && codepoint <= 0x1EFFF);
    }
    return n_leftward * 2 > n_letters;
}

// Reverses the characters since the open right-to-left override, and closes it. Marks stay after
// their letters.
static void turn_back(tm_cast *cast)
{
    tm_view *const view = cast->view;
    size_t begin = cast->turned - 1;
    const size_t end = view->len;
    cast->turned = cast->joins = cast->marked = 0;
    while (begin < end && tm_mark_at(cast, begin))
        begin++;
    if (end - begin > MAX_TURNED || is_right_to_left(view, begin, end))
        return;
    reverse(view, begin, end);
    for (size_t i = begin; i < end; i++) {
        const size_t first = i;
        while (i + 1 < end && tm_mark_at(cast, i))
            i++;
        reverse(view, first, i + 1);
    }
    for (size_t i = begin; i < end; i++)
        tm_view_flag(view, i, TM_UNDONE_BIDI);
}

static void put_invisible(tm_cast *cast, uint32_t codepoint)
{
    if (codepoint == OVERRIDE && !cast->turned)
        cast->turned = cast->view->len + 1;
    if (codepoint == POP && cast->turned)
        turn_back(cast);
    cast->hidden |= kind_of_hidden(codepoint);
}

static void put_part(tm_cast *cast, uint32_t codepoint, uint32_t begin, uint32_t end)
{
    const uint32_t entry = tm_fold_entry(cast->folds, codepoint);
    cast->watched |= entry;
    if (tm_fold_action_of(entry) == TM_FOLD_MARK)
        tm_mark_put(cast, codepoint, begin, end);
    else
        tm_cast_emit(cast, codepoint, tm_fold_class(entry), begin, end);
}

void tm_cast_put(tm_cast *cast, uint32_t codepoint, uint32_t begin, uint32_t end)
{
    const uint32_t entry = tm_fold_entry(cast->folds, codepoint);
    const tm_fold_action action = tm_fold_action_of(entry);
    const uint32_t to = tm_fold_apply(entry, codepoint);
    switch (action) {
    case TM_FOLD_PLAIN:
        if (cast->turned && to == '\n')
            turn_back(cast);
        tm_cast_emit(cast, to, tm_fold_class(entry), begin, end);
        break;
    case TM_FOLD_COMPAT:
        emit_compat(cast, to, tm_fold_class(entry), begin, end);
        break;
    case TM_FOLD_EXPAND: {
        const uint32_t *const expansion = cast->folds->pool + (entry & TM_FOLD_VALUE_MASK);
        for (uint32_t i = 1; i <= expansion[0]; i++)
            put_part(cast, expansion[i], begin, end);
        return;
    }
    case TM_FOLD_MARK:
        tm_mark_put(cast, to, begin, end);
        return;
    case TM_FOLD_INVISIBLE:
        put_invisible(cast, codepoint);
        return;
    default:
        put_conjoining(cast, to, action, begin, end);
        break;
    }
    cast->watched |= entry;
}

// How many of the n_left bytes of text can be cast before the view might be full: a character takes
// at least one byte.
static size_t room_for(const tm_view *view, size_t n_left)
{
    if (!view->most || view->most - view->len >= n_left)
        return n_left;
    return view->most - view->len;
}

// The tight loop: folds plain characters that begin in [pos, end); returns where it stopped, at
// another character or the end. The view must have room for end - pos characters.
static size_t cast_plain(tm_cast *cast, tm_str text, size_t pos, size_t end)
{
    // Copies, since the compiler must assume that the stores below change the originals.
    const tm_view view = *cast->view;
    const tm_folds folds = *cast->folds;
    size_t at = view.len;
    uint32_t watched = 0;
    while (pos < end) {
        size_t next = pos;
        const uint32_t codepoint = tm_utf8_next(text, &next);
        const uint32_t entry = tm_fold_entry(&folds, codepoint);
        if (entry >= TM_FOLD_SPECIAL)
            break;
        watched |= entry;
        view.codepoint[at] = tm_fold_apply(entry, codepoint);
        view.klass[at] = tm_fold_class(entry);
        view.begin[at] = (uint32_t)pos;
        view.end[at] = (uint32_t)next;
        view.undone[at] = 0;
        at++;
        pos = next;
    }
    cast->view->len = at;
    cast->watched |= watched;
    return pos;
}

void tm_cast_text(tm_cast *cast, tm_str text)
{
    size_t pos = 0;
    while (pos < text.len && !cast->failed) {
        const size_t room = room_for(cast->view, text.len - pos);
        if (!tm_view_reserve(cast->view, cast->view->len + room)) {
            cast->failed = true;
            return;
        }
        if (!cast->hidden && !cast->turned)
            pos = cast_plain(cast, text, pos, pos + room);
        if (pos == text.len)
            break;
        const size_t begin = pos;
        const uint32_t codepoint = tm_utf8_next(text, &pos);
        const bool crlf = codepoint == '\r' && pos < text.len && text.ptr[pos] == '\n';
        if (!crlf)
            tm_cast_put(cast, codepoint == '\r' ? '\n' : codepoint, (uint32_t)begin,
                        (uint32_t)pos);
    }
    if (cast->turned)
        turn_back(cast);
}
