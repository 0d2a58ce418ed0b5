// Why a document has no verdict, in words: what the reason is called in the output, what that
// means, and behind a ';' what `tamis screen` can be told to do about it.
// SPDX-License-Identifier: MIT
#ifndef TM_UNSCANNED_H
#define TM_UNSCANNED_H

#include "base/str.h"

// Of a reason such as "too_large"; NULL where it is not known. Static storage.
const char *tm_unscanned_words(const char *reason);
// Only what it means.
tm_str tm_unscanned_fault(const char *reason);

#endif
