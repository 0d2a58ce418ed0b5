// Jamo that spell syllables become syllables, finals included: ㅇㅏㄴㅈㅓㄴ → 안전, 카지ㄴㅗ → 카지노,
// 머ㄱ튀 → 먹튀. The rule is that of a Korean keyboard: a consonant before a vowel begins a syllable,
// any other consonant after a vowel ends one.
//
// Right after a consonant, signs that look like a vowel (卜 丨 一, and r l i h among Hangul) are read
// as that vowel. Laughter and tears stay as they are: ㅋㅋㅋ has no vowel, and in ㅋㅋㅠㅠ a letter is
// doubled next to one of the vowels that faces are drawn with. One pass, bounded look ahead.
// SPDX-License-Identifier: MIT
#include "text/hangul.h"
#include "text/undo.h"

enum {
    IEUNG = 0x3147,
    INITIAL_CIEUC = 12,
    VOWEL_A = 0,
    VOWEL_AE = 1,
    VOWEL_EU = 18,
    VOWEL_I = 20
};

typedef struct composer {
    tm_view *view;
    size_t at;  // next character to read
    size_t len; // characters written
    bool changed;
} composer;

static uint32_t peek(const composer *c, size_t ahead)
{
    const size_t i = c->at + ahead;
    return i < c->view->len ? c->view->codepoint[i] : 0;
}

static bool is_hangul(uint32_t codepoint)
{
    return tm_is_syllable(codepoint) || tm_is_consonant(codepoint) || tm_is_vowel(codepoint);
}

static bool is_latin(uint32_t codepoint)
{
    return codepoint >= 'a' && codepoint <= 'z';
}

static bool is_stroke(uint32_t codepoint)
{
    return codepoint == 'l' || codepoint == 'i' || codepoint == 'r' || codepoint == 'h';
}

// z for ㅈ among Hangul: ㅋrzl노, zㅏ톡.
static bool is_typed(const composer *c, size_t ahead)
{
    return peek(c, ahead) == 'z' &&
           (tm_is_vowel(peek(c, ahead + 1)) ||
            (is_stroke(peek(c, ahead + 1)) && is_hangul(peek(c, ahead + 2))));
}

// Whether the Latin letter `ahead` belongs to the Hangul around it, not to a Latin word.
static bool is_among_hangul(const composer *c, size_t ahead)
{
    const uint32_t after = peek(c, ahead + 1);
    return is_hangul(after) || is_typed(c, ahead + 1) ||
           (!is_latin(after) && !(after >= '0' && after <= '9'));
}

// The vowel that the character `ahead` is or, right after a consonant, looks like; -1 for none.
static int vowel(const composer *c, size_t ahead)
{
    const uint32_t codepoint = peek(c, ahead);
    if (tm_is_vowel(codepoint))
        return (int)(codepoint - 0x314F);
    const uint32_t after = peek(c, ahead + 1);
    switch (codepoint) {
    case 0x535C: // 卜
    case 0x30C8: // ト
        return VOWEL_A;
    case 0x4E28: // 丨
        return VOWEL_I;
    case 0x4E00: // 一
        return VOWEL_EU;
    case 'r':
        return is_among_hangul(c, ahead) ? VOWEL_A : -1;
    case 'l':
    case 'i':
        return is_among_hangul(c, ahead) ? VOWEL_I : -1;
    case '|':
        return is_hangul(after) ? VOWEL_I : -1;
    case 'h':
        return is_hangul(after) ? VOWEL_AE : -1;
    case 0x318D: // arae-a, or a middle dot in a list of letters
        return tm_is_syllable(after) ||
                       (tm_is_consonant(after) &&
                        (tm_is_vowel(peek(c, ahead + 2)) || peek(c, ahead + 2) == 0x318D))
                   ? VOWEL_A
                   : -1;
    default:
        return -1;
    }
}

// Vowels that faces and gestures are drawn with: ㅠ ㅜ ㅡ ㅗ.
static bool is_drawn(uint32_t codepoint)
{
    return codepoint == 0x3160 || codepoint == 0x315C || codepoint == 0x3161 ||
           codepoint == 0x3157;
}

// ㅋㅋㅠ, ㅎㅜㅜ, ㅠㅂㅠ, ㅎㅠㅡ.
static bool is_face(const composer *c)
{
    const uint32_t before = c->len > 0 ? c->view->codepoint[c->len - 1] : 0;
    return is_drawn(peek(c, 1)) &&
           (is_drawn(peek(c, 2)) || is_drawn(before) || before == peek(c, 0));
}

static bool starts_syllable(const composer *c, size_t ahead)
{
    return tm_jamo_initial(peek(c, ahead)) >= 0 && vowel(c, ahead + 1) >= 0;
}

// Sets *final to the final that the consonants at `ahead` make for the syllable before them.
// Returns how many consonants that takes, 0 to 2.
static size_t take_final(const composer *c, size_t ahead, unsigned *final)
{
    const uint32_t first = peek(c, ahead), second = peek(c, ahead + 1);
    const bool laughter = (first == TM_KIEUK || first == TM_HIEUH) && second == first;
    if (tm_jamo_final(first) == 0 || starts_syllable(c, ahead) || laughter)
        return 0;
    *final = tm_jamo_final(first);
    const unsigned both = tm_final_join(*final, tm_jamo_final(second));
    if (both == 0 || starts_syllable(c, ahead + 1))
        return 1;
    *final = both;
    return 2;
}

// Replaces the next `n` characters by one syllable.
static void compose(composer *c, uint32_t syllable, size_t n)
{
    tm_view *const view = c->view;
    for (size_t i = c->at + 1; i < c->at + n; i++) {
        view->undone[c->at] |= view->undone[i];
        tm_view_widen(view, c->at, view->begin[i], view->end[i]);
    }
    tm_view_move(view, c->len, c->at);
    view->codepoint[c->len] = syllable;
    view->klass[c->len] = TM_CHAR_HANGUL;
    tm_view_flag(view, c->len, TM_UNDONE_JAMO);
    c->len++;
    c->at += n;
    c->changed = true;
}

static bool compose_jamo(composer *c)
{
    const bool after_latin = c->len > 0 && is_latin(c->view->codepoint[c->len - 1]);
    const bool typed = is_typed(c, 0) && !after_latin;
    const int lead = typed ? INITIAL_CIEUC : tm_jamo_initial(peek(c, 0));
    const int first = lead < 0 ? -1 : vowel(c, 1);
    if (first < 0 || is_face(c))
        return false;
    unsigned middle = (unsigned)first, final = 0;
    size_t n = 2;
    if (tm_is_vowel(peek(c, 2)) && tm_vowel_join(middle, peek(c, 2) - 0x314F)) {
        middle = tm_vowel_join(middle, peek(c, 2) - 0x314F);
        n = 3;
    }
    n += take_final(c, n, &final);
    compose(c, tm_syllable((unsigned)lead, middle, final), n);
    return true;
}

// A consonant between an open syllable and more Hangul is that syllable's final: 머ㄱ튀.
static bool close_syllable(composer *c)
{
    const uint32_t open = peek(c, 0), consonant = peek(c, 1);
    if (!tm_is_syllable(open) || tm_syllable_final(open) != 0 || consonant == TM_KIEUK ||
        consonant == TM_HIEUH || consonant == IEUNG)
        return false;
    const bool more = tm_is_syllable(peek(c, 2)) || starts_syllable(c, 2);
    unsigned final = 0;
    const size_t taken = more ? take_final(c, 1, &final) : 0;
    if (taken != 1)
        return false;
    compose(c, open + final, 2);
    return true;
}

// The next place where there may be something to compose: the character before a jamo.
static size_t next_place(const composer *c)
{
    const tm_view *const view = c->view;
    size_t at = c->at;
    while (at < view->len && view->klass[at] != TM_CHAR_JAMO)
        at++;
    return at > c->at ? at - 1 : at;
}

bool tm_undo_jamo(tm_view *view)
{
    composer c = {.view = view};
    while (c.at < view->len) {
        if (view->klass[c.at] != TM_CHAR_JAMO && !is_typed(&c, 0)) {
            const size_t place = next_place(&c);
            c.len = tm_view_shift(view, c.len, c.at, place);
            c.at = place;
        }
        if (c.at < view->len && !compose_jamo(&c) && !close_syllable(&c))
            tm_view_move(view, c.len++, c.at++);
    }
    view->len = c.len;
    return c.changed;
}
