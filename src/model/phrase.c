// Filling templates: see phrase.h. Recursion follows the templates, never the document. Its
// depth is bounded by MAX_DEPTH, the number of slots by MAX_SLOTS and the length by MAX_PIECE.
// SPDX-License-Identifier: MIT
#include "model/phrase.h"

#include <stdlib.h>

#include "base/num.h"
#include "text/decode.h"

enum { MAX_DEPTH = 10, MAX_SLOTS = 4000, MAX_PIECE = 1 << 16, MAX_REAL = 2000, TRIES = 12 };

// The share of {comment} slots that get a real comment, where the language has any.
static const double real_comment_share = 0.35;

static bool fill(tm_writer *w, tm_str text, unsigned depth);

void tm_writer_free(tm_writer *writer)
{
    tm_buf_free(&writer->out);
    tm_buf_free(&writer->scratch);
    tm_buf_free(&writer->site);
    free(writer->marks);
    *writer = (tm_writer){0};
}

void tm_write_mark(tm_writer *writer, size_t begin, size_t end)
{
    if (begin >= end)
        return;
    if (!tm_grow((void **)&writer->marks, &writer->marks_cap, writer->n_marks + 1,
                 sizeof *writer->marks)) {
        writer->out.failed = true;
        return;
    }
    writer->marks[writer->n_marks++] = (tm_sample_span){begin, end};
}

// What a failed attempt is undone to.
typedef struct state {
    size_t len, n_marks, memory_begin, memory_end;
    bool disguised;
} state;

static state save(const tm_writer *w)
{
    return (state){w->out.len, w->n_marks, w->memory_begin, w->memory_end, w->disguised};
}

static void restore(tm_writer *w, state before)
{
    w->out.len = before.len;
    w->n_marks = before.n_marks;
    w->memory_begin = before.memory_begin;
    w->memory_end = before.memory_end;
    w->disguised = before.disguised;
}

// Moves bytes [begin, out.len) to w->scratch and returns them, for the caller to write anew.
static tm_str take_tail(tm_writer *w, size_t begin)
{
    tm_buf_clear(&w->scratch);
    tm_buf_append(&w->scratch, w->out.ptr + begin, w->out.len - begin);
    w->out.failed |= w->scratch.failed;
    w->out.len = begin;
    return tm_buf_str(&w->scratch);
}

void tm_write_disguise(tm_writer *writer, size_t begin)
{
    if (writer->disguise.first == TM_DISGUISE_NONE || writer->out.len == begin)
        return;
    const tm_str text = take_tail(writer, begin);
    writer->disguised |= tm_disguise_apply(&writer->out, &writer->disguise, text, writer->rng);
    while (writer->n_marks > 0 && writer->marks[writer->n_marks - 1].end > begin)
        writer->n_marks--;
}

static void remove_blanks(tm_buf *out, size_t begin)
{
    size_t kept = begin;
    for (size_t i = begin; i < out->len; i++) {
        if (out->ptr[i] != ' ')
            out->ptr[kept++] = out->ptr[i];
    }
    out->len = kept;
}

// Capitalises ASCII letters. With style 'u', words with other letters (Bahis Şans) are left as they
// are, or only half of their letters would be capitals.
static void change_letters(tm_buf *out, size_t begin, char style)
{
    for (size_t i = begin; style == 'u' && i < out->len; i++) {
        if ((unsigned char)out->ptr[i] >= 0x80)
            return;
    }
    for (size_t i = begin; i < out->len; i++) {
        const char c = out->ptr[i];
        const bool first = i == begin || out->ptr[i - 1] == ' ';
        if (c >= 'a' && c <= 'z' && (style == 'u' || (style == 't' && first)))
            out->ptr[i] = (char)(c - 'a' + 'A');
    }
}

static bool is_keyword(tm_str name)
{
    static const char *const names[] = {"phrase", "trade", "house", "anchor", "game", "venue"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (tm_str_equal(name, tm_str_of(names[i])))
            return true;
    }
    return false;
}

static void put_syllable(tm_writer *w)
{
    static const unsigned char initials[] = {0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18};
    static const unsigned char vowels[] = {0, 0, 1, 4, 5, 6, 8, 8, 13, 18, 20, 20};
    static const unsigned char finals[] = {0, 0, 0, 0, 0, 4, 8, 16, 21, 1};
    const uint32_t initial = initials[tm_rng_below(w->rng, sizeof initials)];
    const uint32_t vowel = vowels[tm_rng_below(w->rng, sizeof vowels)];
    const uint32_t final = finals[tm_rng_below(w->rng, sizeof finals)];
    tm_utf8_put(&w->out, 0xAC00 + (initial * 21 + vowel) * 28 + final);
}

static void put_latin(tm_writer *w)
{
    static const char consonants[] = "bcdfghjklmnprstvwz";
    static const char vowels[] = "aeiou";
    tm_buf_byte(&w->out, consonants[tm_rng_below(w->rng, sizeof consonants - 1)]);
    tm_buf_byte(&w->out, vowels[tm_rng_below(w->rng, sizeof vowels - 1)]);
    if (tm_rng_chance(w->rng, 0.15))
        tm_buf_byte(&w->out, "nrsxl"[tm_rng_below(w->rng, 5)]);
}

// {99} and {3-60}.
static bool put_number(tm_writer *w, tm_str name)
{
    tm_str rest = name;
    const tm_str low = tm_str_cut(&rest, '-');
    size_t from, to;
    if (!tm_parse_size(&from, low))
        return false;
    if (low.len < name.len) {
        if (!tm_parse_size(&to, rest) || to < from)
            return false;
        const size_t n = from + tm_rng_below(w->rng, to - from + 1);
        tm_buf_format(&w->out, "%0*zu", low.ptr[0] == '0' ? (int)low.len : 1, n);
        return true;
    }
    for (size_t i = 0; i < name.len; i++) {
        const size_t lowest = i == 0 && name.len > 1;
        tm_buf_byte(&w->out, (char)('0' + lowest + tm_rng_below(w->rng, 10 - lowest)));
    }
    return true;
}

// Fills a slot that has no list behind it; false when `name` is none, or has nothing to fill in.
static bool put_builtin(tm_writer *w, tm_str name)
{
    if (tm_str_equal(name, tm_str_of("syl")))
        put_syllable(w);
    else if (tm_str_equal(name, tm_str_of("cv")))
        put_latin(w);
    else if (tm_str_equal(name, tm_str_of("a")))
        tm_buf_byte(&w->out, (char)('a' + tm_rng_below(w->rng, 26)));
    else if (tm_str_equal(name, tm_str_of("noun")) && w->noun.len > 0)
        tm_buf_add(&w->out, w->noun);
    else if (tm_str_equal(name, tm_str_of("site")) && w->site.len > 0)
        tm_buf_add(&w->out, tm_buf_str(&w->site));
    else
        return name.len > 0 && name.ptr[0] >= '0' && name.ptr[0] <= '9' && put_number(w, name);
    return true;
}

void tm_write_copy(tm_writer *writer, size_t begin, size_t end)
{
    char *const to = tm_buf_reserve(&writer->out, end - begin);
    if (!to)
        return;
    memcpy(to, writer->out.ptr + begin, end - begin);
    writer->out.len += end - begin;
}

static bool put_memory(tm_writer *w)
{
    const size_t begin = w->out.len;
    if (w->memory_end == w->memory_begin)
        return false;
    tm_write_copy(w, w->memory_begin, w->memory_end);
    tm_write_mark(w, begin, w->out.len);
    return true;
}

static bool put_entry(tm_writer *w, const tm_list *list, const tm_entry *entry, tm_str language,
                      unsigned depth)
{
    if (list->literal) {
        tm_buf_add(&w->out, entry->text);
        return entry->text.len <= MAX_REAL;
    }
    const tm_str outer = w->language;
    w->language = language;
    const bool done = fill(w, entry->text, depth + 1);
    w->language = outer;
    return done;
}

// The list used in place of `name` when the campaign sells something other than gambling, or NULL.
static const tm_list *find_trade_list(const tm_writer *w, tm_str name, tm_str language)
{
    static const char *const names[][2] = {
        {"phrase", "trade_phrase"}, {"anchor", "trade_phrase"}, {"game", "trade_phrase"},
        {"venue", "trade_phrase"},  {"item", "trade_item"},     {"sentence", "trade_sentence"},
    };
    if (tm_str_equal(name, tm_str_of("trade")))
        return tm_payloads_find(w->payloads, w->trade, language);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (tm_str_equal(name, tm_str_of(names[i][0])))
            return tm_payloads_find(w->payloads, tm_str_of(names[i][1]), language);
    return NULL;
}

static const tm_list *find_list(tm_writer *w, tm_str name, tm_str language)
{
    const tm_list *list = NULL;
    if (w->trade.len > 0)
        list = find_trade_list(w, name, language);
    if (list || !tm_str_equal(name, tm_str_of("comment")) ||
        !tm_rng_chance(w->rng, real_comment_share))
        return list ? list : tm_payloads_find(w->payloads, name, language);
    list = tm_payloads_find_exact(w->payloads, tm_str_of("real_comment"), language);
    const bool has_some = list && (list->groups & w->groups);
    return has_some ? list : tm_payloads_find(w->payloads, name, language);
}

// Fills one entry of a list; tries others when an entry's slots cannot be filled in these groups.
static bool put_list(tm_writer *w, tm_str name, tm_str language, bool weak, unsigned depth)
{
    const tm_list *const list = find_list(w, name, language);
    if (!list || depth >= MAX_DEPTH)
        return false;
    const tm_choice choice = !list->literal ? TM_CHOICE_WEIGHED
                             : weak         ? TM_CHOICE_ANY
                                            : TM_CHOICE_STRONG;
    const state before = save(w);
    for (size_t i = 0; i < TRIES && w->n_slots < MAX_SLOTS; i++) {
        const tm_entry *const entry = tm_list_draw(list, w->groups, choice, w->rng);
        if (!entry)
            return false;
        if (put_entry(w, list, entry, language, depth))
            return true;
        restore(w, before);
    }
    return false;
}

// `slot` is what stands between the braces.
static bool put_slot(tm_writer *w, tm_str slot, unsigned depth)
{
    if (++w->n_slots > MAX_SLOTS)
        return false;
    bool remember = false, weak = false, glue = false, capitals = false;
    for (; slot.len > 0 && strchr("*~-^", slot.ptr[0]);
         slot = tm_str_slice(slot, 1, slot.len)) {
        remember |= slot.ptr[0] == '*';
        weak |= slot.ptr[0] == '~';
        glue |= slot.ptr[0] == '-';
        capitals |= slot.ptr[0] == '^';
    }
    if (tm_str_equal(slot, tm_str_of("=")))
        return put_memory(w);
    tm_str language = slot;
    const tm_str name = tm_str_cut(&language, '@');
    const size_t begin = w->out.len;
    const bool outermost = is_keyword(name) && !w->in_keyword;
    w->in_keyword = w->in_keyword || outermost;
    const bool done = put_builtin(w, name) ||
                      put_list(w, name, language.len > 0 ? language : w->language, weak, depth);
    w->in_keyword = w->in_keyword && !outermost;
    if (!done)
        return false;
    if (glue || (outermost && w->glued))
        remove_blanks(&w->out, begin);
    if (capitals || (outermost && w->letters))
        change_letters(&w->out, begin, capitals ? 'u' : w->letters);
    if (outermost && !w->plain_parts)
        tm_write_disguise(w, begin);
    if (remember) {
        w->memory_begin = begin;
        w->memory_end = w->out.len;
        tm_write_mark(w, begin, w->out.len);
    }
    return true;
}

// Where the closing sign of the group is that opens at text.ptr[begin] ('<' or '{'); else text.len.
static size_t closing(tm_str text, size_t begin)
{
    const char sign = text.ptr[begin] == '<' ? '>' : '}';
    size_t i = begin + 1;
    while (i < text.len && text.ptr[i] != sign)
        i += text.ptr[i] == '\\' ? 2 : 1;
    return i < text.len ? i : text.len;
}

// One of the choices separated by '|', each as likely as the next (reservoir sampling).
static tm_str pick_choice(tm_str choices, tm_rng *rng)
{
    tm_str picked = {choices.ptr, 0};
    size_t begin = 0, seen = 0;
    for (size_t i = 0; i <= choices.len; i++) {
        if (i < choices.len && choices.ptr[i] != '|') {
            i += choices.ptr[i] == '\\';
            continue;
        }
        const size_t end = i < choices.len ? i : choices.len;
        if (tm_rng_below(rng, ++seen) == 0)
            picked = tm_str_slice(choices, begin, end);
        begin = i + 1;
    }
    return picked;
}

static void put_escaped(tm_writer *w, char c)
{
    tm_buf_byte(&w->out, c == 'n' ? '\n' : c == 't' ? '\t' : c == 's' ? ' ' : c);
}

static bool fill(tm_writer *w, tm_str text, unsigned depth)
{
    if (depth > MAX_DEPTH || w->out.failed)
        return false;
    const size_t start = w->out.len;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c == '\\' && i + 1 < text.len) {
            put_escaped(w, text.ptr[++i]);
        } else if (c == '{' || c == '<') {
            const size_t end = closing(text, i);
            const tm_str inner = tm_str_slice(text, i + 1, end > i ? end : i + 1);
            const bool done = c == '{' ? put_slot(w, inner, depth)
                                       : fill(w, pick_choice(inner, w->rng), depth + 1);
            if (!done || w->out.len - start > MAX_PIECE)
                return false;
            i = end;
        } else {
            tm_buf_byte(&w->out, c);
        }
    }
    return true;
}

// What every call of tm_write starts with.
static state start_piece(tm_writer *w)
{
    w->memory_begin = w->memory_end = w->n_slots = 0;
    return save(w);
}

bool tm_write_text(tm_writer *writer, tm_str text)
{
    const state before = start_piece(writer);
    if (fill(writer, text, 0) && writer->out.len > before.len)
        return true;
    restore(writer, before);
    return false;
}

bool tm_write(tm_writer *writer, const char *name)
{
    const state before = start_piece(writer);
    if (put_slot(writer, tm_str_of(name), 0) && writer->out.len > before.len)
        return true;
    restore(writer, before);
    return false;
}
