// Decodes character references (&#48148; &#xBC14;), percent-encoded UTF-8 (%EB%B0%94), escapes of
// JSON (\uBC14, by surrogates above U+FFFF, by several backslashes in JSON within JSON) and those of
// programs (\u{BC14}, \x{BC14}, UTF-8 as \xEB\xB0\x94). The view is used as a stack: characters are
// pushed one by one, and when the last one completes an encoding, its characters are popped and
// what they stand for is cast. So encodings within encodings are decoded in the same pass. The look
// back is bounded, the pass linear.
//
// References that every page has (&amp; &#39;) are decoded too, but only letters and digits are
// evidence. Escapes never are: programs write all letters so that are not ASCII.
// SPDX-License-Identifier: MIT
#include "text/undo.h"

enum {
    MAX_REFERENCE = 10, // &#x0010FFFF
    MAX_ENCODING = 12,  // %F0%9F%8E%B0
    PERCENT_LEN = 3,
    BYTE_LEN = 4,    // \xXX
    ESCAPE_LEN = 6,  // \uXXXX
    MAX_BRACED = 6,  // \u{10FFFF}
    MAX_SLASHES = 8, // JSON within JSON within JSON
    NOT_DIGIT = 16
};

static unsigned digit_of(uint32_t codepoint)
{
    if (codepoint >= '0' && codepoint <= '9')
        return codepoint - '0';
    if (codepoint >= 'a' && codepoint <= 'f')
        return codepoint - 'a' + 10;
    return NOT_DIGIT;
}

// The number written in characters [begin, end) of the view; 0 if it is none.
static uint32_t number_at(const tm_view *view, size_t begin, size_t end, unsigned base)
{
    uint32_t number = 0;
    for (size_t i = begin; i < end; i++) {
        const unsigned digit = digit_of(view->codepoint[i]);
        if (digit >= base || number > 0x10FFFF)
            return 0;
        number = number * base + digit;
    }
    return number;
}

static uint32_t named(const tm_view *view, size_t begin, size_t end)
{
    static const struct {
        const char *name;
        size_t len;
        uint32_t codepoint;
    } names[] = {{"amp", 3, '&'},  {"lt", 2, '<'},    {"gt", 2, '>'},
                 {"quot", 4, '"'}, {"apos", 4, '\''}, {"nbsp", 4, ' '}};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        size_t i = 0;
        while (i < names[n].len && begin + i < end &&
               view->codepoint[begin + i] == (uint32_t)names[n].name[i])
            i++;
        if (i == names[n].len && begin + i == end)
            return names[n].codepoint;
    }
    return 0;
}

static bool is_text(uint32_t codepoint)
{
    return codepoint >= ' ' && codepoint <= 0x10FFFF &&
           !(codepoint >= 0xD800 && codepoint <= 0xDFFF);
}

// What the reference stands for that ends with the last character of the view; 0 if there is none.
// *begin is where it begins.
static uint32_t reference(const tm_view *view, size_t *begin)
{
    const size_t end = view->len - 1;
    size_t start = end;
    while (start > 0 && end - start < MAX_REFERENCE && view->codepoint[start] != '&')
        start--;
    if (view->codepoint[start] != '&' || end - start < 3)
        return 0;
    *begin = start;
    if (view->codepoint[start + 1] != '#')
        return named(view, start + 1, end);
    const bool hex = view->codepoint[start + 2] == 'x';
    const uint32_t codepoint = number_at(view, start + (hex ? 3 : 2), end, hex ? 16 : 10);
    return is_text(codepoint) ? codepoint : 0;
}

// Where the backslashes begin of which the last one is at `at`.
static size_t slashes_before(const tm_view *view, size_t at)
{
    for (int i = 1; i < MAX_SLASHES && at > 0 && view->codepoint[at - 1] == '\\'; i++)
        at--;
    return at;
}

// The byte written as %XX or \xXX before `end`, and where that begins; 0 if there is none.
static unsigned byte_before(const tm_view *view, size_t end, size_t *begin)
{
    const uint32_t *const last = view->codepoint + end;
    if (end >= PERCENT_LEN && last[-PERCENT_LEN] == '%')
        *begin = end - PERCENT_LEN;
    else if (end >= BYTE_LEN && last[-BYTE_LEN] == '\\' && last[1 - BYTE_LEN] == 'x')
        *begin = slashes_before(view, end - BYTE_LEN);
    else
        return 0;
    return number_at(view, end - 2, end, 16);
}

// The same for a character in UTF-8 that ends with the last character of the view. ASCII is written
// so in addresses (%20), where it stays.
static uint32_t bytes(const tm_view *view, size_t *begin)
{
    uint32_t codepoint = 0;
    *begin = view->len;
    for (unsigned shift = 0; shift <= 18; shift += 6) {
        const unsigned byte = byte_before(view, *begin, begin);
        if (byte >= 0x80 && byte < 0xC0) {
            codepoint |= (byte & 0x3F) << shift;
            continue;
        }
        if (shift == 0)
            return is_text(byte) && byte < 0x80 && view->codepoint[*begin] == '\\' ? byte : 0;
        // A lead byte of one continuation byte has 5 bits of its own, and so on.
        const unsigned lead = shift == 6 ? 0xC0 : shift == 12 ? 0xE0 : 0xF0;
        const unsigned bits = shift == 6 ? 0x1F : shift == 12 ? 0x0F : 0x07;
        const uint32_t least = shift == 6 ? 0x80 : shift == 12 ? 0x800 : 0x10000;
        codepoint |= (byte & bits) << shift;
        return (byte & ~bits) == lead && codepoint >= least && is_text(codepoint) ? codepoint
                                                                                  : 0;
    }
    return 0;
}

// The number written as \uXXXX before `end`, and where its backslashes begin; 0 if there is none.
static uint32_t unit_before(const tm_view *view, size_t end, size_t *begin)
{
    if (end < ESCAPE_LEN || view->codepoint[end - ESCAPE_LEN] != '\\' ||
        view->codepoint[end - ESCAPE_LEN + 1] != 'u')
        return 0;
    *begin = slashes_before(view, end - ESCAPE_LEN);
    return number_at(view, end - ESCAPE_LEN + 2, end, 16);
}

static uint32_t escape(const tm_view *view, size_t *begin)
{
    const uint32_t unit = unit_before(view, view->len, begin);
    if (unit < 0xDC00 || unit > 0xDFFF)
        return is_text(unit) ? unit : 0;
    const uint32_t high = unit_before(view, *begin, begin);
    if (high < 0xD800 || high > 0xDBFF)
        return 0;
    return 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
}

// What \u{X} or \x{X} stands for that ends with the last character of the view.
static uint32_t braced(const tm_view *view, size_t *begin)
{
    const size_t end = view->len - 1;
    size_t open = end;
    while (open > 0 && end - open <= MAX_BRACED && view->codepoint[open] != '{')
        open--;
    if (open < 2 || view->codepoint[open] != '{' || view->codepoint[open - 2] != '\\' ||
        (view->codepoint[open - 1] != 'u' && view->codepoint[open - 1] != 'x'))
        return 0;
    *begin = slashes_before(view, open - 2);
    const uint32_t codepoint = number_at(view, open + 1, end, 16);
    return is_text(codepoint) ? codepoint : 0;
}

static uint32_t encoded(const tm_view *view, size_t *begin)
{
    const uint32_t last = view->codepoint[view->len - 1];
    if (last == ';')
        return reference(view, begin);
    if (last == '}')
        return braced(view, begin);
    if (digit_of(last) == NOT_DIGIT)
        return 0;
    const uint32_t codepoint = bytes(view, begin);
    return codepoint ? codepoint : escape(view, begin);
}

// Whether what the encoding stands for has no more characters than the encoding has: the cast
// writes over it.
static bool fits(const tm_folds *folds, uint32_t codepoint, size_t room)
{
    const uint32_t entry = tm_fold_entry(folds, codepoint);
    return tm_fold_action_of(entry) != TM_FOLD_EXPAND ||
           folds->pool[entry & TM_FOLD_VALUE_MASK] <= room;
}

// Accented Latin letters (caf&#233;) are ordinary, and so is percent-encoding within an address. At
// the start of a word, or right after another encoding, percent-encoding is evidence.
static bool is_evidence(const tm_view *view, size_t start, uint32_t codepoint)
{
    if (view->codepoint[start] == '\\' || (codepoint >= 0x80 && codepoint < 0x0250))
        return false;
    if (view->codepoint[start] != '%' || start == 0)
        return true;
    return view->klass[start - 1] <= TM_CHAR_NEWLINE ||
           (view->undone[start - 1] & 1U << TM_UNDONE_ENCODED);
}

static bool undo_last(tm_cast *cast)
{
    tm_view *const view = cast->view;
    size_t start;
    const uint32_t codepoint = encoded(view, &start);
    if (codepoint == 0 || !fits(cast->folds, codepoint, view->len - start))
        return false;
    for (size_t i = start + 1; i < view->len; i++)
        tm_view_widen(view, start, view->begin[i], view->end[i]);
    const uint32_t begin = view->begin[start], end = view->end[start];
    const bool turned = view->undone[start] & 1U << TM_UNDONE_BIDI;
    const bool evidence = is_evidence(view, start, codepoint);
    view->len = start;
    tm_cast_put(cast, codepoint, begin, end);
    for (size_t i = start; i < view->len; i++) {
        if (turned)
            tm_view_flag(view, i, TM_UNDONE_BIDI);
        if (evidence && tm_char_is_word(view->klass[i]))
            tm_view_flag(view, i, TM_UNDONE_ENCODED);
    }
    return true;
}

static size_t next_sign(const tm_view *view, size_t at, size_t end)
{
    const uint32_t *const codepoint = view->codepoint;
    while (at < end && codepoint[at] != '&' && codepoint[at] != '%' && codepoint[at] != '\\')
        at++;
    return at;
}

bool tm_undo_encoded(tm_cast *cast)
{
    tm_view *const view = cast->view;
    const size_t n = view->len;
    bool changed = false;
    view->len = 0;
    cast->hidden = 0;
    cast->joins = cast->marked = 0;
    for (size_t i = 0; i < n;) {
        // No encoding can end before one has begun, ...
        const size_t sign = next_sign(view, i, n);
        view->len = tm_view_shift(view, view->len, i, sign);
        // ... nor long after.
        size_t open = view->len;
        for (i = sign; i < n && view->len - open <= MAX_ENCODING; i++) {
            tm_view_move(view, view->len++, i);
            if (cast->hidden)
                tm_cast_settle(cast, view->len - 1);
            const bool undone = undo_last(cast);
            changed |= undone;
            const uint32_t last = view->len > 0 ? view->codepoint[view->len - 1] : 0;
            if (undone || last == '&' || last == '%' || last == '\\')
                open = view->len;
        }
        cast->turned = 0;
    }
    return changed;
}
