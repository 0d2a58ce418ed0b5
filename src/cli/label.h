// The actions of `tamis label`, one file each, and what those on a store have in common.
// SPDX-License-Identifier: MIT
#ifndef TM_CLI_LABEL_H
#define TM_CLI_LABEL_H

#include "cli/cmd.h"
#include "cli/console.h"
#include "sink/labels.h"
#include "sink/store.h"

extern const tm_command tm_label_add;
extern const tm_command tm_label_export;
extern const tm_command tm_label_import;
extern const tm_command tm_label_suggest;
extern const tm_command tm_label_undo;

enum { TM_LABEL_MAX_FILES = 64 }; // of one command line; import takes folders

typedef enum tm_label_format {
    TM_LABEL_JSONL,
    TM_LABEL_FASTTEXT,
    TM_LABEL_FOLDER
} tm_label_format;

typedef struct tm_label_request {
    const char *store;
    char **words; // what stands behind the store; NULL at the end
    size_t n_words;
    char *files[TM_LABEL_MAX_FILES + 1]; // --file; NULL at the end
    size_t n_files;
    tm_label_value value;          // NONE: not given
    const char *reviewer, *reason; // reviewer is never NULL
    char login[256];               // what reviewer may point to
    tm_label_format format;
    const char *output;
    bool wait, quiet, skip_bad, help;
    bool *given;                       // [n_documents]: got a label by this command
    uint64_t n_done, n_same, n_failed; // for the summary; counted by the action
    uint64_t n_untextual;              // likewise: left out, though their bytes are there
} tm_label_request;

typedef struct tm_label_action {
    const char *name;    // "add"
    const char *options; // long options it takes besides wait, quiet and help: " file label "
    const char *done;    // "labelled"
    bool needs_label;
    bool writes;
    size_t min_words, max_words;
    const char *missing; // what to say when there are fewer words, or more
} tm_label_action;

// Parses, opens the store, reads the labels, does `act`, closes, sums up. Returns the exit code.
typedef tamis_status tm_label_act(tm_store *store, const tm_labels *labels,
                                  tm_label_request *request, tamis_error *err);
int tm_label_run(const tm_label_action *action, tm_label_act *act, const char *help, int argc,
                 char **argv);

// Appends a label of now by this reviewer, unless it holds already or the document got one by this
// command.
tamis_status tm_label_give(tm_store *store, const tm_labels *labels, tm_label_request *request,
                           const tm_label *label, tamis_error *err);
// The document that the user means by an id or a digest: an item, or one labelled before. `id` has
// room for TM_STORE_ID_BYTES; *label borrows it, `row` or `labels`. Free the row in any case.
tamis_status tm_label_resolve(tm_label *label, tm_index_row *row, tm_store *store,
                              const tm_labels *labels, const char *word, tamis_error *err);

#endif
