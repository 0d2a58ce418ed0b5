// Line by line: the parts of the segments in it (pieces), their edges, their kinds. Which lines are
// injected as a whole, injected_lines.c decides; what twins know better, twin_spans.c puts in.
// SPDX-License-Identifier: MIT
#include "score/spans.h"

#include <stdlib.h>

#include "base/num.h"
#include "score/injected_lines.h"
#include "score/particles.h"
#include "score/twin_spans.h"

enum {
    PIECE_TOLL = TM_SCORE_UNIT / 4, // off the score of each token, so that gaps stay outside
    SENTENCE_TOLL = 10 * TM_SCORE_UNIT, // off that of the end of a sentence, which few bridge
    MIN_PIECE_SCORE = TM_SCORE_UNIT / 2,
    MIN_BARE_SCORE = 3 * TM_SCORE_UNIT, // of a piece without any term
    MAX_GAP_LINES = 8,                  // between two injected lines, that may belong to them
    NEAR_LINES = 2,                     // a line so far away is near
    MIN_PREFIX_LETTERS = 2,             // of a word of the page in front of an injected one
    MIN_SENTENCE_TOKENS = 4,            // suspicious ones in an injected sentence
    MIN_OWN_SCORE = 60 * TM_SCORE_UNIT, // against it, of sentences beside an injected one
    COMMENT_TOKENS = 4, // a line of so many words may be one, signed with a name
    PROSE_TOKENS = 7,   // a piece of so many words is a sentence or a comment
    HEAD_LINES = 3,     // in the first so many lines stuffing is looked for
    OUTSIDE_SCORE = -1000 * TM_SCORE_UNIT, // keeps pieces within the segments
    MAX_PHRASE_CHARACTERS = 64,            // longer ones are no swapped words
    MAX_SEARCHES = 64 // whole-window searches a window may cost, so that it stays linear
};

typedef struct finder {
    tm_spans *out;
    const tm_window *w;
    const tm_lexicon *lexicon;
    const tm_segments *segments;
    const tm_line *line;       // the one at hand
    const tm_line *piece_line; // the last one with suspicious words of its own, or NULL
    const tm_line *whole_line; // the last one that was taken whole, or NULL
    unsigned n_searches;
    tamis_error *err;
} finder;

// ---- Edges --------------------------------------------------------------------------------

// True when a harmless word of the window begins with the text of [begin, end): 파이낸셜 of
// 파이낸셜라이브 바카라 is the site's name because 파이낸셜뉴스 is there as well.
static bool fronts_harmless_word(finder *f, uint32_t begin, uint32_t end)
{
    const tm_window *w = f->w;
    if (f->n_searches++ >= MAX_SEARCHES)
        return false;
    for (size_t i = 0; i < w->tokens.len; i++) {
        const tm_token token = w->tokens.token[i];
        if (token.kind == TM_TOKEN_WORD && w->score[i] < 0 &&
            token.end - token.begin >= end - begin &&
            memcmp(w->view.codepoint + token.begin, w->view.codepoint + begin,
                   (end - begin) * sizeof(uint32_t)) == 0)
            return true;
    }
    return false;
}

static bool is_number(const tm_view *view, uint32_t begin, uint32_t end)
{
    return view->klass[begin] == TM_CHAR_DIGIT && view->klass[end - 1] == TM_CHAR_DIGIT;
}

// Where the injected part of a piece's first token begins: behind a glued number (3, 27억3200) or a
// word that the page owns. Digits in it that are a term (brands end in 88) are of the number.
static uint32_t refine_begin(finder *f, uint32_t first)
{
    const tm_window *w = f->w;
    const tm_token token = w->tokens.token[first];
    uint32_t h = w->first_hit[first];
    while (h < w->hits.len && w->hits.hit[h].begin < token.end &&
           is_number(&w->view, w->hits.hit[h].begin, w->hits.hit[h].end))
        h++;
    if (token.kind != TM_TOKEN_WORD || h >= w->hits.len)
        return token.begin;
    const tm_hit hit = w->hits.hit[h];
    if (hit.begin <= token.begin || hit.begin >= token.end ||
        f->lexicon->term[hit.term].klass == TM_TERM_SUFFIX)
        return token.begin;
    if (is_number(&w->view, token.begin, hit.begin))
        return hit.begin;
    const bool known = hit.begin - token.begin >= MIN_PREFIX_LETTERS &&
                       fronts_harmless_word(f, token.begin, hit.begin);
    return known ? hit.begin : token.begin;
}

// Where the injected part of a piece's last token ends: before the particle that the sentence owns.
static uint32_t refine_end(const finder *f, uint32_t last)
{
    const tm_window *w = f->w;
    const tm_token token = w->tokens.token[last - 1];
    uint32_t stem_end = token.end;
    if (token.kind != TM_TOKEN_WORD)
        return token.end;
    for (uint32_t h = w->first_hit[last - 1]; h < w->hits.len; h++) {
        if (w->hits.hit[h].begin >= token.end)
            break;
        if (f->lexicon->term[w->hits.hit[h].term].klass != TM_TERM_COMPANY)
            stem_end = w->hits.hit[h].end < token.end ? w->hits.hit[h].end : token.end;
    }
    return stem_end < token.end && tm_particle_length(&w->view, stem_end, token.end) > 0
               ? stem_end
               : token.end;
}

// ---- Kinds --------------------------------------------------------------------------------

// Whether the text of the range stands in some segment at another place.
static bool occurs_again(finder *f, tm_range range)
{
    const tm_view *view = &f->w->view;
    const size_t len = range.end - range.begin;
    if (len > MAX_PHRASE_CHARACTERS || f->n_searches++ >= MAX_SEARCHES)
        return false;
    for (size_t s = 0; s < f->segments->len; s++) {
        const tm_segment segment = f->segments->segment[s];
        const tm_range within = tm_token_range(&f->w->tokens, segment.first, segment.last);
        for (uint32_t i = within.begin; i + len <= within.end; i++)
            if ((i >= range.end || i + len <= range.begin) &&
                memcmp(view->codepoint + i, view->codepoint + range.begin,
                       len * sizeof(uint32_t)) == 0)
                return true;
    }
    return false;
}

static bool holds_contact(const finder *f, uint32_t first, uint32_t last)
{
    const tm_window *w = f->w;
    for (uint32_t i = first; i < last; i++)
        if (w->tokens.token[i].kind == TM_TOKEN_HANDLE)
            return true;
    for (uint32_t h = w->first_hit[first]; h < w->hits.len; h++) {
        if (w->hits.hit[h].begin >= w->tokens.token[last - 1].end)
            break;
        if (f->lexicon->term[w->hits.hit[h].term].klass == TM_TERM_CONTACT)
            return true;
    }
    return false;
}

// The number of words in tokens [first, last); three glyphs count as one.
static uint32_t count_words(const tm_window *w, uint32_t first, uint32_t last)
{
    uint32_t n = 0, glyphs = 0;
    for (uint32_t i = first; i < last; i++) {
        n += w->tokens.token[i].kind == TM_TOKEN_WORD;
        glyphs += w->tokens.token[i].kind == TM_TOKEN_GLYPH;
    }
    return n + glyphs / 3;
}

static bool follows_separator(const finder *f, uint32_t first)
{
    const tm_token before = f->w->tokens.token[first - 1];
    const uint32_t c = f->w->view.codepoint[before.begin];
    return before.kind == TM_TOKEN_MARK && (c == '-' || c == '|' || c == ':' || c == 0x2013);
}

static tamis_span_kind kind_within_line(finder *f, uint32_t first, uint32_t last,
                                        tm_range range)
{
    const tm_window *w = f->w;
    const bool text_before = first > f->line->first, text_after = last < f->line->last;
    if (text_before && !text_after && follows_separator(f, first) &&
        f->line - w->lines.line < HEAD_LINES)
        return TAMIS_SPAN_STUFFING;
    if (count_words(w, first, last) >= PROSE_TOKENS)
        return TAMIS_SPAN_SENTENCE;
    if (range.end < w->tokens.token[last - 1].end || occurs_again(f, range))
        return TAMIS_SPAN_SWAP; // a particle stays behind, or the same word again and again
    return text_before && !text_after && count_words(w, first, last) > 3 ? TAMIS_SPAN_STUFFING
                                                                         : TAMIS_SPAN_INSERT;
}

static tamis_span_kind kind_of_line(const finder *f)
{
    const tm_line *line = f->line;
    const uint32_t words = count_words(f->w, line->first, line->last);
    if (holds_contact(f, line->first, line->last) && words < 4 * PROSE_TOKENS)
        return TAMIS_SPAN_CONTACT;
    if (line->shape & TM_LINE_LIST)
        return TAMIS_SPAN_LINK_LIST;
    if (words >= PROSE_TOKENS)
        return TAMIS_SPAN_COMMENT;
    return line->shape & TM_LINE_LINKS ? TAMIS_SPAN_LINK_LIST : TAMIS_SPAN_MENU;
}

// ---- Spans of a line ----------------------------------------------------------------------

// The first token that ends behind character `at`.
static uint32_t token_after(const tm_window *w, uint32_t at)
{
    size_t low = 0, high = w->tokens.len;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (w->tokens.token[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

static int32_t clamp(int64_t score)
{
    return score < 1 ? 1 : score > INT32_MAX ? INT32_MAX : (int32_t)score;
}

// Adds a span, unless it is empty or overlaps the one before.
static tamis_status add_span(finder *f, tm_range range, tamis_span_kind kind)
{
    tm_spans *out = f->out;
    const tm_window *w = f->w;
    int64_t score = 0;
    if (range.begin >= range.end ||
        (out->len > 0 && out->span[out->len - 1].range.end > range.begin))
        return TAMIS_OK;
    for (size_t i = token_after(w, range.begin);
         i < w->tokens.len && w->tokens.token[i].begin < range.end; i++)
        score += w->score[i];
    if (!tm_grow((void **)&out->span, &out->cap, out->len + 1, sizeof *out->span))
        return tm_fail(f->err, TAMIS_ENOMEM, "no memory for spans");
    out->span[out->len++] = (tm_span){.range = range, .kind = kind, .score = clamp(score)};
    return TAMIS_OK;
}

static size_t count_bars(const finder *f)
{
    size_t n = 0;
    for (uint32_t i = f->line->first; i < f->line->last; i++)
        n += f->w->view.codepoint[f->w->tokens.token[i].begin] == '|';
    return n;
}

static tm_range range_of_line(const finder *f, const tm_line *line)
{
    return tm_token_range(&f->w->tokens, line->first, line->last);
}

// The first anchor of this line, which has two or none; *n receives their number.
static size_t line_anchors(const finder *f, size_t *n)
{
    const tm_lines *const lines = &f->w->lines;
    const tm_range line = range_of_line(f, f->line);
    const size_t a = tm_lines_next_anchor(lines, line.begin);
    *n = 0;
    while (a + *n < lines->n_anchors && lines->anchor[a + *n].begin < line.end)
        ++*n;
    return a;
}

static bool ends_sentence(const tm_window *w, uint32_t i)
{
    const tm_token token = w->tokens.token[i];
    const uint32_t sign = w->view.codepoint[token.begin];
    if (sign == 0x3002) // 。
        return true;
    return (sign == '.' || sign == '!' || sign == '?') &&
           (token.end == w->view.len || w->view.klass[token.end] == TM_CHAR_SPACE ||
            w->view.klass[token.end] == TM_CHAR_NEWLINE);
}

// The pieces of the line: what of the segments, from `segment` on, lies in it, cut where they
// bridged too much.
static tamis_status find_pieces(finder *f, size_t segment)
{
    tm_spans *out = f->out;
    const uint32_t first = f->line->first, n = f->line->last - first;
    if (!tm_grow((void **)&out->score, &out->score_cap, n, sizeof *out->score))
        return tm_fail(f->err, TAMIS_ENOMEM, "no memory for spans");
    for (uint32_t i = 0; i < n; i++) {
        while (segment < f->segments->len && f->segments->segment[segment].last <= first + i)
            segment++;
        const bool inside =
            segment < f->segments->len && f->segments->segment[segment].first <= first + i;
        const int32_t toll = ends_sentence(f->w, first + i) ? SENTENCE_TOLL : PIECE_TOLL;
        out->score[i] = inside ? f->w->score[first + i] - toll : OUTSIDE_SCORE;
    }
    TM_TRY(tm_segments_find(&out->pieces, out->score, n, MIN_PIECE_SCORE, f->err));
    for (size_t p = 0; p < out->pieces.len; p++) {
        out->pieces.segment[p].first += first;
        out->pieces.segment[p].last += first;
    }
    return TAMIS_OK;
}

// Whether the term that token `i` holds begins before it or adjoins one that ends there.
static bool goes_on_before(const finder *f, uint32_t i)
{
    const tm_window *w = f->w;
    const tm_hits *hits = &w->hits;
    const uint32_t h = w->first_hit[i];
    if (h >= hits->len || hits->hit[h].begin >= w->tokens.token[i].end)
        return false;
    return hits->hit[h].begin < w->tokens.token[i].begin ||
           (h > 0 && tm_hits_adjoin(hits, f->lexicon, &w->view, h - 1) &&
            hits->hit[h - 1].begin < w->tokens.token[i - 1].end);
}

// The piece with all of the phrase of terms that it begins in, however little the first words of
// that say (라이브 바카라사이트). Tokens below `from` belong to the piece before.
static tm_segment take_phrase(const finder *f, tm_segment piece, uint32_t from)
{
    while (piece.first > from && goes_on_before(f, piece.first))
        piece.first--;
    return piece;
}

// Whether a piece says so little that it may be a word of the page's own.
static bool is_faint(const tm_window *w, tm_segment piece)
{
    return piece.score < MIN_BARE_SCORE && !tm_window_holds_term(w, piece.first, piece.last);
}

// The sentence of the line around a piece, from token `from` on at the earliest.
static tm_line sentence_around(const finder *f, tm_segment piece, uint32_t from)
{
    tm_line sentence = *f->line;
    sentence.first = piece.first;
    sentence.last = piece.last;
    while (sentence.first > from && !ends_sentence(f->w, sentence.first - 1))
        sentence.first--;
    while (sentence.last < f->line->last && !ends_sentence(f->w, sentence.last - 1))
        sentence.last++;
    return sentence;
}

static tamis_status add_line(finder *f, const tm_line *line)
{
    tm_spans *out = f->out;
    const size_t n = out->len;
    f->line = line;
    TM_TRY(add_span(f, range_of_line(f, line), kind_of_line(f)));
    if (out->len > n)
        out->span[n].whole_line = true;
    return TAMIS_OK;
}

// The first of the lines that lead up to this one and go with it, or this one: lines in a foreign
// script when it is foreign itself, and above a comment the name of who wrote it.
static const tm_line *first_leading(const finder *f)
{
    const tm_line *const end = f->whole_line ? f->whole_line + 1 : f->w->lines.line;
    const tm_line *first = f->line;
    if (tm_line_is_foreign(f->w, first))
        while (first > end && tm_line_is_foreign(f->w, first - 1))
            first--;
    const bool says_much = count_words(f->w, first->first, first->last) >= COMMENT_TOKENS;
    return says_much && first > end && tm_line_is_name(f->w, first - 1) ? first - 1 : first;
}

// Whether `gap`, a line between two injected ones of which this is the second, was injected too. A
// name was when the line below it was.
static bool belongs_between(const finder *f, const tm_line *gap)
{
    return tm_line_fits_between(f->w, gap) ||
           (tm_line_is_name(f->w, gap) &&
            (gap + 1 == f->line || tm_line_fits_between(f->w, gap + 1)));
}

// Adds this line as a whole, and before it those lines between it and the last one taken whole that
// belong to them.
static tamis_status add_whole_line(finder *f)
{
    const tm_line *const line = f->line;
    const tm_line *const before = f->whole_line;
    const tm_line *const leading = first_leading(f);
    const bool near = before && line - before <= MAX_GAP_LINES + 1;
    for (const tm_line *gap = near ? before + 1 : leading; gap < line; gap++)
        if (gap >= leading || belongs_between(f, gap))
            TM_TRY(add_line(f, gap));
    f->whole_line = line;
    return add_line(f, line);
}

// Whether a line near this one has suspicious words, too; `segment` as in spans_of_line.
static bool is_among_others(const finder *f, size_t segment)
{
    const tm_line *const end = f->w->lines.line + f->w->lines.len;
    const tm_line *next = f->line + 1;
    if (f->piece_line && f->line - f->piece_line <= NEAR_LINES)
        return true;
    while (next < end && next->first == next->last)
        next++;
    if (next == end || next - f->line > NEAR_LINES)
        return false;
    while (segment < f->segments->len && f->segments->segment[segment].last <= next->first)
        segment++;
    return segment < f->segments->len && f->segments->segment[segment].first < next->last;
}

// What is left of the line without the sentences at its beginning and at its end that hold no
// piece, where they together say clearly that they are the page's own: one was put among them.
static tm_line without_own_sentences(const finder *f)
{
    const tm_segments *pieces = &f->out->pieces;
    tm_line rest = *f->line;
    int64_t score = 0;
    for (uint32_t i = f->line->first; i < pieces->segment[0].first; i++) {
        score += f->w->score[i];
        if (score < -MIN_OWN_SCORE && ends_sentence(f->w, i))
            rest.first = i + 1;
    }
    score = 0;
    for (uint32_t i = f->line->last; i > pieces->segment[pieces->len - 1].last; i--) {
        score += f->w->score[i - 1];
        if (score < -MIN_OWN_SCORE && ends_sentence(f->w, i - 2))
            rest.last = i - 1;
    }
    return rest;
}

// The piece with the links and addresses behind it, where the line ends with them: there it leads.
static tm_segment take_addresses(const finder *f, tm_segment piece)
{
    const tm_token *const token = f->w->tokens.token;
    uint32_t last = piece.last;
    while (last < f->line->last &&
           (token[last].kind == TM_TOKEN_LINK || token[last].kind == TM_TOKEN_HANDLE ||
            token[last].kind == TM_TOKEN_MAIL))
        last++;
    if (last == f->line->last)
        piece.last = last;
    return piece;
}

static tamis_status add_piece(finder *f, tm_segment piece, uint32_t from)
{
    piece = take_addresses(f, take_phrase(f, piece, from));
    if (is_faint(f->w, piece))
        return TAMIS_OK;
    const tm_range range = {refine_begin(f, piece.first), refine_end(f, piece.last)};
    return add_span(f, range, kind_within_line(f, piece.first, piece.last, range));
}

// Whether a sentence is injected as a whole, as a line may be; `pieces` begin with its first one.
// A sentence that a word or two were swapped into is the page's own, however little the rest says.
static bool is_injected_sentence(const finder *f, const tm_line *sentence,
                                 const tm_segments *pieces)
{
    uint32_t n_tokens = 0;
    for (size_t p = 0; p < pieces->len && pieces->segment[p].first < sentence->last; p++)
        n_tokens += pieces->segment[p].last - pieces->segment[p].first;
    return n_tokens >= MIN_SENTENCE_TOKENS &&
           tm_line_is_injected(f->w, sentence, pieces, false);
}

// The spans of a line that is not injected as a whole: whole sentences, or pieces.
static tamis_status spans_of_pieces(finder *f)
{
    const tm_segments *const pieces = &f->out->pieces;
    tm_line sentence = {.last = f->line->first};
    bool injected = false;
    for (size_t p = 0; p < pieces->len; p++) {
        const tm_segment piece = pieces->segment[p];
        if (piece.first >= sentence.last) {
            const tm_segments rest = {.segment = pieces->segment + p, .len = pieces->len - p};
            sentence = sentence_around(f, piece, sentence.last);
            injected = is_injected_sentence(f, &sentence, &rest);
            if (injected)
                TM_TRY(add_span(f, range_of_line(f, &sentence), TAMIS_SPAN_SENTENCE));
        }
        if (!injected)
            TM_TRY(add_piece(f, piece, p > 0 ? pieces->segment[p - 1].last : f->line->first));
    }
    return TAMIS_OK;
}

// `segment` is the first one that reaches into the line.
static tamis_status spans_of_line(finder *f, size_t segment)
{
    TM_TRY(find_pieces(f, segment));
    if (f->out->pieces.len == 0)
        return TAMIS_OK;
    const bool among_others = is_among_others(f, segment);
    f->piece_line = f->line;
    if (count_bars(f) == 1) {
        size_t n_anchors;
        const size_t first = line_anchors(f, &n_anchors);
        for (size_t a = first; a < first + n_anchors; a++)
            TM_TRY(add_span(f, f->w->lines.anchor[a], TAMIS_SPAN_MENU));
        if (n_anchors > 0)
            return TAMIS_OK;
    }
    if (tm_line_is_injected(f->w, f->line, &f->out->pieces, among_others)) {
        const tm_line rest = without_own_sentences(f);
        return rest.last - rest.first == f->line->last - f->line->first
                   ? add_whole_line(f)
                   : add_span(f, range_of_line(f, &rest), TAMIS_SPAN_SENTENCE);
    }
    return spans_of_pieces(f);
}

// A flagged window must say where. When no piece was left, its strongest segment is the place.
static tamis_status add_strongest(finder *f)
{
    const tm_segment *best = &f->segments->segment[0];
    for (size_t s = 1; s < f->segments->len; s++)
        if (f->segments->segment[s].score > best->score)
            best = &f->segments->segment[s];
    const tm_range range = tm_token_range(&f->w->tokens, best->first, best->last);
    return add_span(f, range, TAMIS_SPAN_INSERT);
}

tamis_status tm_spans_find(tm_spans *out, const tm_window *window, const tm_lexicon *lexicon,
                           const tm_segments *segments, const tm_twins *twins, tamis_error *err)
{
    finder f = {.out = out, .w = window, .lexicon = lexicon, .segments = segments, .err = err};
    size_t s = 0;
    out->len = 0;
    for (size_t l = 0; l < window->lines.len; l++) {
        f.line = &window->lines.line[l];
        while (s < segments->len && segments->segment[s].last <= f.line->first)
            s++;
        if (s < segments->len && segments->segment[s].first < f.line->last)
            TM_TRY(spans_of_line(&f, s));
        else if (f.whole_line && f.line - f.whole_line == 1 &&
                 tm_line_goes_on(window, f.line, f.whole_line))
            TM_TRY(add_whole_line(&f));
    }
    if (out->len == 0 && segments->len > 0)
        TM_TRY(add_strongest(&f));
    return twins->len > 0 ? tm_spans_apply_twins(out, &window->view, twins, err) : TAMIS_OK;
}

void tm_spans_free(tm_spans *spans)
{
    free(spans->span);
    free(spans->merged);
    free(spans->score);
    tm_segments_free(&spans->pieces);
    *spans = (tm_spans){0};
}
