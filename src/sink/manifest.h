// The items of a store as JSON Lines to be passed on: what was found where, without any text.
// SPDX-License-Identifier: MIT
#ifndef TM_MANIFEST_H
#define TM_MANIFEST_H

#include "sink/index.h"

// One line, schema tamis-quarantine/1. Paths and the documents' own ids may be confidential: they
// are written only `with_paths`.
void tm_manifest_line(tm_buf *out, const tm_index_row *row, bool with_paths);

// One line of Dolma attributes: the document's id, its probability as an attribute of the whole
// text, and its spans by kind, with offsets in code points. TAMIS_EFORMAT when its facts are
// damaged.
tamis_status tm_manifest_dolma(tm_buf *out, const tm_index_row *row, tamis_error *err);

#endif
