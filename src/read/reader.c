// Finds records in bytes. One block of input is held at a time; lines are found with memchr and
// gathered across blocks in the record. A line or a file is dropped as soon as it exceeds its
// limit, so memory is bounded by the limit and not by the input. Linear.
// SPDX-License-Identifier: MIT
#include "read/reader.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/num.h"
#include "read/fields.h"
#include "read/warc.h"

enum {
    OTHER_FIELDS_BYTES = 1 << 20, // what a record may hold besides its document
    LINE_HEAD_BYTES = 64 << 10,   // kept of a line that is dropped, to find its id in
    PATIENCE_MS = 5 // longer than a program that writes without asking pauses between two lines
};

struct tm_reader {
    tm_intake in;
    tm_format format; // not AUTO
    size_t max_document_bytes, max_text_bytes;
    tm_pieces pieces;
    size_t n_text_bytes; // of a text in pieces, so far
    size_t n_records;
    size_t n_lines;
    uint64_t n_passed_over; // WARC records that hold no document
    bool finished;          // no further record comes
};

// ---- Opening --------------------------------------------------------------------------------

bool tm_reader_is_packed(const tm_reader *reader)
{
    return tm_stream_packing(reader->in.stream) != TM_PACKING_NONE;
}

static tamis_status check_access(const tm_reader *reader, const char *path, tm_access access,
                                 tamis_error *err)
{
    const tm_source *const source = tm_stream_source(reader->in.stream);
    if (access != TM_ACCESS_ANY && source->owned && !source->regular)
        return tm_fail(err, TAMIS_EINVAL, "%.180s: not a regular file", path);
    if (tm_reader_is_packed(reader) && access == TM_ACCESS_PLAIN)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.120s: is packed: nothing can be taken out of it; unpack it first",
                       path);
    if (reader->format == TM_FORMAT_WARC && access == TM_ACCESS_PLAIN)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.120s: is a web archive: nothing can be taken out of it", path);
    return TAMIS_OK;
}

tamis_status tm_reader_open(tm_reader **out, const char *path, const tm_reader_options *options,
                            tamis_error *err)
{
    tm_reader *const reader = calloc(1, sizeof *reader);
    if (!reader)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    reader->format = options->format;
    reader->max_document_bytes = options->max_document_bytes;
    reader->max_text_bytes = options->max_text_bytes;
    reader->pieces = options->pieces;
    tamis_status status = tm_intake_open(&reader->in, path, &options->limits, err);
    if (status == TAMIS_OK)
        status =
            options->format == TM_FORMAT_AUTO
                ? tm_format_find(&reader->format, &reader->in, path, options->text_field, err)
                : TAMIS_OK;
    if (status == TAMIS_OK)
        status = check_access(reader, path, options->access, err);
    if (status != TAMIS_OK) {
        tm_reader_close(reader);
        return status;
    }
    *out = reader;
    return TAMIS_OK;
}

tm_format tm_reader_format(const tm_reader *reader)
{
    return reader->format;
}

uint64_t tm_reader_passed_over(const tm_reader *reader)
{
    return reader->n_passed_over;
}

const tm_identity *tm_reader_file(const tm_reader *reader)
{
    const tm_source *const source = tm_stream_source(reader->in.stream);
    return source->regular ? &source->file : NULL;
}

void tm_reader_close(tm_reader *reader)
{
    if (!reader)
        return;
    tm_intake_close(&reader->in);
    free(reader);
}

// ---- Records --------------------------------------------------------------------------------

static void give_up(tm_record *record, const char *reason)
{
    tm_buf_free(&record->raw); // may be large
    record->unscanned = reason;
}

// The regular file that is read, as it is on disk; NULL for pipes and what has to be unpacked.
static const tm_source *plain_file(const tm_reader *reader)
{
    const tm_source *const source = tm_stream_source(reader->in.stream);
    return source->regular && !tm_reader_is_packed(reader) ? source : NULL;
}

// How many bytes to ask for next: of a regular file the rest, so that small files stay small in
// memory, and a little more, so that its end shows.
static size_t next_room(const tm_source *source, size_t len)
{
    if (!source)
        return TM_INTAKE_BYTES;
    return (source->size_bytes > len ? source->size_bytes - len : 0) + 4096;
}

// Reads the whole file, or as much of it as shows that it is over the limit.
static tamis_status read_text(tm_buf *raw, tm_reader *reader, size_t limit, tamis_error *err)
{
    tm_intake *const in = &reader->in;
    tm_buf_add(raw, tm_intake_left(in));
    while (!tm_intake_is_stopped(in) && raw->len <= limit) {
        const size_t room = next_room(plain_file(reader), raw->len);
        char *const into = tm_buf_reserve(raw, room);
        if (!into)
            break;
        tm_piece piece;
        TM_TRY(tm_stream_read(&piece, in->stream, into, room, err));
        raw->len += piece.n_bytes;
        in->fault = piece.fault;
        in->at_end = piece.n_bytes == 0 && !piece.fault;
    }
    return TAMIS_OK;
}

// Reads on in a packed file that is too large already, to see whether it is a bomb.
static tamis_status watch_for_bomb(tm_reader *reader, tamis_error *err)
{
    tm_intake *const in = &reader->in;
    while (!tm_intake_is_stopped(in) && tm_stream_is_young(in->stream)) {
        in->begin = in->block.len;
        TM_TRY(tm_intake_fill(in, err));
    }
    return TAMIS_OK;
}

static bool comes_in_pieces(const tm_reader *reader)
{
    return reader->format == TM_FORMAT_TEXT &&
           (reader->pieces == TM_PIECES_ANY ||
            (reader->pieces == TM_PIECES_PLAIN && plain_file(reader)));
}

static tamis_status next_text(tm_record *record, tm_reader *reader, tamis_error *err)
{
    const tm_source *const source = plain_file(reader);
    const size_t known_bytes = source ? source->size_bytes : 0;
    size_t whole = reader->max_document_bytes, limit = whole;
    if (comes_in_pieces(reader)) {
        limit = reader->max_text_bytes;
        whole = limit < TM_WHOLE_TEXT_BYTES ? limit : TM_WHOLE_TEXT_BYTES;
    }
    if (known_bytes <= whole)
        TM_TRY(read_text(&record->raw, reader, whole, err));
    else if (known_bytes <= limit)
        tm_buf_add(&record->raw, tm_intake_left(&reader->in));
    TM_TRY(tm_buf_check(&record->raw, err));
    const size_t n_bytes = known_bytes > record->raw.len ? known_bytes : record->raw.len;
    if (n_bytes > limit) {
        give_up(record, "too_large");
        TM_TRY(watch_for_bomb(reader, err));
    }
    if (reader->in.fault)
        give_up(record, reader->in.fault);
    else if (n_bytes <= limit && tm_source_changed(tm_stream_source(reader->in.stream)))
        give_up(record, "changing");
    record->has_more = n_bytes > whole && !record->unscanned;
    reader->n_text_bytes = record->raw.len;
    reader->finished = true;
    return TAMIS_OK;
}

tamis_status tm_reader_more(tm_str *piece, const char **unscanned, tm_reader *reader,
                            tamis_error *err)
{
    tm_intake *const in = &reader->in;
    *unscanned = NULL;
    in->begin = in->block.len;
    TM_TRY(tm_intake_fill(in, err));
    *piece = in->at_end ? (tm_str){0} : tm_intake_left(in);
    reader->n_text_bytes += piece->len;
    if (reader->n_text_bytes > reader->max_text_bytes) {
        TM_TRY(watch_for_bomb(reader, err));
        *unscanned = "too_large";
    } else if (piece->len == 0 && tm_source_changed(tm_stream_source(in->stream))) {
        *unscanned = "changing";
    }
    if (in->fault)
        *unscanned = in->fault;
    return TAMIS_OK;
}

// The most bytes a record may have: a document, and its header or other fields.
static size_t record_limit(const tm_reader *reader)
{
    size_t limit;
    return tm_add(&limit, reader->max_document_bytes, OTHER_FIELDS_BYTES) ? limit : SIZE_MAX;
}

// Counts what the body of a record unpacks to: the limits of packed input are those of a file, not
// of each of its records. Here and not where the body is unpacked, so that a bomb ends at the same
// record for any number of threads.
static tamis_status count_body(tm_record *record, tm_reader *reader, tamis_error *err)
{
    tm_warc_header header;
    size_t n_bytes;
    const tm_str raw = tm_buf_str(&record->raw);
    TM_TRY(tm_warc_measure(&n_bytes, raw, reader->max_document_bytes, err));
    if (n_bytes == 0 || !tm_stream_count(reader->in.stream, n_bytes))
        return TAMIS_OK;
    if (tm_warc_header_read(&header, raw)) // again: it has the id
        tm_buf_add(&record->head, tm_str_slice(raw, 0, header.block_begin));
    give_up(record, "bomb");
    reader->finished = true;
    return tm_buf_check(&record->head, err);
}

static tamis_status next_warc(tm_record *record, tm_reader *reader, tamis_error *err)
{
    tm_warc_record found = {.raw = &record->raw, .header = &record->head};
    const tamis_status status = tm_warc_next(&found, &reader->in, record_limit(reader), err);
    record->offset = found.offset;
    record->member = found.member;
    record->unended = found.unended;
    record->unscanned = found.unscanned;
    reader->n_passed_over += found.n_passed_over;
    return status == TAMIS_OK && !record->unscanned ? count_body(record, reader, err) : status;
}

static tm_str at_most(tm_str s, size_t n_bytes)
{
    return tm_str_slice(s, 0, s.len < n_bytes ? s.len : n_bytes);
}

static void give_up_line(tm_record *record, const char *reason)
{
    tm_buf_add(&record->head, at_most(tm_buf_str(&record->raw), LINE_HEAD_BYTES));
    give_up(record, reason);
}

static void add_to_line(tm_record *record, const tm_reader *reader, tm_str piece)
{
    const size_t room = record_limit(reader) - record->raw.len;
    if (record->unscanned)
        return;
    tm_buf_add(&record->raw, at_most(piece, room));
    if (piece.len > room)
        give_up_line(record, "line_too_long");
}

// Reads the next line, without its '\n'. A line from which bytes are missing is unscanned; so is
// the record that stands for bytes missing between two lines. TAMIS_DONE when there is no line.
static tamis_status read_line(tm_record *record, tm_reader *reader, tamis_error *err)
{
    tm_intake *const in = &reader->in;
    bool ended = false;
    record->offset = in->offset;
    record->line = reader->n_lines + 1;
    while (!ended) {
        if (in->begin == in->block.len)
            TM_TRY(tm_intake_fill(in, err));
        tm_str rest = tm_intake_left(in);
        const size_t rest_len = rest.len;
        if (rest_len == 0)
            break;
        if (in->offset == record->offset)
            record->member = tm_intake_member(in);
        const tm_str piece = tm_str_cut(&rest, '\n');
        ended = piece.len < rest_len;
        add_to_line(record, reader, piece);
        tm_intake_skip(in, rest_len - rest.len);
    }
    if (!ended && in->fault)
        give_up_line(record, tm_intake_take_fault(in));
    else if (in->offset == record->offset)
        return TAMIS_DONE;
    reader->n_lines++;
    record->unended = !ended;
    TM_TRY(tm_buf_check(&record->head, err));
    return tm_buf_check(&record->raw, err);
}

// Skips line ends in a row at once, so that files of nothing else are read at full speed.
static void skip_empty_lines(tm_reader *reader)
{
    const tm_str left = tm_intake_left(&reader->in);
    size_t n = 0;
    while (n < left.len && left.ptr[n] == '\n')
        n++;
    tm_intake_skip(&reader->in, n);
    reader->n_lines += n;
}

// Skips byte-order marks: where files were joined, a line may begin with any number of them.
static tamis_status skip_marks(tm_intake *in, tamis_error *err)
{
    const tm_str mark = tm_byte_order_mark();
    for (;;) {
        const tm_str left = tm_intake_left(in);
        if (tm_str_starts_with(left, mark))
            tm_intake_skip(in, mark.len);
        else if (!tm_intake_is_stopped(in) && tm_str_starts_with(mark, left))
            TM_TRY(tm_intake_fill(in, err));
        else
            return TAMIS_OK;
    }
}

static bool is_blank_line(const tm_record *record)
{
    return !record->unscanned && tm_field_trim(tm_buf_str(&record->raw)).len == 0;
}

static tamis_status next_line(tm_record *record, tm_reader *reader, tamis_error *err)
{
    tamis_status status;
    do {
        tm_buf_clear(&record->raw);
        skip_empty_lines(reader);
        TM_TRY(skip_marks(&reader->in, err));
        status = read_line(record, reader, err);
    } while (status == TAMIS_OK && is_blank_line(record));
    return status;
}

static tamis_status next_record(tm_record *record, tm_reader *reader, tamis_error *err)
{
    if (reader->format == TM_FORMAT_JSONL)
        return next_line(record, reader, err);
    if (reader->format == TM_FORMAT_WARC)
        return next_warc(record, reader, err);
    return next_text(record, reader, err);
}

bool tm_reader_waits(tm_reader *reader)
{
    if (reader->format != TM_FORMAT_JSONL || reader->finished || tm_reader_file(reader) ||
        tm_intake_is_stopped(&reader->in))
        return false;
    skip_empty_lines(reader);
    const tm_str left = tm_intake_left(&reader->in);
    return (left.len == 0 || !memchr(left.ptr, '\n', left.len)) &&
           tm_stream_waits(reader->in.stream, PATIENCE_MS);
}

tamis_status tm_reader_next(tm_record *record, tm_reader *reader, tamis_error *err)
{
    tm_buf_clear(&record->raw);
    if (reader->finished)
        return TAMIS_DONE;
    tm_buf_clear(&record->head);
    *record = (tm_record){.raw = record->raw, .head = record->head, .format = reader->format};
    const tamis_status status = next_record(record, reader, err);
    if (status == TAMIS_OK) {
        record->number = reader->n_records++;
        record->end = reader->in.offset;
        return TAMIS_OK;
    }
    tm_buf_clear(&record->raw);
    reader->finished = true;
    return status;
}

uint64_t tm_reader_position(const tm_reader *reader)
{
    return tm_stream_position(reader->in.stream);
}

void tm_record_free(tm_record *record)
{
    tm_buf_free(&record->raw);
    tm_buf_free(&record->head);
    *record = (tm_record){0};
}
