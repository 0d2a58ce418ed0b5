// The score of each token: the weights of its n-grams, its context and its evidence, added up.
//
// The table of n-grams is larger than the nearest caches and read at random places. So tokens go
// through three steps in rows of a few: their words are looked up in the cache of words, all table
// entries they need are prefetched, and then, when the first entries have arrived, summed up.
// SPDX-License-Identifier: MIT
#include "score/context.h"
#include "score/evident.h"
#include "score/window.h"

enum {
    ROW_TOKENS = 16,
    LETTERS_PER_PART = 4, // of a word's key, 16 bits each
    MAX_ENTRIES = 2 * TM_MAX_CONTEXT + 1,
    MAX_TOKEN_NATS = 12, // see most_score
    MAX_GLYPH_NATS = 2,
    MAX_LINK_NATS = 1,
    MAX_SPACED_NATS = 3,
    MIN_CODE_CHANGES = 6
};

// A token on its way through the steps.
typedef struct asked_token {
    size_t i;
    tm_word_key key;
    tm_cached_word *word;        // where to store what its n-grams add up to, or NULL
    tm_ngrams ngrams;            // empty when the cache knew that
    uint32_t entry[MAX_ENTRIES]; // of its context
    int32_t sum;                 // what the cache knew of its score, else 0
    size_t n_entries;
} asked_token;

// ---- Words seen before ------------------------------------------------------------------------

// All that the n-grams of a word, number or sign depend on; false for tokens that are not cached.
// All digits are the same letter (score/ngrams.h), so that most numbers have been seen before.
static bool make_key(tm_word_key *key, const tm_view *view, tm_token token)
{
    const uint32_t len = token.end - token.begin;
    if (len > TM_CACHED_LETTERS || token.kind == TM_TOKEN_GLYPH ||
        token.kind == TM_TOKEN_LINK || token.kind == TM_TOKEN_NEWLINE ||
        token.kind == TM_TOKEN_MAIL)
        return false;
    const bool latin = view->klass[token.begin] == TM_CHAR_LATIN;
    const uint64_t rest = (uint64_t)len << 32 | (uint64_t)token.kind << 40 |
                          (uint64_t)latin << 48; // behind the last two letters
    *key = (tm_word_key){{0, 0, rest}};
    uint32_t all = 0;
    for (uint32_t k = 0; k < len; k++) {
        const uint32_t letter = tm_ngram_letter(view, token.begin + k);
        key->part[k / LETTERS_PER_PART] |= (uint64_t)letter << k % LETTERS_PER_PART * 16;
        all |= letter;
    }
    return all <= UINT16_MAX;
}

static bool same_key(const tm_word_key *a, const tm_word_key *b)
{
    uint64_t differ = 0;
    for (size_t k = 0; k < TM_WORD_KEY_PARTS; k++)
        differ |= a->part[k] ^ b->part[k];
    return differ == 0;
}

static uint32_t key_hash(const tm_word_key *key)
{
    uint64_t hash = 0;
    for (size_t k = 0; k < TM_WORD_KEY_PARTS; k++)
        hash = (hash ^ key->part[k] ^ key->part[k] >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(hash >> (64 - TM_CACHE_BITS));
}

// First step: finds the token's place in the cache and prefetches it.
static void find_word(asked_token *asked, const tm_window *w, size_t i)
{
    asked->i = i;
    asked->word = NULL;
    if (!make_key(&asked->key, &w->view, w->tokens.token[i]))
        return;
    asked->word = &w->cache[key_hash(&asked->key)];
    __builtin_prefetch(asked->word);
}

// ---- Entries ----------------------------------------------------------------------------------

static void send_for(const tm_weights *weights, const uint32_t *entry, size_t n)
{
    for (size_t k = 0; k < n; k++)
        __builtin_prefetch(&weights->ngram[entry[k]]);
}

static int32_t sum_of(const tm_weights *weights, const uint32_t *entry, size_t n)
{
    int32_t sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += weights->ngram[entry[k]];
    return sum;
}

// Second step: finds out which entries the token needs and prefetches them. `before` is the hash of
// the whole token before, and becomes that of this one.
static void ask(asked_token *asked, const tm_window *w, const tm_knowledge *knowledge,
                uint32_t *before)
{
    const size_t i = asked->i;
    const tm_cached_word *const word = asked->word;
    asked->n_entries = tm_token_surroundings(asked->entry, w, i);
    if (tm_window_holds_term(w, (uint32_t)i, (uint32_t)i + 1))
        asked->n_entries +=
            tm_token_pairs(asked->entry + asked->n_entries, w, &knowledge->lexicon, i);
    if (word && same_key(&word->key, &asked->key)) {
        asked->word = NULL;
        asked->sum = word->sum;
        asked->ngrams.whole = word->whole;
        asked->ngrams.len = 0;
    } else {
        asked->sum = 0;
        tm_ngrams_of(&asked->ngrams, &w->view, w->tokens.token[i]);
    }
    if (tm_token_has_pair(w, i))
        asked->entry[asked->n_entries++] = tm_ngram_pair(*before, asked->ngrams.whole);
    *before = asked->ngrams.whole;
    send_for(&knowledge->weights, asked->entry, asked->n_entries);
    send_for(&knowledge->weights, asked->ngrams.index, asked->ngrams.len);
}

// ---- Sums -------------------------------------------------------------------------------------

// Keys, hashes and identifiers change to and fro between letters and digits; they say nothing.
static bool is_code(const tm_view *view, tm_token token)
{
    uint32_t changes = 0;
    for (uint32_t i = token.begin + 1; i < token.end; i++)
        changes += (view->klass[i] == TM_CHAR_DIGIT) != (view->klass[i - 1] == TM_CHAR_DIGIT);
    return changes >= MIN_CODE_CHANGES;
}

// Whether all that was undone is spacing: tables space out their headings (담 당 자) as spam does
// its keywords (바 카 라).
static bool is_merely_spaced(const tm_view *view, tm_token token)
{
    return tm_view_undone(view, token.begin, token.end) == 1u << TM_UNDONE_SPACED;
}

// The highest score that one token may have: signs and numbers speak for nothing, a link that names
// no trade for little, and no word for more than training could know.
static int32_t most_score(const tm_window *w, size_t i)
{
    const tm_token token = w->tokens.token[i];
    const bool holds_term = tm_window_holds_term(w, (uint32_t)i, (uint32_t)i + 1);
    int32_t nats = MAX_TOKEN_NATS;
    switch (token.kind) {
    case TM_TOKEN_MARK: // ruled lines
    case TM_TOKEN_NUMBER:
    case TM_TOKEN_NEWLINE:
    case TM_TOKEN_MAIL: // bylines have them, too
        nats = 0;
        break;
    case TM_TOKEN_GLYPH: // half a word; a run of them must not outweigh the words of other scripts
        nats = holds_term ? MAX_TOKEN_NATS : MAX_GLYPH_NATS;
        break;
    case TM_TOKEN_LINK:
    case TM_TOKEN_HANDLE:
        nats = holds_term ? MAX_TOKEN_NATS : MAX_LINK_NATS;
        break;
    default:
        if (is_code(&w->view, token))
            nats = 0;
        else if (!holds_term && is_merely_spaced(&w->view, token))
            nats = MAX_SPACED_NATS;
    }
    return nats * TM_SCORE_UNIT;
}

// Third step: the score of the token.
static int32_t add_up(asked_token *asked, const tm_window *w, const tm_knowledge *knowledge)
{
    const tm_weights *weights = &knowledge->weights;
    uint8_t evidence[TM_MAX_TOKEN_EVIDENCE];
    const size_t n = tm_token_evidence(evidence, w, knowledge, asked->i);
    int32_t score = asked->sum + sum_of(weights, asked->ngrams.index, asked->ngrams.len);
    if (asked->word)
        *asked->word = (tm_cached_word){asked->key, asked->ngrams.whole, score};
    score += sum_of(weights, asked->entry, asked->n_entries);
    for (size_t k = 0; k < n; k++)
        score += weights->evidence[evidence[k]];
    if (score <= 0)
        return score;
    const int32_t most = most_score(w, asked->i);
    return score < most ? score : most;
}

static void score_row(asked_token *row, size_t n, tm_window *w, const tm_knowledge *knowledge,
                      uint32_t *before)
{
    for (size_t k = 0; k < n; k++)
        ask(&row[k], w, knowledge, before);
    for (size_t k = 0; k < n; k++)
        w->score[row[k].i] = add_up(&row[k], w, knowledge);
}

// Scores tokens [first, last).
static void score_tokens(tm_window *w, const tm_knowledge *knowledge, uint32_t first,
                         uint32_t last)
{
    asked_token row[ROW_TOKENS];
    uint32_t before = 0; // a line's first token is no pair with the one before
    while (first < last) {
        const size_t left = last - first, n = left < ROW_TOKENS ? left : ROW_TOKENS;
        for (size_t k = 0; k < n; k++)
            find_word(&row[k], w, first++);
        score_row(row, n, w, knowledge, &before);
    }
}

int32_t tm_window_add_stretch(const tm_window *w, int32_t stretch, size_t first, size_t last)
{
    for (size_t i = first; i < last && stretch < TM_MIN_SEGMENT_SCORE; i++) {
        stretch += w->score[i];
        stretch = stretch > 0 ? stretch : 0;
    }
    return stretch;
}

bool tm_window_has_stretch(const tm_window *w, size_t first, size_t last)
{
    return tm_window_add_stretch(w, 0, first, last) >= TM_MIN_SEGMENT_SCORE;
}

static void score_evident_lines(tm_window *w, const tm_knowledge *knowledge)
{
    for (size_t l = 0; l < w->lines.len; l++) {
        const tm_line *line = &w->lines.line[l];
        const uint32_t end = line->last + (line->last < w->tokens.len); // line ends always
        uint32_t first = line->first;
        if (!(line->shape & TM_LINE_EVIDENT))
            while (first < line->last)
                w->score[first++] = TM_QUIET_SCORE;
        score_tokens(w, knowledge, first, end);
    }
}

// Scores the lines near an evident one that holds a stretch by itself: they may belong to it.
static void score_near_lines(tm_window *w, const tm_knowledge *knowledge)
{
    size_t settled = 0; // lines below are scored, or near no such line
    for (size_t l = 0; l < w->lines.len; l++) {
        const tm_line *line = &w->lines.line[l];
        if (!(line->shape & TM_LINE_EVIDENT) ||
            !tm_window_has_stretch(w, line->first, line->last))
            continue;
        size_t k = l > TM_EVIDENT_REACH ? l - TM_EVIDENT_REACH : 0;
        for (k = k > settled ? k : settled; k <= l + TM_EVIDENT_REACH && k < w->lines.len;
             k++) {
            const tm_line *near = &w->lines.line[k];
            if (!(near->shape & TM_LINE_EVIDENT))
                score_tokens(w, knowledge, near->first, near->last);
        }
        settled = k;
    }
}

void tm_window_score(tm_window *w, const tm_knowledge *knowledge)
{
    score_evident_lines(w, knowledge);
    if (!w->part)
        score_near_lines(w, knowledge);
}
