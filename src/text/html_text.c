// Writes text between tags and in attributes to the stream it belongs to. White space is collapsed
// and character references are decoded. Every byte is passed once; a reference looks at most 33
// bytes ahead.
// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "base/num.h"
#include "text/html_char.h"
#include "text/html_entity.h"
#include "text/html_page.h"
#include "text/html_stream.h"

// A walk over source [pos, end), to one stream.
typedef struct text_scan {
    tm_html_page *page;
    tm_html_stream *stream;
    size_t pos, end;
    bool stops_at_tags, has_entities, in_attribute, has_escapes;
    bool keeps_newlines;
} text_scan;

static tm_html_stream *stream_of(tm_html_page *page, tm_hidden reason)
{
    return reason == TM_HIDDEN_NOT ? &page->out->shown : &page->out->hidden;
}

// ---- Pieces ---------------------------------------------------------------------------------

// Notes why what was written to the hidden stream from `begin` on is hidden.
static void note_piece(tm_html *out, size_t begin, tm_hidden reason)
{
    const uint32_t end = (uint32_t)out->hidden.text.len;
    tm_html_piece *last = out->n_pieces ? &out->piece[out->n_pieces - 1] : NULL;
    if (end == begin)
        return;
    if (last && last->reason == reason) {
        last->end = end;
        return;
    }
    void *pieces = out->piece;
    if (!tm_grow(&pieces, &out->pieces_cap, out->n_pieces + 1, sizeof *out->piece)) {
        out->hidden.text.failed = true;
        return;
    }
    out->piece = pieces;
    out->piece[out->n_pieces++] = (tm_html_piece){(uint32_t)begin, end, reason};
}

// ---- Scanning -------------------------------------------------------------------------------

static void scan_blanks(text_scan *scan)
{
    const tm_str source = scan->page->source;
    const size_t begin = scan->pos;
    while (scan->pos < scan->end && tm_html_is_blank(source.ptr[scan->pos])) {
        const char byte = source.ptr[scan->pos++];
        if (!scan->keeps_newlines)
            continue;
        if (byte == '\n')
            tm_html_stream_break(scan->stream);
        else if (byte != '\r')
            tm_html_stream_put(scan->stream, (tm_str){byte == '\t' ? "\t" : " ", 1},
                               scan->pos - 1);
    }
    if (!scan->keeps_newlines)
        tm_html_stream_blank(scan->stream, ' ', begin);
}

static void put(text_scan *scan, size_t begin)
{
    if (scan->pos > begin)
        tm_html_stream_put(scan->stream, tm_str_slice(scan->page->source, begin, scan->pos),
                           begin);
}

static void scan_entity(text_scan *scan)
{
    const size_t begin = scan->pos;
    const tm_str rest = tm_str_slice(scan->page->source, begin, scan->end);
    const tm_html_entity entity = tm_html_entity_read(rest, scan->in_attribute);
    scan->pos += entity.source_len ? entity.source_len : 1;
    if (entity.source_len == 0)
        put(scan, begin);
    else if (entity.text_len == 1 && tm_html_is_blank(entity.text[0]))
        tm_html_stream_blank(scan->stream, ' ', begin);
    else
        tm_html_stream_replace(scan->stream, (tm_str){entity.text, entity.text_len}, begin,
                               entity.source_len);
}

// The number in the four hexadecimal digits at `at`, or -1.
static int32_t read_hex4(const text_scan *scan, size_t at)
{
    int32_t number = 0;
    if (scan->end < 4 || at > scan->end - 4)
        return -1;
    for (size_t i = at; i < at + 4; i++) {
        const int digit = tm_hex_digit(scan->page->source.ptr[i]);
        if (digit < 0)
            return -1;
        number = number * 16 + digit;
    }
    return number;
}

// Reads \uXXXX, of a pair both; lone surrogates become U+FFFD.
static void scan_codepoint(text_scan *scan, int32_t unit)
{
    const size_t begin = scan->pos;
    const char *const text = scan->page->source.ptr;
    uint32_t codepoint = (uint32_t)unit;
    char utf8[4];
    scan->pos += 6;
    if (unit >= 0xD800 && unit < 0xE000) {
        const bool goes_on = unit < 0xDC00 && scan->end - scan->pos >= 6 &&
                             text[scan->pos] == '\\' && text[scan->pos + 1] == 'u';
        const int32_t low = goes_on ? read_hex4(scan, scan->pos + 2) : -1;
        codepoint = 0xFFFD;
        if (low >= 0xDC00 && low < 0xE000) {
            codepoint = 0x10000U + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(low - 0xDC00);
            scan->pos += 6;
        }
    }
    const size_t len = tm_html_entity_write(utf8, codepoint);
    tm_html_stream_replace(scan->stream, (tm_str){utf8, len}, begin, scan->pos - begin);
}

// Reads an escape of JSON. Those of white space become a blank, what is none stays as it is.
static void scan_escape(text_scan *scan)
{
    const size_t begin = scan->pos;
    const tm_str rest = tm_str_slice(scan->page->source, begin, scan->end);
    const char byte = rest.len > 1 ? rest.ptr[1] : '\0';
    const int32_t unit = byte == 'u' ? read_hex4(scan, begin + 2) : -1;
    if (unit > 0x20) {
        scan_codepoint(scan, unit);
    } else if (unit >= 0 || (byte != '\0' && strchr("bfnrt", byte))) {
        scan->pos += unit >= 0 ? 6 : 2;
        tm_html_stream_blank(scan->stream, ' ', begin);
    } else if (byte != '\0' && strchr("\"\\/", byte)) {
        scan->pos += 2;
        tm_html_stream_replace(scan->stream, tm_str_slice(rest, 1, 2), begin, 2);
    } else {
        scan->pos++;
        put(scan, begin);
    }
}

// Bytes at which a stretch of text may have to stop.
enum { BLANK = 1, TAG = 2, REFERENCE = 4, ESCAPE = 8 };
static const uint8_t stops[256] = {
    [' '] = BLANK,  ['\t'] = BLANK, ['\n'] = BLANK,    ['\r'] = BLANK,
    ['\f'] = BLANK, ['<'] = TAG,    ['&'] = REFERENCE, ['\\'] = ESCAPE,
};

static unsigned stops_at(const text_scan *scan, size_t pos)
{
    return pos < scan->end ? stops[(unsigned char)scan->page->source.ptr[pos]] : BLANK;
}

// Reads words with single blanks between them, which are copied as they are.
static void scan_words(text_scan *scan)
{
    const unsigned mask = BLANK | (scan->stops_at_tags ? TAG : 0U) |
                          (scan->has_entities ? REFERENCE : 0U) |
                          (scan->has_escapes ? ESCAPE : 0U);
    const char *const text = scan->page->source.ptr;
    const size_t begin = scan->pos++;
    for (;;) {
        while (!(stops_at(scan, scan->pos) & mask))
            scan->pos++;
        if (scan->pos >= scan->end || text[scan->pos] != ' ' ||
            stops_at(scan, scan->pos + 1) & mask)
            break;
        scan->pos += 2;
    }
    put(scan, begin);
}

static void scan_text(text_scan *scan)
{
    while (scan->pos < scan->end) {
        const char byte = scan->page->source.ptr[scan->pos];
        if (tm_html_is_blank(byte))
            scan_blanks(scan);
        else if (byte == '&' && scan->has_entities)
            scan_entity(scan);
        else if (byte == '\\' && scan->has_escapes)
            scan_escape(scan);
        else if (byte == '<' && scan->stops_at_tags)
            return;
        else
            scan_words(scan);
    }
}

// ---- Text out -------------------------------------------------------------------------------

// Moves past text that is not to be read.
static void drop_text(tm_html_page *page)
{
    const tm_str rest = tm_str_slice(page->source, page->pos, page->source.len);
    const char *found = rest.len ? memchr(rest.ptr, '<', rest.len) : NULL;
    page->pos = found ? (size_t)(found - page->source.ptr) : page->source.len;
}

static void write_text(tm_html_page *page, text_scan *scan, tm_hidden reason)
{
    const size_t begin = page->out->hidden.text.len;
    scan->page = page;
    scan->stream = stream_of(page, reason);
    scan_text(scan);
    if (reason != TM_HIDDEN_NOT)
        note_piece(page->out, begin, reason);
}

void tm_html_page_text(tm_html_page *page)
{
    if (page->drops) {
        drop_text(page);
        return;
    }
    text_scan scan = {.pos = page->pos,
                      .end = page->source.len,
                      .stops_at_tags = true,
                      .has_entities = true,
                      .keeps_newlines = tm_html_stack_state(page->stack)->keeps_newlines};
    write_text(page, &scan, page->hidden);
    page->pos = scan.pos;
}

void tm_html_page_plain(tm_html_page *page, size_t begin, size_t end, bool entities)
{
    text_scan scan = {.pos = begin, .end = end, .has_entities = entities};
    if (!page->drops)
        write_text(page, &scan, page->hidden);
}

void tm_html_page_string(tm_html_page *page, tm_str string)
{
    const size_t begin = string.len ? (size_t)(string.ptr - page->source.ptr) : 0;
    text_scan scan = {.pos = begin, .end = begin + string.len, .has_escapes = true};
    tm_html_stream_break(&page->out->hidden);
    write_text(page, &scan, TM_HIDDEN_META);
    tm_html_stream_break(&page->out->hidden);
}

void tm_html_page_value(tm_html_page *page, tm_str value, tm_hidden reason, bool joined)
{
    const size_t begin = value.len ? (size_t)(value.ptr - page->source.ptr) : 0;
    text_scan scan = {
        .pos = begin, .end = begin + value.len, .has_entities = true, .in_attribute = true};
    tm_html_stream_break(&page->out->hidden);
    write_text(page, &scan, reason);
    if (joined)
        tm_html_stream_blank(&page->out->hidden, ' ', scan.end);
    else
        tm_html_stream_break(&page->out->hidden);
}

void tm_html_page_break(tm_html_page *page)
{
    tm_html_stream_break(stream_of(page, page->hidden));
}

void tm_html_page_blank(tm_html_page *page, char blank)
{
    tm_html_stream_blank(stream_of(page, page->hidden), blank, page->pos);
}
