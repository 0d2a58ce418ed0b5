// Marks spans in the text they were found in. The offsets of spans count bytes of the input and the
// text shown is decoded, so they go through the decoder's origin map (a binary search per span
// end). A span over several lines is closed at each line end and opened again on the next line.
// Linear in the length of the line, logarithmic per span.
// SPDX-License-Identifier: MIT
#include "sink/marked.h"

#include "sink/visible.h"

static const char begin_sign[] = "⟦";
static const char end_sign[] = "⟧";
static const char begin_reverse[] = "\x1b[7m";
static const char end_reverse[] = "\x1b[27m";

enum {
    MIN_ORIGINAL_COLUMNS = 6, // with less room nothing of the word in braces could be seen
    MIN_WORD_COLUMNS = 9      // nor of another word in marks behind …
};

typedef struct marking_pen {
    tm_buf *out;
    const tm_marked *marked;
    size_t span;                 // the next or current one
    size_t span_begin, span_end; // its bytes in the decoded text; SIZE_MAX: there is none
    bool inside;                 // the mark is open
    size_t columns, max_columns;
} marking_pen;

static void aim(marking_pen *pen, size_t span)
{
    const tamis_verdict *verdict = pen->marked->verdict;
    pen->span = span;
    pen->span_begin = pen->span_end = SIZE_MAX;
    if (span < verdict->n_spans) {
        pen->span_begin = tm_decoded_at(pen->marked->decoded, verdict->spans[span].begin_byte);
        pen->span_end = tm_decoded_at(pen->marked->decoded, verdict->spans[span].end_byte);
    }
}

static void switch_mark(marking_pen *pen, bool inside)
{
    const bool color = pen->marked->color;
    if (inside)
        tm_buf_text(pen->out, color ? begin_reverse : begin_sign);
    else
        tm_buf_text(pen->out, color ? end_reverse : end_sign);
    pen->columns += color ? 0 : 1;
    pen->inside = inside;
}

static void put_original(marking_pen *pen)
{
    const tamis_span *span = &pen->marked->verdict->spans[pen->span];
    if (!span->original)
        return;
    size_t room = 0;
    if (pen->max_columns) {
        if (pen->columns + MIN_ORIGINAL_COLUMNS > pen->max_columns)
            return;
        room = pen->max_columns - pen->columns - 3; // both braces and the … of the line
    }
    tm_buf_byte(pen->out, '{');
    pen->columns +=
        tm_visible(pen->out, (tm_str){span->original, span->original_bytes}, room) + 2;
    tm_buf_byte(pen->out, '}');
}

// Closes the spans that end at or before `offset`.
static void leave_spans(marking_pen *pen, size_t offset)
{
    while (pen->span_end <= offset) {
        if (pen->inside) {
            switch_mark(pen, false);
            put_original(pen);
        }
        aim(pen, pen->span + 1);
    }
}

// Whether the glyph fits together with what must follow it: the closing mark, and … unless it is
// the last.
static bool fits(const marking_pen *pen, const tm_glyph *glyph, bool opens, bool last)
{
    const size_t marks = pen->marked->color ? 0 : opens ? 2 : pen->inside ? 1 : 0;
    const size_t needed = pen->columns + glyph->columns + marks + (last ? 0 : 1);
    return pen->max_columns == 0 || needed <= pen->max_columns;
}

static size_t line_end(tm_str text, size_t begin)
{
    size_t end = begin;
    while (end < text.len && !tm_str_ends_line(text, end))
        end++;
    return end > begin && text.ptr[end - 1] == '\r' ? end - 1 : end;
}

// Writes bytes [begin, end) of the decoded text; `*span` as in tm_marked_line.
static void write_marked(marking_pen *pen, size_t begin, size_t end, size_t *span)
{
    tm_glyphs glyphs = {.text = {pen->marked->decoded->text.ptr, end}, .pos = begin};
    tm_glyph glyph;

    aim(pen, *span);
    while (tm_glyphs_next(&glyph, &glyphs)) {
        leave_spans(pen, glyph.begin);
        const bool opens = !pen->inside && glyph.begin >= pen->span_begin;
        if (!fits(pen, &glyph, opens, glyph.end == end)) {
            tm_buf_text(pen->out, "…");
            break;
        }
        if (opens)
            switch_mark(pen, true);
        if (pen->marked->decoded->text.ptr[glyph.begin] == '\n')
            tm_buf_byte(pen->out, ' ');
        else
            tm_buf_append(pen->out, glyph.shown, glyph.shown_len);
        pen->columns += glyph.columns;
    }
    leave_spans(pen, end);
    if (pen->inside)
        switch_mark(pen, false);
    *span = pen->span;
}

void tm_marked_line(tm_buf *out, const tm_marked *marked, size_t begin, size_t *span,
                    size_t max_columns)
{
    marking_pen pen = {.out = out, .marked = marked, .max_columns = max_columns};
    write_marked(&pen, begin, line_end(marked->decoded->text, begin), span);
}

void tm_marked_stretch(tm_buf *out, const tm_marked *marked, size_t begin, size_t end,
                       size_t *span)
{
    marking_pen pen = {.out = out, .marked = marked};
    write_marked(&pen, begin, end, span);
}

void tm_marked_words(tm_buf *out, const tm_marked *marked, size_t first, size_t end,
                     size_t max_columns)
{
    marking_pen pen = {.out = out, .marked = marked, .max_columns = max_columns};
    for (size_t i = first; i < end && pen.columns + MIN_WORD_COLUMNS <= max_columns; i++) {
        const tamis_span *const span = &marked->verdict->spans[i];
        pen.span = i;
        if (i > first) {
            tm_buf_text(out, " … ");
            pen.columns += 3;
        }
        switch_mark(&pen, true);
        pen.columns += tm_visible(out, (tm_str){span->text, span->text_bytes},
                                  max_columns - pen.columns - 1);
        switch_mark(&pen, false);
        put_original(&pen);
    }
}

size_t tm_line_number(tm_line_count *count, const tm_decoded *decoded, size_t begin_byte)
{
    const size_t begin = tm_decoded_at(decoded, begin_byte);
    for (; count->offset < begin; count->offset++)
        count->n_ends += tm_str_ends_line(decoded->text, count->offset);
    return count->n_ends + 1;
}
