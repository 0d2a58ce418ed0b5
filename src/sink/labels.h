// Labels in the journal of a store: who said what a document is, when and why. A document is known
// by the SHA-256 of its bytes, and those with the same text are joined (label_join.c). Entries are
// never removed: a new label is a new LABEL entry, and undoing the last one is an UNLABEL entry,
// which names the label that is in force again.
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

// One entry; borrows its strings.
typedef struct tm_label {
    tm_str id; // of the item in the store, or the document's id in the data it came from
    const char *sha256; // 64 hexadecimal digits
    // LABEL of an item: the digest of its text, as training reads it. NULL: sha256 is that, or the
    // text is not known.
    const char *text;
    tm_label_value value;
    tm_str reviewer, reason;
    int64_t time_s; // since 1970
    bool undo;      // UNLABEL: `value` is in force again; else LABEL
    tm_str row;     // LABEL: an object of sink/label_row.h, or empty
} tm_label;

// Adds the entry to those that the next commit writes. TAMIS_ELIMIT when a string is longer than
// TM_LABEL_MAX_BYTES or the row longer than TM_LABEL_MAX_ROW; else as tm_journal_append.
tamis_status tm_label_append(tm_journal *journal, const tm_label *label, tamis_error *err);

// A document that was ever labelled, after all its entries.
typedef struct tm_label_state {
    char sha256[TM_DIGEST_HEX + 1];
    char text[TM_DIGEST_HEX + 1]; // of its text; sha256 unless has_text
    bool has_text;                // an entry says it: those of 0.1 and before never do
    tm_str id;                    // from the last entry
    tm_str row;                   // from the label in force, or the last one
    tm_label_value value;         // the label in force; NONE: all were undone
    tm_label_value before;        // what an undo would lead back to
    bool undoable;                // there is a label to undo
    bool outdone; // a label given later to a document with the same text says otherwise
    size_t given; // number of the label in force, or the last one
    size_t last;  // number of the last entry, counted over all labels from 0
} tm_label_state;

typedef struct tm_label_entry tm_label_entry;

// All documents ever labelled. Reading takes some 400 bytes for each entry.
typedef struct tm_labels {
    tm_label_state *document; // sorted by digest
    size_t n_documents;
    tm_label_state **by_text; // the same, sorted by text
    tm_buf strings;           // what ids and rows point into
    tm_label_entry *entry;    // while reading
    size_t n_entries, cap;
} tm_labels;

// Reads the committed entries; O(n log n). TAMIS_EFORMAT for an entry that tamis would not write,
// or an UNLABEL without a label to undo. Call tm_labels_free afterwards, also on failure.
tamis_status tm_labels_read(tm_labels *labels, tm_journal *journal, tamis_error *err);
void tm_labels_free(tm_labels *labels);

// The document of this digest (64 digits); NULL when there is none.
const tm_label_state *tm_labels_of(const tm_labels *labels, const char *sha256);
// Whether a label of the document is in force: given, and not undone.
bool tm_labels_hold(const tm_labels *labels, const char *sha256);
// Among the documents with this text the one whose label speaks for all, else any; or NULL.
const tm_label_state *tm_labels_of_text(const tm_labels *labels, const char *sha256);
// Joins the documents again, after `text` of some was found out. TAMIS_ENOMEM.
tamis_status tm_labels_join(tm_labels *labels, tamis_error *err);
// The document with this digest, else one with a text of this digest, else the one labelled last
// among those with this id; or NULL.
const tm_label_state *tm_labels_find(const tm_labels *labels, tm_str word);

// A document as a line that `tamis train` reads.
typedef struct tm_label_line {
    tm_str text;
    tm_label_value value;
    tm_str id;
    tm_str item; // its id in the store, or empty
    tm_str row;  // an object of sink/label_row.h, or empty
} tm_label_line;
void tm_label_put_jsonl(tm_buf *out, const tm_label_line *line);
// fastText has only text and label, and no line ends within a text: they become blanks.
void tm_label_put_fasttext(tm_buf *out, tm_str text, tm_label_value value);

#endif
