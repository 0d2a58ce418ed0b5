// TSV → folded patterns → automata. Finding terms is in hits.c and alarms.c.
// SPDX-License-Identifier: MIT
#include "score/lexicon.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/rng.h"
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
        if (tm_starts_word(before, klass ? klass[i] : TM_CHAR_LATIN))
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
    term.bounded = TM_NO_LETTER_AFTER;
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
    term.bounded = (uint8_t)((tm_is_bounded_letter(last) ? TM_NO_LETTER_AFTER : 0) |
                             (last == TM_CHAR_DIGIT ? TM_NO_DIGIT_AFTER : 0));
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
                      .label = tm_str_starts_with(note, tm_str_of("label")),
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
            symbol[k] = tm_phonetic_symbol(symbol[k]);
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
