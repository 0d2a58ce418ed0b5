// What the files screen*.c share: the steps of a document.
// SPDX-License-Identifier: MIT
#ifndef TM_SCREEN_PARTS_H
#define TM_SCREEN_PARTS_H

#include "screen/screen.h"

// An empty verdict on a document of this format, to which windows are added.
void tm_screen_begin_verdict(tm_screen *s, const char *format);

// Scores the next part, which is all of a document unless that comes in pieces. Its spans are yet
// to be placed (tm_origin_spans). Does nothing once the document is unscanned. TAMIS_ENOMEM.
tamis_status tm_screen_part(tm_screen *s, tm_str bytes, bool is_html, tm_str charset,
                            tamis_error *err);

// Takes back what was found: the document could not be read in full.
void tm_screen_leave_unscanned(tm_screen *s, const char *reason);

// Completes the verdict when all parts were scored and their spans placed.
void tm_screen_conclude(tm_screen *s);

// The end of the window of at most `n_bytes` that begins at `begin`: after the last line end that
// fits, else after the last blank, else before the character that does not fit.
size_t tm_screen_window_end(tm_str text, size_t begin, size_t n_bytes);

// Judges bytes [begin, end) of s->text, a window, and adds what it finds to the verdict.
// TAMIS_ELIMIT when it holds too much for one window: nothing was added then. TAMIS_ENOMEM.
tamis_status tm_screen_window(tm_screen *s, size_t begin, size_t end, tamis_error *err);

// The kind of a document of which this share is spam.
tamis_document_kind tm_screen_kind(double share);

#endif
