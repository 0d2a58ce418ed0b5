// An escape sequence in a scraped page could repaint the report, and a direction control could
// change how it reads. So only visible characters are written to a terminal. Control characters
// become their pictures (ESC is ␛); C1 controls, direction controls and invisible characters are
// spelt out (<U+202E>), and so are bytes that are not UTF-8 (<FF>); of combining marks in a row
// only four are written. So readers see what the document holds, disguises included.
//
// Widths follow East Asian Width (Unicode 15, UAX #11) through a short table; wcwidth would
// depend on the locale. Linear.
// SPDX-License-Identifier: MIT
#include "sink/visible.h"

#include <stdio.h>

#include "text/decode.h"
#include "text/utf8.h"

enum {
    MAX_MARKS = 4, // Thai and Vietnamese need two, pointed Hebrew three
    VARIATION_SELECTOR_16 = 0xFE0F
};

typedef struct range {
    uint32_t first, last;
} range;

// Invisible, or able to reorder what is around them; with the tags and selectors of plane 14.
static const range hidden[] = {
    {0x0080, 0x009F}, {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F},   {0x2800, 0x2800},   {0x3164, 0x3164},
    {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0xFFFE, 0xFFFF}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

// Drawn onto the character before them: combining marks, and the vowels and final consonants of
// syllables in conjoining jamo.
static const range marks[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
    {0x06DF, 0x06E4}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1161, 0x11FF},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0x302A, 0x302D}, {0x3099, 0x309A},
    {0xD7B0, 0xD7FF}, {0xFE20, 0xFE2F},
};

static const range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
    {0x270A, 0x270B},   {0x2753, 0x2755},   {0x2795, 0x2797},   {0x2B1B, 0x2B1C},
    {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F7E0, 0x1F7EB}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD},
};

static bool is_in(const range *ranges, size_t n_ranges, uint32_t codepoint)
{
    size_t low = 0;
    size_t high = n_ranges;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (codepoint > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n_ranges && codepoint >= ranges[low].first;
}

// After ❤ and the like the selector is harmless: it only chooses the coloured picture.
static bool takes_selector(uint32_t previous)
{
    return (previous >= 0x2010 && previous <= 0x2BFF) || previous >= 0x1F000;
}

static void spell(tm_glyph *glyph, const char *prefix, int digits, uint32_t number)
{
    const int len =
        snprintf(glyph->shown, sizeof glyph->shown, "<%s%0*X>", prefix, digits, number);
    glyph->shown_len = len > 0 ? (size_t)len : 0;
    glyph->columns = glyph->shown_len;
}

static void copy(tm_glyph *glyph, const char *bytes, size_t len, size_t columns)
{
    memcpy(glyph->shown, bytes, len);
    glyph->shown_len = len;
    glyph->columns = columns;
}

static void show_control(tm_glyph *glyph, uint32_t codepoint)
{
    const uint32_t picture = codepoint == 0x7F ? 0x2421 : 0x2400 + codepoint;
    const char bytes[] = {(char)(0xE0 | picture >> 12), (char)(0x80 | (picture >> 6 & 0x3F)),
                          (char)(0x80 | (picture & 0x3F))};
    copy(glyph, bytes, sizeof bytes, 1);
}

static void show(tm_glyph *glyph, tm_glyphs *glyphs, uint32_t codepoint)
{
    const char *bytes = glyphs->text.ptr + glyph->begin;
    const size_t len = glyph->end - glyph->begin;
    const bool mark = is_in(marks, sizeof marks / sizeof *marks, codepoint);
    glyphs->n_marks = mark ? glyphs->n_marks + 1 : 0;

    if (codepoint == '\t')
        copy(glyph, " ", 1, 1);
    else if (codepoint < 0x20 || codepoint == 0x7F)
        show_control(glyph, codepoint);
    else if (codepoint == VARIATION_SELECTOR_16 && takes_selector(glyphs->previous))
        copy(glyph, bytes, len, 0);
    else if (is_in(hidden, sizeof hidden / sizeof *hidden, codepoint))
        spell(glyph, "U+", 4, codepoint);
    else if (mark)
        copy(glyph, bytes, glyphs->n_marks <= MAX_MARKS ? len : 0, 0);
    else
        copy(glyph, bytes, len, is_in(wide, sizeof wide / sizeof *wide, codepoint) ? 2 : 1);
    glyphs->previous = codepoint;
}

bool tm_glyphs_next(tm_glyph *glyph, tm_glyphs *glyphs)
{
    if (glyphs->pos >= glyphs->text.len)
        return false;
    const size_t begin = glyphs->pos;
    const bool valid = tm_utf8_length(tm_str_slice(glyphs->text, begin, glyphs->text.len)) > 0;
    glyph->begin = begin;
    if (valid) {
        const uint32_t codepoint = tm_utf8_next(glyphs->text, &glyphs->pos);
        glyph->end = glyphs->pos;
        show(glyph, glyphs, codepoint);
    } else {
        glyph->end = ++glyphs->pos;
        spell(glyph, "", 2, (unsigned char)glyphs->text.ptr[begin]);
    }
    return true;
}

size_t tm_visible(tm_buf *out, tm_str text, size_t max_columns)
{
    tm_glyphs glyphs = {.text = text};
    tm_glyph glyph;
    size_t columns = 0;
    while (tm_glyphs_next(&glyph, &glyphs)) {
        const size_t kept_free = glyphs.pos < text.len ? 1 : 0; // for the …
        if (max_columns && columns + glyph.columns + kept_free > max_columns) {
            tm_buf_text(out, "…");
            return columns + 1;
        }
        tm_buf_append(out, glyph.shown, glyph.shown_len);
        columns += glyph.columns;
    }
    return columns;
}
