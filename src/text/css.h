// What a style says about whether its element can be seen, as a handful of small fields: for
// example `display: none; left: -9999px`. Other declarations are ignored.
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

// What the declarations of a property mean for whether something can be seen.
typedef enum tm_css_side { TM_CSS_UNSET, TM_CSS_SHOWN, TM_CSS_HIDDEN } tm_css_side;

// Colours are 0xRRGGBB or one of these.
enum {
    TM_COLOR_UNSET = -1,
    TM_COLOR_TRANSPARENT = -2,
    TM_COLOR_UNKNOWN = -3 // a picture, a gradient, a name that is not in our table
};

typedef struct tm_css {
    uint8_t display;    // tm_css_display
    uint8_t visibility; // tm_css_side, and so are those below
    uint8_t opacity;
    uint8_t font;     // hidden: zero or tiny
    uint8_t indent;   // hidden: text-indent far off the screen
    uint8_t place;    // hidden: left, top, margin or transform far off the screen
    uint8_t clip;     // hidden: clip or clip-path leaves nothing
    uint8_t extent;   // hidden: a width or height of one pixel or less
    uint8_t overflow; // hidden: what does not fit is cut off
    uint8_t newlines; // shown: white-space keeps line ends; hidden: it does not
    int32_t color;
    int32_t background;
} tm_css;

// clang-format off: version 14 takes the braces apart
#define TM_CSS_NOTHING                                                                         \
    {                                                                                          \
        .color = TM_COLOR_UNSET, .background = TM_COLOR_UNSET                                  \
    }
// clang-format on

// Reads declarations into `css`, replacing what they set again. `style` is the value of a style
// attribute or what is between the braces of a rule. Linear.
void tm_css_read(tm_css *css, tm_str style);

// Reads a colour: #rgb, #rrggbb, rgb(…), the basic names; 0xRRGGBB or TM_COLOR_….
int32_t tm_css_color(tm_str text);

// Replaces in `css` what `over` sets.
void tm_css_merge(tm_css *css, const tm_css *over);

// Whether `css` sets anything at all.
bool tm_css_is_nothing(const tm_css *css);

// Skips the comment that begins at text.ptr[*pos]; false if none does.
bool tm_css_skip_comment(tm_str text, size_t *pos);

#endif
