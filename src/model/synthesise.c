// Synthetic contamination: see synthesise.h. A kind is drawn by its share, the campaign's style and
// disguise are drawn once for the document, the kind collects edits, and one pass carries them out.
// Linear in the text. The shares come from counting kinds in hijacked pages; swaps and words inside
// sentences are over-represented because they are what is hardest to see.
// SPDX-License-Identifier: MIT
#include "model/synthesise.h"

#include <stdlib.h>

#include "model/injection.h"

enum { TRIES = 8, MIN_BYTES = 20 };
static const double trade_chance = 0.05;

typedef struct kind {
    const char *name;
    tm_inject_kind *inject;
    unsigned share; // of 100
    bool prose;     // may be put in disguise as a whole
} kind;
static const kind kinds[] = {
    {"menu", tm_inject_menu, 8, false},         {"footer", tm_inject_footer, 8, false},
    {"swap", tm_inject_swap, 16, false},        {"word", tm_inject_word, 14, false},
    {"sentence", tm_inject_sentence, 11, true}, {"comment", tm_inject_comment, 9, true},
    {"links", tm_inject_links, 7, false},       {"contact", tm_inject_contact, 6, true},
    {"title", tm_inject_title, 5, true},        {"block", tm_inject_block, 4, false},
    {"post", tm_inject_post, 5, false},         {"foreign", tm_inject_foreign, 7, false},
};
static const kind honest_kinds[] = {
    {"furniture", tm_inject_furniture, 40, false},
    {"labels", tm_inject_labels, 20, false},
    {"joke", tm_inject_joke, 20, false},
    {"disguise", tm_inject_disguise, 20, false},
};

// Kinds of one sort, with shares that add up to 100.
typedef struct kind_list {
    const kind *kind;
    size_t n;
} kind_list;
static const kind_list injections = {kinds, sizeof kinds / sizeof *kinds};
static const kind_list honest = {honest_kinds, sizeof honest_kinds / sizeof *honest_kinds};

void tm_sample_free(tm_sample *sample)
{
    tm_buf_free(&sample->text);
    free(sample->spans);
    *sample = (tm_sample){0};
}

static const kind *pick_kind(const kind_list *list, tm_rng *rng)
{
    size_t left = tm_rng_below(rng, 100);
    const kind *k = list->kind;
    for (; left >= k->share; k++)
        left -= k->share;
    return k;
}

// Most campaigns sell gambling; what is sold through the same channels is to be known as well.
static tm_str pick_trade(tm_rng *rng)
{
    static const char *const trades[] = {"loan", "adult", "pharma", "replica", "backlink"};
    const size_t drawn = tm_rng_below(rng, sizeof trades / sizeof trades[0]);
    return tm_rng_chance(rng, trade_chance) ? tm_str_of(trades[drawn]) : (tm_str){"", 0};
}

// What one campaign does the same way wherever it writes.
static void pick_style(tm_injection *injection, const char *language)
{
    tm_writer *const w = &injection->writer;
    const bool latin = injection->places.spaced && !injection->places.korean;
    w->glued = tm_rng_chance(w->rng, injection->places.korean ? 0.35 : latin ? 0.06 : 0.8);
    const double u = tm_rng_unit(w->rng);
    w->letters = u < 0.1 ? 'u' : u < (latin ? 0.3 : 0.15) ? 't' : '\0';
    if (tm_rng_chance(w->rng, 0.285))
        w->disguise = tm_disguise_pick(language, w->rng);
    w->trade = pick_trade(w->rng);
    if (!tm_place_word(&w->noun, &injection->places, w->rng))
        w->noun = (tm_str){NULL, 0};
    if (tm_write(w, "site"))
        tm_buf_add(&w->site, tm_buf_str(&w->out));
    w->out.failed |= w->site.failed;
    w->out.len = 0;
}

// Draws kinds until one finds its place, and at last tries each of them; NULL when none does.
static const kind *inject(tm_injection *injection, const kind_list *list)
{
    tm_writer *const w = &injection->writer;
    for (size_t i = 0; i < TRIES + list->n; i++) {
        const kind *const k = i < TRIES ? pick_kind(list, w->rng) : &list->kind[i - TRIES];
        injection->keep_marks = false;
        w->plain_parts = k->prose && tm_rng_chance(w->rng, 0.3);
        if (k->inject(injection) && injection->edits.n > 0)
            return k;
        if (w->out.failed || injection->status != TAMIS_OK)
            return NULL;
    }
    return NULL;
}

static tamis_status finish(tm_sample *out, tm_injection *injection, const kind *k,
                           tamis_error *err)
{
    tm_writer *const w = &injection->writer;
    TM_TRY(injection->status);
    TM_TRY(tm_buf_check(&w->out, err));
    if (!k)
        return TAMIS_DONE;
    out->kind = k->name;
    out->obfuscation = w->disguised ? tm_disguise_name(&w->disguise) : NULL;
    out->of_other_trade = w->trade.len > 0;
    return tm_splice(out, injection->places.text, &injection->edits, tm_buf_str(&w->out),
                     w->marks, err);
}

static tamis_status write_sample(tm_sample *out, const tm_writer *writer, tm_str text,
                                 const char *language, const kind_list *list, tamis_error *err)
{
    tm_buf_clear(&out->text);
    out->n_spans = 0;
    if (text.len < MIN_BYTES)
        return TAMIS_DONE;
    tm_injection injection = {.writer = *writer, .err = err};
    TM_TRY(tm_places_find(&injection.places, text, language, err));
    const kind *used = NULL;
    if (injection.places.n_lines > 0) {
        pick_style(&injection, language);
        if (list == &honest)
            injection.writer.disguise = tm_disguise_pick(language, writer->rng);
        used = inject(&injection, list);
    }
    const tamis_status status = finish(out, &injection, used, err);
    tm_places_free(&injection.places);
    tm_writer_free(&injection.writer);
    tm_edits_free(&injection.edits);
    return status;
}

tamis_status tm_synthesise(tm_sample *out, const tm_payloads *payloads, tm_str text,
                           const char *language, unsigned groups, tm_rng *rng, tamis_error *err)
{
    const tm_writer writer = {
        .payloads = payloads, .rng = rng, .groups = groups, .language = tm_str_of(language)};
    return write_sample(out, &writer, text, language, &injections, err);
}

tamis_status tm_synthesise_clean(tm_sample *out, const tm_payloads *payloads, tm_str text,
                                 const char *language, unsigned groups, tm_rng *rng,
                                 tamis_error *err)
{
    const tm_writer writer = {
        .payloads = payloads, .rng = rng, .groups = groups, .language = tm_str_of(language)};
    const tamis_status status = write_sample(out, &writer, text, language, &honest, err);
    out->n_spans = 0;
    return status;
}
