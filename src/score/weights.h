// Trained token weights: one signed byte per hashed n-gram, one 16-bit weight per evidence. A
// token's score, the sum of its weights, is the log-odds that somebody injected it. Weights and
// scores are whole numbers in units of 1/TM_SCORE_UNIT nat, so that sums are exact and the same on
// every machine.
// SPDX-License-Identifier: MIT
#ifndef TM_WEIGHTS_H
#define TM_WEIGHTS_H

#include "score/lexicon.h"

// Part of a model's schema. Raise it with every change after which the same weights give a token
// another score, unless evidence.def or features.def shows the change: other n-grams, other
// context, other caps. 1: n-grams and evidence; 2: with context (score/context.h), and signs and
// numbers capped at 0; 3: with new compounds (score/compounds.h), their hashes included.
#define TM_SCORING_VERSION "3"

enum { TM_SCORE_UNIT = 32, TM_NGRAM_BITS = 21 };

typedef enum tm_evidence {
#define TM_EVIDENCE(name, sentence) TM_EVIDENCE_##name,
#include "score/evidence.def"
#undef TM_EVIDENCE
    // + class * TM_N_TERM_LEVELS + level: a hit of a term of that class and weight
    TM_EVIDENCE_TERM,
    // + the same: such a hit ends a compound that no clean document holds (score/compounds.h)
    TM_EVIDENCE_NEW_COMPOUND = TM_EVIDENCE_TERM + TM_N_TERM_CLASSES * TM_N_TERM_LEVELS,
    TM_N_EVIDENCE = TM_EVIDENCE_NEW_COMPOUND + TM_N_TERM_CLASSES * TM_N_TERM_LEVELS
} tm_evidence;

typedef struct tm_weights {
    int8_t *ngram; // [1 << TM_NGRAM_BITS], owned
    int16_t evidence[TM_N_EVIDENCE];
} tm_weights;

#endif
