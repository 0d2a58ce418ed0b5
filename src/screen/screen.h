// The only place that knows the order of the pipeline:
//
//   bytes → decode (→ text of a page) → windows → (view, tokens, hits, lines) → token scores
//         → segments → row → decision → verdict, with spans and reasons
//
// A document larger than one window is scored window by window. Its decision is the highest of all
// windows; its spans are those of every window that is suspicious by itself. So a paragraph of spam
// in a megabyte of clean text is found wherever it is, and memory stays bounded.
//
// A text that is handed in piece by piece is judged in parts, each as large as a window. A part is
// decoded, scored and placed behind those before it, then it is forgotten but for the words in its
// spans. A text in UTF-8 gets the verdict that it would get as a whole, unless a window holds so
// much that it is cut in half (run_windows): then the windows are others.
// SPDX-License-Identifier: MIT
#ifndef TM_SCREEN_H
#define TM_SCREEN_H

#include "model/model.h"
#include "score/skim.h"
#include "score/spans.h"
#include "screen/origin.h"
#include "text/plain.h"

typedef struct tm_screen {
    const tm_model *model; // borrowed
    tamis_options options;
    double threshold, suspect_threshold; // probabilities

    // Set by the caller who has decoded the document's bytes from something else, such as JSON: the
    // number of replacements made there. Added to verdict.n_damaged.
    size_t n_damaged_before;

    // What the stages work in; reused from document to document.
    tm_digest digest;
    tm_plain plain;
    tm_glance glance;
    tm_window window;
    tm_segments segments;
    tm_twins twins;
    tm_spans spans;

    // The verdict, and what it points to.
    tamis_verdict verdict;
    tamis_span *span; // verdict.spans
    size_t spans_cap;
    tamis_reason reason[TM_N_FEATURES];
    tamis_line *line; // verdict.lines
    size_t lines_cap;

    // The document so far.
    tm_str text;         // the part to be judged; borrows `plain`
    size_t n_placed;     // spans of earlier parts, whose offsets are those of the input
    size_t n_left_out;   // code points of the spans that are not given
    size_t n_windows;    // judged so far
    size_t window_bytes; // of the next window, at most
    bool is_lost;        // a part is (tm_is_lost), or its encoding is ambiguous
    bool is_ambiguous;   // the markup is
    tm_origin origin;    // of the next part

    // A text in pieces.
    bool in_pieces; // it has begun and not ended
    tm_buf pending; // what of it is not judged yet
    tm_buf words;   // those in its spans

    bool timed;        // set by the caller: measure how long windows take that are read whole
    uint64_t whole_ns; // the sum of that
    uint64_t since_ns; // when reading the current window whole has begun, or 0
} tm_screen;

// Borrows `model`, copies `options`. TAMIS_EINVAL (an option out of range), TAMIS_ENOMEM.
tamis_status tm_screen_init(tm_screen *screen, const tm_model *model,
                            const tamis_options *options, tamis_error *err);
void tm_screen_free(tm_screen *screen);
// Frees memory if the last document needed a lot of it. The verdict is not valid afterwards.
void tm_screen_shrink(tm_screen *screen);

// Screens one document into screen->verdict, which borrows `bytes`. TAMIS_ENOMEM.
tamis_status tm_screen_run(tm_screen *screen, tm_str bytes, tamis_error *err);
// The same for a text that came with the name of a charset; it may be empty.
tamis_status tm_screen_run_text(tm_screen *screen, tm_str bytes, tm_str charset,
                                tamis_error *err);
// The same for a page of HTML. `charset` is the name that came with the page; it may be empty.
tamis_status tm_screen_run_html(tm_screen *screen, tm_str bytes, tm_str charset,
                                tamis_error *err);

// The same for a text in pieces: begin, add any number of times, end. Where the pieces are cut makes
// no difference. The verdict borrows nothing of them. Lines are not given: with options.want_lines
// _begin fails with TAMIS_EINVAL, and so do the others when no text has begun: another document, a
// failure and the end all end it.
tamis_status tm_screen_begin(tm_screen *screen, tamis_error *err);
tamis_status tm_screen_add(tm_screen *screen, tm_str bytes, tamis_error *err);
tamis_status tm_screen_end(tm_screen *screen, tamis_error *err);

// The screen inside the public handle; borrowed. Defined in src/tamis.c.
tm_screen *tm_screen_inside(tamis_screener *screener);

#endif
