// Makes the input of tools/bench: the same documents in the forms that the measured programs read,
// so that each of them sees the same text.
//
//   bench_corpus LANGUAGE BYTES PREFIX FILE…
//
// FILE is JSON Lines with "text", "lang" and "label" (documents of other languages are passed
// over; "-" takes all), or, when its name does not end in .jsonl, one document labelled by its
// directory. The documents are repeated in order until BYTES of text are written:
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

typedef struct output {
    FILE *jsonl, *text, *labelled;
    size_t n_documents, n_bytes, limit_bytes;
} output;

typedef struct document {
    tm_buf text;
    tm_buf label;
    bool wanted;
} document;

static void write_str(FILE *file, tm_str bytes)
{
    fwrite(bytes.ptr, 1, bytes.len, file);
}

static void write_document(output *out, document *doc, bool learn)
{
    tm_buf line = {0};
    tm_buf_format(&line, "{\"id\":\"%zu\",\"text\":", out->n_documents);
    tm_json_string(&line, tm_buf_str(&doc->text));
    tm_buf_text(&line, "}\n");
    write_str(out->jsonl, tm_buf_str(&line));
    tm_buf_free(&line);

    for (size_t i = 0; i < doc->text.len; i++)
        if (doc->text.ptr[i] == '\n' || doc->text.ptr[i] == '\r')
            doc->text.ptr[i] = ' ';
    write_str(out->text, tm_buf_str(&doc->text));
    fputc('\n', out->text);
    if (learn) {
        fputs("__label__", out->labelled);
        write_str(out->labelled, tm_buf_str(&doc->label));
        fputc(' ', out->labelled);
        write_str(out->labelled, tm_buf_str(&doc->text));
        fputc('\n', out->labelled);
    }
    out->n_documents++;
    out->n_bytes += doc->text.len;
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
                                const char *language, bool learn, tamis_error *err)
{
    while (records.len && out->n_bytes < out->limit_bytes) {
        TM_TRY(read_record(doc, tm_str_cut(&records, '\n'), language, err));
        if (doc->wanted && doc->text.len)
            write_document(out, doc, learn);
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

static tamis_status add_file(output *out, const char *path, const char *language, bool learn,
                             tamis_error *err)
{
    static const char suffix[] = ".jsonl";
    const size_t len = strlen(path), suffix_len = sizeof suffix - 1;
    tm_buf bytes = {0};
    document doc = {0};
    tamis_status status = tm_file_read(&bytes, path, MAX_INPUT_BYTES, err);
    if (status == TAMIS_OK && len > suffix_len && !strcmp(path + len - suffix_len, suffix)) {
        status = add_records(out, &doc, tm_buf_str(&bytes), language, learn, err);
    } else if (status == TAMIS_OK) {
        label_by_directory(&doc.label, path);
        tm_buf_add(&doc.text, tm_buf_str(&bytes));
        write_document(out, &doc, learn);
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
    if (argc < 5 || !tm_parse_size(&out.limit_bytes, tm_str_of(argv[2]))) {
        fputs("usage: bench_corpus LANGUAGE BYTES PREFIX FILE…\n", stderr);
        return 2;
    }
    out.jsonl = open_output(argv[3], ".jsonl");
    out.text = open_output(argv[3], ".txt");
    out.labelled = open_output(argv[3], ".labelled");
    if (!out.jsonl || !out.text || !out.labelled)
        return 2;

    for (bool learn = true; out.n_bytes < out.limit_bytes; learn = false) {
        const size_t before = out.n_bytes;
        for (int i = 4; i < argc && out.n_bytes < out.limit_bytes; i++) {
            if (add_file(&out, argv[i], argv[1], learn, &err) < 0) {
                fprintf(stderr, "bench_corpus: %s: %s\n", argv[i], err.message);
                return 2;
            }
        }
        if (out.n_bytes == before) {
            fputs("bench_corpus: no document to measure with\n", stderr);
            return 2;
        }
    }
    if (fclose(out.jsonl) || fclose(out.text) || fclose(out.labelled)) {
        perror("bench_corpus");
        return 2;
    }
    printf("%zu documents, %zu bytes of text\n", out.n_documents, out.n_bytes);
    return 0;
}
