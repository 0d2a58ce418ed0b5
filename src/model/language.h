// Guesses which of the languages that templates are written in a text is written in, so that what
// is injected into a document of unknown language reads as if it belonged there. Made for that and
// for grouping figures, not for telling languages apart in general: a wrong guess costs a sample
// its plausibility and nothing else.
// SPDX-License-Identifier: MIT
#ifndef TM_LANGUAGE_H
#define TM_LANGUAGE_H

#include "base/str.h"

// "ko", "en", "id", "th", "vi", "zh", "ja", "ru" or "tr"; "" when there are too few letters. `text`
// must be UTF-8. Static storage.
const char *tm_language_guess(tm_str text);

#endif
