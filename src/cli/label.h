// The actions of `tamis label`, one file each, and what the actions on a store share.
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

enum { TM_LABEL_MAX_FILES = 64 }; // --file on one command line

typedef enum tm_label_format {
    TM_LABEL_JSONL,
    TM_LABEL_FASTTEXT,
    TM_LABEL_FOLDER
} tm_label_format;

typedef struct tm_label_request {
    const char *store;
    char **words; // the arguments after the store; NULL at the end
    size_t n_words;
    char *files[TM_LABEL_MAX_FILES + 1]; // --file; NULL at the end
    size_t n_files;
    tm_label_value value; // NONE: not given
    const char *reviewer; // never NULL
    const char *reason;   // or NULL
    char login[256];      // what reviewer may point to
    tm_label_format format;
    const char *output; // or NULL
    bool wait, quiet, skip_bad;
    const char *text; // to print instead: the help
    bool *given;      // [labels->n_documents]: this command has given the document a label
    // For the summary; counted by the action.
    uint64_t n_done;
    uint64_t n_same;      // had this label already
    uint64_t n_failed;    // the text is gone
    uint64_t n_outdone;   // left out, as a later label of the same text says otherwise
    uint64_t n_untextual; // left out, as their bytes are not text
    uint64_t n_too_large; // left out, as training would not read them
} tm_label_request;

typedef struct tm_label_action {
    const tm_command *command;   // its help names the options it takes
    const char *done;            // "labelled"
    bool needs_label;            // --label must be given
    bool writes;                 // changes the store, and so needs the lock
    size_t min_words, max_words; // arguments after the store; --file counts for min_words
    const char *missing;         // the message when there are fewer or more
} tm_label_action;

// What an action does between the reading of the labels and the commit of new ones.
typedef tamis_status tm_label_act(tm_store *store, const tm_labels *labels,
                                  tm_label_request *request, tamis_error *err);
// Parses the command line, opens the store, reads the labels, calls `act`, commits, closes, and
// prints the summary. Returns the exit code.
int tm_label_run(const tm_label_action *action, tm_label_act *act, int argc, char **argv);

// Appends `label` with the request's reviewer and reason and the present time; counts it. Not when
// it is in force already, or this command has given the document a label before.
tamis_status tm_label_give(tm_store *store, const tm_labels *labels, tm_label_request *request,
                           const tm_label *label, tamis_error *err);
// Finds the document that `word`, an id or a SHA-256, names: an item of the store, or one labelled
// before. Sets id and sha256 of `label`, which borrow from `row` or `labels`. The row is that of
// the item, else zero; free it also on failure. TAMIS_EINVAL when there is no such document.
tamis_status tm_label_resolve(tm_label *label, tm_index_row *row, tm_store *store,
                              const tm_labels *labels, const char *word, tamis_error *err);

#endif
