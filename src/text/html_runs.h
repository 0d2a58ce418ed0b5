// Where the text of a page comes from, as a sequence of runs. They are packed into a few bytes
// each: at full width they would take four times the size of a page that has markup between all
// words.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_RUNS_H
#define TM_HTML_RUNS_H

#include <stdint.h>

#include "base/buf.h"

// The text from offset `text` up to the next run comes from the source at offset `source`: byte for
// byte if source_len is 0, else all of it from source_len bytes there.
typedef struct tm_html_run {
    uint32_t text, source, source_len;
} tm_html_run;

typedef struct tm_html_runs {
    tm_buf packed;             // each run as the difference to the one before
    struct tm_html_mark *mark; // every TM_HTML_RUNS_PER_MARK-th run, and where the next begins
    size_t n_marks, marks_cap;
    size_t n; // runs
    tm_html_run last;
} tm_html_runs;

enum { TM_HTML_RUNS_PER_MARK = 32 };

// A walk over the runs; the zero value is before the first.
typedef struct tm_html_run_walk {
    size_t n;  // runs so far
    size_t at; // offset in `packed`
    tm_html_run run;
} tm_html_run_walk;

void tm_html_runs_clear(tm_html_runs *runs); // keeps the memory
void tm_html_runs_free(tm_html_runs *runs);

// Appends a run; runs must ascend in `text`. Memory shortage shows in packed.failed.
void tm_html_runs_add(tm_html_runs *runs, tm_html_run run);
// Steps to the next run; false after the last.
bool tm_html_runs_next(tm_html_run_walk *walk, const tm_html_runs *runs);
// The run that text byte `at` belongs to: the last one that begins there or before. There must be
// one. Takes time logarithmic in the number of runs.
tm_html_run tm_html_runs_find(const tm_html_runs *runs, size_t at);

#endif
