// Disguises that only Hangul offers: syllables taken apart into letters of several Unicode blocks,
// similar initials and vowels, added finals that readers ignore, the keys of a Latin keyboard in
// place of letters, and homophones that spammers use against filters. Arithmetic of syllables:
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
    TAIL         // only the final is taken off
} jamo_style;

static uint32_t half_width_vowel(uint32_t vowel)
{
    return 0xFFC2 + vowel / 6 * 8 + vowel % 6;
}

static void put_vowel(tm_buf *out, uint32_t vowel, jamo_style style)
{
    if (style == IDEOGRAPHIC && vowel == 0)
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
        put_vowel(out, p.vowel, style);
    }
    if (p.final > 0)
        tm_utf8_put(out, base + final_letter[p.final]);
}

bool tm_disguise_jamo(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng)
{
    static const jamo_style styles[] = {COMPAT,      COMPAT,     COMPAT, TAIL,
                                        TAIL,        TAIL,       COMPAT, CONJOINING,
                                        IDEOGRAPHIC, HALF_WIDTH, CIRCLED};
    const jamo_style style = styles[disguise->variant % (sizeof styles / sizeof styles[0])];
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        const bool here = tm_is_syllable(c) && tm_disguise_here(disguise, rng) &&
                          (style != TAIL || tm_rng_chance(rng, 0.6));
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

static uint32_t bend_vowel(uint32_t vowel)
{
    switch (vowel) {
    case 0:
        return 2; // ㅏ ㅑ
    case 4:
        return 6; // ㅓ ㅕ
    case 8:
        return 12; // ㅗ ㅛ
    case 13:
        return 17; // ㅜ ㅠ
    case 1:
        return 5; // ㅐ ㅔ
    case 5:
        return 1;
    case 18:
        return 13; // ㅡ ㅜ
    default:
        return vowel;
    }
}

bool tm_disguise_phonetic(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng)
{
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        if (!tm_is_syllable(c) || !tm_disguise_here(disguise, rng)) {
            tm_utf8_put(out, c);
            continue;
        }
        parts p = take_apart(c);
        if (disguise->variant % 4 == 0 && p.final == 0)
            p.final = 1 + (uint32_t)tm_rng_below(rng, N_FINALS - 1);
        else if (disguise->variant % 4 == 1)
            p.vowel = bend_vowel(p.vowel);
        else if (tm_rng_chance(rng, 0.6))
            p.initial = bend_initial(p.initial, rng);
        tm_utf8_put(out, put_together(p));
        changed |= put_together(p) != c;
    }
    return changed;
}

bool tm_disguise_keyboard(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng)
{
    (void)disguise;
    (void)rng;
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        if (!tm_is_syllable(c)) {
            tm_utf8_put(out, c);
            continue;
        }
        char keys[8];
        tm_buf_append(out, keys, tm_syllable_keys(keys, c));
        changed = true;
    }
    return changed;
}

typedef struct homophone {
    const char *plain, *bent;
} homophone;
static const homophone homophones[] = {
    {"사이트", "싸이트"},  {"사이트", "싸이뜨"},
    {"사이트", "4이트"},   {"사이트", "사2트"},
    {"사이트", "site"},    {"슬롯", "슬룻"},
    {"슬롯", "슬롯트"},    {"슬롯", "술롯"},
    {"슬롯", "slot"},      {"먹튀", "먹t"},
    {"먹튀", "먹튜"},      {"먹튀", "먹뒤"},
    {"토토", "토ㅌㅗ"},    {"토토", "EE"},
    {"토토", "톹토"},      {"토토", "土土"},
    {"토토", "toto"},      {"바카라", "ba카라"},
    {"바카라", "빠카라"},  {"바카라", "바칼아"},
    {"바카라", "박하라"},  {"바카라", "bㅏ카라"},
    {"바카라", "바카r"},   {"바카라", "バカラ"},
    {"카지노", "카zi노"},  {"카지노", "ㅋr지노"},
    {"카지노", "카진오"},  {"카지노", "커지노"},
    {"카지노", "카G노"},   {"카지노", "캬지노"},
    {"카지노", "ca지노"},  {"놀이터", "노리터"},
    {"놀이터", "놀2터"},   {"안전", "안젼"},
    {"안전", "안ㅈㅓㄴ"},  {"홀덤", "홀뎜"},
    {"홀덤", "hold덤"},    {"꽁머니", "꽁뭐니"},
    {"꽁머니", "꽁돈"},    {"꽁머니", "꽁money"},
    {"메이저", "매이저"},  {"메이저", "메2저"},
    {"베팅", "배팅"},      {"베팅", "벳팅"},
    {"배팅", "뱃팅"},      {"파워볼", "파워뽈"},
    {"파워볼", "ㅍr워볼"}, {"도박", "돕악"},
    {"게임", "겜"},        {"게임", "께임"},
    {"검증", "껌증"},      {"가입", "갑입"},
    {"벳", "뱃"},          {"벳", "bet"},
    {"대출", "대츌"},      {"대출", "머출"},
    {"추천", "츄천"},      {"충전", "츙전"},
    {"환전", "환쩐"},      {"온라인", "온ㄹㅏ인"},
    {"실시간", "실시갠"},  {"비아그라", "뷔아그라"},
    {"텔레그램", "텔레"},  {"텔레그램", "텔그"},
    {"카톡", "까똑"},      {"카톡", "ㅋㅏ톡"},
    {"문의", "문ㅇㅢ"},    {"라이브", "라2브"},
};
enum { N_HOMOPHONES = sizeof homophones / sizeof homophones[0] };

// The length of the word at the beginning of `rest` that has homophones, and one of them, each as
// likely as the next (reservoir sampling); 0 when there is none.
static size_t find_homophone(tm_str rest, const char **bent, tm_rng *rng)
{
    size_t len = 0, seen = 0;
    for (size_t i = 0; i < N_HOMOPHONES; i++) {
        const tm_str plain = tm_str_of(homophones[i].plain);
        if (!tm_str_starts_with(rest, plain) || tm_rng_below(rng, ++seen) > 0)
            continue;
        *bent = homophones[i].bent;
        len = plain.len;
    }
    return len;
}

bool tm_disguise_homophones(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng)
{
    (void)disguise;
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const char *bent = NULL;
        const size_t len = find_homophone(tm_str_slice(text, pos, text.len), &bent, rng);
        if (len > 0) {
            tm_buf_text(out, bent);
            pos += len;
            changed = true;
        } else {
            tm_utf8_put(out, tm_utf8_next(text, &pos));
        }
    }
    return changed;
}
