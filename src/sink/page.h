// The shell of an HTML report: one file that needs no other, allows itself no script and no
// connection, reads well on a phone, in the dark and on paper.
// SPDX-License-Identifier: MIT
#ifndef TM_PAGE_H
#define TM_PAGE_H

#include "base/buf.h"

void tm_page_begin(tm_buf *out, const char *title);
void tm_page_end(tm_buf *out);

#endif
