// The only place that knows the order of the pipeline:
//
//   bytes → decode (→ text of a page) → windows → (view, tokens, hits, lines) → token scores
//         → segments → row → decision → verdict, with spans and reasons
//
// A document larger than one window is scored window by window. Its decision is the highest of all
// windows; its spans are those of every window that is suspicious by itself. So a paragraph of spam
// in a megabyte of clean text is found wherever it is, and memory stays bounded.
// SPDX-License-Identifier: MIT
#ifndef TM_SCREEN_H
#define TM_SCREEN_H

#include "model/model.h"
#include "score/skim.h"
#include "score/spans.h"
#include "text/plain.h"

typedef struct tm_screen {
    const tm_model *model; // borrowed
    tamis_options options;
    double threshold, suspect_threshold; // probabilities
    tm_digest digest;
    tm_plain plain;
    tm_str text; // to be judged; borrows `plain`
    // Set by the caller who has decoded the document's bytes from something else, such as JSON: the
    // number of replacements made there. Added to verdict.n_damaged.
    size_t n_damaged_before;
    tm_glance glance;
    tm_window window;
    tm_segments segments;
    tm_twins twins;
    tm_spans spans;
    tamis_verdict verdict;
    tamis_span *span; // verdict.spans
    size_t spans_cap;
    size_t n_left_out; // code points of the spans beyond TAMIS_MAX_SPANS
    tamis_reason reason[TM_N_FEATURES];
    tamis_line *line; // verdict.lines
    size_t lines_cap;
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
// The same for a page of HTML. `charset` is the name that came with the page; it may be empty.
tamis_status tm_screen_run_html(tm_screen *screen, tm_str bytes, tm_str charset,
                                tamis_error *err);

// The screen inside the public handle; borrowed. Defined in src/tamis.c.
tm_screen *tm_screen_inside(tamis_screener *screener);

#endif
