// The bytes that a label is about. For an item of the store they are read where the item is: in the
// store, or where it was restored to. For other documents a copy is kept in the store, as
// texts/SHA256; it is on the disk before the label is in the journal.
// SPDX-License-Identifier: MIT
#ifndef TM_LABEL_TEXT_H
#define TM_LABEL_TEXT_H

#include "sink/labels.h"
#include "sink/store.h"

// Keeps `text`, whose digest is `sha256`, unless it is kept already. Call tm_label_text_sync before
// the labels are committed. TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_label_text_keep(tm_store *store, const char *sha256, tm_str text,
                                tamis_error *err);
tamis_status tm_label_text_sync(tm_store *store, tamis_error *err);

// Whether a text of this digest is kept; its content is not looked at.
bool tm_label_text_is_kept(tm_store *store, const char *sha256);

// What a label is about: the bytes of a document, and where in them its text is.
typedef struct tm_label_text {
    tm_buf bytes;
    tm_buf field; // JSON Lines: the member that holds the text; NUL-terminated; else empty
    bool is_warc; // a record of a web archive
    bool is_html; // a page, or a record that holds one
    // Of an item of the store, else empty: its id, its path, and what the document is called itself.
    tm_buf item, path, document;
} tm_label_text;
void tm_label_text_free(tm_label_text *text);

// Reads the bytes of a labelled document and checks them against its digest. TAMIS_DONE when they
// are gone or have changed. `out` is zero or was filled before, and its memory is reused; free it
// also on failure.
tamis_status tm_label_text_read(tm_label_text *out, tm_store *store,
                                const tm_label_state *document, tamis_error *err);

// Checks all kept texts against their names, and the labels against the texts. Faults go to the
// store's `trouble`. A label "holds" a text when it is in force: given, and not undone.
typedef struct tm_label_texts {
    uint64_t n_held;   // sound, and a label holds them
    uint64_t n_loose;  // sound, but no label holds them: it was undone, or never committed
    uint64_t n_faults; // content that differs from the name, no digest as name, or missing
} tm_label_texts;
tamis_status tm_label_texts_verify(tm_label_texts *check, tm_store *store, tamis_error *err);

// Removes the text of this digest. TAMIS_DONE, and nothing is removed, when a label holds it or no
// such text is kept.
tamis_status tm_label_text_drop(tm_store *store, const tm_labels *labels, const char *sha256,
                                tamis_error *err);
// Removes all texts that no label holds. Adds to *n_held those that stay, to *n_dropped those
// removed.
tamis_status tm_label_texts_drop(uint64_t *n_held, uint64_t *n_dropped, tm_store *store,
                                 const tm_labels *labels, tamis_error *err);

#endif
