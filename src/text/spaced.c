// Letters set apart: 바 카 라, 카-지-노, 무★료, b.o.n.u.s, 바1카1라, [바][카][라]. A run is three or more single
// letters with the same separator, of up to three signs, between all of them; the letters are
// joined and the separators dropped. Digits may be in a run too and, if the separator is blanks,
// the signs of an address (h t t p : / / …). The separator of Hangul syllables may also be one or
// two digits or Latin letters. Unless blanks separate, the last letter of a run may be the first of
// a longer Korean word (바·카·라사이트).
//
// Korean has words of one syllable. So in a run separated by blanks at most a third of the letters
// may be frequent words (할 수 한 …), in a longer one half; a run of TM_LONG_ROW letters is joined
// anyway, since no prose has that many in a row. Where blanks separate, a run ends where Hangul
// begins or ends. Indexes (가 나 다 라 마) and formulas (a, b, c) stay. With the dots of lists and
// initials (한·미·일, U.S.A.) letters are joined, but that is no evidence. A scan over the classes,
// eight at a time, finds the few places to look at. A run that is left alone is skipped as a whole,
// so everything is linear.
// SPDX-License-Identifier: MIT
#include "text/eight.h"
#include "text/hangul.h"
#include "text/undo.h"

enum {
    MAX_SEPARATOR = 3,
    MAX_INFIX = 2, // of digits or Latin letters between syllables
    MIN_LETTERS = 3,
    MIN_EAST_ASIAN = 4,
    MIN_INDEX = 5,
    MIN_CODE = 5,   // so many letters of an alphabet are no formula
    MIN_PHRASE = 5, // from so many letters on, half may be common words
    MAX_MARKS = 30,
    WINDOW = 256, // characters scanned at a time
    AHEAD = 16    // characters looked at beyond these
};

typedef struct run {
    size_t begin, end;      // characters, the last letter included
    size_t last;            // where the last unit, a letter or digit with its marks, begins
    size_t gap, gap_len;    // the separator: where it is first, its length
    bool blank, infix, dot; // it is all blanks; digits or letters; a dot of lists or initials
    size_t n_units, n_letters, n_jamo, n_vowels;
    size_t n_common;    // syllables that are frequent words
    size_t n_ascending; // units with a greater code point than the one before
    uint8_t script;     // class of the letters, jamo counted as Hangul
    bool mixed;         // there are letters of two classes
} run;

static uint8_t class_at(const tm_view *view, size_t i)
{
    return i < view->len ? view->klass[i] : TM_CHAR_NEWLINE;
}

static bool is_word(const tm_view *view, size_t i)
{
    return tm_char_is_word(class_at(view, i));
}

static bool is_thai_mark(uint32_t codepoint)
{
    return codepoint == 0x0E31 || (codepoint >= 0x0E34 && codepoint <= 0x0E3A) ||
           (codepoint >= 0x0E47 && codepoint <= 0x0E4E);
}

// The end of the letter or digit at `i`, its Thai marks included.
static size_t unit_end(const tm_view *view, size_t i)
{
    size_t end = i + 1;
    while (end < view->len && end - i <= MAX_MARKS && is_thai_mark(view->codepoint[end]))
        end++;
    return end;
}

static bool is_middle_dot(uint32_t codepoint)
{
    return codepoint == 0x00B7 || codepoint == 0x318D || codepoint == 0x2027 ||
           codepoint == 0x2024 || codepoint == 0x2219 || codepoint == 0x2E31 ||
           codepoint == 0x30FB || codepoint == 0x22C5;
}

static bool is_address_sign(uint32_t codepoint)
{
    return codepoint == ':' || codepoint == '/' || codepoint == '.' || codepoint == '@' ||
           codepoint == '-' || codepoint == '_';
}

// Reads the separator after the first unit; false where there is none.
static bool read_gap(run *r, const tm_view *view, size_t at)
{
    r->gap = at;
    r->blank = true;
    const uint8_t first = class_at(view, at);
    r->infix = view->klass[r->begin] == TM_CHAR_HANGUL &&
               (first == TM_CHAR_DIGIT || first == TM_CHAR_LATIN);
    size_t end = at;
    if (r->infix)
        while (class_at(view, end) == first)
            end++;
    else
        while (end < view->len && !is_word(view, end) && view->klass[end] != TM_CHAR_NEWLINE &&
               end - at <= MAX_SEPARATOR)
            r->blank &= view->klass[end++] == TM_CHAR_SPACE;
    r->gap_len = end - at;
    r->blank &= !r->infix;
    const bool initials = view->klass[r->begin] == TM_CHAR_LATIN && view->codepoint[at] == '.';
    r->dot = r->gap_len == 1 && (initials || is_middle_dot(view->codepoint[at]));
    return r->gap_len > 0 && r->gap_len <= (r->infix ? MAX_INFIX : MAX_SEPARATOR);
}

static bool gap_at(const tm_view *view, const run *r, size_t at)
{
    for (size_t i = 0; i < r->gap_len; i++)
        if (at + i >= view->len || view->codepoint[at + i] != view->codepoint[r->gap + i])
            return false;
    return true;
}

static void add_unit(run *r, const tm_view *view, size_t at)
{
    const bool jamo = view->klass[at] == TM_CHAR_JAMO;
    const uint8_t klass = jamo ? TM_CHAR_HANGUL : view->klass[at];
    if (tm_char_is_letter(klass)) {
        r->mixed |= r->n_letters > 0 && klass != r->script;
        r->script = klass;
        r->n_letters++;
    }
    r->n_jamo += jamo;
    r->n_vowels += tm_is_vowel(view->codepoint[at]);
    r->n_ascending += r->n_units > 0 && view->codepoint[r->last] < view->codepoint[at];
    r->n_units++;
    r->n_common += klass == TM_CHAR_HANGUL && tm_syllable_is_word(view->codepoint[at]);
    r->last = at;
    r->end = unit_end(view, at);
}

// Whether the letter at `at` enters or leaves Hangul, as in A 바 카 라: then it is another word. Other
// alphabets may be mixed, since they look alike.
static bool leaves_hangul(const run *r, const tm_view *view, size_t at)
{
    const uint8_t klass = view->klass[at] == TM_CHAR_JAMO ? TM_CHAR_HANGUL : view->klass[at];
    return r->n_letters > 0 && tm_char_is_letter(klass) &&
           (klass == TM_CHAR_HANGUL) != (r->script == TM_CHAR_HANGUL);
}

// Whether the last letter of the run may begin a longer word: 카-지-노사이트.
static bool may_trail(const run *r, const tm_view *view, size_t at)
{
    return r->n_units >= 2 && !r->blank && view->klass[at] == TM_CHAR_HANGUL &&
           class_at(view, at + 1) == TM_CHAR_HANGUL;
}

// Reads the run that begins at the letter or digit `begin`, as far as it goes.
static run read_run(const tm_view *view, size_t begin)
{
    run r = {.begin = begin};
    add_unit(&r, view, begin);
    if (!read_gap(&r, view, r.end))
        return r;
    size_t at = r.end;
    while (gap_at(view, &r, at)) {
        at += r.gap_len;
        const bool sign = r.blank && at < view->len && is_address_sign(view->codepoint[at]);
        if (sign) {
            at++;
            continue;
        }
        if (!is_word(view, at) || (r.infix && view->klass[at] != TM_CHAR_HANGUL))
            break;
        if (r.blank && leaves_hangul(&r, view, at))
            break;
        const size_t end = unit_end(view, at);
        const bool alone = !is_word(view, end) || (r.infix && gap_at(view, &r, end));
        if (!alone && !may_trail(&r, view, at))
            break;
        add_unit(&r, view, at);
        if (!alone)
            break;
        at = end;
    }
    return r;
}

static bool is_ascii(uint32_t codepoint, const char *set)
{
    return codepoint > 0 && codepoint < 0x80 && strchr(set, (int)codepoint);
}

// Whether it is a few letters separated by a sign that formulas, code and abbreviations use.
static bool is_formula(const run *r, uint32_t sign)
{
    const bool alphabet = r->script == TM_CHAR_LATIN || r->script == TM_CHAR_CYRILLIC ||
                          r->script == TM_CHAR_OTHER_LETTER;
    const bool abbreviation = r->script == TM_CHAR_THAI && sign == '.';
    return r->n_units < MIN_CODE &&
           (abbreviation || (alphabet && (r->gap_len > 1 || sign == 0x2018 || sign == 0x2019 ||
                                          (sign < 0x80 && !is_ascii(sign, ".~!_")))));
}

// Whether the letters are apart for an ordinary reason: lists, formulas, laws, laughter, prose.
static bool is_ordinary(const run *r, const tm_view *view)
{
    const uint32_t sign = view->codepoint[r->gap];
    const bool index = r->n_units >= MIN_INDEX && r->n_ascending == r->n_units - 1;
    const bool law = r->infix && view->codepoint[r->begin] == 0xC81C; // 제1조1항
    const bool list = sign == 0x3001 || (sign == ',' && r->gap_len > 1) ||
                      (sign == ')' && r->script == TM_CHAR_HAN);
    const bool laughter =
        r->n_jamo == r->n_letters && (r->n_vowels == 0 || r->n_vowels == r->n_jamo);
    const size_t most_common = r->n_letters < MIN_PHRASE ? r->n_letters / 3 : r->n_letters / 2;
    const bool prose = r->blank && r->n_common > most_common && r->n_letters < TM_LONG_ROW;
    return index || law || list || laughter || prose || is_formula(r, sign);
}

// Stars, hearts, suits of cards and emoji: no list or formula uses them.
static bool is_ornament(uint32_t sign)
{
    return sign == 0x2605 || sign == 0x2606 || (sign >= 0x2660 && sign <= 0x2667) ||
           sign >= 0x1F300;
}

static bool is_apart(const run *r, const tm_view *view)
{
    const bool east_asian = r->script == TM_CHAR_HAN || r->script == TM_CHAR_KANA;
    const bool listed = east_asian && !is_ornament(view->codepoint[r->gap]);
    const size_t least = listed ? MIN_EAST_ASIAN : MIN_LETTERS;
    return r->n_letters >= least && (!r->mixed || r->n_letters >= TM_LONG_ROW) &&
           !is_ordinary(r, view);
}

// Writes the units of the run to the view at `len`; returns the place after them.
static size_t join(tm_view *view, const run *r, size_t len)
{
    const bool spelled = r->script == TM_CHAR_LATIN && r->n_letters >= MIN_CODE;
    const bool evidence = !r->dot || spelled;
    for (size_t at = r->begin; at < r->end; at += r->gap_len) {
        const size_t first = len;
        const size_t end = at == r->last ? r->end : unit_end(view, at);
        while (at < end)
            tm_view_move(view, len++, at++);
        if (first > 0 && evidence && at > r->gap)
            tm_view_flag(view, first, TM_UNDONE_SPACED);
    }
    return len;
}

// ---- Finding runs ---------------------------------------------------------------------------

// A stretch of the view, with room to look ahead. A character is single if it is a letter or digit
// whose class differs from those of both its neighbours; in Thai only from that of the one before,
// since the marks after a letter are Thai too.
typedef struct window {
    uint8_t klass[1 + WINDOW + AHEAD + 8]; // of the character before, then of each character
    uint8_t single[WINDOW + AHEAD + 8];    // of each character: 0x80 if it is single, else 0
} window;

static void read_window(window *w, const tm_view *view, size_t at)
{
    const size_t rest = view->len - at, most = WINDOW + AHEAD + 7;
    const size_t n = rest < most ? rest : most;
    memset(w->klass, TM_CHAR_NEWLINE, sizeof w->klass);
    memset(w->single, 0, sizeof w->single);
    if (at > 0)
        w->klass[0] = view->klass[at - 1];
    memcpy(w->klass + 1, view->klass + at, n);
    for (size_t i = 0; i < n && i < WINDOW + AHEAD; i += 8) {
        const uint64_t own = tm_eight_load(w->klass + i + 1);
        const uint64_t before = own ^ tm_eight_load(w->klass + i);
        const uint64_t after = own ^ tm_eight_load(w->klass + i + 2);
        const uint64_t not_thai = tm_eight_at_least(own ^ tm_eight_of(TM_CHAR_THAI), 1);
        const uint64_t single = tm_eight_at_least(own, TM_CHAR_DIGIT) &
                                tm_eight_at_least(before, 1) &
                                (tm_eight_at_least(after, 1) | ~not_thai);
        memcpy(w->single + i, &single, sizeof single);
    }
}

// Whether a run may begin at the i-th character of the window: three single characters at equal
// distances, or two of which the second is Thai or is Hangul and no blank is before it.
static bool may_begin(const window *w, size_t i)
{
    if (!w->single[i])
        return false;
    for (size_t d = 2; d <= MAX_SEPARATOR + 1; d++) {
        const uint8_t next = w->klass[1 + i + d], gap = w->klass[i + d];
        if (w->single[i + d] && (w->single[i + 2 * d] || next == TM_CHAR_THAI ||
                                 (next == TM_CHAR_HANGUL && gap != TM_CHAR_SPACE)))
            return true;
    }
    return false;
}

// Whether any of eight characters is single with another at a distance of 2 to 4.
static bool has_pair(const window *w, size_t i)
{
    return (tm_eight_load(w->single + i) &
            (tm_eight_load(w->single + i + 2) | tm_eight_load(w->single + i + 3) |
             tm_eight_load(w->single + i + 4))) != 0;
}

typedef struct joiner {
    size_t len;  // characters written
    size_t from; // the first not yet written
    size_t rest; // no run can begin before this one any more
} joiner;

// Joins the run that begins at `begin`, if there is one.
static void try_run(joiner *j, tm_view *view, size_t begin)
{
    if (begin < j->rest || (begin > 0 && is_word(view, begin - 1)))
        return;
    const run r = read_run(view, begin);
    if (!is_apart(&r, view)) {
        j->rest = r.n_units > 2 ? r.last : begin + 1;
        return;
    }
    j->len = tm_view_shift(view, j->len, j->from, begin);
    j->len = join(view, &r, j->len);
    j->from = j->rest = r.end;
}

bool tm_undo_spaced(tm_view *view)
{
    joiner j = {0};
    window w;
    for (size_t at = 0; at < view->len; at += WINDOW) {
        read_window(&w, view, at);
        const size_t n = view->len - at < WINDOW ? view->len - at : WINDOW;
        for (size_t i = 0; i < n; i++) {
            if (i % 8 == 0 && !has_pair(&w, i))
                i += 7;
            else if (may_begin(&w, i))
                try_run(&j, view, at + i);
        }
    }
    if (j.from == 0)
        return false;
    view->len = tm_view_shift(view, j.len, j.from, view->len);
    return true;
}
