// A classifier fitted to a few hundred documents of one's own, on top of one that was fitted to
// tens of thousands. What makes that worth having:
//
// It stays near the base. The new decision is f(x) = base(x) + Δ(x), and what is kept small is Δ
// and not f (adaptive SVM; Yang, Yan and Hauptmann, ACM Multimedia 2007): where the new documents
// say nothing, the base has the word. With C = 0 it *is* the base, and C is chosen by
// cross-validation, so a base that cannot be bettered on these documents stays.
//
// It aims at where verdicts turn. A contaminated document must come to lie beyond the base's
// threshold for a false-positive rate of 1e-4, not just beyond 0; a clean one below that for 1e-2.
//
// It remembers. The base's memory (model/memory.h) takes part in every fit: a remembered document
// costs when it fares worse than before. And thresholds are set over remembered and new documents
// alike: at most the target share of the remembered clean ones may be flagged, and of one's own,
// which are too few to show less, none more than the target allows. The base's scale of probability
// stays. Of a base without a memory the decisions are kept and only thresholds are fitted: fitted
// blindly, it flagged ten times as many clean documents in general as before.
//
// Token weights are best left as they are: fitted to 230 documents as well, the model found no more
// of the held-out documents, and what the base remembers no longer held.
//
// Cost: dual coordinate descent (Hsieh and others, ICML 2008) on the folded quadratic form; an
// epoch is one pass over the rows, each a triangle of its inputs that are not 0.
// SPDX-License-Identifier: MIT
#ifndef TM_ADAPT_H
#define TM_ADAPT_H

#include "model/model.h"

typedef struct tm_adapt_example {
    const tm_row *row; // borrowed
    int label;         // +1 contaminated, -1 clean
    bool given;        // a document that was given, by which C is chosen; not a made one
    unsigned fold;
    double decision; // filled in: by a classifier that had not seen it
} tm_adapt_example;

typedef struct tm_adapt_options {
    unsigned n_folds;
    uint64_t seed;
    size_t n_threads; // changes nothing but the time
} tm_adapt_options;

// Fills the model's classifier, sigmoid, operating points, memory and library version.
// *cost receives the C that was chosen; 0: the base's classifier stays.
tamis_status tm_adapt_classifier(tm_model *model, double *cost, const tm_model *base,
                                 tm_adapt_example *example, size_t n,
                                 const tm_adapt_options *options, tamis_error *err);

#endif
