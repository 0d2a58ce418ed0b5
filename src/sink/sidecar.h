// What cleaning took out of a file and what it put there, as JSON Lines: a head, one line for each
// replacement in the order of the file, and a foot that tells how the file was before and after.
// With it and the cleaned file the original comes back, byte for byte.
//
//   {"schema":"tamis-undo/1","path":"a.txt","format":"text","model":{"name":"…","sha256":"…"}}
//   {"at":32,"removed":"…","put":"…","why":"swap","kind":"swap","record":0,"line":1,"start":16,…}
//   {"edits":1,"before":{"bytes":5701,"sha256":"…"},"after":{"bytes":5689,"sha256":"…"}}
//
// `at` counts bytes of the original file; `start`, `end` (code points), `start_byte` and `end_byte`
// those of the document's text, as in verdicts. Bytes that are no UTF-8 are written as
// `removed_hex` and `put_hex`. Undoing reads `at` and these, and nothing else.
// SPDX-License-Identifier: MIT
#ifndef TM_SIDECAR_H
#define TM_SIDECAR_H

#include "base/json_writer.h"
#include "sink/rewrite.h"

// Opens and closes a line; what describes a replacement is written in between.
void tm_sidecar_replacement(tm_json_writer *w, uint64_t at, tm_str gone, tm_str put);
void tm_sidecar_foot(tm_json_writer *w, uint64_t n_edits, const tm_side *before,
                     const tm_side *after);

typedef enum tm_sidecar_part {
    TM_SIDECAR_HEAD,
    TM_SIDECAR_REPLACEMENT,
    TM_SIDECAR_FOOT
} tm_sidecar_part;

// One line, read.
typedef struct tm_sidecar_line {
    tm_sidecar_part part;
    uint64_t at;      // REPLACEMENT
    tm_buf gone, put; // likewise
    uint64_t n_edits; // FOOT
    tm_side before, after;
} tm_sidecar_line;

// Reads a line, reusing the memory of an earlier one. The line is anybody's: TAMIS_EFORMAT with
// what is wrong, TAMIS_EVERSION for a schema of another version.
tamis_status tm_sidecar_read(tm_sidecar_line *out, tm_str line, tamis_error *err);
void tm_sidecar_line_free(tm_sidecar_line *line);

#endif
