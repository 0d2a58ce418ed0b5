// Fits the token weights: logistic regression on hashed n-grams and evidence, one example a token,
// label "lies in an injected span". Stochastic gradient with per-weight steps (AdaGrad; Duchi,
// Hazan, Singer, JMLR 2011), averaged over the later ones, since the last steps go to and fro
// around where they would come to rest (Polyak and Juditsky, SIAM J. Control Optim. 1992); rows in
// a seeded order, single-threaded: the same data and seed give the same weights. The result is
// rounded to the whole numbers that scoring adds up.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_WEIGHTS_H
#define TM_TRAIN_WEIGHTS_H

#include <stdatomic.h>

#include "model/dataset.h"
#include "score/window.h"

typedef struct tm_weights_options {
    uint64_t seed;
    unsigned n_epochs;
    const tm_weights *base;   // start from these, and stay near where they are sure; or NULL
    atomic_size_t *n_learned; // counts rows as they are learned from; or NULL
} tm_weights_options;

// Trains on the rows with use[i] != 0 (NULL: all). For every row one of the word groups, or none,
// is hidden from the lexicon by a seeded draw, so that n-grams and context learn to stand in for
// terms that no list has. `out->ngram` is allocated here; free() it.
tamis_status tm_train_weights(tm_weights *out, const tm_knowledge *knowledge,
                              const tm_dataset *dataset, const uint8_t *use,
                              const tm_weights_options *options, tamis_error *err);

#endif
