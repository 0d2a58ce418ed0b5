// What a trained model holds, taken apart for people: its terms, its token weights, and what each
// feature does in the classifier.
// SPDX-License-Identifier: MIT
#ifndef TM_INSPECT_H
#define TM_INSPECT_H

#include "model/model.h"

// ---- Terms ----------------------------------------------------------------------------------

// One line of the lexicon; borrows the model.
typedef struct tm_model_term {
    tm_str language; // empty where the lexicon does not say
    tm_str term, klass, weight, note;
} tm_model_term;

// All of them, ascending by language, term and class; free() `*out`. TAMIS_ENOMEM.
tamis_status tm_model_terms(tm_model_term **out, size_t *n, const tm_model *model,
                            tamis_error *err);
int tm_model_term_compare(const tm_model_term *a, const tm_model_term *b); // in that order

// ---- Token weights --------------------------------------------------------------------------

typedef struct tm_ngram_summary {
    size_t n, n_positive, n_negative;
    size_t n_at_limit;    // as heavy as a byte can hold
    double mean_absolute; // nats, over those that are not 0
} tm_ngram_summary;
tm_ngram_summary tm_ngrams_summarise(const tm_model *model);

// "LINE_LIST", or "term venue 2.5" for hits of that class and weight; and in words.
void tm_evidence_name(tm_buf *out, size_t evidence);
const char *tm_evidence_sentence(size_t evidence); // "" for the terms
double tm_evidence_nats(const tm_model *model, size_t evidence);

// ---- Features -------------------------------------------------------------------------------

// What the feature adds to the decision value when it alone is not 0, at `share` of its cap.
double tm_main_effect(const tm_classifier *classifier, size_t feature, double share);

// The weight of two different features together; they add weight · √(share · share).
double tm_pair_weight(const tm_classifier *classifier, size_t a, size_t b);

// The other feature with which this one has the greatest weight either way.
size_t tm_strongest_partner(const tm_classifier *classifier, size_t feature);

// Indexes of all features, the greatest effect at the cap, either way, first.
void tm_features_by_effect(size_t order[TM_N_FEATURES], const tm_classifier *classifier);

#endif
