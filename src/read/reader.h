// Documents in: a file as one document, or each record of a JSON Lines file. The reader hands
// out raw records in input order; decoding a record's text is left to tm_record_text, so that
// it can run on the thread that screens the record.
// SPDX-License-Identifier: MIT
#ifndef TM_READER_H
#define TM_READER_H

#include "base/json.h"
#include "read/stream.h"
#include "text/plain.h"

typedef enum tm_format {
    TM_FORMAT_AUTO,
    TM_FORMAT_TEXT,
    TM_FORMAT_JSONL,
    TM_FORMAT_HTML,
    TM_FORMAT_WARC
} tm_format;

// What may be opened by name.
typedef enum tm_access {
    TM_ACCESS_ANY,
    TM_ACCESS_AGAIN,   // what can be read once more: no pipes
    TM_ACCESS_RECORDS, // likewise, and no single documents that are packed
    TM_ACCESS_PLAIN // likewise, nothing packed at all, and no web archives: places in a record
                    // are places in the file
} tm_access;

typedef struct tm_reader_options {
    tm_format format;
    size_t max_document_bytes;
    const char *text_field;  // "text"
    const char *id_field;    // "id"
    tm_access access;        // by name; stdin may be a pipe
    tm_stream_limits limits; // of packed input; zero: the defaults
} tm_reader_options;

// One raw record: a whole file of text or HTML, one line of JSON Lines, or one record of a WARC
// file with its header.
typedef struct tm_record {
    tm_buf raw;       // its bytes; empty when `unscanned` is set by the reader
    tm_buf head;      // then what names it: the header of a WARC file's where that was read
                      // whole, the beginning of a line; or empty
    tm_format format; // not AUTO
    size_t number;    // from 0 within its file
    size_t line;      // JSON Lines: 1-based line in the file
    size_t offset;    // bytes before it in the file, once unpacked
    size_t end;       // of a container's: its end there, with the line ends behind it
    bool unended;     // likewise: no line end is behind it
    tm_member member; // of a packed container: where it begins
    const char *unscanned; // static reason ("too_large", "line_too_long", …), or NULL
} tm_record;

static inline bool tm_format_has_records(tm_format format)
{
    return format == TM_FORMAT_JSONL || format == TM_FORMAT_WARC;
}

typedef struct tm_reader tm_reader;

// Opens `path` ("-" is stdin). What is packed (read/stream.h) is unpacked. Regular files, pipes and
// stdin are read; a directory or a device is TAMIS_EINVAL, what cannot be opened TAMIS_EIO, each
// with path and reason in the message. With TM_FORMAT_AUTO the format is JSON Lines when the name
// ends in .jsonl or .ndjson (.gz, .zst), or when the first non-blank line is a whole JSON object
// that has the text field; HTML when the name ends in .html, .htm or .xhtml, or the content begins
// like a page; WARC when the name ends in .warc or .wet or the content begins like a record of it;
// else text.
tamis_status tm_reader_open(tm_reader **out, const char *path, const tm_reader_options *options,
                            tamis_error *err);
// Fills `record` (reusing its memory) with the next record. Blank lines of JSON Lines are
// passed over, and byte-order marks before a line. TAMIS_DONE at the end; TAMIS_EIO when reading
// fails (what came before stays valid). A record over the limit comes back with `unscanned` set;
// the next one goes on. So does one whose bytes are missing, and one more stands for what was
// lost between two records.
tamis_status tm_reader_next(tm_record *record, tm_reader *reader, tamis_error *err);
tm_format tm_reader_format(const tm_reader *reader); // not AUTO
// Records of a WARC file so far that hold no document.
uint64_t tm_reader_passed_over(const tm_reader *reader);
// The regular file that is read, as it was when it was opened; NULL for pipes and stdin.
const tm_identity *tm_reader_file(const tm_reader *reader);
// Bytes of the file that have been read, as it lies on disk: how far it is.
uint64_t tm_reader_position(const tm_reader *reader);
void tm_reader_close(tm_reader *reader);
void tm_record_free(tm_record *record);

// What a record holds. `text` borrows record->raw, or `decoded` where escapes had to be undone.
typedef struct tm_record_view {
    tm_str text;
    tm_json_value
        literal;      // `text` as it stands in a line of JSON; its `raw` is empty elsewhere
    tm_str id;        // empty when the record has none; a number's own digits
    tm_str uri;       // of a record of a WARC file: its target, or empty
    bool is_html;     // `text` is the bytes of a page, for tamis_screen_html
    char charset[32]; // that came with it; NUL-terminated, may be empty
    size_t n_damaged; // of `text`: surrogates that stood alone and were replaced
    tm_buf text_decoded, id_decoded;
    const char *unscanned; // "bad_json", "no_text_field", … static; or NULL
    char message[160];     // for people: what is wrong and at which byte
} tm_record_view;
tamis_status tm_record_text(tm_record_view *out, const tm_record *record,
                            const tm_reader_options *options, tamis_error *err);
// The same of a record of a WARC file (warc_text.c).
tamis_status tm_warc_text(tm_record_view *out, const tm_record *record,
                          const tm_reader_options *options, tamis_error *err);
// Only what such a record is called, by its header.
void tm_warc_name(tm_record_view *out, tm_str header);
// Decodes `text` as the screener does; of a page that is its markup.
tamis_status tm_record_decode(tm_decoded *out, const tm_record_view *view, tamis_error *err);
// The text that the screener judges.
tamis_status tm_record_plain(tm_plain *out, const tm_record_view *view, tamis_error *err);
void tm_record_view_free(tm_record_view *view);
// Gives back buffers that hold more than `kept_bytes`; what the view shows is not valid
// afterwards.
void tm_record_view_shrink(tm_record_view *view, size_t kept_bytes);

#endif
