// tamis label export: the labels in force, with their texts, as `tamis train` reads them.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "cli/label.h"
#include "cli/label_document.h"
#include "cli/outputs.h"
#include "text/utf8.h"

static const char help[] =
    "usage: tamis label export STORE [OPTIONS]\n"
    "\n"
    "Writes the documents that have a label, so that `tamis train` takes them as they are.\n"
    "\n"
    "      --format FORMAT        jsonl (text, label, id, and what else was given with a "
    "label:\n"
    "                             group, spans, kind, ...), fasttext (__label__clean the "
    "text;\n"
    "                             its line ends become blanks) or folder (clean/, "
    "contaminated/)\n"
    "  -o, --output OUT           a file, else standard output; a new folder\n"
    "  -q, --quiet                no summary\n"
    "  -h, --help                 this\n"
    "\n"
    "Documents whose text is gone (purged, or changed since they were restored) are left out "
    "and\n"
    "counted; so are those full of control characters, but for jsonl.\n";

static const tm_label_action action = {
    .command = &tm_label_export,
    .done = "exported",
    .missing = "export takes a store and nothing else",
};

typedef struct exporter {
    tm_store *store;
    tm_label_request *request;
    int folder[2]; // clean, contaminated
    tm_buf out;    // the output file, until it is complete
    tm_label_document document;
    tm_buf row; // what an item says of itself
} exporter;

static tamis_status write_file(const exporter *e, const tm_label_state *document, tm_str text,
                               tamis_error *err)
{
    char name[TM_DIGEST_HEX + 8];
    snprintf(name, sizeof name, "%.64s.txt", document->sha256);
    const int fd =
        tm_folder_create(e->folder[document->value == TM_LABEL_CONTAMINATED], name, 0600);
    const bool written = fd >= 0 && tm_fd_write(fd, text) == 0;
    const int number = errno;
    if (fd >= 0 && close(fd) != 0 && written)
        return tm_file_fail(err, e->request->output);
    errno = number;
    return written ? TAMIS_OK : tm_file_fail(err, e->request->output);
}

// What was given with the label, else what the item says of itself. An item is called by its own id,
// as data that were never in a store would be, and by that of the store.
static void put_jsonl(exporter *e, const tm_label_state *state)
{
    const tm_label_document *const document = &e->document;
    const tm_str own = tm_buf_str(&document->source.document);
    tm_buf_clear(&e->row);
    if (state->row.len == 0)
        tm_label_document_row(&e->row, document);
    const tm_label_line line = {.text = document->text,
                                .value = state->value,
                                .id = own.len > 0 ? own : state->id,
                                .item = tm_buf_str(&document->source.item),
                                .row = state->row.len > 0 ? state->row : tm_buf_str(&e->row)};
    tm_label_put_jsonl(&e->out, &line);
    e->out.failed = e->out.failed || e->row.failed;
}

static tamis_status put_row(exporter *e, const tm_label_state *state, tamis_error *err)
{
    if (e->request->format == TM_LABEL_FOLDER)
        return write_file(e, state, e->document.text, err);
    if (e->request->format == TM_LABEL_FASTTEXT)
        tm_label_put_fasttext(&e->out, e->document.text, state->value);
    else
        put_jsonl(e, state);
    tamis_status status = tm_buf_check(&e->out, err);
    if (status == TAMIS_OK && !e->request->output) {
        status = tm_output_write(tm_buf_str(&e->out), err);
        tm_buf_clear(&e->out);
    }
    return status;
}

// Where a document that is there belongs. One that the reader takes for binary came from a string
// of JSON and can be exported as one; from any other format training could not read it.
static uint64_t *count_of(exporter *e)
{
    tm_label_request *const request = e->request;
    const tm_label_document *const document = &e->document;
    if (document->is_untextual &&
        (request->format != TM_LABEL_JSONL || !tm_utf8_is_valid(document->text)))
        return &request->n_untextual;
    return !document->is_untextual && document->text.len > TM_WHOLE_TEXT_BYTES
               ? &request->n_too_large
               : &request->n_done;
}

static tamis_status export_document(exporter *e, const tm_label_state *state, tamis_error *err)
{
    const tamis_status status = tm_label_document_read(&e->document, e->store, state, err);
    uint64_t *const count = status == TAMIS_OK ? count_of(e) : &e->request->n_failed;
    TM_TRY(status);
    ++*count;
    return count == &e->request->n_done ? put_row(e, state, err) : TAMIS_OK;
}

// Makes a new folder, so that nothing else is in it.
static tamis_status make_folders(exporter *e, tamis_error *err)
{
    static const char *const names[] = {"clean", "contaminated"};
    const char *const path = e->request->output;
    const bool made = mkdir(path, 0777) == 0;
    if (!made && errno == EEXIST)
        return tm_fail(err, TAMIS_EIO,
                       "%.180s: is there already; --format folder makes a new folder", path);
    const int root = made ? tm_folder_open(path) : -1;
    if (root < 0)
        return tm_file_fail(err, path);
    for (size_t i = 0; i < 2; i++)
        if (tm_folder_make(root, names[i]) == 0)
            e->folder[i] = tm_folder_at(root, names[i]);
    close(root);
    return e->folder[0] >= 0 && e->folder[1] >= 0 ? TAMIS_OK : tm_file_fail(err, path);
}

static tamis_status export_all(exporter *e, const tm_labels *labels, tamis_error *err)
{
    const char *const output = e->request->output;
    const bool is_folder = e->request->format == TM_LABEL_FOLDER;
    if (is_folder && !output)
        return tm_fail(err, TAMIS_EINVAL, "--format folder needs -o, the folder to make");
    TM_TRY(is_folder ? make_folders(e, err) : tm_outputs_check_places(&output, 1, err));
    for (size_t i = 0; i < labels->n_documents; i++) {
        const tm_label_state *const state = &labels->document[i];
        e->request->n_outdone += state->outdone;
        if (state->value != TM_LABEL_NONE && !state->outdone)
            TM_TRY(export_document(e, state, err));
    }
    return output && !is_folder ? tm_file_write(output, tm_buf_str(&e->out), err) : TAMIS_OK;
}

static tamis_status act(tm_store *store, const tm_labels *labels, tm_label_request *request,
                        tamis_error *err)
{
    exporter e = {.store = store, .request = request, .folder = {-1, -1}};
    const tamis_status status = export_all(&e, labels, err);
    for (size_t i = 0; i < 2; i++)
        if (e.folder[i] >= 0)
            close(e.folder[i]);
    tm_buf_free(&e.out);
    tm_buf_free(&e.row);
    tm_label_document_free(&e.document);
    return status;
}

static int run(int argc, char **argv)
{
    return tm_label_run(&action, act, argc, argv);
}

const tm_command tm_label_export = {
    .name = "export",
    .summary = "labelled documents as `tamis train` takes them",
    .help = help,
    .run = run,
};
