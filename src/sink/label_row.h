// What a row of labelled data says beside its text, label and id: the group that keeps documents
// of one site together, the spans that are injected, kind, language, source, weight. The journal
// keeps it with the label, as one JSON object with the members that model/dataset.h reads, and the
// export gives it back.
// SPDX-License-Identifier: MIT
#ifndef TM_LABEL_ROW_H
#define TM_LABEL_ROW_H

#include "model/dataset.h"

enum { TM_LABEL_MAX_ROW = 512 << 10 }; // bytes; half of what an entry of the journal may have

// Appends the object, with spans in code points of the row's text; nothing when there is nothing to
// be said.
void tm_label_row_write(tm_buf *out, const tm_labelled *row);

// Appends what holds of a document whatever its label is: group, language, source and weight, but
// no spans. Nothing when there is nothing of that.
void tm_label_row_carry(tm_buf *out, tm_str row);

// Whether all members of the object are such as tm_label_row_write writes: an export must not have
// a second text or label.
bool tm_label_row_is_sound(tm_str row);

// Appends what a line of JSON that was screened says of itself: its group, language and source. What
// it says of spans and kinds nobody has confirmed.
void tm_label_row_of_line(tm_buf *out, tm_str line);
// Appends the group of a document from a site.
void tm_label_row_of_host(tm_buf *out, tm_str host);

#endif
