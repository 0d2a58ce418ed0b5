// Makes contaminated documents out of clean ones: training needs injections with known spans, and
// no collection of real ones is large enough. Every payload is drawn from the lexicon (brands are
// composed of parts, of ordinary words and of made-up syllables, so that no list can hold them),
// from templates (seeds/templates/*.tsv) and from real spam given to it.
//
// Makes clean documents out of clean ones, too: with honest matter of the kinds that look alike.
//
// Kinds made: menu, footer, swap, word, sentence, comment, links, contact, title, block, post,
// foreign (any of these but swaps, in another language than the document's or of another trade).
// A share is obfuscated with one or more families of disguise. Deterministic: the same inputs and
// seed give the same bytes.
// SPDX-License-Identifier: MIT
#ifndef TM_SYNTHESISE_H
#define TM_SYNTHESISE_H

#include "base/buf.h"
#include "base/rng.h"

// A pool of payload material. Words and templates fall into TM_WORD_GROUPS groups by a hash of
// their text; a caller that allows only some groups gets payloads that the others never contain,
// which is how cross-validation measures what happens with unseen words. A real text belongs to
// none of these, but to the fold of the document it is from: what is learned without that fold must
// not meet it in another document.
enum { TM_WORD_GROUPS = 4, TM_ALL_WORDS = (1 << TM_WORD_GROUPS) - 1 };
static inline unsigned tm_fold_group(unsigned fold) // the bit behind those of the word groups
{
    return 1u << (TM_WORD_GROUPS + fold);
}
typedef struct tm_payloads tm_payloads;

tamis_status tm_payloads_new(tm_payloads **out, tamis_error *err);
void tm_payloads_free(tm_payloads *payloads);

// Adds the terms of one lexicon file (TSV: term, class, weight, note); language "ko", "en", ….
tamis_status tm_payloads_add_lexicon(tm_payloads *payloads, const char *language, tm_str tsv,
                                     tamis_error *err);
// Adds the templates of one file (TSV: kind, language, template with {slots}).
tamis_status tm_payloads_add_templates(tm_payloads *payloads, tm_str tsv, tamis_error *err);
// Adds a list of ready anchors (one per line): brand names, anchor texts, domains.
tamis_status tm_payloads_add_anchors(tm_payloads *payloads, const char *language, tm_str lines,
                                     tamis_error *err);
// Adds the text of one real spam document; `kind` is "page", "post", "sms", "comment" or "html".
tamis_status tm_payloads_add_real(tm_payloads *payloads, const char *language, const char *kind,
                                  tm_str text, unsigned fold, tamis_error *err);

typedef struct tm_sample_span {
    size_t begin, end; // bytes of the sample's text, ascending and disjoint
} tm_sample_span;

typedef struct tm_sample {
    tm_buf text;
    tm_sample_span *spans;
    size_t n_spans, spans_cap;
    const char *kind;        // static: "menu", "swap", …
    const char *obfuscation; // static: "jamo", …; NULL when plain
    bool of_other_trade;     // it sells something else than gambling
} tm_sample;
void tm_sample_free(tm_sample *sample);

// Writes one injection into a copy of `text` (valid UTF-8). `groups` has bit g set where word
// group g may be used, and tm_fold_group(f) where the real texts of fold f may. `language` is the
// document's. TAMIS_DONE when the text offers no place for any kind (too short); TAMIS_ENOMEM.
tamis_status tm_synthesise(tm_sample *out, const tm_payloads *payloads, tm_str text,
                           const char *language, unsigned groups, tm_rng *rng,
                           tamis_error *err);

// The same with honest matter, and so without spans. Kinds: furniture (menus and notices around an
// article), labels (of buttons, between its lines and in any language), joke (odd letters), disguise
// (ordinary words of the document in disguise).
tamis_status tm_synthesise_clean(tm_sample *out, const tm_payloads *payloads, tm_str text,
                                 const char *language, unsigned groups, tm_rng *rng,
                                 tamis_error *err);

#endif
