// Loading (TSV → folded patterns → automaton) and scanning (automaton → checked, unnested hits).
// SPDX-License-Identifier: MIT
#include "score/lexicon.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"
#include "score/spaced_terms.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/hangul.h"
#include "text/utf8.h"

enum {
    MAX_TERM_CHARACTERS = 64,
    TERM_GROUPS = 4,
    MAX_TYPED_CHARACTERS = MAX_TERM_CHARACTERS * 8,
    MIN_DISGUISE_SYLLABLES = 3, // shorter ones typed or reversed are ordinary letters too often
    MAX_DISGUISE_SYLLABLES = 5, // nobody types longer ones so
    MIN_DISGUISE_LEVEL = 1,     // weight 1
    MIN_TURNED_LEVEL = 3,       // weight 2: ordinary words read backwards are ordinary words
    MIN_PHONETIC_LEVEL = 3,     // weight 2: many words share a key
    NO_LETTER_AFTER = 1,
    NO_DIGIT_AFTER = 2,
    SCAN_STRIDE = 128 // symbols looked at together
};

static const char *const class_names[TM_N_TERM_CLASSES] = {
    "game",  "venue", "promotion", "trust",  "contact", "prefix",   "suffix",
    "brand", "loan",  "adult",     "pharma", "replica", "backlink", "company"};

const char *tm_term_class_name(tm_term_class klass)
{
    return class_names[klass];
}

bool tm_term_class_parse(tm_term_class *klass, tm_str name)
{
    for (int i = 0; i < TM_N_TERM_CLASSES; i++) {
        if (tm_str_equal(name, tm_str_of(class_names[i]))) {
            *klass = (tm_term_class)i;
            return true;
        }
    }
    return false;
}

// Whether TM_WORD_START belongs before a character of class `klass` that follows one of `before`.
static bool starts_word(uint8_t before, uint8_t klass)
{
    return tm_is_bounded_letter(klass) && !tm_is_bounded_letter(before);
}

// Stores a term and its pattern: `codepoint` [term.len], and TM_WORD_START before each run of
// bounded letters. `klass` has the classes of the characters; NULL: all are Latin letters.
static tamis_status store_term(tm_lexicon *lexicon, const uint32_t *codepoint,
                               const uint8_t *klass, tm_term term, tamis_error *err)
{
    if (!tm_grow((void **)&lexicon->term, &lexicon->terms_cap, lexicon->n_terms + 1,
                 sizeof *lexicon->term) ||
        !tm_grow((void **)&lexicon->start, &lexicon->starts_cap, lexicon->n_terms + 2,
                 sizeof *lexicon->start) ||
        !tm_grow((void **)&lexicon->folded, &lexicon->folded_cap,
                 lexicon->folded_len + 2 * (size_t)term.len, sizeof *lexicon->folded))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the lexicon");
    lexicon->start[lexicon->n_terms] = lexicon->folded_len;
    for (size_t i = 0; i < term.len; i++) {
        const uint8_t before = i == 0 ? TM_CHAR_SPACE : klass ? klass[i - 1] : TM_CHAR_LATIN;
        if (starts_word(before, klass ? klass[i] : TM_CHAR_LATIN))
            lexicon->folded[lexicon->folded_len++] = TM_WORD_START;
        lexicon->folded[lexicon->folded_len++] = codepoint[i];
    }
    lexicon->term[lexicon->n_terms++] = term;
    lexicon->start[lexicon->n_terms] = lexicon->folded_len;
    return TAMIS_OK;
}

// Stores the forms in which a strong Korean term hides from people and filters alike: turned round,
// and as the Latin letters that the same keys type.
static tamis_status store_disguises(tm_lexicon *lexicon, const tm_view *view, tm_term term,
                                    tamis_error *err)
{
    uint32_t turned[MAX_TERM_CHARACTERS];
    uint32_t typed[MAX_TYPED_CHARACTERS];
    size_t n_typed = 0;
    if (view->len < MIN_DISGUISE_SYLLABLES || view->len > MAX_DISGUISE_SYLLABLES ||
        term.level < MIN_DISGUISE_LEVEL || !tm_term_is_trade(term))
        return TAMIS_OK;
    for (size_t i = 0; i < view->len; i++) {
        char keys[8];
        if (!tm_is_syllable(view->codepoint[i]))
            return TAMIS_OK;
        const size_t n_keys = tm_syllable_keys(keys, view->codepoint[i]);
        for (size_t k = 0; k < n_keys; k++)
            typed[n_typed++] = (unsigned char)keys[k];
        turned[view->len - 1 - i] = view->codepoint[i];
    }
    term.disguised = 1;
    if (term.level >= MIN_TURNED_LEVEL)
        TM_TRY(store_term(lexicon, turned, view->klass, term, err));
    term.bounded = NO_LETTER_AFTER;
    term.len = (uint16_t)n_typed;
    return store_term(lexicon, typed, NULL, term, err);
}

// Stores all forms of a term, given its view: as it is, without its blanks, disguised.
static tamis_status store_forms(tm_lexicon *lexicon, const tm_view *view, tm_term term,
                                tamis_error *err)
{
    uint32_t joined[MAX_TERM_CHARACTERS];
    uint8_t joined_klass[MAX_TERM_CHARACTERS];
    uint16_t n_joined = 0;
    bool hangul = false;
    for (size_t i = 0; i < view->len; i++) {
        hangul |= view->klass[i] == TM_CHAR_HANGUL;
        if (view->klass[i] == TM_CHAR_SPACE)
            continue;
        joined_klass[n_joined] = view->klass[i];
        joined[n_joined++] = view->codepoint[i];
    }
    const uint8_t last = view->klass[view->len - 1];
    term.len = (uint16_t)view->len;
    term.bounded = (uint8_t)((tm_is_bounded_letter(last) ? NO_LETTER_AFTER : 0) |
                             (last == TM_CHAR_DIGIT ? NO_DIGIT_AFTER : 0));
    TM_TRY(store_term(lexicon, view->codepoint, view->klass, term, err));
    if (hangul && n_joined < view->len) {
        tm_term without_blanks = term;
        without_blanks.len = n_joined;
        TM_TRY(store_term(lexicon, joined, joined_klass, without_blanks, err));
    }
    return store_disguises(lexicon, view, term, err);
}

// Reads the text of a term, which borrows from `line`, and all of the term but .bounded and .len.
static tamis_status parse_line(tm_term *term, tm_str *text, tm_str line, size_t number,
                               tamis_error *err)
{
    double weight;
    tm_term_class klass;
    *text = tm_str_cut(&line, '\t');
    const tm_str class_name = tm_str_cut(&line, '\t');
    const tm_str weight_text = tm_str_cut(&line, '\t');
    const tm_str note = tm_str_cut(&line, '\t');
    if (!tm_term_class_parse(&klass, class_name))
        return tm_fail(err, TAMIS_EFORMAT, "lexicon line %zu: unknown class \"%.*s\"", number,
                       (int)(class_name.len < 40 ? class_name.len : 40), class_name.ptr);
    if (!tm_parse_double(&weight, weight_text) || weight < 0.5 || weight > 3 ||
        weight * 2 != (int)(weight * 2))
        return tm_fail(err, TAMIS_EFORMAT, "lexicon line %zu: weight is not 0.5, 1, … 3",
                       number);
    if (!tm_utf8_is_valid(*text))
        return tm_fail(err, TAMIS_EFORMAT, "lexicon line %zu: not UTF-8", number);
    *term = (tm_term){.klass = (uint8_t)klass,
                      .level = (uint8_t)(weight * 2 - 1),
                      .disguised = tm_str_starts_with(note, tm_str_of("disguise")),
                      .group = (uint8_t)(tm_hash_bytes(*text) % TERM_GROUPS)};
    return TAMIS_OK;
}

// `view` is scratch.
static tamis_status add_line(tm_lexicon *lexicon, tm_view *view, const tm_folds *folds,
                             tm_str line, size_t number, tamis_error *err)
{
    tm_term term;
    tm_str text;
    TM_TRY(parse_line(&term, &text, line, number, err));
    if (term.klass == TM_TERM_COMPANY && !tm_term_is_topic(term))
        return TAMIS_OK; // words of any report: everywhere, and evidence of nothing
    TM_TRY(tm_view_build(view, folds, text, err));
    if (view->len == 0 || view->len > MAX_TERM_CHARACTERS)
        return tm_fail(err, TAMIS_EFORMAT, "lexicon line %zu: a term has 1 to %d characters",
                       number, MAX_TERM_CHARACTERS);
    return store_forms(lexicon, view, term, err);
}

tamis_status tm_lexicon_add(tm_lexicon *lexicon, const tm_folds *folds, tm_str tsv,
                            tamis_error *err)
{
    tm_view view = {0};
    tamis_status status = TAMIS_OK;
    for (size_t number = 1; tsv.len > 0 && status == TAMIS_OK; number++) {
        const tm_str line = tm_str_cut(&tsv, '\n');
        if (line.len > 0 && line.ptr[0] != '#')
            status = add_line(lexicon, &view, folds, line, number, err);
    }
    tm_view_free(&view);
    return status;
}

static bool has_phonetic_form(tm_term term, tm_pattern pattern)
{
    if (!tm_term_is_trade(term) || term.level < MIN_PHONETIC_LEVEL || term.disguised ||
        term.len < MIN_DISGUISE_SYLLABLES)
        return false;
    for (size_t k = 0; k < pattern.len; k++)
        if (!tm_is_syllable(pattern.codepoint[k]))
            return false;
    return true;
}

// Symbols of the phonetic automaton: key + 1 of a syllable.
static uint32_t phonetic_symbol(uint32_t codepoint)
{
    return tm_is_syllable(codepoint) ? tm_syllable_phonetic(codepoint) + 1 : 0;
}

// The folded terms become their keys in place: the exact automaton has been built.
static tamis_status build_phonetic(tm_lexicon *lexicon, tm_pattern *patterns, tamis_error *err)
{
    lexicon->phonetic_term = calloc(lexicon->n_terms + 1, sizeof *lexicon->phonetic_term);
    if (!lexicon->phonetic_term)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the lexicon");
    for (size_t i = 0; i < lexicon->n_terms; i++) {
        if (!has_phonetic_form(lexicon->term[i], patterns[i]))
            continue;
        uint32_t *symbol = lexicon->folded + (patterns[i].codepoint - lexicon->folded);
        for (size_t k = 0; k < patterns[i].len; k++)
            symbol[k] = phonetic_symbol(symbol[k]);
        patterns[lexicon->n_phonetic] = patterns[i];
        lexicon->phonetic_term[lexicon->n_phonetic++] = (uint32_t)i;
    }
    return tm_automaton_build(&lexicon->phonetic, patterns, lexicon->n_phonetic, err);
}

// Fills the openings with the terms that alarm and with parts of brands.
static tamis_status note_openings(tm_lexicon *lexicon, const tm_pattern *patterns,
                                  tamis_error *err)
{
    lexicon->openings = calloc(1, sizeof *lexicon->openings);
    if (!lexicon->openings)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the lexicon");
    for (size_t i = 0; i < lexicon->n_terms; i++) {
        const tm_term term = lexicon->term[i];
        if (tm_term_alarms(term))
            tm_openings_add(lexicon->openings, patterns[i].codepoint, patterns[i].len,
                            term.klass == TM_TERM_SUFFIX);
        if (tm_term_is_brand_part(term))
            tm_openings_add_brand_end(lexicon->openings, patterns[i].codepoint,
                                      patterns[i].len);
    }
    return TAMIS_OK;
}

// Of equal patterns the automaton keeps the first. Where that one is a disguise (c4sino, which
// folds to casino) and a plain term has the same pattern, the plain one takes its place.
static void prefer_plain(tm_lexicon *lexicon, const tm_pattern *patterns)
{
    tm_automaton *const a = &lexicon->automaton;
    for (size_t i = 0; i < lexicon->n_terms; i++) {
        uint32_t state = 0;
        if (lexicon->term[i].disguised)
            continue;
        for (size_t k = 0; k < patterns[i].len; k++)
            state =
                tm_automaton_child(a, state, tm_automaton_symbol(a, patterns[i].codepoint[k]));
        if (lexicon->term[a->state[state].pattern - 1].disguised)
            a->state[state].pattern = (uint32_t)i + 1;
    }
}

tamis_status tm_lexicon_finish(tm_lexicon *lexicon, tamis_error *err)
{
    tm_pattern *patterns = calloc(lexicon->n_terms + 1, sizeof *patterns);
    if (!patterns)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the lexicon");
    for (size_t i = 0; i < lexicon->n_terms; i++)
        patterns[i] = (tm_pattern){lexicon->folded + lexicon->start[i],
                                   lexicon->start[i + 1] - lexicon->start[i]};
    tamis_status status =
        tm_automaton_build(&lexicon->automaton, patterns, lexicon->n_terms, err);
    if (status == TAMIS_OK)
        prefer_plain(lexicon, patterns);
    if (status == TAMIS_OK)
        status = note_openings(lexicon, patterns, err);
    if (status == TAMIS_OK)
        status = build_phonetic(lexicon, patterns, err);
    free(patterns);
    free(lexicon->folded);
    free(lexicon->start);
    lexicon->folded = NULL;
    lexicon->start = NULL;
    lexicon->folded_len = lexicon->folded_cap = lexicon->starts_cap = 0;
    return status;
}

void tm_lexicon_free(tm_lexicon *lexicon)
{
    tm_automaton_free(&lexicon->automaton);
    tm_automaton_free(&lexicon->phonetic);
    free(lexicon->phonetic_term);
    free(lexicon->openings);
    free(lexicon->term);
    free(lexicon->folded);
    free(lexicon->start);
    *lexicon = (tm_lexicon){0};
}

// Where a match of `len` characters ending at `last` begins: blanks beyond the first of a run were
// not shown to the automaton and do not count.
static size_t match_begin(const tm_view *view, size_t last, size_t len)
{
    size_t i = last;
    for (size_t left = len - 1; left > 0; left--) {
        const bool blank = view->klass[i] == TM_CHAR_SPACE;
        i--;
        while (blank && i > 0 && view->klass[i] == TM_CHAR_SPACE)
            i--;
    }
    return i;
}

// Whether the term may stand before a character of class `after`.
static bool may_precede(tm_term term, uint8_t after)
{
    return !((term.bounded & NO_LETTER_AFTER) && tm_is_bounded_letter(after)) &&
           !((term.bounded & NO_DIGIT_AFTER) && after == TM_CHAR_DIGIT);
}

static bool may_end(const tm_view *view, size_t end, tm_term term)
{
    return may_precede(term, end < view->len ? view->klass[end] : TM_CHAR_NEWLINE);
}

// Drops stored hits that lie inside the new one, or the new one where it lies inside a stored hit.
// Ends ascend as hits arrive, so these are the last ones. False without memory.
static bool store_hit(tm_hits *out, tm_hit hit)
{
    while (out->len > 0 && out->hit[out->len - 1].begin >= hit.begin)
        out->len--;
    if (out->len > 0 && out->hit[out->len - 1].end >= hit.end)
        return true;
    if (!tm_grow((void **)&out->hit, &out->cap, out->len + 1, sizeof *out->hit))
        return false;
    out->hit[out->len++] = hit;
    return true;
}

typedef struct scan {
    const tm_lexicon *lexicon;
    const tm_view *view;
    const tm_automaton *automaton;
    const uint32_t *term_of; // term of a pattern; NULL: its index
    unsigned hidden_groups;
} scan;

// Stores the longest term that may stand there of those that end with character `last`, shorter
// ones being inside it; `match` is the state of the longest pattern. False without memory.
static bool store_longest(tm_hits *out, const scan *s, uint32_t match, size_t last)
{
    for (; match; match = s->automaton->state[match].shorter) {
        const uint32_t pattern = s->automaton->state[match].pattern - 1;
        const uint32_t id = s->term_of ? s->term_of[pattern] : pattern;
        const tm_term term = s->lexicon->term[id];
        if ((s->hidden_groups >> term.group & 1) || !may_end(s->view, last + 1, term))
            continue;
        const size_t begin = match_begin(s->view, last, term.len);
        return store_hit(out, (tm_hit){(uint32_t)begin, (uint32_t)last + 1, id});
    }
    return true;
}

static bool reserve_symbols(tm_hits *out, size_t n)
{
    return tm_grow((void **)&out->symbol, &out->symbols_cap, n, sizeof *out->symbol) &&
           tm_grow((void **)&out->source, &out->sources_cap, n, sizeof *out->source);
}

// Places where a term may begin among symbols [begin, end), relative to `begin`. Returns how many.
// Without a branch, since a few places in a hundred qualify and no processor can guess which.
static size_t find_entries(uint8_t found[SCAN_STRIDE], const tm_automaton *a,
                           const uint16_t *symbols, size_t begin, size_t end)
{
    size_t n = 0;
    for (size_t i = begin; i < end; i++) {
        found[n] = (uint8_t)(i - begin);
        n += tm_automaton_may_enter(a, symbols + i);
    }
    return n;
}

// Runs the automaton from the root at symbol `i` until it is in the root again. Returns the place
// of the first symbol it has not read, or SIZE_MAX without memory.
static size_t scan_from(tm_hits *out, const scan *s, size_t i, size_t n)
{
    const tm_automaton *a = s->automaton;
    uint32_t state = tm_automaton_enter(a, out->symbol + i);
    while (state != 0) {
        const uint32_t match = tm_automaton_match(a, state);
        if (match && !store_longest(out, s, match, out->source[i]))
            return SIZE_MAX;
        if (++i == n)
            return n;
        state = tm_automaton_follow(a, state, out->symbol[i]);
        if (state == 0)
            state = tm_automaton_enter(a, out->symbol + i);
    }
    return i + 1;
}

// Runs the automaton over out->symbol[0 .. n), which a 0 ends.
static tamis_status run_scan(tm_hits *out, const scan *s, size_t n, tamis_error *err)
{
    uint8_t found[SCAN_STRIDE];
    size_t next = 0; // what lies before has been read
    for (size_t begin = 0; begin < n; begin += SCAN_STRIDE) {
        const size_t end = n - begin > SCAN_STRIDE ? begin + SCAN_STRIDE : n;
        const size_t n_found = find_entries(found, s->automaton, out->symbol, begin, end);
        for (size_t k = 0; k < n_found; k++) {
            if (begin + found[k] >= next)
                next = scan_from(out, s, begin + found[k], n);
            if (next == SIZE_MAX)
                return tm_fail(err, TAMIS_ENOMEM, "no memory for lexicon hits");
        }
    }
    return TAMIS_OK;
}

// Writes the view as symbols: of a run of blanks only the first, and TM_WORD_START before each run
// of bounded letters. Returns their number; a 0 stands behind the last.
static size_t make_symbols(tm_hits *out, const tm_automaton *a, const tm_view *view)
{
    const uint32_t word_start = tm_automaton_symbol(a, TM_WORD_START);
    uint8_t before = TM_CHAR_NEWLINE;
    size_t n = 0;
    for (size_t i = 0; i < view->len; i++) {
        const uint8_t klass = view->klass[i];
        if (klass == TM_CHAR_SPACE && before == TM_CHAR_SPACE)
            continue;
        if (starts_word(before, klass)) {
            out->symbol[n] = (uint16_t)word_start;
            out->source[n++] = (uint32_t)i;
        }
        before = klass;
        out->symbol[n] = (uint16_t)tm_automaton_symbol(a, view->codepoint[i]);
        out->source[n++] = (uint32_t)i;
    }
    out->symbol[n] = 0;
    return n;
}

tamis_status tm_lexicon_scan(tm_hits *out, const tm_lexicon *lexicon, const tm_view *view,
                             unsigned hidden_groups, tamis_error *err)
{
    const scan s = {lexicon, view, &lexicon->automaton, NULL, hidden_groups};
    out->len = 0;
    if (!reserve_symbols(out, 2 * view->len + 1))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lexicon hits");
    TM_TRY(run_scan(out, &s, make_symbols(out, s.automaton, view), err));
    if (view->n_undone[TM_UNDONE_SPACED] == 0)
        return TAMIS_OK;
    return tm_spaced_terms_add(out, lexicon, view, hidden_groups, err);
}

tamis_status tm_lexicon_scan_phonetic(tm_hits *out, const tm_lexicon *lexicon,
                                      const tm_view *view, uint32_t begin, uint32_t end,
                                      unsigned hidden_groups, tamis_error *err)
{
    const scan s = {lexicon, view, &lexicon->phonetic, lexicon->phonetic_term, hidden_groups};
    const size_t n = end - begin;
    if (!reserve_symbols(out, n + 1))
        return tm_fail(err, TAMIS_ENOMEM, "no memory for lexicon hits");
    for (size_t i = 0; i < n; i++) {
        const uint32_t symbol = phonetic_symbol(view->codepoint[begin + i]);
        out->symbol[i] = symbol ? (uint16_t)tm_automaton_symbol(s.automaton, symbol) : 0;
        out->source[i] = begin + (uint32_t)i;
    }
    out->symbol[n] = 0;
    return run_scan(out, &s, n, err);
}

void tm_hits_free(tm_hits *hits)
{
    free(hits->hit);
    free(hits->symbol);
    free(hits->source);
    *hits = (tm_hits){0};
}

// ---- Without a view -------------------------------------------------------------------------

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
    if (!may_precede(term, after))
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
    if (starts_word(w->before, klass)) {
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
        if ((starts_word(before, klass) && !add_symbol(&s, TM_WORD_START)) ||
            !add_symbol(&s, tm_fold_apply(entry, codepoint)))
            return s.is_one;
        before = klass;
    }
    return false;
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
        if (pattern && alarms_at(lexicon->term[pattern - 1], folds, text, begin, pos))
            return true;
    }
    return false;
}

// ---- Phrases --------------------------------------------------------------------------------

bool tm_hits_adjoin(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                    size_t h)
{
    const tm_hit a = hits->hit[h], b = hits->hit[h + 1];
    return b.begin <= a.end + 1 && lexicon->term[a.term].klass != TM_TERM_COMPANY &&
           lexicon->term[b.term].klass != TM_TERM_COMPANY &&
           (b.begin <= a.end || view->klass[a.end] == TM_CHAR_SPACE);
}

size_t tm_phrase_end(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                     size_t h)
{
    while (h + 1 < hits->len && tm_hits_adjoin(hits, lexicon, view, h))
        h++;
    return h + 1;
}

tm_phrase tm_phrase_around(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                           size_t h)
{
    size_t first = h, last = h;
    while (first > 0 && h - first < TM_MAX_PHRASE &&
           tm_hits_adjoin(hits, lexicon, view, first - 1))
        first--;
    while (last + 1 < hits->len && last - h < TM_MAX_PHRASE &&
           tm_hits_adjoin(hits, lexicon, view, last))
        last++;
    return (tm_phrase){first, last + 1};
}

uint32_t tm_phrase_terms(const tm_hits *hits, const tm_lexicon *lexicon, const tm_view *view,
                         size_t h)
{
    const tm_phrase phrase = tm_phrase_around(hits, lexicon, view, h);
    for (size_t k = phrase.first; k < phrase.end; k++) {
        const tm_term term = lexicon->term[hits->hit[k].term];
        if (term.klass == TM_TERM_GAME || term.klass == TM_TERM_BRAND ||
            (term.klass == TM_TERM_VENUE && term.level >= 1))
            return (uint32_t)(phrase.end - phrase.first);
    }
    return 0;
}
