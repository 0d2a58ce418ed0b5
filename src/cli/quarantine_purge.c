// tamis quarantine purge: removes documents from the store for good. The same documents may also be
// kept as texts of labels (sink/label_text.h): those that no label holds are removed too, those
// that one holds stay, and the user is told.
// SPDX-License-Identifier: MIT
#include "cli/quarantine_choice.h"
#include "sink/label_text.h"
#include "sink/report.h"

static const char help[] =
    "usage: tamis quarantine purge STORE [OPTIONS] [ID...]\n"
    "\n"
    "Removes documents from the store for good. What is known of them stays in the journal, "
    "and\n"
    "a text stays that is kept for a label. With --all the texts of labels that were taken "
    "back\n"
    "go, too.\n"
    "\n"
    "      --older-than TIME      what came before: 30d, 2025-11-25\n" TM_CHOICE_HELP;

static const tm_quarantine_action action = {
    .command = &tm_quarantine_purge, .must_select = true, .writes = true};

// What became of the texts.
typedef struct outcome {
    uint64_t n_held;    // that stay
    uint64_t n_dropped; // that went
    uint64_t n_lost;    // labelled documents whose text was the object
} outcome;

static tamis_status look_at_item(outcome *texts, tm_store *store, const tm_labels *labels,
                                 const tm_index_row *row, tamis_error *err)
{
    const char *const sha256 = row->item.sha256;
    const tamis_status status = tm_label_text_drop(store, labels, sha256, err);
    TM_TRY(status);
    texts->n_dropped += status == TAMIS_OK;
    if (!tm_labels_hold(labels, sha256))
        return TAMIS_OK;
    if (tm_label_text_is_kept(store, sha256))
        texts->n_held++;
    else
        texts->n_lost++;
    return TAMIS_OK;
}

static tamis_status look_at_items(outcome *texts, tm_store *store, const tm_labels *labels,
                                  const tm_chosen *purged, tamis_error *err)
{
    for (size_t i = 0; i < purged->n_ids; i++) {
        tm_index_row row = {0};
        tamis_status status = tm_index_find(&row, tm_store_index(store), purged->ids[i], err);
        if (status == TAMIS_OK && row.state == TM_ITEM_PURGED)
            status = look_at_item(texts, store, labels, &row, err);
        tm_index_row_free(&row);
        TM_TRY(status);
    }
    return TAMIS_OK;
}

static tamis_status purge_texts(outcome *texts, tm_store *store, const tm_chosen *purged,
                                bool all, tamis_error *err)
{
    tm_labels labels;
    tamis_status status = tm_labels_read(&labels, tm_store_journal(store), err);
    if (status == TAMIS_OK)
        status = look_at_items(texts, store, &labels, purged, err);
    if (status == TAMIS_OK && all) {
        texts->n_held = 0; // those of the items are among all
        status = tm_label_texts_drop(&texts->n_held, &texts->n_dropped, store, &labels, err);
    }
    if (status == TAMIS_OK && texts->n_dropped > 0)
        status = tm_label_text_sync(store, err);
    tm_labels_free(&labels);
    return status;
}

static void say_of(const tm_quarantine_request *request, uint64_t n, const char *noun,
                   const char *words)
{
    tm_buf text = {0};
    if (n == 0 || request->quiet)
        return;
    tm_report_plural(&text, n, noun);
    tm_buf_text(&text, words);
    tm_complain_text(request->store, &text);
}

static tamis_status act(tm_store *store, const tm_quarantine_request *request, tamis_error *err)
{
    tm_quarantine_choice all = {.together = true};
    outcome texts = {0};
    tamis_status status = tm_quarantine_choose(&all, store, request, err);
    if (status == TAMIS_OK)
        status = tm_store_purge(store, all.files.ids, all.files.n_ids, err);
    if (status == TAMIS_OK)
        tm_quarantine_say(store, request, "purged");
    if (status == TAMIS_OK)
        status = purge_texts(&texts, store, &all.files, request->all, err);
    tm_quarantine_choice_free(&all);
    TM_TRY(status);
    say_of(request, texts.n_dropped, "text", " that no label holds removed");
    say_of(request, texts.n_held, "text",
           " of labelled documents kept; tamis label undo, then purge --all, lets them go");
    say_of(request, texts.n_lost, "label", " whose text was in the store, and is gone with it");
    return TAMIS_OK;
}

static int run(int argc, char **argv)
{
    return tm_quarantine_run(&action, act, argc, argv);
}

const tm_command tm_quarantine_purge = {
    .name = "purge",
    .summary = "remove documents for good; the journal keeps what is known",
    .help = help,
    .run = run,
};
