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
    TEMPLATE_MIN_LINES = 3
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

static void describe(tm_line *line, const tm_view *view, const tm_tokens *tokens)
{
    const uint32_t n = line->last - line->first;
    uint32_t separator = 0, n_separators = 0;
    line->shape = n <= SHORT_LINE_TOKENS ? TM_LINE_SHORT : 0;
    for (uint32_t i = line->first; i < line->last; i++) {
        const tm_token token = tokens->token[i];
        const uint32_t hash = token_hash(view, token);
        line->whole = join_hash(line->whole, hash);
        if (i < line->first + 2)
            line->head = join_hash(line->head, hash);
        if (i + 2 >= line->last)
            line->tail = join_hash(line->tail, hash);
        if (token.kind == TM_TOKEN_LINK || token.kind == TM_TOKEN_HANDLE)
            line->shape |= TM_LINE_LINKS;
        if (!is_separator(view, token))
            continue;
        if (n_separators == 0)
            separator = view->codepoint[token.begin];
        n_separators += view->codepoint[token.begin] == separator;
    }
    if (n_separators >= LIST_MIN_SEPARATORS && n <= n_separators * LIST_MAX_TOKENS_PER_ITEM)
        line->shape |= TM_LINE_LIST;
}

static int compare_hashes(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static size_t count_equal(const uint32_t *sorted, size_t n, uint32_t hash)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    size_t count = 0;
    while (low + count < n && sorted[low + count] == hash && count < TEMPLATE_MIN_LINES)
        count++;
    return count;
}

// Marks the lines whose hash (head, tail or whole) at least `need` lines share.
static void mark_shared(tm_lines *lines, size_t field, size_t need, uint8_t shape)
{
    for (size_t i = 0; i < lines->len; i++)
        lines->sorted[i] = *(const uint32_t *)((const char *)&lines->line[i] + field);
    qsort(lines->sorted, lines->len, sizeof *lines->sorted, compare_hashes);
    for (size_t i = 0; i < lines->len; i++) {
        tm_line *line = &lines->line[i];
        const uint32_t hash = *(const uint32_t *)((const char *)line + field);
        const bool long_enough = line->last - line->first > 2 || shape == TM_LINE_REPEATED;
        if (line->last > line->first && long_enough &&
            count_equal(lines->sorted, lines->len, hash) >= need)
            line->shape |= shape;
    }
}

// Length of the longest phrase that closes both [a, a_end) and [b, b_end) and begins at a token
// on the left; blanks do not count. Returns where it begins on either side.
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

static tamis_status find_anchors(tm_lines *out, const tm_line *line, const tm_view *view,
                                 const tm_tokens *tokens, tamis_error *err)
{
    uint32_t bar = line->first;
    while (bar < line->last && view->codepoint[tokens->token[bar].begin] != '|')
        bar++;
    if (bar == line->first || bar + 1 >= line->last)
        return TAMIS_OK;
    tm_range left, right;
    const tm_range a = trim(view, (tm_range){tokens->token[line->first].begin,
                                             tokens->token[bar].begin});
    const tm_range b = trim(view, (tm_range){tokens->token[bar].end,
                                             tokens->token[line->last - 1].end});
    if (!common_close(view, a, b, &left, &right))
        return TAMIS_OK;
    if (!tm_grow((void **)&out->anchor, &out->anchors_cap, out->n_anchors + 2,
                 sizeof *out->anchor))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
    out->anchor[out->n_anchors++] = left;
    out->anchor[out->n_anchors++] = right;
    return TAMIS_OK;
}

static void count_terms(tm_lines *out, const tm_tokens *tokens, const tm_hits *hits,
                        const tm_lexicon *lexicon)
{
    size_t h = 0;
    for (size_t i = 0; i < out->len; i++) {
        tm_line *line = &out->line[i];
        if (line->last == line->first)
            continue;
        const uint32_t end = tokens->token[line->last - 1].end;
        for (; h < hits->len && hits->hit[h].begin < end; h++) {
            const tm_term term = lexicon->term[hits->hit[h].term];
            line->n_company += tm_term_is_topic(term);
            line->n_terms += tm_term_is_trade(term) && term.level >= 1;
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
        if (!tm_grow((void **)&out->line, &out->cap, out->len + 1, sizeof *out->line))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
        tm_line *line = &out->line[out->len++];
        *line = (tm_line){.first = first, .last = i};
        describe(line, view, tokens);
        TM_TRY(find_anchors(out, line, view, tokens, err));
        first = i + 1;
    }
    if (!tm_grow((void **)&out->sorted, &out->sorted_cap, out->len, sizeof *out->sorted))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
    mark_shared(out, offsetof(tm_line, head), TEMPLATE_MIN_LINES, TM_LINE_TEMPLATE);
    mark_shared(out, offsetof(tm_line, tail), TEMPLATE_MIN_LINES, TM_LINE_TEMPLATE);
    mark_shared(out, offsetof(tm_line, whole), 2, TM_LINE_REPEATED);
    count_terms(out, tokens, hits, lexicon);
    return TAMIS_OK;
}

void tm_lines_free(tm_lines *lines)
{
    free(lines->line);
    free(lines->anchor);
    free(lines->sorted);
    *lines = (tm_lines){0};
}
