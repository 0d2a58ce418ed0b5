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
#include "read/reader.h"
#include "sink/label_text.h"
#include "text/utf8.h"

static const char help[] =
    "usage: tamis label export STORE [OPTIONS]\n"
    "\n"
    "Writes the documents that have a label, so that `tamis train` takes them as they are.\n"
    "\n"
    "      --format FORMAT        jsonl (text, label, id), fasttext (__label__clean the text; "
    "its\n"
    "                             line ends become blanks) or folder (clean/, contaminated/)\n"
    "  -o, --output OUT           a file, else standard output; a new folder\n"
    "  -q, --quiet                no summary\n"
    "  -h, --help                 this\n"
    "\n"
    "Documents whose text is gone (purged, or changed since they were restored) are left out "
    "and\n"
    "counted; so are those full of control characters, but for jsonl.\n";

static const tm_label_action action = {
    .name = "export",
    .options = " format output ",
    .done = "exported",
    .missing = "export takes a store and nothing else",
};

typedef struct exporter {
    tm_store *store;
    tm_label_request *request;
    int folder[2]; // clean, contaminated
    tm_buf out;    // the output file, until it is complete
    tm_label_text text;
    tm_record_view view;
    tm_plain plain;
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

static tamis_status put_row(exporter *e, const tm_label_state *document, tm_str whole,
                            tamis_error *err)
{
    const tm_str text = tm_utf8_after_marks(whole); // as training reads it
    if (e->request->format == TM_LABEL_FOLDER)
        return write_file(e, document, text, err);
    if (e->request->format == TM_LABEL_FASTTEXT)
        tm_label_put_fasttext(&e->out, text, document->value);
    else
        tm_label_put_jsonl(&e->out, text, document->value, document->id);
    tamis_status status = tm_buf_check(&e->out, err);
    if (status == TAMIS_OK && !e->request->output) {
        status = tm_output_write(tm_buf_str(&e->out), err);
        tm_buf_clear(&e->out);
    }
    return status;
}

// Sets e->view to the text within the bytes of a document. TAMIS_DONE when there is none.
static tamis_status find_text(exporter *e, tamis_error *err)
{
    const tm_reader_options options = {
        .max_document_bytes = UINT32_MAX, .text_field = e->text.field.ptr, .id_field = "id"};
    const tm_record record = {.raw = e->text.bytes,
                              .format = e->text.is_warc         ? TM_FORMAT_WARC
                                        : e->text.field.len > 0 ? TM_FORMAT_JSONL
                                        : e->text.is_html       ? TM_FORMAT_HTML
                                                                : TM_FORMAT_TEXT};
    TM_TRY(tm_record_text(&e->view, &record, &options, err));
    return e->view.unscanned ? TAMIS_DONE : TAMIS_OK;
}

// A text that the reader takes for binary. It came from a string of JSON and can be exported as
// one; from any other format training could not read it.
static tamis_status export_untextual(exporter *e, const tm_label_state *document,
                                     tamis_error *err)
{
    if (e->request->format != TM_LABEL_JSONL || !tm_utf8_is_valid(e->view.text)) {
        e->request->n_untextual++;
        return TAMIS_OK;
    }
    e->request->n_done++;
    return put_row(e, document, e->view.text, err);
}

static tamis_status export_document(exporter *e, const tm_label_state *document,
                                    tamis_error *err)
{
    tamis_status status = tm_label_text_read(&e->text, e->store, document, err);
    if (status == TAMIS_OK)
        status = find_text(e, err);
    if (status == TAMIS_OK)
        status = tm_record_plain(&e->plain, &e->view, err);
    if (status == TAMIS_OK && e->plain.decoded.encoding == TM_ENCODING_BINARY)
        return export_untextual(e, document, err);
    if (status == TAMIS_OK && e->plain.text.len > TM_WHOLE_TEXT_BYTES) {
        e->request->n_too_large++;
        return TAMIS_OK;
    }
    if (status == TAMIS_OK) {
        e->request->n_done++;
        return put_row(e, document, e->plain.text, err);
    }
    e->request->n_failed += status >= 0;
    return status < 0 ? status : TAMIS_OK;
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
    if (is_folder)
        TM_TRY(make_folders(e, err));
    for (size_t i = 0; i < labels->n_documents; i++)
        if (labels->document[i].value != TM_LABEL_NONE)
            TM_TRY(export_document(e, &labels->document[i], err));
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
    tm_buf_free(&e.text.bytes);
    tm_buf_free(&e.text.field);
    tm_record_view_free(&e.view);
    tm_plain_free(&e.plain);
    return status;
}

static int run(int argc, char **argv)
{
    return tm_label_run(&action, act, help, argc, argv);
}

const tm_command tm_label_export = {
    .name = "export",
    .summary = "labelled documents as `tamis train` takes them",
    .help = help,
    .run = run,
};
