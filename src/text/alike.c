// Letters of other alphabets within words: саsіnо with four Cyrillic letters reads as casino. A
// word that mixes alphabets is read as Latin if every foreign letter in it has a Latin double (a
// Latin letter that it looks like), or as Cyrillic if most of it is Cyrillic and its Latin letters
// have Cyrillic doubles (казинo). So words of a single alphabet stay, however Latin they look, and
// so do words with endings from another alphabet. One or two Greek letters at the edge of a word
// are science (TNFα, μm), not a disguise.
//
// Also, regional indicators are letters unless there are two in a row (a flag), and so are a few
// signs and jamo between Latin letters (c○de, casㅣno), and เเ is แ. Linear: each word is looked at
// twice.
// SPDX-License-Identifier: MIT
#include "text/decode.h"
#include "text/undo.h"

enum { THAI_E = 0x0E40, THAI_AE = 0x0E41 };

typedef struct double_of {
    uint32_t codepoint, like;
} double_of;

static const double_of doubles[] = {
#include "text/alphabets.inc"
};

static uint32_t latin_double(uint32_t codepoint)
{
    size_t low = 0, high = sizeof doubles / sizeof *doubles;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (doubles[middle].codepoint == codepoint)
            return doubles[middle].like;
        if (doubles[middle].codepoint < codepoint)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

typedef enum alphabet { NO_ALPHABET, LATIN = 1, GREEK = 2, CYRILLIC = 4, RARE = 8 } alphabet;

static alphabet alphabet_of(uint32_t codepoint, uint8_t klass)
{
    if (klass == TM_CHAR_LATIN)
        return LATIN;
    if (klass == TM_CHAR_CYRILLIC)
        return CYRILLIC;
    if (codepoint >= 0x0370 && codepoint <= 0x03FF)
        return GREEK;
    return klass == TM_CHAR_OTHER_LETTER ? RARE : NO_ALPHABET;
}

typedef struct word {
    size_t begin, end;
    unsigned alphabets;
    size_t n_latin, n_foreign, n_greek_inside;
    bool has_hangul;
    bool all_latin;    // every foreign letter has a Latin double
    bool all_cyrillic; // every Latin letter has a Cyrillic double
    bool is_cyrillic;  // at least one Cyrillic letter does not have the shape of a Latin one
} word;

// The Cyrillic letter that a Latin one is read as among Cyrillic ones; 0 for none.
static uint32_t cyrillic_double(uint32_t latin)
{
    static const double_of pairs[] = {
        {'a', 0x0430}, {'b', 0x0432}, {'c', 0x0441}, {'e', 0x0435}, {'h', 0x043D},
        {'i', 0x0456}, {'j', 0x0458}, {'k', 0x043A}, {'m', 0x043C}, {'o', 0x043E},
        {'p', 0x0440}, {'s', 0x0455}, {'t', 0x0442}, {'x', 0x0445}, {'y', 0x0443},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].codepoint == latin)
            return pairs[i].like;
    return 0;
}

// Whether a Cyrillic letter has the very shape of a Latin one: а с е о р х у і ј ѕ.
static bool is_same_shape(uint32_t cyrillic)
{
    const uint32_t latin = latin_double(cyrillic);
    return latin && cyrillic_double(latin) == cyrillic && !strchr("bhkmt", (int)latin);
}

static word read_word(const tm_view *view, size_t begin)
{
    word w = {.begin = begin, .end = begin, .all_latin = true, .all_cyrillic = true};
    for (; w.end < view->len && tm_char_is_word(view->klass[w.end]); w.end++) {
        const uint8_t klass = view->klass[w.end];
        w.alphabets |= alphabet_of(view->codepoint[w.end], klass);
        w.has_hangul |= klass == TM_CHAR_HANGUL || klass == TM_CHAR_JAMO;
    }
    return w;
}

// Whether a word needs a second look; most are of one alphabet and do not.
static bool is_mixed(const word *w)
{
    return (w->alphabets & (w->alphabets - 1)) != 0 ||
           (w->alphabets == CYRILLIC && w->has_hangul);
}

static void weigh_letter(word *w, const tm_view *view, size_t i)
{
    const uint32_t codepoint = view->codepoint[i];
    const alphabet own = alphabet_of(codepoint, view->klass[i]);
    w->n_latin += own == LATIN;
    w->n_foreign += own > LATIN;
    w->all_latin &= own <= LATIN || latin_double(codepoint) != 0;
    w->all_cyrillic &= own != LATIN || cyrillic_double(codepoint) != 0;
    w->is_cyrillic |= own == CYRILLIC && !is_same_shape(codepoint);
    w->n_greek_inside += own == GREEK && i > w->begin && i + 1 < view->len &&
                         view->klass[i - 1] == TM_CHAR_LATIN &&
                         tm_char_is_word(view->klass[i + 1]);
}

static bool reads_as_latin(const word *w)
{
    if (w->alphabets == (LATIN | GREEK) &&
        (w->n_latin < 2 || (w->n_greek_inside == 0 && w->n_foreign < 2)))
        return false;
    return w->all_latin;
}

static bool reads_as_cyrillic(const word *w)
{
    return w->alphabets == (LATIN | CYRILLIC) && w->all_cyrillic && w->is_cyrillic &&
           w->n_foreign > w->n_latin;
}

// The Latin letter that character `i` is read as. Three Greek letters have capitals that look like
// another one: Ν Η Υ are N H Y.
static uint32_t latin_at(const tm_view *view, tm_str text, size_t i)
{
    size_t at = view->begin[i];
    switch (tm_utf8_next(text, &at)) {
    case 0x039D: // Ν
        return 'n';
    case 0x0397: // Η
        return 'h';
    case 0x03A5: // Υ
        return 'y';
    default:
        return latin_double(view->codepoint[i]);
    }
}

static bool read_alike(tm_view *view, tm_str text, word *w)
{
    for (size_t i = w->begin; i < w->end; i++)
        weigh_letter(w, view, i);
    const bool cyrillic = reads_as_cyrillic(w);
    if (!cyrillic && !reads_as_latin(w))
        return false;
    for (size_t i = w->begin; i < w->end; i++) {
        const alphabet own = alphabet_of(view->codepoint[i], view->klass[i]);
        if (own == NO_ALPHABET || own == (cyrillic ? CYRILLIC : LATIN))
            continue;
        view->codepoint[i] =
            cyrillic ? cyrillic_double(view->codepoint[i]) : latin_at(view, text, i);
        view->klass[i] = cyrillic ? TM_CHAR_CYRILLIC : TM_CHAR_LATIN;
        tm_view_flag(view, i, TM_UNDONE_LOOKALIKE);
    }
    return true;
}

// What a sign or jamo between Latin letters is read as; 0 for nothing.
static uint32_t letter_between(uint32_t codepoint)
{
    if (codepoint < 0x2202)
        return 0;
    switch (codepoint) {
    case 0x2299: // ⊙
    case 0x25CB: // ○
    case 0x25CE: // ◎
    case 0x25EF: // ◯
    case 0x3007: // 〇
    case 0x3147: // ㅇ
        return 'o';
    case 0x3163: // ㅣ
    case 0x4E28: // 丨
        return 'i';
    case 0x2202: // ∂
        return 'a';
    default:
        return 0;
    }
}

static bool is_latin(const tm_view *view, size_t i)
{
    return i < view->len && view->klass[i] == TM_CHAR_LATIN;
}

// Reads a sign as a letter between two Latin letters, or after three or more: c○de, casin○.
static bool read_sign(tm_view *view, size_t i)
{
    const uint32_t letter = letter_between(view->codepoint[i]);
    if (letter == 0 || i == 0 || !is_latin(view, i - 1))
        return false;
    const bool ends = i >= 3 && is_latin(view, i - 2) && is_latin(view, i - 3) &&
                      !(i + 1 < view->len && letter_between(view->codepoint[i + 1]));
    if (!is_latin(view, i + 1) && !ends)
        return false;
    view->codepoint[i] = letter;
    view->klass[i] = TM_CHAR_LATIN;
    tm_view_flag(view, i, TM_UNDONE_LOOKALIKE);
    return true;
}

static bool is_regional(const tm_view *view, size_t i)
{
    return i < view->len && view->codepoint[i] >= 0x1F1E6 && view->codepoint[i] <= 0x1F1FF;
}

// Reads a row of regional indicators as letters: 🇸🇱🇴🇹, or one by itself as in 🇸 🇱 🇴 🇹. Two are a
// flag.
static bool read_regional(tm_view *view, size_t begin)
{
    size_t end = begin;
    while (is_regional(view, end))
        end++;
    if (end == begin || end - begin == 2 || (begin > 0 && is_regional(view, begin - 1)))
        return false;
    for (size_t i = begin; i < end; i++) {
        view->codepoint[i] = 'a' + (view->codepoint[i] - 0x1F1E6);
        view->klass[i] = TM_CHAR_LATIN;
        tm_view_flag(view, i, TM_UNDONE_COMPAT);
    }
    return true;
}

// Two Thai letters e, which many type in place of the letter ae that looks like them: เเทง is แทง. No
// evidence. Nothing is spelt with two e in a row.
static bool join_thai_vowels(tm_view *view)
{
    size_t len = 0;
    for (size_t i = 0; i < view->len; i++) {
        if (len > 0 && view->codepoint[i] == THAI_E && view->codepoint[len - 1] == THAI_E) {
            view->codepoint[len - 1] = THAI_AE;
            view->undone[len - 1] |= view->undone[i];
            tm_view_widen(view, len - 1, view->begin[i], view->end[i]);
        } else {
            tm_view_move(view, len++, i);
        }
    }
    const bool changed = len < view->len;
    view->len = len;
    return changed;
}

bool tm_undo_alike(tm_view *view, tm_str text)
{
    bool changed = join_thai_vowels(view);
    for (size_t i = 0; i < view->len; i++)
        changed |= read_sign(view, i) || read_regional(view, i);
    for (size_t i = 0; i < view->len;) {
        if (!tm_char_is_word(view->klass[i])) {
            i++;
            continue;
        }
        word w = read_word(view, i);
        changed |= is_mixed(&w) && read_alike(view, text, &w);
        i = w.end;
    }
    return changed;
}
