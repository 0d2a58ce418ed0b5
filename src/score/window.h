// One window of a document (at most TM_WINDOW_BYTES of it) taken apart and scored: view, tokens,
// lexicon hits, lines, and for each token the log-odds that somebody injected it. Pure: the same
// text, lexicon and weights give the same scores. A tm_window and its arrays are reused from one
// window to the next, by one thread at a time.
// SPDX-License-Identifier: MIT
#ifndef TM_WINDOW_H
#define TM_WINDOW_H

#include "score/compounds.h"
#include "score/lines.h"
#include "score/ngrams.h"
#include "score/weights.h"

enum {
    TM_WINDOW_BYTES = 1 << 20,
    // What a bounded window holds at most: as many characters as a full window of Latin letters
    // has, as many tokens as one of short words, as many lines as one of lines of 16 bytes. Text
    // that holds more (signs that unfold to many, a list of numbers, a letter in every line) would
    // take ten times the memory. A window of less than TM_MIN_WINDOW_BYTES never holds more.
    TM_WINDOW_CHARACTERS = TM_WINDOW_BYTES,
    TM_WINDOW_TOKENS = 3 << 17,
    TM_WINDOW_LINES = (1 << 16) + 1,
    TM_MIN_WINDOW_BYTES = 1 << 15,
    TM_MAX_TOKEN_EVIDENCE = 64,
    TM_QUIET_SCORE = -6 * TM_SCORE_UNIT,     // of tokens in lines that are not scored
    TM_MIN_SEGMENT_SCORE = 2 * TM_SCORE_UNIT // of a stretch of tokens that counts
};

// What scoring needs: immutable, shared by all threads.
typedef struct tm_knowledge {
    tm_folds *folds;
    tm_lexicon lexicon;
    tm_weights weights;
    tm_compounds compounds; // those that clean documents hold
} tm_knowledge;

// A cache of what the n-grams of a short word, number or sign add up to, since words come back
// again and again. A key holds the whole word, so that what was seen before never changes a score.
enum { TM_CACHED_LETTERS = 10, TM_CACHE_BITS = 13, TM_WORD_KEY_PARTS = 3 };
typedef struct tm_word_key {
    uint64_t part[TM_WORD_KEY_PARTS]; // 16 bits a letter, then what else matters; 0: free
} tm_word_key;
typedef struct tm_cached_word {
    tm_word_key key;
    uint32_t whole;
    int32_t sum;
} tm_cached_word;

typedef struct tm_window {
    // How to read, set before tm_window_read; zero in ordinary use.
    unsigned hidden_groups; // bits: word groups of the lexicon that are not found (training)
    unsigned own_fold; // number of the training fold that the text is in, plus 1 (training)
    bool every_line;   // cut and index lines with nothing to look at as well
    bool bounded;      // refuse to hold more than the limits above
    // The text is a part of one (score/skim.h): lines are not compared, those near evident ones
    // not scored, those with a link always are, main_script stays as it is, and the lone phrase
    // occurs as often as would add most to scores.
    bool part;
    // What was read.
    tm_view view;
    tm_tokens tokens;
    tm_hits hits;
    tm_hits phonetic; // what sounds or looks like a term
    tm_lines lines;
    size_t n_lone;        // how often the lone phrase (score/lone.h) occurs; 0: there is none
    uint32_t *first_hit;  // [tokens.len + 1] first hit that ends after the token's begin
    uint8_t *sounds_like; // [tokens.len] nonzero: a phonetic hit lies in it, wholly or in part
    uint32_t *token_line; // [tokens.len] line of the token
    int32_t *score;       // [tokens.len] in 1/TM_SCORE_UNIT nat
    size_t first_hit_cap, sounds_like_cap, token_line_cap, score_cap;
    tm_cached_word *cache;     // [1 << TM_CACHE_BITS], of one set of weights
    tm_char_class main_script; // the script most letters are of; TM_CHAR_PUNCT without letters
} tm_window;

// Takes `text` (valid UTF-8) apart: everything but the scores. A window with nothing to look at is
// left without tokens and lines, unless it is a part that may hold a link. TAMIS_ELIMIT when it is
// bounded and holds too much, TAMIS_ENOMEM.
tamis_status tm_window_read(tm_window *window, const tm_knowledge *knowledge, tm_str text,
                            tamis_error *err);

// Fills window->score. Scored are line ends, evident lines and, around those that hold a stretch of
// TM_MIN_SEGMENT_SCORE, the lines near (not in a part); other tokens get TM_QUIET_SCORE. A window
// must always be scored with the same weights, since it caches sums of them.
void tm_window_score(tm_window *window, const tm_knowledge *knowledge);

// The greatest sum of scored tokens up to the last of [first, last), or the first sum that reaches
// TM_MIN_SEGMENT_SCORE; at least 0 (Kadane's maximum sum). `stretch` is what it was before `first`.
int32_t tm_window_add_stretch(const tm_window *window, int32_t stretch, size_t first,
                              size_t last);
// Whether some neighbouring ones of the scored tokens [first, last) add up to TM_MIN_SEGMENT_SCORE.
bool tm_window_has_stretch(const tm_window *window, size_t first, size_t last);

void tm_window_free(tm_window *window);

// Whether a lexicon term lies in tokens [first, last), wholly or in part.
static inline bool tm_window_holds_term(const tm_window *window, uint32_t first, uint32_t last)
{
    const uint32_t h = window->first_hit[first];
    return h < window->hits.len &&
           window->hits.hit[h].begin < window->tokens.token[last - 1].end;
}

// Whether hit `h` ends a compound that clean documents did not hold.
static inline bool tm_window_has_new_compound(const tm_window *window,
                                              const tm_knowledge *knowledge, size_t h)
{
    return tm_compound_is_new(
        &knowledge->compounds,
        tm_compound_of(&window->hits, &knowledge->lexicon, &window->view, h), window->own_fold);
}

// The evidence ids (tm_evidence) of token `i`; returns how many were written. One may occur twice.
size_t tm_token_evidence(uint8_t evidence[TM_MAX_TOKEN_EVIDENCE], const tm_window *window,
                         const tm_knowledge *knowledge, size_t i);

// Whether tokens i - 1 and i are neighbours in one line, so that their pair is an n-gram too.
bool tm_token_has_pair(const tm_window *window, size_t i);

#endif
