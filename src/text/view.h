// The folded view: what a reader would take the text for, one entry per character, each with the
// source bytes it came from and a note of what had to be undone to see it.
//
// Steps, in one pass over the text (each counted):
//   encoded     numeric character references (&#48148;), percent-encoded UTF-8 of non-ASCII
//   invisible   default-ignorables, fillers, Braille blank, NUL between visible characters: dropped
//   bidi        U+202E…U+202C runs are turned round
//   compat      NFKC_Casefold through utf8proc behind a quick-check table (wide, circled,
//               mathematical …), plus what Unicode does not map: negative circled and squared
//               letters, regional indicators, small capitals, keycaps, dingbat digits
//   overlay     marks left over on Hangul, Han, Latin, digits after composition: dropped; runs of
//               non-starters are capped at 30 before utf8proc sees them (UAX #15 Stream-Safe)
//   lookalike   Cyrillic, Greek, Cherokee letters inside tokens that also hold Latin ones
//   jamo        runs of compatibility, half-width or conjoining jamo become syllables, finals
//               included; 卜 ㅏ 丨 ㅣ 一 ㅡ and Latin look-alikes only next to jamo
//   spaced      runs of three or more single letters with one repeated separator (blank, dot,
//               heart, digit, bracket …) lose the separators
//   leet        digits and signs used as letters inside words of Latin letters (c4s1n0, b3t)
// Plain folding (ASCII case, Latin diacritics to the base letter, blanks to U+0020) is not
// evidence and not counted.
//
// The view of a view is itself; the lexicon is folded by the same function. Linear in the input.
// SPDX-License-Identifier: MIT
#ifndef TM_VIEW_H
#define TM_VIEW_H

#include "base/buf.h"

// What a folded character is. Letters are everything from TM_CHAR_LATIN up.
typedef enum tm_char_class {
    TM_CHAR_SPACE,
    TM_CHAR_NEWLINE,
    TM_CHAR_PUNCT, // punctuation and symbols
    TM_CHAR_EMOJI, // pictographs, dingbats, stars, arrows, box drawing, hearts
    TM_CHAR_DIGIT,
    TM_CHAR_LATIN,
    TM_CHAR_HANGUL, // syllables
    TM_CHAR_JAMO,   // jamo that no syllable could take in (ㅋㅋㅋ)
    TM_CHAR_HAN,
    TM_CHAR_KANA,
    TM_CHAR_THAI, // with its marks
    TM_CHAR_CYRILLIC,
    TM_CHAR_OTHER_LETTER, // other scripts, with their marks
    TM_N_CHAR_CLASSES
} tm_char_class;

// What was undone to get a character. An index into tm_view.n_undone and a bit of undone[].
typedef enum tm_undone {
    TM_UNDONE_INVISIBLE, // an invisible stood between the previous letter and this one
    TM_UNDONE_BIDI,
    TM_UNDONE_COMPAT, // letters and digits only
    TM_UNDONE_OVERLAY,
    TM_UNDONE_LOOKALIKE,
    TM_UNDONE_JAMO,
    TM_UNDONE_SPACED, // a separator stood between the previous letter and this one
    TM_UNDONE_ENCODED,
    TM_UNDONE_LEET,
    TM_N_UNDONE
} tm_undone;

typedef struct tm_view {
    size_t len;          // characters
    uint32_t *codepoint; // [len]
    uint32_t *begin;     // [len] first source byte
    uint32_t *end;       // [len] one past the last source byte; both ascend outside turned runs
    uint8_t *klass;      // [len] tm_char_class
    uint16_t *undone;    // [len] bits 1 << tm_undone
    size_t n_undone[TM_N_UNDONE]; // characters that have the bit
    size_t cap;
    size_t most; // characters it may hold; set by the caller, 0: any number
} tm_view;

// What was undone (bits 1 << tm_undone) anywhere in characters [begin, end).
static inline unsigned tm_view_undone(const tm_view *view, uint32_t begin, uint32_t end)
{
    unsigned bits = 0;
    for (uint32_t i = begin; i < end; i++)
        bits |= view->undone[i];
    return bits;
}

// The tables behind the view: immutable after tm_folds_new, shared by all threads.
typedef struct tm_folds tm_folds;
tamis_status tm_folds_new(tm_folds **out, tamis_error *err);
void tm_folds_free(tm_folds *folds);
// Version of the Unicode data behind the tables ("15.0.0"). Static storage.
const char *tm_folds_unicode_version(void);

// Folds `text` (valid UTF-8, at most 4 GiB - 1) into `out`, reusing its memory.
// Characters that fold to several (ﷺ, ㈜) share their source range. TAMIS_ELIMIT when there are
// more than out->most, TAMIS_ENOMEM.
tamis_status tm_view_build(tm_view *out, const tm_folds *folds, tm_str text, tamis_error *err);

void tm_view_free(tm_view *view);

// Class of one already folded code point.
tm_char_class tm_folds_class(const tm_folds *folds, uint32_t codepoint);

static inline int tm_char_is_letter(uint8_t klass)
{
    return klass >= TM_CHAR_LATIN;
}

static inline int tm_char_is_word(uint8_t klass)
{
    return klass >= TM_CHAR_DIGIT;
}

#endif
