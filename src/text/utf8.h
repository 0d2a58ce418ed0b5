// Checking UTF-8, by the definitions of Unicode 15 §3.9, tables 3-7 and 3-8.
// SPDX-License-Identifier: MIT
#ifndef TM_UTF8_H
#define TM_UTF8_H

#include "base/buf.h"

// True when `bytes` are well-formed UTF-8.
bool tm_utf8_is_valid(tm_str bytes);

// The length of the well-formed character that `bytes` begin with, 1 to 4; when there is none,
// minus the length of the part to replace by one U+FFFD, -1 to -3. `bytes` must not be empty.
int tm_utf8_length(tm_str bytes);

// The length of `text`, or of as much of it as fits into `max` bytes without cutting a character.
size_t tm_utf8_cut(tm_str text, size_t max);

// `text` without the byte-order marks at its head, which are no part of what it says.
tm_str tm_utf8_after_marks(tm_str text);

#endif
