// tamis quarantine restore, release and purge: the ways out of the store.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/num.h"
#include "cli/quarantine.h"
#include "sink/labels.h"
#include "sink/report.h"

#define SELECTING "`tamis quarantine --help` has the options that select items.\n"
#define PLACES                                                                                 \
    "      --to DIR               beneath DIR (--root is the same) instead of where it was\n"  \
    "      --records FILE         write records into FILE, a new file, one a line\n"
#define COMMON                                                                                 \
    "      --all                  every item in the store\n"                                   \
    "      --wait                 when another process uses the store\n"                       \
    "  -q, --quiet                no summary\n"                                                \
    "  -h, --help                 this\n"                                                      \
    "\n"

static const char restore_help[] =
    "usage: tamis quarantine restore STORE [OPTIONS] [ID...]\n"
    "\n"
    "Puts documents back where they came from, byte for byte, with name, mode and time.\n"
    "Nothing is replaced: where something stands in the place, the document stays in the "
    "store.\n"
    "\n" PLACES COMMON SELECTING;

static const char release_help[] =
    "usage: tamis quarantine release STORE [OPTIONS] [ID...]\n"
    "\n"
    "Restores documents and labels them clean: they were flagged by mistake.\n"
    "\n" PLACES "      --reviewer NAME        who says so; $USER unless told\n"
    "      --note TEXT            why\n" COMMON SELECTING;

static const char purge_help[] =
    "usage: tamis quarantine purge STORE [OPTIONS] [ID...]\n"
    "\n"
    "Removes documents from the store for good. What is known of them stays in the journal.\n"
    "\n"
    "      --older-than TIME      what came before: 30d, 2025-11-25\n" COMMON SELECTING;

static const tm_quarantine_action restore_action = {
    .name = "restore", .takes = TM_TAKES_PLACE, .must_select = true, .writes = true};
static const tm_quarantine_action release_action = {.name = "release",
                                                    .takes = TM_TAKES_PLACE | TM_TAKES_LABEL,
                                                    .must_select = true,
                                                    .writes = true};
static const tm_quarantine_action purge_action = {
    .name = "purge", .must_select = true, .writes = true};

// The ids of the items that are meant: files first in one list, records in another.
typedef struct chosen {
    char (*ids)[TM_STORE_ID_BYTES];
    const char **ptrs;
    size_t n_ids, cap;
} chosen;

typedef struct choice {
    chosen files, records;
    bool together; // records are not kept apart
} choice;

static tamis_status choose(void *context, const tm_index_row *row, tamis_error *err)
{
    choice *const all = context;
    const bool apart = row->item.act == TM_ACT_RECORD && !all->together;
    chosen *const list = apart ? &all->records : &all->files;
    void *ids = list->ids;
    if (!tm_grow(&ids, &list->cap, list->n_ids + 1, sizeof *list->ids))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    list->ids = ids;
    memcpy(list->ids[list->n_ids++], row->item.id, sizeof *list->ids);
    return TAMIS_OK;
}

static tamis_status make_pointers(chosen *list, tamis_error *err)
{
    list->ptrs = calloc(list->n_ids + 1, sizeof *list->ptrs);
    if (!list->ptrs)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    for (size_t i = 0; i < list->n_ids; i++)
        list->ptrs[i] = list->ids[i];
    return TAMIS_OK;
}

static tamis_status find_chosen(choice *all, tm_store *store,
                                const tm_quarantine_request *request, tamis_error *err)
{
    TM_TRY(tm_quarantine_each(store, request, choose, all, err));
    TM_TRY(make_pointers(&all->files, err));
    return make_pointers(&all->records, err);
}

static void choice_free(choice *all)
{
    free(all->files.ids);
    free(all->files.ptrs);
    free(all->records.ids);
    free(all->records.ptrs);
}

static void say(const tm_store *store, const tm_quarantine_request *request, const char *done)
{
    tm_buf text = {0};
    const tm_store_counts counts = tm_store_count(store);
    if (request->quiet)
        return;
    tm_report_plural(&text, counts.n_done, "document");
    tm_buf_format(&text, " %s", done);
    if (counts.n_failed > 0) {
        tm_buf_text(&text, ", ");
        tm_report_count(&text, counts.n_failed);
        tm_buf_text(&text, " not");
    }
    tm_complain("%s: %.*s", request->store, (int)text.len, text.ptr ? text.ptr : "");
    tm_buf_free(&text);
}

static tamis_status restore_chosen(const choice *all, tm_store *store,
                                   const tm_quarantine_request *request, tamis_error *err)
{
    if (all->records.n_ids > 0 && !request->records)
        return tm_fail(err, TAMIS_EINVAL,
                       "%s is a record; --records FILE writes records into a new file",
                       all->records.ptrs[0]);
    TM_TRY(tm_store_restore(store, all->files.ptrs, all->files.n_ids, request->to, err));
    return tm_store_restore_records(store, all->records.ptrs, all->records.n_ids,
                                    request->records, err);
}

static tamis_status act_restore(tm_store *store, const tm_quarantine_request *request,
                                tamis_error *err)
{
    choice all = {0};
    tamis_status status = find_chosen(&all, store, request, err);
    if (status == TAMIS_OK)
        status = restore_chosen(&all, store, request, err);
    choice_free(&all);
    if (status == TAMIS_OK)
        say(store, request, "restored");
    return status;
}

// ---- Release --------------------------------------------------------------------------------

static tamis_status append_label(tm_store *store, const tm_store_item *item,
                                 const tm_quarantine_request *request, tamis_error *err)
{
    const char *reviewer = request->reviewer ? request->reviewer : getenv("USER");
    const tm_label label = {.id = tm_str_of(item->id),
                            .sha256 = item->sha256,
                            .value = TM_LABEL_CLEAN,
                            .reviewer = tm_str_of(reviewer ? reviewer : ""),
                            .reason = tm_str_of(request->note ? request->note : "released"),
                            .time_s = (int64_t)time(NULL)};
    return tm_label_append(tm_store_journal(store), &label, err);
}

// Only what did come back is labelled.
static tamis_status label(const chosen *list, tm_store *store,
                          const tm_quarantine_request *request, tamis_error *err)
{
    for (size_t i = 0; i < list->n_ids; i++) {
        tm_index_row row = {0};
        tamis_status status = tm_index_find(&row, tm_store_index(store), list->ids[i], err);
        if (status == TAMIS_OK && row.state == TM_ITEM_RESTORED)
            status = append_label(store, &row.item, request, err);
        tm_index_row_free(&row);
        TM_TRY(status);
    }
    TM_TRY(tm_journal_commit(tm_store_journal(store), true, err));
    return tm_index_update(tm_store_index(store), err);
}

static tamis_status act_release(tm_store *store, const tm_quarantine_request *request,
                                tamis_error *err)
{
    choice all = {0};
    tamis_status status = find_chosen(&all, store, request, err);
    if (status == TAMIS_OK)
        status = restore_chosen(&all, store, request, err);
    if (status == TAMIS_OK)
        status = label(&all.files, store, request, err);
    if (status == TAMIS_OK)
        status = label(&all.records, store, request, err);
    choice_free(&all);
    if (status == TAMIS_OK)
        say(store, request, "released");
    return status;
}

static tamis_status act_purge(tm_store *store, const tm_quarantine_request *request,
                              tamis_error *err)
{
    choice all = {.together = true};
    tamis_status status = find_chosen(&all, store, request, err);
    if (status == TAMIS_OK)
        status = tm_store_purge(store, all.files.ptrs, all.files.n_ids, err);
    choice_free(&all);
    if (status == TAMIS_OK)
        say(store, request, "purged");
    return status;
}

// ---- The commands ---------------------------------------------------------------------------

static int run_restore(int argc, char **argv)
{
    return tm_quarantine_run(&restore_action, act_restore, restore_help, argc, argv);
}

static int run_release(int argc, char **argv)
{
    return tm_quarantine_run(&release_action, act_release, release_help, argc, argv);
}

static int run_purge(int argc, char **argv)
{
    return tm_quarantine_run(&purge_action, act_purge, purge_help, argc, argv);
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

const tm_command tm_quarantine_purge = {
    .name = "purge",
    .summary = "remove documents for good; the journal keeps what is known",
    .help = purge_help,
    .run = run_purge,
};
