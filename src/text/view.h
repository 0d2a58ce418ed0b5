// The folded view of a text: what a reader would take it for, one entry per character, each with
// the source bytes it came from and a note of what had to be undone to get it.
//
// What is undone (each counted in n_undone):
//   encoded     numeric character references (&#48148;), percent-encoded UTF-8 of non-ASCII;
//               escapes of JSON (\uBC14), which are not counted
//   invisible   default-ignorables, fillers, Braille blank, noncharacters, NUL: dropped
//   bidi        runs from U+202E to U+202C, which are shown from right to left, are reversed
//   compat      NFKC_Casefold, from a table made with utf8proc (wide, circled, mathematical …), and
//               what Unicode does not map: negative circled and squared letters, regional
//               indicators, small capitals, keycaps, dingbat digits
//   overlay     marks that are left over on Hangul, Han, Latin or digits are dropped; a character
//               keeps at most 30 marks (UAX #15, Stream-Safe Text)
//   lookalike   Cyrillic, Greek, Cherokee … letters in words that also have Latin ones
//   jamo        runs of compatibility, half-width or conjoining jamo become syllables, finals
//               included; next to jamo, also signs that look like vowels: 卜 (ㅏ), 丨 (ㅣ), 一 (ㅡ)
//               and some Latin letters
//   spaced      three or more single letters with the same separator between them (blank, dot,
//               heart, digit, bracket …) lose the separators
//   leet        digits and signs used as letters in words of Latin letters (c4s1n0, b3t)
// Plain folding (letters to lower case, Latin letters without diacritics, blanks to U+0020, Thai เเ
// to แ) is no sign of a disguise and not counted.
//
// Folding a folded text changes nothing; the lexicon is folded by the same function. Linear.
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
    TM_CHAR_JAMO,   // jamo that are not part of a syllable (ㅋㅋㅋ)
    TM_CHAR_HAN,
    TM_CHAR_KANA,
    TM_CHAR_THAI, // with its marks
    TM_CHAR_CYRILLIC,
    TM_CHAR_OTHER_LETTER, // other scripts, with their marks
    TM_N_CHAR_CLASSES
} tm_char_class;

// What was undone to get a character: an index into tm_view.n_undone, and the number of a bit in
// tm_view.undone[i].
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
    uint32_t
        *end; // [len] one past the last source byte, > begin; both ascend outside turned runs
    uint8_t *klass;               // [len] tm_char_class
    uint16_t *undone;             // [len] bits 1 << tm_undone
    size_t n_undone[TM_N_UNDONE]; // characters that have the bit
    size_t cap;
    size_t most; // set by the caller: the most characters it may hold; 0: no limit
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

// Folds `text` (valid UTF-8 of less than 4 GiB - 1 bytes) into `out`, reusing its memory. The parts
// of a character that folds to several (ﷺ, ㈜) share its source range. TAMIS_ELIMIT when the view
// would hold more than out->most characters, TAMIS_ENOMEM.
tamis_status tm_view_build(tm_view *out, const tm_folds *folds, tm_str text, tamis_error *err);

void tm_view_free(tm_view *view);

// The class of a code point that is folded already.
tm_char_class tm_folds_class(const tm_folds *folds, uint32_t codepoint);

static inline int tm_char_is_letter(uint8_t klass)
{
    return klass >= TM_CHAR_LATIN;
}

static inline int tm_char_is_word(uint8_t klass)
{
    return klass >= TM_CHAR_DIGIT;
}

// A hash of the letters among characters [begin, end): the same for 바카라 사이트 and 바카라사이트.
static inline uint32_t tm_view_letters_hash(const tm_view *view, uint32_t begin, uint32_t end)
{
    uint32_t hash = 2166136261u; // FNV-1a
    for (uint32_t i = begin; i < end; i++)
        if (tm_char_is_letter(view->klass[i]))
            hash = (hash ^ view->codepoint[i]) * 16777619u;
    return hash;
}

#endif
