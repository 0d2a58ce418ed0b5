// Records out of bytes. One block of input is held at a time; lines are found with memchr and
// gathered across blocks in the record. A line or a file over its limit is let go of as soon as
// the limit is passed, so memory is bounded by the limit and not by the input. Linear.
//
// To tell the format apart the first line is looked at, at most one mebibyte of it; the block
// then holds what was looked at, and reading goes on from its beginning.
// SPDX-License-Identifier: MIT
#include "read/reader.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/num.h"
#include "read/source.h"
#include "text/html.h"

enum {
    BLOCK_BYTES = 256 << 10,
    SNIFF_BYTES = 1 << 20,
    OTHER_FIELDS_BYTES = 1 << 20, // what a line may hold besides its document
    PAGE_SNIFF_BYTES = 4096,      // in these a page shows itself as one
    MARK_LEN = 3                  // of the byte-order mark in UTF-8
};

struct tm_reader {
    tm_source source;
    tm_format format; // not AUTO
    size_t max_document_bytes;
    tm_buf block;  // bytes read
    size_t begin;  // of those in `block` that have not been handed out
    size_t offset; // of block[begin] in the file
    size_t n_records;
    size_t n_lines;
    bool at_end;   // the source has no more
    bool finished; // nor has the reader
};

// Reads more into the block, which keeps what has not been handed out.
static tamis_status fill(tm_reader *reader, tamis_error *err)
{
    tm_buf *const block = &reader->block;
    size_t n_read;
    if (reader->begin == block->len) {
        tm_buf_clear(block);
        reader->begin = 0;
    }
    char *const into = tm_buf_reserve(block, BLOCK_BYTES);
    if (!into)
        return tm_buf_check(block, err);
    TM_TRY(tm_source_read(&n_read, &reader->source, into, BLOCK_BYTES, err));
    block->len += n_read;
    reader->at_end = n_read == 0;
    return TAMIS_OK;
}

// ---- Which format ---------------------------------------------------------------------------

static bool ends_in(const char *path, const char *ending)
{
    const size_t len = strlen(path);
    const size_t ending_len = strlen(ending);
    return len >= ending_len && strcmp(path + len - ending_len, ending) == 0;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

// The length of the UTF-8 byte-order mark that the block begins with, or 0.
static size_t mark_len(const tm_reader *reader)
{
    const tm_str mark = {"\xEF\xBB\xBF", MARK_LEN};
    return tm_str_starts_with(tm_buf_str(&reader->block), mark) ? MARK_LEN : 0;
}

// Finds the first line that is not blank. *whole is false when only its beginning was read.
// Each byte is looked at once, however few come at a time.
static tamis_status first_line(tm_str *line, bool *whole, tm_reader *reader, tamis_error *err)
{
    const tm_buf *const block = &reader->block;
    while (block->len < MARK_LEN && !reader->at_end)
        TM_TRY(fill(reader, err));
    size_t begin = mark_len(reader);
    size_t end = begin;
    for (;;) {
        while (begin < block->len && is_blank(block->ptr[begin]))
            begin++;
        end = end < begin ? begin : end;
        while (end < block->len && block->ptr[end] != '\n')
            end++;
        if (end < block->len || reader->at_end || block->len >= SNIFF_BYTES)
            break;
        TM_TRY(fill(reader, err));
    }
    *line = begin < end ? tm_str_slice(tm_buf_str(block), begin, end) : (tm_str){0};
    *whole = end < block->len || reader->at_end;
    return TAMIS_OK;
}

// True when `line` is an object with the text field or, where it is cut, can become one: the
// field has begun.
static bool is_record(tm_str line, bool whole, const char *text_field)
{
    tm_json_scan scan;
    tm_json_value key = {0};
    tm_json_value value;
    bool found = false;
    tamis_status status = tm_json_open(&scan, line, NULL);
    while (status == TAMIS_OK) {
        status = tm_json_member(&scan, &key, &value, NULL);
        found = found || tm_json_is(key, text_field);
    }
    return found && (status == TAMIS_DONE || !whole);
}

// Whether the content begins like a page of HTML, however few bytes come at a time.
static tamis_status looks_like_page(bool *out, tm_reader *reader, tamis_error *err)
{
    const tm_buf *const block = &reader->block;
    while (block->len < PAGE_SNIFF_BYTES && !reader->at_end)
        TM_TRY(fill(reader, err));
    const size_t len = block->len < PAGE_SNIFF_BYTES ? block->len : PAGE_SNIFF_BYTES;
    *out = tm_html_sniff((tm_str){block->ptr, len});
    return TAMIS_OK;
}

static tamis_status choose_format(tm_reader *reader, const char *path,
                                  const tm_reader_options *options, tamis_error *err)
{
    tm_str line;
    bool whole, is_page;
    reader->format = options->format;
    if (options->format != TM_FORMAT_AUTO)
        return TAMIS_OK;
    reader->format = TM_FORMAT_JSONL;
    if (ends_in(path, ".jsonl") || ends_in(path, ".ndjson"))
        return TAMIS_OK;
    reader->format = TM_FORMAT_HTML;
    if (ends_in(path, ".html") || ends_in(path, ".htm") || ends_in(path, ".xhtml"))
        return TAMIS_OK;
    TM_TRY(first_line(&line, &whole, reader, err));
    reader->format = TM_FORMAT_JSONL;
    if (is_record(line, whole, options->text_field))
        return TAMIS_OK;
    TM_TRY(looks_like_page(&is_page, reader, err));
    reader->format = is_page ? TM_FORMAT_HTML : TM_FORMAT_TEXT;
    return TAMIS_OK;
}

tamis_status tm_reader_open(tm_reader **out, const char *path, const tm_reader_options *options,
                            tamis_error *err)
{
    tm_reader *const reader = calloc(1, sizeof *reader);
    if (!reader)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    reader->max_document_bytes = options->max_document_bytes;
    tamis_status status = tm_source_open(&reader->source, path, err);
    if (status == TAMIS_OK && options->files_only && !reader->source.regular &&
        reader->source.owned)
        status = tm_fail(err, TAMIS_EINVAL, "%.180s: not a regular file", path);
    if (status == TAMIS_OK)
        status = choose_format(reader, path, options, err);
    if (status != TAMIS_OK) {
        tm_reader_close(reader);
        return status;
    }
    *out = reader;
    return TAMIS_OK;
}

const tm_identity *tm_reader_file(const tm_reader *reader)
{
    return reader->source.regular ? &reader->source.file : NULL;
}

void tm_reader_close(tm_reader *reader)
{
    if (!reader)
        return;
    tm_source_close(&reader->source);
    tm_buf_free(&reader->block);
    free(reader);
}

// ---- Records --------------------------------------------------------------------------------

static void give_up(tm_record *record, const char *reason)
{
    tm_buf_free(&record->raw); // what was read so far may be large
    record->unscanned = reason;
}

// How much to read of a text file next: of a regular one the rest and a little, by which its
// end is seen, so that small files stay small in memory.
static size_t next_room(const tm_source *source, size_t len)
{
    const size_t rest = source->size_bytes > len ? source->size_bytes - len : 0;
    return source->regular ? rest + 4096 : BLOCK_BYTES;
}

// Reads the whole of a file, or as much of it as shows that it is over the limit.
static tamis_status read_text(tm_buf *raw, tm_reader *reader, tamis_error *err)
{
    const tm_source *const source = &reader->source;
    tm_buf_add(raw, tm_buf_str(&reader->block));
    while (!reader->at_end && raw->len <= reader->max_document_bytes) {
        const size_t room = next_room(source, raw->len);
        char *const into = tm_buf_reserve(raw, room);
        if (!into)
            break;
        size_t n_read;
        TM_TRY(tm_source_read(&n_read, source, into, room, err));
        raw->len += n_read;
        reader->at_end = n_read == 0;
    }
    return tm_buf_check(raw, err);
}

static tamis_status next_text(tm_record *record, tm_reader *reader, tamis_error *err)
{
    const tm_source *const source = &reader->source;
    const size_t limit = reader->max_document_bytes;
    if (!source->regular || source->size_bytes <= limit)
        TM_TRY(read_text(&record->raw, reader, err));
    if (record->raw.len > limit || (source->regular && source->size_bytes > limit))
        give_up(record, "too_large");
    else if (tm_source_changed(source))
        give_up(record, "changing");
    reader->finished = true;
    return TAMIS_OK;
}

static void add_to_line(tm_record *record, const tm_reader *reader, tm_str piece)
{
    size_t limit;
    if (record->unscanned)
        return;
    if (!tm_add(&limit, reader->max_document_bytes, OTHER_FIELDS_BYTES))
        limit = SIZE_MAX;
    if (piece.len > limit - record->raw.len)
        give_up(record, "line_too_long");
    else
        tm_buf_add(&record->raw, piece);
}

// Reads the next line, without its '\n'. TAMIS_DONE when there is none.
static tamis_status read_line(tm_record *record, tm_reader *reader, tamis_error *err)
{
    bool ended = false;
    record->offset = reader->offset;
    record->line = reader->n_lines + 1;
    while (!ended) {
        if (reader->begin == reader->block.len && !reader->at_end)
            TM_TRY(fill(reader, err));
        if (reader->begin == reader->block.len)
            break;
        tm_str rest =
            tm_str_slice(tm_buf_str(&reader->block), reader->begin, reader->block.len);
        const size_t rest_len = rest.len;
        const tm_str piece = tm_str_cut(&rest, '\n');
        ended = piece.len < rest_len;
        add_to_line(record, reader, piece);
        reader->begin += rest_len - rest.len;
        reader->offset += rest_len - rest.len;
    }
    if (reader->offset == record->offset)
        return TAMIS_DONE;
    reader->n_lines++;
    return tm_buf_check(&record->raw, err);
}

// Passes over line ends that come one after another: files of nothing else are read at full
// speed.
static void skip_empty_lines(tm_reader *reader)
{
    const size_t begin = reader->begin;
    while (reader->begin < reader->block.len && reader->block.ptr[reader->begin] == '\n')
        reader->begin++;
    reader->offset += reader->begin - begin;
    reader->n_lines += reader->begin - begin;
}

static bool is_blank_line(const tm_record *record)
{
    size_t pos = 0;
    while (pos < record->raw.len && is_blank(record->raw.ptr[pos]))
        pos++;
    return pos == record->raw.len && !record->unscanned;
}

static tamis_status next_line(tm_record *record, tm_reader *reader, tamis_error *err)
{
    while (reader->offset == 0 && reader->block.len < MARK_LEN && !reader->at_end)
        TM_TRY(fill(reader, err));
    if (reader->offset == 0)
        reader->offset = reader->begin = mark_len(reader);
    tamis_status status;
    do {
        tm_buf_clear(&record->raw);
        skip_empty_lines(reader);
        status = read_line(record, reader, err);
    } while (status == TAMIS_OK && is_blank_line(record));
    return status;
}

tamis_status tm_reader_next(tm_record *record, tm_reader *reader, tamis_error *err)
{
    const bool is_file = reader->format != TM_FORMAT_JSONL;
    tm_buf_clear(&record->raw);
    if (reader->finished)
        return TAMIS_DONE;
    *record = (tm_record){.raw = record->raw, .format = reader->format};
    const tamis_status status =
        is_file ? next_text(record, reader, err) : next_line(record, reader, err);
    if (status == TAMIS_OK) {
        record->number = reader->n_records++;
        return TAMIS_OK;
    }
    tm_buf_clear(&record->raw);
    reader->finished = true;
    return status;
}

void tm_record_free(tm_record *record)
{
    tm_buf_free(&record->raw);
    *record = (tm_record){0};
}
