// Injections into running text: swapped nouns, phrases between words, sentences, titles, and blocks
// of keywords right behind a sentence.
// SPDX-License-Identifier: MIT
#include "model/injection.h"

enum { WORD_TRIES = 10, MAX_SWAPS = 8, MAX_TWIN = 700, MAX_TITLE = 120 };

// ---- Swap --------------------------------------------------------------------------------------

typedef struct swap {
    tm_str word;
    size_t at[MAX_SWAPS];
    size_t n;
    bool inner; // also where the word is a part of a longer one
} swap;

// False when the word does not occur, or occurs more often than MAX_SWAPS.
static bool find_occurrences(swap *s, const tm_places *places)
{
    s->n = 0;
    for (size_t from = 0;;) {
        const size_t at = tm_place_occurrence(places, s->word, from, s->inner);
        if (at == SIZE_MAX)
            return s->n > 0;
        if (s->n == MAX_SWAPS)
            return false;
        s->at[s->n++] = at;
        from = at + s->word.len;
    }
}

// Draws a word to swap. Campaigns look for words that occur again; after half of the tries, one
// that occurs once is accepted too.
static bool pick_swap(swap *s, const tm_places *places, tm_rng *rng)
{
    s->inner = places->spaced && tm_rng_chance(rng, 0.25);
    for (size_t i = 0; i < WORD_TRIES; i++) {
        if (!tm_place_word(&s->word, places, rng))
            return false;
        if (find_occurrences(s, places) && (s->n > 1 || i >= WORD_TRIES / 2))
            return true;
    }
    return false;
}

// Adds an unswapped copy of the line that holds byte `at`, behind that line or another: on real
// pages a caption and the alternative text of its picture differ in the swapped word only.
static void add_twin(tm_injection *injection, size_t at)
{
    tm_writer *const w = &injection->writer;
    const tm_places *const places = &injection->places;
    size_t i = 0;
    while (i + 1 < places->n_lines && places->lines[i].end < at)
        i++;
    const tm_place_range line = places->lines[i];
    if (line.begin > at || line.end < at || line.end - line.begin > MAX_TWIN)
        return;
    const size_t begin = w->out.len;
    tm_buf_byte(&w->out, '\n');
    tm_buf_add(&w->out, tm_str_slice(places->text, line.begin, line.end));
    const size_t where = tm_rng_chance(w->rng, 0.7) ? i : tm_rng_below(w->rng, places->n_lines);
    const tm_splice_edit edit = {places->lines[where].end, 0, begin, w->out.len, w->n_marks, 0};
    if (!w->out.failed && injection->status == TAMIS_OK)
        injection->status = tm_edits_add(&injection->edits, &edit, injection->err);
}

bool tm_inject_swap(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const tm_places *const places = &injection->places;
    swap s;
    if (!pick_swap(&s, places, w->rng))
        return false;
    const bool all = tm_rng_chance(w->rng, 0.7), glue = tm_rng_chance(w->rng, 0.1);
    const bool same = tm_rng_chance(w->rng, 0.9);
    const size_t certain = tm_rng_below(w->rng, s.n);
    tm_piece_start(injection);
    if (!tm_write(w, "swap_item"))
        return tm_piece_drop(injection);
    const tm_place_range first = {injection->begin, w->out.len};
    for (size_t i = 0; i < s.n; i++) {
        if (!all && i != certain && tm_rng_chance(w->rng, 0.4))
            continue;
        tm_piece_start(injection);
        if (same || !tm_write(w, "swap_item"))
            tm_write_copy(w, first.begin, first.end);
        const size_t blank = glue && s.at[i] > 0 && places->text.ptr[s.at[i] - 1] == ' ';
        tm_piece_put(injection, s.at[i] - blank, s.word.len + blank);
    }
    if (tm_rng_chance(w->rng, 0.3))
        add_twin(injection, s.at[certain]);
    return true;
}

// ---- Words, sentences ------------------------------------------------------------------------

bool tm_inject_word(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const tm_places *const places = &injection->places;
    const bool same = tm_rng_chance(w->rng, 0.5), glue = tm_rng_chance(w->rng, 0.12);
    const size_t n = tm_few(w->rng, 3);
    tm_place_range first = {0, 0};
    for (size_t i = 0; i < n; i++) {
        size_t at;
        if (!tm_place_gap(&at, places, w->rng))
            return i > 0;
        tm_piece_start(injection);
        if (same && first.end > 0)
            tm_write_copy(w, first.begin, first.end);
        else if (!tm_write(w, "insert"))
            return tm_piece_drop(injection) || i > 0;
        first = first.end > 0 ? first : (tm_place_range){injection->begin, w->out.len};
        const bool blank = places->text.ptr[at - 1] == ' ';
        if (blank && !glue)
            tm_buf_byte(&w->out, ' ');
        tm_piece_put(injection, at - (blank && glue), 0);
    }
    return true;
}

// The end of a sentence, or of a line: now and then, and always where no sentence ends.
static size_t pick_end(const tm_places *places, tm_rng *rng)
{
    if (places->n_ends == 0 || tm_rng_chance(rng, 0.3))
        return places->lines[tm_rng_below(rng, places->n_lines)].end;
    return places->ends[tm_rng_below(rng, places->n_ends)];
}

bool tm_inject_sentence(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const tm_places *const places = &injection->places;
    const size_t n = tm_few(w->rng, 3);
    size_t at = pick_end(places, w->rng);
    const bool together = tm_rng_chance(w->rng, 0.3);
    for (size_t i = 0; i < n; i++) {
        tm_piece_start(injection);
        if (places->spaced || tm_rng_chance(w->rng, 0.4))
            tm_buf_byte(&w->out, ' ');
        if (!tm_write(w, "sentence_line"))
            return tm_piece_drop(injection) || i > 0;
        tm_piece_put(injection, at, 0);
        at = together ? at : pick_end(places, w->rng);
    }
    return true;
}

bool tm_inject_block(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const size_t n = 3 + tm_few(w->rng, 57);
    const size_t at = pick_end(&injection->places, w->rng);
    const char *const separator = tm_rng_chance(w->rng, 0.3) ? NULL : "block_separator";
    tm_piece_start(injection);
    if (tm_rng_chance(w->rng, 0.4))
        tm_buf_byte(&w->out, ' ');
    if (!tm_write_run(w, "item", separator, n))
        return tm_piece_drop(injection);
    tm_piece_put(injection, at, 0);
    return true;
}

// ---- Title -------------------------------------------------------------------------------------

// The first line, or another that is short enough to be a heading.
static tm_place_range pick_title(const tm_places *places, tm_rng *rng)
{
    tm_place_range line = places->lines[0];
    for (size_t i = 0; i < WORD_TRIES && tm_rng_chance(rng, 0.4); i++) {
        const tm_place_range other = places->lines[tm_rng_below(rng, places->n_lines)];
        line = other.end - other.begin <= MAX_TITLE ? other : line;
    }
    return line;
}

bool tm_inject_title(tm_injection *injection)
{
    tm_writer *const w = &injection->writer;
    const tm_place_range line = pick_title(&injection->places, w->rng);
    const bool after = tm_rng_chance(w->rng, 0.65);
    tm_piece_start(injection);
    if (!tm_write(w, after ? "title_after" : "title_before"))
        return tm_piece_drop(injection);
    tm_piece_put(injection, after ? line.end : line.begin, 0);
    return true;
}
