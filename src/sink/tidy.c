// Blanks and separators that touch a hole form a gap with it, which its holes cut into pieces. With
// text on both sides of the gap one piece stays: the first with a separator in it, else the first
// with a blank. At the beginning of a line the piece before the holes stays (indentation, a list
// mark), at its end the piece after them. So
//
//     정치 [바카라] | 들꽃신문[바카라]   →  정치 | 들꽃신문
//     A | [X] | B  →  A | B      [X] | A  →  A      A ([X]) B  →  A B      A [X].  →  A.
//
// Linear: a gap is looked at once, from its holes outwards.
// SPDX-License-Identifier: MIT
#include "sink/tidy.h"

// ---- Marks ----------------------------------------------------------------------------------

static tm_mark ascii_mark(uint32_t c)
{
    if (c == ' ' || c == '\t')
        return TM_MARK_BLANK;
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
        return TM_MARK_WORD;
    if (c == '|' || c == '/' || c == ',' || c == '-' || c == '>')
        return TM_MARK_SEPARATOR;
    if (c == '(' || c == '[' || c == '{')
        return TM_MARK_OPEN;
    if (c == ')' || c == ']' || c == '}')
        return TM_MARK_CLOSE;
    if (c == '.' || c == '!' || c == '?')
        return TM_MARK_STOP;
    return TM_MARK_ORNAMENT;
}

static bool is_one_of(uint32_t c, const uint32_t *list)
{
    while (*list && *list != c)
        list++;
    return *list != 0;
}

static bool is_ornament(uint32_t c)
{
    return (c >= 0xA1 && c <= 0xBF && c != 0xAA && c != 0xB5 && c != 0xBA) ||
           (c >= 0x2010 && c <= 0x205E) || (c >= 0x2190 && c <= 0x245F) ||
           (c >= 0x2500 && c <= 0x2BFF) || (c >= 0x3001 && c <= 0x3004) ||
           (c >= 0x3008 && c <= 0x3020) || (c >= 0xFF01 && c <= 0xFF0F) ||
           (c >= 0xFF1A && c <= 0xFF20) || c == 0xFE0F || c == 0xFFFD ||
           (c >= 0x1F000 && c <= 0x1FAFF);
}

tm_mark tm_mark_of(uint32_t c)
{
    static const uint32_t separators[] = {0xB7,   0x318D, 0x2022, 0x30FB, 0xFF5C, 0x2502,
                                          0x2013, 0x2014, 0xBB,   0x203A, 0x3001, 0xFF0C,
                                          0xFF0F, 0x25B6, 0x2192, 0xFF65, 0};
    static const uint32_t openers[] = {0x201C, 0x2018, 0x300C, 0x300E, 0x300A,
                                       0x3008, 0x3010, 0xFF08, 0xFF3B, 0};
    static const uint32_t closers[] = {0x201D, 0x2019, 0x300D, 0x300F, 0x300B,
                                       0x3009, 0x3011, 0xFF09, 0xFF3D, 0};
    static const uint32_t stops[] = {0x2026, 0x3002, 0xFF01, 0xFF0E, 0xFF1F, 0};
    if (c < 0x80)
        return ascii_mark(c);
    if (c == 0xA0 || c == 0x3000 || c == 0x3164 || (c >= 0x2000 && c <= 0x200F) || c == 0x202F)
        return TM_MARK_BLANK;
    if (is_one_of(c, separators))
        return TM_MARK_SEPARATOR;
    if (is_one_of(c, openers))
        return TM_MARK_OPEN;
    if (is_one_of(c, closers))
        return TM_MARK_CLOSE;
    if (is_one_of(c, stops))
        return TM_MARK_STOP;
    return is_ornament(c) ? TM_MARK_ORNAMENT : TM_MARK_WORD;
}

static tm_mark mark_at(tm_str text, size_t at, size_t *next)
{
    *next = at;
    return tm_mark_of(tm_utf8_next(text, next));
}

// The mark of the character that ends at `at`, and where it begins.
static tm_mark mark_before(tm_str text, size_t at, size_t *begin)
{
    size_t next;
    do
        at--;
    while (((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    *begin = at;
    return mark_at(text, at, &next);
}

// ---- Gaps -----------------------------------------------------------------------------------

typedef struct finder {
    const tm_clean *clean;
    tm_str text;
    size_t line_begin, line_end;
    size_t own_begin; // what is before belongs to an earlier gap, or to a word put back
    size_t end_hole;  // of the line
    tm_tidy_gap gap;
    size_t head, tail; // where the first piece ends and where the last begins
    bool inner;        // a piece between two holes may stay
    bool separates;    // the piece kept so far has a separator
} finder;

static bool is_loose(tm_mark mark)
{
    return mark == TM_MARK_BLANK || mark == TM_MARK_SEPARATOR;
}

// Extends the gap to the left over blanks and separators.
static void reach_back(finder *f)
{
    size_t begin;
    while (f->gap.begin > f->own_begin && is_loose(mark_before(f->text, f->gap.begin, &begin)))
        f->gap.begin = begin;
}

static bool puts_back(const tm_hole *hole)
{
    return hole->put_end > hole->put_begin;
}

// Extends the gap to the right over blanks, separators and further holes.
static void reach_on(finder *f)
{
    for (;;) {
        const size_t h = f->gap.end_hole;
        const bool holes_left = h < f->end_hole;
        const size_t stop = holes_left ? f->clean->hole[h].begin : f->line_end;
        size_t next;
        while (f->gap.end < stop && is_loose(mark_at(f->text, f->gap.end, &next)))
            f->gap.end = next;
        if (!holes_left || f->gap.end < stop || puts_back(&f->clean->hole[h]))
            return;
        f->gap.end = f->tail = f->clean->hole[h].end;
        f->gap.end_hole++;
    }
}

// Extends the gap over the brackets around it, which would be left empty. False: there are none.
static bool take_brackets(finder *f)
{
    size_t begin, end;
    if (f->gap.begin == f->own_begin || f->gap.end == f->line_end ||
        (f->gap.end_hole < f->end_hole && f->clean->hole[f->gap.end_hole].begin == f->gap.end))
        return false;
    if (mark_before(f->text, f->gap.begin, &begin) != TM_MARK_OPEN ||
        mark_at(f->text, f->gap.end, &end) != TM_MARK_CLOSE)
        return false;
    f->gap.begin = f->head = begin;
    f->gap.end = f->tail = end;
    f->inner = false;
    return true;
}

// Extends the gap over a stop right after it when the whole sentence is gone: before the gap is the
// beginning of the line or another stop. False: there is none.
static bool take_stop(finder *f)
{
    size_t begin, end;
    if (f->gap.end == f->line_end || f->gap.end != f->tail ||
        (f->gap.end_hole < f->end_hole &&
         f->clean->hole[f->gap.end_hole].begin == f->gap.end) ||
        mark_at(f->text, f->gap.end, &end) != TM_MARK_STOP)
        return false;
    if (f->gap.begin > f->line_begin &&
        (f->gap.begin == f->own_begin ||
         mark_before(f->text, f->gap.begin, &begin) != TM_MARK_STOP))
        return false;
    f->gap.end = f->tail = end;
    return true;
}

static bool has_separator(tm_str text, size_t begin, size_t end)
{
    while (begin < end)
        if (mark_at(text, begin, &begin) == TM_MARK_SEPARATOR)
            return true;
    return false;
}

// Keeps the piece [begin, end) instead if it is better than the one kept so far.
static void consider(finder *f, size_t begin, size_t end)
{
    tm_tidy_gap *const gap = &f->gap;
    const bool keeps = gap->keep_begin < gap->keep_end;
    if (begin == end || (keeps && f->separates))
        return;
    const bool separates = has_separator(f->text, begin, end);
    if (keeps && !separates)
        return;
    gap->keep_begin = begin;
    gap->keep_end = end;
    f->separates = separates;
}

// Whether what follows the gap goes without a blank before it: "A [X]." becomes "A."
static bool leans_back(const finder *f)
{
    size_t next;
    if (f->gap.end != f->tail || f->gap.end == f->line_end)
        return false;
    const tm_mark mark = mark_at(f->text, f->gap.end, &next);
    return mark == TM_MARK_STOP || mark == TM_MARK_CLOSE;
}

// Decides which piece stays.
static void choose(finder *f)
{
    tm_tidy_gap *const gap = &f->gap;
    gap->keep_begin = gap->begin;
    gap->keep_end = f->head;
    if (gap->begin == f->line_begin)
        return;
    gap->keep_begin = gap->keep_end = f->tail;
    if (gap->end == f->line_end)
        gap->keep_end = gap->end;
    if (gap->end == f->line_end || leans_back(f))
        return;
    consider(f, gap->begin, f->head);
    for (size_t h = gap->first_hole + 1; f->inner && h < gap->end_hole; h++)
        consider(f, f->clean->hole[h - 1].end, f->clean->hole[h].begin);
    consider(f, f->tail, gap->end);
}

tm_tidy_gap tm_gap_find(const tm_clean *clean, tm_str text, tm_str line, size_t h,
                        size_t end_hole, size_t own_begin)
{
    const tm_hole *const hole = &clean->hole[h];
    const size_t line_begin = (size_t)(line.ptr - text.ptr);
    finder f = {
        .clean = clean,
        .text = text,
        .line_begin = line_begin,
        .line_end = line_begin + line.len,
        .own_begin = own_begin,
        .end_hole = end_hole,
        .gap = {.begin = hole->begin, .end = hole->end, .first_hole = h, .end_hole = h + 1},
        .head = hole->begin,
        .tail = hole->end,
        .inner = true};
    do {
        reach_back(&f);
        reach_on(&f);
    } while (take_brackets(&f) || take_stop(&f));
    choose(&f);
    return f.gap;
}
