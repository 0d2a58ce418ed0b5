// What kind of character a code point is: ranges of scripts and signs, written by hand from the
// Unicode block list. Used to build the fold table only.
// SPDX-License-Identifier: MIT
#ifndef TM_SCRIPT_H
#define TM_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "text/view.h"

// Class of a code point that Unicode calls a letter, mark or letter number.
tm_char_class tm_script_letter(uint32_t codepoint);
// Class of any other visible code point: punctuation or pictograph.
tm_char_class tm_script_sign(uint32_t codepoint);
// Latin and Greek letters, whose diacritics are folded away.
bool tm_script_drops_accents(uint32_t codepoint);
// Format characters that have a shape of their own (Arabic and Syriac number signs).
bool tm_script_visible_format(uint32_t codepoint);
// True for a compatibility character whose use for its plain form is worth a note: not
// half-width kana, superscript figures, Roman numerals and the like, ordinary in clean text.
bool tm_script_disguises(uint32_t codepoint);
// True where tm_undo_alike may have work to do.
bool tm_script_alike(uint32_t codepoint, uint8_t klass);
// A block of 256 code points that all fold to themselves and share a class, which goes to
// *klass.
bool tm_script_uniform(uint32_t block, uint8_t *klass);

#endif
