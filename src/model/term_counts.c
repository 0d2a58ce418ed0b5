// A document is scanned once; the words around its hits are taken from the folded view.
// SPDX-License-Identifier: MIT
#include "model/term_counts.h"

#include <math.h>
#include <stdlib.h>

#include "score/particles.h"
#include "text/decode.h"

enum {
    MAX_REACH = 12,         // characters of the surrounding word on each side of the hit
    GLYPH_REACH = 2,        // the same in scripts without blanks
    MIN_IN_WORDS_LEVEL = 1, // weight 1: lighter terms may stand inside words
    MAX_FREQUENT_LEVEL = 1, // weight 1: heavier terms must not be frequent
    MIN_DOCUMENTS = 3
};

static const double max_clean_rate = 0.0002; // seeds/lexicon/README.md, "Weight"
static const double surprise = 0.001;        // significance level of exceeds()
static const double least_share = 1e-12;     // of its sum: lesser terms decide nothing

typedef struct counter {
    tm_term_counts *out;
    const tm_term_list *list;
    tm_view view;
    tm_hits hits;
    uint32_t document; // number of the document being read, from 1
    const tm_labelled *row;
} counter;

static tamis_status no_memory(tamis_error *err)
{
    return tm_fail(err, TAMIS_ENOMEM, "no memory for the counts of terms");
}

static bool is_glyph(uint8_t klass)
{
    return klass == TM_CHAR_HAN || klass == TM_CHAR_KANA || klass == TM_CHAR_THAI;
}

// ---- The word around a hit ----------------------------------------------------------------

static uint32_t word_begin(const tm_view *view, tm_hit hit)
{
    uint32_t at = hit.begin;
    const uint32_t reach = is_glyph(view->klass[at]) ? GLYPH_REACH : MAX_REACH;
    while (at > 0 && hit.begin - at < reach && tm_char_is_word(view->klass[at - 1]))
        at--;
    return at;
}

static uint32_t word_end(const tm_view *view, tm_hit hit)
{
    uint32_t at = hit.end;
    const uint32_t reach = is_glyph(view->klass[at - 1]) ? GLYPH_REACH : MAX_REACH;
    while (at < view->len && at - hit.end < reach && tm_char_is_word(view->klass[at]))
        at++;
    return at;
}

// Fills in the word's text, cut at a whole character where it is too long.
static void put_word(tm_around *around, const tm_view *view, uint32_t begin, uint32_t end)
{
    tm_buf text = {0};
    around->len = 0;
    for (uint32_t i = begin; i < end; i++)
        tm_utf8_put(&text, view->codepoint[i]);
    if (!text.failed && text.len > 0) {
        size_t len = text.len;
        if (len > TM_AROUND_BYTES)
            len = TM_AROUND_BYTES;
        while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
            len--;
        memcpy(around->word, text.ptr, len);
        around->len = (uint8_t)len;
    }
    tm_buf_free(&text);
}

// Space-saving: a word without a slot takes over the rarest word's slot and count.
static void count_word(tm_term_count *count, const tm_around *word)
{
    tm_around *rarest = &count->around[0];
    for (size_t i = 0; i < TM_AROUND_SLOTS; i++) {
        tm_around *const slot = &count->around[i];
        if (slot->count > 0 && slot->len == word->len &&
            memcmp(slot->word, word->word, word->len) == 0) {
            slot->count++;
            return;
        }
        if (slot->count < rarest->count)
            rarest = slot;
    }
    const uint32_t taken_over = rarest->count;
    *rarest = *word;
    rarest->count = taken_over + 1;
    rarest->taken_over = taken_over;
}

// ---- Counting -----------------------------------------------------------------------------

// Whether the hit lies inside a longer word, which is [begin, end); a particle behind does not
// count.
static bool is_inside(const tm_view *view, tm_hit hit, uint32_t begin, uint32_t end)
{
    if (is_glyph(view->klass[hit.begin]))
        return false; // such scripts do not show where words end
    return begin < hit.begin || (end > hit.end && tm_particle_length(view, hit.end, end) == 0);
}

static tamis_status count_hit(counter *c, tm_hit hit, tamis_error *err)
{
    const size_t owner = tm_term_list_owner(c->list, hit.term);
    const tm_listed_term *const term = &c->list->term[owner];
    tm_term_count *const count = &c->out->term[owner];
    const uint32_t begin = word_begin(&c->view, hit), end = word_end(&c->view, hit);
    const bool fresh = count->last_document != c->document;
    tm_around word;
    count->last_document = c->document;
    if (c->row->hard) {
        count->n_hard_documents += fresh;
        return TAMIS_OK;
    }
    if (!count->around)
        count->around = calloc(TM_AROUND_SLOTS, sizeof *count->around);
    if (!count->around)
        return no_memory(err);
    count->n_hits++;
    count->n_documents += fresh;
    count->n_own_documents += fresh && tm_str_equal(tm_str_of(c->row->language),
                                                    tm_term_list_language(c->list, term->file));
    if (is_inside(&c->view, hit, begin, end)) {
        count->n_inside++;
        count->n_inside_documents += count->last_inside != c->document;
        count->last_inside = c->document;
    }
    if (hit.term != term->first_id && c->list->lexicon.term[hit.term].disguised) {
        count->n_derived_documents += count->last_derived != c->document;
        count->last_derived = c->document;
    }
    put_word(&word, &c->view, begin, end);
    count_word(count, &word);
    return TAMIS_OK;
}

static tamis_status count_document(counter *c, tamis_error *err)
{
    tm_term_counts *const out = c->out;
    c->document++;
    out->n_hard += c->row->hard;
    out->n_documents += !c->row->hard;
    for (uint32_t f = 0; f < c->list->n_files && !c->row->hard; f++)
        out->n_own[f] +=
            tm_str_equal(tm_str_of(c->row->language), tm_term_list_language(c->list, f));
    for (size_t h = 0; h < c->hits.len; h++)
        TM_TRY(count_hit(c, c->hits.hit[h], err));
    return TAMIS_OK;
}

tamis_status tm_term_counts_fill(tm_term_counts *out, const tm_term_list *list,
                                 const tm_folds *folds, const tm_dataset *dataset,
                                 tamis_error *err)
{
    counter c = {.out = out, .list = list};
    tamis_status status = TAMIS_OK;
    *out = (tm_term_counts){.term = calloc(list->n_terms + 1, sizeof *out->term),
                            .n_terms = list->n_terms,
                            .n_own = calloc(list->n_files + 1, sizeof *out->n_own)};
    if (!out->term || !out->n_own)
        status = no_memory(err);
    for (size_t i = 0; i < dataset->len && status == TAMIS_OK; i++) {
        c.row = &dataset->row[i];
        if (c.row->contaminated)
            continue;
        status = tm_view_build(&c.view, folds, tm_buf_str(&c.row->text), err);
        if (status == TAMIS_OK)
            status = tm_lexicon_scan(&c.hits, &list->lexicon, &c.view, 0, err);
        if (status == TAMIS_OK)
            status = count_document(&c, err);
    }
    tm_view_free(&c.view);
    tm_hits_free(&c.hits);
    if (status != TAMIS_OK)
        tm_term_counts_free(out);
    return status;
}

void tm_term_counts_free(tm_term_counts *counts)
{
    for (size_t i = 0; counts->term && i < counts->n_terms; i++)
        free(counts->term[i].around);
    free(counts->term);
    free(counts->n_own);
    *counts = (tm_term_counts){0};
}

// ---- Judging ------------------------------------------------------------------------------

// Whether n_hits of n documents prove a rate above max_clean_rate: P(X >= n_hits) at that rate,
// by the Poisson distribution, is below `surprise`. The level is small since thousands of terms
// are tested.
static bool exceeds(size_t n_hits, size_t n)
{
    const double expected = (double)n * max_clean_rate;
    if (n_hits < MIN_DOCUMENTS || (double)n_hits <= expected)
        return false;
    // The first term as a logarithm: of a Poisson distribution around hundreds, P(0) is too small
    // for a double. From there on they fall.
    size_t k = n_hits;
    double term = exp((double)k * log(expected) - expected - lgamma((double)k + 1)), above = 0;
    while (term > least_share * above) {
        above += term;
        k++;
        term *= expected / (double)k;
    }
    return above < surprise;
}

const char *tm_term_cost_name(tm_term_cost cost)
{
    static const char *const names[] = {"none", "frequent", "in-words", "derived"};
    return names[cost];
}

tm_term_cost tm_term_cost_of(const tm_term_counts *counts, const tm_term_list *list,
                             size_t term)
{
    const tm_listed_term *const listed = &list->term[term];
    const tm_term_count *const count = &counts->term[term];
    if (listed->klass == TM_TERM_COMPANY || count->n_documents == 0)
        return TM_COST_NONE;
    if (count->n_derived_documents >= MIN_DOCUMENTS)
        return TM_COST_DERIVED;
    if (listed->level >= MIN_IN_WORDS_LEVEL && count->n_inside * 2 > count->n_hits &&
        exceeds(count->n_inside_documents, counts->n_documents))
        return TM_COST_IN_WORDS;
    if (listed->level > MAX_FREQUENT_LEVEL &&
        (exceeds(count->n_documents, counts->n_documents) ||
         exceeds(count->n_own_documents, counts->n_own[listed->file])))
        return TM_COST_FREQUENT;
    return TM_COST_NONE;
}

static uint32_t sure_count(const tm_around *around)
{
    return around->count - around->taken_over;
}

size_t tm_term_around(const tm_around *sorted[TM_AROUND_SLOTS], const tm_term_count *count)
{
    size_t n = 0;
    for (size_t i = 0; count->around && i < TM_AROUND_SLOTS; i++) {
        const tm_around *const slot = &count->around[i];
        if (slot->count == 0)
            continue;
        size_t at = n++;
        for (; at > 0 && sure_count(sorted[at - 1]) < sure_count(slot); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = slot;
    }
    return n;
}
