// A table of what each code point folds to: one 32-bit entry per code point, in pages of 256.
// Blocks of one class share a page (all of Hangul is one page). In the common case folding is one
// look-up and one addition, without a branch on the script.
//
// The entries are made when the table is built, from utf8proc's NFKC_Casefold; from symbols.inc for
// what Unicode does not map; and by our own rules: Latin and Greek letters lose their diacritics,
// digits of all scripts become ASCII digits, jamo of all kinds become compatibility jamo.
// SPDX-License-Identifier: MIT
#ifndef TM_FOLD_H
#define TM_FOLD_H

#include "text/view.h"

// An entry, from the lowest bit: 21 bits to add to the code point (modulo 2^21), or an index into
// `pool` for TM_FOLD_EXPAND; 4 bits of tm_char_class; 4 TM_WATCH bits; 3 bits of tm_fold_action.
enum {
    TM_FOLD_CLASS_SHIFT = 21,
    TM_FOLD_CLASS_MASK = 15,
    TM_FOLD_VALUE_MASK = (1 << TM_FOLD_CLASS_SHIFT) - 1,
    // Characters that a later step (undo.h) deals with: it runs only if the text holds one.
    TM_WATCH_JAMO = 1 << 25,
    TM_WATCH_ENCODED = 1 << 26, // & and % and backslash
    TM_WATCH_ALIKE = 1 << 27,   // Cyrillic, Greek, Cherokee …, circles, regional indicators
    TM_WATCH_SIGN = 1 << 28,    // @ $ €
    TM_FOLD_ACTION_SHIFT = 29,
    TM_FOLD_SPECIAL = 1 << TM_FOLD_ACTION_SHIFT // entries below this one are plain
};

typedef enum tm_fold_action {
    TM_FOLD_PLAIN,
    TM_FOLD_COMPAT,    // to one character; evidence if that is a letter or digit
    TM_FOLD_EXPAND,    // to several characters: pool[value] is their number, they follow it
    TM_FOLD_MARK,      // combining mark: what becomes of it depends on the character before
    TM_FOLD_INVISIBLE, // to nothing
    TM_FOLD_LEAD,      // conjoining initial consonant, to the compatibility jamo of that shape
    TM_FOLD_VOWEL,     // conjoining vowel, likewise
    TM_FOLD_FINAL      // conjoining final consonant, likewise
} tm_fold_action;

// Longest compatibility decomposition: U+FDFA.
enum { TM_FOLD_MAX = 18, TM_FOLD_PAGES = 0x110000 / 256 };

struct tm_folds {
    uint16_t *page_of; // [TM_FOLD_PAGES]
    uint32_t (*page)[256];
    size_t n_pages, pages_cap;
    uint32_t *pool; // expansions: length, then that many code points
    size_t pool_len, pool_cap;
};

static inline uint32_t tm_fold_entry(const tm_folds *folds, uint32_t codepoint)
{
    return folds->page[folds->page_of[codepoint >> 8]][codepoint & 255];
}

static inline uint32_t tm_fold_apply(uint32_t entry, uint32_t codepoint)
{
    return (codepoint + entry) & TM_FOLD_VALUE_MASK;
}

static inline uint8_t tm_fold_class(uint32_t entry)
{
    return (uint8_t)(entry >> TM_FOLD_CLASS_SHIFT & TM_FOLD_CLASS_MASK);
}

static inline tm_fold_action tm_fold_action_of(uint32_t entry)
{
    return (tm_fold_action)(entry >> TM_FOLD_ACTION_SHIFT);
}

// The canonical composite of two code points, or 0 if Unicode has none.
uint32_t tm_fold_compose(uint32_t base, uint32_t mark);
// The canonical combining class; 0 for starters.
unsigned tm_fold_combining(uint32_t codepoint);

#endif
