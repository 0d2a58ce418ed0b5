// What the bodies of entries in a journal have in common: how names and paths stand in them, and
// how a small one is read.
// SPDX-License-Identifier: MIT
#ifndef TM_JOURNAL_BODY_H
#define TM_JOURNAL_BODY_H

#include "base/json_writer.h"

// Names and paths are bytes and JSON is text: bytes that are not UTF-8, control characters, '%',
// '"' and '\\' are written %XX. What is appended needs no further escapes in a JSON string.
void tm_journal_escape(tm_buf *out, tm_str bytes);
void tm_journal_add_path(tm_json_writer *w, const char *key, tm_str path); // as a member
// The way back. False on anything that escaping would not write, and when memory is short.
bool tm_journal_unescape(tm_buf *out, tm_str text);

// Reads a small body like {"id":"…"}, which must have exactly the string members `keys`, in this
// order and without escapes; values[n_keys] borrow `body`. TAMIS_EFORMAT.
tamis_status tm_journal_members(tm_str *values, tm_str body, const char *const *keys,
                                size_t n_keys, tamis_error *err);

#endif
