// Labels in the journal of a store: what somebody said a document is, when and why. A document is
// known by the digest of its bytes. Nothing is ever taken out: another label is another entry, and
// undoing the last one is an entry, too (UNLABEL), which says what holds again.
// SPDX-License-Identifier: MIT
#ifndef TM_LABELS_H
#define TM_LABELS_H

#include "base/digest.h"
#include "sink/journal.h"

enum { TM_LABEL_MAX_BYTES = 4096 }; // of an id, a reviewer, a reason

typedef enum tm_label_value {
    TM_LABEL_NONE,
    TM_LABEL_CLEAN,
    TM_LABEL_CONTAMINATED
} tm_label_value;
const char *tm_label_name(tm_label_value value); // "none", "clean", "contaminated"

// One entry; borrowed.
typedef struct tm_label {
    tm_str id; // of an item of the store, or what its owner calls the document
    const char *sha256;
    tm_label_value value;
    tm_str reviewer, reason;
    int64_t time_s;
    bool undo; // `value` is that of before
} tm_label;

// Adds it to those that the next commit writes. TAMIS_ELIMIT; as tm_journal_append.
tamis_status tm_label_append(tm_journal *journal, const tm_label *label, tamis_error *err);

// What holds of a document.
typedef struct tm_label_state {
    char sha256[TM_DIGEST_HEX + 1];
    tm_str id; // that of the last entry
    tm_label_value value;
    tm_label_value before; // what an undo leads back to
    bool undoable;
    size_t last; // number of the last entry
} tm_label_state;

typedef struct tm_label_entry tm_label_entry;

// All documents ever labelled, by digest. Some 250 bytes for each entry while it is read.
typedef struct tm_labels {
    tm_label_state *document;
    size_t n_documents;
    tm_buf ids;
    tm_label_entry *entry;
    size_t n_entries, cap;
} tm_labels;

// Reads the committed entries; O(n log n). TAMIS_EFORMAT for one that tamis would not write, or
// that undoes what was not done. Free in any case.
tamis_status tm_labels_read(tm_labels *labels, tm_journal *journal, tamis_error *err);
void tm_labels_free(tm_labels *labels);

// The document of this digest (64 digits); NULL when there is none.
const tm_label_state *tm_labels_of(const tm_labels *labels, const char *sha256);
// Whether a label holds of it: given, and not undone.
bool tm_labels_hold(const tm_labels *labels, const char *sha256);
// By digest, else the document labelled last that has this id; NULL when there is none.
const tm_label_state *tm_labels_find(const tm_labels *labels, tm_str word);

// Rows as training reads them. fastText has no line ends inside a text: they become blanks.
void tm_label_put_jsonl(tm_buf *out, tm_str text, tm_label_value value, tm_str id);
void tm_label_put_fasttext(tm_buf *out, tm_str text, tm_label_value value);

#endif
