// tamis label add and import: labels into the journal of a store, from a reviewer or from files.
// Texts that are not in the store are kept in it first, so that there is a text for every label.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/words.h"
#include "cli/data.h"
#include "cli/label.h"
#include "cli/label_document.h"
#include "sink/label_row.h"

#define COMMON                                                                                 \
    "      --reviewer NAME        who says so; $USER unless told\n"                            \
    "      --reason TEXT          why\n"                                                       \
    "      --wait                 when another process uses the store\n"                       \
    "  -q, --quiet                no summary\n"                                                \
    "  -h, --help                 this\n"                                                      \
    "\n"

static const char add_help[] =
    "usage: tamis label add STORE --label LABEL [OPTIONS] ID...\n"
    "       tamis label add STORE --label LABEL [OPTIONS] --file PATH...\n"
    "\n"
    "Says what documents are, in the journal of the store. Earlier labels stay in its "
    "history.\n"
    "\n"
    "      --label LABEL          clean or contaminated\n"
    "      --file PATH            a document outside the store, whose text is kept in it; "
    "made\n"
    "                             if need be\n" COMMON
    "ID is that of `tamis quarantine list`, a SHA-256, or the path or id labelled before.\n";

static const char import_help[] =
    "usage: tamis label import STORE [OPTIONS] FILE\n"
    "\n"
    "Takes over labels that are given elsewhere, with their texts, into the store, which is "
    "made\n"
    "if need be. FILE is JSON Lines (text, label, id), fastText lines (__label__clean the "
    "text),\n"
    "a folder with clean/ and contaminated/ in it, or - for standard input. An id of\n"
    "`tamis quarantine list` labels that document.\n"
    "\n"
    "      --skip-bad             go on without rows that cannot be read\n" COMMON
    "All labels are taken or none.\n";

static const tm_label_action add_action = {
    .command = &tm_label_add,
    .needs_label = true,
    .done = "labelled",
    .writes = true,
    .min_words = 1,
    .max_words = SIZE_MAX,
    .missing = "which documents? name them by id or SHA-256, or with --file",
};

static const tm_label_action import_action = {
    .command = &tm_label_import,
    .done = "labelled",
    .writes = true,
    .min_words = 1,
    .max_words = 1,
    .missing = "name one file or folder",
};

// Says in the label of an item which text it has, if that is there, and takes out what the item says
// itself: so its own export brings nothing new.
static tamis_status set_text(tm_label *label, char text[TM_DIGEST_HEX + 1], tm_store *store,
                             const tm_index_row *item, tamis_error *err)
{
    tm_buf own = {0};
    tamis_status status = tm_label_document_digest(text, &own, store, item, err);
    label->text = status == TAMIS_OK ? text : NULL;
    if (tm_str_equal(label->row, tm_buf_str(&own)))
        label->row = (tm_str){0};
    if (status >= 0)
        status = tm_buf_check(&own, err);
    tm_buf_free(&own);
    return status;
}

static tamis_status add_stored(tm_store *store, const tm_labels *labels,
                               tm_label_request *request, const char *word, tamis_error *err)
{
    tm_index_row row = {0};
    tm_label label = {.value = request->value};
    char text[TM_DIGEST_HEX + 1];
    tamis_status status = tm_label_resolve(&label, &row, store, labels, word, err);
    if (status == TAMIS_OK && row.item.id[0] == '\0' &&
        !tm_label_text_is_kept(store, label.sha256))
        status = tm_fail(err, TAMIS_EINVAL,
                         "%.60s: its text is not kept any more; name the document with --file",
                         word);
    if (status == TAMIS_OK && row.item.id[0] != '\0')
        status = set_text(&label, text, store, &row, err);
    if (status == TAMIS_OK)
        status = tm_label_give(store, labels, request, &label, err);
    tm_index_row_free(&row);
    return status;
}

// Finds the item that a row names by its id in the store. TAMIS_DONE when it names none.
static tamis_status find_named(tm_index_row *item, tm_store *store, const tm_labelled *row,
                               tamis_error *err)
{
    return tm_store_id_is_valid(tm_str_of(row->id), NULL)
               ? tm_index_find(item, tm_store_index(store), row->id, err)
               : TAMIS_DONE;
}

// Finds the item with this text that was labelled before, as all in the store's own export were.
// TAMIS_DONE when there is none, or its text is gone.
static tamis_status find_labelled(tm_index_row *item, tm_store *store, const tm_labels *labels,
                                  const char *sha256, tamis_error *err)
{
    char text[TM_DIGEST_HEX + 1] = "";
    const tm_label_state *const state = tm_labels_of_text(labels, sha256);
    if (!state || !tm_store_id_is_valid(state->id, NULL))
        return TAMIS_DONE;
    snprintf(text, sizeof text, "%.*s", (int)state->id.len, state->id.ptr);
    tamis_status status = tm_index_find(item, tm_store_index(store), text, err);
    if (status == TAMIS_OK)
        status = tm_label_document_digest(text, NULL, store, item, err);
    return status == TAMIS_OK && strcmp(text, state->text) != 0 ? TAMIS_DONE : status;
}

// A row that is about no item, with the digest `sha256`, has its text kept; so has a file, which is
// to be known by its path.
static tamis_status add_row(tm_store *store, const tm_labels *labels, tm_label_request *request,
                            const tm_labelled *row, const char *sha256, tamis_error *err)
{
    tm_index_row item = {0};
    tm_buf said = {0};
    char text[TM_DIGEST_HEX + 1];
    tm_label_row_write(&said, row);
    tm_label label = {.id = tm_str_of(row->id),
                      .sha256 = sha256,
                      .row = tm_buf_str(&said),
                      .value = row->contaminated ? TM_LABEL_CONTAMINATED : TM_LABEL_CLEAN};
    tamis_status status = find_named(&item, store, row, err);
    if (status == TAMIS_DONE && request->n_files == 0)
        status = find_labelled(&item, store, labels, sha256, err);
    if (status == TAMIS_OK) {
        label.id = tm_str_of(item.item.id);
        label.sha256 = item.item.sha256;
        status = set_text(&label, text, store, &item, err);
    } else if (status == TAMIS_DONE) {
        status = tm_label_text_keep(store, sha256, tm_buf_str(&row->text), err);
    }
    if (status >= 0)
        status = tm_buf_check(&said, err);
    if (status >= 0)
        status = tm_label_give(store, labels, request, &label, err);
    tm_index_row_free(&item);
    tm_buf_free(&said);
    return status;
}

// The digests of all texts, of TM_DIGEST_HEX + 1 bytes each, and where they are; all to be freed.
typedef struct digests {
    char *text;
    const char **of; // [dataset->len]
    bool *again;     // [dataset->len] an earlier text has the same digest
} digests;

static tamis_status digest_rows(digests *out, const tm_dataset *dataset, tamis_error *err)
{
    tm_digest digest;
    out->text = calloc(dataset->len + 1, TM_DIGEST_HEX + 1);
    out->of = calloc(dataset->len + 1, sizeof *out->of);
    out->again = calloc(dataset->len + 1, sizeof *out->again);
    if (!out->text || !out->of || !out->again)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    TM_TRY(tm_digest_init(&digest, err));
    tamis_status status = TAMIS_OK;
    for (size_t i = 0; i < dataset->len && status == TAMIS_OK; i++) {
        char *const hex = out->text + i * (TM_DIGEST_HEX + 1);
        status = tm_digest_hex(&digest, hex, tm_buf_str(&dataset->row[i].text), err);
        out->of[i] = hex;
    }
    tm_digest_free(&digest);
    return status < 0 ? status : tm_words_again(out->again, out->of, dataset->len, err);
}

// Equal texts have equal labels (tm_data_load), and get theirs once.
static tamis_status add_rows(tm_store *store, const tm_labels *labels,
                             tm_label_request *request, const tm_dataset *dataset,
                             tamis_error *err)
{
    digests all = {0};
    tamis_status status = digest_rows(&all, dataset, err);
    for (size_t i = 0; i < dataset->len && status >= 0; i++) {
        if (all.again[i])
            request->n_same++;
        else
            status = add_row(store, labels, request, &dataset->row[i], all.of[i], err);
    }
    free(all.text);
    free(all.of);
    free(all.again);
    return status < 0 ? status : tm_label_text_sync(store, err);
}

// Gives all rows the label of --label; a row with a label of its own must have the same.
static tamis_status give_value(tm_dataset *dataset, tm_label_value value, tamis_error *err)
{
    const bool contaminated = value == TM_LABEL_CONTAMINATED;
    for (size_t i = 0; i < dataset->len; i++) {
        tm_labelled *const row = &dataset->row[i];
        if (!row->unlabelled && row->contaminated != contaminated)
            return tm_fail(err, TAMIS_EINVAL, "%.120s: says itself that it is %s", row->id,
                           contaminated ? "clean" : "contaminated");
        row->contaminated = contaminated;
    }
    return TAMIS_OK;
}

static tamis_status add_files(tm_store *store, const tm_labels *labels,
                              tm_label_request *request, char *const *paths, tamis_error *err)
{
    tm_dataset dataset = {0};
    tm_data_options options = tm_data_options_default();
    tamis_status status = TAMIS_OK;
    const bool adds = request->value != TM_LABEL_NONE; // and does not import
    options.skip_bad = request->skip_bad;
    options.never_skips = adds;
    options.no_groups = true;
    options.labelled.format.admit_unlabelled = adds;
    for (; *paths && status == TAMIS_OK; paths++) {
        char *const path[] = {*paths, NULL};
        const size_t n_before = dataset.len;
        status = tm_data_load(&dataset, path, &options, err);
        if (status == TAMIS_OK && dataset.len == n_before)
            status = tm_fail(err, TAMIS_EINVAL, "%.160s: holds no document to label", *paths);
    }
    if (status == TAMIS_OK && adds)
        status = give_value(&dataset, request->value, err);
    if (status == TAMIS_OK)
        status = add_rows(store, labels, request, &dataset, err);
    tm_dataset_free(&dataset);
    return status;
}

static tamis_status act_add(tm_store *store, const tm_labels *labels, tm_label_request *request,
                            tamis_error *err)
{
    for (size_t i = 0; i < request->n_words; i++)
        TM_TRY(add_stored(store, labels, request, request->words[i], err));
    return request->n_files > 0 ? add_files(store, labels, request, request->files, err)
                                : TAMIS_OK;
}

static tamis_status act_import(tm_store *store, const tm_labels *labels,
                               tm_label_request *request, tamis_error *err)
{
    return add_files(store, labels, request, request->words, err);
}

static int run_add(int argc, char **argv)
{
    return tm_label_run(&add_action, act_add, argc, argv);
}

static int run_import(int argc, char **argv)
{
    return tm_label_run(&import_action, act_import, argc, argv);
}

const tm_command tm_label_add = {
    .name = "add",
    .summary = "say what documents are, in a store or outside",
    .help = add_help,
    .run = run_add,
};

const tm_command tm_label_import = {
    .name = "import",
    .summary = "take over labels from JSON Lines, fastText lines or a folder",
    .help = import_help,
    .run = run_import,
};
