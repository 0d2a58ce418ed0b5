// What counts as something to look at, for a whole view and for each line of it.
// SPDX-License-Identifier: MIT
#include "score/evident.h"

#include "score/particles.h"

enum { MIN_NAME_LETTERS = 3, MAX_PARTICLE = 8 };

// Whether the letters of a word end behind the hit, or a particle does it.
static bool ends_word(const tm_view *view, tm_hit hit)
{
    uint32_t end = hit.end;
    while (end < view->len && view->klass[end] == TM_CHAR_HANGUL &&
           end - hit.end <= MAX_PARTICLE)
        end++;
    return (end == view->len || !tm_char_is_letter(view->klass[end])) &&
           (end == hit.end || tm_particle_length(view, hit.end, end) > 0);
}

// 벳 in 쿠쿠벳, 쿠쿠벳88 or 쿠쿠벳에서: letters stand before the back part of a brand.
static bool ends_brand(const tm_view *view, tm_hit hit)
{
    return hit.begin > 0 && tm_char_is_letter(view->klass[hit.begin - 1]) &&
           ends_word(view, hit);
}

// 카지노 in 카지노 토토: the back part of a brand is a word by itself, and so is the next one.
static bool begins_row(const tm_view *view, const tm_hits *hits, const tm_lexicon *lexicon,
                       size_t h)
{
    if (h + 1 == hits->len)
        return false;
    const tm_hit hit = hits->hit[h], next = hits->hit[h + 1];
    const tm_term term = lexicon->term[next.term];
    return term.klass == TM_TERM_SUFFIX && term.level >= 1 && next.begin == hit.end + 1 &&
           view->klass[hit.end] == TM_CHAR_SPACE && ends_word(view, next);
}

// 존 in 쿠쿠존671: a part of a brand in a Korean word with two digits or more behind it.
static bool ends_numbered_brand(const tm_view *view, tm_hit hit)
{
    return hit.begin > 0 && view->klass[hit.begin - 1] == TM_CHAR_HANGUL &&
           view->klass[hit.end - 1] == TM_CHAR_HANGUL && hit.end + 1 < view->len &&
           view->klass[hit.end] == TM_CHAR_DIGIT && view->klass[hit.end + 1] == TM_CHAR_DIGIT;
}

// bet in 쿠쿠bet: a game in Latin letters behind others that ends a word.
static bool ends_mixed_brand(const tm_view *view, const tm_lexicon *lexicon, tm_hit hit)
{
    return lexicon->term[hit.term].klass == TM_TERM_GAME && hit.begin > 0 &&
           view->klass[hit.begin] == TM_CHAR_LATIN &&
           view->klass[hit.begin - 1] != TM_CHAR_LATIN && ends_brand(view, hit);
}

static bool hit_is_evident(const tm_view *view, const tm_hits *hits, const tm_lexicon *lexicon,
                           size_t h)
{
    const tm_hit hit = hits->hit[h];
    const tm_term term = lexicon->term[hit.term];
    if (term.klass == TM_TERM_COMPANY)
        return false;
    if (term.level >= 1 && (tm_term_is_trade(term) ||
                            (term.klass == TM_TERM_SUFFIX &&
                             (ends_brand(view, hit) || begins_row(view, hits, lexicon, h)))))
        return true;
    if (tm_term_is_brand_part(term) && ends_numbered_brand(view, hit))
        return true;
    if (ends_mixed_brand(view, lexicon, hit))
        return true;
    return tm_phrase_terms(hits, lexicon, view, h) >= 2;
}

// alexis17, sgi88: three Latin letters or more with two digits behind; `i` is the first digit.
static bool is_numbered_name(const tm_view *view, size_t i)
{
    return i >= MIN_NAME_LETTERS && view->klass[i] == TM_CHAR_DIGIT &&
           view->klass[i - 1] == TM_CHAR_LATIN && view->klass[i - 2] == TM_CHAR_LATIN &&
           view->klass[i - 3] == TM_CHAR_LATIN && i + 1 < view->len &&
           view->klass[i + 1] == TM_CHAR_DIGIT;
}

// The signs of a link or handle: @, ://, www.
static bool begins_link(const tm_view *view, size_t i)
{
    const uint32_t *c = view->codepoint + i;
    if (*c == '@')
        return true;
    const size_t left = view->len - i;
    return (*c == ':' && left > 2 && c[1] == '/' && c[2] == '/') ||
           (*c == 'w' && left > 3 && c[1] == 'w' && c[2] == 'w' && c[3] == '.');
}

bool tm_view_is_quiet(const tm_view *view, const tm_hits *hits, const tm_lexicon *lexicon)
{
    for (size_t u = 0; u < TM_N_UNDONE; u++)
        if (view->n_undone[u] > 0)
            return false;
    for (size_t h = 0; h < hits->len; h++)
        if (hit_is_evident(view, hits, lexicon, h))
            return false;
    for (size_t i = 0; i < view->len; i++) {
        if (view->klass[i] > TM_CHAR_LATIN) // most text: neither links nor names with digits
            continue;
        if (begins_link(view, i) || is_numbered_name(view, i))
            return false;
    }
    return true;
}

bool tm_view_may_hold_host(const tm_view *view)
{
    for (size_t i = 0; i + 1 < view->len; i++)
        if (view->codepoint[i] == '.' && view->klass[i + 1] == TM_CHAR_LATIN)
            return true;
    return false;
}

static bool line_is_evident(const tm_line *line, const tm_view *view, const tm_tokens *tokens)
{
    if (line->shape & TM_LINE_LINKS)
        return true;
    const uint32_t end = tokens->token[line->last - 1].end;
    for (uint32_t i = tokens->token[line->first].begin; i < end; i++)
        if (view->undone[i] || is_numbered_name(view, i))
            return true;
    return false;
}

// Marks the lines near line `l`, of which those below `settled` are marked already. Returns the
// number of the line behind them.
static size_t mark_near(tm_lines *lines, size_t l, size_t settled)
{
    size_t k = l > TM_EVIDENT_REACH ? l - TM_EVIDENT_REACH : 0;
    for (k = k > settled ? k : settled; k <= l + TM_EVIDENT_REACH && k < lines->len; k++)
        lines->line[k].shape |= TM_LINE_NEAR;
    return k;
}

void tm_lines_mark_evident(tm_lines *lines, const tm_view *view, const tm_tokens *tokens,
                           const tm_hits *hits, const tm_lexicon *lexicon)
{
    size_t h = 0, settled = 0;
    for (size_t l = 0; l < lines->len; l++) {
        tm_line *line = &lines->line[l];
        if (line->first == line->last)
            continue;
        bool evident = line_is_evident(line, view, tokens);
        const uint32_t end = tokens->token[line->last - 1].end;
        for (; h < hits->len && hits->hit[h].begin < end; h++)
            evident = evident || hit_is_evident(view, hits, lexicon, h);
        if (!evident)
            continue;
        line->shape |= TM_LINE_EVIDENT;
        settled = mark_near(lines, l, settled);
    }
}
