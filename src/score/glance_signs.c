// Characters one by one: those outside ASCII and Hangul, looked up in the fold table, and the signs
// of ASCII that may begin a link, a reference or an encoding.
// SPDX-License-Identifier: MIT
#include "score/glance_eye.h"
#include "text/decode.h"
#include "text/hangul.h"

enum {
    JAMO_BYTES = 3,           // and bytes of a syllable
    MAX_UNIT_DIGITS = 8,      // before a unit
    MAX_REFERENCE_BYTES = 40, // between & and ; of a reference
    STROKE = 0x4E28,   // 丨, a Han sign read as i or a vowel where others of its kind are
    TWO_DOTS = 0x2025, // the signs that stand for several characters and are common
    THREE_DOTS = 0x2026
};

// ---- Characters outside ASCII and Hangul ----------------------------------------------------

// Sets bit `at` of a mask, which may lie in the next block.
static void put_bit(const tm_eye *e, uint64_t *now, uint64_t *next, size_t at)
{
    const size_t place = at - e->base;
    if (place < TM_BLOCK_BYTES)
        *now |= UINT64_C(1) << place;
    else
        *next |= UINT64_C(1) << (place - TM_BLOCK_BYTES);
}

// Whether the character before `at` could be a Latin letter.
static bool follows_latin(const tm_eye *e, size_t at)
{
    if (at == 0)
        return false;
    const unsigned char before = tm_eye_byte(e, at - 1);
    return tm_byte_is_latin(before) ||
           (before >= 0x80 && !(at >= 3 && tm_byte_may_be_hangul(tm_eye_byte(e, at - 3))));
}

// Whether a character that is no letter or digit makes its line loud.
static bool is_loud_sign(const tm_eye *e, uint32_t codepoint, uint32_t entry, size_t at)
{
    const uint32_t to = tm_fold_apply(entry, codepoint);
    if (to < 0x80)
        return to != ' ' && to != '\n'; // what stands for ASCII may complete anything
    if (entry & (TM_WATCH_ALIKE | TM_WATCH_SIGN))
        return codepoint > 0xFFFF || follows_latin(e, at);
    return false;
}

// Notes bytes [at, end) as a letter or digit, ...
static void put_word(tm_eye *e, size_t at, size_t end)
{
    for (size_t i = at; i < end; i++)
        put_bit(e, &e->now.other_word, &e->next.other_word, i);
}

// ... or as one that may be a word by itself: no letter or digit stands right before it, as far as
// ASCII and other_word tell.
static void put_letter(tm_eye *e, size_t at, size_t end)
{
    const unsigned char before = at > 0 ? tm_eye_byte(e, at - 1) : '\n';
    const uint64_t before_bits = at > e->base ? e->now.other_word << (e->base + 64 - at) : 0;
    const bool inside = tm_byte_is_latin(before) || tm_byte_is_digit(before) ||
                        before_bits >> 63 || (at == e->base && e->before.other_word >> 63);
    put_word(e, at, end);
    if (!inside)
        put_bit(e, &e->now.other_end, &e->next.other_end, end - 1);
}

// A letter or digit of another alphabet, or an accented Latin one, at bytes [at, end).
static void see_letter(tm_eye *e, uint32_t to, uint32_t entry, size_t at, size_t end)
{
    const uint8_t klass = tm_fold_class(entry);
    const unsigned char before = at > 0 ? tm_eye_byte(e, at - 1) : '\n';
    put_letter(e, at, end);
    if (klass == TM_CHAR_LATIN || klass == TM_CHAR_DIGIT) {
        const unsigned char after = tm_eye_byte(e, end);
        put_bit(e, &e->now.accent, &e->next.accent, end - 1);
        if (to == 'w' || tm_byte_may_be_hangul(after) ||
            (at >= 3 && tm_byte_may_be_hangul(tm_eye_byte(e, at - 3))))
            tm_eye_loud(e, at);
        if (klass == TM_CHAR_DIGIT && (tm_byte_is_latin(before) || before >= 0x80 ||
                                       tm_byte_is_latin(after) || after >= 0x80))
            tm_eye_loud(e, at);
        if (before == '.')
            tm_eye_host(e, at);
    } else if ((entry & TM_WATCH_ALIKE) || klass == TM_CHAR_HANGUL || klass == TM_CHAR_THAI) {
        tm_eye_loud(e, at);
    }
}

// Whether the byte is a blank, a line end or a sign of ASCII that never stands for a letter.
static bool is_plain(unsigned char byte)
{
    return byte < 0x80 && !tm_byte_is_latin(byte) && !tm_byte_is_digit(byte) &&
           !strchr("|&%@$", byte);
}

static bool is_same_jamo(const tm_eye *e, size_t at, size_t other)
{
    return other + JAMO_BYTES <= e->text.len &&
           memcmp(e->text.ptr + at, e->text.ptr + other, JAMO_BYTES) == 0;
}

static bool is_syllable(const tm_eye *e, size_t at)
{
    return tm_byte_may_be_hangul(tm_eye_byte(e, at)) &&
           tm_is_syllable(tm_utf8_next(e->text, &at));
}

// ㅋㅋㅋ, ㅠㅠ, 하ㅎ: a jamo that makes no syllable with what stands on either side (text/jamo.c).
static bool is_laughter(const tm_eye *e, uint32_t codepoint, size_t at, size_t end)
{
    const bool after_syllable = at >= JAMO_BYTES && is_syllable(e, at - JAMO_BYTES);
    const bool may_end_syllable =
        after_syllable && codepoint != TM_KIEUK && codepoint != TM_HIEUH;
    return (tm_is_consonant(codepoint) || tm_is_vowel(codepoint)) &&
           (at == 0 || after_syllable || is_plain(tm_eye_byte(e, at - 1)) ||
            (at >= JAMO_BYTES && is_same_jamo(e, at, at - JAMO_BYTES))) &&
           (is_plain(tm_eye_byte(e, end)) || is_same_jamo(e, at, end) ||
            (!may_end_syllable && is_syllable(e, end)));
}

// Whether the character folds to several Latin letters and digits, as squared ones do (㎞, ㎡).
static bool is_squared(const tm_folds *folds, uint32_t entry)
{
    if (tm_fold_action_of(entry) != TM_FOLD_EXPAND)
        return false;
    const uint32_t *const part = folds->pool + (entry & TM_FOLD_VALUE_MASK);
    for (uint32_t i = 1; i <= part[0]; i++)
        if (part[i] >= 0x80 || is_plain((unsigned char)part[i]))
            return false;
    return true;
}

// 12㎞, 3.5㎏을, ㎡당: a unit behind a number or by itself, which is not part of a longer word.
static bool is_unit(const tm_eye *e, uint32_t entry, size_t at, size_t end)
{
    if (!is_squared(e->folds, entry) || !(is_plain(tm_eye_byte(e, end)) || is_syllable(e, end)))
        return false;
    size_t begin = at;
    while (begin > 0 && at - begin < MAX_UNIT_DIGITS &&
           tm_byte_is_digit(tm_eye_byte(e, begin - 1)))
        begin--;
    return begin == 0 || (is_plain(tm_eye_byte(e, begin - 1)) &&
                          (begin < at || tm_eye_byte(e, begin - 1) != '.'));
}

// Those that fold to several have a letter or a bracket next to it: no jamo is typed so.
static bool folds_to_z(uint32_t entry, uint32_t codepoint)
{
    return tm_fold_action_of(entry) <= TM_FOLD_COMPAT && tm_fold_apply(entry, codepoint) == 'z';
}

void tm_eye_see_other(tm_eye *e, size_t at)
{
    size_t end = at;
    const uint32_t codepoint = tm_utf8_next(e->text, &end);
    const uint32_t entry = tm_fold_entry(e->folds, codepoint);
    const uint8_t klass = tm_fold_class(entry);
    e->has_dot |= codepoint == TM_MIDDLE_DOT;
    e->has_stroke |= codepoint == STROKE;
    e->has_z |= folds_to_z(entry, codepoint);
    if (codepoint == TWO_DOTS || codepoint == THREE_DOTS)
        return; // no term begins with a dot (score/openings.h)
    if (entry >= TM_FOLD_SPECIAL ||
        ((entry & (TM_WATCH_JAMO | TM_WATCH_ENCODED)) && codepoint != TM_MIDDLE_DOT)) {
        if (is_laughter(e, codepoint, at, end)) {
            e->has_laughter = true;
            put_letter(e, at, end);
        } else if (is_unit(e, entry, at, end)) {
            e->n_shapes++;
            put_word(e, at, end);
        } else {
            e->n_special++;
            tm_eye_loud(e, at);
        }
        tm_eye_walk(e, at, at);
        return;
    }
    const uint32_t to = tm_fold_apply(entry, codepoint);
    if (klass >= TM_CHAR_DIGIT)
        see_letter(e, to, entry, at, end);
    else if (is_loud_sign(e, codepoint, entry, at))
        tm_eye_loud(e, at);
    const tm_automaton *const a = &e->lexicon->automaton;
    if (klass == TM_CHAR_LATIN || klass == TM_CHAR_CYRILLIC ||
        a->root[tm_automaton_symbol(a, to)] != 0)
        tm_eye_walk(e, at, at);
}

// ---- Signs of ASCII -------------------------------------------------------------------------

// Whether a ; follows that may end a character reference.
static bool may_be_reference(const tm_eye *e, size_t at)
{
    for (size_t i = at + 1; i <= at + MAX_REFERENCE_BYTES; i++)
        if (tm_eye_byte(e, i) == ';')
            return true;
    return false;
}

static bool is_hex(unsigned char byte)
{
    return tm_byte_is_digit(byte) || (unsigned)((byte | 0x20) - 'a') < 6;
}

void tm_eye_see_sign(tm_eye *e, size_t at)
{
    const unsigned char sign = tm_eye_byte(e, at), next = tm_eye_byte(e, at + 1);
    const bool link =
        sign == '@' || (sign == ':' && next == '/' && tm_eye_byte(e, at + 2) == '/');
    bool loud = link;
    if (sign < ' ')
        loud = sign != '\t' && !(sign == '\r' && next == '\n');
    else if (sign == '&')
        loud = may_be_reference(e, at);
    else if (sign == '%')
        loud = is_hex(next) || (next >= 0x80 && !tm_byte_may_be_hangul(next));
    else if (sign == '\\')
        loud = (next | 0x20) == 'u' || (next | 0x20) == 'x' || next >= 0x80;
    else if (sign == '$')
        loud = at > 0 &&
               (tm_byte_is_latin(tm_eye_byte(e, at - 1)) || tm_eye_byte(e, at - 1) >= 0x80) &&
               (tm_byte_is_latin(next) || next >= 0x80);
    else if (sign == 0x7F)
        loud = true;
    e->n_special += loud && !link;
    e->n_shapes += sign == '@'; // c@sino
    if (loud)
        tm_eye_loud(e, at);
    else if (sign == '$' || sign == '%' || sign == '(')
        tm_eye_walk_ascii(e, at);
}
