// Reads documents: a file of text or HTML is one, each record of a JSON Lines or WARC file is one.
// The reader hands out raw records in input order. Getting the text out of a record is left to
// tm_record_text, so that it can run on the thread that screens the record.
// SPDX-License-Identifier: MIT
#ifndef TM_READER_H
#define TM_READER_H

#include "base/json.h"
#include "read/format.h"
#include "text/plain.h"

// Which inputs may be opened by name. Each row allows only part of what the row before it does.
typedef enum tm_access {
    TM_ACCESS_ANY,
    TM_ACCESS_AGAIN, // those that can be read a second time: no pipes
    TM_ACCESS_PLAIN  // nothing packed, no WARC: offsets in a record are offsets in the file
} tm_access;

// Which files of text larger than TM_WHOLE_TEXT_BYTES come in pieces instead of whole.
typedef enum tm_pieces {
    TM_PIECES_NEVER,
    TM_PIECES_PLAIN, // regular files that are not packed: whoever needs all of one reads it again
    TM_PIECES_ANY
} tm_pieces;

enum { TM_WHOLE_TEXT_BYTES = 16 << 20 };

// The strings are borrowed.
typedef struct tm_reader_options {
    tm_format format;
    size_t max_document_bytes;
    tm_pieces pieces;
    size_t max_text_bytes;   // of a text in pieces
    const char *text_field;  // of JSON Lines: the member with the text, usually "text"
    const char *id_field;    // and the one with the id, usually "id"
    tm_access access;        // does not apply to stdin
    tm_stream_limits limits; // of packed input; zero: the defaults
} tm_reader_options;

// One raw record: a whole file of text or HTML, one line of JSON Lines, or one record of a WARC
// file with its header.
typedef struct tm_record {
    tm_buf raw; // its bytes; empty when `unscanned` is set
    // Of an unscanned record: its beginning, to find its id in. The whole header of a WARC record,
    // or the first bytes of a line; may be empty.
    tm_buf head;
    tm_format format;      // not AUTO
    size_t number;         // from 0 within its file
    size_t line;           // JSON Lines: its line in the file, from 1
    size_t offset;         // where it begins in the unpacked input
    size_t end;            // JSON Lines, WARC: where it ends there, its line ends included
    bool has_more;         // text: `raw` is its beginning or empty, tm_reader_more goes on
    bool unended;          // JSON Lines, WARC: no line end follows it
    tm_member member;      // in a packed JSON Lines or WARC file: the member it begins in
    const char *unscanned; // why it could not be read ("too_large", …); static, or NULL
} tm_record;

typedef struct tm_reader tm_reader;

// Opens `path` ("-" is stdin): a regular file or a pipe. Packed input (read/stream.h) is unpacked;
// TM_FORMAT_AUTO is found out (tm_format_find). TAMIS_EINVAL (a directory or a device, or refused
// by options->access), TAMIS_EIO (it cannot be opened or read), TAMIS_ENOMEM; the message names
// path and reason. Close it with tm_reader_close.
tamis_status tm_reader_open(tm_reader **out, const char *path, const tm_reader_options *options,
                            tamis_error *err);
// Reads the next record into `record`, reusing its memory. In JSON Lines blank lines are skipped,
// and byte-order marks before a line. A record that is too large or has bytes missing comes with
// `unscanned` set, and the next call goes on after it; an unscanned record also stands for what was
// lost between two records. TAMIS_DONE at the end; TAMIS_EIO when reading fails, TAMIS_ENOMEM.
tamis_status tm_reader_next(tm_record *record, tm_reader *reader, tamis_error *err);
// Whether the next line of JSON Lines has not come through a pipe yet, nor anything for a few
// milliseconds: then somebody at its other end may be waiting for the verdicts so far.
bool tm_reader_waits(tm_reader *reader);
// Reads on in a text whose record has_more: *piece is what comes next, borrowed until the next call;
// empty at the end. *unscanned receives why the text cannot be read in full, or NULL; then there
// is no use in reading on. Fails as tm_reader_next does.
tamis_status tm_reader_more(tm_str *piece, const char **unscanned, tm_reader *reader,
                            tamis_error *err);
tm_format tm_reader_format(const tm_reader *reader); // not AUTO
bool tm_reader_is_packed(const tm_reader *reader);
// The number of WARC records that were skipped so far because they hold no document.
uint64_t tm_reader_passed_over(const tm_reader *reader);
// The regular file that is read, as it was when it was opened; NULL for pipes and stdin. Borrowed.
const tm_identity *tm_reader_file(const tm_reader *reader);
// How many bytes of the file, packed as it may be, have been read.
uint64_t tm_reader_position(const tm_reader *reader);
void tm_reader_close(tm_reader *reader); // NULL is fine
void tm_record_free(tm_record *record);

// The document in a record. The views borrow record->raw, record->head or the buffers below.
typedef struct tm_record_view {
    tm_str text;
    tm_json_value literal; // JSON Lines: `text` as it stands in the line; else its raw is empty
    tm_str id;             // empty when the record has none; of a JSON number its digits
    tm_str uri;            // WARC: the target URI, or empty
    bool is_html;          // `text` is the bytes of a page, for tamis_screen_html
    char charset[32];      // name that came with the text; NUL-terminated, may be empty
    bool is_cut;      // WARC: the archive says that it has only the beginning of the document
    size_t n_damaged; // lone surrogates that were replaced in `text`
    tm_buf text_decoded, id_decoded;
    const char *unscanned; // why there is no text: "bad_json", …; static, or NULL
    char message[160];     // JSON Lines: for people, what is wrong then and at which byte
} tm_record_view;
// Finds the document in a record; reuses the memory of an earlier call. A record without one, or
// with one that is too large, gets `unscanned` set. TAMIS_ENOMEM, here and below.
tamis_status tm_record_text(tm_record_view *out, const tm_record *record,
                            const tm_reader_options *options, tamis_error *err);
// The part of tm_record_text that is for WARC records (warc_text.c).
tamis_status tm_warc_text(tm_record_view *out, const tm_record *record,
                          const tm_reader_options *options, tamis_error *err);
// How many bytes the body of a whole WARC record unpacks to at most; 0 when it is not packed.
tamis_status tm_warc_measure(size_t *n_bytes, tm_str record, size_t limit, tamis_error *err);
// Sets only the id and the URI of a WARC record, from its header.
void tm_warc_name(tm_record_view *out, tm_str header);
// Decodes `text` to UTF-8 as the screener does; of a page the result still has its markup.
tamis_status tm_record_decode(tm_decoded *out, const tm_record_view *view, tamis_error *err);
// Reads `text` as far as the text that the screener judges.
tamis_status tm_record_plain(tm_plain *out, const tm_record_view *view, tamis_error *err);
void tm_record_view_free(tm_record_view *view);
// Frees buffers of more than `kept_bytes`. The views in `view` are not valid afterwards.
void tm_record_view_shrink(tm_record_view *view, size_t kept_bytes);

#endif
