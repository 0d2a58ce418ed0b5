// What a trained model holds, in a form that people can read: its terms, its token weights, and the
// effect of each feature in the classifier. Read-only; threads may share a model.
// SPDX-License-Identifier: MIT
#ifndef TM_INSPECT_H
#define TM_INSPECT_H

#include "model/model.h"

// ---- Terms ----------------------------------------------------------------------------------

// One line of the lexicon, field by field; borrows the model's text.
typedef struct tm_model_term {
    tm_str language; // empty where the lexicon does not say
    tm_str term, klass, weight, note;
} tm_model_term;

// All terms, ascending by language, term and class (in bytes); free() `*out`. TAMIS_ENOMEM.
tamis_status tm_model_terms(tm_model_term **out, size_t *n, const tm_model *model,
                            tamis_error *err);
// Compares by that order: < 0, 0 or > 0, as for qsort().
int tm_model_term_compare(const tm_model_term *a, const tm_model_term *b);

// ---- Token weights --------------------------------------------------------------------------

typedef struct tm_ngram_summary {
    size_t n, n_positive, n_negative;
    size_t n_at_limit;    // at ±127, the greatest that a weight of one byte can hold
    double mean_absolute; // nats, over those that are not 0; 0 when all are
} tm_ngram_summary;
tm_ngram_summary tm_ngrams_summarise(const tm_model *model);

// `evidence` is an index below TM_N_EVIDENCE. Its name is appended to `out`: "LINE_LIST", or "term
// venue 2.5" for a hit of a term of that class and weight.
void tm_evidence_name(tm_buf *out, size_t evidence);
const char *tm_evidence_sentence(size_t evidence); // in words; "" for terms; static storage
double tm_evidence_nats(const tm_model *model, size_t evidence); // its weight

// ---- Features -------------------------------------------------------------------------------

// What the feature adds to the decision value when its value is `share` (0 to 1) of its cap and all
// other features are 0.
double tm_main_effect(const tm_classifier *classifier, size_t feature, double share);

// The weight w of the pair of two features: together they add w · √(share_a · share_b).
double tm_pair_weight(const tm_classifier *classifier, size_t a, size_t b);

// The other feature whose pair with this one has the greatest absolute weight.
size_t tm_strongest_partner(const tm_classifier *classifier, size_t feature);

// Indexes of all features by falling absolute main effect at the cap.
void tm_features_by_effect(size_t order[TM_N_FEATURES], const tm_classifier *classifier);

#endif
