// Shows what training sees: injects synthetic spam into clean documents and prints them.
//
//   synthesise [--seed N] [--count N] [--groups MASK] [--lexicon DIR] [--templates DIR]
//              [--anchors LANG:FILE] CLEAN.jsonl [CONTAMINATED.jsonl]
//
// CLEAN.jsonl gives the documents (text, lang), in order and from the start again until --count
// (default: once each) are made; the spam:* records of CONTAMINATED.jsonl are real payloads.
// Output: JSON Lines with id, text, label, kind, lang, spans (code points, half-open), obfuscation.
// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "base/num.h"
#include "model/synthesise.h"

enum { MAX_FILE = 1 << 30 };

typedef struct options {
    const char *lexicon, *templates, *anchors, *clean, *contaminated;
    size_t seed, count, groups;
} options;

static const char *const languages[] = {"ko", "en", "id", "th", "vi", "zh", "ja", "ru", "tr"};
enum { N_LANGUAGES = sizeof languages / sizeof languages[0] };

typedef struct record {
    tm_buf id, text, language, kind;
} record;

static void record_free(record *r)
{
    tm_buf_free(&r->id);
    tm_buf_free(&r->text);
    tm_buf_free(&r->language);
    tm_buf_free(&r->kind);
}

static tamis_status read_record(record *r, tm_str line, tamis_error *err)
{
    const char *const names[] = {"id", "text", "lang", "kind"};
    tm_buf *const fields[] = {&r->id, &r->text, &r->language, &r->kind};
    tm_json_scan scan;
    tm_json_value key, value;
    for (size_t i = 0; i < 4; i++)
        tm_buf_clear(fields[i]);
    TM_TRY(tm_json_open(&scan, line, err));
    tamis_status status;
    while ((status = tm_json_member(&scan, &key, &value, err)) == TAMIS_OK) {
        for (size_t i = 0; i < 4; i++) {
            if (value.type == TM_JSON_STRING && tm_json_is(key, names[i]))
                tm_json_decode(fields[i], value);
        }
    }
    tm_buf_byte(&r->language, '\0');
    tm_buf_byte(&r->kind, '\0');
    TM_TRY(tm_buf_check(&r->text, err));
    return status == TAMIS_DONE ? TAMIS_OK : status;
}

// ---- Payloads ----------------------------------------------------------------------------------

static tamis_status add_files(tm_payloads *payloads, const options *o, tamis_error *err)
{
    tm_buf path = {0}, bytes = {0};
    tamis_status status = TAMIS_OK;
    for (size_t i = 0; status == TAMIS_OK && i <= N_LANGUAGES; i++) {
        const char *const name = i < N_LANGUAGES ? languages[i] : "any";
        tm_buf_clear(&path);
        tm_buf_clear(&bytes);
        tm_buf_format(&path, "%s/%s.tsv%c", o->templates, name, '\0');
        status = tm_file_read(&bytes, path.ptr, MAX_FILE, err);
        if (status == TAMIS_OK)
            status = tm_payloads_add_templates(payloads, tm_buf_str(&bytes), err);
        tm_buf_clear(&path);
        tm_buf_clear(&bytes);
        tm_buf_format(&path, "%s/%s.tsv%c", o->lexicon, name, '\0');
        if (status == TAMIS_OK && i < N_LANGUAGES)
            status = tm_file_read(&bytes, path.ptr, MAX_FILE, err);
        if (status == TAMIS_OK)
            status = tm_payloads_add_lexicon(payloads, name, tm_buf_str(&bytes), err);
    }
    tm_buf_free(&path);
    tm_buf_free(&bytes);
    return status;
}

static tamis_status add_anchors(tm_payloads *payloads, const char *argument, tamis_error *err)
{
    const char *const colon = strchr(argument, ':');
    if (!colon || colon - argument > 7)
        return tm_fail(err, TAMIS_EINVAL, "--anchors %s: not LANG:FILE", argument);
    char language[8] = {0};
    memcpy(language, argument, (size_t)(colon - argument));
    tm_buf bytes = {0};
    tamis_status status = tm_file_read(&bytes, colon + 1, MAX_FILE, err);
    if (status == TAMIS_OK)
        status = tm_payloads_add_anchors(payloads, language, tm_buf_str(&bytes), err);
    tm_buf_free(&bytes);
    return status;
}

static tamis_status add_real(tm_payloads *payloads, const char *path, tamis_error *err)
{
    tm_buf bytes = {0};
    record r = {0};
    tamis_status status = tm_file_read(&bytes, path, MAX_FILE, err);
    tm_str rest = tm_buf_str(&bytes);
    while (status == TAMIS_OK && rest.len > 0) {
        status = read_record(&r, tm_str_cut(&rest, '\n'), err);
        if (status == TAMIS_OK && strncmp(r.kind.ptr, "spam:", 5) == 0)
            status = tm_payloads_add_real(payloads, r.language.ptr, r.kind.ptr + 5,
                                          tm_buf_str(&r.text), 0, err);
    }
    record_free(&r);
    tm_buf_free(&bytes);
    return status;
}

// ---- Output ------------------------------------------------------------------------------------

static size_t count_points(tm_str text, size_t begin, size_t end)
{
    size_t n = 0;
    for (size_t i = begin; i < end; i++)
        n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return n;
}

static void write_spans(tm_buf *line, const tm_sample *sample)
{
    const tm_str text = tm_buf_str(&sample->text);
    size_t at = 0, points = 0;
    tm_buf_text(line, ",\"spans\":[");
    for (size_t i = 0; i < sample->n_spans; i++) {
        const tm_sample_span span = sample->spans[i];
        points += count_points(text, at, span.begin);
        const size_t begin = points;
        points += count_points(text, span.begin, span.end);
        at = span.end;
        tm_buf_format(line, "%s[%zu,%zu]", i > 0 ? "," : "", begin, points);
    }
    tm_buf_byte(line, ']');
}

static void write_sample(tm_buf *line, const record *r, const tm_sample *sample)
{
    tm_buf_clear(line);
    tm_buf_text(line, "{\"id\":");
    tm_json_string(line, tm_buf_str(&r->id));
    tm_buf_text(line, ",\"text\":");
    tm_json_string(line, tm_buf_str(&sample->text));
    tm_buf_format(
        line, ",\"label\":\"contaminated\",\"kind\":\"injected:%s\",\"lang\":", sample->kind);
    tm_json_string(line, tm_str_of(r->language.ptr));
    write_spans(line, sample);
    if (sample->obfuscation)
        tm_buf_format(line, ",\"obfuscation\":\"%s\"}\n", sample->obfuscation);
    else
        tm_buf_text(line, ",\"obfuscation\":null}\n");
    fwrite(line->ptr, 1, line->len, stdout);
}

static tamis_status write_all(const tm_payloads *payloads, const options *o, tamis_error *err)
{
    tm_buf bytes = {0}, line = {0};
    record r = {0};
    tm_sample sample = {0};
    tm_rng rng = tm_rng_seed(o->seed);
    tamis_status status = tm_file_read(&bytes, o->clean, MAX_FILE, err);
    const tm_str all = tm_buf_str(&bytes);
    tm_str rest = all;
    for (size_t n = 0; status == TAMIS_OK && all.len > 0 && (o->count == 0 || n < o->count);
         n++) {
        if (rest.len == 0 && o->count == 0)
            break;
        rest = rest.len > 0 ? rest : all;
        status = read_record(&r, tm_str_cut(&rest, '\n'), err);
        if (status == TAMIS_OK)
            status = tm_synthesise(&sample, payloads, tm_buf_str(&r.text), r.language.ptr,
                                   (unsigned)o->groups | tm_fold_group(0), &rng, err);
        if (status == TAMIS_OK)
            write_sample(&line, &r, &sample);
        status = status == TAMIS_DONE ? TAMIS_OK : status;
    }
    tm_sample_free(&sample);
    record_free(&r);
    tm_buf_free(&line);
    tm_buf_free(&bytes);
    return status;
}

// ---- Command line ---------------------------------------------------------------------------

static bool parse(options *o, int argc, char **argv)
{
    const char *const names[] = {"--seed", "--count", "--groups"};
    size_t *const numbers[] = {&o->seed, &o->count, &o->groups};
    const char *const text_names[] = {"--lexicon", "--templates", "--anchors"};
    const char **const texts[] = {&o->lexicon, &o->templates, &o->anchors};
    for (int i = 1; i < argc; i++) {
        const bool option = strncmp(argv[i], "--", 2) == 0;
        bool known = !option;
        for (size_t k = 0; option && i + 1 < argc && k < 3; k++) {
            if (strcmp(argv[i], text_names[k]) == 0) {
                *texts[k] = argv[++i];
                known = true;
            } else if (strcmp(argv[i], names[k]) == 0) {
                known = tm_parse_size(numbers[k], tm_str_of(argv[++i]));
            }
            if (known)
                break;
        }
        if (!known)
            return false;
        if (!option)
            *(o->clean ? &o->contaminated : &o->clean) = argv[i];
    }
    return o->clean != NULL;
}

int main(int argc, char **argv)
{
    options o = {.lexicon = "seeds/lexicon", .templates = "seeds/templates", .groups = 0xF};
    if (!parse(&o, argc, argv)) {
        fprintf(stderr,
                "usage: synthesise [--seed N] [--count N] [--groups MASK] [--lexicon DIR]\n"
                "                  [--templates DIR] [--anchors LANG:FILE]\n"
                "                  CLEAN.jsonl [CONTAMINATED.jsonl]\n");
        return 2;
    }
    tamis_error err;
    tm_payloads *payloads = NULL;
    tamis_status status = tm_payloads_new(&payloads, &err);
    if (status == TAMIS_OK)
        status = add_files(payloads, &o, &err);
    if (status == TAMIS_OK && o.anchors)
        status = add_anchors(payloads, o.anchors, &err);
    if (status == TAMIS_OK && o.contaminated)
        status = add_real(payloads, o.contaminated, &err);
    if (status == TAMIS_OK)
        status = write_all(payloads, &o, &err);
    tm_payloads_free(payloads);
    if (status != TAMIS_OK)
        fprintf(stderr, "synthesise: %s\n", err.message);
    return status == TAMIS_OK ? 0 : 2;
}
