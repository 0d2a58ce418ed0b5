// One pass over the segments and a few over the window gather a tally; what is not written into the
// row at once, finish() turns into features.
// SPDX-License-Identifier: MIT
#include "score/document_row.h"

#include <assert.h>

#include "score/lone.h"
#include "score/particles.h"

const tm_feature_info tm_features[TM_N_FEATURES] = {
#define TM_FEATURE(name, cap, sentence) {#name, sentence, cap},
#include "score/features.def"
#undef TM_FEATURE
};

tm_feature tm_feature_named(const char *name)
{
    size_t f = 0;
    while (f < TM_N_FEATURES && strcmp(tm_features[f].name, name) != 0)
        f++;
    assert(f < TM_N_FEATURES);
    return (tm_feature)f;
}

enum {
    MAX_DISTINCT = 64,
    STRONG_LEVEL = 3,      // weight 2
    MAX_SEGMENT_NATS = 20, // what one segment adds to the total score at most
    EDGE_DIVISOR = 12,     // head and foot: the first and last twelfth
    HANGUL_PART = 4        // a quarter is enough: names and addresses beside it are Latin
};

static const double nat = 1.0 / TM_SCORE_UNIT;

// Different terms, or different hashes.
typedef struct id_set {
    uint32_t id[MAX_DISTINCT];
    size_t len;
} id_set;

// Adds `id`; true when it was not in the set yet. A full set takes no more and says false.
static bool add_distinct(id_set *set, uint32_t id)
{
    for (size_t i = 0; i < set->len; i++)
        if (set->id[i] == id)
            return false;
    if (set->len == MAX_DISTINCT)
        return false;
    set->id[set->len++] = id;
    return true;
}

// How often each hash occurs.
typedef struct repeats {
    id_set hashes;
    size_t count[MAX_DISTINCT];
} repeats;

static void count_hash(repeats *r, uint32_t hash)
{
    add_distinct(&r->hashes, hash);
    for (size_t k = 0; k < r->hashes.len; k++)
        r->count[k] += r->hashes.id[k] == hash;
}

// How often the most frequent hash occurs; 0 when none occurs twice.
static double most_repeated(const repeats *r)
{
    size_t most = 1;
    for (size_t k = 0; k < r->hashes.len; k++)
        most = r->count[k] > most ? r->count[k] : most;
    return most > 1 ? (double)most : 0;
}

typedef struct tally {
    const tm_window *w;
    const tm_knowledge *knowledge;
    const tm_lexicon *lexicon;
    double *value;    // the row
    id_set terms;     // of the trades, in segments
    uint32_t classes; // of these: bits 1 << tm_term_class
    // Letters inside segments.
    size_t letters, hangul_letters, undone_letters, foreign_letters;
    size_t trade_hits;                   // trade terms in segments
    size_t other_hits;                   // trade terms outside
    size_t company_hits;                 // topic words anywhere
    size_t characters, total_characters; // inside segments; anywhere
    int32_t best, second, third;         // scores of segments
    const tm_segment *best_segment;
} tally;

static uint32_t begin_of(const tally *t, const tm_segment *s)
{
    return t->w->tokens.token[s->first].begin;
}

static uint32_t end_of(const tally *t, const tm_segment *s)
{
    return t->w->tokens.token[s->last - 1].end;
}

// Whether token `i` is in a segment. Tokens are asked in order: `*at` begins as 0 and moves on.
static bool is_inside(const tm_segments *segments, size_t *at, size_t i)
{
    while (*at < segments->len && segments->segment[*at].last <= i)
        ++*at;
    return *at < segments->len && segments->segment[*at].first <= i;
}

// The same for characters: whether [begin, end) touches a segment.
static bool touches(const tally *t, const tm_segments *segments, size_t *at, uint32_t begin,
                    uint32_t end)
{
    while (*at < segments->len && end_of(t, &segments->segment[*at]) <= begin)
        ++*at;
    return *at < segments->len && begin_of(t, &segments->segment[*at]) < end;
}

static void rank(tally *t, const tm_segment *s)
{
    if (s->score > t->best) {
        t->third = t->second;
        t->second = t->best;
        t->best = s->score;
        t->best_segment = s;
    } else if (s->score > t->second) {
        t->third = t->second;
        t->second = s->score;
    } else if (s->score > t->third) {
        t->third = s->score;
    }
}

// The terms of one segment. Returns whether one is a trade term of weight 1 and more.
static bool tally_terms(tally *t, const tm_segment *s)
{
    const tm_window *w = t->w;
    bool any = false;
    for (uint32_t h = w->first_hit[s->first]; h < w->hits.len; h++) {
        const tm_hit hit = w->hits.hit[h];
        if (hit.begin >= end_of(t, s))
            break;
        const tm_term term = t->lexicon->term[hit.term];
        if (term.klass == TM_TERM_PREFIX && h + 1 < w->hits.len &&
            w->hits.hit[h + 1].begin == hit.end)
            t->value[TM_FEATURE_composed_brands]++;
        t->value[TM_FEATURE_new_compounds] +=
            tm_term_alarms(term) && tm_window_has_new_compound(w, t->knowledge, h);
        if (!tm_term_is_trade(term))
            continue;
        any |= term.level >= 1;
        t->trade_hits += term.level >= 1;
        t->value[TM_FEATURE_undone_terms] += tm_view_undone(&w->view, hit.begin, hit.end) != 0;
        if (!add_distinct(&t->terms, hit.term))
            continue;
        t->classes |= 1u << term.klass;
        t->value[term.level >= STRONG_LEVEL ? TM_FEATURE_strong_terms
                                            : TM_FEATURE_weak_terms]++;
        if (term.klass == TM_TERM_PROMOTION || term.klass == TM_TERM_TRUST ||
            term.klass == TM_TERM_CONTACT)
            t->value[TM_FEATURE_offers]++;
        if (term.klass >= TM_TERM_LOAN && term.klass <= TM_TERM_BACKLINK)
            t->value[TM_FEATURE_other_trades]++;
    }
    return any;
}

// Phrases of several terms anywhere in the window, and the most repeated of them.
static void tally_phrases(tally *t)
{
    const tm_window *w = t->w;
    repeats phrases = {.count = {0}};
    for (size_t h = 0, next = 0; h < w->hits.len; h = next) {
        next = tm_phrase_end(&w->hits, t->lexicon, &w->view, h);
        if (tm_phrase_terms(&w->hits, t->lexicon, &w->view, h) < 2)
            continue;
        count_hash(&phrases, tm_view_letters_hash(&w->view, w->hits.hit[h].begin,
                                                  w->hits.hit[next - 1].end));
        t->value[TM_FEATURE_phrases]++;
    }
    t->value[TM_FEATURE_repeated_term_phrase] = most_repeated(&phrases);
}

// The tokens of one segment. Returns how many of its letters had to be unmasked.
static size_t tally_tokens(tally *t, const tm_segment *s)
{
    const tm_window *w = t->w;
    size_t undone = 0;
    for (uint32_t i = s->first; i < s->last; i++) {
        const tm_token token = w->tokens.token[i];
        const size_t len = token.end - token.begin;
        if (token.kind == TM_TOKEN_NEWLINE)
            continue;
        t->characters += len;
        const double strength = w->score[i] * nat;
        if (strength > t->value[TM_FEATURE_strongest_token])
            t->value[TM_FEATURE_strongest_token] = strength;
        if (token.kind == TM_TOKEN_LINK || token.kind == TM_TOKEN_HANDLE) {
            t->value[TM_FEATURE_links]++;
            t->value[TM_FEATURE_link_terms] += tm_window_holds_term(w, i, i + 1);
        }
        if (!tm_char_is_letter(token.script))
            continue;
        t->letters += len;
        t->hangul_letters += token.script == TM_CHAR_HANGUL ? len : 0;
        if (token.script != w->main_script)
            t->foreign_letters += len;
        for (uint32_t k = token.begin; k < token.end; k++)
            undone += w->view.undone[k] != 0;
    }
    t->undone_letters += undone;
    return undone;
}

// Words of one segment whose particle does not agree, behind a term or at their end.
static void tally_particles(tally *t, const tm_segment *s)
{
    const tm_window *w = t->w;
    for (uint32_t i = s->first; i < s->last; i++) {
        const tm_token token = w->tokens.token[i];
        if (token.kind != TM_TOKEN_WORD)
            continue;
        bool disagrees =
            token.script == TM_CHAR_HANGUL && tm_particle_disagrees(&w->view, token);
        for (uint32_t h = w->first_hit[i]; h < w->hits.len && !disagrees; h++) {
            if (w->hits.hit[h].begin >= token.end)
                break;
            disagrees = w->hits.hit[h].end < token.end &&
                        tm_particle_disagrees_after(&w->view, w->hits.hit[h].end, token.end);
        }
        t->value[TM_FEATURE_particles] += disagrees;
    }
}

static void tally_repeats(tally *t, const tm_segments *segments)
{
    repeats stretches = {.count = {0}};
    for (size_t i = 0; i < segments->len; i++) {
        const tm_segment *s = &segments->segment[i];
        count_hash(&stretches, tm_view_letters_hash(&t->w->view, begin_of(t, s), end_of(t, s)));
    }
    t->value[TM_FEATURE_repeated_phrase] = most_repeated(&stretches);
}

// Phrases about gambling anywhere in the window, by their words' scores.
static void tally_gambling(tally *t)
{
    const tm_window *w = t->w;
    id_set distinct = {.len = 0};
    size_t i = 0;
    for (size_t h = 0, next; h < w->hits.len; h = next) {
        next = tm_phrase_end(&w->hits, t->lexicon, &w->view, h);
        if (!tm_is_about_gambling(&w->hits, t->lexicon, &w->view, h))
            continue;
        const uint32_t begin = w->hits.hit[h].begin, end = w->hits.hit[next - 1].end;
        bool honest = true;
        while (i < w->tokens.len && w->tokens.token[i].end <= begin)
            i++;
        for (size_t k = i; k < w->tokens.len && w->tokens.token[k].begin < end; k++)
            honest = honest && w->score[k] <= 0;
        t->value[TM_FEATURE_honest_phrases] += honest;
        add_distinct(&distinct, tm_view_letters_hash(&w->view, begin, end));
    }
    t->value[TM_FEATURE_distinct_phrases] = (double)distinct.len;
}

// Lines mostly inside segments, their shapes, and the longest run of such lines.
static void tally_lines(tally *t, const tm_segments *segments)
{
    const tm_window *w = t->w;
    size_t s = 0, run = 0;
    for (size_t l = 0; l < w->lines.len; l++) {
        const tm_line *line = &w->lines.line[l];
        size_t inside = 0, all = 0;
        for (uint32_t i = line->first; i < line->last; i++) {
            const tm_token token = w->tokens.token[i];
            all += token.end - token.begin;
            if (is_inside(segments, &s, i))
                inside += token.end - token.begin;
        }
        if (all == 0)
            continue;
        if (inside > 0) {
            t->value[TM_FEATURE_list_lines] += (line->shape & TM_LINE_LIST) != 0;
            t->value[TM_FEATURE_template_lines] += (line->shape & TM_LINE_TEMPLATE) != 0;
        }
        run = inside * 2 > all ? run + 1 : 0;
        t->value[TM_FEATURE_flagged_lines] += run > 0;
        if ((double)run > t->value[TM_FEATURE_longest_run])
            t->value[TM_FEATURE_longest_run] = (double)run;
    }
}

static void tally_anchors(tally *t, const tm_segments *segments)
{
    const tm_lines *lines = &t->w->lines;
    size_t s = 0;
    for (size_t a = 0; a < lines->n_anchors; a++)
        t->value[TM_FEATURE_menu_anchors] +=
            touches(t, segments, &s, lines->anchor[a].begin, lines->anchor[a].end);
}

// Topic words, and trade terms outside segments.
static void tally_outside(tally *t, const tm_segments *segments)
{
    const tm_window *w = t->w;
    size_t s = 0;
    for (size_t h = 0; h < w->hits.len; h++) {
        const tm_hit hit = w->hits.hit[h];
        const tm_term term = t->lexicon->term[hit.term];
        const bool inside = touches(t, segments, &s, hit.begin, hit.end);
        t->company_hits += tm_term_is_topic(term);
        if (!inside && tm_term_is_trade(term) && term.level >= 1)
            t->other_hits++;
    }
}

// How the words outside segments score on average.
static void tally_rest(tally *t, const tm_segments *segments)
{
    const tm_window *w = t->w;
    int64_t sum = 0;
    size_t n = 0, s = 0;
    for (size_t i = 0; i < w->tokens.len; i++) {
        const tm_token token = w->tokens.token[i];
        if (token.kind == TM_TOKEN_NEWLINE)
            continue;
        t->total_characters += token.end - token.begin;
        if (is_inside(segments, &s, i))
            continue;
        sum += w->score[i];
        n++;
    }
    const double mean = n ? (double)sum * nat / (double)n + 6 : 0;
    t->value[TM_FEATURE_rest_score] = mean > 0 ? mean : 0;
}

// Where in its lines and in the window the strongest segment lies.
static void place_best(tally *t)
{
    const tm_window *w = t->w;
    const tm_segment *s = t->best_segment;
    const tm_line *first = &w->lines.line[w->token_line[s->first]];
    const tm_line *last = &w->lines.line[w->token_line[s->last - 1]];
    const bool text_before = s->first > first->first, text_after = s->last < last->last;
    t->value[TM_FEATURE_whole_line] = !text_before && !text_after;
    t->value[TM_FEATURE_inside_sentence] = text_before && text_after;
    size_t head = 0, foot = w->tokens.len; // blank lines there are no part of the text
    while (head < s->first && w->tokens.token[head].kind == TM_TOKEN_NEWLINE)
        head++;
    while (foot > s->last && w->tokens.token[foot - 1].kind == TM_TOKEN_NEWLINE)
        foot--;
    const size_t edge = (foot - head) / EDGE_DIVISOR;
    t->value[TM_FEATURE_at_edge] = s->first <= head + edge || s->last + edge >= foot;
    t->value[TM_FEATURE_best_mean] = s->score * nat / (double)(s->last - s->first);
}

static double share(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : 0;
}

static void finish(tally *t, const tm_segments *segments)
{
    double *value = t->value;
    const uint32_t first = begin_of(t, &segments->segment[0]);
    const uint32_t last = begin_of(t, &segments->segment[segments->len - 1]);
    value[TM_FEATURE_best_segment] = t->best * nat;
    value[TM_FEATURE_second_segment] = t->second * nat;
    value[TM_FEATURE_third_segment] = t->third * nat;
    value[TM_FEATURE_segments] = (double)segments->len;
    value[TM_FEATURE_flagged_share] = share(t->characters, t->total_characters);
    value[TM_FEATURE_flagged_characters] = (double)t->characters;
    for (uint32_t classes = t->classes; classes; classes &= classes - 1)
        value[TM_FEATURE_term_classes]++;
    value[TM_FEATURE_undone_share] = share(t->undone_letters, t->letters);
    value[TM_FEATURE_undone_letters] = (double)t->undone_letters;
    value[TM_FEATURE_foreign_share] = share(t->foreign_letters, t->letters);
    value[TM_FEATURE_foreign_letters] = (double)t->foreign_letters;
    value[TM_FEATURE_other_script] = t->hangul_letters * HANGUL_PART < t->letters;
    value[TM_FEATURE_spread] = share(last - first, t->w->view.len);
    value[TM_FEATURE_concentration] = share(t->trade_hits, t->trade_hits + t->other_hits);
    value[TM_FEATURE_company] = (double)t->company_hits;
    value[TM_FEATURE_company_share] =
        share(t->company_hits, t->company_hits + t->trade_hits + t->other_hits);
    value[TM_FEATURE_terms_outside] = (double)t->other_hits;
    // Contrast: gambling words in an article about gambling have company, injected ones stand
    // alone.
    if (t->company_hits == 0) {
        value[TM_FEATURE_contrast] = t->best * nat;
        value[TM_FEATURE_contrast_phrases] = value[TM_FEATURE_phrases];
        if (value[TM_FEATURE_repeated_phrase] > 1)
            value[TM_FEATURE_repeated_contrast] = t->best * nat;
    }
    for (size_t n = t->total_characters; n > 64; n /= 4)
        value[TM_FEATURE_length]++;
}

void tm_row_fill(tm_row *row, const tm_window *window, const tm_knowledge *knowledge,
                 const tm_segments *segments, size_t n_twins)
{
    *row = (tm_row){{0}};
    if (segments->len == 0)
        return;
    tally t = {.w = window,
               .knowledge = knowledge,
               .lexicon = &knowledge->lexicon,
               .value = row->value};
    for (size_t i = 0; i < segments->len; i++) {
        const tm_segment *s = &segments->segment[i];
        const double score = s->score * nat;
        rank(&t, s);
        row->value[TM_FEATURE_total_score] +=
            score < MAX_SEGMENT_NATS ? score : MAX_SEGMENT_NATS;
        if (!tally_terms(&t, s) && score > row->value[TM_FEATURE_no_term_score])
            row->value[TM_FEATURE_no_term_score] = score;
        if (tally_tokens(&t, s) > 0 && score > row->value[TM_FEATURE_unmasked_score])
            row->value[TM_FEATURE_unmasked_score] = score;
        tally_particles(&t, s);
    }
    tally_repeats(&t, segments);
    tally_phrases(&t);
    tally_gambling(&t);
    tally_lines(&t, segments);
    tally_anchors(&t, segments);
    tally_outside(&t, segments);
    tally_rest(&t, segments);
    place_best(&t);
    row->value[TM_FEATURE_twins] = (double)n_twins;
    finish(&t, segments);
    for (size_t f = 0; f < TM_N_FEATURES; f++) {
        assert(row->value[f] >= 0);
        if (row->value[f] > tm_features[f].cap)
            row->value[f] = tm_features[f].cap;
    }
}
