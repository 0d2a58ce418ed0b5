// Fits the token weights: logistic regression on hashed n-grams and evidence, one example per
// token, with the label "lies in an injected span". Method: stochastic gradient descent with
// per-weight steps (AdaGrad; Duchi, Hazan, Singer, JMLR 2011), the weights averaged over the
// last epochs, since at the end they only move to and fro around the optimum (Polyak and
// Juditsky, SIAM J. Control Optim. 1992). Rows are taken in a seeded order on one thread: the
// same data and seed give the same weights. The result is rounded to the integers that scoring
// adds up.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_WEIGHTS_H
#define TM_TRAIN_WEIGHTS_H

#include <stdatomic.h>

#include "model/dataset.h"
#include "score/window.h"

typedef struct tm_weights_options {
    uint64_t seed;
    unsigned n_epochs;
    const tm_weights *base;   // to start from, borrowed; or NULL: start from zero
    atomic_size_t *n_learned; // rows learned from so far, counted up for progress; or NULL
} tm_weights_options;

// Trains on the rows with use[i] != 0 (NULL: all) and a weight above 0. Each time a row is read, a
// seeded draw hides one of the word groups, or none, from the lexicon, so that n-grams and context
// learn to stand in for terms that no list has. `out->ngram` is allocated here; free() it.
// TAMIS_ENOMEM.
tamis_status tm_train_weights(tm_weights *out, const tm_knowledge *knowledge,
                              const tm_dataset *dataset, const uint8_t *use,
                              const tm_weights_options *options, tamis_error *err);

#endif
