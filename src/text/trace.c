// To find a character, bits are counted from the mark before it.
// SPDX-License-Identifier: MIT
#include "text/trace.h"

#include <stdlib.h>

#include "base/block.h"
#include "base/num.h"

enum { WORD_BITS = 64 };

void tm_trace_clear(tm_trace *trace)
{
    trace->n_words = trace->n_marks = 0;
}

void tm_trace_free(tm_trace *trace)
{
    free(trace->start);
    free(trace->mark);
    *trace = (tm_trace){0};
}

// Grows `start`, filled with zeros, until it has that word.
static bool reach(tm_trace *trace, size_t word)
{
    if (!tm_grow((void **)&trace->start, &trace->words_cap, word + 1, sizeof *trace->start))
        return false;
    while (trace->n_words <= word)
        trace->start[trace->n_words++] = 0;
    return true;
}

// Adds the marks before text byte `end`, where the character at input byte `at` ends.
static bool add_marks(tm_trace *trace, size_t end, size_t at)
{
    while (trace->n_marks * TM_TRACE_STEP < end) {
        if (!tm_grow((void **)&trace->mark, &trace->marks_cap, trace->n_marks + 1,
                     sizeof *trace->mark))
            return false;
        trace->mark[trace->n_marks++] = (uint32_t)at;
    }
    return true;
}

bool tm_trace_note(tm_trace *trace, size_t begin, size_t end, size_t at)
{
    const size_t word = at / WORD_BITS;
    if (begin == end)
        return true;
    if (word >= trace->n_words && !reach(trace, word))
        return false;
    trace->start[word] |= (uint64_t)1 << at % WORD_BITS;
    return add_marks(trace, end, at);
}

// The input byte where the n-th character after the one at input byte `from` begins.
static size_t skip_characters(const tm_trace *trace, size_t from, size_t n)
{
    size_t word = from / WORD_BITS;
    uint64_t bits = trace->start[word] & ~(uint64_t)0 << from % WORD_BITS;
    for (;;) {
        const size_t here = (size_t)__builtin_popcountll(bits);
        if (n < here)
            break;
        n -= here;
        bits = trace->start[++word];
    }
    while (n-- > 0)
        bits &= bits - 1;
    return word * WORD_BITS + tm_lowest_bit(bits);
}

size_t tm_trace_find(const tm_trace *trace, tm_str text, size_t at)
{
    const size_t mark = at / TM_TRACE_STEP;
    size_t n = 0;
    for (size_t i = mark * TM_TRACE_STEP + 1; i <= at; i++)
        n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return skip_characters(trace, trace->mark[mark], n);
}
