// Disguises that only Hangul offers: syllables taken apart into letters of several Unicode blocks,
// similar initials and vowels, added finals that readers ignore, syllables in another order, and
// Latin letters: those on the same keys, or those of a romanisation. Arithmetic of syllables:
// Unicode 15 §3.12.
// SPDX-License-Identifier: MIT
#include "model/disguise.h"
#include "text/decode.h"
#include "text/hangul.h"

enum { N_VOWELS = 21, N_FINALS = 28 };

// Compatibility letters of the 19 initials and of the finals 1 to 27, as offsets from U+3131.
static const unsigned char initial_letter[] = {0,  1,  3,  6,  7,  8,  16, 17, 18, 20,
                                               21, 22, 23, 24, 25, 26, 27, 28, 29};
static const unsigned char final_letter[] = {0,  0,  1,  2,  3,  4,  5,  6,  8,  9,
                                             10, 11, 12, 13, 14, 15, 16, 17, 19, 20,
                                             21, 22, 23, 25, 26, 27, 28, 29};

// A syllable as indexes of its letters, in the order of Unicode; final 0: none.
typedef struct parts {
    uint32_t initial, vowel, final;
} parts;

static parts take_apart(uint32_t syllable)
{
    const uint32_t index = syllable - 0xAC00;
    return (parts){index / (N_VOWELS * N_FINALS), index / N_FINALS % N_VOWELS,
                   index % N_FINALS};
}

static uint32_t put_together(parts p)
{
    return 0xAC00 + (p.initial * N_VOWELS + p.vowel) * N_FINALS + p.final;
}

typedef enum jamo_style {
    COMPAT,
    CONJOINING,
    HALF_WIDTH,
    IDEOGRAPHIC, // COMPAT, with ideographs that look like some vowels: 卜 ㅏ, 一 ㅡ, 丨 ㅣ
    CIRCLED,     // circled initials
    TAIL,        // only the final is taken off
    DOTTED,      // COMPAT, with the old vowel ㆍ for ㅏ
    STROKES,     // COMPAT of syllables with ㅏ ㅐ ㅣ, which become r H l
    INITIALS     // nothing but the initials
} jamo_style;

static uint32_t half_width_vowel(uint32_t vowel)
{
    return 0xFFC2 + vowel / 6 * 8 + vowel % 6;
}

static void put_vowel(tm_buf *out, uint32_t vowel, jamo_style style)
{
    if (style == DOTTED && vowel == 0)
        tm_utf8_put(out, 0x318D);
    else if (style == STROKES)
        tm_buf_byte(out, vowel == 0 ? 'r' : vowel == 1 ? 'H' : 'l');
    else if (style == IDEOGRAPHIC && vowel == 0)
        tm_utf8_put(out, 0x535C);
    else if (style == IDEOGRAPHIC && vowel == 18)
        tm_utf8_put(out, 0x4E00);
    else if (style == IDEOGRAPHIC && vowel == 20)
        tm_utf8_put(out, 0x4E28);
    else
        tm_utf8_put(out, style == HALF_WIDTH ? half_width_vowel(vowel) : 0x314F + vowel);
}

static void put_jamo(tm_buf *out, parts p, jamo_style style)
{
    if (style == CONJOINING) {
        tm_utf8_put(out, 0x1100 + p.initial);
        tm_utf8_put(out, 0x1161 + p.vowel);
        if (p.final > 0)
            tm_utf8_put(out, 0x11A7 + p.final);
        return;
    }
    static const unsigned char circle[] = {0, 0, 1, 2, 2, 3,  4,  5,  5, 6,
                                           6, 7, 8, 8, 9, 10, 11, 12, 13};
    const uint32_t base = style == HALF_WIDTH ? 0xFFA1 : 0x3131;
    if (style == TAIL && p.final > 0) {
        tm_utf8_put(out, put_together((parts){p.initial, p.vowel, 0}));
    } else {
        tm_utf8_put(out, style == CIRCLED ? 0x3260u + circle[p.initial]
                                          : base + initial_letter[p.initial]);
        if (style == INITIALS)
            return;
        put_vowel(out, p.vowel, style);
    }
    if (p.final > 0)
        tm_utf8_put(out, base + final_letter[p.final]);
}

static bool has_stroke(uint32_t vowel)
{
    return vowel == 0 || vowel == 1 || vowel == 20;
}

bool tm_disguise_jamo(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng)
{
    static const jamo_style styles[] = {COMPAT, COMPAT,      COMPAT,     TAIL,    TAIL,
                                        TAIL,   COMPAT,      CONJOINING, STROKES, STROKES,
                                        DOTTED, IDEOGRAPHIC, HALF_WIDTH, CIRCLED, INITIALS};
    const jamo_style style = styles[disguise->variant % (sizeof styles / sizeof styles[0])];
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        const bool here = tm_is_syllable(c) && tm_disguise_here(disguise, rng) &&
                          (style != TAIL || tm_rng_chance(rng, 0.6)) &&
                          (style != STROKES || has_stroke(take_apart(c).vowel));
        if (here)
            put_jamo(out, take_apart(c), style);
        else
            tm_utf8_put(out, c);
        changed |= here;
    }
    return changed;
}

// Another plain, tense or aspirated initial of the same row: ㄱㄲㅋ, ㄷㄸㅌ, ㅂㅃㅍ, ㅅㅆ, ㅈㅉㅊ.
static uint32_t bend_initial(uint32_t initial, tm_rng *rng)
{
    static const unsigned char rows[][3] = {
        {0, 1, 15}, {3, 4, 16}, {7, 8, 17}, {9, 10, 10}, {12, 13, 14}};
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        for (size_t k = 0; k < 3; k++) {
            if (rows[r][k] == initial)
                return rows[r][(k + 1 + tm_rng_below(rng, 2)) % 3];
        }
    }
    return initial;
}

// What becomes of each vowel, ㅏ to ㅣ: another like it; the diphthong that it is a part of (바카라 as
// 봐콰롸); the one with its stroke on the other side.
static const unsigned char bent_vowels[][21] = {
    {2, 5, 2, 3, 6, 1, 6, 7, 12, 9, 10, 11, 12, 17, 14, 15, 16, 17, 13, 19, 20},
    {9, 10, 2, 3, 14, 15, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 16},
    {4, 1, 2, 3, 0, 5, 6, 7, 13, 9, 10, 11, 12, 8, 14, 15, 16, 17, 18, 19, 20},
};
enum { N_BENT_VOWELS = sizeof bent_vowels / sizeof *bent_vowels };

static uint32_t bend_syllable(uint32_t c, uint32_t way, tm_rng *rng)
{
    parts p = take_apart(c);
    if (way == 0 && p.final == 0)
        p.final = 1 + (uint32_t)tm_rng_below(rng, N_FINALS - 1);
    else if (way >= 1 && way <= N_BENT_VOWELS)
        p.vowel = bent_vowels[way - 1][p.vowel];
    else if (tm_rng_chance(rng, 0.6))
        p.initial = bend_initial(p.initial, rng);
    return put_together(p);
}

// Changes two syllables in a row, and says whether it did: the initial of the second becomes the
// final of the first (바카라 as 박아라), or both change places (바카라사트이).
static bool bend_pair(uint32_t *first, uint32_t *second, bool trade_places)
{
    const parts left = take_apart(*first), right = take_apart(*second);
    if (trade_places) {
        const uint32_t kept = *first;
        *first = *second;
        *second = kept;
        return *first != *second;
    }
    // The final with the letter of each initial; 0: ㅇ, and those that are no finals or hardly.
    static const unsigned char final_of[] = {1,  0, 4,  7, 0,  8,  16, 17, 0, 19,
                                             20, 0, 22, 0, 23, 24, 25, 26, 27};
    if (left.final != 0 || final_of[right.initial] == 0)
        return false;
    *first = put_together((parts){left.initial, left.vowel, final_of[right.initial]});
    *second = put_together((parts){11, right.vowel, right.final});
    return true;
}

// Pairs that do not overlap, each with probability 1/2.
static bool bend_pairs(tm_buf *out, tm_str text, bool trade_places, tm_rng *rng)
{
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        uint32_t first = tm_utf8_next(text, &pos);
        size_t after = pos;
        uint32_t second = pos < text.len ? tm_utf8_next(text, &after) : 0;
        const bool here = tm_is_syllable(first) && tm_is_syllable(second) &&
                          tm_rng_chance(rng, 0.5) && bend_pair(&first, &second, trade_places);
        tm_utf8_put(out, first);
        if (here) {
            tm_utf8_put(out, second);
            pos = after;
        }
        changed |= here;
    }
    return changed;
}

bool tm_disguise_phonetic(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng)
{
    const uint32_t way = disguise->variant % 8;
    if (way >= 6)
        return bend_pairs(out, text, way == 7, rng);
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        const bool here = tm_is_syllable(c) && tm_disguise_here(disguise, rng);
        const uint32_t bent = here ? bend_syllable(c, way, rng) : c;
        tm_utf8_put(out, bent);
        changed |= bent != c;
    }
    return changed;
}

// As foreigners read it: bakara, kajino.
static void put_roman(tm_buf *out, parts p)
{
    static const char initials[][3] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                       "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
    static const char vowels[][4] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                     "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                     "wo", "we", "wi", "yu",  "eu", "ui", "i"};
    static const char finals[] = "\0kkknnntlklllplpmpptt\0tttktpt";
    tm_buf_text(out, initials[p.initial]);
    tm_buf_text(out, vowels[p.vowel]);
    if (p.final == 21)
        tm_buf_text(out, "ng");
    else if (p.final > 0)
        tm_buf_byte(out, finals[p.final]);
}

bool tm_disguise_keyboard(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng)
{
    (void)rng;
    const bool roman = disguise->variant % 3 == 0;
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        if (!tm_is_syllable(c)) {
            tm_utf8_put(out, c);
            continue;
        }
        char keys[8];
        if (roman)
            put_roman(out, take_apart(c));
        else
            tm_buf_append(out, keys, tm_syllable_keys(keys, c));
        changed = true;
    }
    return changed;
}
