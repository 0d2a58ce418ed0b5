// Disguises for any script; those of Latin letters are in disguise_latin.c, of Hangul in
// disguise_hangul.c, of single words in disguise_homophones.c. Each family walks over the text once
// and writes its characters changed, or with something between them. The signs and alphabets are
// those seen in comment spam, spam messages and hidden links.
// SPDX-License-Identifier: MIT
#include "model/disguise.h"

#include "text/decode.h"
#include "text/hangul.h"

// One sign is drawn for each document; those listed more than once are drawn more often.
static const uint32_t invisibles[] = {
    0x200B, 0x200B, 0x200C,  0x200D,  0x2060, 0xFEFF, 0x00AD, 0x034F, 0x3164, 0xFFA0, 0x115F,
    0x1160, 0xFE0F, 0xE0100, 0xE0061, 0x180B, 0x200F, 0x200E, 0x2062, 0x2063, 0x061C, 0x2066,
};
static const uint32_t blanks[] = {' ',    ' ',    ' ',    ' ',    0x00A0, 0x2009, 0x200A,
                                  0x2003, 0x202F, 0x2800, 0x3000, 0x2003, '\n'};
static const uint32_t signs[] = {
    '.',    0x00B7, '~',    0x2665, '-',    '_',    '*',    '/',    '1', '+',  '|',
    ',',    '^',    0x2661, 0x2605, 0x2606, 0x30FB, 0x2022, 'x',    ':', '\'', 0x25CF,
    0x318D, '!',    '`',    0x3002, 0x2014, 0x2764, 0x25AA, 0x3161, '=', '@',  0x2756,
};
// What is put around each letter.
static const char *const covers[][2] = {
    {"[", "]"},      {"(", ")"},      {"【", "】"},     {"「", "」"},
    {"<b>", "</b>"}, {"<i>", "</i>"}, {"", "<!-- -->"}, {"<span>", "</span>"},
};
// The half-width forms of U+30A1 and what follows it.
static const char *const half_width_kana[] = {
    "ｧ",  "ｱ",  "ｨ",  "ｲ",  "ｩ",  "ｳ",  "ｪ",  "ｴ",  "ｫ",  "ｵ",  "ｶ",  "ｶﾞ", "ｷ",  "ｷﾞ",
    "ｸ",  "ｸﾞ", "ｹ",  "ｹﾞ", "ｺ",  "ｺﾞ", "ｻ",  "ｻﾞ", "ｼ",  "ｼﾞ", "ｽ",  "ｽﾞ", "ｾ",  "ｾﾞ",
    "ｿ",  "ｿﾞ", "ﾀ",  "ﾀﾞ", "ﾁ",  "ﾁﾞ", "ｯ",  "ﾂ",  "ﾂﾞ", "ﾃ",  "ﾃﾞ", "ﾄ",  "ﾄﾞ", "ﾅ",
    "ﾆ",  "ﾇ",  "ﾈ",  "ﾉ",  "ﾊ",  "ﾊﾞ", "ﾊﾟ", "ﾋ",  "ﾋﾞ", "ﾋﾟ", "ﾌ",  "ﾌﾞ", "ﾌﾟ", "ﾍ",
    "ﾍﾞ", "ﾍﾟ", "ﾎ",  "ﾎﾞ", "ﾎﾟ", "ﾏ",  "ﾐ",  "ﾑ",  "ﾒ",  "ﾓ",  "ｬ",  "ﾔ",  "ｭ",  "ﾕ",
    "ｮ",  "ﾖ",  "ﾗ",  "ﾘ",  "ﾙ",  "ﾚ",  "ﾛ",  "",   "ﾜ",  "",   "",   "ｦ",  "ﾝ",  "ｳﾞ",
    "",   "",   "ﾜﾞ", "",   "",   "ｦﾞ", "",   "ｰ",
};
enum { IDEOGRAPHIC_BLANK = 0x3000 };
enum { FIRST_KANA = 0x30A1, N_KANA = sizeof half_width_kana / sizeof *half_width_kana };
enum {
    N_INVISIBLES = sizeof invisibles / sizeof *invisibles,
    N_BLANKS = sizeof blanks / sizeof *blanks,
    N_SIGNS = sizeof signs / sizeof *signs,
    N_COVERS = sizeof covers / sizeof *covers,
};
static const uint32_t overlays[] = {0x0336, 0x0335, 0x0338, 0x0337, 0x0332, 0x0305, 0x20E0};
enum { N_OVERLAYS = sizeof overlays / sizeof *overlays };

static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || c == 0xE31 || (c >= 0xE34 && c <= 0xE3A) ||
           (c >= 0xE47 && c <= 0xE4E) || (c >= 0x1160 && c <= 0x11FF) || c == 0xFE0F ||
           c == 0x200D;
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 32) - 'a' < 26u || c - '0' < 10u;
    return c >= 0xC0 && (c < 0x2000 || c > 0x206F) && (c < 0x2190 || c > 0x2BFF) &&
           c != 0x3000 && c != 0x3001 && c != 0x3002 && (c < 0xFF00 || c > 0xFF0F) &&
           c < 0x1F000;
}

// Writes the text with `sign` between adjacent letters.
static bool put_between(tm_buf *out, const tm_disguise *disguise, tm_str text, uint32_t sign,
                        tm_rng *rng)
{
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        tm_utf8_put(out, c);
        size_t after = pos;
        if (pos == text.len || (!is_letter(c) && !is_mark(c)))
            continue;
        const uint32_t next = tm_utf8_next(text, &after);
        if (!is_letter(next) || is_mark(next) || !tm_disguise_here(disguise, rng))
            continue;
        tm_utf8_put(out, sign);
        changed = true;
    }
    return changed;
}

// Writes the characters in reverse order, between the controls that make displays show them the
// right way round again (U+202E right-to-left override, U+202C its end).
static bool turn_round(tm_buf *out, tm_str text)
{
    tm_utf8_put(out, 0x202E);
    for (size_t end = text.len; end > 0;) {
        size_t begin = end - 1;
        while (begin > 0 && ((unsigned char)text.ptr[begin] & 0xC0) == 0x80)
            begin--;
        tm_buf_append(out, text.ptr + begin, end - begin);
        end = begin;
    }
    tm_utf8_put(out, 0x202C);
    return text.len > 0;
}

static bool disguise_zwsp(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    const size_t which = d->variant % (N_INVISIBLES + 1);
    if (which == N_INVISIBLES)
        return turn_round(out, text);
    return put_between(out, d, text, invisibles[which], rng);
}

static bool disguise_space(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    return put_between(out, d, text, blanks[d->variant % N_BLANKS], rng);
}

// Writes the text with each letter, marks and all, between two signs.
static bool cover_letters(tm_buf *out, const tm_disguise *d, tm_str text,
                          const char *const cover[2], tm_rng *rng)
{
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const size_t begin = pos;
        const uint32_t c = tm_utf8_next(text, &pos);
        const bool here = is_letter(c) && tm_disguise_here(d, rng);
        for (size_t after = pos; here && pos < text.len; pos = after) {
            if (!is_mark(tm_utf8_next(text, &after)))
                break;
        }
        tm_buf_text(out, here ? cover[0] : "");
        tm_buf_append(out, text.ptr + begin, pos - begin);
        tm_buf_text(out, here ? cover[1] : "");
        changed |= here;
    }
    return changed;
}

static bool disguise_separator(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    const size_t which = d->variant % (N_SIGNS + N_COVERS);
    return which < N_SIGNS ? put_between(out, d, text, signs[which], rng)
                           : cover_letters(out, d, text, covers[which - N_SIGNS], rng);
}

static bool disguise_zalgo(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    bool changed = false;
    const bool heaped = d->variant % 3 == 0;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        tm_utf8_put(out, c);
        if (!is_letter(c) || !tm_disguise_here(d, rng))
            continue;
        changed = true;
        const size_t marks = heaped ? 1 + tm_rng_below(rng, 4) : 1;
        for (size_t i = 0; i < marks; i++)
            tm_utf8_put(out, heaped ? 0x300 + (uint32_t)tm_rng_below(rng, 0x4F)
                                    : overlays[d->variant % N_OVERLAYS]);
    }
    return changed;
}

// ASCII in full width, katakana in half. Ideographic blanks stand in place of blanks, or
// between Hangul syllables.
static bool disguise_wide(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    const bool replace_blanks = d->variant % 2 == 0;
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        const uint32_t kana = c - FIRST_KANA;
        const char *const half = kana < N_KANA ? half_width_kana[kana] : "";
        const bool here = ((c > ' ' && c < 0x7F) || (c == ' ' && replace_blanks) || half[0]) &&
                          tm_disguise_here(d, rng);
        if (here && half[0])
            tm_buf_text(out, half);
        else
            tm_utf8_put(out, !here ? c : c == ' ' ? IDEOGRAPHIC_BLANK : c + 0xFEE0);
        changed |= here;
        size_t after = pos;
        if (replace_blanks || !tm_is_syllable(c) || pos == text.len ||
            !tm_disguise_here(d, rng))
            continue;
        if (tm_is_syllable(tm_utf8_next(text, &after))) {
            tm_utf8_put(out, IDEOGRAPHIC_BLANK);
            changed = true;
        }
    }
    return changed;
}

static bool disguise_encoded(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const size_t begin = pos;
        const uint32_t c = tm_utf8_next(text, &pos);
        if (c == ' ' || c == '\n' || !tm_disguise_here(d, rng)) {
            tm_utf8_put(out, c);
            continue;
        }
        changed = true;
        for (size_t i = begin; d->variant % 2 == 0 && i < pos; i++)
            tm_buf_format(out, "%%%02X", (unsigned)(unsigned char)text.ptr[i]);
        if (d->variant % 2 == 1)
            tm_buf_format(out, d->variant % 4 == 1 ? "&#%u;" : "&#x%X;", (unsigned)c);
    }
    return changed;
}

typedef struct family {
    const char *name;
    tm_disguise_act *act;
    unsigned korean, latin, other; // how often it is drawn, by the script of the language
} family;
static const family families[TM_N_DISGUISES] = {
    [TM_DISGUISE_ZWSP] = {"zwsp", disguise_zwsp, 14, 10, 24},
    [TM_DISGUISE_JAMO] = {"jamo", tm_disguise_jamo, 18, 0, 0},
    [TM_DISGUISE_ZALGO] = {"zalgo", disguise_zalgo, 6, 9, 9},
    [TM_DISGUISE_SPACE] = {"space", disguise_space, 12, 14, 18},
    [TM_DISGUISE_WIDE] = {"wide", disguise_wide, 5, 7, 8},
    [TM_DISGUISE_LEET] = {"leet", tm_disguise_leet, 12, 14, 12},
    [TM_DISGUISE_SEPARATOR] = {"separator", disguise_separator, 14, 10, 22},
    [TM_DISGUISE_FANCY] = {"fancy", tm_disguise_fancy, 5, 24, 3},
    [TM_DISGUISE_LOOKALIKE] = {"lookalike", tm_disguise_lookalike, 2, 16, 5},
    [TM_DISGUISE_PHONETIC] = {"phonetic", tm_disguise_phonetic, 11, 0, 0},
    [TM_DISGUISE_KEYBOARD] = {"keyboard", tm_disguise_keyboard, 3, 0, 0},
    [TM_DISGUISE_ENCODED] = {"encoded", disguise_encoded, 2, 1, 2},
};

static unsigned family_share(const family *f, const char *language)
{
    if (strcmp(language, "ko") == 0)
        return f->korean;
    const bool other = strcmp(language, "th") == 0 || strcmp(language, "zh") == 0 ||
                       strcmp(language, "ja") == 0 || strcmp(language, "ru") == 0;
    return other ? f->other : f->latin;
}

static tm_disguise_family pick_family(const char *language, tm_rng *rng)
{
    unsigned total = 0;
    for (size_t i = 1; i < TM_N_DISGUISES; i++)
        total += family_share(&families[i], language);
    size_t left = tm_rng_below(rng, total);
    size_t which = 1;
    while (left >= family_share(&families[which], language))
        left -= family_share(&families[which++], language);
    return (tm_disguise_family)which;
}

tm_disguise tm_disguise_pick(const char *language, tm_rng *rng)
{
    tm_disguise d = {.first = pick_family(language, rng)};
    if (tm_rng_chance(rng, 0.12))
        d.second = pick_family(language, rng);
    if (d.second == d.first)
        d.second = TM_DISGUISE_NONE;
    if (d.second != TM_DISGUISE_NONE && d.first == TM_DISGUISE_ENCODED) {
        // References are written last: one with signs between its digits is no longer one.
        d.first = d.second;
        d.second = TM_DISGUISE_ENCODED;
    }
    d.variant = (uint32_t)tm_rng_below(rng, 1u << 30);
    d.partial = tm_rng_chance(rng, 0.3);
    return d;
}

const char *tm_disguise_name(const tm_disguise *disguise)
{
    return disguise->second != TM_DISGUISE_NONE ? "mixed" : families[disguise->first].name;
}

bool tm_disguise_apply(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng)
{
    if (disguise->first == TM_DISGUISE_NONE || text.len == 0) {
        tm_buf_add(out, text);
        return false;
    }
    if (disguise->second == TM_DISGUISE_NONE)
        return families[disguise->first].act(out, disguise, text, rng);
    tm_buf between = {0};
    bool changed = families[disguise->first].act(&between, disguise, text, rng);
    changed |= families[disguise->second].act(out, disguise, tm_buf_str(&between), rng);
    out->failed |= between.failed;
    tm_buf_free(&between);
    return changed;
}
