// One file goes through the reader record by record, and through a copy (sink/rewrite.c) that
// replaces what the plan (sink/clean.c) says. Where a document's text stands in the file is known
// for every byte, through the decoding of its encoding and of JSON's escapes, so that all else stays
// as it is. Memory is that of one document, however long the file.
//
// What is refused or was not scanned does not come out, since what comes out is meant for use: such
// a file is not written, such a record is left out, which the sidecar notes like everything else.
// In place, where nothing else keeps them, both stay.
// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // O_TMPFILE
#include "cli/cleaner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/num.h"
#include "sink/report.h"
#include "sink/sidecar.h"

enum { FLUSH_BYTES = 64 << 10 };

// One file being cleaned.
typedef struct cleaning {
    tm_cleaner *cleaner;
    const char *path;
    int in, out; // `out` may belong to `output`
    tm_identity identity;
    tm_rewrite rewrite;
    bool begun; // the copy
    tm_part output, sidecar;
    tm_buf lines; // of the sidecar, not yet written
    uint32_t *literal_origin;
    size_t literal_cap;
    uint64_t n_splices;
    bool withheld; // a document that is a file of its own does not come out
    tm_buf cleaned;
} cleaning;

tamis_status tm_cleaner_init(tm_cleaner *cleaner, const tm_clean_request *request,
                             tamis_error *err)
{
    *cleaner = (tm_cleaner){.request = request};
    if (request->undo)
        return TAMIS_OK;
    TM_TRY(tamis_model_open(&cleaner->model, request->settings.model_path, err));
    cleaner->plan = (tm_worker_plan){
        .settings = &request->settings,
        .model = cleaner->model,
        .model_name = {tamis_model_name(cleaner->model), tamis_model_sha256(cleaner->model)},
    };
    return tm_worker_init(&cleaner->worker, &cleaner->plan, err);
}

void tm_cleaner_free(tm_cleaner *cleaner)
{
    tm_worker_free(&cleaner->worker);
    tm_clean_free(&cleaner->clean);
    tm_decoded_free(&cleaner->decoded);
    tamis_model_free(cleaner->model);
}

// ---- Places ---------------------------------------------------------------------------------

static tamis_status spool(int *fd, tamis_error *err)
{
    const char *const folder = getenv("TMPDIR");
    char block[64 << 10];
    *fd = open(folder && folder[0] ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return tm_file_fail(err, "a temporary file for standard input");
    for (;;) {
        const ssize_t n = read(STDIN_FILENO, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return tm_file_fail(err, "standard input");
        if (n == 0)
            return TAMIS_OK;
        if (tm_fd_write(*fd, (tm_str){block, (size_t)n}) != 0)
            return tm_file_fail(err, "a temporary file for standard input");
    }
}

tamis_status tm_cleaner_open(int *fd, tm_identity *identity, const tm_cleaner *cleaner,
                             const char *path, tamis_error *err)
{
    const int follow = cleaner->request->in_place ? O_NOFOLLOW : 0;
    struct stat info;
    tamis_status status = TAMIS_OK;
    if (strcmp(path, "-") == 0)
        status = spool(fd, err);
    else if ((*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | follow)) < 0)
        return tm_file_fail(err, path);
    if (status == TAMIS_OK && fstat(*fd, &info) != 0)
        status = tm_file_fail(err, path);
    if (status == TAMIS_OK && !S_ISREG(info.st_mode))
        status = tm_fail(err, TAMIS_EINVAL, "%.180s: not a regular file", path);
    if (status < 0) {
        if (*fd >= 0)
            close(*fd);
        return status;
    }
    *identity = tm_identity_of(&info);
    return TAMIS_OK;
}

const char *tm_cleaner_name(const char *path)
{
    while (path[0] == '/' || (path[0] == '.' && path[1] == '/'))
        path += path[0] == '/' ? 1 : 2;
    return path;
}

static tamis_status open_in(tm_part *part, const char *folder, const char *name,
                            tamis_error *err)
{
    const int root = tm_folder_open(folder);
    if (root < 0)
        return tm_file_fail(err, folder);
    const tamis_status status = tm_part_open_at(part, root, name, err);
    close(root);
    return status;
}

tamis_status tm_cleaner_output(tm_part *part, int *fd, const tm_cleaner *cleaner,
                               const char *path, tamis_error *err)
{
    const tm_clean_request *const request = cleaner->request;
    *fd = STDOUT_FILENO;
    if (!request->out_folder && !request->in_place)
        return TAMIS_OK;
    if (request->in_place)
        TM_TRY(tm_part_open(part, path, err));
    else
        TM_TRY(open_in(part, request->out_folder, tm_cleaner_name(path), err));
    *fd = part->fd;
    return TAMIS_OK;
}

bool tm_cleaner_sidecar(tm_buf *out, const tm_cleaner *cleaner, const char *path,
                        const char *beside)
{
    const tm_clean_request *const request = cleaner->request;
    const char *const folder = request->sidecar_folder ? request->sidecar_folder : beside;
    tm_buf_clear(out);
    if (request->sidecar) {
        tm_buf_text(out, request->sidecar);
    } else if (folder) {
        tm_buf_text(out, folder);
        tm_buf_byte(out, '/');
        tm_buf_text(out, tm_cleaner_name(path));
    } else if (request->in_place || request->undo) {
        tm_buf_text(out, path);
    } else {
        return false;
    }
    if (!request->sidecar)
        tm_buf_text(out, TM_SIDECAR_ENDING);
    tm_buf_byte(out, '\0');
    return true;
}

// ---- The sidecar ----------------------------------------------------------------------------

static tamis_status flush_lines(cleaning *c, tamis_error *err)
{
    TM_TRY(tm_buf_check(&c->lines, err));
    if (c->sidecar.open && tm_fd_write(c->sidecar.fd, tm_buf_str(&c->lines)) != 0)
        return tm_file_fail(err, c->sidecar.path);
    tm_buf_clear(&c->lines);
    return TAMIS_OK;
}

static void write_head(cleaning *c)
{
    const tm_cleaner *const cleaner = c->cleaner;
    tm_json_writer w = {.out = &c->lines};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "schema", "tamis-undo/1");
    tm_json_add_word(&w, "path", c->path);
    tm_json_add_exact(&w, "max_removed", cleaner->request->max_removed);
    tm_json_begin(&w, "model", '{');
    tm_json_add_word(&w, "name", cleaner->plan.model_name.name);
    tm_json_add_word(&w, "sha256", cleaner->plan.model_name.sha256);
    tm_json_end(&w, '}');
    tm_json_end(&w, '}');
    tm_buf_byte(&c->lines, '\n');
}

static tamis_status open_sidecar(cleaning *c, tamis_error *err)
{
    tm_buf path = {0};
    struct stat info;
    tamis_status status = TAMIS_OK;
    if (!tm_cleaner_sidecar(&path, c->cleaner, c->path, c->cleaner->request->out_folder))
        return TAMIS_OK;
    status = tm_buf_check(&path, err);
    if (status == TAMIS_OK && lstat(path.ptr, &info) == 0)
        status = tm_fail(err, TAMIS_EIO,
                         "%.140s: is there already; undo that cleaning first, or move it away",
                         path.ptr);
    const char *const folder = c->cleaner->request->sidecar_folder
                                   ? c->cleaner->request->sidecar_folder
                                   : c->cleaner->request->out_folder;
    if (status == TAMIS_OK && !c->cleaner->request->sidecar && folder)
        status = open_in(&c->sidecar, folder, path.ptr + strlen(folder) + 1, err);
    else if (status == TAMIS_OK)
        status = tm_part_open(&c->sidecar, path.ptr, err);
    tm_buf_free(&path);
    write_head(c);
    return status;
}

// ---- The copy -------------------------------------------------------------------------------

static tamis_status begin_copy(cleaning *c, tamis_error *err)
{
    if (c->begun)
        return TAMIS_OK;
    TM_TRY(tm_cleaner_output(&c->output, &c->out, c->cleaner, c->path, err));
    c->begun = true;
    return tm_rewrite_begin(&c->rewrite, c->in, c->path, c->out,
                            c->output.open ? c->output.path : "standard output", err);
}

// Where a piece of a document stands, for the sidecar.
typedef struct place {
    const tm_item *item;
    tm_document document;
    const char *why;
    const tm_edit *edit; // NULL: the whole record
} place;

static void describe(tm_json_writer *w, const cleaning *c, const place *p)
{
    const tm_decoded *const decoded = &c->cleaner->decoded;
    tm_json_add_word(w, "why", p->why);
    tm_json_add_size(w, "record", p->document.record);
    tm_json_add_text(w, "id", p->document.id);
    if (p->edit) {
        const tm_edit *const e = p->edit;
        if (e->why != TM_EDIT_TIDY)
            tm_json_add_word(w, "kind", tamis_span_kind_name(e->kind));
        tm_json_add_size(w, "line", e->line);
        tm_json_add_size(w, "start", e->first);
        tm_json_add_size(w, "end", e->last);
        tm_json_add_size(w, "start_byte",
                         decoded->origin ? decoded->origin[e->begin] : e->begin);
        tm_json_add_size(w, "end_byte", decoded->origin ? decoded->origin[e->end] : e->end);
        if (decoded->origin)
            tm_json_add_text(w, "text", tm_str_slice(decoded->text, e->begin, e->end));
    }
    tm_json_end(w, '}');
    tm_buf_byte(w->out, '\n');
}

static tamis_status replace(cleaning *c, uint64_t at, tm_str gone, tm_str put, const place *p,
                            tamis_error *err)
{
    tm_json_writer w = {.out = &c->lines};
    if (c->n_splices++ == 0)
        TM_TRY(open_sidecar(c, err));
    TM_TRY(begin_copy(c, err));
    tm_sidecar_replacement(&w, at, gone, put);
    describe(&w, c, p);
    if (c->lines.len >= FLUSH_BYTES)
        TM_TRY(flush_lines(c, err));
    return tm_rewrite_splice(&c->rewrite, at, gone, put, err);
}

// ---- Documents ------------------------------------------------------------------------------

// Byte of the record's raw bytes at which byte `at` of its decoded text stands.
static size_t raw_byte(const cleaning *c, const tm_record *record, size_t at)
{
    const tm_decoded *const decoded = &c->cleaner->decoded;
    const tm_record_view *const view = &c->cleaner->worker.view;
    const size_t byte = decoded->origin ? decoded->origin[at] : at;
    if (view->literal.raw.len == 0)
        return byte;
    const size_t literal = (size_t)(view->literal.raw.ptr - record->raw.ptr);
    return literal + (view->literal.escaped ? c->literal_origin[byte] : byte + 1);
}

static tamis_status locate_literal(cleaning *c, tamis_error *err)
{
    const tm_json_value literal = c->cleaner->worker.view.literal;
    if (!literal.escaped)
        return TAMIS_OK;
    if (!tm_grow((void **)&c->literal_origin, &c->literal_cap, literal.raw.len,
                 sizeof *c->literal_origin))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    tm_json_origins(c->literal_origin, literal);
    return TAMIS_OK;
}

static tamis_status apply(cleaning *c, place *p, tamis_error *err)
{
    const tm_clean *const clean = &c->cleaner->clean;
    const tm_record *const record = &p->item->record;
    const tm_str raw = tm_buf_str(&record->raw);
    TM_TRY(locate_literal(c, err));
    for (size_t i = 0; i < clean->n_edits; i++) {
        const tm_edit *const e = &clean->edit[i];
        const size_t begin = raw_byte(c, record, e->begin);
        const tm_str gone = tm_str_slice(raw, begin, raw_byte(c, record, e->end));
        const tm_str put = tm_str_slice(raw, raw_byte(c, record, e->put_begin),
                                        raw_byte(c, record, e->put_end));
        p->edit = e;
        p->why = tm_edit_why_name(e->why);
        TM_TRY(replace(c, record->offset + begin, gone,
                       e->put_end > e->put_begin ? put : (tm_str){"", 0}, p, err));
    }
    c->cleaner->n_cleaned++;
    c->cleaner->n_edits += clean->n_edits;
    c->cleaner->n_gone += clean->n_gone;
    return TAMIS_OK;
}

// The document does not come out.
static tamis_status withhold(cleaning *c, place *p, tamis_error *err)
{
    const tm_record *const record = &p->item->record;
    const uint64_t rest = c->identity.size_bytes - record->offset;
    if (c->cleaner->request->in_place)
        return TAMIS_OK;
    if (record->format != TM_FORMAT_JSONL) {
        c->withheld = true;
        return TAMIS_OK;
    }
    if (record->unscanned)
        return tm_fail(err, TAMIS_ELIMIT, "%.140s: record %zu: %s", c->path, record->number,
                       tm_report_unscanned_words(record->unscanned));
    tm_buf_clear(&c->cleaned);
    tm_buf_add(&c->cleaned, tm_buf_str(&record->raw));
    if (rest > record->raw.len)
        tm_buf_byte(&c->cleaned, '\n');
    TM_TRY(tm_buf_check(&c->cleaned, err));
    return replace(c, record->offset, tm_buf_str(&c->cleaned), (tm_str){"", 0}, p, err);
}

// The record's text as it would be afterwards.
static tamis_status preview(cleaning *c, tamis_error *err)
{
    const tm_clean *const clean = &c->cleaner->clean;
    const uint32_t *const origin = c->cleaner->decoded.origin;
    const tm_str text = c->cleaner->worker.view.text;
    size_t at = 0;
    tm_buf_clear(&c->cleaned);
    for (size_t i = 0; i < clean->n_edits; i++) {
        const tm_edit e = clean->edit[i];
        tm_buf_add(&c->cleaned, tm_str_slice(text, at, origin ? origin[e.begin] : e.begin));
        if (e.put_end > e.put_begin)
            tm_buf_add(&c->cleaned,
                       tm_str_slice(text, origin ? origin[e.put_begin] : e.put_begin,
                                    origin ? origin[e.put_end] : e.put_end));
        at = origin ? origin[e.end] : e.end;
    }
    tm_buf_add(&c->cleaned, tm_str_slice(text, at, text.len));
    return tm_buf_check(&c->cleaned, err);
}

// Why the document cannot be cleaned, or NULL. `verdict` is not valid afterwards.
static const char *objection(cleaning *c, const tamis_verdict *verdict, tamis_error *err)
{
    tm_cleaner *const cleaner = c->cleaner;
    const tm_record_view *const view = &cleaner->worker.view;
    const tamis_verdict *after;
    if (view->is_html)
        return "it is a page of HTML: its text can be cleaned, its markup cannot";
    if (verdict->kind == TAMIS_DOCUMENT_SPAM)
        return "nothing else is in it";
    if (tm_worker_decode(&cleaner->decoded, &cleaner->worker, err) < 0 ||
        tm_clean_plan(&cleaner->clean, &cleaner->decoded, verdict, err) < 0)
        return err->message;
    if (cleaner->clean.n_edits == 0)
        return "no place in it was found";
    if (tm_clean_ratio(&cleaner->clean) > cleaner->request->max_removed)
        return "more of it would go than --max-removed lets";
    if (preview(c, err) < 0 ||
        tamis_screen(&after, cleaner->worker.screener, c->cleaned.ptr, c->cleaned.len, err) < 0)
        return err->message;
    return after->verdict == TAMIS_CONTAMINATED ? "it would be contaminated still" : NULL;
}

static void tell(cleaning *c, const tm_item *item, const char *what, const char *why)
{
    if (item->record.format == TM_FORMAT_JSONL)
        tm_complain("%s: record %zu %s: %s", c->path, item->record.number, what, why);
    else
        tm_complain("%s: %s: %s", c->path, what, why);
}

static tamis_status treat(cleaning *c, const tm_item *item, tamis_error *err)
{
    tm_cleaner *const cleaner = c->cleaner;
    const tamis_verdict *const verdict = tm_worker_judge(&cleaner->worker, item);
    const bool flagged = verdict->verdict == TAMIS_CONTAMINATED ||
                         (verdict->verdict == TAMIS_SUSPECT && cleaner->request->strict);
    place p = {.item = item};
    p.document = tm_worker_document(&cleaner->worker, item, tm_str_of(c->path));
    TM_TRY(tm_buf_check(&cleaner->worker.id, err));
    if (verdict->verdict == TAMIS_UNSCANNED) {
        cleaner->n_unscanned++;
        tell(c, item, "unscanned", tm_report_unscanned_words(verdict->unscanned_reason));
        p.why = "unscanned";
        return withhold(c, &p, err);
    }
    if (!flagged) {
        cleaner->n_clean++;
        return TAMIS_OK;
    }
    const char *const why = objection(c, verdict, err);
    if (!why)
        return apply(c, &p, err);
    cleaner->n_refused++;
    tell(c, item, "refused", why);
    p.why = "refused";
    return withhold(c, &p, err);
}

// ---- Files ----------------------------------------------------------------------------------

static tamis_status treat_all(cleaning *c, tamis_error *err)
{
    const tm_clean_request *const request = c->cleaner->request;
    char spooled[32];
    tm_reader *reader = NULL;
    tm_item item = {0};
    tm_reader_options options = request->settings.reader;
    options.files_only = true; // places count in the file as it lies there
    snprintf(spooled, sizeof spooled, "/proc/self/fd/%d", c->in);
    const bool is_stdin = strcmp(c->path, "-") == 0;
    TM_TRY(tm_reader_open(&reader, is_stdin ? spooled : c->path, &options, err));
    tamis_status status = TAMIS_OK;
    while (status == TAMIS_OK) {
        status = tm_reader_next(&item.record, reader, err);
        if (status == TAMIS_OK)
            status = treat(c, &item, err);
    }
    tm_reader_close(reader);
    tm_record_free(&item.record);
    return status == TAMIS_DONE ? TAMIS_OK : status;
}

// The sidecar first: there is no moment at which the original is neither there nor to be had.
static tamis_status commit(cleaning *c, tamis_error *err)
{
    const bool in_place = c->cleaner->request->in_place;
    struct stat info;
    tm_json_writer w = {.out = &c->lines};
    TM_TRY(begin_copy(c, err));
    TM_TRY(tm_rewrite_end(&c->rewrite, err));
    if (fstat(c->in, &info) != 0)
        return tm_file_fail(err, c->path);
    const tm_identity now = tm_identity_of(&info);
    if (!tm_identity_same_content(&c->identity, &now))
        return tm_fail(err, TAMIS_EIO, "%.180s: changed while it was read", c->path);
    tm_sidecar_foot(&w, c->n_splices, &c->rewrite.in_side, &c->rewrite.out_side);
    tm_buf_byte(&c->lines, '\n');
    TM_TRY(flush_lines(c, err));
    if (c->sidecar.open)
        TM_TRY(tm_part_commit(&c->sidecar, c->identity.mode & 0666, false, err));
    if (c->output.open)
        return tm_part_commit(&c->output, c->identity.mode & 07777, in_place, err);
    return TAMIS_OK;
}

tamis_status tm_cleaner_clean(tm_cleaner *cleaner, const char *path, tamis_error *err)
{
    cleaning c = {.cleaner = cleaner, .path = path, .in = -1};
    TM_TRY(tm_cleaner_open(&c.in, &c.identity, cleaner, path, err));
    tamis_status status = treat_all(&c, err);
    const bool unchanged = cleaner->request->in_place && c.n_splices == 0;
    if (status == TAMIS_OK && !c.withheld && !unchanged)
        status = commit(&c, err);
    tm_part_drop(&c.output);
    tm_part_drop(&c.sidecar);
    tm_rewrite_free(&c.rewrite);
    tm_buf_free(&c.lines);
    tm_buf_free(&c.cleaned);
    free(c.literal_origin);
    close(c.in);
    return status;
}
