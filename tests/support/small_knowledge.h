// What scoring needs, from a lexicon written in the test, with all weights 0; and characters of a
// view as text, to compare with.
// SPDX-License-Identifier: MIT
#ifndef SMALL_KNOWLEDGE_H
#define SMALL_KNOWLEDGE_H

#include <stdlib.h>

#include "score/window.h"
#include "support/check.h"
#include "text/decode.h"

static inline void small_knowledge_start(tm_knowledge *knowledge, const char *lexicon)
{
    *knowledge = (tm_knowledge){0};
    assert_int_equal(tm_folds_new(&knowledge->folds, NULL), TAMIS_OK);
    assert_int_equal(
        tm_lexicon_add(&knowledge->lexicon, knowledge->folds, tm_str_of(lexicon), NULL),
        TAMIS_OK);
    assert_int_equal(tm_lexicon_finish(&knowledge->lexicon, NULL), TAMIS_OK);
    knowledge->weights.ngram = calloc((size_t)1 << TM_NGRAM_BITS, 1);
    assert_non_null(knowledge->weights.ngram);
}

static inline void small_knowledge_free(tm_knowledge *knowledge)
{
    tm_lexicon_free(&knowledge->lexicon);
    tm_compounds_free(&knowledge->compounds);
    tm_folds_free(knowledge->folds);
    free(knowledge->weights.ngram);
    *knowledge = (tm_knowledge){0};
}

// Reads all of `text` into the window, lines without anything to look at included.
static inline void small_window_read(tm_window *window, const tm_knowledge *knowledge,
                                     tm_str text)
{
    window->every_line = true;
    assert_int_equal(tm_window_read(window, knowledge, text, NULL), TAMIS_OK);
}

// Characters [begin, end) of the view, NUL-terminated; `out` holds them until the next call.
static inline const char *shown(tm_buf *out, const tm_view *view, uint32_t begin, uint32_t end)
{
    tm_buf_clear(out);
    assert_true(begin <= end && end <= view->len);
    for (uint32_t i = begin; i < end; i++)
        tm_utf8_put(out, view->codepoint[i]);
    tm_buf_byte(out, '\0');
    return out->ptr;
}

static inline const char *shown_token(tm_buf *out, const tm_window *window, size_t i)
{
    assert_true(i < window->tokens.len);
    const tm_token token = window->tokens.token[i];
    return shown(out, &window->view, token.begin, token.end);
}

// The first token that reads `text`.
static inline uint32_t find_token(const tm_window *window, const char *text)
{
    tm_buf out = {0};
    uint32_t i = 0;
    while (i < window->tokens.len && strcmp(shown_token(&out, window, i), text) != 0)
        i++;
    tm_buf_free(&out);
    if (i == window->tokens.len)
        fail_msg("there is no token \"%s\"", text);
    return i;
}

#endif
