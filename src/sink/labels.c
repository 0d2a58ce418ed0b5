// Entries are read one by one and sorted by digest and place in the journal. Then the entries of
// each document are played through: a label is put on a stack, an undo takes the top one off.
// Sorted and not hashed, so that nobody can make it slow by choosing digests. As with items, what
// was read is written again and must give the same bytes.
// SPDX-License-Identifier: MIT
#include "sink/labels.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/json_writer.h"
#include "base/num.h"
#include "sink/label_row.h"
#include "text/utf8.h"

static const char *const names[] = {"none", "clean", "contaminated"};
enum { N_NAMES = sizeof names / sizeof *names };

struct tm_label_entry {
    char sha256[TM_DIGEST_HEX + 1];
    char text[TM_DIGEST_HEX + 1];     // "" when it does not say
    size_t id_begin, id_len, row_len; // in labels->strings; the row follows the id
    size_t number;
    tm_label_value value;
    bool undo;
};

const char *tm_label_name(tm_label_value value)
{
    return names[value];
}

// ---- One entry ------------------------------------------------------------------------------

static void put_body(tm_buf *out, const tm_label *label)
{
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_text(&w, "id", label->id);
    tm_json_add_word(&w, "sha256", label->sha256);
    tm_json_add_word(&w, "label", names[label->value]);
    tm_json_add_text(&w, "reviewer", label->reviewer);
    tm_json_add_int(&w, "time", (long long)label->time_s);
    tm_json_add_text(&w, "reason", label->reason);
    if (label->text)
        tm_json_add_word(&w, "text", label->text);
    if (label->row.len > 0) {
        tm_buf_text(out, ",\"row\":");
        tm_buf_add(out, label->row);
    }
    tm_json_end(&w, '}');
}

tamis_status tm_label_append(tm_journal *journal, const tm_label *label, tamis_error *err)
{
    tm_buf body = {0};
    if (label->id.len > TM_LABEL_MAX_BYTES || label->reviewer.len > TM_LABEL_MAX_BYTES ||
        label->reason.len > TM_LABEL_MAX_BYTES)
        return tm_fail(err, TAMIS_ELIMIT,
                       "an id, a reviewer and a reason may have %d bytes at most",
                       TM_LABEL_MAX_BYTES);
    if (label->row.len > TM_LABEL_MAX_ROW)
        return tm_fail(err, TAMIS_ELIMIT,
                       "%.*s: spans and what else the row says may have %d bytes at most",
                       (int)tm_utf8_cut(label->id, 120), label->id.len ? label->id.ptr : "",
                       TM_LABEL_MAX_ROW);
    put_body(&body, label);
    tamis_status status = tm_buf_check(&body, err);
    if (status == TAMIS_OK)
        status = tm_journal_append(journal, label->undo ? "UNLABEL" : "LABEL",
                                   tm_buf_str(&body), err);
    tm_buf_free(&body);
    return status;
}

// The strings of an entry, and the entry written again; owned.
typedef struct words {
    tm_buf id, sha256, text, reviewer, reason, row, again;
} words;

static void words_free(words *w)
{
    tm_buf_free(&w->id);
    tm_buf_free(&w->sha256);
    tm_buf_free(&w->text);
    tm_buf_free(&w->reviewer);
    tm_buf_free(&w->reason);
    tm_buf_free(&w->row);
    tm_buf_free(&w->again);
}

static void take_member(tm_label *label, words *w, tm_json_value key, tm_json_value value)
{
    long long number;
    if (tm_json_is(key, "time") && value.type == TM_JSON_NUMBER &&
        tm_parse_int(&number, value.raw))
        label->time_s = number;
    if (tm_json_is(key, "row") && value.type == TM_JSON_OBJECT)
        tm_buf_add(&w->row, value.raw);
    if (value.type != TM_JSON_STRING)
        return;
    if (tm_json_is(key, "id"))
        tm_json_decode(&w->id, value);
    else if (tm_json_is(key, "sha256"))
        tm_json_decode(&w->sha256, value);
    else if (tm_json_is(key, "text"))
        tm_json_decode(&w->text, value);
    else if (tm_json_is(key, "reviewer"))
        tm_json_decode(&w->reviewer, value);
    else if (tm_json_is(key, "reason"))
        tm_json_decode(&w->reason, value);
    else if (tm_json_is(key, "label"))
        for (size_t i = 0; i < N_NAMES; i++)
            if (tm_json_is(value, names[i]))
                label->value = (tm_label_value)i;
}

static bool is_digest(tm_str text)
{
    return text.len == TM_DIGEST_HEX && tm_is_hex(text);
}

// An UNLABEL says nothing of the document: its labels do.
static bool is_sound(const tm_label *label, const words *w)
{
    const tm_str text = tm_buf_str(&w->text);
    const tm_str row = tm_buf_str(&w->row);
    if (!is_digest(tm_buf_str(&w->sha256)) || label->time_s < 0)
        return false;
    if (label->undo)
        return text.len == 0 && row.len == 0;
    return label->value != TM_LABEL_NONE && (text.len == 0 || is_digest(text)) &&
           (row.len == 0 || tm_label_row_is_sound(row));
}

static tamis_status read_body(tm_label *label, words *w, tm_str body, tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    label->time_s = -1;
    tamis_status status = tm_json_open(&scan, body, err);
    while (status == TAMIS_OK &&
           (status = tm_json_member(&scan, &key, &value, err)) == TAMIS_OK)
        take_member(label, w, key, value);
    if (status < 0)
        return status;
    const bool valid = is_sound(label, w);
    if (w->text.len > 0) {
        tm_buf_byte(&w->text, '\0');
        label->text = w->text.failed ? NULL : w->text.ptr;
    }
    tm_buf_byte(&w->sha256, '\0');
    label->id = tm_buf_str(&w->id);
    label->sha256 = w->sha256.failed ? "" : w->sha256.ptr;
    label->reviewer = tm_buf_str(&w->reviewer);
    label->reason = tm_buf_str(&w->reason);
    label->row = tm_buf_str(&w->row);
    put_body(&w->again, label);
    if (w->id.failed || w->sha256.failed || w->text.failed || w->reviewer.failed ||
        w->reason.failed || w->row.failed || w->again.failed)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    if (valid && tm_str_equal(tm_buf_str(&w->again), body))
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EFORMAT, "a label that tamis would not write");
}

// ---- All of them ----------------------------------------------------------------------------

static tamis_status keep_entry(tm_labels *labels, const tm_label *label, tamis_error *err)
{
    void *entries = labels->entry;
    if (!tm_grow(&entries, &labels->cap, labels->n_entries + 1, sizeof *labels->entry))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    labels->entry = entries;
    tm_label_entry *const entry = &labels->entry[labels->n_entries];
    *entry = (tm_label_entry){.id_begin = labels->strings.len,
                              .id_len = label->id.len,
                              .row_len = label->row.len,
                              .number = labels->n_entries,
                              .value = label->value,
                              .undo = label->undo};
    memcpy(entry->sha256, label->sha256, sizeof entry->sha256);
    if (label->text)
        memcpy(entry->text, label->text, sizeof entry->text);
    tm_buf_add(&labels->strings, label->id);
    tm_buf_add(&labels->strings, label->row);
    labels->n_entries++;
    return tm_buf_check(&labels->strings, err);
}

static tamis_status visit(void *context, const tm_journal_entry *entry, tamis_error *err)
{
    tm_label label = {.undo = tm_str_equal(entry->type, tm_str_of("UNLABEL"))};
    words w = {0};
    tamis_error fault;
    if (!label.undo && !tm_str_equal(entry->type, tm_str_of("LABEL")))
        return TAMIS_OK;
    tamis_status status = read_body(&label, &w, entry->body, &fault);
    if (status == TAMIS_OK)
        status = keep_entry(context, &label, &fault);
    words_free(&w);
    if (status < 0)
        return tm_fail(err, status, "journal: before byte %llu: %.120s",
                       (unsigned long long)entry->end, fault.message);
    return TAMIS_OK;
}

static int by_digest(const void *a, const void *b)
{
    const tm_label_entry *const x = a;
    const tm_label_entry *const y = b;
    const int order = strcmp(x->sha256, y->sha256);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

// For playing: what is in force now and would be again, and what strings point into.
typedef struct stack {
    const tm_label_entry **entry; // with room for all entries
    const char *strings;
} stack;

static tm_label_value value_at(const stack *pile, size_t height)
{
    return height > 0 ? pile->entry[height - 1]->value : TM_LABEL_NONE;
}

// Plays through the n entries of one document.
static tamis_status play(tm_label_state *out, const tm_label_entry *entry, size_t n,
                         stack *pile, tamis_error *err)
{
    const tm_label_entry *const last = &entry[n - 1];
    const tm_label_entry *given = entry; // the label in force, or the last one
    const char *text = "";
    size_t height = 0;
    for (size_t i = 0; i < n; i++) {
        if (!entry[i].undo) {
            given = pile->entry[height++] = &entry[i];
            text = entry[i].text[0] ? entry[i].text : text;
            continue;
        }
        if (height == 0 || entry[i].value != value_at(pile, height - 1))
            return tm_fail(err, TAMIS_EFORMAT,
                           "journal: of %.16s something is undone that was not done",
                           entry[i].sha256);
        if (--height > 0)
            given = pile->entry[height - 1];
    }
    memcpy(out->sha256, entry->sha256, sizeof out->sha256);
    out->has_text = text[0] != '\0';
    memcpy(out->text, out->has_text ? text : entry->sha256, sizeof out->text);
    out->last = last->number;
    out->given = given->number;
    out->undoable = height > 0;
    out->value = value_at(pile, height);
    out->before = height > 0 ? value_at(pile, height - 1) : TM_LABEL_NONE;
    out->id = (tm_str){pile->strings + last->id_begin, last->id_len};
    out->row = (tm_str){pile->strings + given->id_begin + given->id_len, given->row_len};
    return TAMIS_OK;
}

static tamis_status play_all(tm_labels *labels, stack *pile, tamis_error *err)
{
    size_t n;
    for (size_t begin = 0; begin < labels->n_entries; begin += n) {
        const tm_label_entry *const entry = labels->entry + begin;
        n = 1;
        while (begin + n < labels->n_entries && strcmp(entry[n].sha256, entry->sha256) == 0)
            n++;
        TM_TRY(play(&labels->document[labels->n_documents++], entry, n, pile, err));
    }
    return TAMIS_OK;
}

tamis_status tm_labels_read(tm_labels *labels, tm_journal *journal, tamis_error *err)
{
    *labels = (tm_labels){0};
    tm_buf_byte(&labels->strings, '\0'); // so that its ptr is not NULL
    TM_TRY(tm_journal_each(journal, 0, 0, visit, labels, err));
    if (!labels->entry)
        return TAMIS_OK;
    labels->document = calloc(labels->n_entries + 1, sizeof *labels->document);
    stack all = {.entry = calloc(labels->n_entries + 1, sizeof *all.entry),
                 .strings = labels->strings.ptr};
    tamis_status status;
    qsort(labels->entry, labels->n_entries, sizeof *labels->entry, by_digest);
    if (labels->document && all.entry)
        status = play_all(labels, &all, err);
    else
        status = tm_fail(err, TAMIS_ENOMEM, "out of memory");
    free(all.entry);
    free(labels->entry);
    labels->entry = NULL;
    return status < 0 ? status : tm_labels_join(labels, err);
}

void tm_labels_free(tm_labels *labels)
{
    free(labels->entry);
    free(labels->document);
    free(labels->by_text);
    tm_buf_free(&labels->strings);
    *labels = (tm_labels){0};
}

static int digest_order(const void *digest, const void *document)
{
    return memcmp(digest, ((const tm_label_state *)document)->sha256, TM_DIGEST_HEX);
}

const tm_label_state *tm_labels_of(const tm_labels *labels, const char *sha256)
{
    return labels->n_documents == 0 ? NULL
                                    : bsearch(sha256, labels->document, labels->n_documents,
                                              sizeof *labels->document, digest_order);
}

bool tm_labels_hold(const tm_labels *labels, const char *sha256)
{
    const tm_label_state *const document = tm_labels_of(labels, sha256);
    return document && document->value != TM_LABEL_NONE;
}

const tm_label_state *tm_labels_find(const tm_labels *labels, tm_str word)
{
    const tm_label_state *found = NULL;
    char digest[TM_DIGEST_HEX + 1] = "";
    if (word.len == TM_DIGEST_HEX) {
        memcpy(digest, word.ptr, TM_DIGEST_HEX);
        found = tm_labels_of(labels, digest);
        found = found ? found : tm_labels_of_text(labels, digest);
    }
    if (found)
        return found;
    for (size_t i = 0; i < labels->n_documents; i++) {
        const tm_label_state *const one = &labels->document[i];
        if (tm_str_equal(one->id, word) && (!found || one->last > found->last))
            found = one;
    }
    return found;
}

// ---- Rows -----------------------------------------------------------------------------------

void tm_label_put_jsonl(tm_buf *out, const tm_label_line *line)
{
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_text(&w, "text", line->text);
    tm_json_add_word(&w, "label", names[line->value]);
    tm_json_add_text(&w, "id", line->id);
    if (line->item.len > 0)
        tm_json_add_text(&w, "item", line->item);
    if (line->row.len > 2) { // its members, without the braces
        tm_buf_byte(out, ',');
        tm_buf_add(out, tm_str_slice(line->row, 1, line->row.len - 1));
    }
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
}

void tm_label_put_fasttext(tm_buf *out, tm_str text, tm_label_value value)
{
    tm_buf_format(out, "__label__%s ", names[value]);
    const size_t begin = out->len;
    tm_buf_add(out, text);
    for (size_t i = begin; i < out->len && !out->failed; i++)
        if (out->ptr[i] == '\n' || out->ptr[i] == '\r')
            out->ptr[i] = ' ';
    tm_buf_byte(out, '\n');
}
