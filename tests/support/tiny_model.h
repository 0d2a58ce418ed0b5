// A small trained model for tests, made in memory in well under a second, and the invented pages
// and injections that it was trained on. The recipe is the real one (model/train.h), the lexicon
// has a score of words: what a test may rely on is that the injections below are found in the pages
// below, not any number.
// SPDX-License-Identifier: MIT
#ifndef TINY_MODEL_H
#define TINY_MODEL_H

#include "model/train.h"
#include "support/check.h"

// Appends a page of `n_sentences` everyday sentences, in paragraphs that end in '\n'.
void tiny_page(tm_buf *out, tm_rng *rng, size_t n_sentences);

typedef enum tiny_payload {
    TINY_MENU,    // "부동산 바카라 베팅 | 한빛바카라 베팅"
    TINY_COMMENT, // prose of a visitor
    TINY_LINKS,   // anchors with separators
    TINY_CONTACT, // handle, code, address
    TINY_N_PAYLOADS
} tiny_payload;

// Appends one to three lines of an injection.
void tiny_inject(tm_buf *out, tm_rng *rng, tiny_payload payload);

// A page with an injection between its paragraphs, large enough to be flagged.
void tiny_spam(tm_buf *out, tm_rng *rng, size_t n_sentences);

// The inputs of the training: lexicon, templates and rows with spans. Everything follows `seed`.
void tiny_training_start(tm_training *training, uint64_t seed);
// All stages; training->model is ready afterwards.
tamis_status tiny_training_try(tm_training *training, tamis_error *err);
// The same, sure to succeed.
void tiny_training_run(tm_training *training);

// The trained model as a file. Trained at the first call; lives until the program ends.
tm_str tiny_model_file(void);
// The same, opened; release with tamis_model_free.
tamis_model *tiny_model_open(void);

#endif
