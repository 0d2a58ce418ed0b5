// Text of unknown origin made fit for an HTML page.
// SPDX-License-Identifier: MIT
#ifndef TM_ESCAPE_H
#define TM_ESCAPE_H

#include "base/buf.h"

// Appends `text` so that it stands for itself in the content of an element and in an attribute
// between double quotes: & < > " ' become references; control characters, direction controls and
// bytes that are not UTF-8 become what a terminal would be shown (sink/visible.h).
void tm_escape_html(tm_buf *out, tm_str text);

#endif
