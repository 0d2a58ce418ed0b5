// A walk down the trie, over characters folded one by one. The openings are asked first.
// SPDX-License-Identifier: MIT
#include "score/alarms.h"

#include "text/decode.h"
#include "text/fold.h"

// Class of the character at byte `pos`; a line end beyond the text. A character that does not fold
// plainly may be anything and counts as `unsure`.
static uint8_t class_at(const tm_folds *folds, tm_str text, size_t pos, uint8_t unsure)
{
    if (pos >= text.len)
        return TM_CHAR_NEWLINE;
    const uint32_t entry = tm_fold_entry(folds, tm_utf8_next(text, &pos));
    return entry < TM_FOLD_SPECIAL ? tm_fold_class(entry) : unsure;
}

// The same for the character before byte `pos`.
static uint8_t class_before(const tm_folds *folds, tm_str text, size_t pos, uint8_t unsure)
{
    if (pos == 0)
        return TM_CHAR_NEWLINE;
    do
        pos--;
    while (((unsigned char)text.ptr[pos] & 0xC0) == 0x80);
    return class_at(folds, text, pos, unsure);
}

// Whether the term, found at bytes [begin, end), alarms there. Where the neighbours are not sure,
// the answer is yes.
static bool alarms_at(const tm_term term, const tm_folds *folds, tm_str text, size_t begin,
                      size_t end)
{
    if (!tm_term_alarms(term))
        return false;
    const uint8_t after = class_at(folds, text, end, TM_CHAR_SPACE);
    if (!tm_term_may_precede(term, after))
        return false;
    return term.klass != TM_TERM_SUFFIX ||
           (tm_char_is_letter(class_before(folds, text, begin, TM_CHAR_HANGUL)) &&
            (!tm_char_is_letter(after) || after == TM_CHAR_HANGUL)); // a particle may follow
}

// A walk down the trie: the state, and the class of the character read last.
typedef struct walk {
    uint32_t state;
    uint8_t before;
} walk;

// Takes the walk one folded character further; false where no term goes on with it.
static bool step(walk *w, const tm_automaton *a, uint32_t codepoint, uint8_t klass)
{
    if (klass == TM_CHAR_SPACE && w->before == TM_CHAR_SPACE)
        return true;
    if (tm_starts_word(w->before, klass)) {
        w->state = tm_automaton_child(a, w->state, tm_automaton_symbol(a, TM_WORD_START));
        if (w->state == 0)
            return false;
    }
    w->before = klass;
    w->state = tm_automaton_child(a, w->state, tm_automaton_symbol(a, codepoint));
    return w->state != 0;
}

// The same for a character that folds to several; *ended is set when a term ends with one of them.
static bool step_expanded(walk *w, bool *ended, const tm_automaton *a, const tm_folds *folds,
                          uint32_t entry)
{
    const uint32_t *const part = folds->pool + (entry & TM_FOLD_VALUE_MASK);
    for (uint32_t i = 1; i <= part[0]; i++) {
        if (!step(w, a, part[i], (uint8_t)tm_folds_class(folds, part[i])))
            return false;
        *ended |= a->state[w->state].pattern != 0;
    }
    return true;
}

// The first symbols at a place, as the openings are asked about them one after the other.
typedef struct start {
    const tm_openings *openings;
    uint32_t hash, n; // of the symbols so far
    bool is_one;      // they are a term, or the first TM_OPENING_START symbols of one
} start;

// Adds a symbol; false when that settles whether a term begins so (.is_one).
static bool add_symbol(start *s, uint32_t codepoint)
{
    s->hash = tm_openings_add_symbol(s->hash, codepoint);
    const unsigned what = tm_openings_start(s->openings, s->hash, ++s->n);
    s->is_one =
        what & TM_OPENING_START_IS_ONE && tm_openings_is_whole(s->openings, s->hash, s->n);
    return !s->is_one && what & TM_OPENING_START_GOES_ON && s->n < TM_OPENING_START;
}

// Whether the first symbols at `pos` may be those of a term that alarms. The tables asked stay in a
// nearer cache than the trie.
static bool may_start(const tm_openings *o, const tm_folds *folds, tm_str text, size_t pos)
{
    start s = {.openings = o};
    uint8_t before = TM_CHAR_NEWLINE;
    while (pos < text.len) {
        const uint32_t codepoint = tm_utf8_next(text, &pos);
        const uint32_t entry = tm_fold_entry(folds, codepoint);
        const uint8_t klass = tm_fold_class(entry);
        if (entry >= TM_FOLD_SPECIAL)
            return true;
        if (klass == TM_CHAR_SPACE && before == TM_CHAR_SPACE)
            continue;
        if ((tm_starts_word(before, klass) && !add_symbol(&s, TM_WORD_START)) ||
            !add_symbol(&s, tm_fold_apply(entry, codepoint)))
            return s.is_one;
        before = klass;
    }
    return false;
}

// Whether the back part of a brand, found up to byte `end`, may be followed by another: a blank, and
// what some term begins with.
static bool may_begin_row(const tm_lexicon *lexicon, tm_term term, const tm_folds *folds,
                          tm_str text, size_t end)
{
    if (term.klass != TM_TERM_SUFFIX || class_at(folds, text, end, 0) != TM_CHAR_SPACE)
        return false;
    tm_utf8_next(text, &end);
    return may_start(lexicon->openings, folds, text, end);
}

bool tm_lexicon_alarms(const tm_lexicon *lexicon, const tm_folds *folds, tm_str text,
                       size_t pos)
{
    if (!may_start(lexicon->openings, folds, text, pos))
        return false;
    const tm_automaton *const a = &lexicon->automaton;
    const size_t begin = pos;
    walk w = {0, TM_CHAR_NEWLINE};
    while (pos < text.len) {
        const uint32_t codepoint = tm_utf8_next(text, &pos);
        const uint32_t entry = tm_fold_entry(folds, codepoint);
        const bool several = tm_fold_action_of(entry) == TM_FOLD_EXPAND;
        if (entry >= TM_FOLD_SPECIAL && !several)
            return w.state != 0;
        bool ended = false;
        const bool goes_on =
            several ? step_expanded(&w, &ended, a, folds, entry)
                    : step(&w, a, tm_fold_apply(entry, codepoint), tm_fold_class(entry));
        if (!goes_on || ended)
            return ended;
        const uint32_t pattern = a->state[w.state].pattern;
        if (!pattern)
            continue;
        const tm_term term = lexicon->term[pattern - 1];
        if (alarms_at(term, folds, text, begin, pos) ||
            may_begin_row(lexicon, term, folds, text, pos))
            return true;
    }
    return false;
}
