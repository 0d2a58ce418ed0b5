// Guesses the language of a text, among those that templates are written in, so that what is
// injected into a document of unknown language reads as if it belonged there. Also used to group
// figures. Not meant for language identification in general: a wrong guess only makes a sample less
// plausible.
// SPDX-License-Identifier: MIT
#ifndef TM_LANGUAGE_H
#define TM_LANGUAGE_H

#include "base/str.h"

// "ko", "en", "id", "th", "vi", "zh", "ja", "ru" or "tr"; "" when there are too few letters. `text`
// must be UTF-8; only its first 4 KiB are read. Static storage.
const char *tm_language_guess(tm_str text);

#endif
