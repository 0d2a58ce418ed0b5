// Letters set apart, which the view may join (text/view.h): words of one letter or digit, and what
// lies between them. Two equal gaps in a row make a line loud, unless they are blanks between the
// frequent words of one syllable that Korean prose strings together.
// SPDX-License-Identifier: MIT
#include "score/glance_eye.h"
#include "text/decode.h"
#include "text/hangul.h"

// Stands for a character that does not fold plainly, where a folded one is asked for.
enum { SPECIAL = 0x110000 };

// The folded character at *at, which moves behind it; a line end beyond the text.
static uint32_t folded(const tm_eye *e, size_t *at)
{
    if (*at >= e->text.len)
        return '\n';
    const uint32_t codepoint = tm_utf8_next(e->text, at);
    const uint32_t entry = tm_fold_entry(e->folds, codepoint);
    return entry < TM_FOLD_SPECIAL ? tm_fold_apply(entry, codepoint) : SPECIAL;
}

// The place where the character before `end`, a letter or digit, begins.
static size_t letter_begin(const tm_eye *e, size_t end)
{
    do
        end--;
    while (end > 0 && (tm_eye_byte(e, end) & 0xC0) == 0x80);
    return end;
}

static tm_gap read_gap(const tm_eye *e, size_t begin, size_t end)
{
    tm_gap g = {.begin = begin, .end = end, .open = true, .blank = true};
    size_t n = 0, at = begin;
    while (at < end && g.open) {
        const uint32_t codepoint = folded(e, &at);
        g.special |= codepoint == SPECIAL;
        g.blank &= codepoint == ' ';
        g.open = ++n <= TM_MAX_GAP && codepoint != '\n';
    }
    g.open &= n > 0;
    return g;
}

// The place behind a gap that is at `at` and equal to `g`, or 0 where none is.
static size_t after_gap(const tm_eye *e, const tm_gap *g, size_t at)
{
    for (size_t i = g->begin; i < g->end;)
        if (folded(e, &i) != folded(e, &at))
            return 0;
    return at;
}

// Whether a row of two words of one letter, the second ending at `end`, may go on behind another
// gap like theirs, `g`, with something longer than one letter: where the gap is no blank, a word of
// Hangul; where it is blank, a sign as in addresses.
static bool may_go_on(const tm_eye *e, const tm_gap *g, size_t end)
{
    const size_t at = after_gap(e, g, end);
    if (at == 0)
        return false;
    const unsigned char next = tm_eye_byte(e, at);
    if (g->blank)
        return next == ':' || next == '/' || next == '.' || next == '@' || next == '-' ||
               next == '_';
    return tm_byte_may_be_hangul(next) && tm_byte_may_be_hangul(tm_eye_byte(e, at + 3));
}

static bool is_frequent(const tm_eye *e, size_t begin)
{
    return tm_syllable_is_word(tm_utf8_next(e->text, &begin));
}

// Whether a row of `n_words` words with blanks between is prose, as far as its last three tell, the
// very last of which begins at `begin`: two of them are frequent words. No row that the view joins
// is missed by that: at least half of its words are not frequent, or two thirds where it is short,
// so that some three in a row hold two that are not.
static bool is_prose(const tm_eye *e, size_t n_words, size_t begin)
{
    return n_words < TM_LONG_ROW && is_frequent(e, e->singles[1].begin) +
                                            is_frequent(e, e->singles[0].begin) +
                                            is_frequent(e, begin) >=
                                        2;
}

void tm_eye_see_single(tm_eye *e, size_t end)
{
    tm_single *const last = &e->singles[0], *const other = &e->singles[1];
    const size_t begin = letter_begin(e, end);
    const bool letter = !tm_byte_is_digit(tm_eye_byte(e, begin));
    const bool near = last->end > 0 && begin - last->end <= TM_MAX_GAP * 4;
    const bool letters = letter || last->letter;
    const tm_gap g = near ? read_gap(e, last->end, begin) : (tm_gap){0};
    if (near && g.special)
        tm_eye_loud(e, end);
    const bool like =
        g.open && other->gap.open && after_gap(e, &other->gap, last->end) == begin;
    const size_t n_like = like ? last->n_like + 1 : 0;
    if (like && (letters || other->letter) && !(g.blank && is_prose(e, n_like + 2, begin)))
        tm_eye_loud(e, end);
    if (g.open && (letters || (like && g.blank)) && may_go_on(e, &g, end))
        tm_eye_loud(e, end);
    *other = *last;
    other->gap = g;
    *last = (tm_single){begin, end, letter, n_like, {0}};
}
