// The only place that knows the order of the pipeline:
//
//   bytes → decode (→ text of a page) → windows → (view, tokens, hits, lines) → token scores
//         → segments → row → decision → verdict, with spans and reasons
//
// A document larger than one window is scored window by window; the highest decision is the
// document's, spans are those of every window that looks suspicious by itself. So a paragraph of
// spam in a megabyte of clean text is found wherever it stands, and memory stays bounded.
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
    tm_str text;             // to be judged: that of `plain`
    size_t n_damaged_before; // in bytes to come, by whoever decoded them: counts with the rest
    tm_glance glance;
    tm_window window;
    tm_segments segments;
    tm_twins twins;
    tm_spans spans;
    tamis_verdict verdict;
    tamis_span *span; // verdict.spans
    size_t spans_cap;
    size_t n_left_out; // code points of spans that are not among them
    tamis_reason reason[TM_N_FEATURES];
    tamis_line *line; // verdict.lines
    size_t lines_cap;
    bool timed;                  // asks the clock when a window is read whole, and adds up
    uint64_t whole_ns, since_ns; // how long that took; since when, or 0
} tm_screen;

tamis_status tm_screen_init(tm_screen *screen, const tm_model *model,
                            const tamis_options *options, tamis_error *err);
void tm_screen_free(tm_screen *screen);
// Gives back what the last document took where that is a lot. Its verdict is not valid afterwards.
void tm_screen_shrink(tm_screen *screen);

// Screens one document into screen->verdict.
tamis_status tm_screen_run(tm_screen *screen, tm_str bytes, tamis_error *err);
// The same for a page of HTML with the charset it came with, or an empty one.
tamis_status tm_screen_run_html(tm_screen *screen, tm_str bytes, tm_str charset,
                                tamis_error *err);

// What lies behind the public handle; borrowed (src/tamis.c).
tm_screen *tm_screen_inside(tamis_screener *screener);

#endif
