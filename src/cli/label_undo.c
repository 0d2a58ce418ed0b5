// tamis label undo: takes back the last label of a document.
// SPDX-License-Identifier: MIT
#include "cli/label.h"

static const char help[] =
    "usage: tamis label undo STORE [OPTIONS] ID...\n"
    "\n"
    "Takes back the last label of each document; the one before holds again. Nothing is "
    "erased:\n"
    "the undoing is another entry of the journal.\n"
    "\n"
    "      --reviewer NAME        who says so; $USER unless told\n"
    "      --reason TEXT          why\n"
    "      --wait                 when another process uses the store\n"
    "  -q, --quiet                no summary\n"
    "  -h, --help                 this\n"
    "\n"
    "ID is that of `tamis quarantine list`, a SHA-256, or the path or id that was labelled.\n";

static const tm_label_action action = {
    .command = &tm_label_undo,
    .done = "led back to the label before",
    .writes = true,
    .min_words = 1,
    .max_words = SIZE_MAX,
    .missing = "which documents? name them by id or SHA-256",
};

static tamis_status undo(tm_store *store, const tm_labels *labels, tm_label_request *request,
                         const char *word, tamis_error *err)
{
    tm_index_row row = {0};
    tm_label label = {.undo = true};
    tamis_status status = tm_label_resolve(&label, &row, store, labels, word, err);
    const tm_label_state *const state =
        status == TAMIS_OK ? tm_labels_find(labels, tm_str_of(label.sha256)) : NULL;
    if (status == TAMIS_OK && (!state || !state->undoable))
        status = tm_fail(err, TAMIS_EINVAL, "%.60s: has no label to take back", word);
    if (status == TAMIS_OK) {
        label.value = state->before;
        status = tm_label_give(store, labels, request, &label, err);
    }
    tm_index_row_free(&row);
    return status;
}

static tamis_status act(tm_store *store, const tm_labels *labels, tm_label_request *request,
                        tamis_error *err)
{
    for (size_t i = 0; i < request->n_words; i++)
        TM_TRY(undo(store, labels, request, request->words[i], err));
    return TAMIS_OK;
}

static int run(int argc, char **argv)
{
    return tm_label_run(&action, act, argc, argv);
}

const tm_command tm_label_undo = {
    .name = "undo",
    .summary = "take back the last label of documents; the history stays",
    .help = help,
    .run = run,
};
