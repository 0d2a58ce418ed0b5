// Characters are made visible first and escaped then, so that a direction control cannot reverse
// what a reader sees and no byte sequence is taken for another encoding.
// SPDX-License-Identifier: MIT
#include "sink/escape.h"

#include "sink/visible.h"

static const char *reference(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void tm_escape_html(tm_buf *out, tm_str text)
{
    tm_glyphs glyphs = {.text = text};
    tm_glyph glyph;
    while (tm_glyphs_next(&glyph, &glyphs)) {
        for (size_t i = 0; i < glyph.shown_len; i++) {
            const char *escaped = reference(glyph.shown[i]);
            if (escaped)
                tm_buf_text(out, escaped);
            else
                tm_buf_byte(out, glyph.shown[i]);
        }
    }
}

// What is visible once stays as it is when it is made visible again.
void tm_escape_html_cut(tm_buf *out, tm_str text, size_t max_columns)
{
    tm_buf shown = {0};
    tm_visible(&shown, text, max_columns);
    tm_escape_html(out, tm_buf_str(&shown));
    out->failed |= shown.failed;
    tm_buf_free(&shown);
}
