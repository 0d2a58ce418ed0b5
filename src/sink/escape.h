// Text of unknown origin made safe for an HTML page.
// SPDX-License-Identifier: MIT
#ifndef TM_ESCAPE_H
#define TM_ESCAPE_H

#include "base/buf.h"

// Appends `text` (any bytes), escaped for the content of an element and for an attribute between
// quotes: & < > " ' become references; control characters, direction controls and bytes that are
// not UTF-8 are shown as on a terminal (sink/visible.h).
void tm_escape_html(tm_buf *out, tm_str text);
// Likewise, cut to this many columns, the … at its end included.
void tm_escape_html_cut(tm_buf *out, tm_str text, size_t max_columns);

#endif
