// Folders are walked in byte order of the paths. Files go through the reader, so that screening and
// learning agree on what a document is. Hidden files (.DS_Store) are skipped, and so are sidecars
// of `tamis clean`: in a folder of cleaned pages they hold the spam.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "read/labelled.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/sidecar_name.h"
#include "base/uri.h"
#include "read/reader.h"
#include "screen/unscanned.h"
#include "text/utf8.h"

enum {
    MAX_DEPTH = 64,
    MAX_SHOWN_BYTES = 40 // of a label in a message
};

static const char mark[] = "__label__"; // begins a line of fastText

// What is being read, and where it goes.
typedef struct loader {
    tm_dataset *dataset;
    tm_faults *faults;
    const tm_labelled_options *options;
    tm_reader_options reader_options;
    tm_record record;
    tm_record_view view;
    tm_plain plain;
    size_t root_len; // length of the path of the folder being walked
    size_t n_files;  // read so far in the folder being walked
    tamis_status status;
    tamis_error *err;
} loader;

tm_labelled_options tm_labelled_options_default(void)
{
    return (tm_labelled_options){.format = tm_row_format_default(),
                                 .max_document_bytes = (size_t)16 << 20};
}

void tm_faults_free(tm_faults *faults)
{
    tm_buf_free(&faults->list);
    *faults = (tm_faults){0};
}

// ---- Faults -------------------------------------------------------------------------------

static tamis_status add_fault(loader *l, const char *path, size_t line, const char *why)
{
    tm_faults *const faults = l->faults;
    const size_t path_len = strlen(path);
    if (faults->n++ >= faults->max_listed)
        return TAMIS_OK;
    if (strncmp(why, path, path_len) == 0 && strncmp(why + path_len, ": ", 2) == 0)
        why += path_len + 2; // said by who opened it
    if (line > 0)
        tm_buf_format(&faults->list, "%s:%zu: %s", path, line, why);
    else
        tm_buf_format(&faults->list, "%s: %s", path, why);
    tm_buf_byte(&faults->list, '\0');
    return tm_buf_check(&faults->list, l->err);
}

static bool is_large(const char *reason)
{
    return strcmp(reason, "too_large") == 0 || strcmp(reason, "line_too_long") == 0;
}

// Appends " of 16M", as the option takes it, and what option that is.
static void put_limit(tm_buf *out, const tm_labelled_options *options)
{
    const size_t limit = options->max_document_bytes;
    if (limit % (1 << 20) == 0)
        tm_buf_format(out, " of %zuM", limit >> 20);
    else
        tm_buf_format(out, " of %zu bytes", limit);
    if (options->limit_option)
        tm_buf_format(out, "; raise %s", options->limit_option);
}

static tamis_status add_unscanned(loader *l, const char *path, const char *reason)
{
    tm_buf why = {0};
    tm_buf_add(&why, tm_unscanned_fault(reason));
    if (is_large(reason))
        put_limit(&why, l->options);
    tm_buf_byte(&why, '\0');
    tamis_status status = tm_buf_check(&why, l->err);
    if (status == TAMIS_OK)
        status = add_fault(l, path, l->record.line, why.ptr);
    tm_buf_free(&why);
    return status;
}

// What is wrong with a row becomes a fault; any other error ends the reading.
static tamis_status settle(loader *l, tamis_status status, const tamis_error *cause,
                           const char *path, size_t line)
{
    if (status == TAMIS_EFORMAT || status == TAMIS_ELIMIT)
        return add_fault(l, path, line, cause->message);
    return status < 0 ? tm_fail(l->err, status, "%s", cause->message) : TAMIS_OK;
}

// ---- Records ------------------------------------------------------------------------------

// Notes the place of the row read last, and makes it the id if there is none: "PATH:LINE".
static tamis_status name_row(loader *l, const char *path, size_t line)
{
    tm_labelled *const row = &l->dataset->row[l->dataset->len - 1];
    tm_buf name = {0};
    TM_TRY(tm_dataset_set_place(l->dataset, path, line, l->err));
    if (*row->id)
        return TAMIS_OK;
    tm_buf_format(&name, "%s:%zu", path, line);
    tm_buf_byte(&name, '\0');
    if (tm_buf_check(&name, l->err) < 0) {
        tm_buf_free(&name);
        return TAMIS_ENOMEM;
    }
    free(row->id);
    row->id = name.ptr;
    return TAMIS_OK;
}

static tamis_status add_json(loader *l, const char *path, const char *label)
{
    tm_row_format format = l->options->format;
    tamis_error cause;
    format.label = label ? label : format.label;
    const tamis_status status =
        tm_dataset_add_line(l->dataset, tm_buf_str(&l->record.raw), &format, &cause);
    return status < 0 ? settle(l, status, &cause, path, l->record.line)
                      : name_row(l, path, l->record.line);
}

// Reads the text of a document. *why says why it cannot be used, or is NULL.
static tamis_status read_plain(loader *l, const char **why, const tm_record_view *view,
                               bool labelled)
{
    const tm_decoded *const decoded = &l->plain.decoded;
    *why = NULL;
    TM_TRY(tm_record_plain(&l->plain, view, l->err));
    if (decoded->encoding == TM_ENCODING_BINARY)
        *why = "not text";
    else if (decoded->is_ambiguous || tm_is_lost(l->plain.text, decoded->n_damaged))
        *why = "its letters are in an encoding that is not known; convert it to UTF-8";
    else if (labelled && tm_dataset_is_blank(l->plain.text))
        *why = tm_dataset_blank;
    return TAMIS_OK;
}

static tamis_status add_document(loader *l, const char *path, const char *label, tm_str site)
{
    const char *why;
    TM_TRY(read_plain(l, &why, &l->view, label != NULL));
    if (why)
        return add_fault(l, path, 0, why);
    TM_TRY(tm_dataset_add_text(l->dataset, l->plain.text, path, label, site, l->err));
    return tm_dataset_set_place(l->dataset, path, 0, l->err);
}

static tamis_status refuse_mark(loader *l, const char *path, tm_str name)
{
    char why[160];
    const size_t len = tm_utf8_cut(name, MAX_SHOWN_BYTES);
    snprintf(why, sizeof why,
             "label is __label__%.*s%s; write __label__clean or __label__contaminated instead",
             (int)len, len > 0 ? name.ptr : "", len < name.len ? "…" : "");
    return add_fault(l, path, l->record.line, why);
}

// A line of fastText, "__label__clean text": the label ends at the first blank.
static tamis_status add_marked(loader *l, const char *path)
{
    tm_str rest = tm_buf_str(&l->record.raw);
    rest = tm_str_slice(rest, sizeof mark - 1, rest.len);
    const tm_str name = tm_str_cut(&rest, ' ');
    const bool contaminated = tm_str_equal(name, tm_str_of("contaminated"));
    if (!contaminated && !tm_str_equal(name, tm_str_of("clean")))
        return refuse_mark(l, path, name);
    const tm_record_view view = {.text = rest};
    const char *why;
    TM_TRY(read_plain(l, &why, &view, true));
    if (why)
        return add_fault(l, path, l->record.line, why);
    TM_TRY(tm_dataset_add_text(l->dataset, l->plain.text, "",
                               contaminated ? "contaminated" : "clean", (tm_str){"", 0},
                               l->err));
    return name_row(l, path, l->record.line);
}

// One record of a file whose rows carry their labels themselves.
static tamis_status add_line(loader *l, const char *path)
{
    const tm_str line = tm_buf_str(&l->record.raw);
    if (l->record.unscanned)
        return add_unscanned(l, path, l->record.unscanned);
    if (tm_str_starts_with(line, tm_str_of(mark)))
        return add_marked(l, path);
    return add_json(l, path, NULL);
}

// A document that is too large is there all the same: it counts as one that was not scanned.
static tamis_status add_large(loader *l, const char *path, const char *label, tm_str site)
{
    const bool is_line = l->record.format == TM_FORMAT_JSONL;
    TM_TRY(tm_dataset_add_text(l->dataset, (tm_str){"", 0}, is_line ? "" : path, label, site,
                               l->err));
    l->dataset->row[l->dataset->len - 1].unscanned = l->view.unscanned;
    return is_line ? name_row(l, path, l->record.line) : TAMIS_OK;
}

// One record of a file whose folder gives the label; NULL when it gives none.
static tamis_status add_record(loader *l, const char *path, const char *label, tm_str site)
{
    if (l->record.format == TM_FORMAT_JSONL && !l->record.unscanned)
        return add_json(l, path, label);
    TM_TRY(tm_record_text(&l->view, &l->record, &l->reader_options, l->err));
    const bool label_known = label || l->record.format != TM_FORMAT_JSONL;
    if (l->view.unscanned && l->options->keep_large && label_known &&
        is_large(l->view.unscanned))
        return add_large(l, path, label, site);
    if (l->view.unscanned)
        return add_unscanned(l, path, l->view.unscanned);
    return add_document(l, path, label, site);
}

// ---- Files --------------------------------------------------------------------------------

// Whether a file with this first line is one of labelled rows: it begins an object, or with `mark`.
static bool is_rows(tm_str line)
{
    size_t begin = 0;
    while (begin < line.len && (line.ptr[begin] == ' ' || line.ptr[begin] == '\t'))
        begin++;
    return (begin < line.len && line.ptr[begin] == '{') ||
           tm_str_starts_with(line, tm_str_of(mark));
}

static tamis_status read_documents(loader *l, const char *path, const char *label, tm_str site)
{
    tm_reader *reader;
    l->reader_options.format = TM_FORMAT_AUTO;
    TM_TRY(tm_reader_open(&reader, path, &l->reader_options, l->err));
    tamis_status status;
    while ((status = tm_reader_next(&l->record, reader, l->err)) == TAMIS_OK) {
        status = add_record(l, path, label, site);
        if (status < 0)
            break;
    }
    tm_reader_close(reader);
    return status == TAMIS_DONE ? TAMIS_OK : status;
}

static tamis_status read_rows(loader *l, const char *path)
{
    tm_reader *reader;
    bool first = true, refused = false;
    l->reader_options.format = TM_FORMAT_JSONL;
    TM_TRY(tm_reader_open(&reader, path, &l->reader_options, l->err));
    tamis_status status;
    while ((status = tm_reader_next(&l->record, reader, l->err)) == TAMIS_OK) {
        refused = first && !l->record.unscanned && !is_rows(tm_buf_str(&l->record.raw));
        first = false;
        if (refused)
            break;
        status = add_line(l, path);
        if (status < 0)
            break;
    }
    tm_reader_close(reader);
    if (!refused)
        return status == TAMIS_DONE ? TAMIS_OK : status;
    if (l->options->format.admit_unlabelled && strcmp(path, "-") != 0)
        return read_documents(l, path, NULL, (tm_str){"", 0});
    return tm_fail(l->err, TAMIS_EFORMAT,
                   "%.120s: neither JSON Lines nor lines that begin with __label__; documents "
                   "go into folders clean/ and contaminated/",
                   path);
}

// ---- Folders ------------------------------------------------------------------------------

// The label that a file gets from its path below the root, or NULL, and its site, or an empty one.
static const char *place_label(tm_str below, tm_str *site)
{
    static const char *const labels[] = {"clean", "contaminated"};
    const tm_str folder = tm_str_cut(&below, '/');
    const bool deeper = below.len > 0 && memchr(below.ptr, '/', below.len);
    const tm_str next = tm_str_cut(&below, '/');
    *site = deeper && tm_is_host(next) ? next : (tm_str){"", 0};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (tm_str_equal(folder, tm_str_of(labels[i])))
            return labels[i];
    *site = (tm_str){"", 0};
    return NULL;
}

static bool visit(void *context, const char *path)
{
    loader *const l = context;
    const char *const slash = strrchr(path, '/');
    tm_str site, below = tm_str_of(path + l->root_len);
    while (below.len > 0 && below.ptr[0] == '/')
        below = tm_str_slice(below, 1, below.len);
    if ((slash ? slash[1] : path[0]) == '.' || tm_sidecar_is(path))
        return true;
    const char *const label = place_label(below, &site);
    if (!label && !l->options->format.admit_unlabelled)
        return true;
    tamis_error cause;
    tamis_error *const err = l->err;
    l->n_files++;
    l->err = &cause;
    const tamis_status status = read_documents(l, path, label, site);
    l->err = err;
    l->status = status == TAMIS_EIO || status == TAMIS_EINVAL
                    ? add_fault(l, path, 0, cause.message)
                    : settle(l, status, &cause, path, 0);
    return l->status == TAMIS_OK;
}

static void trouble(void *context, const char *path, const tamis_error *err)
{
    loader *const l = context;
    const tamis_status status = add_fault(l, path, 0, err->message);
    l->status = l->status == TAMIS_OK ? status : l->status;
}

static tamis_status read_folder(loader *l, const char *path)
{
    const tm_walk walk = {
        .visit = visit, .trouble = trouble, .context = l, .max_depth = MAX_DEPTH};
    l->root_len = strlen(path);
    TM_TRY(tm_file_walk(path, &walk, l->err));
    TM_TRY(l->status);
    if (l->n_files > 0)
        return TAMIS_OK;
    return tm_fail(l->err, TAMIS_EINVAL,
                   "%.120s: no files in folders clean/ and contaminated/ below it", path);
}

tamis_status tm_labelled_read(tm_dataset *dataset, tm_faults *faults, const char *path,
                              const tm_labelled_options *options, tamis_error *err)
{
    struct stat info;
    loader l = {.dataset = dataset,
                .faults = faults,
                .options = options,
                .reader_options = {.max_document_bytes = options->max_document_bytes,
                                   .text_field = options->format.text_field,
                                   .id_field = options->format.id_field},
                .err = err};
    const bool is_folder =
        strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    const tamis_status status = is_folder ? read_folder(&l, path) : read_rows(&l, path);
    tm_record_free(&l.record);
    tm_record_view_free(&l.view);
    tm_plain_free(&l.plain);
    return status;
}
