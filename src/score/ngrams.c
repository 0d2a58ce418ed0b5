// From every start, one hash grows letter by letter: each n-gram costs one step, whatever its
// length.
// SPDX-License-Identifier: MIT
#include "score/ngrams.h"

enum {
    BOUNDARY = 0x110000, // no code point
    LINK_SEED = 0x11E5,
    WORD_SEED = 0x3077,
    GLYPH_SEED = 0x6179,
    WHOLE_SEED = 0x0A11,
    MAX_CHARACTERS = 100
};

// Adds the n-grams of the letters with a boundary on either side, and the word as a whole.
static void add_word(tm_ngrams *out, const tm_view *view, uint32_t begin, uint32_t end,
                     uint32_t seed)
{
    uint32_t letters[MAX_CHARACTERS + 2];
    size_t n = 0;
    letters[n++] = BOUNDARY;
    for (uint32_t i = begin; i < end && n <= MAX_CHARACTERS; i++)
        letters[n++] = tm_ngram_letter(view, i);
    letters[n++] = BOUNDARY;
    const bool latin = n > 2 && view->klass[begin] == TM_CHAR_LATIN;
    const size_t shortest = latin ? 3 : 2, longest = latin ? 5 : 4;
    for (size_t i = 0; i < n; i++) {
        uint32_t hash = seed;
        for (size_t len = 1; len <= longest && i + len <= n; len++) {
            hash = tm_ngram_mix(hash, letters[i + len - 1]);
            if (len >= shortest && out->len < TM_MAX_NGRAMS)
                out->index[out->len++] = tm_ngram_entry(hash);
        }
    }
    uint32_t whole = seed + WHOLE_SEED;
    for (size_t i = 1; i + 1 < n; i++)
        whole = tm_ngram_mix(whole, letters[i]);
    if (out->len < TM_MAX_NGRAMS)
        out->index[out->len++] = tm_ngram_entry(whole);
    out->whole = tm_ngram_mix(out->whole, whole);
}

// Adds the n-grams that end with the character; the last two count as the whole token.
static void add_glyph(tm_ngrams *out, const tm_view *view, uint32_t at)
{
    const size_t longest = view->klass[at] == TM_CHAR_THAI ? 5 : 4;
    uint32_t hash = GLYPH_SEED;
    for (size_t len = 1; len <= longest && len <= (size_t)at + 1; len++) {
        const uint32_t i = at - (uint32_t)len + 1;
        if (!tm_char_is_word(view->klass[i]))
            break;
        hash = tm_ngram_mix(hash, tm_ngram_letter(view, i));
        out->index[out->len++] = tm_ngram_entry(hash);
        if (len == 2)
            out->whole = hash;
    }
}

// Adds the n-grams of the words of the host.
static void add_link(tm_ngrams *out, const tm_view *view, tm_token token)
{
    uint32_t begin, end;
    tm_link_host(view, token, &begin, &end);
    for (uint32_t label = begin, i = begin; i <= end; i++) {
        if (i < end && view->codepoint[i] != '.' && view->codepoint[i] != '-')
            continue;
        if (i > label)
            add_word(out, view, label, i, LINK_SEED);
        label = i + 1;
    }
    out->whole = LINK_SEED; // neighbours see that it is a link, not which
}

void tm_ngrams_of(tm_ngrams *out, const tm_view *view, tm_token token)
{
    out->len = 0;
    out->whole = token.kind;
    if (token.kind == TM_TOKEN_GLYPH)
        add_glyph(out, view, token.begin);
    else if (token.kind == TM_TOKEN_LINK)
        add_link(out, view, token);
    else if (token.kind != TM_TOKEN_NEWLINE && token.kind != TM_TOKEN_MAIL)
        add_word(out, view, token.begin, token.end, WORD_SEED);
}
