// A labelled document as training reads it: the text within its bytes, decoded, and what is known of
// it besides.
// SPDX-License-Identifier: MIT
#ifndef TM_CLI_LABEL_DOCUMENT_H
#define TM_CLI_LABEL_DOCUMENT_H

#include "read/reader.h"
#include "sink/label_text.h"

typedef struct tm_label_document {
    tm_label_text source;
    tm_record_view view;
    tm_plain plain;
    tm_str text; // borrows the members above
    // The reader takes it for binary: it is a string of JSON, if UTF-8 at all.
    bool is_untextual;
} tm_label_document;

// Reads a labelled document. TAMIS_DONE when its text is gone, or has changed. `out` is zero or was
// filled before, and its memory is reused; free it also on failure.
tamis_status tm_label_document_read(tm_label_document *out, tm_store *store,
                                    const tm_label_state *state, tamis_error *err);
// The digest of the text of an item, by which documents with the same text are joined. TAMIS_DONE
// when its text is gone, or training would not read it. If `own` is not NULL, what the item says of
// itself is appended to it.
tamis_status tm_label_document_digest(char hex[TM_DIGEST_HEX + 1], tm_buf *own, tm_store *store,
                                      const tm_index_row *item, tamis_error *err);
void tm_label_document_free(tm_label_document *document);

// Appends the object of sink/label_row.h that an item of the store gives for itself: what its line
// says, or the host that it came from; nothing when neither says anything.
void tm_label_document_row(tm_buf *out, const tm_label_document *document);

#endif
