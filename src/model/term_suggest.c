// Weighs the candidates, drops those that the lexicon covers and those that say the same as
// another, and guesses the class of the rest.
// SPDX-License-Identifier: MIT
#include "model/term_suggest.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "score/particles.h"
#include "text/decode.h"

enum {
    MAX_CHARACTERS = 64,          // of a candidate
    MIN_LANGUAGE_DOCUMENTS = 100, // clean ones; if fewer, a term is held against all clean text
    MAX_COMMON_LEVEL = 1,         // weight 1, the most for what too many clean documents hold
    LEAST_LEVEL = 1,              // weight 1, the least for a suggestion
    MAX_GLYPH_REST = 2            // characters beside a known term that are a trifle
};

// The weight of the prior, as a share of all tokens.
static const double prior_share = 0.1;
// seeds/lexicon/README.md, "Weight".
static const double max_clean_rate = 0.0002;
// A weight must be justified by delta less this many standard deviations (95 %, one-sided).
static const double caution = 1.645;
// How many times likelier in spam a term must be for levels 1 to 4 (weights 1, 1.5, 2, 2.5).
static const double least_odds[] = {8, 20, 50, 150};
// A part is dropped when the whole stands in at least this share of the part's documents.
static const double same_share = 0.9;

// A word that more than this share of clean documents hold must not be the first or last of a
// phrase.
static const double max_edge_share = 0.01;

enum { DROPPED = 1, ACCEPTED = 2 };

typedef struct suggesting {
    tm_suggestions *out;
    const tm_term_tally *tally;
    const tm_lexicon *lexicon;
    const tm_folds *folds;
    const tm_suggest_options *options;
    uint8_t *mark; // [tally->n_entries] 0, DROPPED or ACCEPTED
    tm_view view;
    tm_hits hits;
    tamis_error *err;
} suggesting;

// ---- Weights ------------------------------------------------------------------------------

static double log_rate(double count, double prior, double total)
{
    return log((count + prior) / (total - count - prior));
}

static void weigh(tm_suggested_term *term, const tm_term_tally *tally)
{
    const tm_tallied *const e = term->counts;
    const tm_language_tally *const own = &tally->language[e->language];
    const bool has_own = own->n_clean >= MIN_LANGUAGE_DOCUMENTS;
    const tm_language_tally *const clean = has_own ? own : &tally->all;
    term->n_clean = has_own ? e->n_own_clean : e->n_clean;
    term->n_clean_documents = clean->n_clean;
    term->language = own->name;

    const double s = e->n_spam, c = (double)term->n_clean;
    const double all_s = (double)own->spam_tokens + s + 1;
    const double all_c = (double)clean->clean_tokens + c + 1;
    const double prior = prior_share * (s + c), all_prior = prior_share * (all_s + all_c);
    term->delta = log_rate(s, prior, all_s + all_prior) - log_rate(c, prior, all_c + all_prior);
    const double deviation = sqrt(1 / (s + prior) + 1 / (c + prior));
    term->z = term->delta / deviation;

    const double sure = term->delta - caution * deviation;
    term->level = 0;
    for (size_t i = 0; i < sizeof least_odds / sizeof *least_odds; i++)
        if (sure >= log(least_odds[i]))
            term->level++;
    if (c > max_clean_rate * (double)term->n_clean_documents && term->level > MAX_COMMON_LEVEL)
        term->level = MAX_COMMON_LEVEL;
    if (term->n_clean == 0 && term->level < LEAST_LEVEL)
        term->level = LEAST_LEVEL;
}

// ---- What is known already ----------------------------------------------------------------

// How much of a candidate the lexicon covers.
typedef struct cover {
    bool phrase;             // the candidate has more than one word
    unsigned n_rest;         // letters and digits outside of hits and of particles behind them
    bool word_rest;          // some of these are of a script with blanks
    const tm_term *heaviest; // of the hits; NULL: no hit
} cover;

static cover find_cover(const suggesting *s)
{
    const tm_view *const view = &s->view;
    cover c = {.n_rest = 0};
    uint32_t at = 0;
    for (size_t h = 0; h <= s->hits.len; h++) {
        const bool end = h == s->hits.len;
        const uint32_t stop = end ? (uint32_t)view->len : s->hits.hit[h].begin;
        const bool tail = at > 0 && tm_particle_length(view, at, stop) > 0;
        for (; at < stop; at++) {
            const uint8_t klass = view->klass[at];
            if (tail || !tm_char_is_word(klass))
                continue;
            c.n_rest++;
            c.word_rest |=
                klass != TM_CHAR_HAN && klass != TM_CHAR_KANA && klass != TM_CHAR_THAI;
        }
        if (end)
            break;
        const tm_term *const term = &s->lexicon->term[s->hits.hit[h].term];
        if (!c.heaviest || term->level > c.heaviest->level)
            c.heaviest = term;
        at = s->hits.hit[h].end > at ? s->hits.hit[h].end : at;
    }
    for (size_t i = 0; i < view->len; i++)
        c.phrase |= view->klass[i] == TM_CHAR_SPACE;
    return c;
}

// Whether the rest adds nothing to a known term that is as heavy: it is another word of a phrase,
// or one or two characters of a script without blanks.
static bool is_trifle(const cover *c)
{
    return c->phrase || (!c->word_rest && c->n_rest <= MAX_GLYPH_REST);
}

// A phrase has the class of its heaviest known word; a known word glued to an unknown one (아인카지노)
// is a brand.
static tm_term_class guess_class(const suggesting *s, const cover *c)
{
    if (s->view.codepoint[0] == '@')
        return TM_TERM_CONTACT;
    if (!c->heaviest)
        return TM_TERM_BRAND;
    switch (c->heaviest->klass) {
    case TM_TERM_PREFIX:
    case TM_TERM_SUFFIX:
    case TM_TERM_COMPANY:
        return TM_TERM_BRAND;
    case TM_TERM_GAME:
    case TM_TERM_VENUE:
        return c->phrase ? (tm_term_class)c->heaviest->klass : TM_TERM_BRAND;
    default:
        return (tm_term_class)c->heaviest->klass;
    }
}

// The entry's text as written, or as folded where it was only met in disguise.
static tm_str written_text(const tm_term_tally *tally, const tm_tallied *entry)
{
    if (entry->written_len == 0)
        return tm_tallied_text(tally, entry);
    return (tm_str){tally->text.ptr + entry->written_begin, entry->written_len};
}

// Whether the view's text has this hash: what was written must fold to what was counted.
static bool reads_as(const tm_view *view, uint64_t hash)
{
    uint64_t state = TM_CANDIDATE_SEED;
    for (size_t i = 0; i < view->len; i++)
        state = tm_candidate_step(state, view->codepoint[i]);
    return tm_candidate_hash(state) == hash;
}

// Whether it is a word of ordinary documents, which is no evidence, however often spam has it.
static bool is_common(const tm_suggested_term *term, const tm_suggest_options *options)
{
    return term->level < LEAST_LEVEL ||
           (term->n_clean > 1 &&
            (double)term->n_clean > options->max_clean_share * (double)term->n_clean_documents);
}

// Whether a phrase may begin or end with its word [begin, end): one that was a candidate itself
// and is not common in clean text (in "main di mandalika" only the last word is such).
static bool is_edge_word(const suggesting *s, const tm_suggested_term *phrase, size_t begin,
                         size_t end)
{
    uint64_t state = TM_CANDIDATE_SEED;
    for (size_t i = begin; i < end; i++)
        state = tm_candidate_step(state, s->view.codepoint[i]);
    tm_suggested_term word = {.counts = tm_tally_find(s->tally, tm_candidate_hash(state))};
    if (!word.counts)
        return false;
    weigh(&word, s->tally);
    return (double)word.n_clean <= max_edge_share * (double)phrase->n_clean_documents;
}

static bool has_good_edges(const suggesting *s, const tm_suggested_term *phrase)
{
    const tm_view *const view = &s->view;
    size_t first = 0, last = view->len;
    while (first < view->len && view->klass[first] != TM_CHAR_SPACE)
        first++;
    while (last > first && view->klass[last - 1] != TM_CHAR_SPACE)
        last--;
    return first == view->len ||
           (is_edge_word(s, phrase, 0, first) && is_edge_word(s, phrase, last, view->len));
}

// Adds the entry to the suggestions if it is worth proposing.
static tamis_status consider(suggesting *s, size_t at)
{
    const tm_term_tally *const tally = s->tally;
    tm_suggested_term term = {.counts = &tally->entry[at]};
    if (term.counts->n_spam < tally->min_documents ||
        term.counts->n_sources < s->options->min_sources)
        return TAMIS_OK;
    weigh(&term, tally);
    if (term.z < s->options->min_z || is_common(&term, s->options))
        return TAMIS_OK;
    term.text = written_text(tally, term.counts);
    TM_TRY(tm_view_build(&s->view, s->folds, term.text, s->err));
    if (!reads_as(&s->view, term.counts->hash)) {
        term.text = tm_tallied_text(tally, term.counts);
        TM_TRY(tm_view_build(&s->view, s->folds, term.text, s->err));
    }
    if (s->view.len == 0 || s->view.len > MAX_CHARACTERS ||
        !reads_as(&s->view, term.counts->hash))
        return TAMIS_OK;
    if (!has_good_edges(s, &term))
        return TAMIS_OK;
    TM_TRY(tm_lexicon_scan(&s->hits, s->lexicon, &s->view, 0, s->err));
    const cover c = find_cover(s);
    if (c.n_rest == 0 || (is_trifle(&c) && c.heaviest && c.heaviest->level >= term.level))
        return TAMIS_OK;
    term.klass = guess_class(s, &c);
    if (!tm_grow((void **)&s->out->term, &s->out->cap, s->out->len + 1, sizeof *s->out->term))
        return tm_fail(s->err, TAMIS_ENOMEM, "no memory for suggestions");
    s->out->term[s->out->len++] = term;
    return TAMIS_OK;
}

// ---- One inside the other -----------------------------------------------------------------

typedef struct parts {
    const tm_tallied *part[MAX_CHARACTERS * MAX_CHARACTERS / 2];
    size_t n;
} parts;

// The entries that lie properly inside the text of `whole`.
static void find_parts(parts *out, const tm_term_tally *tally, const tm_tallied *whole)
{
    uint32_t codepoint[MAX_CHARACTERS];
    size_t len = 0, pos = 0;
    const tm_str text = tm_tallied_text(tally, whole);
    out->n = 0;
    while (pos < text.len && len < MAX_CHARACTERS)
        codepoint[len++] = tm_utf8_next(text, &pos);
    for (size_t begin = 0; begin < len; begin++) {
        uint64_t state = TM_CANDIDATE_SEED;
        for (size_t end = begin + 1; end <= len; end++) {
            state = tm_candidate_step(state, codepoint[end - 1]);
            const tm_tallied *const part =
                end - begin < len ? tm_tally_find(tally, tm_candidate_hash(state)) : NULL;
            if (part && out->n < sizeof out->part / sizeof *out->part)
                out->part[out->n++] = part;
        }
    }
}

static size_t index_of(const suggesting *s, const tm_tallied *entry)
{
    return (size_t)(entry - s->tally->entry);
}

// Drops candidates that hardly ever stand outside of one longer suggestion.
static void drop_fragments(suggesting *s, parts *scratch)
{
    for (size_t i = 0; i < s->out->len; i++) {
        const tm_tallied *const whole = s->out->term[i].counts;
        find_parts(scratch, s->tally, whole);
        for (size_t k = 0; k < scratch->n; k++)
            if (whole->n_spam >= same_share * scratch->part[k]->n_spam)
                s->mark[index_of(s, scratch->part[k])] = DROPPED;
    }
}

// Goes through the suggestions by falling z, and drops each one that holds an accepted one or lies
// inside one.
static void keep_the_telling(suggesting *s, parts *scratch)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->out->len; i++) {
        const tm_suggested_term term = s->out->term[i];
        uint8_t *const mark = &s->mark[index_of(s, term.counts)];
        if (*mark == DROPPED)
            continue;
        find_parts(scratch, s->tally, term.counts);
        for (size_t k = 0; k < scratch->n && *mark != DROPPED; k++)
            if (s->mark[index_of(s, scratch->part[k])] == ACCEPTED)
                *mark = DROPPED;
        if (*mark == DROPPED)
            continue;
        *mark = ACCEPTED;
        for (size_t k = 0; k < scratch->n; k++)
            s->mark[index_of(s, scratch->part[k])] = DROPPED;
        s->out->term[kept++] = term;
    }
    s->out->len = kept;
}

// ---- All ----------------------------------------------------------------------------------

static int compare_terms(const void *a, const void *b)
{
    const tm_suggested_term *const x = a, *const y = b;
    if (x->z != y->z)
        return x->z > y->z ? -1 : 1;
    const size_t len = x->text.len < y->text.len ? x->text.len : y->text.len;
    const int order = memcmp(x->text.ptr, y->text.ptr, len);
    return order ? order : (x->text.len > y->text.len) - (x->text.len < y->text.len);
}

static tamis_status run(suggesting *s, parts *scratch)
{
    for (size_t i = 0; i < s->tally->n_entries; i++)
        TM_TRY(consider(s, i));
    drop_fragments(s, scratch);
    if (s->out->len > 0)
        qsort(s->out->term, s->out->len, sizeof *s->out->term, compare_terms);
    keep_the_telling(s, scratch);
    return TAMIS_OK;
}

tamis_status tm_suggest_terms(tm_suggestions *out, const tm_term_tally *tally,
                              const tm_knowledge *knowledge, const tm_suggest_options *options,
                              tamis_error *err)
{
    suggesting s = {.out = out,
                    .tally = tally,
                    .lexicon = &knowledge->lexicon,
                    .folds = knowledge->folds,
                    .options = options,
                    .err = err};
    *out = (tm_suggestions){.len = 0};
    s.mark = calloc(tally->n_entries + 1, 1);
    parts *const scratch = malloc(sizeof *scratch);
    const tamis_status status = s.mark && scratch
                                    ? run(&s, scratch)
                                    : tm_fail(err, TAMIS_ENOMEM, "no memory for suggestions");
    free(s.mark);
    free(scratch);
    tm_view_free(&s.view);
    tm_hits_free(&s.hits);
    if (status != TAMIS_OK)
        tm_suggestions_free(out);
    return status;
}

void tm_suggestions_free(tm_suggestions *suggestions)
{
    free(suggestions->term);
    *suggestions = (tm_suggestions){0};
}
