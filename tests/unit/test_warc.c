// Web archives: which records hold documents, what their bodies are once codings are undone, and
// how reading goes on after lengths that cannot be, cut headers and a cut file.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "support/check.h"

#include <stdio.h>

#include "read/pack.h"
#include "read/reader.h"
#include "support/pack.h"
#include "support/scratch.h"

static const tm_reader_options options = {
    .max_document_bytes = 4096, .text_field = "text", .id_field = "id"};

// ---- Writing and reading --------------------------------------------------------------------

static void add_fields(tm_buf *out, const char *type, const char *id, const char *media,
                       const char *length)
{
    tm_buf_format(out, "WARC/1.0\r\nWARC-Type: %s\r\n", type);
    if (*id)
        tm_buf_format(out, "WARC-Record-ID: <urn:uuid:%s>\r\n", id);
    tm_buf_format(out, "WARC-Target-URI: http://example.org/%s\r\n", id);
    tm_buf_format(out, "Content-Type: %s\r\nContent-Length: %s\r\n\r\n", media, length);
}

static void add(tm_buf *out, const char *type, const char *id, const char *media, tm_str block)
{
    char length[32];
    snprintf(length, sizeof length, "%zu", block.len);
    add_fields(out, type, id, media, length);
    tm_buf_add(out, block);
    tm_buf_text(out, "\r\n\r\n");
}

static void add_text(tm_buf *out, const char *id, const char *text)
{
    add(out, "conversion", id, "text/plain", tm_str_of(text));
}

static void add_response(tm_buf *out, const char *id, const char *message)
{
    add(out, "response", id, "application/http; msgtype=response", tm_str_of(message));
}

// Appends "id html/text/reason [text] " for each document.
static void read_with(tm_buf *out, tm_str bytes, const tm_reader_options *how)
{
    tm_reader *reader = NULL;
    tm_record record = {0};
    tm_record_view view = {0};
    FILE *const file = fopen("archive", "wb");
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    fclose(file);
    tm_buf_clear(out);
    assert_int_equal(tm_reader_open(&reader, "archive", how, NULL), TAMIS_OK);
    tamis_status status;
    while ((status = tm_reader_next(&record, reader, NULL)) == TAMIS_OK) {
        assert_int_equal(record.format, TM_FORMAT_WARC);
        assert_int_equal(tm_record_text(&view, &record, how, NULL), TAMIS_OK);
        tm_buf_add(out, view.id);
        if (view.unscanned) {
            tm_buf_format(out, " %s; ", view.unscanned);
            continue;
        }
        tm_buf_format(out, " %s%s [", view.is_html ? "html" : "text", view.charset);
        tm_buf_add(out, view.text);
        tm_buf_text(out, view.is_cut ? " …]; " : "]; ");
    }
    assert_int_equal(status, TAMIS_DONE);
    tm_record_free(&record);
    tm_record_view_free(&view);
    tm_reader_close(reader);
}

static void read_all(tm_buf *out, tm_str bytes)
{
    read_with(out, bytes, &options);
}

static void gives(const tm_buf *archive, const char *expected)
{
    tm_buf out = {0};
    read_all(&out, tm_buf_str(archive));
    tm_buf_byte(&out, '\0');
    assert_string_equal(out.ptr, expected);
    tm_buf_free(&out);
}

// ---- Documents ------------------------------------------------------------------------------

static void hands_out_what_holds_a_document(void **state)
{
    (void)state;
    tm_buf a = {0};
    add(&a, "warcinfo", "w", "application/warc-fields", tm_str_of("software: none\r\n"));
    add(&a, "request", "q", "application/http", tm_str_of("GET / HTTP/1.1\r\n\r\n"));
    add_response(&a, "r",
                 "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"euc-kr\"\r\n\r\n<p>x");
    add(&a, "metadata", "m", "text/plain", tm_str_of("WARC/1.0 is only a word here"));
    add(&a, "resource", "s", "text/html", tm_str_of("<p>y"));
    add_text(&a, "c", "WARC/1.0\nas text");
    add_text(&a, "e", "");
    add(&a, "continuation", "k", "text/plain", tm_str_of("rest"));
    gives(&a,
          "urn:uuid:r htmleuc-kr [<p>x]; urn:uuid:s html [<p>y]; "
          "urn:uuid:c text [WARC/1.0\nas text]; urn:uuid:e text []; urn:uuid:k segmented; ");
    tm_buf_free(&a);
}

// Whoever reads the first segment alone has not read the document.
static void parts_of_a_document_are_not_judged_for_it(void **state)
{
    (void)state;
    tm_buf a = {0};
    add_text(&a, "1", "before");
    tm_buf_text(&a, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Segment-Number: 1\r\n"
                    "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nfirst\r\n\r\n"
                    "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Segment-Number: 1\r\n"
                    "Content-Length: 5\r\n\r\nfirst\r\n\r\n"
                    "WARC/1.1\r\nWARC-Type: continuation\r\nwarc-segment-number: 2\r\n"
                    "WARC-Segment-Total-Length: 11\r\n"
                    "Content-Length: 6\r\n\r\nsecond\r\n\r\n");
    add_text(&a, "2", "after");
    gives(&a, "urn:uuid:1 text [before];  segmented;  segmented; urn:uuid:2 text [after]; ");
    tm_buf_free(&a);
}

static void media_types_are_read_as_servers_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *media, *expected;
    } rows[] = {
        {"text/html charset=utf-8", "htmlutf-8"},
        {"text/html,text/html", "html"},
        {"text/html,charset=euc-kr", "htmleuc-kr"},
        {"TEXT/HTML;Charset='euc-kr'", "htmleuc-kr"},
        {"text/plain;x=y; charset = \"big5\" ;z", "textbig5"},
        {"application/vnd.wap.xhtml+xml", "html"},
        {"application/xml", "html"},
        {"text/xml; charset=utf-8", "htmlutf-8"},
        {";charset=utf-8", "htmlutf-8"},
        {"text/plain", "text"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf a = {0}, block = {0}, expected = {0};
        tm_buf_format(&block, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n<html>",
                      rows[i].media);
        add(&a, "response", "1", "application/http", tm_buf_str(&block));
        tm_buf_format(&expected, "urn:uuid:1 %s [<html>]; ", rows[i].expected);
        tm_buf_byte(&expected, '\0');
        gives(&a, expected.ptr);
        tm_buf_free(&a);
        tm_buf_free(&block);
        tm_buf_free(&expected);
    }
}

// Only what was there when it was fetched can be judged; whoever reads the verdict should know.
static void says_which_bodies_were_cut(void **state)
{
    (void)state;
    tm_buf a = {0};
    add_response(&a, "1", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole");
    add_response(&a, "2", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nshort");
    add_response(&a, "3", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nunpacked");
    add_response(&a, "4", "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n");
    tm_buf_text(&a, "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <5>\r\n"
                    "WARC-Truncated: length\r\nContent-Type: text/plain\r\n"
                    "Content-Length: 4\r\n\r\nhalf\r\n\r\n");
    gives(&a, "urn:uuid:1 text [whole]; urn:uuid:2 text [short …]; "
              "urn:uuid:3 text [unpacked]; urn:uuid:4 text []; 5 text [half …]; ");
    tm_buf_free(&a);
}

static void undoes_chunks_and_says_what_it_cannot_undo(void **state)
{
    (void)state;
    tm_buf a = {0};
    const char *const head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    static const struct {
        const char *id, *rest;
    } rows[] = {
        {"1", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n"},
        {"2", "Transfer-Encoding: chunked\r\n\r\nwas joined already"},
        {"3", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nff\r\ncut"},
        {"4", "Content-Encoding: br\r\n\r\n\x0b\x02\x80"},
        {"5", "Content-Encoding: br\r\n\r\nwas unpacked already"},
        {"6", "Content-Encoding: gzip\r\n\r\n\x1F\x8B\x08\x01 no"},
        {"7", "no end of the header"},
        {"8", "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\n"},
        {"9", "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nmore"},
        {"10", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"11", "Transfer-Encoding: chunked\r\n\r\n0\r\npoints: joined already"},
        {"12", "Transfer-Encoding: chunked\r\n\r\n0\nno points\n"},
        {"13", "Transfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n"},
        {"14", "Transfer-Encoding: chunked\r\n\r\n10000000000000001\nx\n0\n\n"}, // 2^64 + 1
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char message[300];
        snprintf(message, sizeof message, "%s%s", head, rows[i].rest);
        add_response(&a, rows[i].id, message);
    }
    gives(&a, "urn:uuid:1 text [abcdefg]; urn:uuid:2 text [was joined already]; "
              "urn:uuid:3 truncated; urn:uuid:4 unsupported; "
              "urn:uuid:5 text [was unpacked already]; urn:uuid:6 truncated; "
              "urn:uuid:7 damaged; urn:uuid:8 text [x]; urn:uuid:9 damaged; "
              "urn:uuid:10 text []; urn:uuid:11 text [0\r\npoints: joined already]; "
              "urn:uuid:12 text [0\nno points\n]; urn:uuid:13 damaged; "
              "urn:uuid:14 text [10000000000000001\nx\n0\n\n]; ");
    tm_buf_free(&a);
}

// Answers that come before the response are none of it, nor are their fields.
static void what_comes_before_the_response_is_skipped(void **state)
{
    (void)state;
    static const char *const messages[] = {
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x",
        "HTTP/1.1 103 Early Hints\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n"
        "HTTP/1.1 102\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "1\r\nx\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 404 as text\r\n\r\n",
        "HTTP/1.1 1000\r\n\r\nHTTP/1.1 as text",
        "HTTP/1.1 101 Switching Protocols\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-",
    };
    tm_buf a = {0};
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        add_response(&a, (char[]){(char)('1' + i), '\0'}, messages[i]);
    gives(&a, "urn:uuid:1 html [<p>x]; urn:uuid:2 text [x]; "
              "urn:uuid:3 text [HTTP/1.1 404 as text\r\n\r\n]; "
              "urn:uuid:4 text [HTTP/1.1 as text]; urn:uuid:5 text [hello]; "
              "urn:uuid:6 text []; urn:uuid:7 damaged; ");
    tm_buf_free(&a);
}

// Lines that begin with a blank go on with the value before them.
static void folded_fields_are_read_whole(void **state)
{
    (void)state;
    tm_buf a = {0};
    tm_buf_text(&a, "WARC/1.0\r\nWARC-Type:\r\n\tresponse\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
                    "Content-Type: application/http;\r\n msgtype=response\r\n"
                    "Content-Length: \r\n 105\r\n\r\n"
                    "HTTP/1.0 200 OK\r\nContent-Type: text/html;\r\n  charset=euc-kr\r\n"
                    "Transfer-Encoding:\r\n chunked\r\n\r\n2\r\n x\r\n0\r\n\r\n\r\n\r\n");
    add_text(&a, "2", " after"); // what begins with a blank behind the header is not folded
    gives(&a, "urn:uuid:1 htmleuc-kr [ x]; urn:uuid:2 text [ after]; ");
    tm_buf_free(&a);
}

// ---- Damage ---------------------------------------------------------------------------------

static void wrong_lengths_cost_one_record(void **state)
{
    (void)state;
    static const struct {
        const char *length;
        const char *id; // goes with it where the header is one
    } rows[] = {
        {"3", "urn:uuid:2"},
        {"30", "urn:uuid:2"},
        {"300", "urn:uuid:2"},
        {"30000", "urn:uuid:2"}, // beyond the end of the file
        {"4000000000", "urn:uuid:2"},
        {"-1", ""},
        {"", ""},
        {"0x5", ""},
        {"9223372036854775808", ""},
        {"5, 5", ""},
        {"5\r\nContent-Length: 4", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tm_buf a = {0};
        char expected[200];
        add_text(&a, "1", "before");
        add_fields(&a, "conversion", "2", "text/plain", rows[i].length);
        tm_buf_text(&a, "wrong\r\n\r\n");
        add_text(&a, "3", "after it");
        add_text(&a, "4", "and more");
        snprintf(expected, sizeof expected,
                 "urn:uuid:1 text [before]; %s damaged; urn:uuid:3 text [after it]; "
                 "urn:uuid:4 text [and more]; ",
                 rows[i].id);
        gives(&a, expected);
        tm_buf_free(&a);
    }
}

// What says clearly where a record begins and ends is no damage.
static void records_of_sloppy_writers_are_whole(void **state)
{
    (void)state;
    tm_buf a = {0};
    tm_buf_text(&a, "\xEF\xBB\xBF");
    add_text(&a, "1", "after a mark");
    tm_buf_text(&a, "\r\n\r\n\n\n");
    add_text(&a, "2", "after line ends");
    tm_buf_text(&a, "WARC/0.18\r\nWARC-Type: conversion\r\nWARC-Record-ID: <3>\r\n"
                    "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\ndraft\r\n\r\n"
                    "warc/1.0\r\nwarc-type: conversion\r\nwarc-record-id: <4>\r\n"
                    "content-type: text/plain\r\ncontent-length: 5\r\n"
                    "Content-Length: 5\r\n\r\ntwice\r\n\r\n\r\n\r\n\r\n");
    gives(&a, "urn:uuid:1 text [after a mark]; urn:uuid:2 text [after line ends]; "
              "3 text [draft]; 4 text [twice]; ");
    tm_buf_clear(&a);
    tm_buf_text(&a, "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 5\r\n"
                    "Content-Length: 6\r\n\r\nwhich\r\n\r\n");
    add_text(&a, "5", "five");
    gives(&a, " damaged; urn:uuid:5 text [five]; ");
    tm_buf_free(&a);
}

static void headers_have_limits(void **state)
{
    (void)state;
    for (int many = 0; many < 2; many++) {
        tm_buf a = {0};
        add_text(&a, "1", "before");
        tm_buf_text(&a, "WARC/1.1\r\nWARC-Type: conversion\r\nContent-Length: 1\r\n");
        for (int i = 0; many ? i < 300 : i < 1; i++)
            tm_buf_text(&a, "X: y\r\n");
        for (int i = 0; !many && i < 70000; i++)
            tm_buf_byte(&a, 'x');
        tm_buf_text(&a, "\r\n\r\nz\r\n\r\n");
        add_text(&a, "2", "after");
        gives(&a, "urn:uuid:1 text [before];  damaged; urn:uuid:2 text [after]; ");
        tm_buf_free(&a);
    }
}

// One that is cut off does not swallow that of the next record.
static void a_header_ends_where_the_next_begins(void **state)
{
    (void)state;
    tm_buf a = {0};
    add_text(&a, "1", "before");
    tm_buf_text(&a, "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:2>\r\n");
    add_text(&a, "3", "after");
    gives(&a, "urn:uuid:1 text [before];  damaged; urn:uuid:3 text [after]; ");
    tm_buf_free(&a);
}

static void the_first_record_may_be_missing_its_head(void **state)
{
    (void)state;
    tm_buf a = {0};
    tm_buf_text(&a, "WARC/1.0 but then nothing like it\r\n\r\nand more\r\n");
    add_text(&a, "1", "found");
    tm_buf_text(&a, "rubbish at the end");
    gives(&a, " damaged; urn:uuid:1 damaged; ");
    a.len -= strlen("rubbish at the end");
    gives(&a, " damaged; urn:uuid:1 text [found]; ");
    tm_buf_free(&a);
}

// Or the document in it would be passed over without a word.
static void a_record_of_no_type_is_unscanned(void **state)
{
    (void)state;
    tm_buf a = {0};
    tm_buf_text(&a, "WARC/1.0\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: 4\r\n\r\n"
                    "text\r\n\r\n");
    add_text(&a, "2", "after");
    gives(&a, "urn:uuid:1 damaged; urn:uuid:2 text [after]; ");
    tm_buf_free(&a);
}

// Wherever in the line end before a record, or in its mark, what is read at a time ends.
static void a_record_is_found_across_blocks(void **state)
{
    (void)state;
    enum { STEP_BYTES = 128 << 10, MOST_BYTES = 4 * STEP_BYTES };
    tm_buf a = {0};
    for (size_t end = STEP_BYTES; end <= MOST_BYTES; end += STEP_BYTES) {
        for (size_t begin = end - 10; begin < end; begin++) {
            tm_buf_clear(&a);
            tm_buf_text(&a, "WARC/1.0 but then nothing like it\r\n\r\n");
            while (a.len < begin)
                tm_buf_byte(&a, 'x');
            tm_buf_byte(&a, '\n');
            add_text(&a, "1", "found");
            gives(&a, " damaged; urn:uuid:1 text [found]; ");
        }
    }
    tm_buf_free(&a);
}

static void as_much_as_the_limit_is_not_too_large(void **state)
{
    (void)state;
    tm_buf a = {0}, out = {0}, message = {0}, body = {0};
    while (body.len < options.max_document_bytes)
        tm_buf_byte(&body, 'x');
    tm_buf_text(&message, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
    tm_buf_add(&message, tm_buf_str(&body));
    add(&a, "conversion", "1", "text/plain", tm_buf_str(&body));
    add(&a, "response", "2", "application/http", tm_buf_str(&message));
    read_all(&out, tm_buf_str(&a));
    assert_int_equal(out.len, 2 * (strlen("urn:uuid:1 text []; ") + body.len));
    tm_buf_free(&a);
    tm_buf_free(&out);
    tm_buf_free(&message);
    tm_buf_free(&body);
}

static void large_blocks_are_passed_over(void **state)
{
    (void)state;
    tm_buf a = {0}, block = {0};
    while (block.len < 3 << 20)
        tm_buf_text(&block, "many words\n");
    add(&a, "conversion", "1", "text/plain", tm_buf_str(&block));
    add_text(&a, "2", "after");
    gives(&a, "urn:uuid:1 too_large; urn:uuid:2 text [after]; ");
    tm_buf_clear(&a); // what holds no document may be of any size
    add(&a, "request", "1", "application/http", tm_buf_str(&block));
    add_text(&a, "2", "after");
    gives(&a, "urn:uuid:2 text [after]; ");
    tm_buf_clear(&a); // a name is its own, never that of the one before
    add(&a, "resource", "1", "text/plain", tm_buf_str(&block));
    tm_buf_text(&a, "rubbish\r\n");
    add(&a, "continuation", "", "text/plain", tm_str_of("rest"));
    gives(&a, "urn:uuid:1 damaged; http://example.org/ segmented; ");
    tm_buf_clear(&a);
    add_fields(&a, "response", "1", "application/http", "2000000");
    tm_buf_text(&a, "short\r\n\r\n");
    add(&a, "continuation", "2", "text/plain", tm_str_of("rest"));
    gives(&a, "urn:uuid:1 damaged; urn:uuid:2 segmented; ");
    tm_buf_clear(&a); // if it ends where it says
    add_fields(&a, "request", "1", "application/http", "2000000");
    tm_buf_add(&a, tm_buf_str(&block));
    add_text(&a, "2", "after");
    gives(&a, "urn:uuid:1 damaged; urn:uuid:2 text [after]; ");
    block.len = 5000; // larger than a document, smaller than what a record may be
    tm_buf_clear(&a);
    add(&a, "conversion", "1", "text/plain", tm_buf_str(&block));
    add_text(&a, "2", "after");
    gives(&a, "urn:uuid:1 too_large; urn:uuid:2 text [after]; ");
    tm_buf body = {0};
    tm_buf_text(&body, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
    tm_buf_add(&body, tm_buf_str(&block));
    tm_buf_clear(&a);
    add(&a, "response", "1", "application/http", tm_buf_str(&body));
    gives(&a, "urn:uuid:1 too_large; ");
    tm_buf_free(&body);
    tm_buf_free(&a);
    tm_buf_free(&block);
}

// Records larger than what is read at a time: while the rest of one is read, what lies in memory
// moves.
static void records_of_any_size_are_handed_out(void **state)
{
    (void)state;
    enum { N_RECORDS = 60 };
    tm_buf a = {0}, block = {0}, id = {0};
    tm_reader *reader = NULL;
    tm_record record = {0};
    tm_record_view view = {0};
    tm_reader_options large = options;
    large.max_document_bytes = 1 << 20;
    for (size_t i = 0; i < N_RECORDS; i++) {
        char name[8];
        snprintf(name, sizeof name, "%zu", i);
        while (block.len < i * i * 181)
            tm_buf_byte(&block, 'x');
        add(&a, i % 3 ? "conversion" : "resource", name, "text/plain", tm_buf_str(&block));
        add(&a, "request", name, "text/plain", tm_buf_str(&block));
    }
    FILE *const file = fopen("archive", "wb");
    assert_int_equal(fwrite(a.ptr, 1, a.len, file), a.len);
    fclose(file);
    assert_int_equal(tm_reader_open(&reader, "archive", &large, NULL), TAMIS_OK);
    for (size_t i = 0; i < N_RECORDS; i++) {
        assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_OK);
        assert_int_equal(tm_record_text(&view, &record, &large, NULL), TAMIS_OK);
        tm_buf_clear(&id);
        tm_buf_format(&id, "urn:uuid:%zu", i);
        assert_true(tm_str_equal(view.id, tm_buf_str(&id)));
    }
    assert_int_equal(tm_reader_next(&record, reader, NULL), TAMIS_DONE);
    tm_reader_close(reader);
    tm_record_free(&record);
    tm_record_view_free(&view);
    tm_buf_free(&a);
    tm_buf_free(&block);
    tm_buf_free(&id);
}

static void every_cut_keeps_the_records_before_it(void **state)
{
    (void)state;
    tm_buf a = {0}, out = {0};
    const char *const first = "urn:uuid:1 text [one]; ";
    add_text(&a, "1", "one");
    const size_t end = a.len;
    add_text(&a, "2", "two, which is longer");
    for (size_t len = 7; len < a.len - 4; len++) {
        read_all(&out, tm_str_slice(tm_buf_str(&a), 0, len));
        tm_buf_byte(&out, '\0');
        const bool first_is_whole = len >= end - 4;
        assert_true(strstr(out.ptr, "two") == NULL);
        assert_true((strstr(out.ptr, first) == out.ptr) == first_is_whole);
        const char *const cut = strstr(out.ptr, " truncated;");
        const bool says_so = cut || strstr(out.ptr, " damaged;");
        if (cut && first_is_whole) // the header of the second is there, so its name is known
            assert_non_null(strstr(out.ptr, "urn:uuid:2 truncated;"));
        assert_true(says_so == !(len >= end - 4 && len <= end));
    }
    tm_buf_free(&a);
    tm_buf_free(&out);
}

static void pack(tm_buf *out, tm_str bytes)
{
    tm_gzip *gzip;
    if (tm_gzip_open(&gzip, NULL) != TAMIS_OK)
        skip(); // a build without zlib
    tm_gzip_add(out, gzip, bytes, true);
    tm_gzip_close(gzip);
}

// Where a packed archive is cut, one record is lost, and told of once.
static void a_cut_of_what_is_packed_is_told_of_once(void **state)
{
    (void)state;
    tm_buf whole = {0}, block = {0};
    while (block.len < 3 << 20)
        tm_buf_format(&block, "%zu words\n", block.len * 7919 % 1000003);
    for (int large = 0; large < 2; large++) {
        tm_buf packed = {0}, last = {0};
        tm_buf_clear(&whole);
        add_text(&whole, "1", "one");
        add(&last, "conversion", "2", "text/plain",
            tm_str_slice(tm_buf_str(&block), 0, large ? block.len : 3000));
        pack(&packed, tm_buf_str(&whole));
        pack(&packed, tm_buf_str(&last));
        packed.len -= 500;
        gives(&packed, "urn:uuid:1 text [one]; urn:uuid:2 truncated; ");
        tm_buf_free(&packed);
        tm_buf_free(&last);
    }
    tm_buf_free(&whole);
    tm_buf_free(&block);
}

// Adds a response whose body is `packed`.
static void add_packed(tm_buf *out, const char *id, tm_str packed)
{
    tm_buf message = {0};
    tm_buf_text(&message, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
    tm_buf_add(&message, packed);
    add(out, "response", id, "application/http", tm_buf_str(&message));
    tm_buf_free(&message);
}

// No body is over the limit by itself, but together they unpack to far more than the file has. They
// are counted whether the body says how long it is or, having two members, has to be unpacked.
static void bodies_that_unpack_to_too_much_together_are_a_bomb(void **state)
{
    (void)state;
    enum { N_RECORDS = 8, BODY_BYTES = 4000 };
    char body[BODY_BYTES];
    memset(body, 'x', sizeof body);
    for (int members = 1; members <= 2; members++)
        for (int outer = 0; outer < 2; outer++) {
            tm_reader_options strict = options;
            tm_buf packed = {0}, a = {0}, packed_again = {0}, out = {0};
            for (int i = 0; i < members; i++)
                pack_gzip(&packed, (tm_str){body, sizeof body / (size_t)members});
            for (int i = 0; i < N_RECORDS; i++)
                add_packed(&a, "b", tm_buf_str(&packed));
            pack_gzip(&packed_again, tm_buf_str(&a));
            const tm_str archive = tm_buf_str(outer ? &packed_again : &a);

            read_with(&out, archive, &strict);
            tm_buf_byte(&out, '\0');
            assert_null(strstr(out.ptr, "bomb"));

            strict.limits.total_bytes = a.len + 3 * BODY_BYTES;
            read_with(&out, archive, &strict);
            tm_buf_byte(&out, '\0');
            const char *const bomb = strstr(out.ptr, "urn:uuid:b bomb; ");
            assert_non_null(bomb);
            assert_string_equal(bomb, "urn:uuid:b bomb; "); // reading ends there
            assert_true(out.len > 3 * (size_t)BODY_BYTES && out.len < 4 * (size_t)BODY_BYTES);

            strict.limits =
                (tm_stream_limits){.ratio = 20, .ratio_after_bytes = 2 * BODY_BYTES};
            read_with(&out, archive, &strict);
            tm_buf_byte(&out, '\0');
            assert_true(!strstr(out.ptr, "bomb") == !outer);
            tm_buf_free(&packed);
            tm_buf_free(&packed_again);
            tm_buf_free(&a);
            tm_buf_free(&out);
        }
}

// Many small records that all claim to be large are looked at once each.
static void false_claims_cost_no_time(void **state)
{
    (void)state;
    tm_buf a = {0};
    tm_reader *reader = NULL;
    tm_record record = {0};
    tm_reader_options large = options;
    size_t n = 0;
    large.max_document_bytes = (size_t)16 << 20;
    for (int i = 0; i < 50000; i++)
        add_fields(&a, "conversion", "x", "text/plain", "8000000");
    FILE *const file = fopen("claims", "wb");
    assert_int_equal(fwrite(a.ptr, 1, a.len, file), a.len);
    fclose(file);
    assert_int_equal(tm_reader_open(&reader, "claims", &large, NULL), TAMIS_OK);
    while (tm_reader_next(&record, reader, NULL) == TAMIS_OK)
        n++;
    assert_int_equal(n, 50000);
    tm_reader_close(reader);
    tm_record_free(&record);
    tm_buf_free(&a);
}

#define in_scratch(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_scratch(hands_out_what_holds_a_document),
        in_scratch(parts_of_a_document_are_not_judged_for_it),
        in_scratch(says_which_bodies_were_cut),
        in_scratch(media_types_are_read_as_servers_write_them),
        in_scratch(undoes_chunks_and_says_what_it_cannot_undo),
        in_scratch(what_comes_before_the_response_is_skipped),
        in_scratch(folded_fields_are_read_whole),
        in_scratch(wrong_lengths_cost_one_record),
        in_scratch(records_of_sloppy_writers_are_whole),
        in_scratch(headers_have_limits),
        in_scratch(a_header_ends_where_the_next_begins),
        in_scratch(the_first_record_may_be_missing_its_head),
        in_scratch(a_record_of_no_type_is_unscanned),
        in_scratch(a_record_is_found_across_blocks),
        in_scratch(as_much_as_the_limit_is_not_too_large),
        in_scratch(large_blocks_are_passed_over),
        in_scratch(records_of_any_size_are_handed_out),
        in_scratch(every_cut_keeps_the_records_before_it),
        in_scratch(a_cut_of_what_is_packed_is_told_of_once),
        in_scratch(bodies_that_unpack_to_too_much_together_are_a_bomb),
        in_scratch(false_claims_cost_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
