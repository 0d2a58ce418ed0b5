// Rows are read member by member, then their spans are turned from code points to bytes.
// SPDX-License-Identifier: MIT
#include "model/dataset.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/num.h"
#include "text/utf8.h"

const char tm_dataset_blank[] = "there is no text in it";

// A weight beyond this would leave nothing of the others.
static const double max_weight = 1000;

enum { MAX_SHOWN_BYTES = 40 }; // of a value in a message

static char *copy_text(tm_str text)
{
    char *copy = malloc(text.len + 1);
    if (copy && text.len > 0)
        memcpy(copy, text.ptr, text.len);
    if (copy)
        copy[text.len] = 0;
    return copy;
}

tm_labelled *tm_dataset_new_row(tm_dataset *dataset)
{
    if (!tm_grow((void **)&dataset->row, &dataset->cap, dataset->len + 1, sizeof *dataset->row))
        return NULL;
    tm_labelled *row = &dataset->row[dataset->len++];
    *row = (tm_labelled){.weight = 1};
    return row;
}

void tm_labelled_free(tm_labelled *row)
{
    tm_buf_free(&row->text);
    free(row->id);
    free(row->kind);
    free(row->language);
    free(row->source);
    free(row->obfuscation);
    free(row->group_name);
    free(row->spans);
}

// Takes the last row off again.
static void drop_last(tm_dataset *dataset)
{
    tm_labelled_free(&dataset->row[--dataset->len]);
}

void tm_dataset_free(tm_dataset *dataset)
{
    for (size_t i = 0; i < dataset->len; i++)
        tm_labelled_free(&dataset->row[i]);
    free(dataset->row);
    for (size_t i = 0; i < dataset->n_paths; i++)
        free(dataset->path[i]);
    free(dataset->path);
    *dataset = (tm_dataset){0};
}

// A number goes by its own digits, as the id of a screened record does.
static tamis_status read_text(char **out, tm_json_value value, tamis_error *err)
{
    tm_buf text = {0};
    if (value.type == TM_JSON_STRING)
        tm_json_decode(&text, value);
    else if (value.type == TM_JSON_NUMBER)
        tm_buf_add(&text, value.raw);
    free(*out);
    *out = copy_text(tm_buf_str(&text));
    const bool failed = text.failed || !*out;
    tm_buf_free(&text);
    return failed ? tm_fail(err, TAMIS_ENOMEM, "no memory for the data set") : TAMIS_OK;
}

// The bounds in [begin, end], or in an object that has them as its start and end, as a verdict does.
static bool read_bounds(size_t bound[2], tm_json_value span)
{
    static const char *const names[] = {"start", "end"};
    bool found[2] = {false, false};
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value number;
    if (tm_json_open(&scan, span.raw, NULL) != TAMIS_OK)
        return false;
    for (int i = 0; i < 2 && span.type == TM_JSON_ARRAY; i++)
        found[i] = tm_json_element(&scan, &number, NULL) == TAMIS_OK &&
                   tm_parse_size(&bound[i], number.raw);
    while (span.type == TM_JSON_OBJECT &&
           tm_json_member(&scan, &key, &number, NULL) == TAMIS_OK)
        for (int i = 0; i < 2; i++)
            if (tm_json_is(key, names[i]))
                found[i] = tm_parse_size(&bound[i], number.raw);
    return found[0] && found[1];
}

static tamis_status read_span(tm_sample_span *span, tm_json_value value, tamis_error *err)
{
    size_t bound[2] = {0, 0};
    if (!read_bounds(bound, value))
        return tm_fail(err, TAMIS_EFORMAT,
                       "a span is neither [begin, end] nor an object with start and end");
    *span = (tm_sample_span){bound[0], bound[1]};
    if (bound[0] == bound[1])
        return tm_fail(err, TAMIS_EFORMAT, "a span is empty");
    return bound[0] < bound[1] ? TAMIS_OK
                               : tm_fail(err, TAMIS_EFORMAT, "a span ends before it begins");
}

static tamis_status read_spans(tm_labelled *row, tm_json_value list, tamis_error *err)
{
    size_t cap = 0;
    tm_json_scan scan;
    tm_json_value value;
    if (list.type != TM_JSON_ARRAY)
        return tm_fail(err, TAMIS_EFORMAT, "spans is not a list");
    TM_TRY(tm_json_open(&scan, list.raw, err));
    for (;;) {
        const tamis_status status = tm_json_element(&scan, &value, err);
        if (status != TAMIS_OK)
            return status == TAMIS_DONE ? TAMIS_OK : status;
        if (!tm_grow((void **)&row->spans, &cap, row->n_spans + 1, sizeof *row->spans))
            return tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
        tm_sample_span *const span = &row->spans[row->n_spans++];
        TM_TRY(read_span(span, value, err));
        if (span > row->spans && span->begin < span[-1].begin)
            return tm_fail(err, TAMIS_EFORMAT, "spans do not ascend");
    }
}

// Code points to bytes; spans ascend in begin but may overlap (then they are joined).
static tamis_status place_spans(tm_labelled *row, tamis_error *err)
{
    const tm_str text = tm_buf_str(&row->text);
    size_t byte = 0, character = 0, kept = 0;
    for (size_t i = 0; i < row->n_spans; i++) {
        size_t bound[2] = {row->spans[i].begin, row->spans[i].end};
        if (bound[0] < character) // overlaps its predecessor: joined to it
            bound[0] = character;
        for (int k = 0; k < 2; k++) {
            while (character < bound[k] && byte < text.len) {
                byte++;
                while (byte < text.len && ((unsigned char)text.ptr[byte] & 0xC0) == 0x80)
                    byte++;
                character++;
            }
            if (character < bound[k])
                return tm_fail(err, TAMIS_EFORMAT, "a span lies beyond the text");
            bound[k] = byte;
        }
        if (bound[1] > bound[0])
            row->spans[kept++] = (tm_sample_span){bound[0], bound[1]};
    }
    row->n_spans = kept;
    return TAMIS_OK;
}

// With a mark at their head two equal texts would not be equal. The spans, still in code points,
// were counted with it.
static void drop_marks(tm_labelled *row)
{
    const tm_str rest = tm_utf8_after_marks(tm_buf_str(&row->text));
    const size_t n_bytes = row->text.len - rest.len;
    const size_t n_marks = n_bytes / 3;
    if (n_marks == 0)
        return;
    memmove(row->text.ptr, row->text.ptr + n_bytes, rest.len);
    row->text.len = rest.len;
    for (size_t i = 0; i < row->n_spans; i++) {
        tm_sample_span *const span = &row->spans[i];
        span->begin = span->begin > n_marks ? span->begin - n_marks : 0;
        span->end = span->end > n_marks ? span->end - n_marks : 0;
    }
}

tm_row_format tm_row_format_default(void)
{
    return (tm_row_format){.text_field = "text", .id_field = "id", .group_field = "group"};
}

// What is being read of one line.
typedef struct row_reader {
    const tm_row_format *format;
    tm_labelled *row;
    bool has_label; // the member is there
    bool labelled;  // and says clean or contaminated
} row_reader;

// Shows the value as it stands there, for it tells what is to be replaced.
static tamis_status refuse_label(tm_json_value value, tamis_error *err)
{
    const size_t len = tm_utf8_cut(value.raw, MAX_SHOWN_BYTES);
    return tm_fail(err, TAMIS_EFORMAT,
                   "label is %.*s%s; write \"clean\" or \"contaminated\" instead", (int)len,
                   value.raw.ptr, len < value.raw.len ? "…" : "");
}

static tamis_status read_label(row_reader *r, tm_json_value value, tamis_error *err)
{
    if (r->has_label)
        return tm_fail(err, TAMIS_EFORMAT, "label is there twice");
    r->has_label = true;
    r->row->contaminated = tm_json_is(value, "contaminated");
    r->labelled = r->row->contaminated || tm_json_is(value, "clean");
    if (r->labelled || (r->format->admit_unlabelled && value.type == TM_JSON_NULL))
        return TAMIS_OK;
    return refuse_label(value, err);
}

static tamis_status read_content(tm_labelled *row, tm_json_value value, const char *name,
                                 tamis_error *err)
{
    if (value.type != TM_JSON_STRING)
        return tm_fail(err, TAMIS_EFORMAT, "%s is not a string", name);
    if (row->text.ptr) // other programs may read the other one
        return tm_fail(err, TAMIS_EFORMAT, "field \"%.60s\" is there twice", name);
    tm_json_decode(&row->text, value);
    return tm_buf_check(&row->text, err);
}

// Where the text of a member goes, or NULL.
static char **field_of(row_reader *r, tm_json_value key)
{
    tm_labelled *const row = r->row;
    if (tm_json_is(key, r->format->group_field))
        return &row->group_name;
    if (tm_json_is(key, r->format->id_field))
        return &row->id;
    if (tm_json_is(key, "kind"))
        return &row->kind;
    if (tm_json_is(key, "lang"))
        return &row->language;
    if (tm_json_is(key, "source"))
        return &row->source;
    return tm_json_is(key, "obfuscation") ? &row->obfuscation : NULL;
}

static tamis_status read_member(row_reader *r, tm_json_value key, tm_json_value value,
                                tamis_error *err)
{
    tm_labelled *const row = r->row;
    if (tm_json_is(key, r->format->text_field))
        return read_content(row, value, r->format->text_field, err);
    if (tm_json_is(key, "label"))
        return read_label(r, value, err);
    char **const field = field_of(r, key);
    if (field)
        TM_TRY(read_text(field, value, err));
    if (tm_json_is(key, "spans"))
        return value.type == TM_JSON_NULL ? TAMIS_OK : read_spans(row, value, err);
    if (tm_json_is(key, "hard"))
        row->hard = value.type == TM_JSON_TRUE;
    if (tm_json_is(key, "strong"))
        row->strong = value.type == TM_JSON_TRUE;
    if (tm_json_is(key, "composite"))
        row->composite = value.type == TM_JSON_TRUE;
    if (tm_json_is(key, "weight") && !(tm_parse_double(&row->weight, value.raw) &&
                                       row->weight >= 0 && row->weight <= max_weight))
        return tm_fail(err, TAMIS_EFORMAT, "weight is not a number from 0 to 1000");
    return TAMIS_OK;
}

static tamis_status fill_absent(tm_labelled *row, tamis_error *err)
{
    char **fields[] = {&row->id,     &row->kind,        &row->language,
                       &row->source, &row->obfuscation, &row->group_name};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!*fields[i])
            *fields[i] = copy_text(tm_str_of(""));
        if (!*fields[i])
            return tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    }
    row->group = tm_hash_bytes(*row->group_name ? tm_str_of(row->group_name)
                               : *row->id       ? tm_str_of(row->id)
                                                : tm_buf_str(&row->text));
    return TAMIS_OK;
}

// The label of the line and that of the format must not contradict each other.
static tamis_status settle_label(row_reader *r, tamis_error *err)
{
    const char *const given = r->format->label;
    const bool contaminated = given && strcmp(given, "contaminated") == 0;
    if (given && r->labelled && contaminated != r->row->contaminated)
        return tm_fail(err, TAMIS_EFORMAT, "label is %s in a folder of %s documents",
                       r->row->contaminated ? "contaminated" : "clean", given);
    if (!given && !r->labelled && !r->format->admit_unlabelled)
        return tm_fail(err, TAMIS_EFORMAT, "no label");
    r->row->contaminated = r->row->contaminated || contaminated;
    r->row->unlabelled = !given && !r->labelled;
    return TAMIS_OK;
}

bool tm_dataset_is_blank(tm_str text)
{
    size_t i = 0;
    while (i < text.len && strchr(" \t\r\n\v\f", text.ptr[i]) && text.ptr[i])
        i++;
    return i == text.len;
}

// What a label says must fit the document. Without a label nothing is said that could be wrong.
static tamis_status check_labelled(const tm_labelled *row, tamis_error *err)
{
    if (row->unlabelled)
        return TAMIS_OK;
    if (tm_dataset_is_blank(tm_buf_str(&row->text)))
        return tm_fail(err, TAMIS_EFORMAT, "%s", tm_dataset_blank);
    if (!row->contaminated && row->n_spans > 0)
        return tm_fail(err, TAMIS_EFORMAT, "spans in a clean document");
    return TAMIS_OK;
}

static tamis_status read_row(tm_labelled *row, tm_str line, const tm_row_format *format,
                             tamis_error *err)
{
    row_reader r = {.format = format, .row = row};
    tm_json_scan scan;
    tm_json_value key, value;
    TM_TRY(tm_json_open(&scan, line, err));
    for (;;) {
        const tamis_status status = tm_json_member(&scan, &key, &value, err);
        if (status == TAMIS_DONE)
            break;
        TM_TRY(status);
        TM_TRY(read_member(&r, key, value, err));
    }
    TM_TRY(settle_label(&r, err));
    if (!row->text.ptr)
        return tm_fail(err, TAMIS_EFORMAT, "no field \"%.60s\"", format->text_field);
    if (!tm_utf8_is_valid(tm_buf_str(&row->text)))
        return tm_fail(err, TAMIS_EFORMAT, "text is not UTF-8");
    drop_marks(row);
    TM_TRY(check_labelled(row, err));
    TM_TRY(place_spans(row, err));
    return fill_absent(row, err);
}

tamis_status tm_dataset_add_line(tm_dataset *dataset, tm_str line, const tm_row_format *format,
                                 tamis_error *err)
{
    tm_labelled *const row = tm_dataset_new_row(dataset);
    if (!row)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    const tamis_status status = read_row(row, line, format, err);
    if (status < 0)
        drop_last(dataset);
    else
        dataset->n_grouped += *row->group_name != '\0';
    return status;
}

tamis_status tm_dataset_add_text(tm_dataset *dataset, tm_str text, const char *id,
                                 const char *label, tm_str group_name, tamis_error *err)
{
    tm_labelled *const row = tm_dataset_new_row(dataset);
    if (!row)
        return tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    row->contaminated = label && strcmp(label, "contaminated") == 0;
    row->unlabelled = !label;
    tm_buf_add(&row->text, tm_utf8_after_marks(text));
    row->group_name = copy_text(group_name);
    tamis_status status = tm_buf_check(&row->text, err);
    if (status == TAMIS_OK)
        status = row->group_name ? fill_absent(row, err)
                                 : tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    free(row->id); // the name of a file decides nothing about its group
    row->id = copy_text(tm_str_of(id));
    if (status == TAMIS_OK && !row->id)
        status = tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
    if (status < 0)
        drop_last(dataset);
    return status;
}

// The rows of a file come one after another and share one copy of its path.
tamis_status tm_dataset_set_place(tm_dataset *dataset, const char *path, size_t line,
                                  tamis_error *err)
{
    void *paths = dataset->path;
    tm_labelled *const row = &dataset->row[dataset->len - 1];
    const size_t n = dataset->n_paths;
    if (n == 0 || strcmp(dataset->path[n - 1], path) != 0) {
        char *const copy = copy_text(tm_str_of(path));
        const bool grown =
            copy && tm_grow(&paths, &dataset->paths_cap, n + 1, sizeof *dataset->path);
        dataset->path = paths;
        if (!grown) {
            free(copy);
            return tm_fail(err, TAMIS_ENOMEM, "no memory for the data set");
        }
        dataset->path[dataset->n_paths++] = copy;
    }
    row->path = dataset->path[dataset->n_paths - 1];
    row->line = line;
    return TAMIS_OK;
}

tamis_status tm_dataset_add_jsonl(tm_dataset *dataset, tm_str lines, tamis_error *err)
{
    const tm_row_format format = tm_row_format_default();
    for (size_t number = 1; lines.len > 0; number++) {
        const tm_str line = tm_str_cut(&lines, '\n');
        tamis_error cause;
        if (line.len == 0)
            continue;
        const tamis_status status = tm_dataset_add_line(dataset, line, &format, &cause);
        if (status < 0)
            return tm_fail(err, status, "line %zu: %.200s", number, cause.message);
    }
    return TAMIS_OK;
}
