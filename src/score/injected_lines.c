// Questions about a line, answered by the scores of its tokens, together or on average, and by
// their script. Scores below 0 speak for the page's own text. The limits were chosen on the
// development documents.
// SPDX-License-Identifier: MIT
#include "score/injected_lines.h"

enum {
    // A line is injected as a whole when pieces cover this share of it, unless its other tokens
    // together say as clearly as this that they are the page's own;
    WHOLE_PERCENT = 65,
    MAX_CLEAN_SCORE = 4 * TM_SCORE_UNIT,
    // or when they cover this share and the other tokens score more than one of these on average:
    PROSE_PERCENT = 5,
    MIN_PROSE_SCORE = -3 * TM_SCORE_UNIT,      // around keywords;
    MIN_LONE_SCORE = -2 * TM_SCORE_UNIT,       // around a few that may be swapped words: fewer
    FEW_TOKENS = 4,                            // than this, and none in a line near;
    MIN_TAILED_SCORE = -7 * TM_SCORE_UNIT / 2, // where keywords end the line;
    MIN_COMMENT_SCORE = -6 * TM_SCORE_UNIT,    // where they end a short one among others,
    MAX_COMMENT_CHARACTERS = 100,              // of fewer characters than this.
    // A line fits between injected ones when its tokens score more than this on average: words,
    // and single characters of scripts without blanks.
    MIN_GAP_SCORE = -5 * TM_SCORE_UNIT,
    MIN_GLYPH_GAP_SCORE = -3 * TM_SCORE_UNIT / 2,
    MIN_FOREIGN_LETTERS = 8
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
    bool bar = false; // a | between the page's menu and what was appended to it
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
    const bool lone = !among_others && n_tokens(line) - n_outside < FEW_TOKENS;
    const int least = !ends_inside ? (lone ? MIN_LONE_SCORE : MIN_PROSE_SCORE)
                      : comment    ? MIN_COMMENT_SCORE
                                   : MIN_TAILED_SCORE;
    return !bar && inside * 100 >= all * PROSE_PERCENT &&
           outside_score > (int64_t)n_outside * least;
}

// Whether the script is that of the document; Han and kana are at home in each other's.
static bool is_at_home(const tm_window *w, uint8_t script)
{
    const bool glyphs = w->main_script == TM_CHAR_HAN || w->main_script == TM_CHAR_KANA;
    return script == w->main_script ||
           (glyphs && (script == TM_CHAR_HAN || script == TM_CHAR_KANA));
}

bool tm_line_is_foreign(const tm_window *w, const tm_line *line)
{
    uint32_t n_letters = 0;
    if (n_tokens(line) == 0 || w->main_script == TM_CHAR_PUNCT)
        return false;
    const uint32_t end = w->tokens.token[line->last - 1].end;
    for (uint32_t i = w->tokens.token[line->first].begin; i < end; i++) {
        const uint8_t script = w->view.klass[i]; // tm_char_class
        if (!tm_char_is_letter(script))
            continue;
        if (is_at_home(w, script))
            return false;
        n_letters++;
    }
    return n_letters >= MIN_FOREIGN_LETTERS;
}

bool tm_line_is_name(const tm_window *w, const tm_line *line)
{
    if (n_tokens(line) != 1)
        return false;
    const tm_token token = w->tokens.token[line->first];
    return token.kind == TM_TOKEN_WORD && tm_char_is_letter(w->view.klass[token.begin]) &&
           w->view.klass[token.end - 1] == TM_CHAR_DIGIT;
}

bool tm_line_fits_between(const tm_window *w, const tm_line *line)
{
    int64_t least = 0;
    for (uint32_t i = line->first; i < line->last; i++)
        least +=
            w->tokens.token[i].kind == TM_TOKEN_GLYPH ? MIN_GLYPH_GAP_SCORE : MIN_GAP_SCORE;
    return n_tokens(line) > 0 && (tm_line_is_foreign(w, line) || score_of(w, line) > least);
}

bool tm_line_goes_on(const tm_window *w, const tm_line *line, const tm_line *before)
{
    bool only_links = true;
    for (uint32_t i = line->first; i < line->last; i++) {
        const tm_token_kind kind = w->tokens.token[i].kind;
        only_links &= kind == TM_TOKEN_LINK || kind == TM_TOKEN_MARK;
    }
    return n_tokens(line) > 0 &&
           (only_links || score_of(w, line) > 0 ||
            (tm_line_is_foreign(w, line) && tm_line_is_foreign(w, before)));
}
