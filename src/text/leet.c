// Digits and signs in place of letters within words of Latin letters: c4s1n0, b3st, p0k3r. A digit
// is read as a letter between two Latin letters. At the start of a word it is only if another digit
// in the word is, or if it is a zero before certain letters; at the end only if others are, or if
// it is a zero after five letters (casin0). So slot88, bet365, mp3, 3d, h264 stay. Hashes,
// identifiers in addresses and what nobody could pronounce are left alone. One pass; words are at
// most MAX_WORD long.
// SPDX-License-Identifier: MIT
#include "text/eight.h"
#include "text/undo.h"

_Static_assert(TM_CHAR_DIGIT + 1 == TM_CHAR_LATIN && TM_CHAR_DIGIT % 2 == 0,
               "may_be_mixture knows them by their bits");

enum {
    MIN_WORD = 3,
    MAX_WORD = 20,
    MAX_SIGNED = 8, // with @ or $ in it
    MAX_FOLDED = 5,
    MIN_HEX = 6,
    MAX_CONSONANTS = 5
};

static uint32_t letter_for(uint32_t codepoint)
{
    switch (codepoint) {
    case '0':
        return 'o';
    case '1':
        return 'i';
    case '3':
    case 0x20AC: // €
        return 'e';
    case '4':
    case '@':
        return 'a';
    case '5':
    case '$':
        return 's';
    case '7':
        return 't';
    default:
        return 0;
    }
}

static bool is_latin(const tm_view *view, size_t i)
{
    return i < view->len && view->klass[i] == TM_CHAR_LATIN;
}

static bool is_sign(uint32_t codepoint)
{
    return codepoint == '@' || codepoint == '$' || codepoint == 0x20AC;
}

// Part of a word: a Latin letter, a digit, or a sign with Latin letters on both sides.
static bool is_part(const tm_view *view, size_t i)
{
    if (view->klass[i] == TM_CHAR_LATIN || view->klass[i] == TM_CHAR_DIGIT)
        return true;
    return is_sign(view->codepoint[i]) && i > 0 && is_latin(view, i - 1) &&
           is_latin(view, i + 1);
}

typedef struct word {
    size_t begin, end;
    size_t n_latin, n_digits; // signs count as digits
    size_t n_inner;           // digits that are read as letters because of their neighbours
    size_t n_plain;           // digits before a Latin letter that stand for no letter
    bool hex;                 // its Latin letters are all a to f
    bool mail;                // it looks like part of an e-mail address
    bool sign;                // it has @, $ or €
} word;

static bool is_inner(const tm_view *view, const word *w, size_t i)
{
    if (i == w->begin || !letter_for(view->codepoint[i]) || !is_latin(view, i - 1))
        return false;
    const bool doubled = view->codepoint[i] == '0' && i + 1 < w->end &&
                         view->codepoint[i + 1] == '0' && is_latin(view, i + 2);
    return doubled || is_latin(view, i + 1);
}

static word read_word(const tm_view *view, size_t begin)
{
    word w = {.begin = begin, .end = begin, .hex = true};
    while (w.end < view->len && is_part(view, w.end)) {
        const uint32_t codepoint = view->codepoint[w.end];
        const bool latin = view->klass[w.end] == TM_CHAR_LATIN;
        w.n_latin += latin;
        w.n_digits += !latin;
        w.hex &= !latin || (codepoint >= 'a' && codepoint <= 'f');
        // One or two letters before an @ are no mailbox: c@sino.
        w.mail |= codepoint == '@' && w.n_latin > 2;
        w.sign |= is_sign(codepoint);
        w.n_plain += !latin && is_latin(view, w.end + 1) && !letter_for(codepoint);
        w.end++;
    }
    w.mail |= w.sign && w.end < view->len && view->codepoint[w.end] == '.' &&
              is_latin(view, w.end + 1);
    return w;
}

static bool is_glue(uint32_t codepoint)
{
    return codepoint < 0x80 && codepoint > ' ' && strchr("/=?&#%_-+~:*\\", (int)codepoint);
}

// Whether it is part of an address or identifier: x=…, /…/, a-1, a@b.
static bool is_address(const tm_view *view, const word *w)
{
    const uint32_t before = w->begin > 0 ? view->codepoint[w->begin - 1] : ' ';
    const uint32_t after = w->end < view->len ? view->codepoint[w->end] : ' ';
    return w->mail || is_glue(before) || is_glue(after);
}

static bool is_vowel(uint32_t letter)
{
    return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u' ||
           letter == 'y';
}

// Whether the word, as it would be read, has at most MAX_CONSONANTS in a row, and at its start two,
// or more with an s first or an h second (strong, three). hbm3e and kxsph5c are names, not words.
static bool is_speakable(const tm_view *view, const word *w)
{
    size_t n_consonants = 0;
    for (size_t i = w->begin; i < w->end; i++) {
        const bool latin = view->klass[i] == TM_CHAR_LATIN;
        const uint32_t letter = latin ? view->codepoint[i] : letter_for(view->codepoint[i]);
        n_consonants = letter == 0 || is_vowel(letter) ? 0 : n_consonants + 1;
        const bool start = n_consonants == 3 && i == w->begin + 2;
        if (n_consonants > MAX_CONSONANTS ||
            (start && view->codepoint[w->begin] != 's' && view->codepoint[w->begin + 1] != 'h'))
            return false;
    }
    return true;
}

static void fold(tm_view *view, size_t i)
{
    view->codepoint[i] = letter_for(view->codepoint[i]);
    view->klass[i] = TM_CHAR_LATIN;
    tm_view_flag(view, i, TM_UNDONE_LEET);
}

// Whether the first character is a digit to be read as a letter. Bad extraction glues zeros to
// words (0deg, Comments0), before or after any letter; an o at the start or end of a word is mostly
// next to the letters listed here and below.
static bool folds_first(const tm_view *view, const word *w)
{
    const uint32_t first = view->codepoint[w->begin];
    if (!letter_for(first) || !is_latin(view, w->begin + 1))
        return false;
    const bool zero = first == '0' && w->n_digits == 1 && w->n_latin >= 4 &&
                      strchr("nfrpv", (int)view->codepoint[w->begin + 1]);
    return w->n_inner > 0 || zero;
}

// The same for the last character; `n_others` other digits of the word are read as letters.
static bool folds_last(const tm_view *view, const word *w, size_t n_others)
{
    const uint32_t last = view->codepoint[w->end - 1];
    if (!letter_for(last) || !is_latin(view, w->end - 2))
        return false;
    const bool zero = last == '0' && w->n_digits == 1 && w->n_latin >= 5 &&
                      strchr("ngt", (int)view->codepoint[w->end - 2]);
    return n_others > 1 || (n_others > 0 && last == '0') || zero;
}

// Whether the only digit stands for itself: direct3d, hbm3e, log4j, or a 4 for "for" (moms4moms).
static bool is_itself(const tm_view *view, const word *w)
{
    if (w->n_digits != 1 || w->n_inner != 1)
        return false;
    size_t at = w->begin;
    while (!is_inner(view, w, at))
        at++;
    const uint32_t next = view->codepoint[at + 1];
    const bool suffix = at + 2 == w->end && (next == 'd' || next == 'e' || next == 'g' ||
                                             next == 'j' || next == 'k');
    return suffix || (view->codepoint[at] == '4' && at - w->begin >= 2 && w->end - at > 3);
}

static bool undo_word(tm_view *view, word *w)
{
    const size_t len = w->end - w->begin;
    if (len < MIN_WORD || len > (w->sign ? MAX_SIGNED : MAX_WORD) || w->n_digits == 0 ||
        w->n_latin < MIN_WORD || w->n_digits > w->n_latin || w->n_plain > 0 ||
        (w->hex && len >= MIN_HEX) || is_address(view, w) || !is_speakable(view, w))
        return false;
    for (size_t i = w->begin; i < w->end; i++)
        w->n_inner += is_inner(view, w, i);
    const bool first = folds_first(view, w);
    const bool last = folds_last(view, w, w->n_inner + first);
    const size_t n_folded = w->n_inner + first + last;
    if (n_folded == 0 || n_folded > MAX_FOLDED || is_itself(view, w))
        return false;
    for (size_t i = w->begin; i < w->end; i++) {
        if (!is_inner(view, w, i))
            continue;
        // Both zeros of 00, while the second one is still a digit and shows that they are a pair.
        if (!is_latin(view, i + 1))
            fold(view, i + 1);
        fold(view, i);
    }
    if (first)
        fold(view, w->begin);
    if (last)
        fold(view, w->end - 1);
    return true;
}

// Whether the i-th character and the next are a Latin letter and a digit in either order, or a
// Latin letter and a sign.
static bool is_mixture(const tm_view *view, size_t i)
{
    const uint8_t left = view->klass[i], right = view->klass[i + 1];
    return (left == TM_CHAR_LATIN &&
            (right == TM_CHAR_DIGIT || is_sign(view->codepoint[i + 1]))) ||
           (left == TM_CHAR_DIGIT && right == TM_CHAR_LATIN);
}

// Whether that may be so for one of eight characters. The classes of digits and Latin letters are 4
// and 5: they differ in the lowest bit only, and ORed they are 5. Signs are punctuation.
static bool may_be_mixture(const uint8_t *klass, bool signs)
{
    const uint64_t left = tm_eight_load(klass), right = tm_eight_load(klass + 1);
    const uint64_t unlike_digit =
        (left ^ right ^ tm_eight_of(1)) | ((left | right) ^ tm_eight_of(TM_CHAR_LATIN));
    const uint64_t unlike_sign =
        (left ^ tm_eight_of(TM_CHAR_LATIN)) | (right ^ tm_eight_of(TM_CHAR_PUNCT));
    return tm_eight_at_least(unlike_digit, 1) != tm_eight_of(0x80) ||
           (signs && tm_eight_at_least(unlike_sign, 1) != tm_eight_of(0x80));
}

// The next mixture from `at` on: most texts have few.
static size_t next_mixture(const tm_view *view, size_t at, bool signs)
{
    while (at + 1 < view->len) {
        if (at + 9 <= view->len && !may_be_mixture(view->klass + at, signs)) {
            at += 8;
            continue;
        }
        for (size_t end = at + 8; at < end && at + 1 < view->len; at++)
            if (is_mixture(view, at))
                return at;
    }
    return view->len;
}

bool tm_undo_leet(tm_view *view, bool signs)
{
    bool changed = false;
    size_t done = 0; // words before this place are settled
    for (size_t at = next_mixture(view, 0, signs); at < view->len;
         at = next_mixture(view, done, signs)) {
        while (at > done && is_part(view, at - 1))
            at--;
        word w = read_word(view, at);
        changed |= undo_word(view, &w);
        done = w.end;
    }
    return changed;
}
