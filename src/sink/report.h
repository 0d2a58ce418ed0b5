// Verdicts for people: one block per flagged document, one line per unscanned one, and the
// counts.
// SPDX-License-Identifier: MIT
#ifndef TM_REPORT_H
#define TM_REPORT_H

#include "sink/document.h"
#include "sink/marked.h"

// A flagged document: a row on the verdict, then rows for up to five places with the strongest
// spans, in the order of the text and at most `width` columns wide.
void tm_report_flagged(tm_buf *out, const tm_document *document, const tm_marked *marked,
                       size_t width);

// An unscanned document: why, and what to do. `detail` is a further explanation (`no value for
// "text" at byte 12`) or "".
void tm_report_unscanned(tm_buf *out, const tm_document *document, const tamis_verdict *verdict,
                         const char *detail, bool color);

// "12 documents, 34,567 bytes: 9 clean, 1 suspect, 2 contaminated, 0 unscanned".
void tm_report_summary(tm_buf *out, const tm_tally *tally);

// Parts that other outputs share.
void tm_report_label(tm_buf *out, tamis_verdict_kind verdict, bool color); // "contaminated"
void tm_report_name(tm_buf *out, const tm_document *document); // path, record and id, made safe
void tm_report_count(tm_buf *out, uint64_t count);             // 1,234,567
void tm_report_plural(tm_buf *out, uint64_t count, const char *noun); // "1 span", "2 spans"

#endif
