// A text is written as a part and then renamed, so a file in texts/ is complete; its name is its
// digest, so a text that is there already need not be written again.
// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700
#include "sink/label_text.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "sink/facts.h"
#include "sink/store_parts.h"

static const char texts[] = "texts";
enum { NAME_CAP = TM_DIGEST_HEX + 8 };

bool tm_label_text_is_kept(tm_store *store, const char *sha256)
{
    char name[NAME_CAP];
    struct stat info;
    snprintf(name, sizeof name, "texts/%.64s", sha256);
    return tm_folder_stat(&info, tm_journal_folder(store->journal), name) == 0;
}

// ---- Keeping --------------------------------------------------------------------------------

static bool write_part(tm_store *store, const char *part, tm_str text)
{
    const int fd = tm_store_create_part(store, part);
    const bool written = fd >= 0 && tm_fd_write(fd, text) == 0 && tm_folder_sync(fd) == 0;
    const int number = errno;
    const bool closed = fd >= 0 && (close(fd) == 0 || errno == EINTR);
    if (!written)
        errno = number;
    return written && closed;
}

tamis_status tm_label_text_keep(tm_store *store, const char *sha256, tm_str text,
                                tamis_error *err)
{
    char part[NAME_CAP];
    char name[NAME_CAP];
    const int folder = tm_journal_folder(store->journal);
    snprintf(part, sizeof part, "parts/%.64s", sha256);
    snprintf(name, sizeof name, "texts/%.64s", sha256);
    if (tm_label_text_is_kept(store, sha256))
        return TAMIS_OK;
    if (tm_folder_make(folder, texts) != 0 && errno != EEXIST)
        return tm_store_fail("cannot be made", tm_str_of(texts), err);
    if (write_part(store, part, text) &&
        (tm_folder_move(folder, part, folder, name) == 0 || errno == EEXIST))
        return TAMIS_OK;
    const int number = errno;
    tm_folder_remove(folder, part);
    errno = number;
    return tm_store_fail("its text cannot be kept", tm_str_of(sha256), err);
}

tamis_status tm_label_text_sync(tm_store *store, tamis_error *err)
{
    const int folder = tm_journal_folder(store->journal);
    const int fd = tm_folder_at(folder, texts);
    if (fd < 0 && errno == ENOENT)
        return TAMIS_OK;
    const bool synced = fd >= 0 && tm_folder_sync(fd) == 0 && tm_folder_sync(folder) == 0;
    if (fd >= 0)
        close(fd);
    return synced ? TAMIS_OK : tm_store_fail("cannot be synced", tm_str_of(texts), err);
}

// ---- Reading --------------------------------------------------------------------------------

// Appends `size` bytes from offset `at` on (size 0: the whole file, with `at` 0). False when `fd`
// is not a regular file that holds them.
static bool read_part(tm_buf *out, int fd, uint64_t at, uint64_t size)
{
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || at > INT64_MAX)
        return false;
    const uint64_t there = (uint64_t)info.st_size;
    if (at > there || size > there - at)
        return false;
    size_t left = size > 0 ? size : there;
    char *to = tm_buf_reserve(out, left);
    while (to && left > 0) {
        const ssize_t n = pread(fd, to, left, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        out->len += (size_t)n;
        to += n;
        at += (uint64_t)n;
        left -= (size_t)n;
    }
    return to != NULL;
}

static bool read_restored(tm_buf *out, tm_store *store, const tm_index_row *row)
{
    char name[TM_MAX_NAME_BYTES + 1];
    const tm_str path = tm_buf_str(&row->target_path);
    int folder;
    if (row->target_root.len == 0 || path.len == 0 || row->item.file.size_bytes == 0 ||
        tm_place_enter(&folder, &store->place, tm_buf_str(&row->target_root), path, false,
                       NULL) < 0)
        return false;
    const int fd = tm_folder_read(folder, tm_place_name(name, path));
    const bool read = read_part(out, fd, row->target_at, row->item.file.size_bytes);
    if (fd >= 0)
        close(fd);
    return read;
}

static bool read_kept(tm_buf *out, tm_store *store, const char *sha256)
{
    const int folder = tm_folder_at(tm_journal_folder(store->journal), texts);
    const int fd = folder < 0 ? -1 : tm_folder_read(folder, sha256);
    const bool read = read_part(out, fd, 0, 0);
    if (fd >= 0)
        close(fd);
    if (folder >= 0)
        close(folder);
    return read;
}

// The item that was labelled or, if that was purged, another one with the same content: a copy is
// purged when its source is moved into the store.
static tamis_status find_item(tm_index_row *row, tm_store *store,
                              const tm_label_state *document, tamis_error *err)
{
    char id[TM_STORE_ID_BYTES] = "";
    uint64_t number = 0;
    memcpy(id, document->id.ptr, document->id.len);
    TM_TRY(tm_index_find(row, store->index, id, err));
    if (row->state != TM_ITEM_PURGING && row->state != TM_ITEM_PURGED)
        return TAMIS_OK;
    TM_TRY(tm_index_holder(&number, store->index, document->sha256, err));
    if (number == 0)
        return TAMIS_OK;
    tm_store_id_make(id, document->sha256, number);
    tm_index_row_free(row);
    return tm_index_find(row, store->index, id, err);
}

static tamis_status read_item(bool *read, tm_label_text *out, tm_store *store,
                              const tm_label_state *document, tamis_error *err)
{
    tm_index_row row = {0};
    tm_facts facts = {0};
    *read = false;
    if (!tm_store_id_is_valid(document->id, document->sha256))
        return TAMIS_OK;
    tamis_status status = find_item(&row, store, document, err);
    if (status == TAMIS_OK)
        status = tm_facts_read(&facts, tm_buf_str(&row.item.facts), err);
    if (status == TAMIS_OK) {
        *read = row.state == TM_ITEM_RESTORED
                    ? read_restored(&out->bytes, store, &row)
                    : row.state == TM_ITEM_HELD &&
                          tm_store_read(&out->bytes, store, &row.item, NULL) == TAMIS_OK;
        tm_buf_add(&out->field, tm_buf_str(&facts.text_field));
        tm_buf_text(&out->item, row.item.id);
        tm_buf_add(&out->path, tm_buf_str(&row.item.path));
        tm_buf_add(&out->document, tm_buf_str(&facts.document));
        out->is_warc = facts.is_warc;
        out->is_html = facts.is_html;
    }
    tm_facts_free(&facts);
    tm_index_row_free(&row);
    return status < 0 ? status : TAMIS_OK;
}

// The buffers of `text`, for what is done to all of them.
enum { N_BUFFERS = 5 };
static void list_buffers(tm_buf *list[N_BUFFERS], tm_label_text *text)
{
    tm_buf *const all[] = {&text->bytes, &text->field, &text->item, &text->path,
                           &text->document};
    memcpy(list, all, sizeof all);
}

void tm_label_text_free(tm_label_text *text)
{
    tm_buf *list[N_BUFFERS];
    list_buffers(list, text);
    for (size_t i = 0; i < N_BUFFERS; i++)
        tm_buf_free(list[i]);
    *text = (tm_label_text){0};
}

tamis_status tm_label_text_read(tm_label_text *out, tm_store *store,
                                const tm_label_state *document, tamis_error *err)
{
    char hex[TM_DIGEST_HEX + 1];
    tm_buf *list[N_BUFFERS];
    list_buffers(list, out);
    for (size_t i = 0; i < N_BUFFERS; i++)
        tm_buf_clear(list[i]);
    out->is_warc = out->is_html = false;
    bool read = read_kept(&out->bytes, store, document->sha256);
    if (!read) {
        tm_buf_clear(&out->bytes);
        TM_TRY(read_item(&read, out, store, document, err));
    }
    for (size_t i = 0; i < N_BUFFERS; i++)
        TM_TRY(tm_buf_check(list[i], err));
    TM_TRY(tm_digest_hex(&store->digest, hex, tm_buf_str(&out->bytes), err));
    tm_buf_terminate(&out->field);
    TM_TRY(tm_buf_check(&out->field, err));
    if (read && strcmp(hex, document->sha256) == 0)
        return TAMIS_OK;
    tm_buf_clear(&out->bytes);
    return TAMIS_DONE;
}
