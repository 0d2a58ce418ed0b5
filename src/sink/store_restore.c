// Documents out of the store: restored to where they came from, or purged. As on the way in, groups
// of up to 256 share the syncs, and an entry is on the disk before anything is touched.
//
// A file gets its mode and time back while it is still in the store. It then appears at its place
// complete and in one step, and never replaces anything. On another file system it is copied under
// a temporary name beside its place first.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "sink/store_parts.h"

enum { KEPT_MODE_BITS = 01777 }; // without set-user-ID and set-group-ID

// An item on its way out.
typedef struct leaving {
    tm_index_row row;
    tm_str path; // beneath the root: the item's, or its id for one whose path is not known
    tm_stage stage;
} leaving;

// The items of one call, group by group.
typedef struct departure {
    tm_store *store;
    tm_buf root; // absolute path of where all go; empty: each goes to its own root
    leaving *group;
    size_t n_group;
} departure;

static tm_str root_of(const departure *trip, const leaving *one)
{
    return trip->root.len > 0 ? tm_buf_str(&trip->root) : tm_buf_str(&one->row.item.root);
}

static void fail_item(departure *trip, leaving *one, const tamis_error *fault)
{
    one->stage = TM_STAGE_FAILED;
    trip->store->counts.n_failed++;
    tm_store_tell(trip->store, one->path, fault);
}

// ---- Before ---------------------------------------------------------------------------------

static tamis_status load(leaving *one, tm_store *store, const char *id, tamis_error *err)
{
    *one = (leaving){.path = tm_str_of(id)};
    return tm_store_find_held(&one->row, store, id, err);
}

static tamis_status check_object(tm_store *store, const leaving *one, tamis_error *err)
{
    tm_buf bytes = {0};
    const tamis_status status = tm_store_read(&bytes, store, &one->row.item, err);
    tm_buf_free(&bytes);
    return status;
}

static tamis_status fail_exists(const departure *trip, const leaving *one, tamis_error *err)
{
    const tm_str root = root_of(trip, one);
    return tm_fail(err, TAMIS_EINVAL, "%.*s/%.*s: exists; nothing is replaced",
                   root.len > 100 ? 100 : (int)root.len, root.ptr,
                   one->path.len > 100 ? 100 : (int)one->path.len, one->path.ptr);
}

// The folder that the user once named is not made anew: it may be that of a disk that is not mounted
// now.
static tamis_status enter_place(int *folder, departure *trip, const leaving *one,
                                tamis_error *err)
{
    tm_place *const place = &trip->store->place;
    const tm_str root = root_of(trip, one);
    const tamis_status status = tm_place_enter(folder, place, root, one->path, true, err);
    if (status != TAMIS_EIO || place->root_fd >= 0 || access(place->root.ptr, F_OK) == 0 ||
        errno != ENOENT)
        return status;
    return tm_fail(err, TAMIS_EIO,
                   "%.*s: the folder is gone; make it (mkdir -p), or name another place (--to)",
                   root.len > 120 ? 120 : (int)root.len, root.ptr);
}

static tamis_status check_place(departure *trip, leaving *one, tamis_error *err)
{
    char name[TM_MAX_NAME_BYTES + 1];
    struct stat info;
    int folder;
    const tm_act act = one->row.item.act;
    if (act == TM_ACT_MOVE || act == TM_ACT_COPY)
        one->path = tm_buf_str(&one->row.item.path);
    else if (act == TM_ACT_RECORD)
        return tm_fail(err, TAMIS_EINVAL, "%s: a record; it is restored into a new file",
                       one->row.item.id);
    else if (trip->root.len == 0)
        return tm_fail(err, TAMIS_EINVAL, "%s: it is not known where it was; name a place",
                       one->row.item.id);
    TM_TRY(enter_place(&folder, trip, one, err));
    tm_place_name(name, one->path);
    if (tm_folder_stat(&info, folder, name) == 0)
        return fail_exists(trip, one, err);
    return errno == ENOENT ? TAMIS_OK : tm_store_fail("cannot be restored", one->path, err);
}

static tamis_status prepare(departure *trip, leaving *one, const char *id, tamis_error *err)
{
    TM_TRY(load(one, trip->store, id, err));
    TM_TRY(check_place(trip, one, err));
    TM_TRY(check_object(trip->store, one, err));
    const tm_target target = {.root = root_of(trip, one), .path = one->path};
    TM_TRY(tm_store_append_restore(trip->store, id, &target, err));
    one->stage = TM_STAGE_INTENDED;
    return TAMIS_OK;
}

// ---- Out ------------------------------------------------------------------------------------

// Gives the file its mode and modification time back.
static bool dress(int fd, const tm_identity *file)
{
    const struct timespec times[2] = {
        {.tv_nsec = UTIME_OMIT},
        {.tv_sec = (time_t)file->modified_s, .tv_nsec = (long)file->modified_ns},
    };
    return fchmod(fd, file->mode & KEPT_MODE_BITS) == 0 && futimens(fd, times) == 0 &&
           tm_folder_sync(fd) == 0;
}

static tamis_status copy_out(departure *trip, leaving *one, int folder, const char *name,
                             tamis_error *err)
{
    char part[TM_STORE_NAME_BYTES];
    tm_buf bytes = {0};
    tm_store_part_name(part, one->row.item.id);
    TM_TRY(tm_store_read(&bytes, trip->store, &one->row.item, err));
    const int fd = tm_folder_create(folder, part, 0600);
    const bool written =
        fd >= 0 && tm_fd_write(fd, tm_buf_str(&bytes)) == 0 && dress(fd, &one->row.item.file);
    tamis_status status = TAMIS_OK;
    if (!written || tm_folder_move(folder, part, folder, name) != 0) {
        status = tm_store_fail("cannot be restored", one->path, err);
        if (fd >= 0)
            tm_folder_remove(folder, part);
    }
    if (fd >= 0)
        close(fd);
    tm_buf_free(&bytes);
    if (status == TAMIS_OK)
        one->stage = TM_STAGE_COPIED;
    return status;
}

static tamis_status move_out(departure *trip, leaving *one, int folder, tamis_error *err)
{
    tm_store *const store = trip->store;
    char name[TM_MAX_NAME_BYTES + 1];
    const char *const id = one->row.item.id;
    const int shard = tm_store_shard(store, id, false);
    const int fd = shard < 0 ? -1 : tm_folder_read(shard, id);
    if (fd < 0)
        return tm_store_fail("its object cannot be opened", one->path, err);
    tm_place_name(name, one->path);
    tm_store_touch(store, id);
    const bool dressed = dress(fd, &one->row.item.file);
    if (dressed && tm_folder_move(shard, id, folder, name) == 0) {
        close(fd);
        one->stage = TM_STAGE_MOVED;
        return TAMIS_OK;
    }
    const int number = errno;
    fchmod(fd, 0600); // it stays an object
    close(fd);
    errno = number;
    if (dressed && number == EXDEV)
        return copy_out(trip, one, folder, name, err);
    return tm_store_fail(number == EEXIST ? "nothing is replaced" : "cannot be restored",
                         one->path, err);
}

// The item stays in the store: the journal and the user are told so.
static void keep(departure *trip, leaving *one, const tamis_error *fault)
{
    tamis_error second;
    if (tm_store_append_id(trip->store, "KEPT", one->row.item.id, &second) < 0)
        tm_store_tell(trip->store, one->path, &second);
    fail_item(trip, one, fault);
}

static void move_all_out(departure *trip)
{
    for (size_t i = 0; i < trip->n_group; i++) {
        leaving *const one = &trip->group[i];
        tamis_error fault;
        int folder;
        if (one->stage != TM_STAGE_INTENDED)
            continue;
        tamis_status status = tm_place_enter(&folder, &trip->store->place, root_of(trip, one),
                                             one->path, false, &fault);
        if (status == TAMIS_OK)
            status = move_out(trip, one, folder, &fault);
        if (status == TAMIS_OK && tm_folder_sync(folder) != 0) {
            tm_store_fail("its directory cannot be written to the disk", one->path, &fault);
            fail_item(trip, one, &fault); // the entry stays open
        } else if (status < 0) {
            keep(trip, one, &fault);
        }
    }
}

// ---- After ----------------------------------------------------------------------------------

// Appends the entry `type` for those that were moved or copied.
static void end_all(departure *trip, const char *type)
{
    tm_store *const store = trip->store;
    tamis_error fault;
    uint64_t n_done = 0;
    const tamis_status synced = tm_store_sync_shards(store, &fault);
    for (size_t i = 0; i < trip->n_group; i++) {
        leaving *const one = &trip->group[i];
        if (one->stage != TM_STAGE_MOVED && one->stage != TM_STAGE_COPIED)
            continue;
        if (synced < 0 || tm_store_append_id(store, type, one->row.item.id, &fault) < 0) {
            fail_item(trip, one, &fault);
        } else {
            one->stage = TM_STAGE_DONE;
            n_done++;
        }
    }
    if (tm_journal_commit(store->journal, false, &fault) == TAMIS_OK) {
        store->counts.n_done += n_done;
        return;
    }
    for (size_t i = 0; i < trip->n_group; i++)
        if (trip->group[i].stage == TM_STAGE_DONE)
            fail_item(trip, &trip->group[i], &fault);
}

static void remove_all_copied(departure *trip)
{
    for (size_t i = 0; i < trip->n_group; i++) {
        leaving *const one = &trip->group[i];
        tamis_error fault;
        if (one->stage == TM_STAGE_COPIED &&
            tm_store_remove_object(trip->store, one->row.item.id, &fault) < 0)
            fail_item(trip, one, &fault); // the entry stays open
    }
}

// Syncs the entries that begin it; if that fails, nothing more is done with these items.
static void commit_begin(departure *trip)
{
    tamis_error fault;
    if (tm_journal_commit(trip->store->journal, true, &fault) == TAMIS_OK)
        return;
    for (size_t i = 0; i < trip->n_group; i++)
        if (trip->group[i].stage == TM_STAGE_INTENDED)
            fail_item(trip, &trip->group[i], &fault);
}

// ---- Groups ---------------------------------------------------------------------------------

typedef void group_action(departure *trip, const char *const *ids);

static void restore_group(departure *trip, const char *const *ids)
{
    for (size_t i = 0; i < trip->n_group; i++) {
        tamis_error fault;
        if (prepare(trip, &trip->group[i], ids[i], &fault) < 0)
            fail_item(trip, &trip->group[i], &fault);
    }
    commit_begin(trip);
    move_all_out(trip);
    remove_all_copied(trip);
    end_all(trip, "RESTORED");
}

// Appends an entry of type `begin` for each, syncs them, and removes the objects.
static void begin_removal(departure *trip, const char *const *ids, const char *begin)
{
    for (size_t i = 0; i < trip->n_group; i++) {
        leaving *const one = &trip->group[i];
        tamis_error fault;
        tamis_status status = load(one, trip->store, ids[i], &fault);
        if (status == TAMIS_OK)
            status = tm_store_append_id(trip->store, begin, one->row.item.id, &fault);
        if (status == TAMIS_OK)
            one->stage = TM_STAGE_INTENDED;
        else
            fail_item(trip, one, &fault);
    }
    commit_begin(trip);
    for (size_t i = 0; i < trip->n_group; i++)
        if (trip->group[i].stage == TM_STAGE_INTENDED)
            trip->group[i].stage = TM_STAGE_COPIED;
    remove_all_copied(trip);
}

static void purge_group(departure *trip, const char *const *ids)
{
    begin_removal(trip, ids, "PURGE");
    end_all(trip, "PURGED");
}

// Makes the folder `path` in one that exists and syncs that: a crash must not lose the folder once
// documents have left the store for it.
static bool make_folder(tm_str path)
{
    tm_buf parent = {0};
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    const tm_str above = tm_path_parent(path);
    tm_buf_add(&parent, above.len > 0        ? above
                        : path.ptr[0] == '/' ? tm_str_of("/")
                                             : tm_str_of("."));
    tm_buf_byte(&parent, '\0');
    const int within = parent.failed ? -1 : tm_folder_open(parent.ptr);
    const int made = within < 0 ? -1 : tm_folder_beneath(within, tm_path_name(path), true);
    const int number = errno;
    if (made >= 0)
        close(made);
    if (within >= 0)
        close(within);
    tm_buf_free(&parent);
    errno = number;
    return made >= 0;
}

// Appends the absolute path of `to`, which is made if need be.
static tamis_status find_target(tm_buf *root, const char *to, tamis_error *err)
{
    if (tm_folder_path(root, to) == 0)
        return TAMIS_OK;
    if (errno == ENOENT && make_folder(tm_str_of(to)) && tm_folder_path(root, to) == 0)
        return TAMIS_OK;
    return tm_store_fail("cannot be found or made", tm_str_of(to), err);
}

static tamis_status in_groups(tm_store *store, const char *const *ids, size_t n_ids,
                              const char *to, group_action *act, tamis_error *err)
{
    departure trip = {.store = store};
    TM_TRY(tm_store_check_ids(ids, n_ids, err));
    if (to && n_ids > 0)
        TM_TRY(find_target(&trip.root, to, err));
    tm_store_flush(store);
    leaving *const group = calloc(TM_STORE_GROUP, sizeof *group);
    tamis_status status = group ? tm_index_update(store->index, err)
                                : tm_fail(err, TAMIS_ENOMEM, "out of memory");
    trip.group = group;
    for (size_t begin = 0; begin < n_ids && status == TAMIS_OK; begin += trip.n_group) {
        trip.n_group = n_ids - begin < TM_STORE_GROUP ? n_ids - begin : TM_STORE_GROUP;
        act(&trip, ids + begin);
        for (size_t i = 0; i < trip.n_group; i++)
            tm_index_row_free(&group[i].row);
        status = tm_index_update(store->index, err);
    }
    free(group);
    tm_buf_free(&trip.root);
    return status;
}

tamis_status tm_store_restore(tm_store *store, const char *const *ids, size_t n_ids,
                              const char *to, tamis_error *err)
{
    return in_groups(store, ids, n_ids, to, restore_group, err);
}

tamis_status tm_store_purge(tm_store *store, const char *const *ids, size_t n_ids,
                            tamis_error *err)
{
    return in_groups(store, ids, n_ids, NULL, purge_group, err);
}
