// Steps that both a run and the recovery after it take. To remove a file outside the store, it is
// first renamed to a name that nobody else uses, and only then checked. Another file that took its
// name at the last moment is renamed back unharmed.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdio.h>

#include "sink/store_parts.h"

void tm_store_hidden_name(char name[TM_STORE_NAME_BYTES], const char *id)
{
    snprintf(name, TM_STORE_NAME_BYTES, ".tamis-%.39s", id);
}

void tm_store_part_name(char name[TM_STORE_NAME_BYTES], const char *id)
{
    snprintf(name, TM_STORE_NAME_BYTES, ".tamis-%.39s.part", id);
}

tamis_status tm_store_move_back(tm_store *store, const tm_store_item *item, int folder,
                                tamis_error *err)
{
    char name[TM_MAX_NAME_BYTES + 1];
    char hidden[TM_STORE_NAME_BYTES];
    const int shard = tm_store_shard(store, item->id, false);
    tm_place_name(name, tm_buf_str(&item->path));
    tm_store_hidden_name(hidden, item->id);
    tm_store_touch(store, item->id);
    if (shard >= 0 && tm_folder_move(shard, item->id, folder, name) == 0)
        return TAMIS_OK;
    // The name is taken: the file goes to the same directory under its hidden name.
    if (shard >= 0 && errno == EEXIST && tm_folder_move(shard, item->id, folder, hidden) == 0)
        return TAMIS_OK;
    return tm_store_fail("cannot be put back", tm_buf_str(&item->path), err);
}

// Removes `hidden` if it is the file that the object was copied from; else gives it back its name.
static tamis_status remove_hidden(const tm_store_item *item, int folder, const char *hidden,
                                  const char *name, tamis_error *err)
{
    struct stat info;
    if (tm_folder_stat(&info, folder, hidden) != 0)
        return tm_store_fail("cannot be removed", tm_buf_str(&item->path), err);
    tm_identity now = tm_identity_of(&info);
    now.device = item->file.device; // may have another number after a reboot
    if (tm_identity_same_content(&item->file, &now) && tm_folder_remove(folder, hidden) == 0)
        return TAMIS_OK;
    tm_folder_move(folder, hidden, folder, name);
    return tm_identity_same_content(&item->file, &now)
               ? tm_store_fail("cannot be removed", tm_buf_str(&item->path), err)
               : TAMIS_DONE;
}

tamis_status tm_store_remove_source(const tm_store_item *item, int folder, tamis_error *err)
{
    char name[TM_MAX_NAME_BYTES + 1];
    char hidden[TM_STORE_NAME_BYTES];
    tm_place_name(name, tm_buf_str(&item->path));
    tm_store_hidden_name(hidden, item->id);
    if (tm_folder_move(folder, name, folder, hidden) != 0) {
        if (errno == ENOENT)
            return TAMIS_DONE;
        return tm_store_fail("cannot be removed", tm_buf_str(&item->path), err);
    }
    return remove_hidden(item, folder, hidden, name, err);
}

tamis_status tm_store_find_copy(char id[TM_STORE_ID_BYTES], tm_store *store,
                                const tm_store_item *item, tamis_error *err)
{
    uint64_t number = 0;
    id[0] = '\0';
    if (item->act != TM_ACT_MOVE)
        return TAMIS_OK;
    TM_TRY(tm_index_copy(&number, store->index, item, err));
    if (number == 0) // a run either copies or moves, so the index need not know this run's
        return TAMIS_OK;
    TM_TRY(tm_index_update(store->index, err));
    TM_TRY(tm_index_copy(&number, store->index, item, err)); // it may have been purged since
    if (number > 0)
        tm_store_id_make(id, item->sha256, number);
    return TAMIS_OK;
}
