// SPDX-License-Identifier: MIT
#include "text/html_markup.h"

#include "text/html_char.h"

static bool is_one_of(tm_str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tm_html_is(name, names[i]))
            return true;
    return false;
}

static bool holds_words(tm_str name)
{
    static const char *const names[] = {"mi", "mn", "mo", "ms", "mtext"};
    return is_one_of(name, names, sizeof names / sizeof *names);
}

static bool is_glyph(tm_str name)
{
    static const char *const names[] = {"mglyph", "malignmark"};
    return is_one_of(name, names, sizeof names / sizeof *names);
}

static bool holds_html(tm_str name)
{
    static const char *const names[] = {"desc", "foreignobject", "title"};
    return is_one_of(name, names, sizeof names / sizeof *names);
}

static bool is_note_in_html(const tm_html_tag *tag)
{
    const tm_str encoding = tag->value[TM_ATTRIBUTE_ENCODING];
    return tm_html_is(encoding, "text/html") || tm_html_is(encoding, "application/xhtml+xml");
}

bool tm_markup_is_foreign(tm_markup markup)
{
    return markup >= TM_MARKUP_DRAWING;
}

bool tm_markup_is_part(tm_markup around, const tm_html_tag *tag)
{
    return tm_markup_is_foreign(around) || tag->element == TM_ELEMENT_SVG ||
           tag->element == TM_ELEMENT_MATH ||
           (around == TM_MARKUP_WORDS && is_glyph(tag->name));
}

static tm_markup inside_of_formula(tm_markup around, const tm_html_tag *tag)
{
    if (around == TM_MARKUP_NOTE && tag->element == TM_ELEMENT_SVG)
        return TM_MARKUP_DRAWING;
    if (holds_words(tag->name))
        return TM_MARKUP_WORDS;
    if (!tm_html_is(tag->name, "annotation-xml"))
        return TM_MARKUP_FORMULA;
    return is_note_in_html(tag) ? TM_MARKUP_HTML : TM_MARKUP_NOTE;
}

tm_markup tm_markup_inside(tm_markup around, const tm_html_tag *tag)
{
    if (around == TM_MARKUP_DRAWING)
        return holds_html(tag->name) ? TM_MARKUP_HTML : TM_MARKUP_DRAWING;
    if (tm_markup_is_foreign(around))
        return inside_of_formula(around, tag);
    if (tag->element == TM_ELEMENT_SVG)
        return TM_MARKUP_DRAWING;
    return tm_markup_is_part(around, tag) ? TM_MARKUP_FORMULA : TM_MARKUP_HTML;
}

bool tm_markup_is_left_at(const tm_html_tag *tag)
{
    if (tag->is_end)
        return tag->element == TM_ELEMENT_BR || tag->element == TM_ELEMENT_P;
    if (tag->element == TM_ELEMENT_FONT)
        return tag->has[TM_ATTRIBUTE_COLOR] || tag->has[TM_ATTRIBUTE_FACE] ||
               tag->has[TM_ATTRIBUTE_SIZE];
    return tag->flags & TM_ELEMENT_LEAVES_DRAWING;
}
