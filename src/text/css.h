// What a style declares of whether its element can be seen: `display: none; left: -9999px` as a
// handful of small fields. Everything else in it is passed over.
// SPDX-License-Identifier: MIT
#ifndef TM_CSS_H
#define TM_CSS_H

#include <stdint.h>

#include "base/str.h"

typedef enum tm_css_display {
    TM_DISPLAY_UNSET,
    TM_DISPLAY_NONE,
    TM_DISPLAY_BLOCK,
    TM_DISPLAY_INLINE
} tm_css_display;

// A property with two sides that matter.
typedef enum tm_css_side { TM_CSS_UNSET, TM_CSS_SHOWN, TM_CSS_HIDDEN } tm_css_side;

// Colours are 0xRRGGBB or one of these.
enum {
    TM_COLOR_UNSET = -1,
    TM_COLOR_TRANSPARENT = -2,
    TM_COLOR_UNKNOWN = -3 // a picture, a gradient, a name nobody here knows
};

typedef struct tm_css {
    uint8_t display;    // tm_css_display
    uint8_t visibility; // tm_css_side, and so are those below
    uint8_t opacity;
    uint8_t font;     // hidden: zero or tiny
    uint8_t indent;   // hidden: text-indent far off the screen
    uint8_t place;    // hidden: left, top, margin or transform far off the screen
    uint8_t clip;     // hidden: clip or clip-path leave nothing
    uint8_t extent;   // hidden: a width or a height of a pixel or less
    uint8_t overflow; // hidden: what does not fit is cut off
    uint8_t newlines; // shown: white-space keeps them; hidden: it does not
    int32_t color;
    int32_t background;
} tm_css;

// clang-format off: version 14 takes the braces apart
#define TM_CSS_NOTHING                                                                         \
    {                                                                                          \
        .color = TM_COLOR_UNSET, .background = TM_COLOR_UNSET                                  \
    }
// clang-format on

// Reads declarations into `css`, over what it holds; `style` is a style attribute or what stands
// between the braces of a rule. Linear.
void tm_css_read(tm_css *css, tm_str style);

// Reads a colour: #rgb, #rrggbb, rgb(…), the basic names; 0xRRGGBB or TM_COLOR_….
int32_t tm_css_color(tm_str text);

// Takes over what `over` sets.
void tm_css_merge(tm_css *css, const tm_css *over);

// Whether `css` sets anything at all.
bool tm_css_is_nothing(const tm_css *css);

// Passes over a comment that begins at text.ptr[*pos], if one does.
bool tm_css_skip_comment(tm_str text, size_t *pos);

#endif
