// What the command line of `tamis train` asks for, and the files it names besides the data.
// SPDX-License-Identifier: MIT
#ifndef TM_TRAIN_REQUEST_H
#define TM_TRAIN_REQUEST_H

#include "cli/data.h"
#include "model/train.h"

enum { TM_MAX_EXTRA_FILES = 16, TM_MAX_GRID = 8 };

// What --cost or --gamma names, to be tried.
typedef struct tm_grid {
    double value[TM_MAX_GRID];
    size_t n;
} tm_grid;

typedef struct tm_train_request { // borrows from argv
    tm_train_options options;
    const char *base;   // NULL: the built-in model
    bool no_base;       // start from nothing
    const char *seeds;  // folder of lexicon/*.tsv and templates/*.tsv; NULL: built-in templates
    const char *output; // the model
    const char *report; // or NULL
    const char *card;   // or NULL
    tm_grid costs, gammas;
    char *anchors[TM_MAX_EXTRA_FILES], *lexicon[TM_MAX_EXTRA_FILES]; // [LANG:]FILE
    size_t n_anchors, n_lexicon;
    size_t seed, n_folds, n_epochs; // n_folds 0: not given
    // The options of each kind that were given last, or NULL.
    const char *of_fit;        // of a classifier that is fitted from nothing
    const char *of_injections; // what they are made from
    const char *epochs_given, *synthesise_given;
    tm_data_options data_options;
    char **data; // the rest of argv, NULL at the end
    bool quiet;
    const char *text; // to print instead of training: help
} tm_train_request;

extern const char tm_train_help[];

// TAMIS_EINVAL with a message for the user; TAMIS_EIO when a file could not be written.
tamis_status tm_train_parse(tm_train_request *request, int argc, char **argv, tamis_error *err);

// Completes the options: the default of some depends on whether there is a base.
void tm_train_settle(tm_train_options *options, const tm_train_request *request);
// Once it is known how many documents there are: few of them are not copied thousands of times each.
void tm_train_limit(tm_train_options *options, const tm_train_request *request,
                    size_t n_documents);

// Adds lexicon, templates and anchors. TAMIS_EIO, TAMIS_EFORMAT with file and line.
tamis_status tm_train_add_files(tm_training *training, const tm_train_request *request,
                                tamis_error *err);

#endif
