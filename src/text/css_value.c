// Numbers, lengths and colours of CSS, as far as they can hide something. Numbers are read without
// regard to the locale; digits beyond the twelfth or so are ignored.
// SPDX-License-Identifier: MIT
#include "text/css_value.h"

#include "base/num.h"
#include "text/css.h"
#include "text/html_char.h"

static const double most_number = 1e12;
static const double away_pixels = 999; // nobody scrolls that far to the left
static const double far_pixels = 9999; // or to the right
static const double tiny_pixels = 4;   // browsers draw letters of this size as specks
static const double faint_opacity = 0.05;

// ---- Numbers and lengths --------------------------------------------------------------------

typedef struct length {
    double value;
    tm_str unit; // letters or '%'
} length;

// Cuts a number with its unit off the front of *text.
static bool read_length(length *out, tm_str *text)
{
    size_t pos = 0;
    double value = 0, scale = 1;
    const char sign = text->len > 0 ? text->ptr[0] : '\0';
    pos += sign == '-' || sign == '+';
    const size_t digits = pos;
    bool fraction = false;
    for (; pos < text->len; pos++) {
        const char byte = text->ptr[pos];
        if (byte == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (!tm_html_is_digit(byte))
            break;
        if (value < most_number && scale > 1 / most_number) {
            value = value * 10 + (byte - '0');
            scale /= fraction ? 10 : 1;
        }
    }
    if (pos == digits + (fraction ? 1 : 0))
        return false;
    const size_t unit = pos;
    while (pos < text->len && (tm_html_is_letter(text->ptr[pos]) || text->ptr[pos] == '%'))
        pos++;
    *out = (length){(sign == '-' ? -value : value) * scale, tm_str_slice(*text, unit, pos)};
    *text = tm_str_slice(*text, pos, text->len);
    return true;
}

// Whether the whole value is one length.
static bool is_length(length *out, tm_str value)
{
    return read_length(out, &value) && tm_html_trim(value).len == 0;
}

static double pixels(const length *l)
{
    static const struct {
        const char *unit;
        double pixels;
    } units[] = {{"em", 16}, {"rem", 16}, {"ex", 8}, {"ch", 8},  {"pt", 4. / 3}, {"pc", 16},
                 {"%", 10},  {"vw", 10},  {"vh", 8}, {"in", 96}, {"cm", 38},     {"mm", 4}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (tm_html_is(l->unit, units[i].unit))
            return l->value * units[i].pixels;
    return l->value;
}

bool tm_css_is_away(tm_str value)
{
    length l;
    if (!is_length(&l, value))
        return false;
    return pixels(&l) <= -away_pixels || pixels(&l) >= far_pixels;
}

bool tm_css_is_flat(tm_str value)
{
    length l;
    return is_length(&l, value) && pixels(&l) <= 1 && l.value >= 0 &&
           (l.value <= 0 || !tm_html_is(l.unit, "%"));
}

bool tm_css_is_faint(tm_str value)
{
    length l;
    if (!is_length(&l, value))
        return false;
    return (tm_html_is(l.unit, "%") ? l.value / 100 : l.value) <= faint_opacity;
}

static bool is_tiny(const length *l)
{
    const double size = tm_html_is(l->unit, "%") ? l->value * 16 / 100 : pixels(l);
    return size < tiny_pixels && l->value >= 0;
}

bool tm_css_size_is_tiny(tm_str value)
{
    length l;
    return is_length(&l, value) && is_tiny(&l);
}

// The size is the first number with a unit, or a bare 0; a weight like 700 has neither.
bool tm_css_font_is_tiny(tm_str value)
{
    while (value.len > 0) {
        tm_str word = tm_str_cut(&value, ' ');
        length l;
        if (read_length(&l, &word) && (l.unit.len > 0 || l.value <= 0))
            return is_tiny(&l);
    }
    return false;
}

// ---- Functions ------------------------------------------------------------------------------

// What is between the brackets of `name(…)`; false when `value` is something else.
static bool arguments(tm_str *out, tm_str value, const char *name)
{
    const size_t len = strlen(name);
    if (!tm_html_begins(value, name) || value.len <= len || value.ptr[len] != '(')
        return false;
    tm_str rest = tm_str_slice(value, len + 1, value.len);
    *out = tm_str_cut(&rest, ')');
    return true;
}

// The next length among arguments separated by commas and blanks. False at the end.
static bool next_length(length *out, tm_str *list)
{
    while (list->len > 0) {
        if (read_length(out, list))
            return true;
        *list = tm_str_slice(*list, 1, list->len);
    }
    return false;
}

bool tm_css_clips_all(tm_str value)
{
    tm_str list;
    length l;
    if (arguments(&list, value, "rect")) {
        size_t n = 0;
        for (; next_length(&l, &list); n++)
            if (pixels(&l) > 1 || pixels(&l) < -1)
                return false;
        return n == 4;
    }
    if (arguments(&list, value, "inset"))
        return next_length(&l, &list) && tm_html_is(l.unit, "%") && l.value >= 50;
    if (arguments(&list, value, "circle"))
        return next_length(&l, &list) && l.value <= 0;
    return false;
}

bool tm_css_moves_away(tm_str value)
{
    tm_str list;
    length l;
    if (arguments(&list, value, "scale"))
        return next_length(&l, &list) && l.value <= 0.01 && l.value >= -0.01;
    if (!arguments(&list, value, "translate") && !arguments(&list, value, "translatex") &&
        !arguments(&list, value, "translatey") && !arguments(&list, value, "translate3d"))
        return false;
    while (next_length(&l, &list))
        if (pixels(&l) <= -away_pixels || pixels(&l) >= far_pixels)
            return true;
    return false;
}

// ---- Colours --------------------------------------------------------------------------------

static const struct {
    const char *name;
    int32_t color;
} names[] = {
    {"aqua", 0x00FFFF},      {"black", 0x000000},      {"blue", 0x0000FF},
    {"brown", 0xA52A2A},     {"cyan", 0x00FFFF},       {"darkgray", 0xA9A9A9},
    {"fuchsia", 0xFF00FF},   {"gold", 0xFFD700},       {"gray", 0x808080},
    {"green", 0x008000},     {"grey", 0x808080},       {"ivory", 0xFFFFF0},
    {"lightgray", 0xD3D3D3}, {"lightgrey", 0xD3D3D3},  {"lime", 0x00FF00},
    {"magenta", 0xFF00FF},   {"maroon", 0x800000},     {"navy", 0x000080},
    {"olive", 0x808000},     {"orange", 0xFFA500},     {"pink", 0xFFC0CB},
    {"purple", 0x800080},    {"red", 0xFF0000},        {"silver", 0xC0C0C0},
    {"snow", 0xFFFAFA},      {"teal", 0x008080},       {"transparent", TM_COLOR_TRANSPARENT},
    {"white", 0xFFFFFF},     {"whitesmoke", 0xF5F5F5}, {"yellow", 0xFFFF00},
};

// #rgb, #rgba, #rrggbb, #rrggbbaa: the digits without '#'.
static int32_t hex_color(tm_str digits)
{
    int32_t part[4] = {0, 0, 0, 255};
    const size_t width = digits.len <= 4 ? 1 : 2;
    if (digits.len != 3 && digits.len != 4 && digits.len != 6 && digits.len != 8)
        return TM_COLOR_UNKNOWN;
    for (size_t i = 0; i < digits.len / width; i++) {
        const int high = tm_hex_digit(digits.ptr[i * width]);
        const int low = tm_hex_digit(digits.ptr[i * width + width - 1]);
        if (high < 0 || low < 0)
            return TM_COLOR_UNKNOWN;
        part[i] = high * 16 + low;
    }
    return part[3] == 0 ? TM_COLOR_TRANSPARENT : part[0] << 16 | part[1] << 8 | part[2];
}

static int32_t rgb_color(tm_str list)
{
    int32_t color = 0;
    length l;
    for (int i = 0; i < 3; i++) {
        if (!next_length(&l, &list))
            return TM_COLOR_UNKNOWN;
        double value = tm_html_is(l.unit, "%") ? l.value * 2.55 : l.value;
        value = value < 0 ? 0 : value > 255 ? 255 : value;
        color = color << 8 | (int32_t)value;
    }
    return next_length(&l, &list) && l.value <= 0 ? TM_COLOR_TRANSPARENT : color;
}

int32_t tm_css_color(tm_str text)
{
    const tm_str value = tm_html_trim(text);
    tm_str list;
    if (value.len > 0 && value.ptr[0] == '#')
        return hex_color(tm_str_slice(value, 1, value.len));
    if (arguments(&list, value, "rgb") || arguments(&list, value, "rgba"))
        return rgb_color(list);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (tm_html_is(value, names[i].name))
            return names[i].color;
    return TM_COLOR_UNKNOWN;
}

// The first word that is a colour; unknown if there is a picture or gradient, which covers it.
int32_t tm_css_background(tm_str value)
{
    const int32_t whole = tm_css_color(value);
    if (whole != TM_COLOR_UNKNOWN)
        return whole;
    for (size_t i = 0; i + 3 < value.len; i++)
        if (memcmp(value.ptr + i, "url(", 4) == 0 || memcmp(value.ptr + i, "grad", 4) == 0)
            return TM_COLOR_UNKNOWN;
    while (value.len > 0) {
        const int32_t color = tm_css_color(tm_str_cut(&value, ' '));
        if (color != TM_COLOR_UNKNOWN)
            return color;
    }
    return TM_COLOR_UNKNOWN;
}
