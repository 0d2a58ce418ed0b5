// The bytes that a label is about. Those of documents that never were in quarantine are kept in the
// store beside the objects, as texts/SHA256; no label reaches the journal before its text is on the
// disk. Those of items are read where they are: in the store, or where they were restored to.
// SPDX-License-Identifier: MIT
#ifndef TM_LABEL_TEXT_H
#define TM_LABEL_TEXT_H

#include "sink/labels.h"
#include "sink/store.h"

// Keeps `text`, whose digest is `sha256`, unless it is kept already. tm_label_text_sync before
// the labels are committed.
tamis_status tm_label_text_keep(tm_store *store, const char *sha256, tm_str text,
                                tamis_error *err);
tamis_status tm_label_text_sync(tm_store *store, tamis_error *err);

// Whether it is kept.
bool tm_label_text_is_kept(tm_store *store, const char *sha256);

// What a label is about, and where in it the text is.
typedef struct tm_label_text {
    tm_buf bytes;
    tm_buf field; // of JSON Lines, the one that is the text; NUL-terminated, or empty
    bool is_warc; // a record of a web archive
    bool is_html; // a page, or a record that holds one
} tm_label_text;

// Reads it, checked against the digest. TAMIS_DONE when it is not to be had any more, or is not
// what it was. Reuses the memory of `out`; free its buffers.
tamis_status tm_label_text_read(tm_label_text *out, tm_store *store,
                                const tm_label_state *document, tamis_error *err);

// All texts that are kept, against their names and against the labels. Faults go to the store's
// `trouble`.
typedef struct tm_label_texts {
    uint64_t n_held;   // as they should be, and a label holds them
    uint64_t n_loose;  // likewise, but no label does: it was taken back, or never came
    uint64_t n_faults; // other content than the name says, no name for a text, or missing
} tm_label_texts;
tamis_status tm_label_texts_verify(tm_label_texts *check, tm_store *store, tamis_error *err);

// Removes the text of this digest when no label holds it. TAMIS_DONE when one does, or when none is
// kept.
tamis_status tm_label_text_drop(tm_store *store, const tm_labels *labels, const char *sha256,
                                tamis_error *err);
// Removes all texts that no label holds; counts those that stay and those that went.
tamis_status tm_label_texts_drop(uint64_t *n_held, uint64_t *n_dropped, tm_store *store,
                                 const tm_labels *labels, tamis_error *err);

#endif
