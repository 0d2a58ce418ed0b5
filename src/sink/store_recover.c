// Finishes or undoes what was begun and not ended; what happened is told from the files. Every step
// can be repeated: after a crash in here the next start goes on. What is seen may not be on the disk
// yet, since a killed run leaves its syncs undone: they are made up for before anything is removed
// and before the journal says that it ended.
//
//     pending, object absent                     it never came: ABORT
//     pending, object has the source's inode     it was renamed: DONE
//     pending, object has the right content      it was copied: DONE
//                                                (with either the source is removed if it is still
//                                                there, and an earlier copy is purged)
//     pending, object is anything else           the wrong file: it is moved back, ABORT
//     leaving, object absent                     RESTORED
//     leaving, object there, and a complete      the object is removed, RESTORED
//              copy of it at the target
//     leaving, object there, else                KEPT
//     purging                                    the object is removed, PURGED
//
// When the end of the journal was cut off, there may be objects that it no longer names: they are
// adopted.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <unistd.h>

#include "sink/store_parts.h"

// ---- Looking --------------------------------------------------------------------------------

typedef enum likeness {
    ABSENT,
    SAME_FILE,    // the recorded inode, with the size and time it had
    SAME_CONTENT, // another inode
    OTHER
} likeness;

// Sets *there, and `info` when it is. An error when that cannot be found out.
static tamis_status find(bool *there, struct stat *info, int folder, const char *name,
                         tamis_error *err)
{
    *there = tm_folder_stat(info, folder, name) == 0;
    return *there || errno == ENOENT
               ? TAMIS_OK
               : tm_store_fail("cannot be looked at", tm_str_of(name), err);
}

// Whether it is the recorded inode, with the size and time it had.
static bool is_recorded(const struct stat *info, const tm_store_item *item)
{
    tm_identity now = tm_identity_of(info);
    now.device = item->file.device; // may have another number after a reboot
    return tm_identity_same_content(&item->file, &now);
}

// Compares the file `name` with what the item says. An error when that is not possible.
static tamis_status look(likeness *like, tm_store *store, int folder, const char *name,
                         const tm_store_item *item, tamis_error *err)
{
    tm_buf bytes = {0};
    struct stat info;
    bool there;
    *like = ABSENT;
    TM_TRY(find(&there, &info, folder, name, err));
    if (!there)
        return TAMIS_OK;
    *like = is_recorded(&info, item) ? SAME_FILE : OTHER;
    if (*like == SAME_FILE || !S_ISREG(info.st_mode))
        return TAMIS_OK;
    const int fd = tm_folder_read(folder, name);
    if (fd < 0)
        return tm_store_fail("cannot be opened", tm_str_of(name), err);
    tamis_status status = tm_store_read_checked(&bytes, store, fd, item, err);
    close(fd);
    tm_buf_free(&bytes);
    if (status == TAMIS_OK)
        *like = SAME_CONTENT;
    return status == TAMIS_EFORMAT ? TAMIS_OK : status;
}

// *shard receives the directory of the object, or -1 when that was never made.
static tamis_status object_folder(int *shard, tm_store *store, const char *id, tamis_error *err)
{
    *shard = tm_store_shard(store, id, false);
    if (*shard < 0 && errno != ENOENT)
        return tm_store_fail("cannot be opened", tm_str_of(id), err);
    return TAMIS_OK;
}

static tamis_status look_at_object(likeness *like, tm_store *store, const tm_store_item *item,
                                   tamis_error *err)
{
    int shard;
    *like = ABSENT;
    TM_TRY(object_folder(&shard, store, item->id, err));
    if (shard < 0)
        return TAMIS_OK;
    return look(like, store, shard, item->id, item, err);
}

static tamis_status keep_object(tm_store *store, const char *id, tamis_error *err)
{
    const int shard = tm_store_shard(store, id, false);
    if (shard < 0 || tm_folder_set_mode(shard, id, 0600) != 0)
        return tm_store_fail("cannot be kept", tm_str_of(id), err);
    tm_store_touch(store, id);
    return TAMIS_OK;
}

// ---- Coming ---------------------------------------------------------------------------------

// A source that was being removed has a hidden name: gives it its own again.
static tamis_status unhide(const tm_store_item *item, int folder, tamis_error *err)
{
    char name[TM_MAX_NAME_BYTES + 1];
    char hidden[TM_STORE_NAME_BYTES];
    struct stat info;
    bool there;
    tm_place_name(name, tm_buf_str(&item->path));
    tm_store_hidden_name(hidden, item->id);
    TM_TRY(find(&there, &info, folder, hidden, err));
    if (!there || tm_folder_move(folder, hidden, folder, name) == 0 || errno == EEXIST)
        return TAMIS_OK;
    return tm_store_fail("cannot be put back", tm_buf_str(&item->path), err);
}

// The object is complete: removes the source if it is still there. After a renaming that is so where
// the file system knows only links (base/folder.h). Another file of its name is not even opened.
static tamis_status finish_removal(const tm_store_item *item, int folder, tamis_error *err)
{
    char name[TM_MAX_NAME_BYTES + 1];
    struct stat info;
    bool there;
    TM_TRY(unhide(item, folder, err));
    tm_place_name(name, tm_buf_str(&item->path));
    TM_TRY(find(&there, &info, folder, name, err));
    if (!there || !is_recorded(&info, item))
        return TAMIS_OK;
    return tm_store_remove_source(item, folder, err);
}

// Opens the directory of a file outside the store. TAMIS_DONE when that is gone, and so the file is.
static tamis_status enter(int *folder, tm_store *store, tm_str root, tm_str path,
                          tamis_error *err)
{
    const tamis_status status = tm_place_enter(folder, &store->place, root, path, false, err);
    if (status == TAMIS_EIO && (errno == ENOENT || errno == ENOTDIR))
        return TAMIS_DONE;
    return status;
}

static tamis_status finish_move(const char **end, tm_store *store, const tm_store_item *item,
                                likeness object, tamis_error *err)
{
    int folder = -1;
    tamis_status status =
        enter(&folder, store, tm_buf_str(&item->root), tm_buf_str(&item->path), err);
    if (status == TAMIS_OK && object == ABSENT)
        status = unhide(item, folder, err);
    else if (status == TAMIS_OK && object != OTHER)
        status = finish_removal(item, folder, err);
    else if (object == OTHER)
        status = status == TAMIS_OK ? tm_store_move_back(store, item, folder, err)
                                    : tm_fail(err, TAMIS_EIO,
                                              "%s: cannot be put back: its "
                                              "directory is gone",
                                              item->id);
    TM_TRY(status);
    *end = object == ABSENT || object == OTHER ? "ABORT" : "DONE";
    if (*end[0] == 'D')
        TM_TRY(keep_object(store, item->id, err));
    if (folder >= 0 && tm_folder_sync(folder) != 0)
        return tm_store_fail("its directory cannot be written", tm_buf_str(&item->path), err);
    return TAMIS_OK;
}

static tamis_status finish_coming(const char **end, tm_store *store, const tm_store_item *item,
                                  tamis_error *err)
{
    likeness object;
    TM_TRY(look_at_object(&object, store, item, err));
    if (item->act == TM_ACT_MOVE)
        return finish_move(end, store, item, object, err);
    *end = object == SAME_CONTENT ? "DONE" : "ABORT";
    return object == OTHER ? tm_store_remove_object(store, item->id, err) : TAMIS_OK;
}

// ---- Leaving --------------------------------------------------------------------------------

// Sets *there when the record is in the file at the byte that its RESTORE entry names.
static tamis_status look_into_file(bool *there, tm_store *store, int folder, const char *name,
                                   const tm_index_row *row, tamis_error *err)
{
    char hex[TM_DIGEST_HEX + 1];
    struct stat info;
    tm_buf bytes = {0};
    const size_t len = (size_t)row->item.file.size_bytes;
    const int fd = tm_folder_read(folder, name);
    if (fd < 0)
        return errno == ENOENT ? TAMIS_OK
                               : tm_store_fail("cannot be opened", tm_str_of(name), err);
    tamis_status status = TAMIS_OK;
    const bool long_enough = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
                             (uint64_t)info.st_size >= row->target_at + len;
    char *const into = long_enough ? tm_buf_reserve(&bytes, len + 1) : NULL;
    if (long_enough && !into)
        status = tm_fail(err, TAMIS_ENOMEM, "out of memory");
    const ssize_t n_read = into ? pread(fd, into, len, (off_t)row->target_at) : 0;
    if (n_read < 0)
        status = tm_store_fail("cannot be read", tm_str_of(name), err);
    if (into && n_read == (ssize_t)len) {
        status = tm_digest_hex(&store->digest, hex, (tm_str){into, len}, err);
        *there = status == TAMIS_OK && strcmp(hex, row->item.sha256) == 0;
    }
    close(fd);
    tm_buf_free(&bytes);
    return status;
}

// *arrived: a complete copy of the object is where it was going, on the disk.
static tamis_status look_at_target(bool *arrived, tm_store *store, int folder,
                                   const tm_index_row *row, tamis_error *err)
{
    char name[TM_MAX_NAME_BYTES + 1];
    likeness like;
    const tm_str path = tm_buf_str(&row->target_path);
    tm_place_name(name, path);
    if (row->item.act == TM_ACT_RECORD) {
        TM_TRY(look_into_file(arrived, store, folder, name, row, err));
    } else {
        TM_TRY(look(&like, store, folder, name, &row->item, err));
        *arrived = like == SAME_FILE || like == SAME_CONTENT;
    }
    if (!*arrived)
        return TAMIS_OK;
    const int fd = tm_folder_read(folder, name);
    const bool synced = fd >= 0 && tm_folder_sync(fd) == 0;
    const tamis_status status =
        synced ? TAMIS_OK : tm_store_fail("cannot be written to the disk", path, err);
    if (fd >= 0)
        close(fd);
    return status;
}

// Puts in order where the item was going: an incomplete copy is removed.
static tamis_status finish_target(bool *arrived, tm_store *store, const tm_index_row *row,
                                  bool has_object, tamis_error *err)
{
    char part[TM_STORE_NAME_BYTES];
    int folder;
    const tm_str path = tm_buf_str(&row->target_path);
    *arrived = false;
    const tamis_status status = enter(&folder, store, tm_buf_str(&row->target_root), path, err);
    if (status != TAMIS_OK)
        return status < 0 ? status : TAMIS_OK;
    tm_store_part_name(part, row->item.id);
    if (tm_folder_remove(folder, part) != 0 && errno != ENOENT)
        return tm_store_fail("cannot be removed", path, err);
    if (has_object)
        TM_TRY(look_at_target(arrived, store, folder, row, err));
    if (tm_folder_sync(folder) != 0)
        return tm_store_fail("its directory cannot be written", path, err);
    return TAMIS_OK;
}

static tamis_status finish_leaving(const char **end, tm_store *store, const tm_index_row *row,
                                   tamis_error *err)
{
    likeness object;
    bool arrived;
    TM_TRY(look_at_object(&object, store, &row->item, err));
    TM_TRY(finish_target(&arrived, store, row, object != ABSENT, err));
    *end = object == ABSENT || arrived ? "RESTORED" : "KEPT";
    if (arrived)
        return tm_store_remove_object(store, row->item.id, err);
    return object == ABSENT ? TAMIS_OK : keep_object(store, row->item.id, err);
}

// ---- All of them ----------------------------------------------------------------------------

static tamis_status finish_item(const char **end, tm_store *store, const tm_index_row *row,
                                tamis_error *err)
{
    switch (row->state) {
    case TM_ITEM_PENDING:
        return finish_coming(end, store, &row->item, err);
    case TM_ITEM_LEAVING:
        return finish_leaving(end, store, row, err);
    default:
        *end = "PURGED";
        return tm_store_remove_object(store, row->item.id, err);
    }
}

typedef struct recovery {
    tm_store *store;
    tm_buf ends;     // TYPE NUL ID NUL for each entry to write once the directories are synced
    bool has_copies; // a PURGE is among them
} recovery;

static tamis_status add_end(recovery *all, const char *type, const char *id, tamis_error *err)
{
    tm_buf_text(&all->ends, type);
    tm_buf_byte(&all->ends, '\0');
    tm_buf_text(&all->ends, id);
    tm_buf_byte(&all->ends, '\0');
    return tm_buf_check(&all->ends, err);
}

// Whether an entry of this item is among the ends: two moves that were left open may both replace
// the same copy, which is purged once.
static bool is_ending(const recovery *all, const char *id)
{
    tm_str rest = tm_buf_str(&all->ends);
    while (rest.len > 0) {
        tm_str_cut(&rest, '\0');
        if (tm_str_equal(tm_str_cut(&rest, '\0'), tm_str_of(id)))
            return true;
    }
    return false;
}

// An item that cannot be finished now (say, its file system is not mounted) stays open for the next
// start.
static tamis_status recover_item(void *context, const tm_index_row *row, tamis_error *err)
{
    recovery *const all = context;
    tamis_error fault;
    char copy[TM_STORE_ID_BYTES] = "";
    const char *end = NULL;
    tamis_status status = tm_store_settle(all->store, row->item.id, &fault);
    if (status == TAMIS_OK)
        status = finish_item(&end, all->store, row, &fault);
    if (status == TAMIS_OK && strcmp(end, "DONE") == 0)
        status = tm_store_find_copy(copy, all->store, &row->item, &fault);
    if (status == TAMIS_ENOMEM)
        return tm_fail(err, status, "%s", fault.message);
    if (status < 0) {
        all->store->counts.n_failed++;
        tm_store_tell(all->store, tm_buf_str(&row->item.path), &fault);
        return TAMIS_OK;
    }
    if (copy[0] && !is_ending(all, copy)) {
        all->has_copies = true;
        TM_TRY(add_end(all, "PURGE", copy, err));
    }
    return add_end(all, end, row->item.id, err);
}

static tamis_status write_ends(recovery *all, tamis_error *err)
{
    tm_str rest = tm_buf_str(&all->ends);
    TM_TRY(tm_store_sync_shards(all->store, err));
    while (rest.len > 0) {
        const char *const type = tm_str_cut(&rest, '\0').ptr;
        const char *const id = tm_str_cut(&rest, '\0').ptr;
        TM_TRY(tm_store_append_id(all->store, type, id, err));
    }
    return tm_journal_commit(all->store->journal, true, err);
}

// Parts are copies that never became objects.
static tamis_status remove_part(void *context, int folder, const char *name, tamis_error *err)
{
    (void)context;
    (void)err;
    tm_folder_remove(folder, name); // one that stays does no harm
    return TAMIS_OK;
}

static tamis_status remove_parts(tm_store *store, tamis_error *err)
{
    const int fd = tm_folder_at(tm_journal_folder(store->journal), "parts");
    if (fd < 0 && errno == ENOENT)
        return TAMIS_OK;
    return tm_folder_each(fd, "parts", remove_part, NULL, err);
}

static tamis_status recover_all(bool *again, tm_store *store, tamis_error *err)
{
    recovery all = {.store = store};
    tm_index_filter filter = tm_index_all;
    filter.states = 1U << TM_ITEM_PENDING | 1U << TM_ITEM_LEAVING | 1U << TM_ITEM_PURGING;
    tamis_status status = tm_index_select(store->index, &filter, recover_item, &all, err);
    if (status == TAMIS_OK && all.ends.len > 0)
        status = write_ends(&all, err);
    *again = all.has_copies;
    tm_buf_free(&all.ends);
    TM_TRY(status);
    return tm_index_update(store->index, err);
}

tamis_status tm_store_recover(tm_store *store, tamis_error *err)
{
    bool again = false;
    TM_TRY(remove_parts(store, err));
    TM_TRY(recover_all(&again, store, err));
    if (again) // the copies are PURGING now, and that is on the disk: remove them
        TM_TRY(recover_all(&again, store, err));
    return tm_journal_was_cut(store->journal) ? tm_store_adopt(store, err) : TAMIS_OK;
}
