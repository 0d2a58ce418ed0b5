// Hash every word, sort, keep the smallest.
// SPDX-License-Identifier: MIT
#include "model/sketch.h"

#include <stdlib.h>

#include "base/num.h"
#include "text/decode.h"

enum { MAX_BYTES = 1 << 20, SEED = 0x51CE7C };

static uint32_t mix(uint32_t hash, uint32_t value)
{
    hash = (hash ^ value) * 0x9E3779B1u;
    return hash ^ hash >> 15;
}

// The characters that stand for word i; none for a token that is no word.
static void word_range(const tm_sketcher *s, size_t i, uint32_t *begin, uint32_t *end)
{
    const tm_token token = s->tokens.token[i];
    *begin = token.begin;
    *end = token.end;
    switch (token.kind) {
    case TM_TOKEN_WORD:
    case TM_TOKEN_HANDLE:
        return;
    case TM_TOKEN_LINK:
        tm_link_host(&s->view, token, begin, end);
        return;
    case TM_TOKEN_GLYPH:
        if (i + 1 < s->tokens.len && s->tokens.token[i + 1].kind == TM_TOKEN_GLYPH &&
            s->tokens.token[i + 1].begin == token.end) {
            *end = s->tokens.token[i + 1].end;
            return;
        }
        break;
    default:
        break;
    }
    *end = *begin;
}

static uint32_t hash_word(const tm_sketcher *s, size_t i)
{
    uint32_t begin, end, hash = SEED;
    word_range(s, i, &begin, &end);
    if (begin == end)
        return 0;
    for (uint32_t k = begin; k < end; k++)
        hash = mix(hash, s->view.codepoint[k]);
    hash *= 0x85EBCA6Bu;
    hash ^= hash >> 13;
    return hash ? hash : 1;
}

static int compare_hashes(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static tm_str first_part(tm_str text)
{
    size_t len = text.len < MAX_BYTES ? text.len : MAX_BYTES;
    while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    return tm_str_slice(text, 0, len);
}

tamis_status tm_sketch_fill(tm_sketch *out, tm_sketcher *s, tm_str text, tamis_error *err)
{
    TM_TRY(tm_view_build(&s->view, s->folds, first_part(text), err));
    TM_TRY(tm_tokens_cut(&s->tokens, &s->view, err));
    const size_t n = s->tokens.len;
    if (!tm_grow((void **)&s->hash, &s->hash_cap, n + 1, sizeof *s->hash) ||
        !tm_grow((void **)&s->sorted, &s->sorted_cap, n + 1, sizeof *s->sorted))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for sketches");
    size_t n_words = 0;
    for (size_t i = 0; i < n; i++) {
        s->hash[i] = hash_word(s, i);
        if (s->hash[i])
            s->sorted[n_words++] = s->hash[i];
    }
    qsort(s->sorted, n_words, sizeof *s->sorted, compare_hashes);
    *out = (tm_sketch){.len = 0};
    for (size_t i = 0; i < n_words && out->len < TM_SKETCH_WORDS; i++)
        if (i == 0 || s->sorted[i] != s->sorted[i - 1])
            out->word[out->len++] = s->sorted[i];
    return TAMIS_OK;
}

void tm_sketch_spell(tm_buf *out, const tm_sketcher *s, uint32_t hash)
{
    for (size_t i = 0; i < s->tokens.len && hash; i++) {
        uint32_t begin, end;
        if (s->hash[i] != hash)
            continue;
        word_range(s, i, &begin, &end);
        for (uint32_t k = begin; k < end; k++)
            tm_utf8_put(out, s->view.codepoint[k]);
        return;
    }
}

void tm_sketcher_free(tm_sketcher *sketcher)
{
    tm_view_free(&sketcher->view);
    tm_tokens_free(&sketcher->tokens);
    free(sketcher->hash);
    free(sketcher->sorted);
    *sketcher = (tm_sketcher){.folds = sketcher->folds};
}
