// The pass over the bytes (see the header). Bits are put where the evidence ends, so that every
// question looks back, over at most one block before; the places found are then turned into lines.
// Characters outside ASCII and Hangul are looked up one by one in the fold table.
// SPDX-License-Identifier: MIT
#include "score/glance.h"

#include <stdlib.h>

#include "base/block.h"
#include "base/num.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/hangul.h"

enum {
    MAX_GAP = 3,              // characters between letters set apart
    MAX_REFERENCE_BYTES = 40, // between & and ; of a reference
    MIDDLE_DOT = 0x318D,      // arae-a, a dot in lists of names
    STROKE = 0x4E28,          // a Han sign read as i or a vowel where others of its kind are
    TWO_DOTS = 0x2025,        // the signs that stand for several characters and are common
    THREE_DOTS = 0x2026,
    SPECIAL = 0x110000 // what does not fold plainly, where a folded character is asked for
};

// What the next block has to know of this one.
typedef struct masks {
    uint64_t latin, digit;
    uint64_t hangul;     // first bytes of syllables
    uint64_t word;       // all bytes of letters and digits
    uint64_t other_word; // of those outside ASCII and Hangul
    uint64_t other_end;  // last bytes of those that may stand alone
    uint64_t accent;     // last bytes of Latin letters and digits outside ASCII
    uint64_t parted,
        twice_parted; // syllables with one, or two, Latin letters or digits between
} masks;

typedef struct spill {
    uint64_t other_word, other_end, accent;
} spill;

typedef struct gap {
    size_t begin, end;
    bool open;                       // one to three characters, all on one line
    bool blank, middle_dot, special; // what is in it
} gap;

// A word of one letter or digit.
typedef struct single {
    size_t end;
    bool letter;
    gap gap; // between it and the next
} single;

typedef struct eye {
    const tm_lexicon *lexicon;
    const tm_openings *openings;
    const tm_folds *folds;
    tm_glance *glance;
    tm_str text;
    size_t base;       // of the block
    size_t line_begin; // of the line that is open where the block begins
    masks now, before;
    spill next;          // bits that characters of this block put into the next one
    uint64_t loud, host; // places found in this block
    single singles[2];   // the last two words of one letter, the later one first
    size_t n_special;    // characters that may fold to anything
    bool failed;
    bool has_dot, has_stroke; // MIDDLE_DOT, STROKE
} eye;

static uint64_t back(uint64_t now, uint64_t before, unsigned k)
{
    return tm_back(now, before, k);
}

static unsigned char byte_at(const eye *e, size_t at)
{
    return at < e->text.len ? (unsigned char)e->text.ptr[at] : '\n';
}

static bool is_latin(unsigned char byte)
{
    return (unsigned)((byte | 0x20) - 'a') < 26;
}

static bool is_digit(unsigned char byte)
{
    return (unsigned)(byte - '0') < 10;
}

static bool may_be_hangul(unsigned char byte)
{
    return (unsigned)(byte - 0xEA) < 4;
}

static void find_loud(eye *e, size_t at)
{
    e->loud |= UINT64_C(1) << (at - e->base);
}

// Looks for a term from `begin` on; `at` is a place of this block on the same line.
static void walk(eye *e, size_t begin, size_t at)
{
    if (tm_lexicon_alarms(e->lexicon, e->folds, e->text, begin))
        find_loud(e, at);
}

static bool may_open(const eye *e, size_t at)
{
    unsigned char four[4];
    if (at + sizeof four <= e->text.len)
        memcpy(four, e->text.ptr + at, sizeof four);
    else
        for (size_t i = 0; i < sizeof four; i++)
            four[i] = byte_at(e, at + i);
    return tm_openings_has_four(e->openings, four);
}

// ---- Characters outside ASCII and Hangul ----------------------------------------------------

// Sets bit `at` of a mask, which may lie in the next block.
static void put_bit(const eye *e, uint64_t *now, uint64_t *next, size_t at)
{
    const size_t place = at - e->base;
    if (place < TM_BLOCK_BYTES)
        *now |= UINT64_C(1) << place;
    else
        *next |= UINT64_C(1) << (place - TM_BLOCK_BYTES);
}

// Whether the character before `at` could be a Latin letter.
static bool follows_latin(const eye *e, size_t at)
{
    if (at == 0)
        return false;
    const unsigned char before = byte_at(e, at - 1);
    return is_latin(before) ||
           (before >= 0x80 && !(at >= 3 && may_be_hangul(byte_at(e, at - 3))));
}

static bool is_loud_sign(const eye *e, uint32_t codepoint, uint32_t entry, size_t at)
{
    const uint32_t to = tm_fold_apply(entry, codepoint);
    if (to < 0x80)
        return to != ' ' && to != '\n'; // what stands for ASCII may complete anything
    if (entry & (TM_WATCH_ALIKE | TM_WATCH_SIGN))
        return codepoint > 0xFFFF || follows_latin(e, at);
    return false;
}

// A letter or digit of another alphabet, or an accented Latin one, at bytes [at, end).
static void see_letter(eye *e, uint32_t to, uint32_t entry, size_t at, size_t end)
{
    const uint8_t klass = tm_fold_class(entry);
    const unsigned char before = at > 0 ? byte_at(e, at - 1) : '\n';
    const uint64_t before_bits = at > e->base ? e->now.other_word << (e->base + 64 - at) : 0;
    const bool inside = is_latin(before) || is_digit(before) || before_bits >> 63 ||
                        (at == e->base && e->before.other_word >> 63);
    for (size_t i = at; i < end; i++)
        put_bit(e, &e->now.other_word, &e->next.other_word, i);
    if (!inside)
        put_bit(e, &e->now.other_end, &e->next.other_end, end - 1);
    if (klass == TM_CHAR_LATIN || klass == TM_CHAR_DIGIT) {
        const unsigned char after = byte_at(e, end);
        put_bit(e, &e->now.accent, &e->next.accent, end - 1);
        if (to == 'w' || may_be_hangul(after) || (at >= 3 && may_be_hangul(byte_at(e, at - 3))))
            find_loud(e, at);
        if (klass == TM_CHAR_DIGIT &&
            (is_latin(before) || before >= 0x80 || is_latin(after) || after >= 0x80))
            find_loud(e, at);
        if (before == '.')
            e->host |= UINT64_C(1) << (at - e->base);
    } else if ((entry & TM_WATCH_ALIKE) || klass == TM_CHAR_HANGUL || klass == TM_CHAR_THAI) {
        find_loud(e, at);
    }
}

static void see_other(eye *e, size_t at)
{
    size_t end = at;
    const uint32_t codepoint = tm_utf8_next(e->text, &end);
    const uint32_t entry = tm_fold_entry(e->folds, codepoint);
    const uint8_t klass = tm_fold_class(entry);
    e->has_dot |= codepoint == MIDDLE_DOT;
    e->has_stroke |= codepoint == STROKE;
    if (codepoint == TWO_DOTS || codepoint == THREE_DOTS)
        return; // no term begins with a dot (score/openings.h)
    if (entry >= TM_FOLD_SPECIAL ||
        ((entry & (TM_WATCH_JAMO | TM_WATCH_ENCODED)) && codepoint != MIDDLE_DOT)) {
        e->n_special++;
        find_loud(e, at);
        return;
    }
    const uint32_t to = tm_fold_apply(entry, codepoint);
    if (klass >= TM_CHAR_DIGIT)
        see_letter(e, to, entry, at, end);
    else if (is_loud_sign(e, codepoint, entry, at))
        find_loud(e, at);
    const tm_automaton *const a = &e->lexicon->automaton;
    if (klass == TM_CHAR_LATIN || klass == TM_CHAR_CYRILLIC ||
        a->root[tm_automaton_symbol(a, to)] != 0)
        walk(e, at, at);
}

// ---- Signs of ASCII -------------------------------------------------------------------------

static bool may_be_reference(const eye *e, size_t at)
{
    for (size_t i = at + 1; i <= at + MAX_REFERENCE_BYTES; i++)
        if (byte_at(e, i) == ';')
            return true;
    return false;
}

static bool is_hex(unsigned char byte)
{
    return is_digit(byte) || (unsigned)((byte | 0x20) - 'a') < 6;
}

static void see_sign(eye *e, size_t at)
{
    const unsigned char sign = byte_at(e, at), next = byte_at(e, at + 1);
    const bool link = sign == '@' || (sign == ':' && next == '/' && byte_at(e, at + 2) == '/');
    bool loud = link;
    e->glance->certain |= link;
    if (sign < ' ')
        loud = sign != '\t' && !(sign == '\r' && next == '\n');
    else if (sign == '&')
        loud = may_be_reference(e, at);
    else if (sign == '%')
        loud = is_hex(next) || (next >= 0x80 && !may_be_hangul(next));
    else if (sign == '$')
        loud = at > 0 && (is_latin(byte_at(e, at - 1)) || byte_at(e, at - 1) >= 0x80) &&
               (is_latin(next) || next >= 0x80);
    else if (sign == 0x7F)
        loud = true;
    e->n_special += loud && !link;
    if (loud)
        find_loud(e, at);
    else if ((sign == '$' || sign == '%') && may_open(e, at))
        walk(e, at, at);
}

// ---- Letters set apart ----------------------------------------------------------------------

// The folded character at *at, past which it moves; a line end beyond the text.
static uint32_t folded(const eye *e, size_t *at)
{
    if (*at >= e->text.len)
        return '\n';
    const uint32_t codepoint = tm_utf8_next(e->text, at);
    const uint32_t entry = tm_fold_entry(e->folds, codepoint);
    return entry < TM_FOLD_SPECIAL ? tm_fold_apply(entry, codepoint) : SPECIAL;
}

// The place where the character before `end`, a letter or digit, begins.
static size_t letter_begin(const eye *e, size_t end)
{
    do
        end--;
    while (end > 0 && (byte_at(e, end) & 0xC0) == 0x80);
    return end;
}

static gap read_gap(const eye *e, size_t begin, size_t end)
{
    gap g = {.begin = begin, .end = end, .open = true, .blank = true};
    size_t n = 0, at = begin;
    while (at < end && g.open) {
        const uint32_t codepoint = folded(e, &at);
        g.special |= codepoint == SPECIAL;
        g.blank &= codepoint == ' ';
        g.middle_dot = codepoint == 0xB7 || codepoint == MIDDLE_DOT;
        g.open = ++n <= MAX_GAP && codepoint != '\n';
    }
    g.middle_dot &= n == 1;
    g.open &= n > 0;
    return g;
}

// Behind the same gap at `at`, or 0 where there is another.
static size_t after_gap(const eye *e, const gap *g, size_t at)
{
    for (size_t i = g->begin; i < g->end;)
        if (folded(e, &i) != folded(e, &at))
            return 0;
    return at;
}

// Whether two words of one letter, the second ending at `end`, may go on with something else than
// a third: a word after a sign that is no blank, or the sign of an address among blanks.
static bool may_go_on(const eye *e, const gap *g, size_t end)
{
    const size_t at = after_gap(e, g, end);
    if (at == 0)
        return false;
    const unsigned char next = byte_at(e, at);
    if (g->blank)
        return next == ':' || next == '/' || next == '.' || next == '@' || next == '-' ||
               next == '_';
    return !g->middle_dot && may_be_hangul(next) && may_be_hangul(byte_at(e, at + 3));
}

// A word of one letter or digit ends before `end`.
static void see_single(eye *e, size_t end)
{
    single *const last = &e->singles[0], *const other = &e->singles[1];
    const size_t begin = letter_begin(e, end);
    const bool letter = !is_digit(byte_at(e, begin));
    const bool near = last->end > 0 && begin - last->end <= MAX_GAP * 4;
    const bool letters = letter || last->letter;
    const gap g = near ? read_gap(e, last->end, begin) : (gap){0};
    if (near && g.special)
        find_loud(e, end);
    if (g.open && other->gap.open && (letters || other->letter) &&
        after_gap(e, &other->gap, last->end) == begin)
        find_loud(e, end);
    if (g.open && letters && may_go_on(e, &g, end))
        find_loud(e, end);
    *other = *last;
    other->gap = g;
    *last = (single){end, letter, {0}};
}

// ---- Blocks ---------------------------------------------------------------------------------

// Whether the byte at `at` begins a syllable: EA B0 80 to ED 9E A3.
static bool is_syllable_at(const eye *e, size_t at)
{
    size_t end = at;
    return tm_is_syllable(tm_utf8_next(e->text, &end));
}

// The first bytes of syllables. Of what begins with EA or ED the second byte decides, or a closer
// look.
static uint64_t find_hangul(eye *e, const tm_block *block, const tm_block *second)
{
    tm_block lead, edge;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++) {
        const tm_vector first = block->part[i];
        lead.part[i] = tm_vector_between(first, 0xEA, 3);
        edge.part[i] = (tm_vector_equal(first, 0xEA) &
                        tm_vector_between(second->part[i], 0x80, 0xAF - 0x80)) |
                       (tm_vector_equal(first, 0xED) &
                        tm_vector_between(second->part[i], 0x9E, 0xBF - 0x9E));
    }
    uint64_t hangul = tm_block_bits(&lead);
    for (uint64_t bits = tm_block_bits(&edge); bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        if (is_syllable_at(e, e->base + bit))
            continue;
        hangul &= ~(UINT64_C(1) << bit);
        e->loud |= UINT64_C(1) << bit;
        e->n_special++;
    }
    return hangul;
}

// Digits and signs for letters, and names with digits behind; all where Latin meets digits.
static uint64_t find_mixtures(const masks *m, const masks *b)
{
    const uint64_t l = m->latin, d = m->digit;
    const uint64_t l1 = back(l, b->latin, 1), l2 = back(l, b->latin, 2),
                   l3 = back(l, b->latin, 3), l4 = back(l, b->latin, 4);
    const uint64_t d1 = back(d, b->digit, 1), d2 = back(d, b->digit, 2),
                   d4 = back(d, b->digit, 4);
    const uint64_t inner = l & d1 & (l2 | (l3 & d2)); // c4sino, g00d
    const uint64_t first = d4 & l3 & l2 & l1 & l;     // 0nline
    const uint64_t last = l4 & l3 & l2 & l1 & d;      // casin0
    const uint64_t name = l4 & l3 & l2 & d1 & d;      // alexis17
    return inner | first | last | name;
}

// Within 16 bytes of each other: an accented letter may be part of any of the above.
static uint64_t find_near(uint64_t a, uint64_t a_before, uint64_t b)
{
    uint64_t near = a | back(a, a_before, 1);
    uint64_t near_before = a_before | a_before << 1;
    for (unsigned k = 2; k <= 8; k *= 2) {
        const uint64_t wider = near | back(near, near_before, k);
        near_before |= near_before << k;
        near = wider;
    }
    return near & b;
}

// Places are first collected without a branch, since one in fifteen passes and no processor can
// guess which; what is left is looked at closer.
static void find_syllable_terms(eye *e)
{
    const uint64_t hangul = e->now.hangul;
    const char *const text = e->text.ptr;
    const tm_openings *const o = e->openings;
    const size_t base = e->base, len = e->text.len;
    const uint64_t before = back(hangul, e->before.hangul, 3);
    uint8_t found[TM_BLOCK_BYTES];
    size_t n = 0;
    for (uint64_t bits = hangul & before; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        found[n] = (uint8_t)bit;
        n += tm_openings_has_pair(o, text + base + bit - 3);
    }
    for (size_t i = 0; i < n; i++) {
        const size_t at = base + found[i] - 3;
        if (at + 9 > len || tm_openings_has_next(o, text + at))
            walk(e, at, at + 3);
    }
    for (uint64_t bits = before & ~hangul; bits; bits &= bits - 1) {
        const size_t end = base + tm_lowest_bit(bits);
        if (tm_openings_has_last(o, text + end - 3, byte_at(e, end)))
            walk(e, end - 3, end);
    }
}

static void find_ascii_terms(eye *e)
{
    const masks *const m = &e->now;
    for (uint64_t bits = (m->latin & ~back(m->latin, e->before.latin, 1)) | m->digit; bits;
         bits &= bits - 1) {
        const size_t at = e->base + tm_lowest_bit(bits);
        // A host without a scheme: a dot, a Latin letter behind it, no blank before it.
        if (at >= 2 && byte_at(e, at - 1) == '.' && byte_at(e, at - 2) > ' ')
            e->host |= UINT64_C(1) << (at - e->base);
        if (may_open(e, at))
            walk(e, at, at);
    }
}

static void find_www(eye *e, const tm_block *block)
{
    const masks *const m = &e->now, *const b = &e->before;
    uint64_t bits = m->latin & back(m->latin, b->latin, 1) & back(m->latin, b->latin, 2);
    if (bits)
        bits &= tm_block_equal(block, 'w') | tm_block_equal(block, 'W');
    for (; bits; bits &= bits - 1) {
        const size_t at = e->base + tm_lowest_bit(bits);
        const unsigned char next = byte_at(e, at + 1);
        if ((byte_at(e, at - 1) | 0x20) != 'w' || (byte_at(e, at - 2) | 0x20) != 'w')
            continue;
        if (next == '.' || next >= 0x80)
            find_loud(e, at);
        e->glance->certain |= next == '.';
    }
}

// What is found by masks alone.
static void find_shapes(eye *e)
{
    masks *const m = &e->now;
    const masks *const b = &e->before;
    const uint64_t mixed = m->latin | m->digit, mixed_before = b->latin | b->digit;
    if ((m->latin | b->latin) && (m->digit | b->digit))
        e->loud |= find_mixtures(m, b);
    // A digit or Latin letter between syllables, and again.
    const uint64_t mixed1 = back(mixed, mixed_before, 1);
    m->parted = m->hangul & mixed1 & back(m->hangul, b->hangul, 4);
    m->twice_parted =
        m->hangul & mixed1 & back(mixed, mixed_before, 2) & back(m->hangul, b->hangul, 5);
    e->loud |= m->parted & back(m->parted, b->parted, 4);
    e->loud |= m->twice_parted & back(m->twice_parted, b->twice_parted, 5);
    if (m->accent | b->accent) {
        e->loud |= find_near(m->accent, b->accent, m->digit);
        e->loud |= find_near(m->digit, b->digit, m->accent);
    }
}

static void find_singles(eye *e)
{
    const masks *const m = &e->now, *const b = &e->before;
    const uint64_t mixed = m->latin | m->digit, mixed_before = b->latin | b->digit;
    const uint64_t one_byte = back(mixed, mixed_before, 1) & ~back(m->word, b->word, 2);
    const uint64_t syllable = back(m->hangul, b->hangul, 3) & ~back(m->word, b->word, 4);
    const uint64_t other = back(m->other_end, b->other_end, 1);
    for (uint64_t bits = ~m->word & (one_byte | syllable | other); bits; bits &= bits - 1)
        see_single(e, e->base + tm_lowest_bit(bits));
}

// ---- Lines ----------------------------------------------------------------------------------

static void note_line(eye *e, size_t begin, size_t at, bool loud)
{
    tm_glance *const g = e->glance;
    tm_glance_line *const last = g->n_lines ? &g->line[g->n_lines - 1] : NULL;
    g->loud |= loud;
    if (last && at < last->end) {
        last->loud |= loud;
        return;
    }
    void *grown = g->line;
    if (!tm_grow(&grown, &g->cap, g->n_lines + 1, sizeof *g->line)) {
        e->failed = true;
        return;
    }
    g->line = grown;
    const char *const newline = memchr(e->text.ptr + at, '\n', e->text.len - at);
    const size_t end = newline ? (size_t)(newline - e->text.ptr) + 1 : e->text.len;
    g->line[g->n_lines++] = (tm_glance_line){(uint32_t)begin, (uint32_t)end, loud};
}

// Turns the places found in this block into lines; `newlines` are those of the text.
static void note_lines(eye *e, uint64_t newlines)
{
    for (uint64_t bits = e->loud | e->host; bits; bits &= bits - 1) {
        const unsigned bit = tm_lowest_bit(bits);
        const uint64_t before = newlines & ((UINT64_C(1) << bit) - 1);
        const size_t begin = before ? e->base + tm_highest_bit(before) + 1 : e->line_begin;
        // What ends with the text was found behind it.
        const size_t at = e->base + bit < e->text.len ? e->base + bit : e->text.len - 1;
        note_line(e, begin, at, e->loud >> bit & 1);
    }
    e->loud = e->host = 0;
    if (newlines)
        e->line_begin = e->base + tm_highest_bit(newlines) + 1;
}

// Signs that may begin or end something, and control characters.
static uint64_t find_signs(const tm_block *block)
{
    tm_block found;
    for (unsigned i = 0; i < TM_BLOCK_VECTORS; i++) {
        const tm_vector v = block->part[i];
        found.part[i] = tm_vector_between(v, 0, 31) | tm_vector_between(v, '$', 2) |
                        tm_vector_equal(v, '@') | tm_vector_equal(v, ':') |
                        tm_vector_equal(v, 0x7F);
    }
    return tm_block_bits(&found);
}

// First bytes of characters outside ASCII.
static uint64_t find_leads(const tm_block *block)
{
    return tm_block_between(block, 0xC0, 0x3F);
}

// `second` is the block one byte on; `len` of the bytes are text.
static void see_block(eye *e, const tm_block *block, const tm_block *second, size_t len)
{
    masks *const m = &e->now;
    const uint64_t inside = len < TM_BLOCK_BYTES ? (UINT64_C(1) << len) - 1 : ~UINT64_C(0);
    const uint64_t newlines = tm_block_equal(block, '\n') & inside;
    m->latin = tm_block_latin(block);
    m->digit = tm_block_between(block, '0', 9);
    m->hangul = find_hangul(e, block, second);
    m->other_word = e->next.other_word;
    m->other_end = e->next.other_end;
    m->accent = e->next.accent;
    e->next = (spill){0};
    for (uint64_t bits = find_leads(block) & ~m->hangul & ~e->loud; bits; bits &= bits - 1)
        see_other(e, e->base + tm_lowest_bit(bits));
    for (uint64_t bits = find_signs(block) & inside & ~newlines; bits; bits &= bits - 1)
        see_sign(e, e->base + tm_lowest_bit(bits));
    m->word = m->latin | m->digit | m->other_word | m->hangul |
              back(m->hangul, e->before.hangul, 1) | back(m->hangul, e->before.hangul, 2);
    find_shapes(e);
    find_www(e, block);
    find_singles(e);
    find_syllable_terms(e);
    find_ascii_terms(e);
    note_lines(e, newlines);
    e->before = e->now;
}

// z before a stroke before a syllable is a jamo, in a document that holds others.
static bool has_typed_jamo(tm_str text)
{
    const char letters[] = {'z', 'Z'};
    for (size_t k = 0; k < sizeof letters; k++) {
        const char *at = text.ptr, *const end = text.ptr + text.len;
        while (end - at > 2 && (at = memchr(at, letters[k], (size_t)(end - at) - 2))) {
            const char stroke = at[1] | 0x20;
            if ((stroke == 'l' || stroke == 'i' || stroke == 'r' || stroke == 'h') &&
                (unsigned char)at[2] >= 0x80)
                return true;
            at++;
        }
    }
    return false;
}

tamis_status tm_glance_at(tm_glance *glance, const tm_lexicon *lexicon, const tm_folds *folds,
                          tm_str text, tamis_error *err)
{
    eye e = {.lexicon = lexicon,
             .openings = lexicon->openings,
             .folds = folds,
             .glance = glance,
             .text = text};
    glance->n_lines = 0;
    glance->loud = glance->certain = false;
    glance->lost = lexicon->openings->unusable;
    if (text.len == 0 || glance->lost)
        return TAMIS_OK;
    // One block more than the text fills: what ends with it is found behind it.
    for (; e.base <= text.len && !e.failed; e.base += TM_BLOCK_BYTES) {
        const size_t rest = text.len - e.base;
        char last[TM_BLOCK_BYTES + 1];
        const char *bytes = text.ptr + e.base;
        if (rest <= TM_BLOCK_BYTES) {
            memset(last, '\n', sizeof last);
            memcpy(last, bytes, rest);
            bytes = last;
        }
        const tm_block block = tm_block_load(bytes), second = tm_block_load(bytes + 1);
        see_block(&e, &block, &second, rest);
    }
    if (e.failed)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lines");
    glance->n_special = e.n_special;
    // Jamo anywhere change what z means, and look-alikes what the stroke does: they may be in a
    // line that is not looked at.
    glance->lost = e.has_stroke || (e.has_dot && e.n_special > 0) ||
                   ((e.has_dot || e.n_special > 0) && has_typed_jamo(text));
    return TAMIS_OK;
}

// ---- Main script ----------------------------------------------------------------------------

// Byte counters of 8 bits hold this many.
enum { MAX_COUNTED = 255 };

static size_t sum_of(tm_vector counts)
{
    size_t sum = 0;
    for (unsigned i = 0; i < TM_VECTOR_BYTES; i++)
        sum += counts[i];
    return sum;
}

// First bytes of syllables, EA B0 80 to ED 9E A3; `second` is the vector one byte on. Those from
// ED 9E on, which few are, are left out.
static tm_vector find_syllables(tm_vector first, tm_vector second)
{
    return tm_vector_between(first, 0xEB, 1) |
           (tm_vector_equal(first, 0xEA) & tm_vector_between(second, 0xB0, 0xBF - 0xB0)) |
           (tm_vector_equal(first, 0xED) & tm_vector_between(second, 0x80, 0x9D - 0x80));
}

tm_char_class tm_glance_script(const tm_glance *glance, tm_str text)
{
    size_t n_latin = 0, n_others = 0, n_hangul = 0, at = 0;
    while (text.len - at > TM_VECTOR_BYTES) {
        tm_vector latin = {0}, others = {0}, hangul = {0};
        for (unsigned n = 0; n < MAX_COUNTED && text.len - at > TM_VECTOR_BYTES; n++) {
            tm_vector v, second;
            memcpy(&v, text.ptr + at, sizeof v);
            memcpy(&second, text.ptr + at + 1, sizeof second);
            const tm_vector syllables = find_syllables(v, second);
            latin -= tm_vector_between(v | tm_vector_of(0x20), 'a', 25);
            others -= tm_vector_between(v, 0xC0, 0x3F) & ~syllables; // first bytes
            hangul -= syllables;
            at += TM_VECTOR_BYTES;
        }
        n_latin += sum_of(latin);
        n_others += sum_of(others);
        n_hangul += sum_of(hangul);
    }
    n_others += text.len - at; // the rest may be anything
    // No special character folds to more than this many.
    n_others += glance->n_special * TM_FOLD_MAX;
    if (n_hangul * 3 > n_latin + n_others)
        return TM_CHAR_HANGUL;
    if (n_latin > (n_hangul + n_others) * 3)
        return TM_CHAR_LATIN;
    return TM_CHAR_PUNCT;
}

// ---- Gathering ------------------------------------------------------------------------------

// Whether the view of a line holds a character, whatever is undone in it.
static bool is_surely_filled(tm_str line)
{
    if (memchr(line.ptr, '&', line.len) || memchr(line.ptr, '%', line.len))
        return false;
    for (size_t i = 0; i < line.len; i++) {
        const unsigned char byte = (unsigned char)line.ptr[i];
        if (is_latin(byte) || is_digit(byte) || byte == 0xEB || byte == 0xEC)
            return true;
    }
    return false;
}

static size_t back_lines(tm_str text, size_t begin, size_t least, unsigned n)
{
    while (begin > least && n > 0) {
        const size_t end = begin;
        for (begin--; begin > least && text.ptr[begin - 1] != '\n';)
            begin--;
        n -= is_surely_filled(tm_str_slice(text, begin, end));
    }
    return begin;
}

static size_t ahead_lines(tm_str text, size_t end, unsigned n)
{
    while (end < text.len && n > 0) {
        const size_t begin = end;
        const char *const newline = memchr(text.ptr + end, '\n', text.len - end);
        end = newline ? (size_t)(newline - text.ptr) + 1 : text.len;
        n -= is_surely_filled(tm_str_slice(text, begin, end));
    }
    return end;
}

tamis_status tm_glance_gather(tm_str *out, tm_glance *glance, tm_str text, unsigned around,
                              tamis_error *err)
{
    size_t begin = 0, end = 0; // of the part that is growing
    tm_buf_clear(&glance->parts);
    for (size_t i = 0; i < glance->n_lines; i++) {
        const tm_glance_line *line = &glance->line[i];
        if (!line->loud && around == 0)
            continue;
        const size_t from =
            line->begin > end ? back_lines(text, line->begin, end, around) : end;
        if (from > end) {
            tm_buf_add(&glance->parts, tm_str_slice(text, begin, end));
            begin = from;
        }
        const size_t ahead = ahead_lines(text, line->end, around);
        end = ahead > end ? ahead : end;
    }
    *out = tm_str_slice(text, begin, end);
    TM_TRY(tm_buf_check(&glance->parts, err));
    if (glance->parts.len == 0)
        return TAMIS_OK;
    tm_buf_add(&glance->parts, *out);
    *out = tm_buf_str(&glance->parts);
    return tm_buf_check(&glance->parts, err);
}

void tm_glance_free(tm_glance *glance)
{
    free(glance->line);
    tm_buf_free(&glance->parts);
    *glance = (tm_glance){0};
}
