// The way back from a converted text to its input: at which input byte the character began that a
// byte of the text belongs to. One bit for each byte of the input, and a mark every few hundred
// bytes of text from which on characters are counted: an eighth of the input, where a number for
// each byte would be twelve times a Korean text. What is asked for is a handful of places a
// document.
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

// Text bytes [begin, end) are the character that began at input byte `at`. Characters come one
// after the other, none from the same byte as another. False when memory is short.
bool tm_trace_note(tm_trace *trace, size_t begin, size_t end, size_t at);

// Where the character of `text` began that byte `at` of it, at < text.len, belongs to. At most
// TM_TRACE_STEP bytes are looked at.
size_t tm_trace_find(const tm_trace *trace, tm_str text, size_t at);

#endif
