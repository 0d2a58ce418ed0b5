// Spans become holes in lines. A line in which no word would be left is removed whole, with its
// line end; in other lines each hole is cut out and the blanks around it are tidied (tidy.c).
// Empty lines follow the same rule as blanks: where removed lines leave several runs of empty lines
// side by side, only the longest run stays.
//
// A swapped word whose original stands elsewhere in the document is replaced by a copy of those
// bytes, so it comes back in the document's own encoding.
//
// Linear in the text.
// SPDX-License-Identifier: MIT
#include "sink/clean.h"

#include <stdlib.h>

#include "base/num.h"
#include "sink/tidy.h"

typedef enum line_state { LINE_OWN, LINE_EMPTY, LINE_GONE } line_state;

typedef struct line {
    size_t begin, end, next; // content, and where the following line begins
    size_t first_hole, end_hole;
    line_state state;
} line;

// ---- Holes ----------------------------------------------------------------------------------

// Where in `text` the original of a span stands; the span begins at `begin`. The screener points to
// both words within its own decoded text, so they lie as far apart in this one, which came of the
// same bytes. False when it is not there.
static bool find_original(size_t *out, tm_str text, size_t begin, const tamis_span *span)
{
    const uintptr_t apart =
        (uintptr_t)span->original - (uintptr_t)span->text; // or wrapped round
    const size_t at = begin + apart;
    *out = at;
    return at <= text.len && span->original_bytes <= text.len - at &&
           memcmp(text.ptr + at, span->original, span->original_bytes) == 0;
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static tamis_status add_hole(tm_clean *out, tm_hole hole, tamis_error *err)
{
    if (hole.begin >= hole.end)
        return TAMIS_OK;
    if (!tm_grow((void **)&out->hole, &out->holes_cap, out->n_holes + 1, sizeof *out->hole))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for edits");
    out->hole[out->n_holes++] = hole;
    return TAMIS_OK;
}

// Splits a hole at line ends, which stay: they belong to the line, not to what was injected.
static tamis_status add_in_lines(tm_clean *out, tm_str text, tm_hole whole, tamis_error *err)
{
    size_t begin = whole.begin;
    for (size_t i = whole.begin; i < whole.end; i++) {
        if (!is_line_end(text.ptr[i]))
            continue;
        TM_TRY(add_hole(out, (tm_hole){begin, i, 0, 0, whole.kind}, err));
        begin = i + 1;
    }
    if (begin > whole.begin)
        whole.put_begin = whole.put_end = 0; // across lines nothing is put back
    whole.begin = begin;
    return add_hole(out, whole, err);
}

static tamis_status find_holes(tm_clean *out, const tm_decoded *decoded,
                               const tamis_verdict *verdict, tamis_error *err)
{
    size_t at = 0, put_begin;
    out->n_holes = 0;
    for (size_t i = 0; i < verdict->n_spans; i++) {
        const tamis_span *const span = &verdict->spans[i];
        tm_hole hole = {.begin = tm_decoded_at(decoded, span->begin_byte),
                        .end = tm_decoded_at(decoded, span->end_byte),
                        .kind = span->kind};
        if (span->original && find_original(&put_begin, decoded->text, hole.begin, span)) {
            hole.put_begin = put_begin;
            hole.put_end = put_begin + span->original_bytes;
        }
        hole.begin = hole.begin < at ? at : hole.begin;
        at = hole.end > at ? hole.end : at;
        TM_TRY(add_in_lines(out, decoded->text, hole, err));
    }
    return TAMIS_OK;
}

// ---- Lines ----------------------------------------------------------------------------------

// Whether a word is left in the line: one outside the holes, or one that is put back.
static bool keeps_word(const tm_clean *clean, tm_str text, const line *l)
{
    size_t at = l->begin;
    for (size_t h = l->first_hole; h <= l->end_hole; h++) {
        const bool last = h == l->end_hole;
        const size_t stop = last ? l->end : clean->hole[h].begin;
        while (at < stop)
            if (tm_mark_of(tm_utf8_next(text, &at)) == TM_MARK_WORD)
                return true;
        if (last)
            return false;
        if (clean->hole[h].put_end > clean->hole[h].put_begin)
            return true;
        at = clean->hole[h].end;
    }
    return false;
}

static bool is_blank(tm_str text, const line *l)
{
    for (size_t at = l->begin; at < l->end;)
        if (tm_mark_of(tm_utf8_next(text, &at)) != TM_MARK_BLANK)
            return false;
    return true;
}

// The line that begins at `begin`; `h` is the first hole that may lie in it.
static line read_line(const tm_clean *clean, tm_str text, size_t begin, size_t h)
{
    line l = {.begin = begin, .end = begin, .first_hole = h, .end_hole = h};
    while (l.end < text.len && !is_line_end(text.ptr[l.end]))
        l.end++;
    l.next = l.end + (l.end < text.len);
    if (l.next < text.len && text.ptr[l.end] == '\r' && text.ptr[l.next] == '\n')
        l.next++;
    while (l.end_hole < clean->n_holes && clean->hole[l.end_hole].begin < l.end)
        l.end_hole++;
    if (l.end_hole > l.first_hole)
        l.state = keeps_word(clean, text, &l) ? LINE_OWN : LINE_GONE;
    else
        l.state = is_blank(text, &l) ? LINE_EMPTY : LINE_OWN;
    return l;
}

// ---- Edits ----------------------------------------------------------------------------------

static tamis_status add_edit(tm_clean *out, tm_edit edit, tamis_error *err)
{
    if (edit.begin >= edit.end)
        return TAMIS_OK;
    if (!tm_grow((void **)&out->edit, &out->edits_cap, out->n_edits + 1, sizeof *out->edit))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for edits");
    out->edit[out->n_edits++] = edit;
    return TAMIS_OK;
}

// Removes the piece [begin, end) of a gap, except for what the gap keeps if that lies in it.
static tamis_status add_tidy(tm_clean *out, size_t begin, size_t end, const tm_tidy_gap *gap,
                             tamis_error *err)
{
    const bool keeps =
        gap->keep_begin < gap->keep_end && gap->keep_begin >= begin && gap->keep_end <= end;
    const size_t stay = keeps ? gap->keep_begin : end;
    TM_TRY(add_edit(out, (tm_edit){.begin = begin, .end = stay, .why = TM_EDIT_TIDY}, err));
    if (!keeps)
        return TAMIS_OK;
    return add_edit(out, (tm_edit){.begin = gap->keep_end, .end = end, .why = TM_EDIT_TIDY},
                    err);
}

static tamis_status edit_gap(tm_clean *out, const tm_tidy_gap *gap, tamis_error *err)
{
    size_t at = gap->begin;
    for (size_t h = gap->first_hole; h < gap->end_hole; h++) {
        const tm_hole hole = out->hole[h];
        TM_TRY(add_tidy(out, at, hole.begin, gap, err));
        TM_TRY(add_edit(
            out,
            (tm_edit){
                .begin = hole.begin, .end = hole.end, .why = TM_EDIT_SPAN, .kind = hole.kind},
            err));
        at = hole.end;
    }
    return add_tidy(out, at, gap->end, gap, err);
}

static tamis_status edit_line(tm_clean *out, tm_str text, const line *l, tamis_error *err)
{
    const tm_str content = tm_str_slice(text, l->begin, l->end);
    size_t own_begin = l->begin;
    for (size_t h = l->first_hole; h < l->end_hole;) {
        const tm_hole hole = out->hole[h];
        if (hole.put_end > hole.put_begin) {
            TM_TRY(add_edit(out,
                            (tm_edit){.begin = hole.begin,
                                      .end = hole.end,
                                      .put_begin = hole.put_begin,
                                      .put_end = hole.put_end,
                                      .why = TM_EDIT_SWAP,
                                      .kind = hole.kind},
                            err));
            own_begin = hole.end;
            h++;
            continue;
        }
        const tm_tidy_gap gap = tm_gap_find(out, text, content, h, l->end_hole, own_begin);
        TM_TRY(edit_gap(out, &gap, err));
        own_begin = gap.end;
        h = gap.end_hole;
    }
    return TAMIS_OK;
}

// ---- Runs of empty and removed lines --------------------------------------------------------

typedef struct run {
    size_t begin; // of its first line
    size_t first_hole;
    bool gone; // a line of it is removed
} run;

// The removed lines cut the run [r->begin, end) into pieces of empty lines, *n_pieces of them.
// Returns the number, from 0, of the piece with the most lines; the first of equals.
static size_t longest_piece(const tm_clean *clean, tm_str text, const run *r, size_t end,
                            size_t *n_pieces)
{
    size_t best = 0, best_lines = 0, n_lines = 0, h = r->first_hole;
    *n_pieces = 1;
    for (size_t at = r->begin; at < end;) {
        const line l = read_line(clean, text, at, h);
        n_lines = l.state == LINE_GONE ? 0 : n_lines + 1;
        *n_pieces += l.state == LINE_GONE;
        if (n_lines > best_lines) {
            best_lines = n_lines;
            best = *n_pieces - 1;
        }
        h = l.end_hole;
        at = l.next;
    }
    return best;
}

// When the last lines of a text without a final line end are removed, the line end before them is
// removed too, so that the text still ends without one.
static void take_line_end(tm_clean *out, tm_str text, size_t body)
{
    size_t e = out->n_edits;
    if (e == 0 || out->edit[e - 1].end < text.len || is_line_end(text.ptr[text.len - 1]))
        return;
    while (e > 1 && out->edit[e - 2].end == out->edit[e - 1].begin)
        e--;
    tm_edit *const edit = &out->edit[e - 1];
    const size_t floor = e > 1 ? out->edit[e - 2].end : body;
    const bool feed = edit->begin > floor && text.ptr[edit->begin - 1] == '\n';
    edit->begin -= feed;
    edit->begin -= edit->begin > floor && text.ptr[edit->begin - 1] == '\r';
}

static tamis_status edit_run(tm_clean *out, tm_str text, const run *r, size_t end, size_t body,
                             tamis_error *err)
{
    size_t n_pieces, piece = 0, h = r->first_hole;
    size_t keep = longest_piece(out, text, r, end, &n_pieces);
    if (r->begin == body)
        keep = 0;
    else if (end == text.len)
        keep = n_pieces - 1;
    for (size_t at = r->begin; at < end;) {
        const line l = read_line(out, text, at, h);
        const bool gone = l.state == LINE_GONE;
        const tm_edit edit = {.begin = l.begin,
                              .end = l.next,
                              .why = gone ? TM_EDIT_LINE : TM_EDIT_TIDY,
                              .kind = gone ? out->hole[l.first_hole].kind : TAMIS_SPAN_MENU};
        if (gone || piece != keep)
            TM_TRY(add_edit(out, edit, err));
        piece += gone;
        h = l.end_hole;
        at = l.next;
    }
    if (end == text.len)
        take_line_end(out, text, body);
    return TAMIS_OK;
}

static tamis_status plan_lines(tm_clean *out, tm_str text, tamis_error *err)
{
    const tm_str mark = tm_byte_order_mark();
    const size_t body = tm_str_starts_with(text, mark) ? mark.len : 0;
    run r = {.begin = body};
    size_t h = 0;
    for (size_t at = body; at < text.len;) {
        const line l = read_line(out, text, at, h);
        if (l.state == LINE_OWN) {
            if (r.gone)
                TM_TRY(edit_run(out, text, &r, l.begin, body, err));
            TM_TRY(edit_line(out, text, &l, err));
            r = (run){.begin = l.next, .first_hole = l.end_hole};
        }
        r.gone = r.gone || l.state == LINE_GONE;
        h = l.end_hole;
        at = l.next;
    }
    return r.gone ? edit_run(out, text, &r, text.len, body, err) : TAMIS_OK;
}

// ---- The whole ------------------------------------------------------------------------------

// Fills in what edits say in lines and code points, and counts n_gone and n_characters.
static void locate(tm_clean *out, const tm_decoded *decoded)
{
    const tm_str text = decoded->text;
    size_t at = 0, character = tm_decoded_has_mark(decoded), n = 1;
    for (size_t i = 0; i < out->n_edits; i++) {
        tm_edit *const edit = &out->edit[i];
        for (; at < edit->begin; at++) {
            character += ((unsigned char)text.ptr[at] & 0xC0) != 0x80;
            n += text.ptr[at] == '\n';
        }
        edit->first = character;
        edit->line = n;
        for (; at < edit->end; at++) {
            character += ((unsigned char)text.ptr[at] & 0xC0) != 0x80;
            n += text.ptr[at] == '\n';
        }
        edit->last = character;
        if (edit->why == TM_EDIT_SPAN || edit->why == TM_EDIT_LINE)
            out->n_gone += edit->last - edit->first;
    }
    for (; at < text.len; at++)
        character += ((unsigned char)text.ptr[at] & 0xC0) != 0x80;
    out->n_characters = character;
}

tamis_status tm_clean_plan(tm_clean *out, const tm_decoded *decoded,
                           const tamis_verdict *verdict, tamis_error *err)
{
    out->n_edits = 0;
    out->n_gone = 0;
    TM_TRY(find_holes(out, decoded, verdict, err));
    TM_TRY(plan_lines(out, decoded->text, err));
    locate(out, decoded);
    return TAMIS_OK;
}

void tm_clean_free(tm_clean *clean)
{
    free(clean->edit);
    free(clean->hole);
    *clean = (tm_clean){0};
}

double tm_clean_ratio(const tm_clean *clean)
{
    return clean->n_characters ? (double)clean->n_gone / (double)clean->n_characters : 0;
}

const char *tm_edit_why_name(tm_edit_why why)
{
    static const char *const names[] = {"span", "line", "swap", "tidy"};
    return names[why];
}
