// A group of documents into the store, up to 256 at a time:
//
//     1. each file is looked at once more, through descriptors that cannot be redirected, and its
//        INTENT is appended; the journal is synced once for all
//     2. each is renamed into the store, or copied
//     3. each directory of objects that was changed is synced
//     4. the sources of moves that had to be copied are removed and their directories synced. A
//        renaming needs no sync of the directory it came from: the file system does it in one
//        step, which is on the disk when the directory it went to is
//     5. DONE or ABORT for each; these may reach the disk later, since recovery can tell what
//        happened from the files
//     6. the earlier copy of a file that is moved now is removed: its PURGE is written before the
//        DONE and synced with it, and only then is the copy removed. So no crash leaves both held,
//        or neither
//
// A failure concerns one document and leaves it where it is. When it is not known where it is
// (a sync failed), the INTENT stays open and the next start finds out.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "sink/store_parts.h"

// ---- The group that waits -------------------------------------------------------------------

static bool same_document(const tm_store_item *a, const tm_store_item *b)
{
    return a->record == b->record && strcmp(a->sha256, b->sha256) == 0 &&
           tm_str_equal(tm_buf_str(&a->path), tm_buf_str(&b->path)) &&
           tm_str_equal(tm_buf_str(&a->root), tm_buf_str(&b->root));
}

// Whether it is one file reached by two paths, as where roots overlap. Hard links do not count:
// each is to be moved by itself.
static bool same_file(const tm_store_item *a, const tm_store_item *b)
{
    return a->file.inode != 0 && a->file.n_links == 1 && a->file.inode == b->file.inode &&
           a->file.device == b->file.device;
}

bool tm_store_is_in_group(const tm_store *store, const tm_store_item *item)
{
    for (size_t i = 0; i < store->n_group; i++) {
        const tm_waiting *other = &store->group[i];
        if (&other->item != item && other->stage != TM_STAGE_FAILED &&
            (same_document(&other->item, item) ||
             (item->act == TM_ACT_MOVE && same_file(&other->item, item))))
            return true;
    }
    return false;
}

tamis_status tm_store_was_put(bool *stored, tm_store *store, const tm_store_item *item,
                              tamis_error *err)
{
    *stored = tm_store_is_in_group(store, item);
    if (*stored)
        return TAMIS_OK;
    TM_TRY(tm_index_update(store->index, err));
    return tm_index_holds(stored, store->index, item, err);
}

void tm_store_fail_waiting(tm_store *store, tm_waiting *place, const tamis_error *fault)
{
    place->stage = TM_STAGE_FAILED;
    store->counts.n_failed++;
    tm_store_tell(store, tm_buf_str(&place->shown), fault);
}

// ---- 1. Intents -----------------------------------------------------------------------------

static tamis_status fail_changed(const tm_waiting *place, tamis_error *err)
{
    return tm_fail(err, TAMIS_EIO, "%.180s: changed since it was read; it was left where it is",
                   place->shown.ptr);
}

// For a file that has changed in something other than size and time: checks its content.
static tamis_status look_inside(tm_store *store, const tm_waiting *place, int folder,
                                const char *name, tamis_error *err)
{
    tm_buf bytes = {0};
    const int fd = tm_folder_read(folder, name);
    if (fd < 0)
        return tm_store_fail("cannot be opened", tm_buf_str(&place->shown), err);
    tamis_status status = tm_store_read_checked(&bytes, store, fd, &place->item, err);
    if (status == TAMIS_EFORMAT)
        status = fail_changed(place, err);
    close(fd);
    tm_buf_free(&bytes);
    return status;
}

// TAMIS_DONE when there is nothing to do: this run has moved the file already.
static tamis_status look_again(tm_store *store, tm_waiting *place, tamis_error *err)
{
    tm_store_item *const item = &place->item;
    char name[TM_MAX_NAME_BYTES + 1];
    struct stat info;
    int folder;
    const tm_str path = tm_buf_str(&item->path);
    if (!tm_path_is_beneath(path))
        return tm_fail(err, TAMIS_EINVAL, "%.180s: not a path beneath its root",
                       place->shown.ptr);
    TM_TRY(tm_place_enter(&folder, &store->place, tm_buf_str(&item->root), path, false, err));
    tm_place_name(name, path);
    if (tm_folder_stat(&info, folder, name) != 0) {
        bool stored = false;
        const int number = errno;
        if (number == ENOENT)
            TM_TRY(tm_store_was_put(&stored, store, item, err));
        errno = number;
        return stored ? TAMIS_DONE : tm_store_fail("cannot be stored", path, err);
    }
    const tm_identity now = tm_identity_of(&info);
    if (!S_ISREG(now.mode))
        return tm_fail(err, TAMIS_EINVAL,
                       "%.180s: not a regular file; name the file itself to have it stored",
                       place->shown.ptr);
    if (!tm_identity_same_content(&item->file, &now))
        return fail_changed(place, err);
    if (!tm_identity_same_state(&item->file, &now))
        TM_TRY(look_inside(store, place, folder, name, err));
    item->file = now;
    return TAMIS_OK;
}

static tamis_status intend(tm_store *store, tm_waiting *place, tamis_error *err)
{
    tm_store_item *const item = &place->item;
    tm_buf body = {0};
    if (item->act != TM_ACT_RECORD) {
        const tamis_status status = look_again(store, place, err);
        if (status != TAMIS_OK)
            return status;
    }
    tm_store_id_make(item->id, item->sha256, ++store->last_number);
    tm_store_item_write(&body, item);
    const tamis_status status = tm_store_append(store, "INTENT", &body, err);
    if (status == TAMIS_OK)
        place->stage = TM_STAGE_INTENDED;
    return status;
}

static void intend_all(tm_store *store)
{
    tamis_error fault;
    for (size_t i = 0; i < store->n_group; i++) {
        tm_waiting *const place = &store->group[i];
        const tamis_status status = intend(store, place, &fault);
        if (status < 0) {
            tm_store_fail_waiting(store, place, &fault);
        } else if (status == TAMIS_DONE) {
            store->counts.n_before++;
            place->stage = TM_STAGE_FAILED;
        }
    }
    if (tm_journal_commit(store->journal, true, &fault) == TAMIS_OK)
        return;
    for (size_t i = 0; i < store->n_group; i++)
        if (store->group[i].stage == TM_STAGE_INTENDED)
            tm_store_fail_waiting(store, &store->group[i], &fault);
}

// ---- 2. Into the store ----------------------------------------------------------------------

static tamis_status copy_in(tm_store *store, tm_waiting *place, int folder, tamis_error *err)
{
    const tm_store_item *const item = &place->item;
    char name[TM_MAX_NAME_BYTES + 1];
    tm_buf bytes = {0};
    const int fd = tm_folder_read(folder, tm_place_name(name, tm_buf_str(&item->path)));
    if (fd < 0)
        return tm_store_fail("cannot be opened", tm_buf_str(&place->shown), err);
    tamis_status status = tm_store_read_checked(&bytes, store, fd, item, err);
    close(fd);
    if (status == TAMIS_EFORMAT)
        status = fail_changed(place, err);
    if (status == TAMIS_OK)
        status = tm_store_write_object(store, item->id, tm_buf_str(&bytes), err);
    if (status == TAMIS_OK)
        place->stage = TM_STAGE_COPIED;
    tm_buf_free(&bytes);
    return status;
}

// Checks the object after the renaming: since the last look another file may have taken its name,
// or somebody may have written to this one. Moves it back then; TAMIS_DONE when even that fails.
static tamis_status confirm(tm_store *store, const tm_waiting *place, int shard, int folder,
                            tamis_error *err)
{
    const tm_store_item *const item = &place->item;
    struct stat info;
    tamis_status status = TAMIS_OK;
    if (tm_folder_stat(&info, shard, item->id) != 0) {
        status = tm_store_fail("cannot be stored", tm_buf_str(&place->shown), err);
    } else {
        const tm_identity now = tm_identity_of(&info);
        if (!tm_identity_same_content(&item->file, &now))
            status = fail_changed(place, err);
        else if (tm_folder_set_mode(shard, item->id, 0600) != 0)
            status = tm_store_fail("cannot be stored", tm_buf_str(&place->shown), err);
    }
    if (status == TAMIS_OK)
        return TAMIS_OK;
    tamis_error fault;
    if (tm_store_move_back(store, item, folder, &fault) < 0) {
        tm_store_tell(store, tm_buf_str(&place->shown), &fault);
        return TAMIS_DONE; // the next start finds out where it is
    }
    return status;
}

// A file with further links, or of another owner, must keep its mode: it is copied, and only this
// name of it removed.
static bool may_be_renamed(const tm_store_item *item)
{
    return item->file.n_links == 1 && item->file.owner == geteuid();
}

static tamis_status move_in(tm_store *store, tm_waiting *place, int folder, tamis_error *err)
{
    const tm_store_item *const item = &place->item;
    char name[TM_MAX_NAME_BYTES + 1];
    const int shard = tm_store_shard(store, item->id, true);
    if (shard < 0)
        return tm_store_fail("cannot be stored", tm_buf_str(&place->shown), err);
    tm_place_name(name, tm_buf_str(&item->path));
    if (may_be_renamed(item)) {
        tm_store_touch(store, item->id);
        if (tm_folder_move(folder, name, shard, item->id) == 0) {
            place->stage = TM_STAGE_MOVED;
            return confirm(store, place, shard, folder, err);
        }
        if (errno != EXDEV)
            return tm_store_fail("cannot be moved", tm_buf_str(&place->shown), err);
    }
    return copy_in(store, place, folder, err);
}

static tamis_status carry(tm_store *store, tm_waiting *place, tamis_error *err)
{
    const tm_store_item *const item = &place->item;
    int folder;
    if (item->act == TM_ACT_RECORD) {
        TM_TRY(tm_store_write_object(store, item->id, tm_buf_str(&place->bytes), err));
        place->stage = TM_STAGE_COPIED;
        return TAMIS_OK;
    }
    TM_TRY(tm_place_enter(&folder, &store->place, tm_buf_str(&item->root),
                          tm_buf_str(&item->path), false, err));
    return item->act == TM_ACT_MOVE ? move_in(store, place, folder, err)
                                    : copy_in(store, place, folder, err);
}

// The document is where it was: the journal and the user are told so.
static void abort_item(tm_store *store, tm_waiting *place, const tamis_error *fault)
{
    tamis_error second;
    if (tm_store_append_id(store, "ABORT", place->item.id, &second) < 0)
        tm_store_tell(store, tm_buf_str(&place->shown), &second);
    tm_store_fail_waiting(store, place, fault);
}

static void carry_all(tm_store *store)
{
    for (size_t i = 0; i < store->n_group; i++) {
        tm_waiting *const place = &store->group[i];
        tamis_error fault;
        if (place->stage != TM_STAGE_INTENDED)
            continue;
        const tamis_status status = carry(store, place, &fault);
        if (status < 0) {
            abort_item(store, place, &fault);
        } else if (status == TAMIS_DONE) { // the intent stays open
            store->counts.n_failed++;
            place->stage = TM_STAGE_FAILED;
        }
    }
}

// ---- 4. Sources -----------------------------------------------------------------------------

static void undo_copy(tm_store *store, tm_waiting *place, const tamis_error *fault)
{
    const int shard = tm_store_shard(store, place->item.id, false);
    if (shard >= 0 && tm_folder_remove(shard, place->item.id) == 0) {
        abort_item(store, place, fault);
    } else {
        tm_store_fail_waiting(store, place, fault); // the intent stays open
    }
}

// Removes the source of a copy; undoes the copy when that fails. *folder receives the descriptor of
// the source's directory, borrowed.
static void let_source_go(int *folder, tm_store *store, tm_waiting *place)
{
    const tm_store_item *const item = &place->item;
    tamis_error fault;
    if (tm_place_enter(folder, &store->place, tm_buf_str(&item->root), tm_buf_str(&item->path),
                       false, &fault) < 0) {
        tm_store_fail_waiting(store, place, &fault); // the intent stays open
        return;
    }
    tamis_status status = tm_store_remove_source(item, *folder, &fault);
    if (status == TAMIS_DONE)
        status = fail_changed(place, &fault);
    if (status < 0)
        undo_copy(store, place, &fault);
}

static bool shares_directory(const tm_waiting *a, const tm_waiting *b)
{
    return tm_str_equal(tm_buf_str(&a->item.root), tm_buf_str(&b->item.root)) &&
           tm_str_equal(tm_path_parent(tm_buf_str(&a->item.path)),
                        tm_path_parent(tm_buf_str(&b->item.path)));
}

static bool takes_away(const tm_waiting *place)
{
    return place->item.act == TM_ACT_MOVE && place->stage == TM_STAGE_COPIED;
}

static void remove_sources(tm_store *store)
{
    for (size_t begin = 0, end; begin < store->n_group; begin = end) {
        tm_waiting *const first = &store->group[begin];
        int folder = -1;
        for (end = begin; end < store->n_group; end++) {
            tm_waiting *const place = &store->group[end];
            if (!shares_directory(first, place))
                break;
            if (takes_away(place))
                let_source_go(&folder, store, place);
        }
        if (folder < 0 || tm_folder_sync(folder) == 0)
            continue;
        tamis_error fault;
        tm_store_fail("its directory cannot be written to the disk", tm_buf_str(&first->shown),
                      &fault);
        for (size_t i = begin; i < end; i++)
            if (takes_away(&store->group[i]))
                tm_store_fail_waiting(store, &store->group[i], &fault);
    }
}

// ---- The whole group ------------------------------------------------------------------------

// The directories of objects could not be synced: copies are undone, moves left to the next start.
static void give_up(tm_store *store, const tamis_error *fault)
{
    for (size_t i = 0; i < store->n_group; i++) {
        tm_waiting *const place = &store->group[i];
        if (place->stage == TM_STAGE_COPIED)
            undo_copy(store, place, fault);
        else if (place->stage == TM_STAGE_MOVED)
            tm_store_fail_waiting(store, place, fault);
    }
}

// Appends DONE, and before it PURGE of the copy that the document replaces.
static tamis_status append_ends(tm_store *store, tm_waiting *place, tamis_error *err)
{
    TM_TRY(tm_store_find_copy(place->copy, store, &place->item, err));
    const tamis_status status =
        place->copy[0] ? tm_store_append_id(store, "PURGE", place->copy, err) : TAMIS_OK;
    if (status == TAMIS_OK)
        return tm_store_append_id(store, "DONE", place->item.id, err);
    place->copy[0] = '\0'; // it stays
    return status;
}

// Writes DONE for all that have come so far. False when the journal could not be written.
static bool write_ends(tm_store *store)
{
    tamis_error fault;
    uint64_t n_done = 0;
    bool has_copies = false;
    for (size_t i = 0; i < store->n_group; i++) {
        tm_waiting *const place = &store->group[i];
        if (place->stage != TM_STAGE_MOVED && place->stage != TM_STAGE_COPIED)
            continue;
        if (append_ends(store, place, &fault) < 0) {
            tm_store_fail_waiting(store, place, &fault); // the intent stays open
        } else {
            place->stage = TM_STAGE_DONE;
            n_done++;
        }
        has_copies |= place->copy[0] != '\0';
    }
    if (tm_journal_commit(store->journal, has_copies, &fault) == TAMIS_OK) {
        store->counts.n_done += n_done;
        return true;
    }
    for (size_t i = 0; i < store->n_group; i++)
        if (store->group[i].stage == TM_STAGE_DONE)
            tm_store_fail_waiting(store, &store->group[i], &fault);
    return false;
}

// ---- 6. Copies of what was moved ------------------------------------------------------------

// What fails here is finished by the next start.
static tamis_status remove_copies(tm_store *store, tamis_error *err)
{
    bool found = false;
    for (size_t i = 0; i < store->n_group; i++) {
        const char *const copy = store->group[i].copy;
        if (copy[0])
            TM_TRY(tm_store_remove_object(store, copy, err));
        found |= copy[0] != '\0';
    }
    if (!found)
        return TAMIS_OK;
    TM_TRY(tm_store_sync_shards(store, err));
    for (size_t i = 0; i < store->n_group; i++)
        if (store->group[i].copy[0])
            TM_TRY(tm_store_append_id(store, "PURGED", store->group[i].copy, err));
    return tm_journal_commit(store->journal, false, err);
}

// The index is updated when it is next needed.
void tm_store_flush(tm_store *store)
{
    tamis_error fault;
    if (store->n_group == 0)
        return;
    intend_all(store);
    carry_all(store);
    if (tm_store_sync_shards(store, &fault) == TAMIS_OK)
        remove_sources(store);
    else
        give_up(store, &fault);
    if (write_ends(store) && remove_copies(store, &fault) < 0) {
        store->counts.n_failed++;
        tm_store_tell(store, tm_str_of(tm_journal_path(store->journal)), &fault);
    }
    store->n_group = 0;
    store->group_bytes = 0;
}
