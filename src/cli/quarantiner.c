// Where a file came from is kept as a root and a path beneath it: the root is what the user
// named, the directory or the one that the file lies in, and links in it are the user's own
// business; beneath it none is followed. So a tree can be restored as a tree, and never outside.
// SPDX-License-Identifier: MIT
#include "cli/quarantiner.h"

#include "cli/console.h"
#include "sink/report.h"

static void tell(void *context, tm_str path, const tamis_error *err)
{
    (void)path;
    tm_quarantiner *const taker = context;
    taker->before_words(taker->context);
    tm_complain("%s", err->message);
}

tamis_status tm_quarantiner_open(tm_quarantiner *taker, tamis_error *err)
{
    const tm_store_options options = {
        .create = true, .wait = taker->options->wait, .trouble = tell, .context = taker};
    taker->kept = (tm_kept){.fd = -1, .spool = -1, .source = -1};
    if (!taker->options->store)
        return TAMIS_OK;
    TM_TRY(tm_store_open(&taker->store, taker->options->store, &options, err));
    if (tm_folder_path(&taker->store_path, taker->options->store) != 0)
        return tm_fail(err, TAMIS_EIO, "%.180s: cannot be found", taker->options->store);
    return tm_kept_open(&taker->kept, taker->options->kept, err);
}

// Length of the part of `path` that is its root.
static size_t root_len(const tm_inputs *inputs, tm_str path)
{
    for (size_t i = 0; i < inputs->n_paths; i++) {
        tm_str given = tm_str_of(inputs->paths[i]);
        while (given.len > 1 && given.ptr[given.len - 1] == '/')
            given.len--;
        if (path.len > given.len && tm_str_starts_with(path, given) &&
            (path.ptr[given.len] == '/' || given.ptr[given.len - 1] == '/'))
            return given.len;
    }
    return tm_path_parent(path).len;
}

static void split(tm_str *root, tm_str *rest, const tm_inputs *inputs, tm_str path)
{
    size_t len = root_len(inputs, path);
    *root = tm_str_slice(path, 0, len);
    while (len < path.len && path.ptr[len] == '/')
        len++;
    *rest = tm_str_slice(path, len, path.len);
}

// The absolute path of a root; empty when it has none.
static tm_str real_root(tm_quarantiner *taker, tm_str root)
{
    if (taker->root_path.len == 0 || !tm_str_equal(tm_buf_str(&taker->root_given), root)) {
        tm_buf_clear(&taker->root_given);
        tm_buf_add(&taker->root_given, root);
        tm_buf_clear(&taker->name);
        tm_buf_add(&taker->name, root.len > 0 ? root : tm_str_of("."));
        tm_buf_byte(&taker->name, '\0');
        tm_buf_clear(&taker->root_path);
        if (taker->name.failed || tm_folder_path(&taker->root_path, taker->name.ptr) != 0)
            tm_buf_clear(&taker->root_path);
    }
    return tm_buf_str(&taker->root_path);
}

bool tm_quarantiner_owns(tm_quarantiner *taker, const char *path)
{
    tm_str root;
    tm_str rest;
    if (!taker->store)
        return false;
    split(&root, &rest, taker->inputs, tm_str_of(path));
    const tm_str real = real_root(taker, root);
    tm_buf_clear(&taker->name);
    tm_buf_add(&taker->name, real);
    if (real.len > 1)
        tm_buf_byte(&taker->name, '/');
    tm_buf_add(&taker->name, rest);
    const tm_str whole = tm_buf_str(&taker->name);
    const tm_str store = tm_buf_str(&taker->store_path);
    return tm_str_starts_with(whole, store) && whole.len > store.len &&
           whole.ptr[store.len] == '/';
}

static tamis_status put(tm_quarantiner *taker, const tm_batch *batch, const tm_item *item,
                        tamis_error *err)
{
    const tm_record *record = &item->record;
    tm_find find = {
        .act = item->from_file && record->format != TM_FORMAT_JSONL ? taker->options->act
                                                                    : TM_ACT_RECORD,
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
    split(&find.root, &find.path, taker->inputs, tm_item_path(batch, item));
    taker->n_left += record->format == TM_FORMAT_JSONL && taker->kept.fd < 0;
    return tm_store_put(taker->store, &find, err);
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
        .number = item->record.number,
        .begin = item->record.offset,
        .end = item->record.offset + item->record.raw.len,
        .dropped = item->flagged.is,
    };
    tamis_error fault;
    const tamis_status status = tm_kept_take(&taker->kept, &record, &fault);
    if (status == TAMIS_ENOMEM)
        return tm_fail(err, status, "%s", fault.message);
    if (status < 0)
        tell(taker, (tm_str){0}, &fault);
    return TAMIS_OK;
}

tamis_status tm_quarantiner_take(tm_quarantiner *taker, const tm_batch *batch, tamis_error *err)
{
    for (size_t i = 0; taker->store && i < batch->n_items; i++) {
        const tm_item *item = &batch->items[i];
        const bool is_record = !item->failure && item->record.format == TM_FORMAT_JSONL;
        if (item->failure && strcmp(item->failure, "read_failed") == 0)
            taker->kept.failed = true; // what was not read cannot be copied either
        if (is_record && taker->kept.fd >= 0)
            TM_TRY(keep(taker, batch, item, err));
        if (item->flagged.is)
            TM_TRY(put(taker, batch, item, err));
    }
    return TAMIS_OK;
}

static void say(const tm_quarantiner *taker, const tm_store_counts *counts)
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
    tm_complain("%s: %.*s", taker->options->store, (int)text.len, text.ptr ? text.ptr : "");
    if (taker->n_left > 0)
        tm_complain(
            "JSON Lines are never changed; --kept OUT writes them without these records");
    tm_buf_free(&text);
}

tamis_status tm_quarantiner_close(tm_quarantiner *taker, bool ran, bool quiet,
                                  uint64_t *n_failed, tamis_error *err)
{
    tamis_status status = TAMIS_OK;
    *n_failed = 0;
    if (taker->store) {
        status = tm_store_flush(taker->store, err);
        const tm_store_counts counts = tm_store_count(taker->store);
        const tamis_status closed = tm_store_close(taker->store, status < 0 ? NULL : err);
        taker->store = NULL;
        status = status < 0 ? status : closed;
        *n_failed = counts.n_failed;
        const bool wanted = ran && status == TAMIS_OK && counts.n_failed == 0;
        if (taker->kept.fd >= 0 && ran && (!wanted || taker->kept.failed))
            tm_complain("%s: not written", taker->options->kept);
        *n_failed += taker->kept.failed;
        const tamis_status kept = tm_kept_close(&taker->kept, wanted, status < 0 ? NULL : err);
        status = status < 0 ? status : kept;
        if (!quiet && ran)
            say(taker, &counts);
    }
    tm_buf_free(&taker->store_path);
    tm_buf_free(&taker->root_given);
    tm_buf_free(&taker->root_path);
    tm_buf_free(&taker->name);
    return status;
}
