// The shell of an HTML report: a single file that needs no other, forbids scripts and connections
// (by its Content-Security-Policy), and has styles for small screens, dark mode and paper.
// SPDX-License-Identifier: MIT
#ifndef TM_PAGE_H
#define TM_PAGE_H

#include "base/buf.h"

void tm_page_begin(tm_buf *out, const char *title);
void tm_page_end(tm_buf *out);

#endif
