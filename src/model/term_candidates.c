// Each kind of token has a function that lists its n-grams; the hash is extended character by
// character as an n-gram grows.
// SPDX-License-Identifier: MIT
#include "model/term_candidates.h"

#include <stdlib.h>

#include "base/num.h"
#include "score/particles.h"

enum {
    MAX_PARTS = 10, // of a word, in one n-gram
    MAX_WORDS = 4,  // of a phrase
    MIN_LATIN = 3,  // letters of a word or part of Latin, Cyrillic or another such script
    MIN_GLYPHS = 2,
    MAX_GLYPHS = 10,
    MIN_THAI = 3,
    MAX_THAI = 14,
    MIN_STEM = 2 // syllables before a particle
};

// Bits of `edge`: the place is inside some hit; some hit begins or ends there.
enum { INSIDE_HIT = 1, HIT_BORDER = 2 };

typedef struct finder {
    tm_candidates *out;
    const tm_view *view;
    const tm_tokens *tokens;
    bool any_syllable; // words may be cut between any two Hangul syllables
    bool failed;
} finder;

// Adds the n-gram whose hash state this is, unless it begins or ends inside a hit.
static void add(finder *f, uint32_t begin, uint32_t end, uint64_t state)
{
    if ((f->out->edge[begin] & INSIDE_HIT) || (f->out->edge[end] & INSIDE_HIT))
        return;
    if (!tm_grow((void **)&f->out->candidate, &f->out->cap, f->out->len + 1,
                 sizeof *f->out->candidate)) {
        f->failed = true;
        return;
    }
    f->out->candidate[f->out->len++] = (tm_candidate){tm_candidate_hash(state), begin, end};
}

static uint64_t step_over(const tm_view *view, uint64_t state, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++)
        state = tm_candidate_step(state, view->codepoint[i]);
    return state;
}

// ---- Words --------------------------------------------------------------------------------

// Whether a term may begin or end between characters i - 1 and i of a word.
static bool is_joint(const finder *f, uint32_t i)
{
    const uint8_t before = f->view->klass[i - 1], after = f->view->klass[i];
    if (before != after)
        return true;
    return after == TM_CHAR_HANGUL && (f->any_syllable || (f->out->edge[i] & HIT_BORDER));
}

// Where the word ends without its Korean particle.
static uint32_t stem_end(const tm_view *view, tm_token word)
{
    if (view->klass[word.end - 1] != TM_CHAR_HANGUL)
        return word.end;
    for (uint32_t at = word.begin + MIN_STEM; at < word.end; at++)
        if (tm_particle_length(view, at, word.end) > 0)
            return at;
    return word.end;
}

// Whether it is long enough to mean something: two syllables, or else three characters with a
// letter among them.
static bool is_telling(const tm_view *view, uint32_t begin, uint32_t end)
{
    unsigned syllables = 0, letters = 0;
    for (uint32_t i = begin; i < end; i++) {
        syllables += view->klass[i] == TM_CHAR_HANGUL;
        letters += tm_char_is_letter(view->klass[i]) && view->klass[i] != TM_CHAR_JAMO;
    }
    return syllables > 0 ? syllables >= MIN_STEM : letters > 0 && end - begin >= MIN_LATIN;
}

static void add_parts(finder *f, tm_token word)
{
    const tm_view *const view = f->view;
    const uint32_t last = stem_end(view, word);
    for (uint32_t begin = word.begin; begin < last; begin++) {
        if (begin > word.begin && !is_joint(f, begin))
            continue;
        uint64_t state = TM_CANDIDATE_SEED;
        unsigned parts = 0;
        for (uint32_t end = begin + 1; end <= last && parts < MAX_PARTS; end++) {
            state = tm_candidate_step(state, view->codepoint[end - 1]);
            if (end < last && !is_joint(f, end))
                continue;
            parts++;
            if (is_telling(view, begin, end))
                add(f, begin, end, state);
        }
    }
}

static bool is_word(tm_token token)
{
    return token.kind == TM_TOKEN_WORD || token.kind == TM_TOKEN_NUMBER;
}

static bool is_blank_between(const tm_view *view, tm_token before, tm_token after)
{
    for (uint32_t i = before.end; i < after.begin; i++)
        if (view->klass[i] != TM_CHAR_SPACE)
            return false;
    return after.begin > before.end;
}

// Adds the phrases that begin with word i; numbers may stand in the middle.
static void add_phrases(finder *f, size_t i)
{
    const tm_view *const view = f->view;
    const tm_token *const token = f->tokens->token;
    const uint32_t begin = token[i].begin;
    uint64_t state = step_over(view, TM_CANDIDATE_SEED, begin, token[i].end);
    for (size_t k = i + 1; k < f->tokens->len && k < i + MAX_WORDS; k++) {
        const uint32_t last = is_word(token[k]) ? stem_end(view, token[k]) : 0;
        if (!is_word(token[k]) || !is_blank_between(view, token[k - 1], token[k]) ||
            last - begin > TM_MAX_CANDIDATE_CHARACTERS)
            return;
        state = tm_candidate_step(state, ' ');
        if (token[k].kind == TM_TOKEN_WORD)
            add(f, begin, last, step_over(view, state, token[k].begin, last));
        state = step_over(view, state, token[k].begin, token[k].end);
    }
}

// ---- Scripts without blanks ---------------------------------------------------------------

static bool is_hiragana(uint32_t c)
{
    return c >= 0x3041 && c <= 0x309F;
}

static bool is_katakana(uint32_t c)
{
    return c >= 0x30A0 && c <= 0x30FF; // with ー
}

// Thai marks and vowels that belong to the character before them, and 々, which repeats it.
static bool goes_on(uint32_t c)
{
    return c == 0x0E31 || (c >= 0x0E33 && c <= 0x0E3A) || (c >= 0x0E45 && c <= 0x0E4E) ||
           c == 0x3005;
}

static bool is_leading_vowel(uint32_t c)
{
    return c >= 0x0E40 && c <= 0x0E44; // Thai: written before its consonant
}

// Whether a cluster ends and another begins between characters i - 1 and i.
static bool is_cluster_edge(const tm_view *view, uint32_t i)
{
    const uint32_t before = i > 0 ? view->codepoint[i - 1] : 0;
    const uint32_t after = i < view->len ? view->codepoint[i] : 0;
    return !goes_on(after) && !is_leading_vowel(before) &&
           !(is_katakana(before) && is_katakana(after));
}

// Whether token i is a glyph directly behind token i - 1.
static bool adjoins(const finder *f, size_t i)
{
    return i < f->tokens->len && f->tokens->token[i].kind == TM_TOKEN_GLYPH &&
           f->tokens->token[i].begin == f->tokens->token[i - 1].end;
}

static void add_glyphs(finder *f, size_t i)
{
    const tm_view *const view = f->view;
    const uint32_t begin = f->tokens->token[i].begin;
    const bool thai = view->klass[begin] == TM_CHAR_THAI;
    const uint32_t least = thai ? MIN_THAI : MIN_GLYPHS, most = thai ? MAX_THAI : MAX_GLYPHS;
    if (is_hiragana(view->codepoint[begin]) || !is_cluster_edge(view, begin))
        return;
    uint64_t state = tm_candidate_step(TM_CANDIDATE_SEED, view->codepoint[begin]);
    for (uint32_t n = 2; n <= most && adjoins(f, i + n - 1); n++) {
        const uint32_t last = view->codepoint[begin + n - 1];
        state = tm_candidate_step(state, last);
        if (n >= least && !is_hiragana(last) && is_cluster_edge(view, begin + n))
            add(f, begin, begin + n, state);
    }
}

// ---- Links, handles, all ------------------------------------------------------------------

static void add_whole(finder *f, uint32_t begin, uint32_t end)
{
    if (end > begin && end - begin <= TM_MAX_CANDIDATE_CHARACTERS)
        add(f, begin, end, step_over(f->view, TM_CANDIDATE_SEED, begin, end));
}

static void add_token(finder *f, size_t i)
{
    const tm_token token = f->tokens->token[i];
    uint32_t begin, end;
    switch (token.kind) {
    case TM_TOKEN_WORD:
        add_parts(f, token);
        add_phrases(f, i);
        break;
    case TM_TOKEN_GLYPH:
        add_glyphs(f, i);
        break;
    case TM_TOKEN_LINK:
        tm_link_host(f->view, token, &begin, &end);
        add_whole(f, begin, end);
        break;
    case TM_TOKEN_HANDLE:
        add_whole(f, token.begin, token.end);
        break;
    default:
        break;
    }
}

tamis_status tm_candidates_find(tm_candidates *out, const tm_view *view,
                                const tm_tokens *tokens, const tm_hits *hits, tamis_error *err)
{
    finder f = {.out = out, .view = view, .tokens = tokens, .any_syllable = !hits};
    out->len = 0;
    if (!tm_grow((void **)&out->edge, &out->edge_cap, view->len + 1, 1))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for candidates");
    memset(out->edge, 0, view->len + 1);
    for (size_t h = 0; hits && h < hits->len; h++) {
        const tm_hit hit = hits->hit[h];
        out->edge[hit.begin] |= HIT_BORDER;
        out->edge[hit.end] |= HIT_BORDER;
        for (uint32_t i = hit.begin + 1; i < hit.end; i++)
            out->edge[i] |= INSIDE_HIT;
    }
    for (size_t i = 0; i < tokens->len && !f.failed; i++)
        add_token(&f, i);
    return f.failed ? tm_fail(err, TAMIS_ENOMEM, "no memory for candidates") : TAMIS_OK;
}

void tm_candidates_free(tm_candidates *candidates)
{
    free(candidates->candidate);
    free(candidates->edge);
    *candidates = (tm_candidates){0};
}
