// Disguises of Latin letters and digits: alphabets that Unicode has for mathematics and as symbols,
// letters of other scripts that look alike, digits in place of letters; and, the other way round,
// Latin letters inside Cyrillic words. Tables: Unicode 15, blocks at U+1D400, U+2460 and U+1F100,
// Cherokee, phonetic extensions.
// SPDX-License-Identifier: MIT
#include "model/disguise.h"
#include "text/decode.h"
#include "text/hangul.h"

// Code points of A, a and 0 in an alphabet; 0: it has no such characters. Where lower case is
// missing, capitals are used.
typedef struct alphabet {
    uint32_t upper, lower, zero;
} alphabet;
static const alphabet alphabets[] = {
    {0x1D400, 0x1D41A, 0x1D7CE},
    {0x1D468, 0x1D482, 0x1D7CE},
    {0x1D4D0, 0x1D4EA, 0},
    {0x1D56C, 0x1D586, 0},
    {0x1D5D4, 0x1D5EE, 0x1D7EC},
    {0x1D608, 0x1D622, 0x1D7E2},
    {0x1D63C, 0x1D656, 0x1D7EC},
    {0x1D670, 0x1D68A, 0x1D7F6},
    {0x24B6, 0x24D0, 0x245F},
    {0x1F110, 0x249C, 0x2473},
    {0x1F130, 0, 0},
    {0x1F150, 0, 0x2775},
    {0x1F170, 0, 0},
    {0x1F1E6, 0, 0},
    {0x1D434, 0x1D44E, 0},
    {0x1D538, 0x1D552, 0x1D7D8},
    {0x1D49C, 0x1D4B6, 0x1D7E2},
};

enum { N_ALPHABETS = sizeof alphabets / sizeof *alphabets };

// What stands for a to z, one column per letter. The first LOOKALIKE_ROWS rows look like the
// letters; the next FANCY_ROWS are small capitals, raised letters, and capitals of mixed alphabets.
static const char *const letter_rows[][26] = {
    {"а", "Ь", "с", "ԁ", "е", "f", "ɡ", "һ", "і", "ј", "к", "ӏ", "м",
     "п", "о", "р", "q", "г", "ѕ", "т", "υ", "ν", "ѡ", "х", "у", "z"},
    {"α", "β", "ϲ", "d", "ε", "f", "g", "η", "ι", "j", "κ", "l", "m",
     "ν", "ο", "ρ", "q", "r", "s", "τ", "υ", "v", "ω", "χ", "γ", "z"},
    {"à", "b", "ç", "ď", "é", "f", "ğ", "h", "í", "j", "ķ", "ł", "m",
     "ñ", "ö", "p", "q", "ř", "š", "ť", "ü", "v", "ŵ", "x", "ý", "ž"},
    {"Ꭺ", "Ᏼ", "Ꮯ", "Ꭰ", "Ꭼ", "F", "Ꮐ", "Ꮋ", "Ꮖ", "Ꭻ", "Ꮶ", "Ꮮ", "Ꮇ",
     "N", "O", "Ꮲ", "Q", "Ꮢ", "Ꮪ", "Ꭲ", "U", "Ꮩ", "Ꮃ", "X", "Y", "Ꮓ"},
    {"ᴀ", "ʙ", "ᴄ", "ᴅ", "ᴇ", "ꜰ", "ɢ", "ʜ", "ɪ", "ᴊ", "ᴋ", "ʟ", "ᴍ",
     "ɴ", "ᴏ", "ᴘ", "ǫ", "ʀ", "ꜱ", "ᴛ", "ᴜ", "ᴠ", "ᴡ", "x", "ʏ", "ᴢ"},
    {"ᵃ", "ᵇ", "ᶜ", "ᵈ", "ᵉ", "ᶠ", "ᵍ", "ʰ", "ⁱ", "ʲ", "ᵏ", "ˡ", "ᵐ",
     "ⁿ", "ᵒ", "ᵖ", "q", "ʳ", "ˢ", "ᵗ", "ᵘ", "ᵛ", "ʷ", "ˣ", "ʸ", "ᶻ"},
    {"Λ", "B", "C", "D", "Ξ", "F", "G", "H", "I", "J", "K", "L", "M",
     "И", "Ø", "P", "Q", "Я", "S", "T", "U", "V", "Ш", "X", "Ұ", "Z"},
};
enum { LOOKALIKE_ROWS = 4, FANCY_ROWS = 3 };

static const char *const leet_row[26] = {"4", "8", "c", "d", "3", "f", "9", "h", "1",
                                         "j", "k", "1", "m", "n", "0", "p", "q", "r",
                                         "5", "7", "u", "v", "w", "x", "y", "2"};
static const char *const sign_row[26] = {"@", "b", "(", "d", "€", "f", "6", "#", "!",
                                         "j", "k", "|", "m", "n", "0", "p", "q", "r",
                                         "$", "+", "u", "v", "w", "%", "¥", "z"};

// Cyrillic letters, and the Latin ones that look like them.
static const char cyrillic[] = "авекмнорстухАВЕКМНОРСТХ";
static const char cyrillic_twin[] = "aBeKMHopcTyxABEKMHOPCTX";
// The same with signs and digits.
static const char cyrillic_leet[] = "абеиозчш";
static const char cyrillic_sign[] = "@63u034w";

// The letters a to z upside down; such a text is written from its end.
static const char *const turned_row[26] = {"ɐ", "q", "ɔ", "p", "ǝ", "ɟ", "ƃ", "ɥ", "ᴉ",
                                           "ɾ", "ʞ", "l", "ɯ", "u", "o", "d", "b", "ɹ",
                                           "s", "ʇ", "n", "ʌ", "ʍ", "x", "ʎ", "z"};

static int letter_index(uint32_t c)
{
    return c < 0x80 && (c | 32) - 'a' < 26u ? (int)((c | 32) - 'a') : -1;
}

// Replaces Latin letters by the texts of a row. Returns whether any was replaced by anything but
// itself in lower case.
static bool put_row(tm_buf *out, const tm_disguise *d, tm_str text, const char *const row[26],
                    tm_rng *rng)
{
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        const int letter = letter_index(c);
        if (letter < 0 || !tm_disguise_here(d, rng)) {
            tm_utf8_put(out, c);
            continue;
        }
        tm_buf_text(out, row[letter]);
        changed |= (unsigned char)row[letter][0] != (c | 32);
    }
    return changed;
}

// Replaces the Cyrillic letters of `from` by the ASCII characters of `to`.
static bool put_cyrillic(tm_buf *out, const tm_disguise *d, tm_str text, const char *from,
                         const char *to, tm_rng *rng)
{
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const size_t begin = pos;
        tm_utf8_next(text, &pos);
        size_t twin = 0;
        for (size_t i = 0; pos - begin == 2 && to[i] != '\0'; i++)
            twin = memcmp(from + 2 * i, text.ptr + begin, 2) == 0 ? i + 1 : twin;
        if (twin > 0 && tm_disguise_here(d, rng)) {
            tm_buf_byte(out, to[twin - 1]);
            changed = true;
        } else {
            tm_buf_append(out, text.ptr + begin, pos - begin);
        }
    }
    return changed;
}

bool tm_disguise_leet(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    const size_t before = out->len;
    if (tm_disguise_homophones(out, d, text, rng))
        return true;
    out->len = before;
    if (put_cyrillic(out, d, text, cyrillic_leet, cyrillic_sign, rng))
        return true;
    out->len = before;
    return put_row(out, d, text, d->variant % 4 == 0 ? sign_row : leet_row, rng);
}

// The mathematical alphabets have gaps where Unicode already had the letter elsewhere.
static uint32_t fill_gap(uint32_t c)
{
    static const uint32_t gaps[][2] = {
        {0x1D455, 0x210E}, {0x1D49D, 0x212C}, {0x1D4A0, 0x2130}, {0x1D4A1, 0x2131},
        {0x1D4A3, 0x210B}, {0x1D4A4, 0x2110}, {0x1D4A7, 0x2112}, {0x1D4A8, 0x2133},
        {0x1D4AD, 0x211B}, {0x1D4BA, 0x212F}, {0x1D4BC, 0x210A}, {0x1D4C4, 0x2134},
        {0x1D53A, 0x2102}, {0x1D53F, 0x210D}, {0x1D545, 0x2115}, {0x1D547, 0x2119},
        {0x1D548, 0x211A}, {0x1D549, 0x211D}, {0x1D551, 0x2124},
    };
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        if (gaps[i][0] == c)
            return gaps[i][1];
    }
    return c;
}

// The character in an alphabet, or itself. Circled digits begin at one; their zero is U+24EA.
static uint32_t fancy_letter(const alphabet *a, uint32_t c)
{
    const int letter = letter_index(c);
    if (letter >= 0) {
        const bool lower = a->lower != 0 && c >= 'a';
        return fill_gap((lower ? a->lower : a->upper) + (uint32_t)letter);
    }
    if (c - '0' < 10u && a->zero != 0)
        return c == '0' && a->zero < 0x3000 ? 0x24EA : a->zero + (c - '0');
    // Circled Hangul: 가 나 … 하, the syllables of every other initial with the first vowel.
    static const uint32_t initials[] = {0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18};
    for (uint32_t i = 0; tm_is_syllable(c) && i < sizeof initials / sizeof *initials; i++) {
        if (c == 0xAC00 + initials[i] * 588)
            return (a->lower == 0x249C ? 0x320E : 0x326E) + i;
    }
    return c;
}

// Whether a text can be read from its end: one of Latin letters, with or without marks of their
// own, or of Hangul; what consists of several characters would fall apart.
static bool can_be_turned(tm_str text)
{
    bool has_letters = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        if (c >= 0x300 && (c < 0x1E00 || c > 0x1EFF) && !tm_is_syllable(c))
            return false;
        has_letters |= letter_index(c) >= 0 || tm_is_syllable(c);
    }
    return has_letters;
}

// From the end to the beginning, Latin letters upside down.
static void put_turned(tm_buf *out, tm_str text)
{
    for (size_t end = text.len; end > 0;) {
        size_t begin = end - 1;
        while (begin > 0 && ((unsigned char)text.ptr[begin] & 0xC0) == 0x80)
            begin--;
        const int letter = letter_index((unsigned char)text.ptr[begin]);
        if (letter >= 0)
            tm_buf_text(out, turned_row[letter]);
        else
            tm_buf_append(out, text.ptr + begin, end - begin);
        end = begin;
    }
}

bool tm_disguise_fancy(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    size_t which = d->variant % (N_ALPHABETS + FANCY_ROWS + 1);
    if (which == N_ALPHABETS + FANCY_ROWS && can_be_turned(text)) {
        put_turned(out, text);
        return true;
    }
    which %= N_ALPHABETS + FANCY_ROWS;
    if (which >= N_ALPHABETS)
        return put_row(out, d, text, letter_rows[LOOKALIKE_ROWS + which - N_ALPHABETS], rng);
    const alphabet *const a = &alphabets[which];
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t c = tm_utf8_next(text, &pos);
        const uint32_t fancy = tm_disguise_here(d, rng) ? fancy_letter(a, c) : c;
        tm_utf8_put(out, fancy);
        // Digits that go with squares are the keys of a telephone.
        const bool key = fancy - '0' < 10u && a->upper >= 0x1F130 && a->zero == 0;
        if (key)
            tm_buf_text(out, "\xEF\xB8\x8F\xE2\x83\xA3"); // U+FE0F U+20E3
        changed |= fancy != c || key;
    }
    return changed;
}

static bool has_letter(tm_str list, tm_str letter)
{
    for (; list.len > 0; list = tm_str_slice(list, 1, list.len)) {
        if (tm_str_starts_with(list, letter))
            return true;
    }
    return false;
}

// Writes Latin letters without their marks, as people without the right keyboard do, and as
// spammers do to look like them.
static bool put_unmarked(tm_buf *out, tm_str text)
{
    static const struct {
        char plain;
        const char *marked;
    } letters[] = {
        {'a', "àáâãăạảấầẩẫậắằẳẵặ"},
        {'c', "ç"},
        {'d', "đ"},
        {'e', "èéêẹẻẽếềểễệ"},
        {'g', "ğ"},
        {'i', "ìíîĩıỉị"},
        {'o', "òóôõöơọỏốồổỗộớờởỡợ"},
        {'s', "ş"},
        {'u', "ùúûüũưụủứừửữự"},
        {'y', "ýỳỵỷỹ"},
        {'A', "ÀÁÂÃĂẠẢẤẦẨẪẬẮẰẲẴẶ"},
        {'C', "Ç"},
        {'D', "Đ"},
        {'E', "ÈÉÊẸẺẼẾỀỂỄỆ"},
        {'G', "Ğ"},
        {'I', "ÌÍÎĨİỈỊ"},
        {'O', "ÒÓÔÕÖƠỌỎỐỒỔỖỘỚỜỞỠỢ"},
        {'S', "Ş"},
        {'U', "ÙÚÛÜŨƯỤỦỨỪỬỮỰ"},
        {'Y', "ÝỲỴỶỸ"},
    };
    bool changed = false;
    for (size_t pos = 0; pos < text.len;) {
        const size_t begin = pos;
        tm_utf8_next(text, &pos);
        const tm_str letter = tm_str_slice(text, begin, pos);
        char plain = '\0';
        for (size_t i = 0; letter.len > 1 && i < sizeof letters / sizeof *letters; i++) {
            if (has_letter(tm_str_of(letters[i].marked), letter))
                plain = letters[i].plain;
        }
        if (plain)
            tm_buf_byte(out, plain);
        else
            tm_buf_add(out, letter);
        changed |= plain != '\0';
    }
    return changed;
}

bool tm_disguise_lookalike(tm_buf *out, const tm_disguise *d, tm_str text, tm_rng *rng)
{
    const size_t before = out->len;
    const size_t which = d->variant % (LOOKALIKE_ROWS + 2);
    if (which >= LOOKALIKE_ROWS && put_unmarked(out, text))
        return true;
    out->len = before;
    if (put_cyrillic(out, d, text, cyrillic, cyrillic_twin, rng))
        return true;
    out->len = before;
    return put_row(out, d, text, letter_rows[which % LOOKALIKE_ROWS], rng);
}
