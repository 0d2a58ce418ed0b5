// The lines of a journal. An entry is one line:
//
//     LENGTH MARK TYPE BODY\n         LENGTH: 8 hex digits, bytes of "TYPE BODY"
//                                     MARK: 16 hex digits, checksum of the MARK before it and
//                                     of "TYPE BODY"
//
// So every mark covers the whole journal up to it: a line that is changed, missing, repeated or out
// of order is noticed.
// SPDX-License-Identifier: MIT
#ifndef TM_JOURNAL_LINES_H
#define TM_JOURNAL_LINES_H

#include "sink/journal.h"

// Whether `type` is 1 to TM_JOURNAL_MAX_TYPE capital letters.
bool tm_journal_is_type(tm_str type);

// Appends the line of an entry. *mark is that of the entry before it (0: there is none) and becomes
// its own. When memory is short, out->failed is set and *mark means nothing.
void tm_journal_put_line(tm_buf *out, uint64_t *mark, const char *type, tm_str body);

// A walk over the lines of a file: from `offset`, behind the entry with `mark`, to `stop`. The
// caller sets these three and `fd`, which is borrowed; all else begins as zero.
typedef struct tm_journal_scan {
    int fd;
    uint64_t offset; // of the next line in the file, in bytes
    uint64_t stop;   // read no further
    uint64_t mark;   // of the last entry handed out
    tm_buf block;
    size_t
        begin; // of the bytes in `block` that have not been handed out: those from `offset` on
    tm_buf scratch;
} tm_journal_scan;

// The next entry, borrowed until the next call. TAMIS_DONE when no line end comes any more;
// TAMIS_EFORMAT, with the offset, when the next line is not an entry; TAMIS_EIO, TAMIS_ENOMEM.
tamis_status tm_journal_scan_next(tm_journal_entry *entry, tm_journal_scan *scan,
                                  tamis_error *err);
// After TAMIS_DONE: whether bytes without a line end are left.
bool tm_journal_scan_has_rest(const tm_journal_scan *scan);
void tm_journal_scan_free(tm_journal_scan *scan);

#endif
