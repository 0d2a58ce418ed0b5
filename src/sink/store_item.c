// Items to JSON and back. What was read is written again and must give the same bytes. So the form
// is defined by the writer alone, and the reader needs no rules of its own that could differ.
// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700
#include "sink/store_item.h"

#include <stdio.h>

#include "base/json.h"
#include "base/json_writer.h"
#include "base/num.h"
#include "sink/journal_body.h"

enum {
    ID_DIGITS = 16, // of the digest
    MAX_NUMBER_DIGITS = 15,
    MAX_NANOSECONDS = 999999999
};

static const char *const act_names[] = {"move", "copy", "record", "found"};

const char *tm_act_name(tm_act act)
{
    return act_names[act];
}

void tm_store_item_free(tm_store_item *item)
{
    tm_buf_free(&item->root);
    tm_buf_free(&item->path);
    tm_buf_free(&item->facts);
}

uint64_t tm_store_item_number(const tm_store_item *item)
{
    size_t number = 0;
    const tm_str id = tm_str_of(item->id);
    tm_parse_size(&number, tm_str_slice(id, ID_DIGITS + 1, id.len));
    return number;
}

void tm_store_id_make(char id[TM_STORE_ID_BYTES], const char *sha256, uint64_t number)
{
    snprintf(id, TM_STORE_ID_BYTES, "%.*s-%llu", ID_DIGITS, sha256, (unsigned long long)number);
}

bool tm_store_id_is_valid(tm_str id, const char *sha256)
{
    size_t number;
    if (id.len < ID_DIGITS + 2 || id.len > ID_DIGITS + 1 + MAX_NUMBER_DIGITS ||
        !tm_is_hex(tm_str_slice(id, 0, ID_DIGITS)) || id.ptr[ID_DIGITS] != '-' ||
        id.ptr[ID_DIGITS + 1] == '0')
        return false;
    return tm_parse_size(&number, tm_str_slice(id, ID_DIGITS + 1, id.len)) &&
           (!sha256 || memcmp(id.ptr, sha256, ID_DIGITS) == 0);
}

// ---- Writing --------------------------------------------------------------------------------

static void add_file(tm_json_writer *w, const tm_store_item *item)
{
    tm_json_add_size(w, "mode", item->file.mode & 07777);
    tm_json_add_int(w, "mtime", item->file.modified_s);
    tm_json_add_int(w, "mtime_ns", item->file.modified_ns);
    tm_json_add_size(w, "device", item->file.device);
    tm_json_add_size(w, "inode", item->file.inode);
}

void tm_store_item_write(tm_buf *out, const tm_store_item *item)
{
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "id", item->id);
    tm_json_add_word(&w, "act", tm_act_name(item->act));
    tm_json_add_int(&w, "time", item->time_s);
    tm_journal_add_path(&w, "root", tm_buf_str(&item->root));
    tm_journal_add_path(&w, "path", tm_buf_str(&item->path));
    tm_json_add_size(&w, "record", item->record);
    tm_json_add_size(&w, "line", item->line);
    tm_json_add_size(&w, "bytes", item->file.size_bytes);
    tm_json_add_word(&w, "sha256", item->sha256);
    add_file(&w, item);
    tm_buf_text(out, ",\"facts\":");
    tm_buf_add(out, tm_buf_str(&item->facts));
    tm_json_end(&w, '}');
}

// ---- Reading --------------------------------------------------------------------------------

static tm_str string_of(tm_json_value value)
{
    const bool plain = value.type == TM_JSON_STRING && !value.escaped;
    return plain ? tm_str_slice(value.raw, 1, value.raw.len - 1) : (tm_str){0};
}

static void take_word(char *out, size_t cap, tm_json_value value)
{
    const tm_str text = string_of(value);
    if (text.len >= cap || (text.len > 0 && memchr(text.ptr, '\0', text.len)))
        return;
    memcpy(out, text.len ? text.ptr : "", text.len);
    out[text.len] = '\0';
}

static void take_path(tm_buf *out, tm_json_value value)
{
    tm_buf_clear(out);
    if (!tm_journal_unescape(out, string_of(value)))
        tm_buf_clear(out);
    tm_buf_terminate(out);
}

static uint64_t unsigned_of(tm_json_value value)
{
    size_t number;
    return value.type == TM_JSON_NUMBER && tm_parse_size(&number, value.raw) ? number
                                                                             : UINT64_MAX;
}

static int64_t signed_of(tm_json_value value)
{
    long long number;
    return value.type == TM_JSON_NUMBER && tm_parse_int(&number, value.raw) ? number
                                                                            : INT64_MIN;
}

static void take_act(tm_store_item *item, tm_json_value value)
{
    for (size_t i = 0; i < sizeof act_names / sizeof *act_names; i++)
        if (tm_json_is(value, act_names[i]))
            item->act = (tm_act)i;
}

static void take_member(tm_store_item *item, tm_json_value key, tm_json_value value)
{
    if (tm_json_is(key, "id"))
        take_word(item->id, sizeof item->id, value);
    else if (tm_json_is(key, "act"))
        take_act(item, value);
    else if (tm_json_is(key, "time"))
        item->time_s = signed_of(value);
    else if (tm_json_is(key, "root"))
        take_path(&item->root, value);
    else if (tm_json_is(key, "path"))
        take_path(&item->path, value);
    else if (tm_json_is(key, "record"))
        item->record = unsigned_of(value);
    else if (tm_json_is(key, "line"))
        item->line = unsigned_of(value);
    else if (tm_json_is(key, "bytes"))
        item->file.size_bytes = unsigned_of(value);
    else if (tm_json_is(key, "sha256"))
        take_word(item->sha256, sizeof item->sha256, value);
    else if (tm_json_is(key, "mode"))
        item->file.mode = (uint32_t)unsigned_of(value);
    else if (tm_json_is(key, "mtime"))
        item->file.modified_s = signed_of(value);
    else if (tm_json_is(key, "mtime_ns"))
        item->file.modified_ns = signed_of(value);
    else if (tm_json_is(key, "device"))
        item->file.device = unsigned_of(value);
    else if (tm_json_is(key, "inode"))
        item->file.inode = unsigned_of(value);
    else if (tm_json_is(key, "facts") && value.type == TM_JSON_OBJECT)
        tm_buf_add(&item->facts, value.raw);
}

static bool root_is_valid(tm_str root)
{
    return root.len > 0 && root.ptr[0] == '/' &&
           (root.len == 1 || tm_path_is_beneath(tm_str_slice(root, 1, root.len)));
}

static const char *fault_of(const tm_store_item *item)
{
    const tm_str path = tm_buf_str(&item->path);
    const bool is_file = item->act == TM_ACT_MOVE || item->act == TM_ACT_COPY;
    if (!tm_is_hex(tm_str_of(item->sha256)) || strlen(item->sha256) != TM_DIGEST_HEX)
        return "sha256";
    if (!tm_store_id_is_valid(tm_str_of(item->id), item->sha256))
        return "id";
    if (!root_is_valid(tm_buf_str(&item->root)))
        return "root";
    if (is_file ? !tm_path_is_beneath(path)
                : path.len > TM_MAX_PATH_BYTES ||
                      (path.len > 0 && memchr(path.ptr, '\0', path.len)))
        return "path";
    if (item->time_s < 0 || item->file.size_bytes > INT64_MAX || item->record > INT64_MAX ||
        item->line > INT64_MAX)
        return "number";
    if ((item->file.mode & ~(uint32_t)07777) != 0 || item->file.modified_ns < 0 ||
        item->file.modified_ns > MAX_NANOSECONDS || item->file.modified_s == INT64_MIN)
        return "mode or mtime";
    return NULL;
}

tamis_status tm_store_item_read(tm_store_item *item, tm_str body, tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    tm_buf again = {0};
    *item = (tm_store_item){.time_s = -1};
    tamis_status status = tm_json_open(&scan, body, err);
    while (status == TAMIS_OK &&
           (status = tm_json_member(&scan, &key, &value, err)) == TAMIS_OK)
        take_member(item, key, value);
    if (item->root.failed || item->path.failed || item->facts.failed)
        status = tm_fail(err, TAMIS_ENOMEM, "out of memory");
    const char *fault = status == TAMIS_DONE ? fault_of(item) : NULL;
    tm_store_item_write(&again, item);
    if (status == TAMIS_DONE && !fault && !tm_str_equal(tm_buf_str(&again), body))
        fault = "form";
    if (status == TAMIS_DONE && again.failed)
        status = tm_fail(err, TAMIS_ENOMEM, "out of memory");
    else if (fault)
        status = tm_fail(err, TAMIS_EFORMAT, "an entry that tamis would not write (%s)", fault);
    item->file.mode |= S_IFREG; // a store holds regular files only
    tm_buf_free(&again);
    if (status < 0)
        tm_store_item_free(item);
    return status < 0 ? status : TAMIS_OK;
}
