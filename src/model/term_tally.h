// Counts in how many documents of either label each candidate for a term stands, in bounded memory.
//
// Three passes over the rows. The first counts every n-gram of the spam approximately, in a
// count-min sketch (Cormode and Muthukrishnan 2005) of two rows. The second gives an entry to
// each n-gram that may stand in enough documents, and counts it exactly. The third counts the
// entries in clean text, where a bitmap quickly turns away n-grams without an entry. A page and
// its near-copies (rows of one group) count once, in spam and in clean text alike, and with as much
// text as one of them has on average: rows are read group by group, and cells and entries hold the
// group that raised them last. When there are too many entries, the minimum number of documents is
// raised until they fit; the result does not depend on when that happens.
//
// Spam is the text in the gold spans of a contaminated row, or all of its text if it has no spans;
// text outside the spans counts as clean.
// SPDX-License-Identifier: MIT
#ifndef TM_TERM_TALLY_H
#define TM_TERM_TALLY_H

#include "model/dataset.h"
#include "model/term_candidates.h"
#include "model/term_text.h"

enum { TM_TALLY_EXAMPLES = 3, TM_TALLY_SOURCES = 3, TM_TALLY_LANGUAGES = 64 };

typedef struct tm_tallied {
    uint64_t hash;
    uint32_t text_begin, written_begin; // in tm_term_tally.text: as folded, as written
    uint16_t text_len, written_len;     // bytes; written_len 0: only met in some disguise
    uint8_t written_rank;               // of the text as written: 2 plain, 1 digits for letters
    uint16_t language;                  // of most of its spam, if one has a majority
    uint32_t votes;                     // for `language` (majority vote)
    uint32_t n_spam;                    // groups of contaminated rows that hold it
    uint32_t n_clean, n_own_clean;      // groups whose clean text holds it; in its language
    uint32_t last_spam, last_clean, last_own_clean; // the groups counted last
    uint32_t example[TM_TALLY_EXAMPLES]; // spam rows that hold it, of different groups
    uint32_t source[TM_TALLY_SOURCES];   // hashes of the first different sources
    uint8_t n_sources; // different sources; TM_TALLY_SOURCES: that many or more
} tm_tallied;

typedef struct tm_term_tally {
    tm_tallied *entry;
    size_t n_entries, entries_cap, max_entries;
    uint32_t *slot;  // [2 * max_entries] hash table of entry numbers + 1; 0: empty
    uint64_t *known; // bitmap of the leading bits of the entries' hashes
    tm_buf text;
    size_t min_documents; // as asked for, or as it was raised
    tm_language_tally language[TM_TALLY_LANGUAGES];
    size_t n_languages;
    tm_language_tally all;
} tm_term_tally;

typedef struct tm_tally_options {
    size_t min_documents; // groups of spam that an n-gram must stand in to be given an entry
    size_t max_entries;   // a power of two
} tm_tally_options;

// In spam, n-grams that begin or end inside a hit of `lexicon` are not counted. Rows without a
// label are left out. `dataset` must outlive `out`. Time linear in the text. TAMIS_ENOMEM.
tamis_status tm_tally_fill(tm_term_tally *out, const tm_dataset *dataset,
                           const tm_lexicon *lexicon, const tm_folds *folds,
                           const tm_tally_options *options, tamis_error *err);
void tm_tally_free(tm_term_tally *tally);

// The entry with this hash, or NULL.
tm_tallied *tm_tally_find(const tm_term_tally *tally, uint64_t hash);

// The folded text of an entry; borrows the tally.
static inline tm_str tm_tallied_text(const tm_term_tally *tally, const tm_tallied *entry)
{
    return (tm_str){tally->text.ptr + entry->text_begin, entry->text_len};
}

#endif
