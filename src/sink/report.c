// The readable report of `tamis screen`. It shows what a reviewer needs at a glance: how sure the
// verdict is, how much of the text is affected, and the injected words in their context. A path
// alone convinces nobody; to see 라이브바카라 in the place of 장관 does.
//
// The places shown are chosen by score: spans of one line that are close together form a group, and
// the five groups with the strongest span are kept. Linear in the number of spans.
// SPDX-License-Identifier: MIT
#include "sink/report.h"

#include "base/num.h"
#include "screen/unscanned.h"
#include "sink/visible.h"

enum {
    MAX_GROUPS = 5,
    GROUP_BYTES = 120, // about one row of Korean text
    // Shown before the first span of a row, in two fifths of it at most.
    CONTEXT_CHARACTERS = 12,
    ROW_MARGIN = 20, // columns taken by line number and kind
    MAX_ID_COLUMNS = 60
};

// Spans [first, end) of a verdict that one row shows.
typedef struct span_group {
    size_t first, end;
    double score; // the greatest of its spans
} span_group;

void tm_report_label(tm_buf *out, tamis_verdict_kind verdict, bool color)
{
    static const char *const colors[] = {"\x1b[32m", "\x1b[33m", "\x1b[1;31m", "\x1b[35m"};
    if (color)
        tm_buf_text(out, colors[verdict]);
    tm_buf_text(out, tamis_verdict_name(verdict));
    if (color)
        tm_buf_text(out, "\x1b[0m");
}

// The id is left out where it only repeats path and record.
void tm_report_name(tm_buf *out, const tm_document *document)
{
    tm_visible(out, document->path, 0);
    if (tm_str_equal(document->id, document->path))
        return;
    tm_buf_format(out, "#%zu", document->record);
    tm_str rest = document->id;
    if (tm_str_starts_with(rest, document->path) && rest.len > document->path.len &&
        rest.ptr[document->path.len] == '#')
        return;
    tm_buf_text(out, " (id ");
    tm_visible(out, rest, MAX_ID_COLUMNS);
    tm_buf_byte(out, ')');
}

void tm_report_count(tm_buf *out, uint64_t count)
{
    char digits[32];
    size_t n = 0;
    do {
        if (n % 4 == 3)
            digits[n++] = ',';
        digits[n++] = (char)('0' + count % 10);
        count /= 10;
    } while (count > 0);
    while (n > 0)
        tm_buf_byte(out, digits[--n]);
}

void tm_report_plural(tm_buf *out, uint64_t count, const char *noun)
{
    tm_report_count(out, count);
    tm_buf_byte(out, ' ');
    tm_buf_text(out, noun);
    if (count != 1)
        tm_buf_byte(out, 's');
}

static void pad(tm_buf *out, const char *text, size_t width)
{
    for (size_t len = strlen(text); len < width; len++)
        tm_buf_byte(out, ' ');
}

static void put_header(tm_buf *out, const tm_document *document, const tm_marked *marked)
{
    const tamis_verdict *verdict = marked->verdict;
    const char *label = tamis_verdict_name(verdict->verdict);
    const char *kind = tamis_document_kind_name(verdict->kind);
    tm_report_label(out, verdict->verdict, marked->color);
    pad(out, label, 14);
    tm_print_fixed(out, verdict->probability, 4);
    tm_buf_format(out, "  %s", kind);
    pad(out, kind, 10);
    tm_report_name(out, document);
    tm_buf_text(out, "  ");
    tm_report_plural(out, verdict->n_spans + verdict->n_spans_left_out, "span");
    tm_buf_text(out, ", ");
    tm_print_fixed(out, verdict->removed_ratio * 100, 1);
    tm_buf_text(out, " % of the text\n");
}

// Cuts the group that begins at span `first`.
static span_group next_group(const tamis_verdict *verdict, size_t first)
{
    const tamis_span *head = &verdict->spans[first];
    span_group group = {first, first + 1, head->score};
    for (; group.end < verdict->n_spans; group.end++) {
        const tamis_span *span = &verdict->spans[group.end];
        if (span->line != head->line || span->begin_byte - head->begin_byte > GROUP_BYTES)
            break;
        if (span->score > group.score)
            group.score = span->score;
    }
    return group;
}

// Replaces the weakest of the groups (the last among equals) by `fresh`, put at the end, if that is
// stronger.
static void replace_weakest(span_group groups[MAX_GROUPS], span_group fresh)
{
    size_t weakest = 0;
    for (size_t i = 1; i < MAX_GROUPS; i++)
        if (groups[i].score <= groups[weakest].score)
            weakest = i;
    if (fresh.score <= groups[weakest].score)
        return;
    memmove(&groups[weakest], &groups[weakest + 1],
            (MAX_GROUPS - 1 - weakest) * sizeof *groups);
    groups[MAX_GROUPS - 1] = fresh;
}

// Fills `groups` in the order of the text; returns how many there are.
static size_t choose_groups(span_group groups[MAX_GROUPS], const tamis_verdict *verdict)
{
    size_t n_groups = 0;
    for (size_t i = 0; i < verdict->n_spans;) {
        const span_group group = next_group(verdict, i);
        if (n_groups < MAX_GROUPS)
            groups[n_groups++] = group;
        else
            replace_weakest(groups, group);
        i = group.end;
    }
    return n_groups;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

// A little to the left of `offset`, on the same line and at the start of a character. What stands
// between takes `max_columns` at most, so that it leaves room for what it leads to.
static size_t context_begin(tm_str text, size_t offset, size_t max_columns)
{
    size_t columns = 0;
    for (int i = 0; i < CONTEXT_CHARACTERS; i++) {
        if (offset == 0 || tm_str_ends_line(text, offset - 1))
            break;
        tm_glyphs glyphs = {.text = {text.ptr, offset}, .pos = offset - 1};
        while (glyphs.pos > 0 && is_continuation(text.ptr[glyphs.pos]))
            glyphs.pos--;
        const size_t begin = glyphs.pos;
        tm_glyph glyph;
        tm_glyphs_next(&glyph, &glyphs);
        columns += glyph.columns;
        if (columns > max_columns)
            break;
        offset = begin;
    }
    return offset;
}

// Writes the words of a group in their context.
static void put_context(tm_buf *out, const tm_marked *marked, span_group group, size_t room)
{
    const tamis_span *span = &marked->verdict->spans[group.first];
    const tm_str text = marked->decoded->text;
    const size_t begin =
        context_begin(text, tm_decoded_at(marked->decoded, span->begin_byte), room * 2 / 5);
    const bool cut = begin > 0 && !tm_str_ends_line(text, begin - 1);
    size_t next = group.first;
    // The context may reach into spans before the group: mark these too.
    while (next > 0 &&
           tm_decoded_at(marked->decoded, marked->verdict->spans[next - 1].end_byte) > begin)
        next--;

    if (cut)
        tm_buf_text(out, "…");
    tm_marked_line(out, marked, begin, &next, cut ? room - 1 : room);
}

static void put_row(tm_buf *out, const tm_marked *marked, span_group group, size_t width)
{
    const tamis_span *span = &marked->verdict->spans[group.first];
    const size_t room = width > 2 * ROW_MARGIN ? width - ROW_MARGIN : ROW_MARGIN;
    tm_buf_format(out, "%7zu  %-9s  ", span->line, tamis_span_kind_name(span->kind));
    if (marked->decoded)
        put_context(out, marked, group, room);
    else
        tm_marked_words(out, marked, group.first, group.end, room);
    tm_buf_byte(out, '\n');
}

void tm_report_flagged(tm_buf *out, const tm_document *document, const tm_marked *marked,
                       size_t width)
{
    span_group groups[MAX_GROUPS];
    const size_t n_groups = choose_groups(groups, marked->verdict);
    size_t n_hidden = marked->verdict->n_spans + marked->verdict->n_spans_left_out;
    put_header(out, document, marked);
    for (size_t i = 0; i < n_groups; i++) {
        put_row(out, marked, groups[i], width);
        n_hidden -= groups[i].end - groups[i].first;
    }
    if (n_hidden > 0) {
        tm_buf_text(out, "      …  and ");
        tm_report_plural(out, n_hidden, "more span");
        tm_buf_byte(out, '\n');
    }
    tm_buf_byte(out, '\n');
}

void tm_report_unscanned(tm_buf *out, const tm_document *document, const tamis_verdict *verdict,
                         const char *detail, bool color)
{
    tm_report_label(out, TAMIS_UNSCANNED, color);
    pad(out, tamis_verdict_name(TAMIS_UNSCANNED), 14);
    tm_report_name(out, document);
    tm_buf_format(out, "  %s", tm_unscanned_words(verdict->unscanned_reason));
    if (detail[0]) {
        tm_buf_text(out, " (");
        tm_visible(out, tm_str_of(detail), 0);
        tm_buf_byte(out, ')');
    }
    tm_buf_byte(out, '\n');
}

void tm_report_summary(tm_buf *out, const tm_tally *tally)
{
    tm_report_plural(out, tm_tally_seen(tally), "document");
    tm_buf_text(out, ", ");
    tm_report_plural(out, tally->n_bytes, "byte");
    for (int i = TAMIS_CLEAN; i <= TAMIS_UNSCANNED; i++) {
        tm_buf_text(out, i == TAMIS_CLEAN ? ": " : ", ");
        tm_report_count(out, tally->n_documents[i]);
        tm_buf_format(out, " %s", tamis_verdict_name((tamis_verdict_kind)i));
    }
    tm_buf_byte(out, '\n');
}
