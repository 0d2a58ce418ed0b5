// Makes the input of tools/bench: the same documents in the forms that the measured programs read,
// so that each of them sees the same text.
//
//   bench_corpus LANGUAGE BYTES PERCENT PREFIX FILE…
//
// FILE is JSON Lines with "text", "lang" and "label" (documents of other languages are passed
// over; "-" takes all), or, when its name does not end in .jsonl, one document labelled by its
// directory. Documents labelled "clean" are written in order, others strewn among them so that they
// make up PERCENT of all, each kind from its beginning again until BYTES of text are written:
//   PREFIX.jsonl     {"id":"…","text":"…"}
//   PREFIX.txt       one document per line, its line ends made blanks
//   PREFIX.labelled  the same after "__label__…", once per document: what fastText learns from
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "base/num.h"

enum { MAX_INPUT_BYTES = 1 << 30 };

typedef struct document {
    tm_buf text;
    tm_buf label;
    bool wanted, learned;
} document;

typedef struct shelf { // documents of one kind
    document *document;
    size_t len, cap;
    size_t next;
} shelf;

typedef struct output {
    FILE *jsonl, *text, *labelled;
    size_t n_documents, n_bytes, limit_bytes;
    size_t percent; // of the documents that are not clean
    shelf clean, other;
} output;

static void write_str(FILE *file, tm_str bytes)
{
    fwrite(bytes.ptr, 1, bytes.len, file);
}

static void write_document(output *out, document *doc)
{
    tm_buf line = {0};
    tm_buf_format(&line, "{\"id\":\"%zu\",\"text\":", out->n_documents);
    tm_json_string(&line, tm_buf_str(&doc->text));
    tm_buf_text(&line, "}\n");
    write_str(out->jsonl, tm_buf_str(&line));
    tm_buf_free(&line);

    tm_buf flat = {0};
    tm_buf_add(&flat, tm_buf_str(&doc->text));
    for (size_t i = 0; i < flat.len; i++)
        if (flat.ptr[i] == '\n' || flat.ptr[i] == '\r')
            flat.ptr[i] = ' ';
    write_str(out->text, tm_buf_str(&flat));
    fputc('\n', out->text);
    if (!doc->learned) {
        fputs("__label__", out->labelled);
        write_str(out->labelled, tm_buf_str(&doc->label));
        fputc(' ', out->labelled);
        write_str(out->labelled, tm_buf_str(&flat));
        fputc('\n', out->labelled);
    }
    tm_buf_free(&flat);
    doc->learned = true;
    out->n_documents++;
    out->n_bytes += doc->text.len;
}

// The shelf takes the document, which begins anew.
static tamis_status keep(output *out, document *doc, tamis_error *err)
{
    const bool clean = tm_str_equal(tm_buf_str(&doc->label), tm_str_of("clean"));
    shelf *const kind = clean ? &out->clean : &out->other;
    if (!tm_grow((void **)&kind->document, &kind->cap, kind->len + 1, sizeof *kind->document))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    kind->document[kind->len++] = *doc;
    *doc = (document){0};
    return TAMIS_OK;
}

static void write_all(output *out)
{
    for (size_t n = 0; out->n_bytes < out->limit_bytes; n++) {
        const bool other = (n + 1) * out->percent / 100 > n * out->percent / 100;
        shelf *const kind =
            (other || out->clean.len == 0) && out->other.len > 0 ? &out->other : &out->clean;
        write_document(out, &kind->document[kind->next]);
        kind->next = (kind->next + 1) % kind->len;
    }
}

static tamis_status read_record(document *doc, tm_str line, const char *language,
                                tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key, value;
    tamis_status status = tm_json_open(&scan, line, err);
    tm_buf_clear(&doc->text);
    tm_buf_clear(&doc->label);
    doc->wanted = strcmp(language, "-") == 0;
    while (status == TAMIS_OK) {
        status = tm_json_member(&scan, &key, &value, err);
        if (status != TAMIS_OK || value.type != TM_JSON_STRING)
            continue;
        if (tm_json_is(key, "text"))
            tm_json_decode(&doc->text, value);
        else if (tm_json_is(key, "label"))
            tm_json_decode(&doc->label, value);
        else if (tm_json_is(key, "lang") && tm_json_is(value, language))
            doc->wanted = true;
    }
    return status;
}

static tamis_status add_records(output *out, document *doc, tm_str records,
                                const char *language, tamis_error *err)
{
    while (records.len) {
        TM_TRY(read_record(doc, tm_str_cut(&records, '\n'), language, err));
        if (doc->wanted && doc->text.len)
            TM_TRY(keep(out, doc, err));
    }
    return TAMIS_OK;
}

// The last directory of the path: samples/clean/a.txt is labelled "clean".
static void label_by_directory(tm_buf *label, const char *path)
{
    tm_str rest = tm_str_of(path), directory = {0};
    for (tm_str part = tm_str_cut(&rest, '/'); rest.len; part = tm_str_cut(&rest, '/'))
        directory = part;
    tm_buf_clear(label);
    tm_buf_add(label, directory);
}

static tamis_status add_file(output *out, const char *path, const char *language,
                             tamis_error *err)
{
    static const char suffix[] = ".jsonl";
    const size_t len = strlen(path), suffix_len = sizeof suffix - 1;
    tm_buf bytes = {0};
    document doc = {0};
    tamis_status status = tm_file_read(&bytes, path, MAX_INPUT_BYTES, err);
    if (status == TAMIS_OK && len > suffix_len && !strcmp(path + len - suffix_len, suffix)) {
        status = add_records(out, &doc, tm_buf_str(&bytes), language, err);
    } else if (status == TAMIS_OK) {
        label_by_directory(&doc.label, path);
        tm_buf_add(&doc.text, tm_buf_str(&bytes));
        status = keep(out, &doc, err);
    }
    tm_buf_free(&doc.text);
    tm_buf_free(&doc.label);
    tm_buf_free(&bytes);
    return status;
}

static FILE *open_output(const char *prefix, const char *suffix)
{
    tm_buf path = {0};
    tm_buf_text(&path, prefix);
    tm_buf_append(&path, suffix, strlen(suffix) + 1);
    FILE *file = path.failed ? NULL : fopen(path.ptr, "wb");
    if (!file)
        perror(prefix);
    tm_buf_free(&path);
    return file;
}

int main(int argc, char **argv)
{
    output out = {0};
    tamis_error err;
    if (argc < 6 || !tm_parse_size(&out.limit_bytes, tm_str_of(argv[2])) ||
        !tm_parse_size(&out.percent, tm_str_of(argv[3])) || out.percent > 100) {
        fputs("usage: bench_corpus LANGUAGE BYTES PERCENT PREFIX FILE…\n", stderr);
        return 2;
    }
    out.jsonl = open_output(argv[4], ".jsonl");
    out.text = open_output(argv[4], ".txt");
    out.labelled = open_output(argv[4], ".labelled");
    if (!out.jsonl || !out.text || !out.labelled)
        return 2;
    for (int i = 5; i < argc; i++) {
        if (add_file(&out, argv[i], argv[1], &err) < 0) {
            fprintf(stderr, "bench_corpus: %s: %s\n", argv[i], err.message);
            return 2;
        }
    }
    if (out.clean.len + out.other.len == 0) {
        fputs("bench_corpus: no document to measure with\n", stderr);
        return 2;
    }
    write_all(&out);
    if (fclose(out.jsonl) || fclose(out.text) || fclose(out.labelled)) {
        perror("bench_corpus");
        return 2;
    }
    printf("%zu documents, %zu bytes of text\n", out.n_documents, out.n_bytes);
    return 0;
}
