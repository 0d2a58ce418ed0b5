// A file is read record by record, and copied (cleaned.c) with the replacements that the remedy of
// each document (remedy.c) names. Takes memory for one document, however long the file.
//
// A document that cannot be cleaned ("refused") or was not scanned is not part of the output, which
// is meant for use: such a file is not written, such a record is left out, and the sidecar notes
// that. With --in-place both stay where they are, since nothing else would keep them. What is
// refused goes into the store if there is one, and then a record is left out in place too.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/cleaner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sidecar_name.h"
#include "cli/spool.h"

// One file being cleaned.
typedef struct cleaning {
    tm_cleaner *cleaner;
    const char *path;
    tm_cleaned copy;
    bool withheld; // the file is one document, and not written
} cleaning;

static tamis_status start(tm_cleaner *cleaner, tamis_error *err)
{
    const tm_clean_request *const request = cleaner->request;
    const char *const folder = request->places.folder;
    if (folder && tm_folder_path(&cleaner->folder, folder) != 0)
        return tm_file_fail(err, folder);
    TM_TRY(tm_quarantiner_open(&cleaner->taker, err));
    TM_TRY(tm_open_model(&cleaner->model, request->settings.model_path, err));
    cleaner->plan = (tm_worker_plan){
        .settings = &request->settings,
        .model = cleaner->model,
        .model_name = {tamis_model_name(cleaner->model), tamis_model_sha256(cleaner->model)},
        .silent = true,
        .quarantine = request->quarantine.store != NULL,
        .clean = true,
    };
    cleaner->cleaned_plan =
        (tm_cleaned_plan){&request->places, &cleaner->plan, cleaner->taker.store};
    cleaner->batch = calloc(1, sizeof *cleaner->batch);
    if (!cleaner->batch)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    return tm_worker_init(&cleaner->worker, &cleaner->plan, err);
}

tamis_status tm_cleaner_init(tm_cleaner *cleaner, const tm_clean_request *request,
                             tamis_error *err)
{
    *cleaner = (tm_cleaner){
        .request = request,
        .taker = {.options = &request->quarantine, .roots.inputs = &request->inputs},
    };
    cleaner->taker.rewrites = true;
    const char *const sidecars = request->places.sidecar_folder;
    if (request->undo && sidecars && access(sidecars, F_OK) != 0)
        return tm_file_fail(err, sidecars);
    TM_TRY(tm_clean_make_folder(request->places.folder, err));
    if (request->undo)
        return TAMIS_OK;
    TM_TRY(tm_clean_make_folder(sidecars, err));
    return start(cleaner, err);
}

tamis_status tm_cleaner_close(tm_cleaner *cleaner, bool ran, tamis_error *err)
{
    uint64_t n_failed;
    const tamis_status status =
        tm_quarantiner_close(&cleaner->taker, ran, cleaner->request->quiet, &n_failed, err);
    cleaner->n_failed += n_failed;
    tm_worker_free(&cleaner->worker);
    if (cleaner->batch)
        tm_batch_free(cleaner->batch);
    free(cleaner->batch);
    tm_buf_free(&cleaner->folder);
    tamis_model_free(cleaner->model);
    return status;
}

// Sidecars are known by their names: one may be gone by now, as undoing removes it.
bool tm_cleaner_owns(tm_cleaner *cleaner, const char *path)
{
    const tm_str folder = tm_buf_str(&cleaner->folder);
    return tm_sidecar_has_name(path) || tm_quarantiner_owns(&cleaner->taker, path) ||
           (folder.len > 0 && tm_roots_meet(&cleaner->taker.roots, path, folder));
}

tamis_status tm_cleaner_open(int *fd, tm_identity *identity, const tm_cleaner *cleaner,
                             const char *path, tamis_error *err)
{
    const tm_clean_places *const places = &cleaner->request->places;
    const int follow = places->in_place ? O_NOFOLLOW : 0;
    struct stat info;
    tamis_status status = TAMIS_OK;
    if (!places->in_place && !places->folder)
        TM_TRY(tm_output_check(path, err));
    if (strcmp(path, "-") == 0)
        TM_TRY(tm_spool_stdin(fd, NULL, err));
    else if ((*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | follow)) < 0)
        return follow && errno == ELOOP
                   ? tm_fail(err, TAMIS_EINVAL,
                             "%.140s: is a link; in place only files themselves are cleaned: "
                             "name what it leads to",
                             path)
                   : tm_file_fail(err, path);
    if (fstat(*fd, &info) != 0)
        status = tm_file_fail(err, path);
    else if (!S_ISREG(info.st_mode))
        status = tm_fail(err, TAMIS_EINVAL, "%.180s: not a regular file", path);
    if (status < 0)
        close(*fd);
    else
        *identity = tm_identity_of(&info);
    return status;
}

// ---- Documents ------------------------------------------------------------------------------

static void tell(const cleaning *c, const tm_item *item, const char *what)
{
    if (item->record.format == TM_FORMAT_JSONL)
        tm_complain("%s: record %zu %s: %s", c->path, item->record.number, what,
                    item->remedy.why);
    else
        tm_complain("%s: %s: %s", c->path, what, item->remedy.why);
}

// Leaves the document out of the output; in place a record stays unless it is `kept_elsewhere`.
static tamis_status withhold(cleaning *c, const tm_item *item, bool kept_elsewhere,
                             tamis_error *err)
{
    if (item->record.format == TM_FORMAT_JSONL)
        return c->cleaner->request->places.in_place && !kept_elsewhere
                   ? TAMIS_OK
                   : tm_cleaned_take(&c->copy, c->cleaner->batch, item, err);
    c->withheld = true;
    return TAMIS_OK;
}

static tamis_status refuse(cleaning *c, const tm_item *item, tamis_error *err)
{
    tm_cleaner *const cleaner = c->cleaner;
    const bool stored = cleaner->taker.store != NULL;
    cleaner->count.n_refused++;
    tell(c, item, stored ? "refused, goes into the store" : "refused");
    TM_TRY(tm_quarantiner_take(&cleaner->taker, cleaner->batch, item, err));
    return withhold(c, item, stored, err);
}

static tamis_status take(cleaning *c, const tm_item *item, tamis_error *err)
{
    tm_cleaner *const cleaner = c->cleaner;
    switch (item->remedy.kind) {
    case TM_REMEDY_CLEANED:
        cleaner->count.n_cleaned++;
        cleaner->count.n_edits += item->remedy.end - item->remedy.begin;
        cleaner->count.n_gone += item->remedy.n_gone;
        return tm_cleaned_take(&c->copy, cleaner->batch, item, err);
    case TM_REMEDY_REFUSED:
        return refuse(c, item, err);
    case TM_REMEDY_UNSCANNED:
        tell(c, item, "unscanned");
        return withhold(c, item, false, err);
    default:
        return TAMIS_OK;
    }
}

static tamis_status treat(cleaning *c, tm_item *item, tamis_error *err)
{
    tm_batch *const batch = c->cleaner->batch;
    batch->n_items = 1;
    tm_buf_text(&batch->paths, c->path);
    item->path_end = batch->paths.len;
    item->remedy = (tm_remedy){0};
    tm_worker_run(&c->cleaner->worker, batch);
    tm_tally_add(&c->cleaner->count.found, &batch->tally);
    tamis_status status = tm_buf_check(&batch->out, err);
    if (status == TAMIS_OK)
        status = tm_buf_check(&batch->facts, err);
    if (status == TAMIS_OK)
        status = tm_buf_check(&batch->paths, err);
    if (status == TAMIS_OK)
        status = take(c, item, err);
    tm_batch_clear(batch);
    return status;
}

// ---- Files ----------------------------------------------------------------------------------

// Hands on the fault; the file that standard input was copied to goes by the name it has for users.
static tamis_status fail_named(const tamis_error *fault, const char *spooled, tamis_error *err)
{
    const size_t len = strlen(spooled);
    const bool named = strncmp(fault->message, spooled, len) == 0;
    return tm_fail(err, fault->status, "%s%s", named ? "standard input" : "",
                   fault->message + (named ? len : 0));
}

static tamis_status treat_all(cleaning *c, tamis_error *err)
{
    char spooled[TM_SPOOL_NAME];
    tm_reader *reader = NULL;
    tamis_error fault;
    tm_item *const item = &c->cleaner->batch->items[0];
    tm_reader_options options = c->cleaner->request->settings.reader;
    options.access = TM_ACCESS_PLAIN; // offsets must be those in the file itself
    const bool is_stdin = strcmp(c->path, "-") == 0;
    tm_spool_name(spooled, c->copy.in);
    if (tm_reader_open(&reader, is_stdin ? spooled : c->path, &options, &fault) < 0)
        return fail_named(&fault, spooled, err);
    item->from_file = !is_stdin && tm_reader_file(reader);
    if (item->from_file)
        item->file = *tm_reader_file(reader);
    tamis_status status = TAMIS_OK;
    while (status == TAMIS_OK) {
        status = tm_reader_next(&item->record, reader, err);
        if (status == TAMIS_OK)
            status = treat(c, item, err);
    }
    tm_reader_close(reader);
    return status == TAMIS_DONE ? TAMIS_OK : status;
}

tamis_status tm_cleaner_clean(tm_cleaner *cleaner, const char *path, tamis_error *err)
{
    cleaning c = {.cleaner = cleaner, .path = path};
    const tm_clean_counts before = cleaner->count;
    int fd;
    tm_identity file;
    TM_TRY(tm_cleaner_open(&fd, &file, cleaner, path, err));
    tm_cleaned_begin(&c.copy, &cleaner->cleaned_plan, path);
    c.copy.in = fd;
    c.copy.file = file;
    tamis_status status = treat_all(&c, err);
    const bool unchanged = cleaner->request->places.in_place && c.copy.n_splices == 0;
    if (status == TAMIS_OK && !c.withheld && !unchanged)
        status = tm_cleaned_commit(&c.copy, err);
    if (status < 0)
        cleaner->count = before; // nothing was written
    tm_cleaned_drop(&c.copy);
    close(fd);
    return status;
}
