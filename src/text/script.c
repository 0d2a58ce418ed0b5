// Sorted ranges of scripts and signs, searched by bisection while the fold table is built. Source:
// the block list of Unicode 15.
// SPDX-License-Identifier: MIT
#include "text/script.h"

#include <stddef.h>

typedef struct range {
    uint32_t first, last;
    uint8_t klass;
} range;

static const range letters[] = {
    {0x0041, 0x02B8, TM_CHAR_LATIN},    {0x02B9, 0x02DF, TM_CHAR_PUNCT},
    {0x02E0, 0x02E4, TM_CHAR_LATIN},    {0x02E5, 0x02FF, TM_CHAR_PUNCT},
    {0x0300, 0x036F, TM_CHAR_PUNCT}, // marks of any script
    {0x0400, 0x052F, TM_CHAR_CYRILLIC}, {0x0E01, 0x0E4E, TM_CHAR_THAI},
    {0x1100, 0x11FF, TM_CHAR_JAMO},     {0x1AB0, 0x1AFF, TM_CHAR_PUNCT},
    {0x1C80, 0x1C8F, TM_CHAR_CYRILLIC}, {0x1D00, 0x1D25, TM_CHAR_LATIN},
    {0x1D2C, 0x1D5C, TM_CHAR_LATIN},    {0x1D62, 0x1D65, TM_CHAR_LATIN},
    {0x1D6B, 0x1DBE, TM_CHAR_LATIN},    {0x1DC0, 0x1DFF, TM_CHAR_PUNCT},
    {0x1E00, 0x1EFF, TM_CHAR_LATIN},    {0x2071, 0x209C, TM_CHAR_LATIN},
    {0x20D0, 0x20FF, TM_CHAR_PUNCT},    {0x2102, 0x2188, TM_CHAR_LATIN},
    {0x24B6, 0x24E9, TM_CHAR_LATIN},    {0x2C60, 0x2C7F, TM_CHAR_LATIN},
    {0x2DE0, 0x2DFF, TM_CHAR_CYRILLIC}, {0x2E80, 0x3007, TM_CHAR_HAN},
    {0x3021, 0x302D, TM_CHAR_HAN},      {0x302E, 0x302F, TM_CHAR_HANGUL},
    {0x3031, 0x3035, TM_CHAR_KANA},     {0x3038, 0x303B, TM_CHAR_HAN},
    {0x3041, 0x30FF, TM_CHAR_KANA},     {0x3131, 0x318C, TM_CHAR_JAMO},
    {0x318D, 0x318D, TM_CHAR_PUNCT},    {0x318E, 0x318E, TM_CHAR_JAMO},
    {0x31F0, 0x31FF, TM_CHAR_KANA},     {0x3400, 0x4DBF, TM_CHAR_HAN},
    {0x4E00, 0x9FFF, TM_CHAR_HAN},      {0xA640, 0xA69F, TM_CHAR_CYRILLIC},
    {0xA722, 0xA7FF, TM_CHAR_LATIN},    {0xA960, 0xA97C, TM_CHAR_JAMO},
    {0xAB30, 0xAB64, TM_CHAR_LATIN},    {0xAC00, 0xD7A3, TM_CHAR_HANGUL},
    {0xD7B0, 0xD7FB, TM_CHAR_JAMO},     {0xF900, 0xFAFF, TM_CHAR_HAN},
    {0xFB00, 0xFB06, TM_CHAR_LATIN},    {0xFE20, 0xFE2F, TM_CHAR_PUNCT},
    {0xFF21, 0xFF5A, TM_CHAR_LATIN},    {0xFF66, 0xFF9F, TM_CHAR_KANA},
    {0x10780, 0x107BA, TM_CHAR_LATIN},  {0x1AFF0, 0x1B16F, TM_CHAR_KANA},
    {0x1DF00, 0x1DF2A, TM_CHAR_LATIN},  {0x20000, 0x3FFFF, TM_CHAR_HAN},
};

// Pictographs among the signs; every other sign is punctuation.
static const range pictographs[] = {
    {0x2190, 0x21FF, TM_CHAR_EMOJI}, // arrows
    {0x2300, 0x23FF, TM_CHAR_EMOJI}, // technical
    {0x2500, 0x27BF, TM_CHAR_EMOJI}, // box drawing, geometry, symbols, dingbats
    {0x27F0, 0x27FF, TM_CHAR_EMOJI}, {0x2801, 0x28FF, TM_CHAR_EMOJI}, // arrows, Braille
    {0x2900, 0x297F, TM_CHAR_EMOJI}, {0x2B00, 0x2BFF, TM_CHAR_EMOJI}, // arrows
    {0x3004, 0x3004, TM_CHAR_EMOJI}, {0x3012, 0x3013, TM_CHAR_EMOJI},
    {0x3020, 0x3020, TM_CHAR_EMOJI}, {0x1F000, 0x1FBEF, TM_CHAR_EMOJI},
};

static tm_char_class find(const range *ranges, size_t n_ranges, uint32_t codepoint,
                          tm_char_class otherwise)
{
    size_t low = 0, high = n_ranges;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (codepoint > ranges[middle].last)
            low = middle + 1;
        else if (codepoint < ranges[middle].first)
            high = middle;
        else
            return ranges[middle].klass;
    }
    return otherwise;
}

tm_char_class tm_script_letter(uint32_t codepoint)
{
    return find(letters, sizeof letters / sizeof *letters, codepoint, TM_CHAR_OTHER_LETTER);
}

tm_char_class tm_script_sign(uint32_t codepoint)
{
    return find(pictographs, sizeof pictographs / sizeof *pictographs, codepoint,
                TM_CHAR_PUNCT);
}

static bool is_greek(uint32_t codepoint)
{
    return (codepoint >= 0x0370 && codepoint <= 0x03FF) ||
           (codepoint >= 0x1F00 && codepoint <= 0x1FFF);
}

bool tm_script_drops_accents(uint32_t codepoint)
{
    return tm_script_letter(codepoint) == TM_CHAR_LATIN || is_greek(codepoint);
}

bool tm_script_visible_format(uint32_t codepoint)
{
    return (codepoint >= 0x0600 && codepoint <= 0x0605) || codepoint == 0x06DD ||
           codepoint == 0x070F || codepoint == 0x0890 || codepoint == 0x0891 ||
           codepoint == 0x08E2 || codepoint == 0x110BD || codepoint == 0x110CD;
}

bool tm_script_blank(uint32_t codepoint)
{
    return codepoint == 0x2800 || codepoint == 0x1D159 || codepoint == 0x2065 ||
           (codepoint >= 0xFFF0 && codepoint <= 0xFFF8) ||
           (codepoint >= 0xE0000 && codepoint <= 0xE0FFF) ||
           (codepoint >= 0xFDD0 && codepoint <= 0xFDEF) || (codepoint & 0xFFFE) == 0xFFFE;
}

bool tm_script_disguises(uint32_t codepoint)
{
    const bool half_width_kana = codepoint >= 0xFF65 && codepoint <= 0xFF9F;
    const bool superscript = codepoint < 0x0300;
    const bool small_figure = codepoint >= 0x2070 && codepoint <= 0x2089 &&
                              codepoint != 0x2071 && codepoint != 0x207F;
    const bool roman_numeral = codepoint >= 0x2160 && codepoint <= 0x217F;
    return !half_width_kana && !superscript && !small_figure && !roman_numeral;
}

bool tm_script_alike(uint32_t codepoint, uint8_t klass)
{
    // Blocks with letters in alphabets.inc, then what alike.c reads between Latin letters.
    static const range alike[] = {
        {0x0370, 0x058F, 1}, // Greek, Cyrillic, Armenian
        {0x0E40, 0x0E40, 1}, // the Thai letter e
        {0x13A0, 0x167F, 1}, // Cherokee, Canadian syllabics
        {0x2202, 0x2202, 1},   {0x2299, 0x2299, 1},   {0x25CB, 0x25CE, 1},
        {0x25EF, 0x25EF, 1},   {0x2C80, 0x2CFF, 1}, // Coptic
        {0x3007, 0x3007, 1},   {0x3147, 0x3147, 1},   {0x3163, 0x3163, 1},
        {0x4E28, 0x4E28, 1},   {0xA4D0, 0xA4FF, 1}, // Lisu
        {0x10280, 0x1032F, 1}, {0x1F1E6, 0x1F1FF, 1},
    };
    return klass == TM_CHAR_CYRILLIC ||
           find(alike, sizeof alike / sizeof *alike, codepoint, TM_CHAR_SPACE) != TM_CHAR_SPACE;
}

bool tm_script_uniform(uint32_t block, uint8_t *klass)
{
    // Ranges of blocks: Hangul, Han, Yi, cuneiform, hieroglyphs, Tangut; private use; planes and
    // stretches without characters.
    static const range uniform[] = {
        {0x034, 0x04C, TM_CHAR_HAN},          {0x04E, 0x09F, TM_CHAR_HAN},
        {0x0A0, 0x0A3, TM_CHAR_OTHER_LETTER}, {0x0AC, 0x0D6, TM_CHAR_HANGUL},
        {0x0D8, 0x0F8, TM_CHAR_PUNCT},        {0x120, 0x122, TM_CHAR_OTHER_LETTER},
        {0x130, 0x133, TM_CHAR_OTHER_LETTER}, {0x136, 0x143, TM_CHAR_PUNCT},
        {0x170, 0x186, TM_CHAR_OTHER_LETTER}, {0x18E, 0x1AE, TM_CHAR_PUNCT},
        {0x1B3, 0x1BB, TM_CHAR_PUNCT},        {0x1BD, 0x1CE, TM_CHAR_PUNCT},
        {0x200, 0x2F7, TM_CHAR_HAN},          {0x2FB, 0x2FF, TM_CHAR_PUNCT},
        {0x300, 0x3FF, TM_CHAR_HAN},          {0x400, 0xDFF, TM_CHAR_PUNCT},
        {0xE10, 0x10FF, TM_CHAR_PUNCT},
    };
    // The last block of each plane ends with two noncharacters.
    const tm_char_class found =
        (block & 0xFF) == 0xFF
            ? TM_N_CHAR_CLASSES
            : find(uniform, sizeof uniform / sizeof *uniform, block, TM_N_CHAR_CLASSES);
    *klass = (uint8_t)found;
    return found != TM_N_CHAR_CLASSES;
}
