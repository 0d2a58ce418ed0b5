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

// Appends the bytes, checked against the digest. `field` receives the name of the field of a
// record of JSON Lines that is the text, else stays empty; NUL-terminated. TAMIS_DONE when they
// are not to be had any more, or are not what they were.
tamis_status tm_label_text_read(tm_buf *out, tm_buf *field, tm_store *store,
                                const tm_label_state *document, tamis_error *err);

#endif
