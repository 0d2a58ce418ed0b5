// Lines as rows of tokens, and the shapes that give injected lines away whatever their words:
// lists with one repeated separator, anchors that close both halves of a menu line (A X | BX),
// templates with one part varying, repeats. Near-linear: lines are compared by hash, not in pairs.
// SPDX-License-Identifier: MIT
#ifndef TM_LINES_H
#define TM_LINES_H

#include "score/hits.h"
#include "score/tokens.h"

enum {
    TM_LINE_LIST = 1,      // short items with one repeated separator
    TM_LINE_LINKS = 2,     // holds a link or a handle
    TM_LINE_TEMPLATE = 4,  // two or more other lines begin or end like it
    TM_LINE_REPEATED = 8,  // occurs more than once
    TM_LINE_SHORT = 16,    // at most four tokens
    TM_LINE_EVIDENT = 32,  // holds something to look at (score/evident.h)
    TM_LINE_NEAR = 64,     // it or a line within TM_EVIDENT_REACH of it is evident
    TM_LINE_LABELLED = 128 // begins with a term noted as a label
};

typedef struct tm_line {
    uint32_t first, last;       // tokens [first, last), the line end not included
    uint32_t n_terms;           // lexicon hits that are trade terms of weight 1 and more
    uint32_t n_company;         // lexicon hits that only writing about gambling uses
    uint32_t head, tail, whole; // hashes of the first two, last two, all tokens; 0 if `apart`
    uint8_t shape;              // TM_LINE_… bits
} tm_line;

typedef struct tm_range {
    uint32_t begin, end; // characters of the view
} tm_range;

typedef struct tm_lines {
    tm_line *line;
    size_t len, cap;
    size_t most;      // lines to hold at most; set by the caller, 0: no limit
    bool apart;       // set by the caller: do not look for templates and repeats
    tm_range *anchor; // phrases that close both halves of their line, ascending, two a line
    size_t n_anchors, anchors_cap;
    struct tm_line_count *count; // scratch: a table of how often each hash occurs
    size_t counts_cap;
} tm_lines;

// Finds the lines of a text cut into `tokens`, with its lexicon hits; TM_LINE_EVIDENT and
// TM_LINE_NEAR are left to tm_lines_mark_evident. TAMIS_ELIMIT when there are more than out->most
// lines, TAMIS_ENOMEM.
tamis_status tm_lines_find(tm_lines *out, const tm_view *view, const tm_tokens *tokens,
                           const tm_hits *hits, const tm_lexicon *lexicon, tamis_error *err);
void tm_lines_free(tm_lines *lines);

// The first anchor that ends behind character `at`; n_anchors when there is none.
size_t tm_lines_next_anchor(const tm_lines *lines, uint32_t at);

// The characters of tokens [first, last), of which there is one at least.
static inline tm_range tm_token_range(const tm_tokens *tokens, uint32_t first, uint32_t last)
{
    return (tm_range){tokens->token[first].begin, tokens->token[last - 1].end};
}

#endif
