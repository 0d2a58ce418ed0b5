// In plain text places keep their order. A page is judged with its hidden text after the visible
// text, so its spans are sorted into the order of the source first; a hidden span inside the part
// of the source that a visible span covers becomes part of that one. Besides sorting it takes one
// pass over the text, to count code points and lines.
// SPDX-License-Identifier: MIT
#include "screen/origin.h"

#include <stdlib.h>

typedef struct place {
    size_t byte, character, line;
} place;

// Moves `p` on to byte `to` of `text`.
static void advance(place *p, tm_str text, size_t to)
{
    for (; p->byte < to; p->byte++) {
        p->character += ((unsigned char)text.ptr[p->byte] & 0xC0) != 0x80;
        p->line += tm_str_ends_line(text, p->byte);
    }
}

size_t tm_origin_characters(tm_str text)
{
    place p = {0};
    advance(&p, text, text.len);
    return p.character;
}

// ---- Pages ----------------------------------------------------------------------------------

// Replaces offsets in the text of a page by offsets in its source. Only the first line of the range
// counts: the next one may come from the other end of the page. Returns the length of that line.
static size_t to_source(const tm_html *html, size_t *begin, size_t *end)
{
    tm_str rest = tm_str_slice(html->text, *begin, *end);
    const tm_str line = tm_str_cut(&rest, '\n');
    if (line.len == 0)
        return 0;
    const tm_html_place source = tm_html_source(html, *begin, *begin + line.len);
    *begin = source.begin;
    *end = source.end;
    return line.len;
}

// By begin, then the longer one first, so that a place comes before those it encloses.
static int compare_places(tm_html_place a, tm_html_place b)
{
    if (a.begin != b.begin)
        return a.begin < b.begin ? -1 : 1;
    return a.end != b.end ? (a.end > b.end ? -1 : 1) : 0;
}

static int compare_spans(const void *a, const void *b)
{
    const tamis_span *x = a, *y = b;
    return compare_places((tm_html_place){x->begin_byte, x->end_byte},
                          (tm_html_place){y->begin_byte, y->end_byte});
}

static int compare_lines(const void *a, const void *b)
{
    const tamis_line *x = a, *y = b;
    return compare_places((tm_html_place){x->begin_byte, x->end_byte},
                          (tm_html_place){y->begin_byte, y->end_byte});
}

// Joins sorted spans that overlap.
static void join_spans(tamis_verdict *v, tamis_span *span)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n_spans; i++) {
        tamis_span *last = n ? &span[n - 1] : NULL;
        if (last && span[i].begin_byte < last->end_byte)
            last->end_byte =
                span[i].end_byte > last->end_byte ? span[i].end_byte : last->end_byte;
        else
            span[n++] = span[i];
    }
    v->n_spans = n;
}

// Turns offsets in the text of a page into offsets in its source, sorts and joins the spans.
// Returns the number of code points of the text inside spans.
static size_t place_in_source(const tm_html *html, tamis_verdict *v, tamis_span *span)
{
    size_t inside = 0;
    for (size_t i = 0; i < v->n_spans; i++) {
        tamis_span *s = &span[i];
        if (tm_html_hidden_at(html, s->begin_byte) != TM_HIDDEN_NOT)
            s->kind = TAMIS_SPAN_HIDDEN;
        s->text_bytes = to_source(html, &s->begin_byte, &s->end_byte);
        inside += tm_origin_characters((tm_str){s->text, s->text_bytes});
    }
    if (v->n_spans)
        qsort(span, v->n_spans, sizeof *span, compare_spans);
    join_spans(v, span);
    return inside;
}

// ---- Spans and lines ------------------------------------------------------------------------

void tm_origin_spans(tm_origin *origin, const tm_plain *part, tamis_verdict *v,
                     tamis_span *span, size_t first)
{
    const tm_decoded *const decoded = &part->decoded;
    const tm_str text = decoded->text;
    place p = {0, origin->character + tm_decoded_has_mark(decoded), origin->line};
    size_t inside = 0;
    if (part->is_html)
        inside = place_in_source(&part->html, v, span); // a page has one part
    for (size_t i = first; i < v->n_spans; i++) {
        tamis_span *s = &span[i];
        advance(&p, text, s->begin_byte);
        s->begin = p.character;
        s->line = p.line + 1;
        advance(&p, text, s->end_byte);
        s->end = p.character;
        inside += part->is_html ? 0 : s->end - s->begin;
        s->begin_byte = origin->byte + tm_decoded_origin(decoded, s->begin_byte);
        s->end_byte = origin->byte + tm_decoded_origin(decoded, s->end_byte);
    }
    advance(&p, text, text.len);
    origin->n_inside += inside;
    origin->n_characters +=
        part->is_html ? tm_origin_characters(part->text) : p.character - origin->character;
    origin->byte += tm_decoded_origin(decoded, text.len);
    origin->character = p.character;
    origin->line = p.line;
}

void tm_origin_lines(const tm_plain *part, const tamis_verdict *v, tamis_line *lines)
{
    size_t i = 0;
    for (size_t l = 0; l < v->n_lines && part->is_html; l++)
        to_source(&part->html, &lines[l].begin_byte, &lines[l].end_byte);
    if (part->is_html && v->n_lines)
        qsort(lines, v->n_lines, sizeof *lines, compare_lines);
    for (size_t l = 0; l < v->n_lines; l++) {
        tamis_line *line = &lines[l];
        line->begin_byte = tm_decoded_origin(&part->decoded, line->begin_byte);
        line->end_byte = tm_decoded_origin(&part->decoded, line->end_byte);
        while (i < v->n_spans && v->spans[i].end_byte <= line->begin_byte)
            i++;
        line->flagged = i < v->n_spans && v->spans[i].begin_byte < line->end_byte;
    }
}
