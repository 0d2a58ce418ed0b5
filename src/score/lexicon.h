// The lexicon: terms with a class and a weight, folded by the same view as the text and matched
// through one automaton. A Korean term with blanks is also found without them; strong Korean terms
// are also found typed on a Latin keyboard (qkzkfk), turned round (라카바) and, by a scan of their
// own, by what they sound like (빠까라).
//
// Where a term may match: one that begins or ends with a Latin or Cyrillic letter only where no
// other such letter adjoins it there; one that ends in a digit only where no digit follows; all
// others anywhere. In rows of letters set apart the first rule does not hold
// (score/spaced_terms.h). Runs of blanks count as one. The automaton sees TM_WORD_START before each
// run of Latin or Cyrillic letters, in patterns and text alike, so that it does not try every
// letter inside a word.
//
// Format (TSV, UTF-8, '#' comments): term, class, weight 0.5 to 3 in steps of 0.5, note. A note
// that begins with "disguise" marks a spelling used only to hide the term, one that begins with
// "label" what advertisements have to bear at their head, as (광고) in Korea. Company terms below
// weight 3 occur in reports of any crime; they are checked, but not loaded.
// SPDX-License-Identifier: MIT
#ifndef TM_LEXICON_H
#define TM_LEXICON_H

#include "score/automaton.h"
#include "score/openings.h"
#include "text/hangul.h"
#include "text/view.h"

typedef enum tm_term_class {
    TM_TERM_GAME,
    TM_TERM_VENUE,
    TM_TERM_PROMOTION,
    TM_TERM_TRUST,
    TM_TERM_CONTACT,
    TM_TERM_PREFIX,
    TM_TERM_SUFFIX,
    TM_TERM_BRAND,
    TM_TERM_LOAN,
    TM_TERM_ADULT,
    TM_TERM_PHARMA,
    TM_TERM_REPLICA,
    TM_TERM_BACKLINK,
    TM_TERM_COMPANY, // what honest writing about gambling keeps company with
    TM_N_TERM_CLASSES
} tm_term_class;

// Letters of scripts with blanks between words, where a term must not adjoin another such letter.
static inline bool tm_is_bounded_letter(uint8_t klass)
{
    return klass == TM_CHAR_LATIN || klass == TM_CHAR_CYRILLIC;
}

// Whether TM_WORD_START belongs before a character of class `klass` that follows one of `before`.
static inline bool tm_starts_word(uint8_t before, uint8_t klass)
{
    return tm_is_bounded_letter(klass) && !tm_is_bounded_letter(before);
}

enum {
    TM_N_TERM_LEVELS = 6, // weight 0.5 is level 0, weight 3 is level 5
    TM_NO_LETTER_AFTER = 1,
    TM_NO_DIGIT_AFTER = 2
};

typedef struct tm_term {
    uint8_t klass;     // tm_term_class
    uint8_t level;     // weight = (level + 1) / 2
    uint8_t disguised; // 1: a keyboard form, a reversal, or a spelling noted as disguise
    uint8_t bounded;   // TM_NO_LETTER_AFTER (Latin, Cyrillic), TM_NO_DIGIT_AFTER
    uint8_t label;     // 1: noted as a label
    uint8_t group;     // word group of the term as written (see model/synthesise.h)
    uint16_t len;      // characters, TM_WORD_START not counted
} tm_term;

typedef struct tm_lexicon {
    tm_automaton automaton;
    tm_automaton phonetic;   // over phonetic keys (text/hangul.h) of strong Korean terms
    uint32_t *phonetic_term; // term of each of its patterns
    size_t n_phonetic;
    tm_openings *openings; // of the terms that alarm
    tm_term *term;
    size_t n_terms, terms_cap;
    // While loading: folded terms back to back, term i at [start[i], start[i + 1]).
    uint32_t *folded;
    size_t folded_len, folded_cap;
    size_t *start;
    size_t starts_cap;
} tm_lexicon;

// Parses and folds the terms of `tsv` (copied) and adds them to those added before.
// TAMIS_EFORMAT (the message names the line), TAMIS_ENOMEM.
tamis_status tm_lexicon_add(tm_lexicon *lexicon, const tm_folds *folds, tm_str tsv,
                            tamis_error *err);
// Builds the automata once all terms are added. From then on the lexicon is immutable, and threads
// may share it. TAMIS_ENOMEM; TAMIS_ELIMIT (too many terms for an automaton).
tamis_status tm_lexicon_finish(tm_lexicon *lexicon, tamis_error *err);
void tm_lexicon_free(tm_lexicon *lexicon);

const char *tm_term_class_name(tm_term_class klass);
bool tm_term_class_parse(tm_term_class *klass, tm_str name);

// Whether the term may stand before a character of class `after`.
static inline bool tm_term_may_precede(tm_term term, uint8_t after)
{
    return !((term.bounded & TM_NO_LETTER_AFTER) && tm_is_bounded_letter(after)) &&
           !((term.bounded & TM_NO_DIGIT_AFTER) && after == TM_CHAR_DIGIT);
}

// Symbols of the phonetic automaton: key + 1 of a syllable, 0 of anything else.
static inline uint32_t tm_phonetic_symbol(uint32_t codepoint)
{
    return tm_is_syllable(codepoint) ? tm_syllable_phonetic(codepoint) + 1 : 0;
}

// Words that only writing about gambling uses.
static inline bool tm_term_is_topic(tm_term term)
{
    return term.klass == TM_TERM_COMPANY && term.level + 1 == TM_N_TERM_LEVELS;
}

static inline bool tm_term_is_brand_part(tm_term term)
{
    return term.klass == TM_TERM_PREFIX || term.klass == TM_TERM_SUFFIX;
}

// True for terms that sell something: neither company words nor parts of brands.
static inline bool tm_term_is_trade(tm_term term)
{
    return term.klass != TM_TERM_COMPANY && !tm_term_is_brand_part(term);
}

// True for terms that alarm: they can make their line evident (score/evident.h). Others do so only
// in a phrase with one of these or, when they are parts of brands, with digits behind them.
static inline bool tm_term_alarms(tm_term term)
{
    return (tm_term_is_trade(term) && term.level >= 1) || term.klass == TM_TERM_GAME ||
           term.klass == TM_TERM_BRAND || (term.klass == TM_TERM_SUFFIX && term.level >= 1);
}

#endif
