// Three groups of entries, each hashed with a seed of its own.
// SPDX-License-Identifier: MIT
#include "score/context.h"

enum {
    TAIL_SEED = 0x100,     // + tm_token_kind
    HEAD_SEED = 0x200,     // likewise
    ENDS_SEED = 0xC0E0,    // + 0 to 4: which ends are hashed
    PAIR_SEED = 0xC1A0,    // + 0 to 2: what of the two terms is hashed; + 8: a blank between
    COMPANY_SEED = 0xC2C0, // + 1: pairs of characters
    OUTSIDE = 1,           // stands for the neighbour that a line's first and last tokens lack
    MAX_PAIRED_HITS = 4,
    COMPANY_TOKENS = 6, // to each side
    HANGUL_STEM = 2,    // letters that say what a word is about, whatever its ending
    OTHER_STEM = 6
};

typedef struct list {
    uint32_t *entry;
    size_t len;
} list;

static void note(list *out, uint32_t hash)
{
    if (out->len < TM_MAX_CONTEXT)
        out->entry[out->len++] = tm_ngram_entry(hash);
}

// ---- The ends of neighbouring words --------------------------------------------------------

// Links, addresses and handles: their letters are not looked at.
static bool is_opaque(tm_token token)
{
    return token.kind == TM_TOKEN_LINK || token.kind == TM_TOKEN_MAIL ||
           token.kind == TM_TOKEN_HANDLE;
}

static bool is_outside(const tm_line *line, size_t i)
{
    return i < line->first || i >= line->last;
}

// Hashes of the last one and two letters of a token, or of the first ones.
typedef struct word_end {
    uint32_t one, two;
} word_end;

static word_end ends_of(const tm_window *w, const tm_line *line, size_t i, bool head)
{
    if (is_outside(line, i))
        return (word_end){OUTSIDE, OUTSIDE};
    const tm_token token = w->tokens.token[i];
    const uint32_t none = (uint32_t)(head ? HEAD_SEED : TAIL_SEED) + token.kind;
    if (is_opaque(token))
        return (word_end){none, none};
    const uint32_t first = head ? token.begin : token.end - 1;
    const uint32_t one = tm_ngram_mix(none, tm_ngram_letter(&w->view, first));
    if (token.end - token.begin == 1)
        return (word_end){one, one};
    const uint32_t second = head ? first + 1 : first - 1;
    return (word_end){one, tm_ngram_mix(one, tm_ngram_letter(&w->view, second))};
}

static uint32_t join(uint32_t seed, uint32_t a, uint32_t b)
{
    return tm_ngram_mix(tm_ngram_mix(seed, a), b);
}

static void note_ends(list *out, const tm_window *w, const tm_line *line, size_t i)
{
    const size_t before = i > 0 ? i - 1 : SIZE_MAX;
    const word_end own = ends_of(w, line, i, false), last = ends_of(w, line, before, false),
                   next = ends_of(w, line, i + 1, true);
    note(out, join(ENDS_SEED, last.one, own.one));
    note(out, join(ENDS_SEED + 1, own.one, next.one));
    note(out, join(ENDS_SEED + 2, last.two, own.two));
    note(out, join(ENDS_SEED + 3, own.two, next.two));
    note(out, tm_ngram_mix(join(ENDS_SEED + 4, last.one, own.one), next.one));
}

// ---- Terms side by side ----------------------------------------------------------------------

static uint32_t term_hash(const tm_window *w, tm_hit hit)
{
    uint32_t hash = 0x300;
    for (uint32_t i = hit.begin; i < hit.end; i++)
        hash = tm_ngram_mix(hash, w->view.codepoint[i]);
    return hash;
}

static void note_pair(list *out, const tm_window *w, const tm_lexicon *lexicon, size_t h)
{
    const tm_hit a = w->hits.hit[h], b = w->hits.hit[h + 1];
    const uint32_t seed = PAIR_SEED + 8 * (b.begin > a.end); // with or without a blank
    const uint32_t class_a = 0x400u + lexicon->term[a.term].klass;
    const uint32_t class_b = 0x400u + lexicon->term[b.term].klass;
    note(out, join(seed, class_a, class_b));
    note(out, join(seed + 1, term_hash(w, a), class_b));
    note(out, join(seed + 2, class_a, term_hash(w, b)));
}

static void note_pairs(list *out, const tm_window *w, const tm_lexicon *lexicon, size_t i)
{
    const tm_token token = w->tokens.token[i];
    uint32_t h = w->first_hit[i];
    if (h > 0 && h < w->hits.len && w->hits.hit[h].begin < token.end &&
        tm_hits_adjoin(&w->hits, lexicon, &w->view, h - 1))
        note_pair(out, w, lexicon, h - 1);
    for (int n = 0; n < MAX_PAIRED_HITS && h + 1 < w->hits.len; n++, h++) {
        if (w->hits.hit[h].begin >= token.end)
            break;
        if (tm_hits_adjoin(&w->hits, lexicon, &w->view, h))
            note_pair(out, w, lexicon, h);
    }
}

// ---- Company ---------------------------------------------------------------------------------

static bool holds_term(const tm_window *w, size_t i)
{
    return tm_window_holds_term(w, (uint32_t)i, (uint32_t)i + 1);
}

// Hash of the first letters of a word.
static uint32_t stem_of(const tm_window *w, tm_token word, uint32_t letters)
{
    uint32_t hash = HEAD_SEED + word.kind;
    for (uint32_t k = word.begin; k < word.end && letters > 0; k++, letters--)
        hash = tm_ngram_mix(hash, tm_ngram_letter(&w->view, k));
    return hash;
}

// The stems of the words around that hold no term; in scripts without blanks, pairs of characters.
static void note_company(list *out, const tm_window *w, const tm_line *line, size_t i)
{
    const size_t first = i > line->first + COMPANY_TOKENS ? i - COMPANY_TOKENS : line->first;
    for (size_t k = first; k < line->last && k <= i + COMPANY_TOKENS; k++) {
        const tm_token token = w->tokens.token[k];
        const bool glyph = token.kind == TM_TOKEN_GLYPH;
        if (k == i || (token.kind != TM_TOKEN_WORD && !glyph) || holds_term(w, k))
            continue;
        if (glyph && k > line->first)
            note(out, join(COMPANY_SEED + 1, tm_ngram_letter(&w->view, token.begin - 1),
                           tm_ngram_letter(&w->view, token.begin)));
        const uint32_t stem = token.script == TM_CHAR_HANGUL ? HANGUL_STEM : OTHER_STEM;
        if (!glyph && token.end - token.begin >= HANGUL_STEM)
            note(out, tm_ngram_mix(COMPANY_SEED, stem_of(w, token, stem)));
    }
}

size_t tm_token_pairs(uint32_t entry[TM_MAX_CONTEXT], const tm_window *w,
                      const tm_lexicon *lexicon, size_t i)
{
    list out = {entry, 0};
    if (holds_term(w, i))
        note_pairs(&out, w, lexicon, i);
    return out.len;
}

size_t tm_token_surroundings(uint32_t entry[TM_MAX_CONTEXT], const tm_window *w, size_t i)
{
    list out = {entry, 0};
    if (w->tokens.token[i].kind == TM_TOKEN_NEWLINE)
        return 0;
    const tm_line *line = &w->lines.line[w->token_line[i]];
    note_ends(&out, w, line, i);
    if (holds_term(w, i))
        note_company(&out, w, line, i);
    return out.len;
}
