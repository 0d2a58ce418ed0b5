// Checks that every held document is there, and no other object. Linear in the items and, when the
// data is read, in their bytes.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L

#include "sink/store_parts.h"

typedef struct inspection {
    tm_store *store;
    tm_store_check *check;
    bool read_data;
} inspection;

static tamis_status look_at_object(const inspection *all, const tm_store_item *item,
                                   tamis_error *err)
{
    struct stat info;
    tm_buf bytes = {0};
    const int shard = tm_store_shard(all->store, item->id, false);
    if (shard < 0 || tm_folder_stat(&info, shard, item->id) != 0)
        return tm_store_fail("its object is missing", tm_str_of(item->id), err);
    if (!S_ISREG(info.st_mode) || (uint64_t)info.st_size != item->file.size_bytes)
        return tm_fail(err, TAMIS_EFORMAT, "%s: its object is not a file of %llu bytes",
                       item->id, (unsigned long long)item->file.size_bytes);
    if (!all->read_data)
        return TAMIS_OK;
    const tamis_status status = tm_store_read(&bytes, all->store, item, err);
    tm_buf_free(&bytes);
    return status;
}

static tamis_status inspect(void *context, const tm_index_row *row, tamis_error *err)
{
    inspection *const all = context;
    tamis_error fault;
    const tamis_status status = look_at_object(all, &row->item, &fault);
    if (status == TAMIS_ENOMEM)
        return tm_fail(err, status, "%s", fault.message);
    if (status == TAMIS_OK) {
        all->check->n_held++;
        all->check->n_bytes += row->item.file.size_bytes;
    } else {
        all->check->n_faults++;
        tm_store_tell(all->store, tm_buf_str(&row->item.path), &fault);
    }
    return TAMIS_OK;
}

static tamis_status inspect_object(void *context, int shard, const char *name, tamis_error *err)
{
    (void)shard;
    inspection *const all = context;
    tm_item_state state;
    tamis_error fault;
    TM_TRY(tm_store_object_state(&state, all->store, name, err));
    if (tm_item_has_object(state))
        return TAMIS_OK;
    all->check->n_strangers++;
    if (state == TM_N_ITEM_STATES)
        tm_fail(&fault, TAMIS_EFORMAT, "%.60s: the journal knows of no such object", name);
    else
        tm_fail(&fault, TAMIS_EFORMAT, "%.60s: its item is %s, and yet the object is here",
                name, tm_item_state_name(state));
    tm_store_tell(all->store, tm_str_of(name), &fault);
    return TAMIS_OK;
}

tamis_status tm_store_verify(tm_store_check *check, tm_store *store, bool read_data,
                             tamis_error *err)
{
    inspection all = {store, check, read_data};
    tm_index_filter filter = tm_index_all;
    *check = (tm_store_check){0};
    filter.states = 1U << TM_ITEM_HELD;
    TM_TRY(tm_index_select(store->index, &filter, inspect, &all, err));
    return tm_store_each_object(store, inspect_object, &all, err);
}
