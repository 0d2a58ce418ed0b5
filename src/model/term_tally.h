// In how many documents of either label the candidates for terms stand, in bounded memory.
//
// Three passes over the rows. The first counts every n-gram of the spam in a count-min sketch
// (Cormode and Muthukrishnan 2005) of two rows; the second gives those that may stand in enough
// documents an entry of their own and counts exactly; the third counts the entries in clean text,
// where a bitmap turns away what is no entry. A page and its near-copies (rows of one group) count
// once: rows go by group, and a cell remembers who raised it last. When the entries become too
// many, the least number of documents rises until they fit, and the result does not depend on when.
//
// Spam is what lies in the gold spans of a contaminated row, all of it where there are none; what
// lies outside of spans counts as clean.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_TALLY_H
#define TM_TERM_TALLY_H

#include "model/dataset.h"
#include "model/term_candidates.h"

enum { TM_TALLY_EXAMPLES = 3, TM_TALLY_SOURCES = 3, TM_TALLY_LANGUAGES = 64 };

typedef struct tm_tallied {
    uint64_t hash;
    uint32_t text_begin, written_begin; // in tm_tally.text: folded, as first written
    uint16_t text_len, written_len;     // bytes; written_len 0: always in some disguise
    uint8_t written_rank;               // 2: as plain people write, 1: with digits for letters
    uint16_t language;                  // of most of its spam
    uint32_t votes;
    uint32_t n_spam;                     // groups of contaminated rows
    uint32_t n_clean, n_own_clean;       // clean rows; those of its language
    uint32_t last_spam, last_clean;      // counted last
    uint32_t example[TM_TALLY_EXAMPLES]; // rows
    uint32_t source[TM_TALLY_SOURCES];   // hashes of the first different sources
    uint8_t n_sources;                   // TM_TALLY_SOURCES: so many or more
} tm_tallied;

typedef struct tm_language_tally {
    const char *name;                 // borrowed from the rows
    size_t n_clean, n_spam;           // rows
    size_t clean_tokens, spam_tokens; // how much text the counts come from
} tm_language_tally;

typedef struct tm_tally {
    tm_tallied *entry;
    size_t n_entries, entries_cap, max_entries;
    uint32_t *slot;  // hash table of entry + 1
    uint64_t *known; // bitmap of hashes
    tm_buf text;
    size_t min_documents; // as asked for, or as it rose
    tm_language_tally language[TM_TALLY_LANGUAGES];
    size_t n_languages;
    tm_language_tally all;
} tm_tally;

typedef struct tm_tally_options {
    size_t min_documents; // an entry stands in so many groups of spam
    size_t max_entries;   // a power of two
} tm_tally_options;

// n-grams that begin or end inside a hit of `lexicon` are not counted. Rows without a label are
// passed over. Time linear in the text. TAMIS_ENOMEM.
tamis_status tm_tally_fill(tm_tally *out, const tm_dataset *dataset, const tm_lexicon *lexicon,
                           const tm_folds *folds, const tm_tally_options *options,
                           tamis_error *err);
void tm_tally_free(tm_tally *tally);

// The entry of a hash, or NULL.
tm_tallied *tm_tally_find(const tm_tally *tally, uint64_t hash);

static inline tm_str tm_tallied_text(const tm_tally *tally, const tm_tallied *entry)
{
    return (tm_str){tally->text.ptr + entry->text_begin, entry->text_len};
}

#endif
