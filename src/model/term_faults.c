// Sorting brings terms with equal keys together; a scan of each term's own text shows which terms
// are found in its place.
// SPDX-License-Identifier: MIT
#include "model/term_faults.h"

#include <stdlib.h>

#include "base/num.h"

enum {
    HONEST_LEVEL = 1, // terms lighter than weight 1 are known to be ordinary words
    WEAKER_LEVELS = 2 // weight 1; a difference of one half is a matter of taste
};

static const char *const names[TM_N_TERM_FAULTS] = {"duplicate", "same-key",   "masked",
                                                    "conflict",  "shadowed",   "unfound",
                                                    "weaker",    "honest-word"};

typedef struct finder {
    tm_term_faults *out;
    const tm_term_list *list;
    const tm_folds *folds;
    tm_view view;
    tm_hits hits;
    tamis_error *err;
} finder;

const char *tm_term_fault_name(tm_term_fault_kind kind)
{
    return names[kind];
}

static tamis_status add(finder *f, tm_term_fault_kind kind, size_t term, size_t other)
{
    if (!tm_grow((void **)&f->out->fault, &f->out->cap, f->out->len + 1, sizeof *f->out->fault))
        return tm_fail(f->err, TAMIS_ENOMEM, "no memory for the faults of terms");
    f->out->fault[f->out->len++] = (tm_term_fault){kind, term, other};
    return TAMIS_OK;
}

static bool weighs_alike(const tm_listed_term *a, const tm_listed_term *b)
{
    return a->klass == b->klass && a->level == b->level;
}

// ---- Equal keys ---------------------------------------------------------------------------

static int compare_keys(const void *a, const void *b)
{
    const tm_listed_term *const x = *(const tm_listed_term *const *)a;
    const tm_listed_term *const y = *(const tm_listed_term *const *)b;
    const size_t len = x->key.len < y->key.len ? x->key.len : y->key.len;
    const int order = len ? memcmp(x->key.ptr, y->key.ptr, len) : 0;
    if (order != 0)
        return order;
    if (x->key.len != y->key.len)
        return x->key.len < y->key.len ? -1 : 1;
    return x < y ? -1 : x > y; // files and lines: both lie in one array
}

// Equal but for the case of ASCII letters.
static bool is_same_text(tm_str a, tm_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        const unsigned char x = (unsigned char)a.ptr[i], y = (unsigned char)b.ptr[i];
        const bool letters = (x | 0x20) >= 'a' && (x | 0x20) <= 'z';
        if (x != y && (!letters || (x ^ y) != 0x20))
            return false;
    }
    return true;
}

// Compares a term with the earlier terms of the same key, given in order. If some of them are in
// the same file, the nearest of these is reported, since one of the two is to be deleted.
static tamis_status compare_to_others(finder *f, const tm_listed_term *const *others, size_t n,
                                      const tm_listed_term *term)
{
    const tm_listed_term *other = others[0];
    for (size_t i = n; i-- > 0;) {
        if (others[i]->file != term->file)
            continue;
        other = others[i];
        break;
    }
    const size_t at = (size_t)(term - f->list->term), there = (size_t)(other - f->list->term);
    if (others[0]->disguised && !term->disguised) // of equal patterns the first one loaded wins
        return add(f, TM_FAULT_MASKED, at, (size_t)(others[0] - f->list->term));
    if (!weighs_alike(term, other))
        return add(f, TM_FAULT_CONFLICT, at, there);
    if (term->file != other->file)
        return TAMIS_OK;
    return add(f,
               is_same_text(term->text, other->text) ? TM_FAULT_DUPLICATE : TM_FAULT_SAME_KEY,
               at, there);
}

static tamis_status find_equal_keys(finder *f)
{
    const size_t n = f->list->n_terms;
    const tm_listed_term **const sorted = calloc(n + 1, sizeof *sorted);
    tamis_status status = TAMIS_OK;
    if (!sorted)
        return tm_fail(f->err, TAMIS_ENOMEM, "no memory for the faults of terms");
    for (size_t i = 0; i < n; i++)
        sorted[i] = &f->list->term[i];
    qsort(sorted, n, sizeof *sorted, compare_keys);
    size_t first = 0;
    for (size_t i = 1; i < n && status == TAMIS_OK; i++) {
        if (tm_str_equal(sorted[i]->key, sorted[first]->key))
            status = compare_to_others(f, sorted + first, i - first, sorted[i]);
        else
            first = i;
    }
    free(sorted);
    return status;
}

// ---- Scans of a term's own text -----------------------------------------------------------

// Whether the hit in the part of the view that begins at `from` would be one in the whole view,
// too: that a letter was cut off must not have made a word begin or end there.
static bool stands_in_whole(const tm_view *whole, size_t from, tm_hit hit)
{
    const size_t begin = hit.begin + from, end = hit.end + from;
    const bool joined_before = begin > 0 && whole->klass[begin] == whole->klass[begin - 1];
    const bool joined_after = end < whole->len && whole->klass[end] == whole->klass[end - 1];
    const uint8_t first = whole->klass[begin], last = whole->klass[end - 1];
    return !(joined_before && (first == TM_CHAR_LATIN || first == TM_CHAR_CYRILLIC)) &&
           !(joined_after &&
             (last == TM_CHAR_LATIN || last == TM_CHAR_CYRILLIC || last == TM_CHAR_DIGIT));
}

// Finds the heaviest trade term that lies inside the text of the view without covering it, by scans
// without the last and without the first character; SIZE_MAX: none.
static tamis_status heaviest_inside(finder *f, size_t *found)
{
    const tm_view *const whole = &f->view;
    *found = SIZE_MAX;
    for (size_t from = 0; from < 2 && whole->len > 1; from++) {
        const tm_view part = {.len = whole->len - 1,
                              .codepoint = whole->codepoint + from,
                              .klass = whole->klass + from};
        TM_TRY(tm_lexicon_scan(&f->hits, &f->list->lexicon, &part, 0, f->err));
        for (size_t h = 0; h < f->hits.len; h++) {
            const tm_hit hit = f->hits.hit[h];
            const size_t owner = tm_term_list_owner(f->list, hit.term);
            if (tm_term_is_trade(f->list->lexicon.term[hit.term]) &&
                stands_in_whole(whole, from, hit) &&
                (*found == SIZE_MAX ||
                 f->list->term[owner].level > f->list->term[*found].level))
                *found = owner;
        }
    }
    return TAMIS_OK;
}

// For a word of honest writing that is listed but not loaded: reports the trade terms found in it.
static tamis_status check_unloaded(finder *f, size_t at)
{
    size_t inside;
    TM_TRY(tm_lexicon_scan(&f->hits, &f->list->lexicon, &f->view, 0, f->err));
    for (size_t h = 0; h < f->hits.len; h++) {
        const tm_term term = f->list->lexicon.term[f->hits.hit[h].term];
        inside = tm_term_list_owner(f->list, f->hits.hit[h].term);
        if (tm_term_is_trade(term) && term.level >= HONEST_LEVEL)
            TM_TRY(add(f, TM_FAULT_HONEST, inside, at));
    }
    return TAMIS_OK;
}

static tamis_status check_found(finder *f, size_t at)
{
    const tm_listed_term *const term = &f->list->term[at];
    TM_TRY(tm_lexicon_scan(&f->hits, &f->list->lexicon, &f->view, 0, f->err));
    const tm_hit hit = f->hits.len > 0 ? f->hits.hit[0] : (tm_hit){0, 0, 0};
    if (hit.begin > 0 || hit.end < f->view.len)
        return add(f, TM_FAULT_UNFOUND, at, SIZE_MAX);
    const size_t owner = tm_term_list_owner(f->list, hit.term);
    const tm_listed_term *const other = &f->list->term[owner];
    if (owner != at && !tm_str_equal(other->key, term->key) && !weighs_alike(other, term))
        return add(f, TM_FAULT_SHADOWED, at, owner);
    return TAMIS_OK;
}

static tamis_status check_inside(finder *f, size_t at)
{
    const tm_listed_term *const term = &f->list->term[at];
    size_t inside;
    if (!tm_term_is_trade((tm_term){.klass = term->klass}))
        return TAMIS_OK;
    TM_TRY(heaviest_inside(f, &inside));
    if (inside != SIZE_MAX && f->list->term[inside].level >= term->level + WEAKER_LEVELS)
        return add(f, TM_FAULT_WEAKER, at, inside);
    return TAMIS_OK;
}

static tamis_status scan_terms(finder *f)
{
    for (size_t i = 0; i < f->list->n_terms; i++) {
        const tm_listed_term *const term = &f->list->term[i];
        TM_TRY(tm_view_build(&f->view, f->folds, term->text, f->err));
        if (term->first_id == term->end_id) {
            TM_TRY(check_unloaded(f, i));
            continue;
        }
        TM_TRY(check_found(f, i));
        TM_TRY(check_inside(f, i));
    }
    return TAMIS_OK;
}

static int compare_faults(const void *a, const void *b)
{
    const tm_term_fault *const x = a, *const y = b;
    if (x->term != y->term)
        return x->term < y->term ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

tamis_status tm_term_faults_find(tm_term_faults *out, const tm_term_list *list,
                                 const tm_folds *folds, tamis_error *err)
{
    finder f = {.out = out, .list = list, .folds = folds, .err = err};
    out->len = 0;
    tamis_status status = find_equal_keys(&f);
    if (status == TAMIS_OK)
        status = scan_terms(&f);
    if (out->len > 0)
        qsort(out->fault, out->len, sizeof *out->fault, compare_faults);
    tm_view_free(&f.view);
    tm_hits_free(&f.hits);
    return status;
}

void tm_term_faults_free(tm_term_faults *faults)
{
    free(faults->fault);
    *faults = (tm_term_faults){0};
}
