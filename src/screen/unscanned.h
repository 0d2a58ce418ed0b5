// Why a document has no verdict, in words: what the reason is called in the output, what that
// means, and behind a ';' what `tamis screen` can be told to do about it.
// SPDX-License-Identifier: MIT
#ifndef TM_UNSCANNED_H
#define TM_UNSCANNED_H

#include "base/str.h"

const char *
tm_unscanned_words(const char *reason);        // "too_large"; NULL: not known. Static storage
tm_str tm_unscanned_fault(const char *reason); // only what it means

#endif
