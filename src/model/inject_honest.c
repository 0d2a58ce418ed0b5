// Honest additions to clean samples: the furniture that stands around articles, labels between their
// lines, jokes with odd letters, and ordinary words in disguise. Honest sentences about gambling are
// left out on purpose: made-up ones cost more recall (swapped words in sentences) than they save
// false positives.
// SPDX-License-Identifier: MIT
#include "model/injection.h"

enum { MAX_ITEMS = 40, MAX_LABELS = 250, MAX_WORDS = 12, MAX_LINE = 300 };

// Puts `n` entries of the list `item` as lines of their own.
static bool put_items(tm_injection *injection, const char *item, const char *separator,
                      size_t n, tm_where where)
{
    tm_writer *const w = &injection->writer;
    const size_t line = tm_where_line(injection, where);
    tm_lines_start(injection, line);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            tm_buf_text(&w->out, separator);
        if (!tm_write(w, item))
            return tm_piece_drop(injection);
    }
    tm_lines_put(injection, line);
    return true;
}

// Menus and notices at the head, at the foot, or at both.
bool tm_inject_furniture(tm_injection *injection)
{
    static const char *const separators[] = {"\n", "\n", "\n", " | ", " ", " · ", " > "};
    tm_rng *const rng = injection->writer.rng;
    const bool head = tm_rng_chance(rng, 0.7), foot = !head || tm_rng_chance(rng, 0.5);
    const char *const separator = separators[tm_rng_below(rng, 7)];
    if (head && !put_items(injection, "furniture_item", separator, 1 + tm_few(rng, MAX_ITEMS),
                           TM_WHERE_HEAD))
        return false;
    if (tm_rng_chance(rng, 0.5) &&
        !put_items(injection, "furniture_line@*", "\n", tm_few(rng, 4),
                   tm_rng_chance(rng, 0.3) ? TM_WHERE_ANY : TM_WHERE_FOOT))
        return false;
    if (!foot)
        return true;
    return put_items(injection, "furniture_line", "\n", tm_few(rng, 8), TM_WHERE_FOOT) &&
           put_items(injection, "furniture_item", separator, tm_few(rng, MAX_ITEMS),
                     TM_WHERE_FOOT);
}

// Labels of buttons and menus in one or two languages between the lines, a few or hundreds of them,
// some numbered: what pages hide for screen readers and behind tabs, whatever language they are in.
bool tm_inject_labels(tm_injection *injection)
{
    static const char *const items[] = {
        "furniture_item@en", "furniture_item@en", "furniture_item@en", "furniture_item@ko",
        "furniture_item@ko", "furniture_item@*",  "furniture_item@zh", "furniture_item@ja",
        "furniture_item@ru", "furniture_item@id", "furniture_item@th", "furniture_item@tr",
        "furniture_item@vi", "furniture_item"};
    enum { N_ITEMS = sizeof items / sizeof *items };
    tm_writer *const w = &injection->writer;
    const char *const item[] = {items[tm_rng_below(w->rng, N_ITEMS)],
                                items[tm_rng_below(w->rng, N_ITEMS)]};
    const double numbered = tm_rng_chance(w->rng, 0.5) ? 0.3 : 0;
    const size_t n = tm_few(w->rng, 3) * tm_few(w->rng, MAX_LABELS);
    for (size_t i = 0; i < n && i < MAX_LABELS; i++) {
        const size_t line = tm_where_line(injection, TM_WHERE_ANY);
        tm_lines_start(injection, line);
        if (!tm_write(w, item[tm_rng_chance(w->rng, 0.4)]))
            return tm_piece_drop(injection) || i > 0;
        if (tm_rng_chance(w->rng, numbered))
            tm_buf_format(&w->out, " %zu", i);
        tm_lines_put(injection, line);
    }
    return true;
}

// One to three jokes with odd letters, in the document's language or any other, as people mix them.
bool tm_inject_joke(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const size_t n = tm_few(w->rng, 3);
    for (size_t i = 0; i < n; i++) {
        const size_t line =
            tm_where_line(injection, tm_rng_chance(w->rng, 0.5) ? TM_WHERE_FOOT : TM_WHERE_ANY);
        tm_lines_start(injection, line);
        const bool any = tm_rng_chance(w->rng, 0.5);
        if (!(any ? tm_write_text(w, tm_str_of("{meme@*}")) : tm_write(w, "meme")))
            return tm_piece_drop(injection) || i > 0;
        tm_lines_put(injection, line);
    }
    return true;
}

// Disguises a range of the document in place, or (`beside`) repeats it in disguise in a line of its
// own.
static bool disguise_range(tm_injection *injection, tm_place_range range, bool beside)
{
    tm_writer *const w = &injection->writer;
    const tm_str text = tm_str_slice(injection->places.text, range.begin, range.end);
    const size_t line = tm_where_line(injection, TM_WHERE_FOOT);
    if (beside)
        tm_lines_start(injection, line);
    else
        tm_piece_start(injection);
    const size_t begin = w->out.len;
    tm_buf_add(&w->out, text);
    tm_write_disguise(w, begin);
    if (!w->disguised)
        return tm_piece_drop(injection);
    if (beside)
        tm_lines_put(injection, line);
    else
        tm_piece_put(injection, range.begin, text.len);
    return true;
}

static bool is_untouched(const tm_edits *edits, tm_place_range range)
{
    for (size_t i = 0; i < edits->n; i++) {
        const tm_splice_edit *const edit = &edits->list[i];
        if (edit->at < range.end && edit->at + edit->cut > range.begin)
            return false;
    }
    return true;
}

static bool disguise_words(tm_injection *injection, size_t n)
{
    const tm_places *const places = &injection->places;
    size_t n_done = 0;
    for (size_t i = 0; i < n; i++) {
        tm_str word;
        if (!tm_place_word(&word, places, injection->writer.rng))
            break;
        const size_t at = (size_t)(word.ptr - places->text.ptr);
        const tm_place_range range = {at, at + word.len};
        n_done +=
            is_untouched(&injection->edits, range) && disguise_range(injection, range, false);
    }
    return n_done > 0;
}

// Disguises some words, or a line: a disguise alone does not make a document spam.
bool tm_inject_disguise(tm_injection *injection)
{
    tm_rng *const rng = injection->writer.rng;
    const tm_places *const places = &injection->places;
    if (tm_rng_chance(rng, 0.5))
        return disguise_words(injection, tm_few(rng, MAX_WORDS));
    const tm_place_range line = places->lines[tm_rng_below(rng, places->n_lines)];
    return line.end - line.begin <= MAX_LINE &&
           disguise_range(injection, line, tm_rng_chance(rng, 0.6));
}
