// Tells of values of CSS properties whether what they apply to can still be seen. Values must be in
// lower case, without comments and without blanks at their ends.
// SPDX-License-Identifier: MIT
#ifndef TM_CSS_VALUE_H
#define TM_CSS_VALUE_H

#include <stdint.h>

#include "base/str.h"

int32_t tm_css_background(tm_str value); // the colour in it, or TM_COLOR_…
bool tm_css_clips_all(tm_str value);     // clip: rect(0,0,0,0), clip-path: inset(50%)
bool tm_css_font_is_tiny(tm_str value);  // font: 0/0 a
bool tm_css_size_is_tiny(tm_str value);  // font-size: 1px
bool tm_css_is_away(tm_str value);       // -9999px: a length that leaves the screen
bool tm_css_moves_away(tm_str value);    // transform: translate(-9999px), scale(0)
bool tm_css_is_flat(tm_str value);       // 0, 1px: a width or height of a pixel or less
bool tm_css_is_faint(tm_str value);      // opacity: 0

#endif
