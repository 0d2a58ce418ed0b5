// Declarations are read one after another: the name up to ':', the value up to a ';' outside of
// quotes and brackets; comments are dropped, backslash escapes undone, letters made lower-case. A
// name or value that is longer than a short fixed buffer is cut; nothing that hides text is so
// long.
//
// Lengths are compared in pixels, roughly: an em counts as 16, a per cent as 10, since a box at
// -100 % is as far outside as one at -1000px. An element counts as hidden only if it would be on
// any screen.
// SPDX-License-Identifier: MIT
#include "text/css.h"

#include "base/num.h"
#include "text/css_value.h"
#include "text/html_char.h"

enum { MAX_NAME_BYTES = 32, MAX_VALUE_BYTES = 256 };

typedef struct declaration {
    char name[MAX_NAME_BYTES], value[MAX_VALUE_BYTES];
    size_t name_len, value_len;
} declaration;

bool tm_css_skip_comment(tm_str text, size_t *pos)
{
    if (text.len - *pos < 2 || text.ptr[*pos] != '/' || text.ptr[*pos + 1] != '*')
        return false;
    for (size_t i = *pos + 2; i + 1 < text.len; i++) {
        if (text.ptr[i] == '*' && text.ptr[i + 1] == '/') {
            *pos = i + 2;
            return true;
        }
    }
    *pos = text.len;
    return true;
}

// ---- One declaration ------------------------------------------------------------------------

// Decodes the escape that begins with the backslash at *pos: \64 is d, \d is d. What is not ASCII
// does not matter here and becomes '?'.
static char read_escape(tm_str text, size_t *pos)
{
    uint32_t c = 0;
    size_t n = 0;
    ++*pos;
    while (n < 6 && *pos < text.len && tm_hex_digit(text.ptr[*pos]) >= 0) {
        c = c * 16 + (uint32_t)tm_hex_digit(text.ptr[*pos]);
        ++*pos;
        n++;
    }
    if (n == 0)
        return *pos < text.len ? text.ptr[(*pos)++] : '?';
    if (*pos < text.len && tm_html_is_blank(text.ptr[*pos]))
        ++*pos;
    return c >= ' ' && c < 0x7F ? (char)c : '?';
}

static void add(char *out, size_t *len, size_t cap, char byte)
{
    if (*len < cap)
        out[(*len)++] = tm_html_lower(byte);
}

// Copies the string in quotes at *pos.
static void read_string(declaration *d, tm_str text, size_t *pos)
{
    const char quote = text.ptr[*pos];
    do
        add(d->value, &d->value_len, MAX_VALUE_BYTES, text.ptr[(*pos)++]);
    while (*pos < text.len && text.ptr[*pos] != quote);
    *pos += *pos < text.len;
}

static void read_name(declaration *d, tm_str text, size_t *pos)
{
    while (*pos < text.len && text.ptr[*pos] != ':' && text.ptr[*pos] != ';') {
        if (tm_css_skip_comment(text, pos))
            continue;
        const char byte = text.ptr[*pos] == '\\' ? read_escape(text, pos) : text.ptr[(*pos)++];
        if (!tm_html_is_blank(byte))
            add(d->name, &d->name_len, MAX_NAME_BYTES, byte);
    }
}

static void read_value(declaration *d, tm_str text, size_t *pos)
{
    size_t depth = 0;
    while (*pos < text.len && (depth > 0 || text.ptr[*pos] != ';')) {
        char byte = text.ptr[*pos];
        if (tm_css_skip_comment(text, pos))
            continue;
        if (byte == '"' || byte == '\'') {
            read_string(d, text, pos);
            continue;
        }
        if (byte == '\\')
            byte = read_escape(text, pos);
        else
            ++*pos;
        depth += byte == '(';
        depth -= byte == ')' && depth > 0;
        add(d->value, &d->value_len, MAX_VALUE_BYTES, tm_html_is_blank(byte) ? ' ' : byte);
    }
}

// False at the end.
static bool next_declaration(declaration *d, tm_str text, size_t *pos)
{
    if (*pos >= text.len)
        return false;
    d->name_len = d->value_len = 0;
    read_name(d, text, pos);
    if (*pos < text.len && text.ptr[*pos] == ':') {
        ++*pos;
        read_value(d, text, pos);
    }
    *pos += *pos < text.len;
    return true;
}

// ---- Properties -----------------------------------------------------------------------------

// Properties that are read as values of one kind.
typedef enum property {
    BACKGROUND,
    CLIP,
    COLOR,
    DISPLAY,
    EXTENT,
    FONT,
    FONT_SIZE,
    INDENT,
    OPACITY,
    OVERFLOW,
    PLACE,
    TRANSFORM,
    VISIBILITY,
    WHITE_SPACE
} property;

static const struct {
    const char *name;
    property property;
} properties[] = {
    {"background", BACKGROUND},
    {"background-color", BACKGROUND},
    {"clip", CLIP},
    {"clip-path", CLIP},
    {"color", COLOR},
    {"display", DISPLAY},
    {"width", EXTENT},
    {"height", EXTENT},
    {"max-width", EXTENT},
    {"max-height", EXTENT},
    {"font", FONT},
    {"font-size", FONT_SIZE},
    {"text-indent", INDENT},
    {"opacity", OPACITY},
    {"overflow", OVERFLOW},
    {"overflow-x", OVERFLOW},
    {"overflow-y", OVERFLOW},
    {"left", PLACE},
    {"right", PLACE},
    {"top", PLACE},
    {"bottom", PLACE},
    {"margin-left", PLACE},
    {"margin-top", PLACE},
    {"transform", TRANSFORM},
    {"visibility", VISIBILITY},
    {"white-space", WHITE_SPACE},
};

static uint8_t side(bool hidden)
{
    return hidden ? TM_CSS_HIDDEN : TM_CSS_SHOWN;
}

static uint8_t display_of(tm_str value)
{
    if (tm_html_is(value, "none"))
        return TM_DISPLAY_NONE;
    if (tm_html_begins(value, "inline") || tm_html_is(value, "contents"))
        return TM_DISPLAY_INLINE;
    return TM_DISPLAY_BLOCK;
}

// A width or height. It takes only one that hides.
static void add_extent(tm_css *css, tm_str value)
{
    if (css->extent != TM_CSS_HIDDEN)
        css->extent = side(tm_css_is_flat(value));
}

static void add_place(tm_css *css, bool away)
{
    if (css->place != TM_CSS_HIDDEN)
        css->place = side(away);
}

static void apply(tm_css *css, property p, tm_str value)
{
    switch (p) {
    case BACKGROUND:
        css->background = tm_css_background(value);
        break;
    case CLIP:
        css->clip = side(tm_css_clips_all(value));
        break;
    case COLOR:
        css->color = tm_css_color(value);
        break;
    case DISPLAY:
        css->display = display_of(value);
        break;
    case EXTENT:
        add_extent(css, value);
        break;
    case FONT:
        css->font = side(tm_css_font_is_tiny(value));
        break;
    case FONT_SIZE:
        css->font = side(tm_css_size_is_tiny(value));
        break;
    case INDENT:
        css->indent = side(tm_css_is_away(value));
        break;
    case OPACITY:
        css->opacity = side(tm_css_is_faint(value));
        break;
    case OVERFLOW:
        css->overflow = side(!tm_html_is(value, "visible"));
        break;
    case PLACE:
        add_place(css, tm_css_is_away(value));
        break;
    case TRANSFORM:
        add_place(css, tm_css_moves_away(value));
        break;
    case VISIBILITY:
        css->visibility = side(tm_html_is(value, "hidden") || tm_html_is(value, "collapse"));
        break;
    case WHITE_SPACE:
        css->newlines = side(!tm_html_begins(value, "pre"));
        break;
    }
}

void tm_css_read(tm_css *css, tm_str style)
{
    declaration d;
    for (size_t pos = 0; next_declaration(&d, style, &pos);) {
        tm_str value = {d.value, d.value_len};
        const tm_str name = {d.name, d.name_len};
        value = tm_html_trim(tm_str_cut(&value, '!')); // !important
        for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
            if (value.len > 0 && tm_html_is(name, properties[i].name))
                apply(css, properties[i].property, value);
    }
}

// ---- Together -------------------------------------------------------------------------------

static void take_over(uint8_t *field, uint8_t over)
{
    if (over != TM_CSS_UNSET)
        *field = over;
}

void tm_css_merge(tm_css *css, const tm_css *over)
{
    take_over(&css->display, over->display);
    take_over(&css->visibility, over->visibility);
    take_over(&css->opacity, over->opacity);
    take_over(&css->font, over->font);
    take_over(&css->indent, over->indent);
    take_over(&css->place, over->place);
    take_over(&css->clip, over->clip);
    take_over(&css->extent, over->extent);
    take_over(&css->overflow, over->overflow);
    take_over(&css->newlines, over->newlines);
    if (over->color != TM_COLOR_UNSET)
        css->color = over->color;
    if (over->background != TM_COLOR_UNSET)
        css->background = over->background;
}

bool tm_css_is_nothing(const tm_css *css)
{
    return !(css->display | css->visibility | css->opacity | css->font | css->indent |
             css->place | css->clip | css->extent | css->overflow | css->newlines) &&
           css->color == TM_COLOR_UNSET && css->background == TM_COLOR_UNSET;
}
