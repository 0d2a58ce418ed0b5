// A sidecar: what cleaning removed from a file and what it put there, as JSON Lines. A head, one
// line for each replacement in the order of the file, and a foot with size and digest of the file
// before and after. From it and the cleaned file the original is restored byte for byte.
//
//   {"schema":"tamis-undo/1","path":"a.txt","max_removed":0.5,"model":{"name":"…","sha256":"…"}}
//   {"at":32,"removed":"…","put":"…","why":"swap","kind":"swap","record":0,"line":1,"start":16,…}
//   {"edits":1,"before":{"bytes":5701,"sha256":"…"},"after":{"bytes":5689,"sha256":"…"}}
//
// `at` is an offset in bytes in the original file. `start`, `end` (code points), `start_byte` and
// `end_byte` are offsets in the document's text, as in verdicts. Bytes that are not UTF-8 are
// written as `removed_hex` and `put_hex` instead. Of a replacement, undoing reads only `at`,
// `removed` and `put` (or their _hex).
// SPDX-License-Identifier: MIT
#ifndef TM_SIDECAR_H
#define TM_SIDECAR_H

#include "base/json_writer.h"
#include "sink/rewrite.h"

// Opens the object of a replacement: the caller adds further members and closes it.
void tm_sidecar_replacement(tm_json_writer *w, uint64_t at, tm_str gone, tm_str put);
// Writes the object of the foot. Neither writes the line end.
void tm_sidecar_foot(tm_json_writer *w, uint64_t n_edits, const tm_side *before,
                     const tm_side *after);

typedef enum tm_sidecar_part {
    TM_SIDECAR_HEAD,
    TM_SIDECAR_REPLACEMENT,
    TM_SIDECAR_FOOT
} tm_sidecar_part;

// One line, read. Members that do not belong to `part` have no meaning.
typedef struct tm_sidecar_line {
    tm_sidecar_part part;
    uint64_t at;           // REPLACEMENT
    tm_buf gone, put;      // REPLACEMENT
    uint64_t n_edits;      // FOOT
    tm_side before, after; // FOOT
} tm_sidecar_line;

// Reads a line into `out`, which is zero or was filled before; its memory is reused. The line is
// not trusted: TAMIS_EFORMAT with what is wrong, TAMIS_EVERSION for a schema of another version.
tamis_status tm_sidecar_read(tm_sidecar_line *out, tm_str line, tamis_error *err);
void tm_sidecar_line_free(tm_sidecar_line *line);

#endif
