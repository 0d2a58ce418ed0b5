// Undoing: the cleaned file is copied with every replacement of its sidecar reversed. The sidecar
// is not trusted. It is read to its end first. The file must be the one that it names (by SHA-256),
// each replacement must come after the one before, and the bytes it says were put must be in the
// file. The result must be what the foot says the original was, or nothing is written. The path in
// the sidecar is never used.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cleaner.h"
#include "sink/sidecar.h"

enum { MAX_LINE_BYTES = 256 << 20 };

typedef struct undoing {
    tm_cleaner *cleaner;
    const char *path;
    tm_buf sidecar; // its path, with a NUL
    int in;
    tm_identity identity;
    tm_sidecar_line line, foot;
    tm_part output;
} undoing;

// ---- The sidecar, line by line --------------------------------------------------------------

typedef struct walk {
    uint64_t n_edits;
    uint64_t original_end; // offset after the last replacement, in the original
    uint64_t cleaned_end;  // and in the cleaned file
} walk;

static tamis_status faulty(const undoing *u, size_t line, const char *what, tamis_error *err)
{
    return tm_fail(err, TAMIS_EFORMAT, "%.120s: line %zu: %.80s", u->sidecar.ptr, line, what);
}

// Moves on by one replacement; *at receives its offset in the cleaned file. False when it does not
// come after the one before.
static bool step(walk *w, uint64_t *at, const tm_sidecar_line *line)
{
    if (line->at < w->original_end || line->at > UINT64_MAX / 4)
        return false;
    *at = w->cleaned_end + (line->at - w->original_end);
    w->original_end = line->at + line->gone.len;
    w->cleaned_end = *at + line->put.len;
    w->n_edits++;
    return true;
}

static tamis_status take_line(undoing *u, walk *w, size_t number, tm_str bytes,
                              tm_rewrite *rewrite, tamis_error *err)
{
    tamis_error fault;
    uint64_t at;
    const tamis_status status = tm_sidecar_read(&u->line, bytes, &fault);
    if (status == TAMIS_ENOMEM || status == TAMIS_EVERSION)
        return tm_fail(err, status, "%.120s: %.120s", u->sidecar.ptr, fault.message);
    if (status < 0 && number > 1)
        return faulty(u, number, fault.message, err);
    if (status < 0 || (number == 1) != (u->line.part == TM_SIDECAR_HEAD))
        return faulty(u, number, number == 1 ? "not a sidecar of tamis clean" : "a second head",
                      err);
    if (u->line.part == TM_SIDECAR_FOOT) {
        u->foot.part = TM_SIDECAR_FOOT;
        u->foot.n_edits = u->line.n_edits;
        u->foot.before = u->line.before;
        u->foot.after = u->line.after;
    }
    if (u->line.part != TM_SIDECAR_REPLACEMENT)
        return TAMIS_OK;
    if (!step(w, &at, &u->line))
        return faulty(u, number, "lies before the end of the one above", err);
    if (!rewrite)
        return TAMIS_OK;
    return tm_rewrite_splice(rewrite, at, tm_buf_str(&u->line.put), tm_buf_str(&u->line.gone),
                             err);
}

// Reads the sidecar to its end and fills u->foot; with `rewrite` (nullable) reverses its
// replacements.
static tamis_status read_sidecar(undoing *u, tm_rewrite *rewrite, tamis_error *err)
{
    const tm_reader_options options = {.format = TM_FORMAT_JSONL,
                                       .max_document_bytes = MAX_LINE_BYTES,
                                       .text_field = "at",
                                       .id_field = "at"};
    tm_reader *reader = NULL;
    tm_record record = {0};
    walk w = {0};
    size_t number = 0;
    u->foot.part = TM_SIDECAR_HEAD;
    TM_TRY(tm_reader_open(&reader, u->sidecar.ptr, &options, err));
    tamis_status status = TAMIS_OK;
    while ((status = tm_reader_next(&record, reader, err)) == TAMIS_OK) {
        number++;
        if (record.unscanned)
            status = faulty(u, number, "too long", err);
        else if (u->foot.part == TM_SIDECAR_FOOT)
            status = faulty(u, number, "stands behind the foot", err);
        else
            status = take_line(u, &w, number, tm_buf_str(&record.raw), rewrite, err);
        if (status < 0)
            break;
    }
    tm_record_free(&record);
    tm_reader_close(reader);
    TM_TRY(status);
    if (u->foot.part != TM_SIDECAR_FOOT)
        return faulty(u, number, "ends without its foot", err);
    if (u->foot.n_edits != w.n_edits)
        return faulty(u, number, "tells of another number of edits", err);
    return TAMIS_OK;
}

// ---- The file -------------------------------------------------------------------------------

static bool same_side(const tm_side *a, const tm_side *b)
{
    return a->n_bytes == b->n_bytes && strcmp(a->sha256, b->sha256) == 0;
}

// Copies the file to `fd` (-1: nowhere), undone or, with `plain`, as it is; *in and *out receive
// what both sides are.
static tamis_status copy(undoing *u, tm_side *in, tm_side *out, int fd, bool plain,
                         tamis_error *err)
{
    tm_rewrite rewrite = {
        .in = u->in,
        .in_name = u->path,
        .out = fd,
        .out_name = u->output.open ? u->output.path : "standard output",
    };
    tamis_status status = tm_rewrite_begin(&rewrite, err);
    if (status == TAMIS_OK && !plain)
        status = read_sidecar(u, &rewrite, err);
    if (status == TAMIS_OK)
        status = tm_rewrite_end(&rewrite, err);
    *in = rewrite.in_side;
    *out = rewrite.out_side;
    tm_rewrite_free(&rewrite);
    return status;
}

// Writes the file to its place, undone or, with `plain`, as it is.
static tamis_status write_out(undoing *u, bool plain, tamis_error *err)
{
    const tm_clean_places *const places = &u->cleaner->request->places;
    tm_side in, out;
    int fd;
    TM_TRY(tm_clean_output(&u->output, &fd, places, u->path, err));
    if (!u->output.open && !plain) { // what is on standard output cannot be withdrawn
        TM_TRY(copy(u, &in, &out, -1, false, err));
        if (!same_side(&out, &u->foot.before))
            return tm_fail(err, TAMIS_EFORMAT, "%.120s: does not lead back to the original",
                           u->sidecar.ptr);
    }
    TM_TRY(copy(u, &in, &out, fd, plain, err));
    if (!plain && !same_side(&out, &u->foot.before))
        return tm_fail(err, TAMIS_EFORMAT, "%.120s: does not lead back to the original",
                       u->sidecar.ptr);
    if (!u->output.open)
        return TAMIS_OK;
    return tm_clean_output_commit(&u->output, &u->identity, places, err);
}

// Removes a sidecar after undoing in place: it would only prevent the next cleaning.
static tamis_status remove_sidecar(const undoing *u, tamis_error *err)
{
    if (!u->cleaner->request->places.in_place || u->cleaner->request->places.sidecar)
        return TAMIS_OK;
    return unlink(u->sidecar.ptr) == 0 ? TAMIS_OK : tm_file_fail(err, u->sidecar.ptr);
}

static tamis_status undo_with_sidecar(undoing *u, tamis_error *err)
{
    tm_side now, unused;
    TM_TRY(read_sidecar(u, NULL, err));
    TM_TRY(copy(u, &now, &unused, -1, true, err));
    if (same_side(&now, &u->foot.before)) {
        if (!u->cleaner->request->quiet)
            tm_complain("%s: is the original already", u->path);
        if (!u->cleaner->request->places.in_place)
            TM_TRY(write_out(u, true, err));
        u->cleaner->n_unchanged++;
        return remove_sidecar(u, err);
    }
    if (!same_side(&now, &u->foot.after))
        return tm_fail(err, TAMIS_EFORMAT,
                       "%.90s: changed since it was cleaned, or %.90s belongs to another file; "
                       "nothing was undone",
                       u->path, u->sidecar.ptr);
    TM_TRY(write_out(u, false, err));
    u->cleaner->n_restored++;
    return remove_sidecar(u, err);
}

static tamis_status undo(undoing *u, tamis_error *err)
{
    const tm_inputs *const inputs = &u->cleaner->request->inputs;
    tm_clean_sidecar(&u->sidecar, &u->cleaner->request->places, u->path, true);
    TM_TRY(tm_buf_check(&u->sidecar, err));
    if (access(u->sidecar.ptr, F_OK) == 0) {
        u->cleaner->met_sidecar = true;
        return undo_with_sidecar(u, err);
    }
    if (errno != ENOENT)
        return tm_file_fail(err, u->sidecar.ptr);
    if (!inputs->recursive && !inputs->list)
        return tm_fail(err, TAMIS_EIO,
                       "%.160s: there is no sidecar of that name; --sidecar names another",
                       u->sidecar.ptr);
    u->cleaner->n_unchanged++; // one of many, and nothing in it was cleaned
    return u->cleaner->request->places.in_place ? TAMIS_OK : write_out(u, true, err);
}

tamis_status tm_cleaner_undo(tm_cleaner *cleaner, const char *path, tamis_error *err)
{
    undoing u = {.cleaner = cleaner, .path = path, .in = -1};
    TM_TRY(tm_cleaner_open(&u.in, &u.identity, cleaner, path, err));
    const tamis_status status = undo(&u, err);
    tm_part_drop(&u.output);
    tm_sidecar_line_free(&u.line);
    tm_buf_free(&u.sidecar);
    close(u.in);
    return status;
}
