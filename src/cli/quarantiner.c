// The origin of a file is stored as a root and a path beneath it, in which no link is followed. So
// a tree can be restored as a tree, and nothing outside of it.
// SPDX-License-Identifier: MIT
#include "cli/quarantiner.h"

#include "cli/console.h"
#include "cli/outputs.h"
#include "sink/report.h"

tamis_status tm_quarantine_check(const tm_quarantine_options *options, const tm_shard *shard,
                                 const char *resume, tamis_error *err)
{
    if (!options->store && (options->act || options->wait))
        return tm_fail(err, TAMIS_EINVAL,
                       "--move, --copy and --wait need a store: --quarantine STORE");
    if (options->store && resume)
        return tm_fail(err, TAMIS_EINVAL,
                       "--resume does not go with --quarantine; a run into a store that was "
                       "killed is started anew: what the store has it does not take twice");
    if (options->kept && resume)
        return tm_fail(err, TAMIS_EINVAL,
                       "--resume does not go with --kept, which is written by one run");
    if (options->kept && shard->count > 0 && shard->by_record)
        return tm_fail(err, TAMIS_EINVAL,
                       "--kept does not go with a share of the records of one file; share out "
                       "files, or screen it whole");
    return tm_outputs_check_store(options->kept, options->store, err);
}

tm_access tm_quarantine_access(const tm_quarantine_options *options)
{
    return options->store || options->kept ? TM_ACCESS_AGAIN : TM_ACCESS_ANY;
}

// A full disk has the same to say of each document; it is said once.
static void tell(void *context, tm_str path, const tamis_error *err)
{
    (void)path;
    tm_quarantiner *const taker = context;
    if (strcmp(taker->told.message, err->message) == 0)
        return;
    taker->told = *err;
    tm_complain("%s", err->message);
}

tamis_status tm_quarantiner_open(tm_quarantiner *taker, tamis_error *err)
{
    const tm_store_options options = {
        .create = true, .wait = taker->options->wait, .trouble = tell, .context = taker};
    if (taker->options->store) {
        TM_TRY(tm_store_open(&taker->store, taker->options->store, &options, err));
        if (tm_folder_path(&taker->store_path, taker->options->store) != 0)
            return tm_fail(err, TAMIS_EIO, "%.180s: cannot be found", taker->options->store);
    }
    return tm_kept_open(&taker->kept, taker->options->kept, taker->limits, err);
}

bool tm_quarantiner_owns(tm_quarantiner *taker, const char *path)
{
    return taker->store &&
           tm_roots_lead_into(&taker->roots, path, tm_buf_str(&taker->store_path));
}

static tm_act act_of_files(const tm_quarantine_options *options)
{
    return options->act && strcmp(options->act, "copy") == 0 ? TM_ACT_COPY : TM_ACT_MOVE;
}

static tamis_status put(tm_quarantiner *taker, const tm_batch *batch, const tm_item *item,
                        tamis_error *err)
{
    const tm_record *record = &item->record;
    const bool is_record = tm_format_has_records(record->format);
    tm_find find = {
        .act = is_record || !item->from_file || item->is_packed ? TM_ACT_RECORD
                                                                : act_of_files(taker->options),
        .record = record->number,
        .line = record->line,
        .file = &item->file,
        .sha256 = item->flagged.sha256,
        .facts = tm_str_slice(tm_buf_str(&batch->facts), item->flagged.facts_begin,
                              item->flagged.facts_end),
    };
    if (find.act == TM_ACT_RECORD) {
        find.bytes = tm_buf_str(&record->raw);
        find.file = NULL;
    }
    tm_roots_split(&find.root, &find.path, taker->roots.inputs, tm_item_path(batch, item));
    taker->n_left += is_record && !taker->kept.open && !taker->rewrites;
    taker->n_packed += item->is_packed;
    return tm_store_put(taker->store, &find, err);
}

tamis_status tm_quarantiner_keep(tm_quarantiner *taker, const tm_kept_record *container,
                                 tamis_error *err)
{
    tamis_error fault;
    const tamis_status status = tm_kept_take(&taker->kept, container, &fault);
    if (status == TAMIS_ENOMEM)
        return tm_fail(err, status, "%s", fault.message);
    if (status < 0)
        tell(taker, (tm_str){0}, &fault);
    return TAMIS_OK;
}

static tamis_status keep(tm_quarantiner *taker, const tm_batch *batch, const tm_item *item,
                         tamis_error *err)
{
    tm_buf_clear(&taker->name);
    tm_buf_add(&taker->name, tm_item_path(batch, item));
    tm_buf_byte(&taker->name, '\0');
    TM_TRY(tm_buf_check(&taker->name, err));
    const tm_kept_record record = {
        .path = taker->name.ptr,
        .file = item->from_file ? &item->file : NULL,
        .input = item->input,
        .record = &item->record,
        .dropped = item->flagged.is,
    };
    return tm_quarantiner_keep(taker, &record, err);
}

tamis_status tm_quarantiner_take(tm_quarantiner *taker, const tm_batch *batch,
                                 const tm_item *item, tamis_error *err)
{
    const bool keeps = taker->kept.open;
    const bool is_record = tm_format_has_records(item->record.format);
    if (item->failure) // what was not read cannot be copied either
        taker->kept.failed = true;
    if (keeps && !item->failure && is_record)
        TM_TRY(keep(taker, batch, item, err));
    taker->n_apart += keeps && !item->failure && !is_record;
    return taker->store && item->flagged.is ? put(taker, batch, item, err) : TAMIS_OK;
}

static void say_stored(const tm_quarantiner *taker, const tm_store_counts *counts)
{
    tm_buf text = {0};
    tm_report_plural(&text, counts->n_done, "document");
    tm_buf_text(&text, " into the store");
    if (counts->n_before > 0) {
        tm_buf_text(&text, ", ");
        tm_report_count(&text, counts->n_before);
        tm_buf_text(&text, " there before");
    }
    if (counts->n_failed > 0) {
        tm_buf_text(&text, ", ");
        tm_report_count(&text, counts->n_failed);
        tm_buf_text(&text, " left where they are");
    }
    tm_complain_text(taker->options->store, &text);
    if (taker->n_left > 0)
        tm_complain(
            "files of records are never changed; --kept OUT writes them without these records");
    if (taker->n_packed > 0)
        tm_complain("packed files are not taken away: what they hold is in the store as well");
}

static void say_apart(const tm_quarantiner *taker)
{
    tm_buf text = {0};
    tm_report_plural(&text, taker->n_apart, "document");
    tm_buf_text(&text, taker->n_apart == 1 ? " is a file of its own and not in it"
                                           : " are files of their own and not in it");
    tm_complain_text(taker->options->kept, &text);
}

// Stores what waits and closes the store; *n_failed documents could not be stored.
static tamis_status close_store(tm_quarantiner *taker, bool says, uint64_t *n_failed,
                                tamis_error *err)
{
    if (!taker->store)
        return TAMIS_OK;
    tm_store_flush(taker->store);
    const tm_store_counts counts = tm_store_count(taker->store);
    const tamis_status status = tm_store_close(taker->store, err);
    taker->store = NULL;
    *n_failed = counts.n_failed;
    if (says)
        say_stored(taker, &counts);
    return status;
}

tamis_status tm_quarantiner_close(tm_quarantiner *taker, bool ran, bool quiet,
                                  uint64_t *n_failed, tamis_error *err)
{
    *n_failed = 0;
    tamis_status status = close_store(taker, ran && !quiet, n_failed, err);
    const bool wanted = ran && status == TAMIS_OK && *n_failed == 0;
    if (taker->kept.open && ran && (!wanted || taker->kept.failed))
        tm_complain("%s: not written", taker->options->kept);
    else if (ran && !quiet && taker->n_apart > 0)
        say_apart(taker);
    *n_failed += taker->kept.failed;
    const tamis_status kept = tm_kept_close(&taker->kept, wanted, status < 0 ? NULL : err);
    status = status < 0 ? status : kept;
    tm_buf_free(&taker->store_path);
    tm_roots_free(&taker->roots);
    tm_buf_free(&taker->name);
    return status;
}
