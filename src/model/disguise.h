// Ways in which spammers hide a word from filters while people still read it. A disguise is drawn
// once per document and applied to each of its payloads, as a campaign would.
// SPDX-License-Identifier: MIT
#ifndef TM_DISGUISE_H
#define TM_DISGUISE_H

#include "base/buf.h"
#include "base/rng.h"

typedef enum tm_disguise_family {
    TM_DISGUISE_NONE,
    TM_DISGUISE_ZWSP,      // invisibles between letters
    TM_DISGUISE_JAMO,      // syllables taken apart
    TM_DISGUISE_ZALGO,     // marks on letters
    TM_DISGUISE_SPACE,     // blanks of all widths between letters
    TM_DISGUISE_WIDE,      // full-width letters, ideographic blanks
    TM_DISGUISE_LEET,      // digits for letters; homophones
    TM_DISGUISE_SEPARATOR, // visible signs between letters
    TM_DISGUISE_FANCY,     // mathematical, circled, squared letters
    TM_DISGUISE_LOOKALIKE, // letters of another alphabet
    TM_DISGUISE_PHONETIC,  // tense and aspirated consonants, idle finals, bent vowels
    TM_DISGUISE_KEYBOARD,  // Hangul as typed on a Latin keyboard
    TM_DISGUISE_ENCODED,   // character references, percent signs
    TM_N_DISGUISES
} tm_disguise_family;

typedef struct tm_disguise {
    tm_disguise_family first, second; // the second is NONE in most documents
    uint32_t variant;                 // which sign, which alphabet: the same in one document
    bool partial;                     // only some of the places
} tm_disguise;

// Draws a disguise that letters of this language can wear.
tm_disguise tm_disguise_pick(const char *language, tm_rng *rng);

// "zwsp", "jamo", …; "mixed" when there are two; NULL for none. Static.
const char *tm_disguise_name(const tm_disguise *disguise);

// Appends `text` (valid UTF-8) in disguise. False when nothing of it could be disguised; it is
// appended as it is then.
bool tm_disguise_apply(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng);

// One family's work; true when anything changed.
typedef bool tm_disguise_act(tm_buf *out, const tm_disguise *disguise, tm_str text,
                             tm_rng *rng);
tm_disguise_act tm_disguise_leet, tm_disguise_fancy, tm_disguise_lookalike;
tm_disguise_act tm_disguise_jamo, tm_disguise_phonetic, tm_disguise_keyboard,
    tm_disguise_homophones;

// Whether this place is to be changed.
static inline bool tm_disguise_here(const tm_disguise *disguise, tm_rng *rng)
{
    return !disguise->partial || tm_rng_chance(rng, 0.5);
}

#endif
