// Takes memory for one document, however long the file: sink/rewrite.c copies what is between the
// replacements.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/cleaned.h"

#include <unistd.h>

#include "base/file.h"
#include "screen/unscanned.h"
#include "sink/sidecar.h"

enum { FLUSH_BYTES = 64 << 10 };

void tm_cleaned_begin(tm_cleaned *cleaned, const tm_cleaned_plan *plan, const char *path)
{
    *cleaned = (tm_cleaned){.plan = plan, .path = path, .in = -1, .out = -1};
    if (plan->store)
        cleaned->n_failed_before = tm_store_count(plan->store).n_failed;
}

void tm_cleaned_drop(tm_cleaned *cleaned)
{
    tm_part_drop(&cleaned->output);
    tm_part_drop(&cleaned->sidecar);
    tm_rewrite_free(&cleaned->rewrite);
    tm_buf_free(&cleaned->lines);
    tm_buf_free(&cleaned->whole);
}

// ---- The sidecar ----------------------------------------------------------------------------

static tamis_status flush_lines(tm_cleaned *c, tamis_error *err)
{
    TM_TRY(tm_buf_check(&c->lines, err));
    if (c->sidecar.open && tm_fd_write(c->sidecar.fd, tm_buf_str(&c->lines)) != 0)
        return tm_file_fail(err, c->sidecar.path);
    tm_buf_clear(&c->lines);
    return TAMIS_OK;
}

static void write_head(tm_cleaned *c)
{
    const tm_worker_plan *const plan = c->plan->worker;
    tm_json_writer w = {.out = &c->lines};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "schema", "tamis-undo/1");
    tm_json_add_word(&w, "path", c->path);
    tm_json_add_exact(&w, "max_removed", plan->settings->max_removed);
    tm_model_name_json(&w, plan->model_name);
    tm_json_end(&w, '}');
    tm_buf_byte(&c->lines, '\n');
}

// Writes the line of a replacement; the members of `about`, a JSON object, follow its own.
static void write_line(tm_cleaned *c, uint64_t at, tm_str gone, tm_str put, tm_str about)
{
    tm_json_writer w = {.out = &c->lines};
    tm_sidecar_replacement(&w, at, gone, put);
    tm_buf_byte(&c->lines, ',');
    tm_buf_add(&c->lines, tm_str_slice(about, 1, about.len));
    tm_buf_byte(&c->lines, '\n');
}

// ---- The copy -------------------------------------------------------------------------------

static tamis_status begin_copy(tm_cleaned *c, tamis_error *err)
{
    if (c->begun)
        return TAMIS_OK;
    TM_TRY(tm_clean_output(&c->output, &c->out, c->plan->places, c->path, err));
    c->begun = true;
    c->rewrite = (tm_rewrite){
        .in = c->in,
        .bytes = c->bytes,
        .in_name = c->path,
        .out = c->out,
        .out_name = c->output.open ? c->output.path : "standard output",
    };
    return tm_rewrite_begin(&c->rewrite, err);
}

static tamis_status replace(tm_cleaned *c, uint64_t at, tm_str gone, tm_str put, tm_str about,
                            tamis_error *err)
{
    if (c->n_splices++ == 0) {
        TM_TRY(tm_clean_sidecar_open(&c->sidecar, c->plan->places, c->path, err));
        write_head(c);
    }
    TM_TRY(begin_copy(c, err));
    write_line(c, at, gone, put, about);
    if (c->lines.len >= FLUSH_BYTES)
        TM_TRY(flush_lines(c, err));
    return tm_rewrite_splice(&c->rewrite, at, gone, put, err);
}

// Removes the record with its line end.
static tamis_status leave_out(tm_cleaned *c, const tm_record *record, tm_str about,
                              tamis_error *err)
{
    const tm_str raw = tm_buf_str(&record->raw);
    if (record->unscanned)
        return tm_fail(err, TAMIS_ELIMIT, "%.140s: record %zu: %s", c->path, record->number,
                       tm_unscanned_words(record->unscanned));
    tm_buf_clear(&c->whole);
    tm_buf_add(&c->whole, raw);
    if (c->file.size_bytes - record->offset > raw.len)
        tm_buf_byte(&c->whole, '\n');
    TM_TRY(tm_buf_check(&c->whole, err));
    c->n_left_out++;
    return replace(c, record->offset, tm_buf_str(&c->whole), (tm_str){"", 0}, about, err);
}

tamis_status tm_cleaned_take(tm_cleaned *cleaned, const tm_batch *batch, const tm_item *item,
                             tamis_error *err)
{
    const tm_record *const record = &item->record;
    const tm_str raw = tm_buf_str(&record->raw);
    for (size_t i = item->remedy.begin; i < item->remedy.end; i++) {
        const tm_replacement *const r = &batch->replacements.list[i];
        const tm_str about =
            tm_str_slice(tm_buf_str(&batch->replacements.about), r->about_begin, r->about_end);
        const tm_str gone = tm_str_slice(raw, r->begin, r->end);
        const tm_str put = r->put_end > r->put_begin
                               ? tm_str_slice(raw, r->put_begin, r->put_end)
                               : (tm_str){"", 0};
        if (item->remedy.kind == TM_REMEDY_CLEANED)
            TM_TRY(replace(cleaned, record->offset + r->begin, gone, put, about, err));
        else
            TM_TRY(leave_out(cleaned, record, about, err));
    }
    return TAMIS_OK;
}

// ---- The end --------------------------------------------------------------------------------

static tamis_status check_unchanged(const tm_cleaned *c, tamis_error *err)
{
    struct stat info;
    if (c->in < 0)
        return TAMIS_OK;
    if (fstat(c->in, &info) != 0)
        return tm_file_fail(err, c->path);
    const tm_identity now = tm_identity_of(&info);
    if (!tm_identity_same_content(&c->file, &now))
        return tm_fail(err, TAMIS_EIO, "%.180s: changed while it was read", c->path);
    return TAMIS_OK;
}

static tamis_status check_stored(const tm_cleaned *c, tamis_error *err)
{
    tm_store *const store = c->plan->store;
    if (!store || c->n_left_out == 0)
        return TAMIS_OK;
    tm_store_flush(store);
    if (tm_store_count(store).n_failed > c->n_failed_before)
        return tm_fail(err, TAMIS_EIO,
                       "%.120s: not written without the records that could not be stored",
                       c->path);
    return TAMIS_OK;
}

tamis_status tm_cleaned_commit(tm_cleaned *cleaned, tamis_error *err)
{
    const tm_clean_places *const places = cleaned->plan->places;
    tm_json_writer w = {.out = &cleaned->lines};
    TM_TRY(begin_copy(cleaned, err));
    TM_TRY(tm_rewrite_end(&cleaned->rewrite, err));
    TM_TRY(check_unchanged(cleaned, err));
    TM_TRY(check_stored(cleaned, err));
    tm_sidecar_foot(&w, cleaned->n_splices, &cleaned->rewrite.in_side,
                    &cleaned->rewrite.out_side);
    tm_buf_byte(&cleaned->lines, '\n');
    TM_TRY(flush_lines(cleaned, err));
    if (cleaned->sidecar.open)
        TM_TRY(
            tm_clean_sidecar_commit(&cleaned->sidecar, cleaned->file.mode & 0666, places, err));
    if (!cleaned->output.open)
        return TAMIS_OK;
    const tamis_status status =
        tm_clean_output_commit(&cleaned->output, &cleaned->file, places, err);
    if (status < 0 && !cleaned->output.placed && cleaned->sidecar.placed)
        unlink(cleaned->sidecar.path); // it would lead back from a file that there is not
    return status;
}
