// Adapts a classifier trained on tens of thousands of documents to a few hundred of a user's own.
//
// It stays near the base. The new decision is f(x) = base(x) + Δ(x), and the regulariser penalises
// Δ instead of f (adaptive SVM; Yang, Yan and Hauptmann, ACM Multimedia 2007): where the new
// documents say nothing, the base decides. With C = 0 the result is the base. C is chosen by
// cross-validation, so a base that cannot be improved on these documents is kept.
//
// It aims at the thresholds. A contaminated document should come to lie above the base's threshold
// for a false-positive rate of 1e-4, not just above 0, and a clean one below the one for 1e-2.
//
// It remembers. The base's memory (model/memory.h) takes part in every fit: a remembered document
// adds to the loss when it is judged worse than before. Each threshold is set twice, once on the
// remembered clean documents and once on the user's own, and the stricter one is used. The base's
// sigmoid is kept. If the base has no memory, its classifier is kept too and only the thresholds
// are set: a fit without memory flagged ten times as many clean documents in general as before.
//
// The token weights are best left as they are: when they were fitted as well, to 230 documents, the
// model found no more of the held-out documents, and the decisions in memory no longer held.
//
// Method: dual coordinate descent (Hsieh and others, ICML 2008) on the folded quadratic form. Cost:
// one epoch is one pass over the rows; a row costs half the square of its number of inputs not 0.
// SPDX-License-Identifier: MIT
#ifndef TM_ADAPT_H
#define TM_ADAPT_H

#include "model/model.h"

typedef struct tm_adapt_example {
    const tm_row *row; // borrowed
    int label;         // +1 contaminated, -1 clean
    bool given;        // one of the user's documents; false: synthesised from one
    unsigned fold;     // of cross-validation, 0 to n_folds - 1
    double decision;   // output: the decision of a classifier that had not seen it
} tm_adapt_example;

// Whether what the model remembers was read by its own terms and weights. Not so when it was trained
// on top of a base with others: its rates are then those on fewer documents than it remembers.
static inline bool tm_model_vouches(const tm_model *model)
{
    return model->point[0].n_clean >= model->memory.n_clean;
}

typedef struct tm_adapt_options {
    unsigned n_folds; // at least 1
    // The lexicon or the token weights are not the base's, or not those by which it read what it
    // remembers: it would judge that otherwise now. Rates and their bounds are then those on the
    // user's documents alone.
    bool reads_otherwise;
    uint64_t seed;
    size_t n_threads; // affects only the time, not the result
} tm_adapt_options;

// Fills the model's classifier, sigmoid, operating points, memory and libsvm version, and each
// example's decision. *cost receives the C that was chosen on the given examples; 0: the base's
// classifier is kept. Borrows `base` and the examples during the call. TAMIS_ENOMEM.
tamis_status tm_adapt_classifier(tm_model *model, double *cost, const tm_model *base,
                                 tm_adapt_example *example, size_t n,
                                 const tm_adapt_options *options, tamis_error *err);

#endif
