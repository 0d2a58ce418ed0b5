// tamis quarantine restore and release: the ways back out of the store.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "cli/label_document.h"
#include "cli/opt.h"
#include "cli/quarantine_choice.h"

#define PLACES                                                                                 \
    "      --to DIR               beneath DIR (--root is the same) instead of where it was\n"  \
    "      --records FILE         write records into FILE, a new file, as they were\n"

static const char restore_help[] =
    "usage: tamis quarantine restore STORE [OPTIONS] [ID...]\n"
    "\n"
    "Puts documents back where they came from, byte for byte, with name, mode and time.\n"
    "Nothing is replaced: where something stands in the place, the document stays in the "
    "store.\n"
    "\n" PLACES TM_CHOICE_HELP;

static const char release_help[] =
    "usage: tamis quarantine release STORE [OPTIONS] [ID...]\n"
    "\n"
    "Restores documents and labels them clean: they were flagged by mistake.\n"
    "\n" PLACES "      --reviewer NAME        who says so; $USER unless told\n"
    "      --note TEXT            why\n" TM_CHOICE_HELP;

static const tm_quarantine_action restore_action = {
    .command = &tm_quarantine_restore, .must_select = true, .writes = true};
static const tm_quarantine_action release_action = {
    .command = &tm_quarantine_release, .must_select = true, .writes = true};

static tamis_status restore_chosen(const tm_quarantine_choice *all, tm_store *store,
                                   const tm_quarantine_request *request, tamis_error *err)
{
    if (all->records.n_ids > 0 && !request->records)
        return tm_fail(err, TAMIS_EINVAL,
                       "%s is a record; --records FILE writes records into a new file",
                       all->records.ids[0]);
    TM_TRY(tm_store_restore(store, all->files.ids, all->files.n_ids, request->to, err));
    return tm_store_restore_records(store, all->records.ids, all->records.n_ids,
                                    request->records, err);
}

// When records cannot be written files may be back already, which must not pass unsaid.
static void say(tamis_status status, const tm_store *store,
                const tm_quarantine_request *request, const char *done)
{
    if (status == TAMIS_OK || tm_store_count(store).n_done > 0)
        tm_quarantine_say(store, request, done);
}

static tamis_status act_restore(tm_store *store, const tm_quarantine_request *request,
                                tamis_error *err)
{
    tm_quarantine_choice all = {0};
    tamis_status status = tm_quarantine_choose(&all, store, request, err);
    if (status == TAMIS_OK)
        status = restore_chosen(&all, store, request, err);
    tm_quarantine_choice_free(&all);
    say(status, store, request, "restored");
    return status;
}

// ---- Release --------------------------------------------------------------------------------

static tamis_status append_label(tm_store *store, const tm_index_row *row,
                                 const tm_quarantine_request *request, tamis_error *err)
{
    char login[256];
    char text[TM_DIGEST_HEX + 1];
    const tm_store_item *const item = &row->item;
    const tamis_status status = tm_label_document_digest(text, NULL, store, row, err);
    TM_TRY(status);
    const char *const reviewer =
        request->reviewer ? request->reviewer : tm_opt_user(login, sizeof login);
    const tm_label label = {.id = tm_str_of(item->id),
                            .sha256 = item->sha256,
                            .text = status == TAMIS_OK ? text : NULL,
                            .value = TM_LABEL_CLEAN,
                            .reviewer = tm_str_of(reviewer),
                            .reason = tm_str_of(request->note ? request->note : "released"),
                            .time_s = (int64_t)time(NULL)};
    return tm_label_append(tm_store_journal(store), &label, err);
}

// Labels the items that were restored just now.
static tamis_status label(const tm_chosen *list, tm_store *store,
                          const tm_quarantine_request *request, tamis_error *err)
{
    for (size_t i = 0; i < list->n_ids; i++) {
        tm_index_row row = {0};
        tamis_status status = tm_index_find(&row, tm_store_index(store), list->ids[i], err);
        if (status == TAMIS_OK && list->item[i].held && row.state == TM_ITEM_RESTORED)
            status = append_label(store, &row, request, err);
        tm_index_row_free(&row);
        TM_TRY(status);
    }
    TM_TRY(tm_journal_commit(tm_store_journal(store), true, err));
    return tm_index_update(tm_store_index(store), err);
}

// What is back is labelled, also when the rest could not be restored: it cannot be released again.
static tamis_status act_release(tm_store *store, const tm_quarantine_request *request,
                                tamis_error *err)
{
    tm_quarantine_choice all = {0};
    tamis_error fault;
    tamis_status status = tm_quarantine_choose(&all, store, request, err);
    if (status == TAMIS_OK) {
        status = restore_chosen(&all, store, request, err);
        tamis_status labelled = label(&all.files, store, request, &fault);
        if (labelled == TAMIS_OK)
            labelled = label(&all.records, store, request, &fault);
        if (status == TAMIS_OK && labelled < 0)
            status = tm_fail(err, labelled, "%s", fault.message);
    }
    tm_quarantine_choice_free(&all);
    say(status, store, request, "released");
    return status;
}

// ---- The commands ---------------------------------------------------------------------------

static int run_restore(int argc, char **argv)
{
    return tm_quarantine_run(&restore_action, act_restore, argc, argv);
}

static int run_release(int argc, char **argv)
{
    return tm_quarantine_run(&release_action, act_release, argc, argv);
}

const tm_command tm_quarantine_restore = {
    .name = "restore",
    .summary = "documents back where they came from",
    .help = restore_help,
    .run = run_restore,
};

const tm_command tm_quarantine_release = {
    .name = "release",
    .summary = "restore, and label clean",
    .help = release_help,
    .run = run_release,
};
