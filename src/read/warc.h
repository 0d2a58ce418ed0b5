// WARC 1.0 and 1.1 (ISO 28500) and the drafts 0.16 to 0.18, the format of web archives: one record
// after another, each with a header of named fields and a block whose length the header gives.
// Records that hold a document are handed out: `response` and `resource` (pages as they were
// fetched) and `conversion` (text made of them, as in WET files). Other records (warcinfo, request,
// metadata, revisit) are skipped.
// SPDX-License-Identifier: MIT
#ifndef TM_WARC_H
#define TM_WARC_H

#include "read/intake.h"

enum { TM_WARC_HEADER_BYTES = 64 << 10, TM_WARC_FIELDS = 256 };

// The fields of a record that matter here. They borrow its bytes and are empty when missing.
typedef struct tm_warc_header {
    tm_str type, id, uri, content_type; // id and URI without the angle brackets
    bool in_segments;                   // the block is one part of a longer one
    bool is_cut;                        // whoever wrote it cut the block short
    size_t block_begin;                 // length of the header with its empty line
    uint64_t block_len;
} tm_warc_header;

// Reads the header that `bytes` begin with. False when there is none, when it has no end within
// TM_WARC_HEADER_BYTES and TM_WARC_FIELDS, or when it has no usable Content-Length.
bool tm_warc_header_read(tm_warc_header *out, tm_str bytes);

// A record that holds a document, or one that is unscanned for one of these reasons:
//     damaged      an impossible length, a header that is cut off, no record where one should begin
//     truncated    the input ends within the record
//     too_large    its block has more than `limit` bytes
//     segmented    it is one segment of a document, the first included
//     or a fault of the stream (stream.h)
typedef struct tm_warc_record {
    tm_buf *raw;    // the caller's: gets the record from its first byte to the end of its block
    tm_buf *header; // the caller's: gets that of an unscanned record, if it was read whole
    size_t offset;  // where the record begins in the unpacked input
    tm_member member;       // of packed input: the member it begins in
    bool unended;           // no line end follows its block
    uint64_t n_passed_over; // records skipped before it, because they hold no document
    const char *unscanned;  // static, or NULL
} tm_warc_record;
// Reads the next one. After damage it goes on where the next record begins. TAMIS_DONE at the end;
// TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_warc_next(tm_warc_record *record, tm_intake *in, size_t limit,
                          tamis_error *err);

// Whether `bytes` begin like a record.
bool tm_warc_sniff(tm_str bytes);

#endif
