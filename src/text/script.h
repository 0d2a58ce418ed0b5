// What kind of character a code point is, by ranges of scripts and signs taken by hand from the
// Unicode block list. Used only to build the fold table.
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
// What shows nothing though it is no format character: Braille blank, the notehead without ink, what
// is reserved for characters to be ignored (Default_Ignorable_Code_Point), noncharacters.
bool tm_script_blank(uint32_t codepoint);
// Whether it is suspicious that a compatibility character stands in place of its plain form. It is
// not for those that are common in clean text: half-width kana, superscript and subscript digits,
// Roman numerals.
bool tm_script_disguises(uint32_t codepoint);
// Whether tm_undo_alike has to look at a text that holds this character.
bool tm_script_alike(uint32_t codepoint, uint8_t klass);
// Whether all 256 code points of a block fold to themselves and share a class, which goes to
// *klass.
bool tm_script_uniform(uint32_t block, uint8_t *klass);

#endif
