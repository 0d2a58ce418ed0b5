// One row for each line, a table that counts hashes for templates and repeats, one comparison of
// two halves for menu anchors.
// SPDX-License-Identifier: MIT
#include "score/lines.h"

#include <stdlib.h>

#include "base/num.h"

enum {
    SHORT_LINE_TOKENS = 4,
    LIST_MIN_SEPARATORS = 2,
    LIST_MAX_TOKENS_PER_ITEM = 5,
    ANCHOR_MIN_LETTERS = 3,
    ANCHOR_MAX_CHARACTERS = 64,
    TEMPLATE_MIN_LINES = 3,
    MAX_PROBES = 16,
    MAX_LABEL_SIGNS = 8 // that may stand before a label: brackets, stars, digits
};

static uint32_t token_hash(const tm_view *view, tm_token token)
{
    uint32_t hash = 2166136261u;
    for (uint32_t i = token.begin; i < token.end; i++)
        hash = (hash ^ view->codepoint[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static uint32_t join_hash(uint32_t a, uint32_t b)
{
    const uint32_t hash = (a ^ (b + 0x9E3779B9u + (a << 6))) * 0x85EBCA6Bu;
    return hash ^ hash >> 16;
}

static bool is_separator(const tm_view *view, tm_token token)
{
    if (token.kind != TM_TOKEN_MARK)
        return false;
    const uint32_t c = view->codepoint[token.begin];
    return c == '|' || c == '/' || c == '#' || c == ',' || c == '-' || c == 0xB7 || c == '>' ||
           c == '*' || c == ';' || c == 0x3001 || c == 0x203A || c == 0xBB || c == 0x2022 ||
           c == 0x30FB || view->klass[token.begin] == TM_CHAR_EMOJI;
}

static void hash_tokens(tm_line *line, const tm_view *view, const tm_tokens *tokens)
{
    uint32_t whole = 0, last = 0;
    for (uint32_t i = line->first; i < line->last; i++) {
        const uint32_t hash = token_hash(view, tokens->token[i]);
        whole = join_hash(whole, hash);
        if (i < line->first + 2)
            line->head = whole;
        if (i + 1 == line->last)
            line->tail = join_hash(i > line->first ? join_hash(0, last) : 0, hash);
        last = hash;
    }
    line->whole = whole;
}

// Sets the shapes that a line shows by itself. Returns its first bar, or line->last.
static uint32_t describe(tm_line *line, const tm_view *view, const tm_tokens *tokens)
{
    const uint32_t n = line->last - line->first;
    uint32_t separator = 0, n_separators = 0, bar = line->last;
    line->shape = n <= SHORT_LINE_TOKENS ? TM_LINE_SHORT : 0;
    for (uint32_t i = line->first; i < line->last; i++) {
        const tm_token token = tokens->token[i];
        if (token.kind == TM_TOKEN_LINK || token.kind == TM_TOKEN_HANDLE)
            line->shape |= TM_LINE_LINKS;
        if (!is_separator(view, token))
            continue;
        const uint32_t sign = view->codepoint[token.begin];
        if (n_separators == 0)
            separator = sign;
        n_separators += sign == separator;
        if (sign == '|' && bar == line->last)
            bar = i;
    }
    if (n_separators >= LIST_MIN_SEPARATORS && n <= n_separators * LIST_MAX_TOKENS_PER_ITEM)
        line->shape |= TM_LINE_LIST;
    return bar;
}

typedef struct tm_line_count {
    uint32_t hash, n; // n 0: free
} tm_line_count;

// The table's slot for `hash`: the one it has, or a free one. The table is at most half full; where
// lines crowd one part of it, the search gives up after MAX_PROBES slots, and the line counts as
// like no other: NULL.
static tm_line_count *find_count(tm_lines *lines, size_t mask, uint32_t hash)
{
    size_t slot = hash & mask;
    for (int probe = 0; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask)
        if (lines->count[slot].n == 0 || lines->count[slot].hash == hash)
            return &lines->count[slot];
    return NULL;
}

static uint32_t hash_of(const tm_line *line, uint8_t shape, bool tail)
{
    return shape == TM_LINE_REPEATED ? line->whole : tail ? line->tail : line->head;
}

// Marks lines with the shape when enough lines share their hash: of the whole line for
// TM_LINE_REPEATED, of its tail or head for TM_LINE_TEMPLATE. `table` is its size, a power of two.
static void mark_shared(tm_lines *lines, size_t table, uint8_t shape, bool tail)
{
    const uint32_t need = shape == TM_LINE_REPEATED ? 2 : TEMPLATE_MIN_LINES;
    const uint32_t min_tokens = shape == TM_LINE_REPEATED ? 1 : 3;
    memset(lines->count, 0, table * sizeof *lines->count);
    for (size_t i = 0; i < lines->len; i++) {
        const tm_line *line = &lines->line[i];
        if (line->last - line->first < min_tokens)
            continue;
        tm_line_count *count = find_count(lines, table - 1, hash_of(line, shape, tail));
        if (!count)
            continue;
        count->hash = hash_of(line, shape, tail);
        count->n++;
    }
    for (size_t i = 0; i < lines->len; i++) {
        tm_line *line = &lines->line[i];
        if (line->last - line->first < min_tokens)
            continue;
        const tm_line_count *count = find_count(lines, table - 1, hash_of(line, shape, tail));
        if (count && count->n >= need)
            line->shape |= shape;
    }
}

static tamis_status mark_shapes(tm_lines *lines, tamis_error *err)
{
    size_t table = 16;
    while (table < lines->len * 2)
        table *= 2;
    if (!tm_grow((void **)&lines->count, &lines->counts_cap, table, sizeof *lines->count))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
    mark_shared(lines, table, TM_LINE_TEMPLATE, false);
    mark_shared(lines, table, TM_LINE_TEMPLATE, true);
    mark_shared(lines, table, TM_LINE_REPEATED, false);
    return TAMIS_OK;
}

// The longest phrase that both ranges end with and that begins a word in `a`, as *left in `a` and
// *right in `b`; blanks do not count. False when there is none of ANCHOR_MIN_LETTERS letters.
static bool common_close(const tm_view *view, tm_range a, tm_range b, tm_range *left,
                         tm_range *right)
{
    uint32_t i = a.end, k = b.end, letters = 0;
    bool found = false;
    while (i > a.begin && k > b.begin && a.end - i < ANCHOR_MAX_CHARACTERS) {
        if (view->klass[i - 1] == TM_CHAR_SPACE) {
            i--;
        } else if (view->klass[k - 1] == TM_CHAR_SPACE) {
            k--;
        } else {
            if (view->codepoint[i - 1] != view->codepoint[k - 1])
                break;
            letters += tm_char_is_letter(view->klass[i - 1]) != 0;
            i--;
            k--;
        }
        const bool token_start = i == a.begin || !tm_char_is_word(view->klass[i - 1]);
        if (token_start && letters >= ANCHOR_MIN_LETTERS && tm_char_is_word(view->klass[i])) {
            *left = (tm_range){i, a.end};
            *right = (tm_range){k, b.end};
            found = true;
        }
    }
    return found;
}

static tm_range trim(const tm_view *view, tm_range range)
{
    while (range.end > range.begin && view->klass[range.end - 1] == TM_CHAR_SPACE)
        range.end--;
    while (range.begin < range.end && view->klass[range.begin] == TM_CHAR_SPACE)
        range.begin++;
    return range;
}

// Adds the phrase that closes the line and its part before `bar`, its first one, if there is one.
static tamis_status find_anchors(tm_lines *out, const tm_line *line, uint32_t bar,
                                 const tm_view *view, const tm_tokens *tokens, tamis_error *err)
{
    if (bar == line->first || bar + 1 >= line->last)
        return TAMIS_OK;
    tm_range left, right;
    const tm_range a =
        trim(view, (tm_range){tokens->token[line->first].begin, tokens->token[bar].begin});
    const tm_range b =
        trim(view, (tm_range){tokens->token[bar].end, tokens->token[line->last - 1].end});
    if (!common_close(view, a, b, &left, &right))
        return TAMIS_OK;
    if (!tm_grow((void **)&out->anchor, &out->anchors_cap, out->n_anchors + 2,
                 sizeof *out->anchor))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
    out->anchor[out->n_anchors++] = left;
    out->anchor[out->n_anchors++] = right;
    return TAMIS_OK;
}

// Whether the hit, a label, stands at the head of a line that begins at character `begin`: only
// signs and digits before it.
static bool is_at_head(const tm_view *view, uint32_t begin, tm_hit hit)
{
    if (hit.begin > begin + MAX_LABEL_SIGNS)
        return false;
    for (uint32_t i = begin; i < hit.begin; i++)
        if (tm_char_is_letter(view->klass[i]))
            return false;
    return true;
}

static void count_terms(tm_lines *out, const tm_view *view, const tm_tokens *tokens,
                        const tm_hits *hits, const tm_lexicon *lexicon)
{
    size_t h = 0;
    for (size_t i = 0; i < out->len; i++) {
        tm_line *line = &out->line[i];
        if (line->last == line->first)
            continue;
        const uint32_t begin = tokens->token[line->first].begin;
        const uint32_t end = tokens->token[line->last - 1].end;
        for (; h < hits->len && hits->hit[h].begin < end; h++) {
            const tm_term term = lexicon->term[hits->hit[h].term];
            line->n_company += tm_term_is_topic(term);
            line->n_terms += tm_term_is_trade(term) && term.level >= 1;
            if (term.label && is_at_head(view, begin, hits->hit[h]))
                line->shape |= TM_LINE_LABELLED;
        }
    }
}

tamis_status tm_lines_find(tm_lines *out, const tm_view *view, const tm_tokens *tokens,
                           const tm_hits *hits, const tm_lexicon *lexicon, tamis_error *err)
{
    out->len = 0;
    out->n_anchors = 0;
    for (uint32_t i = 0, first = 0; i <= tokens->len; i++) {
        if (i < tokens->len && tokens->token[i].kind != TM_TOKEN_NEWLINE)
            continue;
        if (out->most && out->len == out->most)
            return tm_fail(err, TAMIS_ELIMIT, "more than %zu lines", out->most);
        if (!tm_grow((void **)&out->line, &out->cap, out->len + 1, sizeof *out->line))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
        tm_line *line = &out->line[out->len++];
        *line = (tm_line){.first = first, .last = i};
        const uint32_t bar = describe(line, view, tokens);
        if (!out->apart)
            hash_tokens(line, view, tokens);
        TM_TRY(find_anchors(out, line, bar, view, tokens, err));
        first = i + 1;
    }
    if (!out->apart)
        TM_TRY(mark_shapes(out, err));
    count_terms(out, view, tokens, hits, lexicon);
    return TAMIS_OK;
}

size_t tm_lines_next_anchor(const tm_lines *lines, uint32_t at)
{
    size_t low = 0, high = lines->n_anchors;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (lines->anchor[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void tm_lines_free(tm_lines *lines)
{
    free(lines->line);
    free(lines->anchor);
    free(lines->count);
    *lines = (tm_lines){0};
}
