// Reading a window, and the evidence of one token.
// SPDX-License-Identifier: MIT
#include "score/window.h"

#include <stdlib.h>

#include "base/num.h"
#include "score/evident.h"
#include "score/lone.h"
#include "score/particles.h"
#include "text/eight.h"

enum {
    NEAR_CHARACTERS = 20,   // how far a lexicon term throws its shadow within its line
    NEAR_TOKENS = 4,        // likewise a link
    SHADOW_LEVEL = 2,       // weight 1.5: what such a term must weigh at least
    MAX_QUOTATION = 120,    // characters from the mark that opens it to the term
    CONTACT_CHARACTERS = 4, // from a messenger to the name that is to be found there
    MIN_NAME_CHARACTERS = 4,
    MAX_HITS_PER_TOKEN = 8
};

// The script with most letters; Hangul wins over the Latin letters of names and addresses when
// it has a third of theirs.
static tm_char_class find_main_script(const tm_view *view)
{
    size_t count[TM_N_CHAR_CLASSES] = {0};
    for (size_t i = 0; i < view->len; i++)
        count[view->klass[i]]++;
    count[TM_CHAR_HANGUL] *= 3;
    tm_char_class best = TM_CHAR_PUNCT;
    count[best] = 0;
    for (int k = TM_CHAR_LATIN; k < TM_N_CHAR_CLASSES; k++)
        if (k != TM_CHAR_JAMO && count[k] > count[best])
            best = (tm_char_class)k;
    return best;
}

static tamis_status index_tokens(tm_window *w, tamis_error *err)
{
    const size_t n = w->tokens.len;
    if (!w->cache)
        w->cache = calloc((size_t)1 << TM_CACHE_BITS, sizeof *w->cache);
    if (!w->cache ||
        !tm_grow((void **)&w->first_hit, &w->first_hit_cap, n + 1, sizeof *w->first_hit) ||
        !tm_grow((void **)&w->sounds_like, &w->sounds_like_cap, n + 1,
                 sizeof *w->sounds_like) ||
        !tm_grow((void **)&w->token_line, &w->token_line_cap, n + 1, sizeof *w->token_line) ||
        !tm_grow((void **)&w->score, &w->score_cap, n + 1, sizeof *w->score))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the window");
    uint32_t hit = 0, sound = 0, line = 0;
    for (uint32_t i = 0; i < n; i++) {
        while (hit < w->hits.len && w->hits.hit[hit].end <= w->tokens.token[i].begin)
            hit++;
        while (sound < w->phonetic.len &&
               w->phonetic.hit[sound].end <= w->tokens.token[i].begin)
            sound++;
        w->first_hit[i] = hit;
        w->sounds_like[i] =
            sound < w->phonetic.len && w->phonetic.hit[sound].begin < w->tokens.token[i].end;
        w->token_line[i] = line;
        line += w->tokens.token[i].kind == TM_TOKEN_NEWLINE;
    }
    w->first_hit[n] = (uint32_t)w->hits.len;
    return TAMIS_OK;
}

// What sounds like a term is asked of the lines that may be scored.
static tamis_status find_phonetic(tm_window *w, const tm_lexicon *lexicon, tamis_error *err)
{
    const unsigned asked = w->part ? TM_LINE_EVIDENT : TM_LINE_NEAR;
    w->phonetic.len = 0;
    for (size_t l = 0; l < w->lines.len; l++) {
        const tm_line *line = &w->lines.line[l];
        if (line->first == line->last || !(w->every_line || (line->shape & asked)))
            continue;
        const tm_token *const token = w->tokens.token;
        TM_TRY(tm_lexicon_scan_phonetic(&w->phonetic, lexicon, &w->view,
                                        token[line->first].begin, token[line->last - 1].end,
                                        w->hidden_groups, err));
    }
    return TAMIS_OK;
}

tamis_status tm_window_read(tm_window *window, const tm_knowledge *knowledge, tm_str text,
                            tamis_error *err)
{
    const tm_lexicon *lexicon = &knowledge->lexicon;
    window->view.most = window->bounded ? TM_WINDOW_CHARACTERS : 0;
    window->tokens.most = window->bounded ? TM_WINDOW_TOKENS : 0;
    window->lines.most = window->bounded ? TM_WINDOW_LINES : 0;
    window->lines.apart = window->part;
    TM_TRY(tm_view_build(&window->view, knowledge->folds, text, err));
    TM_TRY(tm_lexicon_scan(&window->hits, lexicon, &window->view, window->hidden_groups, err));
    window->tokens.len = window->lines.len = window->lines.n_anchors = 0;
    window->n_lone = 0;
    if (!window->every_line && tm_view_is_quiet(&window->view, &window->hits, lexicon) &&
        !(window->part && tm_view_may_hold_host(&window->view)))
        return TAMIS_OK;
    TM_TRY(tm_tokens_cut(&window->tokens, &window->view, err));
    TM_TRY(tm_lines_find(&window->lines, &window->view, &window->tokens, &window->hits, lexicon,
                         err));
    tm_lines_mark_evident(&window->lines, &window->view, &window->tokens, &window->hits,
                          lexicon);
    TM_TRY(find_phonetic(window, lexicon, err));
    window->n_lone = tm_lone_count(&window->hits, lexicon, &window->view);
    if (!window->part)
        window->main_script = find_main_script(&window->view);
    return index_tokens(window, err);
}

void tm_window_free(tm_window *window)
{
    tm_view_free(&window->view);
    tm_tokens_free(&window->tokens);
    tm_hits_free(&window->hits);
    tm_hits_free(&window->phonetic);
    tm_lines_free(&window->lines);
    free(window->first_hit);
    free(window->sounds_like);
    free(window->token_line);
    free(window->score);
    free(window->cache);
    *window = (tm_window){0};
}

// ---- Evidence of one token ----------------------------------------------------------------

typedef struct evidence_list {
    uint8_t *id;
    size_t len;
} evidence_list;

_Static_assert(TM_N_EVIDENCE <= UINT8_MAX + 1, "evidence is noted in bytes");

static void note(evidence_list *list, size_t evidence)
{
    if (list->len < TM_MAX_TOKEN_EVIDENCE)
        list->id[list->len++] = (uint8_t)evidence;
}

static void note_letters(evidence_list *list, const tm_window *w, tm_token token)
{
    bool hangul = false, latin = false;
    uint32_t digits = 0;
    for (uint32_t i = token.begin; i < token.end; i++) {
        hangul |= w->view.klass[i] == TM_CHAR_HANGUL;
        latin |= w->view.klass[i] == TM_CHAR_LATIN;
        digits = w->view.klass[i] == TM_CHAR_DIGIT ? digits + 1 : 0;
    }
    if (hangul && latin)
        note(list, TM_EVIDENCE_MIXED_SCRIPTS);
    if (digits >= 2)
        note(list, TM_EVIDENCE_DIGITS_AT_END);
    if (tm_char_is_letter(token.script) && token.script != w->main_script &&
        token.script != TM_CHAR_JAMO)
        note(list, TM_EVIDENCE_FOREIGN_SCRIPT);
    if (token.script == TM_CHAR_HANGUL && tm_particle_disagrees(&w->view, token))
        note(list, TM_EVIDENCE_PARTICLE_DISAGREES);
}

// 1xbet99.com: digits in the name of a host. An address is no name (192.168.0.8:8000).
static bool has_numbered_host(const tm_view *view, tm_token link)
{
    uint32_t begin, end, digits = 0;
    bool is_name = false;
    tm_link_host(view, link, &begin, &end);
    for (uint32_t i = begin; i < end; i++) {
        digits += view->klass[i] == TM_CHAR_DIGIT;
        is_name |= tm_char_is_letter(view->klass[i]);
    }
    return digits >= 2 && is_name;
}

static void note_kind(evidence_list *list, const tm_window *w, tm_token token)
{
    static const uint8_t of_kind[] = {TM_EVIDENCE_WORD, TM_EVIDENCE_NUMBER, TM_EVIDENCE_GLYPH,
                                      TM_EVIDENCE_LINK, TM_EVIDENCE_HANDLE, TM_EVIDENCE_MAIL,
                                      TM_EVIDENCE_MARK, TM_EVIDENCE_NEWLINE};
    note(list, of_kind[token.kind]);
    if (token.kind == TM_TOKEN_WORD || token.kind == TM_TOKEN_GLYPH)
        note_letters(list, w, token);
    if (token.kind == TM_TOKEN_LINK && has_numbered_host(&w->view, token))
        note(list, TM_EVIDENCE_LINK_DIGITS);
    const unsigned bits = tm_view_undone(&w->view, token.begin, token.end);
    for (unsigned u = 0; bits >> u; u++)
        if (bits >> u & 1)
            note(list, TM_EVIDENCE_INVISIBLE + u);
}

// A phrase that was written over a part of a word keeps the rest of it: 신규포커선일보.
static void note_glue(evidence_list *list, const tm_window *w, tm_token token, uint32_t h)
{
    const tm_hit *hit = &w->hits.hit[h];
    if (hit->begin > token.begin && (h == 0 || hit[-1].end < hit->begin))
        note(list, TM_EVIDENCE_PHRASE_GLUED_BEFORE);
    if (hit->end < token.end && (h + 1 == w->hits.len || hit[1].begin > hit->end) &&
        tm_particle_length(&w->view, hit->end, token.end) == 0)
        note(list, TM_EVIDENCE_PHRASE_GLUED_BEHIND);
}

static bool is_one_of(uint32_t codepoint, const uint32_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == codepoint)
            return true;
    return false;
}

// The place behind the last sign or line end among characters [first, end); `first` without one.
static uint32_t behind_sign(const tm_view *view, uint32_t first, uint32_t end)
{
    for (; end - first >= 8; end -= 8) {
        const uint64_t eight = tm_eight_load(view->klass + end - 8);
        if (tm_eight_at_least(eight, TM_CHAR_NEWLINE) &
            ~tm_eight_at_least(eight, TM_CHAR_PUNCT + 1))
            break;
    }
    while (end > first && view->klass[end - 1] != TM_CHAR_PUNCT &&
           view->klass[end - 1] != TM_CHAR_NEWLINE)
        end--;
    return end;
}

// Whether the sign at `i`, a straight single quotation mark or a backtick, opens or closes something
// (1, -1), or is an apostrophe or unclear (0).
static int side_of_quote(const tm_view *view, uint32_t i)
{
    const bool before = i > 0 && tm_char_is_word(view->klass[i - 1]),
               behind = i + 1 < view->len && tm_char_is_word(view->klass[i + 1]);
    return (int)behind - (int)before;
}

// Whether the hit stands between quotation marks: the nearest one before it in the line opens, or
// an odd number of straight ones stands there.
static bool is_quoted(const tm_view *view, tm_hit hit)
{
    static const uint32_t opening[] = {0x201C, 0x2018, 0x300C, 0x300E, 0x300A, 0x3008, 0xAB};
    static const uint32_t closing[] = {0x201D, 0x2019, 0x300D, 0x300F, 0x300B, 0x3009, 0xBB};
    const size_t n = sizeof opening / sizeof *opening;
    const uint32_t first = hit.begin > MAX_QUOTATION ? hit.begin - MAX_QUOTATION - 1 : 0;
    bool odd = false;
    for (uint32_t i = behind_sign(view, first, hit.begin); i > first;
         i = behind_sign(view, first, i - 1)) {
        const uint32_t c = view->codepoint[i - 1];
        if (view->klass[i - 1] == TM_CHAR_NEWLINE)
            return odd;
        if (is_one_of(c, opening, n))
            return true;
        const bool apostrophe = c == 0x2019 && tm_char_is_letter(view->klass[i]);
        if (is_one_of(c, closing, n) && !apostrophe)
            return false;
        if (c == '\'' || c == '`') {
            const int side = side_of_quote(view, i - 1);
            if (side)
                return side > 0;
        }
        odd ^= c == '"';
    }
    return odd && hit.begin <= MAX_QUOTATION;
}

// Whether the token is part of a phrase about gambling.
static bool token_is_about_gambling(const tm_window *w, const tm_lexicon *lexicon, size_t i)
{
    const uint32_t end = w->tokens.token[i].end;
    for (size_t h = w->first_hit[i]; h < w->hits.len && w->hits.hit[h].begin < end; h++)
        if (tm_is_about_gambling(&w->hits, lexicon, &w->view, h))
            return true;
    return false;
}

// In a text that has a lone phrase, every phrase about gambling is that one. How often it occurs is
// not known of a part: what adds most to the score is assumed.
static void note_lone(evidence_list *list, const tm_window *w, const tm_knowledge *knowledge,
                      size_t i)
{
    const int16_t twice = knowledge->weights.evidence[TM_EVIDENCE_LONE_TWICE],
                  often = knowledge->weights.evidence[TM_EVIDENCE_LONE_OFTEN];
    if (w->n_lone < (w->part ? 1 : 2) || !token_is_about_gambling(w, &knowledge->lexicon, i))
        return;
    if (!w->part)
        note(list, w->n_lone == 2 ? TM_EVIDENCE_LONE_TWICE : TM_EVIDENCE_LONE_OFTEN);
    else if (twice > 0 || often > 0)
        note(list, twice > often ? TM_EVIDENCE_LONE_TWICE : TM_EVIDENCE_LONE_OFTEN);
}

static void note_hit(evidence_list *list, const tm_window *w, const tm_knowledge *knowledge,
                     tm_token token, uint32_t h)
{
    const tm_lexicon *const lexicon = &knowledge->lexicon;
    const tm_hit hit = w->hits.hit[h];
    const tm_term term = lexicon->term[hit.term];
    const size_t weight = (size_t)term.klass * TM_N_TERM_LEVELS + term.level;
    note(list, TM_EVIDENCE_TERM + weight);
    if (term.klass == TM_TERM_COMPANY)
        return;
    if (tm_window_has_new_compound(w, knowledge, h))
        note(list, TM_EVIDENCE_NEW_COMPOUND + weight);
    if (tm_view_undone(&w->view, hit.begin, hit.end))
        note(list, TM_EVIDENCE_UNDONE_TERM);
    if (term.disguised)
        note(list, TM_EVIDENCE_DISGUISED_TERM);
    if (is_quoted(&w->view, hit))
        note(list, TM_EVIDENCE_QUOTED);
    const uint32_t begin = hit.begin > token.begin ? hit.begin : token.begin;
    const uint32_t end = hit.end < token.end ? hit.end : token.end;
    if ((end - begin) * 2 < token.end - token.begin)
        note(list, TM_EVIDENCE_PARTIAL_TERM);
    if (token.kind == TM_TOKEN_LINK)
        note(list, TM_EVIDENCE_LINK_TERM);
    else if (hit.end < token.end && tm_particle_disagrees_after(&w->view, hit.end, token.end))
        note(list, TM_EVIDENCE_TERM_PARTICLE_DISAGREES);
    const uint32_t n_terms = tm_phrase_terms(&w->hits, lexicon, &w->view, h);
    if (n_terms >= 2) {
        note(list, n_terms == 2 ? TM_EVIDENCE_PHRASE_OF_TWO : TM_EVIDENCE_PHRASE_OF_MORE);
        if (token.kind == TM_TOKEN_WORD)
            note_glue(list, w, token, h);
    }
    if (term.klass == TM_TERM_PREFIX && h + 1 < w->hits.len &&
        w->hits.hit[h + 1].begin == hit.end) {
        const tm_term next = lexicon->term[w->hits.hit[h + 1].term];
        if (next.klass == TM_TERM_SUFFIX || next.klass == TM_TERM_GAME ||
            next.klass == TM_TERM_VENUE)
            note(list, TM_EVIDENCE_COMPOSED_BRAND);
    }
}

// Neither digits in it nor an underscore behind it.
static bool is_plain_word(const tm_view *view, tm_token token)
{
    for (uint32_t i = token.begin; i < token.end; i++)
        if (view->klass[i] == TM_CHAR_DIGIT)
            return false;
    return token.end == view->len || view->codepoint[token.end] != '_';
}

// lucky_77 in 텔레 : lucky_77. Where the page is in Latin letters itself, a plain word is no name.
static bool is_contact_name(const tm_window *w, const tm_lexicon *lexicon, size_t i)
{
    const tm_token token = w->tokens.token[i];
    const uint32_t h = w->first_hit[i];
    if (token.kind != TM_TOKEN_WORD || token.script != TM_CHAR_LATIN || h == 0 ||
        token.end - token.begin < MIN_NAME_CHARACTERS)
        return false;
    const tm_hit before = w->hits.hit[h - 1];
    if (lexicon->term[before.term].klass != TM_TERM_CONTACT ||
        token.begin - before.end > CONTACT_CHARACTERS)
        return false;
    for (uint32_t k = before.end; k < token.begin; k++)
        if (w->view.klass[k] == TM_CHAR_NEWLINE)
            return false;
    return w->main_script != TM_CHAR_LATIN || !is_plain_word(&w->view, token);
}

static bool casts_shadow(const tm_window *w, const tm_lexicon *lexicon, uint32_t h)
{
    const tm_term term = lexicon->term[w->hits.hit[h].term];
    return tm_term_is_trade(term) && term.level >= SHADOW_LEVEL;
}

static void note_neighbours(evidence_list *list, const tm_window *w, const tm_lexicon *lexicon,
                            size_t i)
{
    const tm_token token = w->tokens.token[i];
    const tm_line *line = &w->lines.line[w->token_line[i]];
    const uint32_t line_begin =
        line->last > line->first ? w->tokens.token[line->first].begin : 0;
    for (uint32_t h = w->first_hit[i]; h-- > 0;) {
        const tm_hit hit = w->hits.hit[h];
        if (hit.begin < line_begin || token.begin - hit.end > NEAR_CHARACTERS)
            break;
        if (casts_shadow(w, lexicon, h)) {
            note(list, TM_EVIDENCE_TERM_BEFORE);
            break;
        }
    }
    const uint32_t line_end =
        line->last > line->first ? w->tokens.token[line->last - 1].end : 0;
    for (uint32_t h = w->first_hit[i]; h < w->hits.len; h++) {
        const tm_hit hit = w->hits.hit[h];
        if (hit.begin >= line_end || hit.begin > token.end + NEAR_CHARACTERS)
            break;
        if (hit.begin >= token.end && casts_shadow(w, lexicon, h)) {
            note(list, TM_EVIDENCE_TERM_AFTER);
            break;
        }
    }
    if (!(line->shape & TM_LINE_LINKS))
        return;
    const size_t from = i > line->first + NEAR_TOKENS ? i - NEAR_TOKENS : line->first;
    for (size_t k = from; k < line->last && k <= i + NEAR_TOKENS; k++) {
        if (k != i && (w->tokens.token[k].kind == TM_TOKEN_LINK ||
                       w->tokens.token[k].kind == TM_TOKEN_HANDLE)) {
            note(list, TM_EVIDENCE_LINK_NEAR);
            break;
        }
    }
}

static void note_line(evidence_list *list, const tm_line *line)
{
    if (line->n_terms >= 4)
        note(list, TM_EVIDENCE_LINE_MANY_TERMS);
    else if (line->n_terms >= 2)
        note(list, TM_EVIDENCE_LINE_TWO_TERMS);
    else if (line->n_terms == 1)
        note(list, TM_EVIDENCE_LINE_ONE_TERM);
    if (line->n_company > 0)
        note(list, TM_EVIDENCE_LINE_COMPANY);
    if (line->shape & TM_LINE_LIST)
        note(list, TM_EVIDENCE_LINE_LIST);
    if (line->shape & TM_LINE_LINKS)
        note(list, TM_EVIDENCE_LINE_LINKS);
    if (line->shape & TM_LINE_TEMPLATE)
        note(list, TM_EVIDENCE_LINE_TEMPLATE);
    if (line->shape & TM_LINE_REPEATED)
        note(list, TM_EVIDENCE_LINE_REPEATED);
    if (line->shape & TM_LINE_SHORT)
        note(list, TM_EVIDENCE_LINE_SHORT);
    if (line->shape & TM_LINE_LABELLED)
        note(list, TM_EVIDENCE_LINE_LABELLED);
}

static bool is_menu_anchor(const tm_lines *lines, tm_token token)
{
    const size_t a = tm_lines_next_anchor(lines, token.begin);
    return a < lines->n_anchors && lines->anchor[a].begin < token.end;
}

size_t tm_token_evidence(uint8_t evidence[TM_MAX_TOKEN_EVIDENCE], const tm_window *w,
                         const tm_knowledge *knowledge, size_t i)
{
    evidence_list list = {evidence, 0};
    const tm_token token = w->tokens.token[i];
    note_kind(&list, w, token);
    uint32_t h = w->first_hit[i];
    if (w->sounds_like[i] && (h == w->hits.len || w->hits.hit[h].begin >= token.end))
        note(&list, TM_EVIDENCE_PHONETIC_TERM);
    for (int n = 0; n < MAX_HITS_PER_TOKEN && h < w->hits.len; n++, h++) {
        if (w->hits.hit[h].begin >= token.end)
            break;
        note_hit(&list, w, knowledge, token, h);
    }
    note_lone(&list, w, knowledge, i);
    if (is_contact_name(w, &knowledge->lexicon, i))
        note(&list, TM_EVIDENCE_CONTACT_NAME);
    note_neighbours(&list, w, &knowledge->lexicon, i);
    if (token.kind != TM_TOKEN_NEWLINE)
        note_line(&list, &w->lines.line[w->token_line[i]]);
    if (is_menu_anchor(&w->lines, token))
        note(&list, TM_EVIDENCE_MENU_ANCHOR);
    return list.len;
}

bool tm_token_has_pair(const tm_window *window, size_t i)
{
    return i > 0 && window->tokens.token[i].kind != TM_TOKEN_NEWLINE &&
           window->tokens.token[i - 1].kind != TM_TOKEN_NEWLINE;
}
