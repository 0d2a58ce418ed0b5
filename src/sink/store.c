// Opening and closing, and the steps that all transactions are made of. A store holds four
// descriptors, and two more while it works, so that a limit of sixteen is enough.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/words.h"
#include "sink/journal_body.h"
#include "sink/store_parts.h"

// ---- Words ----------------------------------------------------------------------------------

tamis_status tm_store_fail(const char *what, tm_str path, tamis_error *err)
{
    char reason[64];
    const int number = errno;
    if (strerror_r(number, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", number);
    const int len = path.len > 120 ? 120 : (int)path.len;
    return tm_fail(err, number == ENOMEM ? TAMIS_ENOMEM : TAMIS_EIO, "%.*s: %s: %s", len,
                   path.ptr ? path.ptr : "", what, reason);
}

void tm_store_tell(tm_store *store, tm_str path, const tamis_error *err)
{
    if (store->options.trouble)
        store->options.trouble(store->options.context, path, err);
}

// ---- Places ---------------------------------------------------------------------------------

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void leave_place(tm_place *place)
{
    close_fd(&place->fd);
    close_fd(&place->root_fd);
    tm_buf_free(&place->root);
    tm_buf_free(&place->parent);
}

static tamis_status enter_root(tm_place *place, tm_str root, tamis_error *err)
{
    if (place->root_fd >= 0 && tm_str_equal(tm_buf_str(&place->root), root))
        return TAMIS_OK;
    close_fd(&place->fd);
    close_fd(&place->root_fd);
    tm_buf_clear(&place->root);
    tm_buf_add(&place->root, root);
    tm_buf_terminate(&place->root);
    TM_TRY(tm_buf_check(&place->root, err));
    place->root_fd = tm_folder_open(place->root.ptr);
    return place->root_fd >= 0 ? TAMIS_OK : tm_store_fail("cannot open it", root, err);
}

tamis_status tm_place_enter(int *fd, tm_place *place, tm_str root, tm_str path, bool make,
                            tamis_error *err)
{
    const tm_str parent = tm_path_parent(path);
    TM_TRY(enter_root(place, root, err));
    if (place->fd < 0 || !tm_str_equal(tm_buf_str(&place->parent), parent)) {
        close_fd(&place->fd);
        place->fd = tm_folder_beneath(place->root_fd, parent, make);
        if (place->fd < 0)
            return tm_store_fail("cannot open its directory", path, err);
        tm_buf_clear(&place->parent);
        tm_buf_add(&place->parent, parent);
        TM_TRY(tm_buf_check(&place->parent, err));
    }
    *fd = place->fd;
    return TAMIS_OK;
}

const char *tm_place_name(char name[TM_MAX_NAME_BYTES + 1], tm_str path)
{
    const tm_str last = tm_path_name(path);
    const size_t len = last.len > TM_MAX_NAME_BYTES ? TM_MAX_NAME_BYTES : last.len;
    memcpy(name, last.ptr, len);
    name[len] = '\0';
    return name;
}

// ---- Objects --------------------------------------------------------------------------------

// The objects of a group have consecutive numbers and share a directory, since each directory that
// was changed costs a sync.
static size_t shard_number(const char *id)
{
    const char *const dash = strrchr(id, '-');
    const size_t number = dash ? (size_t)strtoull(dash + 1, NULL, 10) : 0;
    return number / TM_STORE_GROUP % TM_STORE_SHARDS;
}

// Syncs the entries of "objects" and of all directories in it.
static bool sync_names(int folder)
{
    const int objects = tm_folder_at(folder, "objects");
    const bool synced =
        objects >= 0 && tm_folder_sync(objects) == 0 && tm_folder_sync(folder) == 0;
    if (objects >= 0)
        close(objects);
    return synced;
}

// Makes all directories of objects, so that one sync is enough for them. Also those that are there
// are synced: whoever made them may have been killed first.
static bool make_shards(int folder)
{
    char name[16] = "objects";
    if (tm_folder_make(folder, name) != 0 && errno != EEXIST)
        return false;
    for (size_t i = 0; i < TM_STORE_SHARDS; i++) {
        snprintf(name, sizeof name, "objects/%zx", i);
        if (tm_folder_make(folder, name) != 0 && errno != EEXIST)
            return false;
    }
    return sync_names(folder);
}

// Opens "objects/3". The store's own directories are made with mode 0700.
static int open_shard(tm_store *store, const char *name, bool make)
{
    const int folder = tm_journal_folder(store->journal);
    const int fd = tm_folder_beneath(folder, tm_str_of(name), false);
    if (fd >= 0 || errno != ENOENT || !make)
        return fd;
    return make_shards(folder) ? tm_folder_beneath(folder, tm_str_of(name), false) : -1;
}

static int use_shard(tm_store *store, size_t number, bool make)
{
    char name[sizeof store->shard_name];
    snprintf(name, sizeof name, "objects/%zx", number);
    if (store->shard >= 0 && strcmp(name, store->shard_name) == 0)
        return store->shard;
    close_fd(&store->shard);
    store->shard = open_shard(store, name, make);
    memcpy(store->shard_name, name, sizeof name);
    return store->shard;
}

int tm_store_shard(tm_store *store, const char *id, bool make)
{
    return use_shard(store, shard_number(id), make);
}

void tm_store_touch(tm_store *store, const char *id)
{
    store->shard_touched[shard_number(id)] = true;
}

tamis_status tm_store_sync_shards(tm_store *store, tamis_error *err)
{
    tamis_status status = TAMIS_OK;
    for (size_t i = 0; i < TM_STORE_SHARDS; i++) {
        if (!store->shard_touched[i])
            continue;
        const int fd = use_shard(store, i, false);
        if ((fd < 0 || tm_folder_sync(fd) != 0) && status == TAMIS_OK)
            status = tm_store_fail("cannot be written to the disk",
                                   tm_str_of(store->shard_name), err);
        store->shard_touched[i] = false;
    }
    return status;
}

tamis_status tm_store_settle(tm_store *store, const char *id, tamis_error *err)
{
    bool *const settled = &store->shard_settled[shard_number(id)];
    const int shard = *settled ? -1 : tm_store_shard(store, id, false);
    if (*settled || (shard < 0 && errno == ENOENT))
        return TAMIS_OK;
    if (shard < 0 || tm_folder_sync(shard) != 0 ||
        !sync_names(tm_journal_folder(store->journal)))
        return tm_store_fail("cannot be written to the disk", tm_str_of(store->shard_name),
                             err);
    *settled = true;
    return TAMIS_OK;
}

tamis_status tm_store_append(tm_store *store, const char *type, tm_buf *body, tamis_error *err)
{
    tamis_status status = tm_buf_check(body, err);
    if (status == TAMIS_OK)
        status = tm_journal_append(store->journal, type, tm_buf_str(body), err);
    tm_buf_free(body);
    return status;
}

tamis_status tm_store_append_id(tm_store *store, const char *type, const char *id,
                                tamis_error *err)
{
    tm_buf body = {0};
    tm_json_writer w = {.out = &body};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "id", id);
    tm_json_end(&w, '}');
    return tm_store_append(store, type, &body, err);
}

tamis_status tm_store_append_restore(tm_store *store, const char *id, const tm_target *target,
                                     tamis_error *err)
{
    tm_buf body = {0};
    char at[24];
    tm_json_writer w = {.out = &body};
    snprintf(at, sizeof at, "%llu", (unsigned long long)target->at);
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "id", id);
    tm_journal_add_path(&w, "root", target->root);
    tm_journal_add_path(&w, "path", target->path);
    tm_json_add_word(&w, "at", at);
    tm_json_end(&w, '}');
    return tm_store_append(store, "RESTORE", &body, err);
}

tamis_status tm_store_check_ids(const char *const *ids, size_t n_ids, tamis_error *err)
{
    bool *const again = calloc(n_ids + 1, sizeof *again);
    if (!again)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    tamis_status status = tm_words_again(again, ids, n_ids, err);
    for (size_t i = 0; i < n_ids && status == TAMIS_OK; i++)
        if (again[i])
            status = tm_fail(err, TAMIS_EINVAL, "%.40s: named twice", ids[i]);
    free(again);
    return status;
}

tamis_status tm_store_find_held(tm_index_row *row, tm_store *store, const char *id,
                                tamis_error *err)
{
    const tamis_status status = tm_index_find(row, store->index, id, err);
    if (status == TAMIS_DONE)
        return tm_fail(err, TAMIS_EINVAL, "%.40s: no such item in the store", id);
    TM_TRY(status);
    if (row->state == TM_ITEM_HELD)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EINVAL, "%.40s: not in the store any more: %s", id,
                   tm_item_state_name(row->state));
}

tamis_status tm_store_read_checked(tm_buf *out, tm_store *store, int fd,
                                   const tm_store_item *item, tamis_error *err)
{
    struct stat info;
    char hex[TM_DIGEST_HEX + 1];
    const tm_str name = tm_str_of(item->id);
    const size_t begin = out->len;
    if (fstat(fd, &info) != 0)
        return tm_store_fail("cannot be read", name, err);
    if (!S_ISREG(info.st_mode) || (uint64_t)info.st_size != item->file.size_bytes)
        return tm_fail(err, TAMIS_EFORMAT, "%s: not the file it was, or of another size",
                       item->id);
    if (tm_fd_read(out, fd, item->file.size_bytes) != 0)
        return tm_store_fail("cannot be read", name, err);
    TM_TRY(tm_digest_hex(&store->digest, hex, tm_str_slice(tm_buf_str(out), begin, out->len),
                         err));
    if (strcmp(hex, item->sha256) != 0)
        return tm_fail(err, TAMIS_EFORMAT, "%s: its content is not what it was", item->id);
    return TAMIS_OK;
}

int tm_store_create_part(tm_store *store, const char *name)
{
    const int folder = tm_journal_folder(store->journal);
    int fd = tm_folder_create(folder, name, 0600);
    if (fd < 0 && errno == ENOENT && (tm_folder_make(folder, "parts") == 0 || errno == EEXIST))
        fd = tm_folder_create(folder, name, 0600);
    return fd;
}

tamis_status tm_store_write_object(tm_store *store, const char *id, tm_str bytes,
                                   tamis_error *err)
{
    char name[TM_STORE_ID_BYTES + 8];
    snprintf(name, sizeof name, "parts/%s", id);
    const int fd = tm_store_create_part(store, name);
    if (fd < 0)
        return tm_store_fail("cannot be stored", tm_str_of(id), err);
    bool stored = tm_fd_write(fd, bytes) == 0 && tm_folder_sync(fd) == 0;
    int number = errno;
    if (close(fd) != 0 && stored && errno != EINTR) {
        number = errno;
        stored = false;
    }
    const int folder = tm_journal_folder(store->journal);
    const int shard = stored ? tm_store_shard(store, id, true) : -1;
    if (stored && (shard < 0 || tm_folder_move(folder, name, shard, id) != 0)) {
        number = errno;
        stored = false;
    }
    if (stored) {
        tm_store_touch(store, id);
        return TAMIS_OK;
    }
    tm_folder_remove(folder, name);
    errno = number;
    return tm_store_fail("cannot be stored", tm_str_of(id), err);
}

tamis_status tm_store_read(tm_buf *out, tm_store *store, const tm_store_item *item,
                           tamis_error *err)
{
    const int shard = tm_store_shard(store, item->id, false);
    const int fd = shard < 0 ? -1 : tm_folder_read(shard, item->id);
    if (fd < 0)
        return tm_store_fail("its object cannot be opened", tm_str_of(item->id), err);
    const size_t begin = out->len;
    const tamis_status status = tm_store_read_checked(out, store, fd, item, err);
    if (status < 0)
        out->len = begin;
    close(fd);
    return status;
}

tamis_status tm_store_remove_object(tm_store *store, const char *id, tamis_error *err)
{
    const int shard = tm_store_shard(store, id, false);
    if (shard >= 0 && tm_folder_remove(shard, id) == 0)
        tm_store_touch(store, id);
    else if (errno != ENOENT)
        return tm_store_fail("cannot be removed", tm_str_of(id), err);
    return TAMIS_OK;
}

tamis_status tm_store_object_state(tm_item_state *state, tm_store *store, const char *name,
                                   tamis_error *err)
{
    tm_index_row row = {0};
    const tamis_status status = tm_index_find(&row, store->index, name, err);
    *state = status == TAMIS_OK ? row.state : TM_N_ITEM_STATES;
    tm_index_row_free(&row);
    return status < 0 ? status : TAMIS_OK;
}

bool tm_item_has_object(tm_item_state state)
{
    return state == TM_ITEM_HELD || state == TM_ITEM_PENDING || state == TM_ITEM_LEAVING ||
           state == TM_ITEM_PURGING;
}

tamis_status tm_store_each_object(tm_store *store, tm_folder_visitor *visit, void *context,
                                  tamis_error *err)
{
    for (size_t i = 0; i < TM_STORE_SHARDS; i++) {
        char name[16];
        snprintf(name, sizeof name, "objects/%zx", i);
        const int shard =
            tm_folder_beneath(tm_journal_folder(store->journal), tm_str_of(name), false);
        if (shard < 0 && errno == ENOENT)
            continue;
        if (shard < 0)
            return tm_store_fail("cannot be opened", tm_str_of(name), err);
        TM_TRY(tm_folder_each(shard, name, visit, context, err));
    }
    return TAMIS_OK;
}

// ---- Open and close -------------------------------------------------------------------------

static void waiting_free(tm_waiting *waiting)
{
    tm_store_item_free(&waiting->item);
    tm_buf_free(&waiting->shown);
    tm_buf_free(&waiting->bytes);
}

static void store_free(tm_store *store)
{
    for (size_t i = 0; store->group && i < TM_STORE_GROUP; i++)
        waiting_free(&store->group[i]);
    free(store->group);
    leave_place(&store->place);
    close_fd(&store->shard);
    tm_buf_free(&store->root_given);
    tm_buf_free(&store->root_real);
    tm_index_close(store->index);
    tm_journal_close(store->journal);
    tm_digest_free(&store->digest);
    free(store);
}

static tamis_status start(tm_store *store, const char *path, tamis_error *err)
{
    const tm_store_options *options = &store->options;
    const tm_journal_options how = {options->create, options->renew, options->wait,
                                    options->read_only};
    TM_TRY(tm_digest_init(&store->digest, err));
    TM_TRY(tm_journal_open(&store->journal, path, &how, err));
    TM_TRY(tm_index_open(&store->index, store->journal, options->read_only, err));
    store->last_number = tm_index_last_number(store->index);
    return options->read_only ? TAMIS_OK : tm_store_recover(store, err);
}

tamis_status tm_store_open(tm_store **out, const char *path, const tm_store_options *options,
                           tamis_error *err)
{
    tm_store *const store = calloc(1, sizeof *store);
    if (!store)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    store->options = *options;
    store->place.root_fd = store->place.fd = store->shard = -1;
    store->group = calloc(TM_STORE_GROUP, sizeof *store->group);
    const tamis_status status =
        store->group ? start(store, path, err) : tm_fail(err, TAMIS_ENOMEM, "out of memory");
    if (status < 0) {
        store_free(store);
        return status;
    }
    *out = store;
    return TAMIS_OK;
}

tamis_status tm_store_close(tm_store *store, tamis_error *err)
{
    tamis_status status = TAMIS_OK;
    if (!store)
        return TAMIS_OK;
    if (!store->options.read_only) {
        tm_store_flush(store);
        status = tm_journal_commit(store->journal, true, err);
    }
    store_free(store);
    return status;
}

tm_index *tm_store_index(tm_store *store)
{
    return store->index;
}

tm_journal *tm_store_journal(tm_store *store)
{
    return store->journal;
}

tm_store_counts tm_store_count(const tm_store *store)
{
    return store->counts;
}
