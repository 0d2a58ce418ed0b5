// The way back from a converted text to its input: where in the input the character began that a
// byte of the text belongs to. It keeps one bit for each byte of the input, set where a character
// begins, and a mark for every 256 bytes of text, from which characters are counted. That takes an
// eighth of the input, while a number for each byte of the text would take twelve times a Korean
// input; and only a handful of places is asked for per document.
// SPDX-License-Identifier: MIT
#ifndef TM_TRACE_H
#define TM_TRACE_H

#include <stdint.h>

#include "base/str.h"

typedef struct tm_trace {
    uint64_t *start; // bit i: a character begins at input byte i
    size_t n_words, words_cap;
    // [k]: where the character began that text byte k * TM_TRACE_STEP belongs to
    uint32_t *mark;
    size_t n_marks, marks_cap;
} tm_trace;

enum { TM_TRACE_STEP = 256 }; // bytes of text

void tm_trace_clear(tm_trace *trace); // keeps the memory
void tm_trace_free(tm_trace *trace);

// Notes that text bytes [begin, end) are the character that begins at input byte `at`. Must be
// called for each character in turn; each begins at another input byte. False when memory is short.
bool tm_trace_note(tm_trace *trace, size_t begin, size_t end, size_t at);

// Where in the input the character begins that byte `at` of `text` belongs to; at < text.len. Looks
// at TM_TRACE_STEP bytes of text at most.
size_t tm_trace_find(const tm_trace *trace, tm_str text, size_t at);

#endif
