// What all kinds of injection share: pieces, places and runs. See injection.h.
// SPDX-License-Identifier: MIT
#include "model/injection.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

void tm_piece_start(tm_injection *injection)
{
    injection->begin = injection->writer.out.len;
    injection->first_mark = injection->writer.n_marks;
}

void tm_piece_put(tm_injection *injection, size_t at, size_t cut)
{
    tm_writer *const w = &injection->writer;
    if (w->out.failed)
        return;
    if (w->plain_parts)
        tm_write_disguise(w, injection->begin);
    if (!injection->keep_marks || w->n_marks == injection->first_mark) {
        size_t begin = injection->begin, end = w->out.len;
        while (begin < end && is_blank(w->out.ptr[begin]))
            begin++;
        while (end > begin && is_blank(w->out.ptr[end - 1]))
            end--;
        w->n_marks = injection->first_mark;
        tm_write_mark(w, begin, end);
    }
    const tm_splice_edit edit = {at,
                                 cut,
                                 injection->begin,
                                 w->out.len,
                                 injection->first_mark,
                                 w->n_marks - injection->first_mark};
    if (injection->status == TAMIS_OK)
        injection->status = tm_edits_add(&injection->edits, &edit, injection->err);
}

// Some documents separate paragraphs by blank lines, and so does spam pasted between them.
static const char *line_end(tm_injection *injection)
{
    return tm_rng_chance(injection->writer.rng, 0.35) ? "\n\n" : "\n";
}

bool tm_piece_drop(tm_injection *injection)
{
    injection->writer.out.len = injection->begin;
    injection->writer.n_marks = injection->first_mark;
    return false;
}

void tm_lines_start(tm_injection *injection, size_t line)
{
    const tm_places *const places = &injection->places;
    const tm_str text = places->text;
    tm_piece_start(injection);
    if (line == places->n_lines && text.len > 0 && text.ptr[text.len - 1] != '\n')
        tm_buf_text(&injection->writer.out, line_end(injection));
}

void tm_lines_put(tm_injection *injection, size_t line)
{
    const tm_places *const places = &injection->places;
    if (line == places->n_lines) {
        tm_piece_put(injection, places->text.len, 0);
        return;
    }
    tm_buf_text(&injection->writer.out, line_end(injection));
    tm_piece_put(injection, places->lines[line].begin, 0);
}

size_t tm_where_line(const tm_injection *injection, tm_where where)
{
    tm_rng *const rng = injection->writer.rng;
    const size_t n = injection->places.n_lines;
    const size_t near = tm_rng_chance(rng, 0.6) ? 0 : tm_rng_below(rng, n < 5 ? n + 1 : 5);
    if (where == TM_WHERE_ANY)
        return tm_rng_below(rng, n + 1);
    return where == TM_WHERE_HEAD ? near : n - near;
}

size_t tm_few(tm_rng *rng, size_t most)
{
    const double u = tm_rng_unit(rng);
    return 1 + (size_t)(u * u * u * (double)most);
}

enum { MAX_RUN = 1 << 14, MAX_SEEN = 6 };

static tm_str draw_text(tm_writer *w, const char *list)
{
    const tm_entry *const entry =
        tm_list_draw(tm_payloads_find(w->payloads, tm_str_of(list), w->language), w->groups,
                     TM_CHOICE_WEIGHED, w->rng);
    return entry ? entry->text : (tm_str){"", 0};
}

bool tm_write_run(tm_writer *writer, const char *item, const char *separator, size_t n)
{
    const size_t begin = writer->out.len;
    const tm_str layout = draw_text(writer, item);
    const tm_str between = separator ? draw_text(writer, separator) : (tm_str){"", 0};
    // Some campaigns push a handful of phrases again and again.
    const bool repeats = tm_rng_chance(writer->rng, 0.3);
    const double mix = tm_rng_chance(writer->rng, 0.4) ? 0.4 : 0;
    tm_place_range seen[MAX_SEEN];
    size_t n_seen = 0;
    for (size_t i = 0; i < n && writer->out.len - begin < MAX_RUN; i++) {
        if (i > 0)
            tm_write_text(writer, between);
        if (repeats && n_seen > 0 && tm_rng_chance(writer->rng, 0.7)) {
            const tm_place_range again = seen[tm_rng_below(writer->rng, n_seen)];
            tm_write_copy(writer, again.begin, again.end);
            continue;
        }
        const size_t at = writer->out.len;
        const bool other = tm_rng_chance(writer->rng, mix);
        if ((other || !tm_write_text(writer, layout)) && !tm_write(writer, item))
            return false;
        if (n_seen < MAX_SEEN)
            seen[n_seen++] = (tm_place_range){at, writer->out.len};
    }
    return true;
}
