// Explains to people why a document is unscanned.
// SPDX-License-Identifier: MIT
#ifndef TM_UNSCANNED_H
#define TM_UNSCANNED_H

#include "base/str.h"

// What a reason such as "too_large" means and, after a ';', what can be done about it. An unknown
// reason is returned as it is, and NULL gives "not read". Static storage, or `reason` itself.
const char *tm_unscanned_words(const char *reason);
// Only what it means, without the advice.
tm_str tm_unscanned_fault(const char *reason);

#endif
