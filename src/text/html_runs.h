// Where the text of a page comes from: runs, one behind the other, a few bytes each. Kept as
// numbers of full width they would be four times a page that has markup between any two words.
// SPDX-License-Identifier: MIT
#ifndef TM_HTML_RUNS_H
#define TM_HTML_RUNS_H

#include <stdint.h>

#include "base/buf.h"

// Text from `text` on comes from the source from `source` on: byte for byte when source_len is
// 0, else all of it from those source_len bytes.
typedef struct tm_html_run {
    uint32_t text, source, source_len;
} tm_html_run;

typedef struct tm_html_runs {
    tm_buf packed;             // each run by what sets it apart from the one before
    struct tm_html_mark *mark; // every TM_HTML_RUNS_PER_MARK-th run, and where the next one is
    size_t n_marks, marks_cap;
    size_t n; // runs
    tm_html_run last;
} tm_html_runs;

enum { TM_HTML_RUNS_PER_MARK = 32 };

// One run after the other; the zero value stands before the first.
typedef struct tm_html_run_walk {
    size_t n;  // runs so far
    size_t at; // in `packed`
    tm_html_run run;
} tm_html_run_walk;

void tm_html_runs_clear(tm_html_runs *runs); // keeps the memory
void tm_html_runs_free(tm_html_runs *runs);

// Runs ascend in `text`. A shortage of memory shows as packed.failed.
void tm_html_runs_add(tm_html_runs *runs, tm_html_run run);
// Steps to the next run; false behind the last.
bool tm_html_runs_next(tm_html_run_walk *walk, const tm_html_runs *runs);
// The run that text byte `at` belongs to: the last one that begins there or before. There must be
// one. Logarithmic.
tm_html_run tm_html_runs_find(const tm_html_runs *runs, size_t at);

#endif
