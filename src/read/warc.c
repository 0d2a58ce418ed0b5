// Records are found by their lengths. A length is believed only if line ends follow the block, two
// as it should be or some more, and after them another record or the end of the file. Otherwise the
// next record is looked for from the header on, so that a length that is too great costs no record
// but its own.
//
// The whole record is in the intake's block when its end is checked, so a wrong length costs no
// copy. Linear; memory is bounded by the limit.
// SPDX-License-Identifier: MIT
#include "read/warc.h"

#include "base/num.h"
#include "read/fields.h"

enum {
    END_LEN = 4,       // of the line ends that belong to a record
    MAX_END_LEN = 256, // and of those that are passed over after them
    MARK_LEN = 7       // WARC/1. and WARC/0., the drafts, of which the last are like 1.0
};

static const uint64_t max_block_bytes = (uint64_t)4 << 30;

static bool is_mark_byte(char byte, size_t place)
{
    static const char mark[] = "warc/1.";
    const char small = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
    return small == mark[place] || (small == '0' && mark[place] == '1');
}

// Whether `s` is the mark of a record as far as it goes.
static bool may_be_mark(tm_str s)
{
    size_t n = 0;
    while (n < MARK_LEN && n < s.len && is_mark_byte(s.ptr[n], n))
        n++;
    return n == MARK_LEN || n == s.len;
}

bool tm_warc_sniff(tm_str bytes)
{
    return bytes.len >= MARK_LEN && may_be_mark(bytes);
}

// ---- Header ---------------------------------------------------------------------------------

static bool take_field(tm_warc_header *out, bool *has_length, tm_field field)
{
    size_t value;
    const tm_str name = field.name, text = field.value;
    if (tm_field_is(name, "WARC-Type")) {
        out->type = text;
    } else if (tm_field_is(name, "WARC-Record-ID")) {
        out->id = text;
    } else if (tm_field_is(name, "WARC-Target-URI")) {
        out->uri = text;
    } else if (tm_field_is(name, "Content-Type")) {
        out->content_type = text;
    } else if (tm_field_is(name, "WARC-Segment-Number")) {
        out->in_segments = true;
    } else if (tm_field_is(name, "WARC-Truncated")) {
        out->is_cut = true;
    } else if (tm_field_is(name, "Content-Length")) {
        if (!tm_parse_size(&value, text) || value > max_block_bytes ||
            (*has_length && value != out->block_len))
            return false;
        out->block_len = value;
        *has_length = true;
    }
    return true;
}

static tm_str without_brackets(tm_str s)
{
    if (s.len >= 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>')
        return tm_str_slice(s, 1, s.len - 1);
    return s;
}

bool tm_warc_header_read(tm_warc_header *out, tm_str bytes)
{
    bool has_length = false;
    tm_str rest = tm_str_slice(
        bytes, 0, bytes.len < TM_WARC_HEADER_BYTES ? bytes.len : TM_WARC_HEADER_BYTES);
    *out = (tm_warc_header){.type = {"", 0}, .id = {"", 0}};
    if (!tm_warc_sniff(rest))
        return false;
    tm_str_cut(&rest, '\n');
    for (int i = 0; i <= TM_WARC_FIELDS; i++) {
        tm_field field;
        // The header is cut off. This also keeps a file of nothing but such lines linear.
        if (tm_warc_sniff(rest))
            return false;
        const tamis_status status = tm_field_cut(&field, &rest);
        if (status == TAMIS_DONE) {
            out->block_begin = (size_t)(rest.ptr - bytes.ptr);
            out->id = without_brackets(out->id);
            out->uri = without_brackets(out->uri);
            return has_length;
        }
        if (status != TAMIS_OK || !take_field(out, &has_length, field))
            return false;
    }
    return false;
}

// ---- Finding the next one -------------------------------------------------------------------

// The first line of `s`, other than the one it begins with, that begins a record; s.len if none.
static size_t find_record(tm_str s)
{
    tm_str rest = s;
    while (rest.len > 0) {
        tm_str_cut(&rest, '\n');
        if (tm_warc_sniff(rest))
            return s.len - rest.len;
    }
    return s.len;
}

// Skips to where the next record begins, but at most `n_bytes`; SIZE_MAX means no limit. *found is
// false when all of them were skipped, or the input stopped, before that.
static tamis_status skip_to_record(bool *found, tm_intake *in, size_t n_bytes, tamis_error *err)
{
    *found = false;
    while (n_bytes > 0) {
        TM_TRY(tm_intake_need(in, MARK_LEN + 1, err));
        tm_str left = tm_intake_left(in);
        left.len = left.len < n_bytes ? left.len : n_bytes;
        const size_t pos = find_record(left);
        *found = pos < left.len;
        // The block may end within a mark, so its last bytes are kept unless no more come.
        const bool last = tm_intake_is_stopped(in) || left.len == n_bytes;
        const size_t n = *found || last || left.len <= MARK_LEN ? pos : left.len - MARK_LEN;
        tm_intake_skip(in, n);
        n_bytes -= n_bytes == SIZE_MAX ? 0 : n;
        if (*found || n == 0 || (last && tm_intake_left(in).len == 0))
            return TAMIS_OK;
    }
    return TAMIS_OK;
}

// ---- Records --------------------------------------------------------------------------------

static bool holds_document(const tm_warc_header *header)
{
    return tm_field_is(header->type, "response") || tm_field_is(header->type, "resource") ||
           tm_field_is(header->type, "conversion");
}

// No segment of a document may be judged in place of the whole; the others are elsewhere, often in
// another file.
static bool is_part_of_document(const tm_warc_header *header)
{
    return tm_field_is(header->type, "continuation") ||
           (header->in_segments && holds_document(header));
}

// Whether a record ends where `s` begins: line ends follow, of which *end_len bytes are its own, and
// then another record or nothing. `is_all`: the input ends with `s`.
static bool ends_well(size_t *end_len, tm_str s, bool is_all)
{
    size_t pos = 0;
    while (pos < s.len && pos < MAX_END_LEN && (s.ptr[pos] == '\r' || s.ptr[pos] == '\n'))
        pos++;
    *end_len = pos < END_LEN ? pos : END_LEN;
    const tm_str next = tm_str_slice(s, pos, s.len);
    return tm_warc_sniff(next) || (is_all && may_be_mark(next));
}

// Gives up a record and skips to the next one. If there is none, because the stream has a fault,
// that is the reason instead.
static tamis_status give_up(tm_warc_record *record, tm_intake *in, const char *reason,
                            tamis_error *err)
{
    bool found;
    tm_buf_free(record->raw);
    record->unscanned = reason;
    TM_TRY(skip_to_record(&found, in, SIZE_MAX, err));
    record->unended = !found;
    if (!found && in->fault)
        record->unscanned = tm_intake_take_fault(in);
    return TAMIS_OK;
}

// Keeps the header, so that the record has its id even if it turns out to be unscanned.
static tamis_status keep_header(tm_warc_record *record, const tm_intake *in,
                                const tm_warc_header *header, tamis_error *err)
{
    tm_buf_add(record->header, tm_str_slice(tm_intake_left(in), 0, header->block_begin));
    return tm_buf_check(record->header, err);
}

// Skips a record whose block is over the limit. If a record begins inside the block, its length was
// wrong. *wanted is false when the record is of a type that holds no document.
static tamis_status skip_large(bool *wanted, tm_warc_record *record, tm_intake *in,
                               const tm_warc_header *header, tamis_error *err)
{
    bool inside;
    size_t end_len;
    const bool holds = is_part_of_document(header) || holds_document(header);
    tm_intake_skip(in, header->block_begin);
    TM_TRY(skip_to_record(&inside, in, header->block_len, err));
    if (inside) {
        record->unscanned = "damaged";
        return TAMIS_OK;
    }
    TM_TRY(tm_intake_need(in, MAX_END_LEN + MARK_LEN, err));
    if (!ends_well(&end_len, tm_intake_left(in), tm_intake_is_stopped(in)))
        return give_up(record, in, "damaged", err);
    tm_intake_skip(in, end_len);
    record->unscanned = "too_large";
    if (tm_intake_left(in).len > 0 || !in->fault) {
        *wanted = holds;
        return TAMIS_OK;
    }
    record->unscanned = tm_intake_take_fault(in);
    return TAMIS_OK;
}

// Reads one record; *wanted is false when it holds no document.
static tamis_status read_record(bool *wanted, tm_warc_record *record, tm_intake *in,
                                size_t limit, tamis_error *err)
{
    tm_warc_header header;
    size_t end_len;
    *wanted = true;
    TM_TRY(tm_intake_need(in, TM_WARC_HEADER_BYTES, err));
    if (!tm_warc_header_read(&header, tm_intake_left(in)))
        return give_up(record, in, "damaged", err);
    TM_TRY(keep_header(record, in, &header, err));
    if (header.type.len == 0)
        return give_up(record, in, "damaged", err);
    if (header.block_len > limit)
        return skip_large(wanted, record, in, &header, err);

    // Asked now, since the header borrows the block, which reading more may move.
    const bool is_part = is_part_of_document(&header);
    const bool holds = is_part || holds_document(&header);
    const size_t len = header.block_begin + (size_t)header.block_len;
    TM_TRY(tm_intake_need(in, len + MAX_END_LEN + MARK_LEN, err));
    const tm_str left = tm_intake_left(in);
    if (left.len < len) {
        const bool swallows = find_record(left) < left.len;
        return give_up(record, in, swallows ? "damaged" : "truncated", err);
    }
    if (!ends_well(&end_len, tm_str_slice(left, len, left.len), tm_intake_is_stopped(in)))
        return give_up(record, in, "damaged", err);
    *wanted = holds;
    if (is_part) {
        record->unscanned = "segmented";
    } else if (*wanted) {
        tm_buf_clear(record->header);
        tm_buf_add(record->raw, tm_str_slice(left, 0, len));
    }
    record->unended = end_len == 0;
    tm_intake_skip(in, len + end_len);
    return tm_buf_check(record->raw, err);
}

// Skips line ends between records, and a byte-order mark before the first.
static tamis_status skip_line_ends(tm_intake *in, tamis_error *err)
{
    const tm_str byte_order_mark = tm_byte_order_mark();
    if (in->offset == 0) {
        TM_TRY(tm_intake_need(in, byte_order_mark.len, err));
        if (tm_str_starts_with(tm_intake_left(in), byte_order_mark))
            tm_intake_skip(in, byte_order_mark.len);
    }
    for (;;) {
        TM_TRY(tm_intake_need(in, 1, err));
        const tm_str left = tm_intake_left(in);
        size_t n = 0;
        while (n < left.len && (left.ptr[n] == '\r' || left.ptr[n] == '\n'))
            n++;
        tm_intake_skip(in, n);
        if (n < left.len || n == 0)
            return TAMIS_OK;
    }
}

tamis_status tm_warc_next(tm_warc_record *record, tm_intake *in, size_t limit, tamis_error *err)
{
    bool wanted = false;
    for (record->n_passed_over = 0; !wanted; record->n_passed_over += !wanted) {
        tm_buf_clear(record->raw);
        tm_buf_clear(record->header);
        TM_TRY(skip_line_ends(in, err));
        record->offset = in->offset;
        record->unscanned = NULL;
        record->unended = false;
        TM_TRY(tm_intake_need(in, MARK_LEN, err));
        record->member = tm_intake_member(in);
        if (tm_intake_left(in).len > 0) {
            TM_TRY(read_record(&wanted, record, in, limit, err));
        } else if (in->fault) {
            record->unscanned = tm_intake_take_fault(in);
            wanted = true;
        } else {
            return TAMIS_DONE;
        }
    }
    return TAMIS_OK;
}
