// Three questions about a line, each answered by what its words weigh, together or on average. The
// limits were chosen on the development documents.
// SPDX-License-Identifier: MIT
#include "score/injected_lines.h"

enum {
    WHOLE_PERCENT = 65, // covered to this share, a line is injected as a whole,
    MAX_CLEAN_SCORE =
        4 * TM_SCORE_UNIT, // unless its other words weigh as much as this for clean;
    PROSE_PERCENT = 5,     // or to this share, when its other words weigh more than
    MIN_PROSE_SCORE = -2 * TM_SCORE_UNIT,   // this on average: prose around keywords;
    MIN_TAILED_SCORE = -3 * TM_SCORE_UNIT,  // or than this where the keywords end the line,
    MIN_COMMENT_SCORE = -5 * TM_SCORE_UNIT, // or this where they end a short one among others
    MAX_COMMENT_CHARACTERS = 100,
    MIN_GAP_SCORE = -5 * TM_SCORE_UNIT
};

static uint32_t n_tokens(const tm_line *line)
{
    return line->last - line->first;
}

static int64_t score_of(const tm_window *w, const tm_line *line)
{
    int64_t score = 0;
    for (uint32_t i = line->first; i < line->last; i++)
        score += w->score[i];
    return score;
}

bool tm_line_is_injected(const tm_window *w, const tm_line *line, const tm_segments *pieces,
                         bool among_others)
{
    size_t inside = 0, all = 0, p = 0, n_outside = 0;
    int64_t outside_score = 0;
    bool ends_inside = false;
    bool bar = false; // parts the page's menu from what was hung on it
    for (uint32_t i = line->first; i < line->last; i++) {
        const tm_token token = w->tokens.token[i];
        while (p < pieces->len && pieces->segment[p].last <= i)
            p++;
        const bool is_inside = p < pieces->len && pieces->segment[p].first <= i;
        all += token.end - token.begin;
        inside += is_inside ? token.end - token.begin : 0;
        outside_score += is_inside ? 0 : w->score[i];
        n_outside += !is_inside;
        bar |= w->view.codepoint[token.begin] == '|';
        ends_inside = token.kind == TM_TOKEN_MARK ? ends_inside : is_inside;
    }
    if (inside * 100 >= all * WHOLE_PERCENT && outside_score > -MAX_CLEAN_SCORE)
        return true;
    const bool comment = among_others && all < MAX_COMMENT_CHARACTERS;
    const int least = !ends_inside ? MIN_PROSE_SCORE
                      : comment    ? MIN_COMMENT_SCORE
                                   : MIN_TAILED_SCORE;
    return !bar && inside * 100 >= all * PROSE_PERCENT &&
           outside_score > (int64_t)n_outside * least;
}

bool tm_line_fits_between(const tm_window *w, const tm_line *line)
{
    return n_tokens(line) > 0 && score_of(w, line) > (int64_t)n_tokens(line) * MIN_GAP_SCORE;
}

bool tm_line_goes_on(const tm_window *w, const tm_line *line)
{
    bool only_links = true;
    for (uint32_t i = line->first; i < line->last; i++) {
        const tm_token_kind kind = w->tokens.token[i].kind;
        only_links &= kind == TM_TOKEN_LINK || kind == TM_TOKEN_MARK;
    }
    return n_tokens(line) > 0 && (only_links || score_of(w, line) > 0);
}
