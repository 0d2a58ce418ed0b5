// One line on standard error that tells how a long run is getting on.
// SPDX-License-Identifier: MIT
#ifndef TM_PROGRESS_H
#define TM_PROGRESS_H

#include "base/buf.h"
#include "sink/document.h"

typedef struct tm_progress {
    bool wanted;          // standard error is a capable terminal, and nobody asked for quiet
    double begin, drawn;  // seconds of the monotonic clock
    uint64_t total_bytes; // of all inputs; 0 when unknown
    uint64_t read_bytes;
} tm_progress;

void tm_progress_begin(tm_progress *progress, bool wanted, uint64_t total_bytes);
double tm_progress_seconds(const tm_progress *progress); // since the beginning

// Draws the line anew (tm_terminal_draw), ten times a second at most and not in the first second.
void tm_progress_show(tm_progress *progress, const tm_tally *tally);

// The words: "1,234 documents, 56.7 MB, 12.3 MB/s, 3 flagged, 45 %, 0:12 left".
void tm_progress_text(tm_buf *out, const tm_progress *progress, const tm_tally *tally,
                      double seconds);
// "in 4.1 s: 13.8 MB/s, 300 documents/s".
void tm_progress_rates(tm_buf *out, const tm_tally *tally, double seconds);

#endif
