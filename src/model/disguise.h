// Ways to write a word so that people can still read it and filters no longer match it. A disguise
// is drawn once per document and applied to each of its payloads, as a spam campaign would.
// SPDX-License-Identifier: MIT
#ifndef TM_DISGUISE_H
#define TM_DISGUISE_H

#include "base/buf.h"
#include "base/rng.h"

typedef enum tm_disguise_family {
    TM_DISGUISE_NONE,
    TM_DISGUISE_ZWSP,      // invisible characters between letters
    TM_DISGUISE_JAMO,      // Hangul syllables taken apart into their letters
    TM_DISGUISE_ZALGO,     // combining marks on letters
    TM_DISGUISE_SPACE,     // blanks of various widths between letters
    TM_DISGUISE_WIDE,      // full-width letters and blanks, half-width katakana
    TM_DISGUISE_LEET,      // homophones, else digits or signs for letters
    TM_DISGUISE_SEPARATOR, // visible signs or tags between letters, or around them
    TM_DISGUISE_FANCY,     // mathematical, circled, squared letters
    TM_DISGUISE_LOOKALIKE, // letters of another alphabet, or without their marks
    TM_DISGUISE_PHONETIC,  // Hangul with other initials, vowels or finals, or out of order
    TM_DISGUISE_KEYBOARD,  // Hangul in Latin letters: typed on such a keyboard, or romanised
    TM_DISGUISE_ENCODED,   // HTML character references, percent-encoding
    TM_N_DISGUISES
} tm_disguise_family;

typedef struct tm_disguise {
    tm_disguise_family first, second; // the second is NONE in most documents
    uint32_t variant;                 // selects the sign or alphabet of the family
    bool partial;                     // changes each place with probability 1/2, not always
} tm_disguise;

// Draws a disguise that suits the script of `language` (a code such as "ko").
tm_disguise tm_disguise_pick(const char *language, tm_rng *rng);

// "zwsp", "jamo", …; "mixed" when there are two; NULL for none. Static storage.
const char *tm_disguise_name(const tm_disguise *disguise);

// Appends `text` (valid UTF-8) in disguise. Returns whether anything was changed; if not, `out`
// receives the text as it is. A failed allocation shows in out->failed.
bool tm_disguise_apply(tm_buf *out, const tm_disguise *disguise, tm_str text, tm_rng *rng);

// The functions of the families; parameters and result as above.
typedef bool tm_disguise_act(tm_buf *out, const tm_disguise *disguise, tm_str text,
                             tm_rng *rng);
tm_disguise_act tm_disguise_leet, tm_disguise_fancy, tm_disguise_lookalike;
tm_disguise_act tm_disguise_jamo, tm_disguise_phonetic, tm_disguise_keyboard,
    tm_disguise_homophones;

// Whether to change the place at hand; draws from `rng` only for a partial disguise.
static inline bool tm_disguise_here(const tm_disguise *disguise, tm_rng *rng)
{
    return !disguise->partial || tm_rng_chance(rng, 0.5);
}

#endif
