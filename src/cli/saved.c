// A text is written from the bytes that were judged. A JSON Lines file is opened again, since blank
// lines and line ends are in no record; it must still be the file that was read, before and after.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/saved.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "sink/report.h"

enum { NEW_MODE = 0644 }; // of what did not come from a file

// ---- Places ---------------------------------------------------------------------------------

static tamis_status make_folder(tm_saved *saved, tamis_error *err)
{
    saved->places.folder = saved->out;
    TM_TRY(tm_clean_make_folder(saved->out, err));
    if (tm_folder_path(&saved->folder, saved->out) != 0)
        return tm_file_fail(err, saved->out);
    return TAMIS_OK;
}

tamis_status tm_saved_open(tm_saved *saved, const tm_worker_plan *plan, const tm_inputs *inputs,
                           tm_store *store, tamis_error *err)
{
    struct stat info;
    if (!saved->out)
        return TAMIS_OK;
    const tm_str out = tm_str_of(saved->out);
    const bool there = stat(saved->out, &info) == 0;
    const bool is_folder = (there && S_ISDIR(info.st_mode)) || out.ptr[out.len - 1] == '/' ||
                           tm_inputs_are_many(inputs);
    saved->places.again = true;
    saved->plan = (tm_cleaned_plan){&saved->places, plan, store};
    saved->roots.inputs = inputs;
    if (is_folder && there && !S_ISDIR(info.st_mode))
        return tm_fail(err, TAMIS_EINVAL, "%.180s: not a folder, and there are many inputs",
                       saved->out);
    if (is_folder)
        return make_folder(saved, err);
    if (there)
        return tm_fail(err, TAMIS_EINVAL, "%.180s: is there already; nothing is written over",
                       saved->out);
    saved->places.file = saved->out;
    return TAMIS_OK;
}

bool tm_saved_owns(tm_saved *saved, const char *path)
{
    return saved->places.folder &&
           tm_roots_meet(&saved->roots, path, tm_buf_str(&saved->folder));
}

// ---- Words ----------------------------------------------------------------------------------

static void tell_refused(const tm_saved *saved, const tm_item *item)
{
    if (saved->quiet)
        return;
    if (item->record.format == TM_FORMAT_JSONL)
        tm_complain("%s: record %zu not cleaned: %s", saved->path.ptr, item->record.number,
                    item->remedy.why);
    else
        tm_complain("%s: not cleaned: %s", saved->path.ptr, item->remedy.why);
}

static void say(const tm_saved *saved)
{
    tm_buf text = {0};
    tm_report_plural(&text, saved->n_cleaned, "document");
    tm_buf_text(&text, " cleaned (");
    tm_report_plural(&text, saved->n_edits, "edit");
    tm_buf_text(&text, ", ");
    tm_report_plural(&text, saved->n_gone, "character");
    tm_buf_text(&text, " taken out), ");
    tm_report_count(&text, saved->n_refused);
    tm_buf_text(&text, " refused");
    if (saved->n_failed > 0) {
        tm_buf_text(&text, ", ");
        tm_report_count(&text, saved->n_failed);
        tm_buf_text(&text, " not written");
    }
    tm_complain_text(saved->out, &text);
}

// ---- JSON Lines -----------------------------------------------------------------------------

static tamis_status open_source(tm_saved *saved, const tm_item *item, tamis_error *err)
{
    tm_cleaned *const copy = &saved->copy;
    struct stat info;
    const bool is_stdin = strcmp(copy->path, "-") == 0;
    copy->in = open(is_stdin ? saved->stdin_path : copy->path,
                    O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (copy->in < 0 || fstat(copy->in, &info) != 0)
        return tm_file_fail(err, copy->path);
    copy->file = tm_identity_of(&info);
    if (is_stdin)
        copy->file.mode = S_IFREG | NEW_MODE;
    if (item->from_file && !tm_identity_same_content(&item->file, &copy->file))
        return tm_fail(err, TAMIS_EIO, "%.180s: changed while it was read", copy->path);
    return TAMIS_OK;
}

static void drop_lines(tm_saved *saved)
{
    if (!saved->open)
        return;
    if (saved->copy.in >= 0)
        close(saved->copy.in);
    tm_cleaned_drop(&saved->copy);
    saved->open = false;
}

// Short memory ends the run; any other error concerns one file, and is complained of and counted.
static tamis_status settle(tm_saved *saved, tamis_status status, const tamis_error *fault,
                           tamis_error *err)
{
    if (status == TAMIS_ENOMEM)
        return tm_fail(err, status, "%s", fault->message);
    if (status < 0) {
        tm_complain("%s", fault->message);
        saved->n_failed++;
    }
    return TAMIS_OK;
}

static tamis_status fail_lines(tm_saved *saved, tamis_status status, const tamis_error *fault,
                               tamis_error *err)
{
    saved->failed = saved->failed || status < 0;
    return settle(saved, status, fault, err);
}

static tamis_status end_lines(tm_saved *saved, tamis_error *err)
{
    tamis_error fault;
    tamis_status status = TAMIS_OK;
    if (saved->open && !saved->failed)
        status = tm_cleaned_commit(&saved->copy, &fault);
    drop_lines(saved);
    return settle(saved, status, &fault, err);
}

static tamis_status begin_lines(tm_saved *saved, const tm_item *item, tamis_error *err)
{
    tamis_error fault;
    saved->open = true;
    saved->failed = false;
    saved->input = item->input;
    tm_cleaned_begin(&saved->copy, &saved->plan, saved->path.ptr);
    return fail_lines(saved, open_source(saved, item, &fault), &fault, err);
}

static void count(tm_saved *saved, const tm_item *item)
{
    const tm_remedy *const remedy = &item->remedy;
    if (remedy->kind == TM_REMEDY_REFUSED) {
        saved->n_refused++;
        tell_refused(saved, item);
    } else if (remedy->kind == TM_REMEDY_CLEANED) {
        saved->n_cleaned++;
        saved->n_edits += remedy->end - remedy->begin;
        saved->n_gone += remedy->n_gone;
    }
}

// What was not read cannot be copied either.
static tamis_status fail_rest(tm_saved *saved, tamis_error *err)
{
    tamis_error fault;
    if (saved->failed)
        return TAMIS_OK;
    tm_fail(&fault, TAMIS_EIO, "%.180s: not written, as it could not be read to its end",
            saved->path.ptr);
    return fail_lines(saved, TAMIS_EIO, &fault, err);
}

static tamis_status take_record(tm_saved *saved, const tm_batch *batch, const tm_item *item,
                                tamis_error *err)
{
    tamis_error fault;
    if (!saved->open)
        TM_TRY(begin_lines(saved, item, err));
    if (saved->failed)
        return TAMIS_OK;
    count(saved, item);
    return fail_lines(saved, tm_cleaned_take(&saved->copy, batch, item, &fault), &fault, err);
}

// ---- Documents ------------------------------------------------------------------------------

static tamis_status write_text(tm_saved *saved, const tm_batch *batch, const tm_item *item,
                               tamis_error *err)
{
    tm_cleaned copy;
    tamis_error fault;
    tm_cleaned_begin(&copy, &saved->plan, saved->path.ptr);
    copy.bytes = tm_buf_str(&item->record.raw);
    copy.file.mode = item->from_file ? item->file.mode : NEW_MODE;
    tamis_status status = tm_cleaned_take(&copy, batch, item, &fault);
    if (status == TAMIS_OK)
        status = tm_cleaned_commit(&copy, &fault);
    tm_cleaned_drop(&copy);
    return settle(saved, status, &fault, err);
}

// Sets the path, unless a file is open: then it is that file's.
static tamis_status set_path(tm_saved *saved, tm_str path, tamis_error *err)
{
    if (saved->open)
        return TAMIS_OK;
    tm_buf_clear(&saved->path);
    tm_buf_add(&saved->path, path);
    tm_buf_byte(&saved->path, '\0');
    return tm_buf_check(&saved->path, err);
}

tamis_status tm_saved_take(tm_saved *saved, const tm_batch *batch, const tm_item *item,
                           tamis_error *err)
{
    if (!saved->out)
        return TAMIS_OK;
    if (saved->open && item->input != saved->input)
        TM_TRY(end_lines(saved, err));
    if (item->failure)
        return saved->open ? fail_rest(saved, err) : TAMIS_OK;
    TM_TRY(set_path(saved, tm_item_path(batch, item), err));
    if (item->record.format == TM_FORMAT_JSONL)
        return take_record(saved, batch, item, err);
    const uint64_t n_failed = saved->n_failed;
    if (item->remedy.kind == TM_REMEDY_CLEANED)
        TM_TRY(write_text(saved, batch, item, err));
    if (saved->n_failed == n_failed)
        count(saved, item);
    return TAMIS_OK;
}

tamis_status tm_saved_close(tm_saved *saved, bool ran, tamis_error *err)
{
    tamis_status status = TAMIS_OK;
    if (saved->out && ran)
        status = end_lines(saved, err);
    drop_lines(saved);
    if (saved->out && ran && status == TAMIS_OK && !saved->quiet)
        say(saved);
    tm_roots_free(&saved->roots);
    tm_buf_free(&saved->folder);
    tm_buf_free(&saved->path);
    return status;
}
