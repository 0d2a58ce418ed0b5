// WARC 1.0 and 1.1 (ISO 28500), the format of web archives: one record after another, each with
// named fields and a block of so many bytes. Records that hold a document are handed out:
// `response` and `resource` (pages as they were fetched) and `conversion` (text made of them, as
// in WET files); warcinfo, request, metadata and revisit hold none and are passed over.
// SPDX-License-Identifier: MIT
#ifndef TM_WARC_H
#define TM_WARC_H

#include "read/intake.h"

enum { TM_WARC_HEADER_BYTES = 64 << 10, TM_WARC_FIELDS = 256 };

// The fields of a record that matter here; views into its bytes, empty when they are missing.
typedef struct tm_warc_header {
    tm_str type, id, uri, content_type;
    bool in_segments;   // the block is one part of a longer one
    size_t block_begin; // behind the empty line
    uint64_t block_len;
} tm_warc_header;

// Reads the header that `bytes` begin with. False when it is none, has no end within its limits,
// or has no usable Content-Length.
bool tm_warc_header_read(tm_warc_header *out, tm_str bytes);

// The next record that holds a document, from its first byte to the end of its block, in `raw`;
// or *unscanned says why there is none: a fault of the stream, or
//     damaged    lengths that cannot be, a header that is cut, no record where one should begin
//     truncated  the input ends within it
//     too_large  a block of more than `limit` bytes
//     unsupported a record in segments, its first one as well: no part is the document
// After damage reading goes on where the next record begins. *offset is where it began.
// TAMIS_DONE at the end.
typedef struct tm_warc_record {
    tm_buf *raw;
    tm_buf *header; // of an unscanned one: its header where that was read whole, else empty
    size_t offset;
    tm_member member;       // that it begins in, of packed input
    bool unended;           // no line end lies behind its block
    uint64_t n_passed_over; // records before it that hold no document
    const char *unscanned;
} tm_warc_record;
tamis_status tm_warc_next(tm_warc_record *record, tm_intake *in, size_t limit,
                          tamis_error *err);

// Whether bytes begin like a record.
bool tm_warc_sniff(tm_str bytes);

#endif
