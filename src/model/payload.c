// The pool of payload material: see payload.h. What is added is copied into one chunk per call,
// which the entries borrow. There are only some hundred lists, so they are found by a linear
// search over hashes. Drawing is by rejection, with a scan as the last resort, so it needs no
// index per group.
// SPDX-License-Identifier: MIT
#include "model/payload.h"

#include <stdlib.h>

#include "base/num.h"
#include "text/utf8.h"

// A list of templates shorter than this (names of months, layouts) is not split into groups.
enum { DRAW_TRIES = 24, SPLIT_FROM = 16 };

// Terms of this weight or more may be a payload by themselves; ordinary words (추천, 한강) weigh less.
static const double strong_weight = 1.5;

struct tm_payloads {
    char **chunks; // owned copies of everything that was added
    size_t n_chunks, chunks_cap;
    tm_list *lists;
    size_t n_lists, lists_cap;
};

tamis_status tm_payloads_new(tm_payloads **out, tamis_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out ? TAMIS_OK : tm_fail(err, TAMIS_ENOMEM, "payloads: memory is short");
}

void tm_payloads_free(tm_payloads *payloads)
{
    if (!payloads)
        return;
    for (size_t i = 0; i < payloads->n_chunks; i++)
        free(payloads->chunks[i]);
    for (size_t i = 0; i < payloads->n_lists; i++)
        free(payloads->lists[i].entries);
    free(payloads->chunks);
    free(payloads->lists);
    free(payloads);
}

// Copies `text` into the pool; an empty copy has a NULL pointer.
static tamis_status keep(tm_str *copy, tm_payloads *payloads, tm_str text, tamis_error *err)
{
    *copy = (tm_str){NULL, 0};
    if (text.len == 0)
        return TAMIS_OK;
    if (!tm_utf8_is_valid(text))
        return tm_fail(err, TAMIS_EFORMAT, "payloads: not UTF-8");
    if (!tm_grow((void **)&payloads->chunks, &payloads->chunks_cap, payloads->n_chunks + 1,
                 sizeof *payloads->chunks))
        return tm_fail(err, TAMIS_ENOMEM, "payloads: memory is short");
    char *const bytes = malloc(text.len);
    if (!bytes)
        return tm_fail(err, TAMIS_ENOMEM, "payloads: memory is short");
    memcpy(bytes, text.ptr, text.len);
    payloads->chunks[payloads->n_chunks++] = bytes;
    *copy = (tm_str){bytes, text.len};
    return TAMIS_OK;
}

static uint64_t list_key(tm_str name, tm_str language)
{
    return tm_hash_bytes(name) * 31 + tm_hash_bytes(language);
}

const tm_list *tm_payloads_find_exact(const tm_payloads *payloads, tm_str name, tm_str language)
{
    const uint64_t key = list_key(name, language);
    for (size_t i = 0; i < payloads->n_lists; i++) {
        if (payloads->lists[i].key == key)
            return &payloads->lists[i];
    }
    return NULL;
}

const tm_list *tm_payloads_find(const tm_payloads *payloads, tm_str name, tm_str language)
{
    const tm_list *list = tm_payloads_find_exact(payloads, name, language);
    if (!list)
        list = tm_payloads_find_exact(payloads, name, tm_str_of("*"));
    if (!list)
        list = tm_payloads_find_exact(payloads, name, tm_str_of("en"));
    return list;
}

// True when the text has a letter or digit outside its {slots}.
static bool has_own_words(tm_str text)
{
    bool in_slot = false;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if (c == '{' || c == '}')
            in_slot = c == '{';
        else if (!in_slot &&
                 (c >= 0x80 || (c >= '0' && c <= '9') || (unsigned)(c | 32) - 'a' < 26u))
            return true;
    }
    return false;
}

static tamis_status list_add(tm_payloads *payloads, uint64_t key, const tm_entry *entry,
                             bool literal, tamis_error *err)
{
    tm_list *list = NULL;
    for (size_t i = 0; !list && i < payloads->n_lists; i++)
        list = payloads->lists[i].key == key ? &payloads->lists[i] : NULL;
    if (!list) {
        if (!tm_grow((void **)&payloads->lists, &payloads->lists_cap, payloads->n_lists + 1,
                     sizeof *payloads->lists))
            return tm_fail(err, TAMIS_ENOMEM, "payloads: memory is short");
        list = &payloads->lists[payloads->n_lists++];
        *list = (tm_list){.key = key, .literal = literal};
    }
    if (list->literal != literal)
        return tm_fail(err, TAMIS_EFORMAT, "a kind of template has the name of a word class");
    if (!tm_grow((void **)&list->entries, &list->cap, list->n + 1, sizeof *list->entries))
        return tm_fail(err, TAMIS_ENOMEM, "payloads: memory is short");
    list->entries[list->n++] = *entry;
    list->groups |= entry->groups;
    if (entry->weight > list->max_weight)
        list->max_weight = entry->weight;
    return TAMIS_OK;
}

static unsigned word_group(tm_str text)
{
    return 1u << tm_hash_bytes(text) % TM_WORD_GROUPS;
}

// Adds a text that the pool already keeps.
static tamis_status add_text(tm_payloads *payloads, uint64_t key, tm_str text, double weight,
                             unsigned groups, tamis_error *err)
{
    const tm_entry entry = {text, weight, groups};
    return list_add(payloads, key, &entry, true, err);
}

static tm_str strip_return(tm_str line)
{
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

tamis_status tm_payloads_add_lexicon(tm_payloads *payloads, const char *language, tm_str tsv,
                                     tamis_error *err)
{
    tm_str rest;
    TM_TRY(keep(&rest, payloads, tsv, err));
    for (size_t n = 1; rest.len > 0; n++) {
        tm_str line = strip_return(tm_str_cut(&rest, '\n'));
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        const tm_str term = tm_str_cut(&line, '\t');
        const tm_str class_name = tm_str_cut(&line, '\t');
        const tm_str weight_text = tm_str_cut(&line, '\t');
        double weight;
        if (tm_str_equal(weight_text, tm_str_of("weight")))
            continue; // the header line
        if (term.len == 0 || class_name.len == 0 || !tm_parse_double(&weight, weight_text))
            return tm_fail(err, TAMIS_EFORMAT, "lexicon %s, line %zu: not term, class, weight",
                           language, n);
        TM_TRY(add_text(payloads, list_key(class_name, tm_str_of(language)), term, weight,
                        word_group(term), err));
    }
    return TAMIS_OK;
}

tamis_status tm_payloads_add_templates(tm_payloads *payloads, tm_str tsv, tamis_error *err)
{
    tm_str rest;
    TM_TRY(keep(&rest, payloads, tsv, err));
    for (size_t n = 1; rest.len > 0; n++) {
        tm_str line = strip_return(tm_str_cut(&rest, '\n'));
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        const tm_str kind = tm_str_cut(&line, '\t');
        const tm_str language = tm_str_cut(&line, '\t');
        const tm_str text = tm_str_cut(&line, '\t');
        double weight = 1;
        if (kind.len == 0 || language.len == 0 ||
            (line.len > 0 && (!tm_parse_double(&weight, line) || weight <= 0)))
            return tm_fail(err, TAMIS_EFORMAT,
                           "templates, line %zu: not kind, language, template[, weight]", n);
        const unsigned groups = has_own_words(text) ? word_group(text) : (unsigned)TM_ALL_WORDS;
        const tm_entry entry = {text, weight, groups};
        TM_TRY(list_add(payloads, list_key(kind, language), &entry, false, err));
    }
    return TAMIS_OK;
}

tamis_status tm_payloads_add_anchors(tm_payloads *payloads, const char *language, tm_str lines,
                                     tamis_error *err)
{
    const uint64_t key = list_key(tm_str_of("anchor"), tm_str_of(language));
    tm_str rest;
    TM_TRY(keep(&rest, payloads, lines, err));
    while (rest.len > 0) {
        const tm_str line = strip_return(tm_str_cut(&rest, '\n'));
        if (line.len > 0 && line.ptr[0] != '#')
            TM_TRY(add_text(payloads, key, line, strong_weight, word_group(line), err));
    }
    return TAMIS_OK;
}

tamis_status tm_payloads_add_real(tm_payloads *payloads, const char *language, const char *kind,
                                  tm_str text, unsigned fold, tamis_error *err)
{
    tm_buf name = {0};
    tm_buf_text(&name, "real_");
    tm_buf_text(&name, kind);
    const uint64_t key = list_key(tm_buf_str(&name), tm_str_of(language));
    const tamis_status status = tm_buf_check(&name, err);
    tm_buf_free(&name);
    TM_TRY(status);
    tm_str copy;
    TM_TRY(keep(&copy, payloads, text, err));
    return copy.len > 0 ? add_text(payloads, key, copy, strong_weight, tm_fold_group(fold), err)
                        : TAMIS_OK;
}

static bool accepts(const tm_list *list, const tm_entry *entry, unsigned groups,
                    tm_choice choice)
{
    if (!(entry->groups & groups))
        return false;
    return choice != TM_CHOICE_STRONG || !list->literal || entry->weight >= strong_weight;
}

const tm_entry *tm_list_draw(const tm_list *list, unsigned groups, tm_choice choice,
                             tm_rng *rng)
{
    if (!list || list->n == 0)
        return NULL;
    if (!list->literal && list->n < SPLIT_FROM)
        groups = TM_ALL_WORDS;
    for (size_t i = 0; i < DRAW_TRIES; i++) {
        const tm_entry *const entry = &list->entries[tm_rng_below(rng, list->n)];
        if (accepts(list, entry, groups, choice) &&
            (choice != TM_CHOICE_WEIGHED ||
             tm_rng_chance(rng, entry->weight / list->max_weight)))
            return entry;
    }
    const size_t start = tm_rng_below(rng, list->n);
    for (size_t i = 0; i < list->n; i++) {
        const tm_entry *const entry = &list->entries[(start + i) % list->n];
        if (accepts(list, entry, groups, choice))
            return entry;
    }
    return NULL;
}
