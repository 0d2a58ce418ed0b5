// Objects that belong to no item become items again: after the journal was lost, its end cut off, or
// an older one put back. All that is known of such a document is in its object and its name. They
// are taken in the order of their numbers, which never go back: an object whose number the journal
// has passed gets a new one, before it is an item.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "sink/store_parts.h"

typedef struct adoption {
    tm_store *store;
    char (*ids)[TM_STORE_ID_BYTES];
    size_t n_ids, cap;
} adoption;

static void tell_left(tm_store *store, const char *name, const char *reason)
{
    tamis_error fault;
    tm_fail(&fault, TAMIS_EFORMAT, "%.60s: not taken in: %s", name, reason);
    tm_store_tell(store, tm_str_of(name), &fault);
}

static tamis_status collect_stranger(void *context, int shard, const char *name,
                                     tamis_error *err)
{
    (void)shard;
    adoption *const all = context;
    tm_item_state state;
    void *ids = all->ids;
    if (!tm_store_id_is_valid(tm_str_of(name), NULL)) {
        tell_left(all->store, name, "no store gives such a name to an object");
        return TAMIS_OK;
    }
    TM_TRY(tm_store_object_state(&state, all->store, name, err));
    if (tm_item_has_object(state))
        return TAMIS_OK;
    if (!tm_grow(&ids, &all->cap, all->n_ids + 1, sizeof *all->ids))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    all->ids = ids;
    snprintf(all->ids[all->n_ids++], TM_STORE_ID_BYTES, "%s", name);
    return TAMIS_OK;
}

static int compare_numbers(const void *left, const void *right)
{
    const unsigned long long a = strtoull(strchr(left, '-') + 1, NULL, 10);
    const unsigned long long b = strtoull(strchr(right, '-') + 1, NULL, 10);
    return a < b ? -1 : a > b;
}

// Describes the object `id` from itself alone. TAMIS_DONE when it cannot be an item.
static tamis_status describe(tm_store_item *item, tm_store *store, const char *id,
                             tamis_error *err)
{
    struct stat info;
    tm_buf bytes = {0};
    const int shard = tm_store_shard(store, id, false);
    const int fd = shard < 0 ? -1 : tm_folder_read(shard, id);
    if (fd < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        if (fd >= 0)
            close(fd);
        return TAMIS_DONE;
    }
    snprintf(item->id, sizeof item->id, "%s", id);
    item->act = TM_ACT_FOUND;
    item->time_s = (int64_t)time(NULL);
    item->file = tm_identity_of(&info);
    tm_buf_text(&item->root, "/");
    tm_buf_text(&item->facts, "{}");
    tamis_status status = TAMIS_OK;
    if (tm_fd_read(&bytes, fd, (size_t)info.st_size) != 0)
        status = tm_store_fail("cannot be read", tm_str_of(id), err);
    if (status == TAMIS_OK)
        status = tm_digest_hex(&store->digest, item->sha256, tm_buf_str(&bytes), err);
    close(fd);
    tm_buf_free(&bytes);
    if (status == TAMIS_OK && !tm_store_id_is_valid(tm_str_of(id), item->sha256))
        return TAMIS_DONE;
    return status;
}

// Gives the object of `item` the name that goes with the next number. Killed after that, it is an
// object like the others.
static tamis_status renumber(tm_store_item *item, tm_store *store, tamis_error *err)
{
    char id[TM_STORE_ID_BYTES];
    tm_store_id_make(id, item->sha256, store->last_number + 1);
    const int shard = tm_store_shard(store, item->id, false);
    const int from =
        shard < 0 ? -1 : tm_folder_at(shard, "."); // another shard may be used next
    const int to = from < 0 ? -1 : tm_store_shard(store, id, true);
    const bool moved = to >= 0 && tm_folder_move(from, item->id, to, id) == 0;
    const int number = errno;
    if (from >= 0)
        close(from);
    errno = number;
    if (!moved)
        return tm_store_fail("cannot be taken in", tm_str_of(item->id), err);
    tm_store_touch(store, item->id);
    tm_store_touch(store, id);
    memcpy(item->id, id, sizeof id);
    return TAMIS_OK;
}

static tamis_status adopt(tm_store *store, const char *id, tamis_error *err)
{
    tm_store_item item = {0};
    tm_buf body = {0};
    tamis_status status = describe(&item, store, id, err);
    if (status == TAMIS_DONE)
        tell_left(store, id, "not a regular file, or not the content that its name says");
    else if (status == TAMIS_OK && tm_store_item_number(&item) <= store->last_number)
        status = renumber(&item, store, err);
    if (status == TAMIS_OK) {
        tm_store_item_write(&body, &item);
        status = tm_store_append(store, "FOUND", &body, err);
        store->last_number = tm_store_item_number(&item);
    }
    tm_store_item_free(&item);
    return status < 0 ? status : TAMIS_OK;
}

tamis_status tm_store_adopt(tm_store *store, tamis_error *err)
{
    adoption all = {.store = store};
    tamis_status status = tm_store_each_object(store, collect_stranger, &all, err);
    if (all.n_ids > 0)
        qsort(all.ids, all.n_ids, sizeof *all.ids, compare_numbers);
    for (size_t i = 0; i < all.n_ids && status == TAMIS_OK; i++)
        status = adopt(store, all.ids[i], err);
    free(all.ids);
    if (status == TAMIS_OK)
        status =
            tm_store_sync_shards(store, err); // what has a new name has it before it is named
    TM_TRY(status);
    TM_TRY(tm_journal_commit(store->journal, true, err));
    return tm_index_update(store->index, err);
}
