// The recipe from labelled documents to a model, stage by stage, so that the caller can show
// progress and run the token fits on several threads:
//
//   add …            lexicon, templates, anchors, labelled rows
//   synthesise       injections into the clean rows, most of them with words of the fold alone
//   fit (part)       token weights: one part without each of the folds, and one on everything
//   fill (fold)      document rows of a fold, by the weights that were fitted without it
//   finish           C-SVC over the rows, calibration, operating points
//
// Everything is out of fold twice over: the rows that the SVM learns from come from token weights
// that knew neither the document nor most of its injected words, and the decisions that calibrate
// it come from SVMs that did not see the row. The same inputs and options give the same model.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_H
#define TM_TRAIN_H

#include "model/dataset.h"
#include "model/model.h"
#include "model/train_weights.h"

// Folds of the token fits by default; each fit then lacks a quarter of the documents and words.
enum { TM_TRAIN_FOLDS = 4, TM_TRAIN_PARTS = TM_TRAIN_FOLDS + 1, TM_MAX_TRAIN_FOLDS = 20 };

enum {
    TM_MIN_TRAIN_ROWS = 20,     // of either label
    TM_MAX_MADE_BYTES = 1 << 30 // of synthesised text, by default
};

typedef struct tm_train_options {
    uint64_t seed;
    size_t n_synthesise;          // injections to make
    size_t max_made_bytes;        // of the texts they are made in; 0: TM_MAX_MADE_BYTES
    unsigned n_folds;             // 2 to TM_MAX_TRAIN_FOLDS; 0: TM_TRAIN_FOLDS
    unsigned n_epochs;            // of the token fits; 0: the base's weights stay as they are
    double cost;                  // C of the SVM, unless `costs` are to be tried
    const double *costs, *gammas; // to be tried, borrowed; from nothing only
    size_t n_costs, n_gammas;     // 0: `cost`; 1
    double prior;     // share of contaminated documents that probabilities are for; 0: as given
    size_t n_threads; // for what runs side by side inside a stage; 0: one
    const char *name; // of the model; borrowed
    atomic_size_t *n_learned; // counts rows as the token fits learn from them; or NULL
    // Start from this model, borrowed: its lexicon, its token weights, its classifier, of which
    // the new ones keep what the rows do not speak against (model/adapt.h). NULL: from nothing.
    const tm_model *base;
} tm_train_options;

typedef struct tm_training {
    tm_train_options options;
    tm_model model;     // the result; its lexicon serves all stages
    tm_dataset dataset; // the caller adds the rows
    tm_payloads *payloads;
    tm_weights part[TM_MAX_TRAIN_FOLDS + 1]; // [n_folds] is the one on everything
    tm_row *row;                             // [dataset.len]
    double *decision;      // [dataset.len] by a model that had not seen the row; NAN where none
    double *base_decision; // [n_given] by the base; NULL without one
    double cost, gamma;    // of the classifier; cost 0: the base's
    bool reads_otherwise;  // than the base, or than what the base remembers was read
    size_t n_groups[2];    // of the clean and of the contaminated rows given
    bool split[2];         // they were one group, which was taken apart
    size_t n_given;        // rows before synthesis
    size_t made_bytes;     // of the text of rows after synthesis
    size_t n_copies;       // copies of rows that were dropped before that
} tm_training;

tamis_status tm_training_init(tm_training *training, const tm_train_options *options,
                              tamis_error *err);
void tm_training_free(tm_training *training);

// The lexicon of one language, as tm_lexicon_add reads it. TAMIS_ELIMIT when a model cannot hold it
// beside those before it.
tamis_status tm_training_add_lexicon(tm_training *training, const char *language, tm_str tsv,
                                     tamis_error *err);
// The templates that the library brings along.
tamis_status tm_training_add_own_templates(tm_training *training, tamis_error *err);
tamis_status tm_training_add_templates(tm_training *training, tm_str tsv, tamis_error *err);
tamis_status tm_training_add_anchors(tm_training *training, const char *language, tm_str lines,
                                     tamis_error *err);

// Call it after everything was added. TAMIS_EINVAL when there are too few rows of a label,
// TAMIS_ELIMIT when there is too much to make.
tamis_status tm_training_synthesise(tm_training *training, tamis_error *err);

// How many rows the fits of all parts learn from, for progress: the final value of *n_learned.
size_t tm_training_work(const tm_training *training);
// Part f < n_folds leaves fold f out, but knows its compounds (score/compounds.h); part n_folds
// leaves out nothing. Different parts may run on different threads.
tamis_status tm_training_fit(tm_training *training, unsigned part, tamis_error *err);
// Different folds may run on different threads.
tamis_status tm_training_fill(tm_training *training, unsigned fold, tamis_error *err);

// Completes training->model, ready for tm_model_write.
tamis_status tm_training_finish(tm_training *training, tamis_error *err);

#endif
