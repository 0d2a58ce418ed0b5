// A block of the file is held at a time, and more of it only while a line has not ended. Linear.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/journal_lines.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/file.h"
#include "base/rng.h"

enum {
    LENGTH_DIGITS = 8,
    MARK_DIGITS = 16,
    HEAD_BYTES = LENGTH_DIGITS + 1 + MARK_DIGITS + 1,
    MAX_LINE_BYTES = HEAD_BYTES + TM_JOURNAL_MAX_TYPE + 1 + TM_JOURNAL_MAX_BODY + 1,
    BLOCK_BYTES = 256 << 10
};

static uint64_t next_mark(uint64_t mark, tm_str payload, tm_buf *scratch)
{
    tm_buf_clear(scratch);
    tm_buf_format(scratch, "%016" PRIx64, mark);
    tm_buf_add(scratch, payload);
    return tm_hash_bytes(tm_buf_str(scratch));
}

bool tm_journal_is_type(tm_str type)
{
    if (type.len == 0 || type.len > TM_JOURNAL_MAX_TYPE)
        return false;
    for (size_t i = 0; i < type.len; i++)
        if (type.ptr[i] < 'A' || type.ptr[i] > 'Z')
            return false;
    return true;
}

void tm_journal_put_line(tm_buf *out, uint64_t *mark, const char *type, tm_str body)
{
    tm_buf payload = {0};
    tm_buf scratch = {0};
    tm_buf_text(&payload, type);
    tm_buf_byte(&payload, ' ');
    tm_buf_add(&payload, body);
    *mark = next_mark(*mark, tm_buf_str(&payload), &scratch);
    tm_buf_format(out, "%08zx %016" PRIx64 " ", payload.len, *mark);
    tm_buf_add(out, tm_buf_str(&payload));
    tm_buf_byte(out, '\n');
    out->failed = out->failed || payload.failed || scratch.failed;
    tm_buf_free(&payload);
    tm_buf_free(&scratch);
}

// ---- Reading --------------------------------------------------------------------------------

static bool parse_hex(uint64_t *value, tm_str digits)
{
    *value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        const char c = digits.ptr[i];
        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
            return false;
        *value = *value << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return true;
}

static tamis_status fail_damaged(const tm_journal_scan *scan, tamis_error *err)
{
    return tm_fail_at(err, TAMIS_EFORMAT, (size_t)scan->offset, "damaged at byte %" PRIu64,
                      scan->offset);
}

// Reads one more block behind what is left of the last; *n_read is 0 at the end of the file.
static tamis_status fill(size_t *n_read, tm_journal_scan *scan, tamis_error *err)
{
    tm_buf *const block = &scan->block;
    if (scan->begin > 0) {
        memmove(block->ptr, block->ptr + scan->begin, block->len - scan->begin);
        block->len -= scan->begin;
        scan->begin = 0;
    }
    const uint64_t at = scan->offset + block->len;
    const uint64_t left = scan->stop - at;
    const size_t room = left < BLOCK_BYTES ? (size_t)left : BLOCK_BYTES;
    char *const into = tm_buf_reserve(block, room);
    if (!into)
        return tm_buf_check(block, err);
    ssize_t n;
    do {
        n = pread(scan->fd, into, room, (off_t)at);
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return tm_file_fail(err, "journal");
    block->len += (size_t)n;
    *n_read = (size_t)n;
    return TAMIS_OK;
}

// The next line, without its line end. TAMIS_DONE when there is no further line end.
static tamis_status next_line(tm_str *line, tm_journal_scan *scan, tamis_error *err)
{
    size_t looked = 0;
    size_t n_read = 0;
    for (;;) {
        const tm_buf *const block = &scan->block;
        const size_t len = block->len - scan->begin;
        const char *const first = block->ptr + scan->begin;
        const char *const end =
            len > looked ? memchr(first + looked, '\n', len - looked) : NULL;
        if (end) {
            *line = (tm_str){first, (size_t)(end - first)};
            return TAMIS_OK;
        }
        looked = len;
        if (len > MAX_LINE_BYTES)
            return fail_damaged(scan, err);
        TM_TRY(fill(&n_read, scan, err));
        if (n_read == 0)
            return TAMIS_DONE;
    }
}

static bool parse_line(tm_journal_entry *entry, tm_journal_scan *scan, tm_str line)
{
    uint64_t len;
    if (line.len <= HEAD_BYTES || !parse_hex(&len, tm_str_slice(line, 0, LENGTH_DIGITS)) ||
        line.ptr[LENGTH_DIGITS] != ' ' || line.ptr[HEAD_BYTES - 1] != ' ' ||
        !parse_hex(&entry->mark, tm_str_slice(line, LENGTH_DIGITS + 1, HEAD_BYTES - 1)))
        return false;
    const tm_str payload = tm_str_slice(line, HEAD_BYTES, line.len);
    if (payload.len != len || entry->mark != next_mark(scan->mark, payload, &scan->scratch))
        return false;
    entry->body = payload;
    entry->type = tm_str_cut(&entry->body, ' ');
    return tm_journal_is_type(entry->type) && entry->body.len >= 2 &&
           entry->body.ptr[0] == '{' && entry->body.ptr[entry->body.len - 1] == '}';
}

tamis_status tm_journal_scan_next(tm_journal_entry *entry, tm_journal_scan *scan,
                                  tamis_error *err)
{
    tm_str line = {0};
    const tamis_status status = next_line(&line, scan, err);
    if (status != TAMIS_OK)
        return status;
    const bool is_entry = parse_line(entry, scan, line);
    if (scan->scratch.failed)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    if (!is_entry)
        return fail_damaged(scan, err);
    scan->begin += line.len + 1;
    scan->offset += line.len + 1;
    scan->mark = entry->mark;
    entry->end = scan->offset;
    return TAMIS_OK;
}

bool tm_journal_scan_has_rest(const tm_journal_scan *scan)
{
    return scan->block.len > scan->begin;
}

void tm_journal_scan_free(tm_journal_scan *scan)
{
    tm_buf_free(&scan->block);
    tm_buf_free(&scan->scratch);
}
