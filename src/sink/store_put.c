// A document joins the group that waits: where it came from is found out, and one that the store
// has already, or may have, is turned away. A full group is stored (store_flush.c).
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <time.h>

#include "sink/store_parts.h"

static tamis_status set_text(tm_buf *out, tm_str text, tamis_error *err)
{
    tm_buf_clear(out);
    tm_buf_add(out, text);
    tm_buf_terminate(out);
    return tm_buf_check(out, err);
}

// Sets root_real to the absolute path of the root, unless it is that already.
static tamis_status find_root(tm_store *store, tm_str root, tamis_error *err)
{
    const tm_str given = root.len > 0 ? root : tm_str_of(".");
    if (store->root_real.len > 0 && tm_str_equal(tm_buf_str(&store->root_given), given))
        return TAMIS_OK;
    TM_TRY(set_text(&store->root_given, given, err));
    tm_buf_clear(&store->root_real);
    if (tm_folder_path(&store->root_real, store->root_given.ptr) != 0)
        return tm_store_fail("cannot be found", given, err);
    return TAMIS_OK;
}

static tamis_status set_shown(tm_waiting *place, const tm_find *find, tamis_error *err)
{
    TM_TRY(set_text(&place->shown, find->root, err));
    if (find->root.len > 0 && find->root.ptr[find->root.len - 1] != '/')
        tm_buf_byte(&place->shown, '/');
    tm_buf_add(&place->shown, find->path);
    if (find->line > 0)
        tm_buf_format(&place->shown, ":%" PRIu64, find->line);
    else if (find->record > 0)
        tm_buf_format(&place->shown, "#%" PRIu64, find->record);
    tm_buf_terminate(&place->shown);
    return tm_buf_check(&place->shown, err);
}

static tamis_status fill(tm_waiting *place, tm_store *store, const tm_find *find,
                         tamis_error *err)
{
    tm_store_item *const item = &place->item;
    TM_TRY(set_shown(place, find, err)); // first: it names the document when the rest fails
    TM_TRY(find_root(store, find->root, err));
    TM_TRY(set_text(&item->root, tm_buf_str(&store->root_real), err));
    TM_TRY(set_text(&item->path, find->path, err));
    TM_TRY(set_text(&item->facts, find->facts, err));
    tm_buf_clear(&place->bytes);
    tm_buf_add(&place->bytes, find->bytes);
    TM_TRY(tm_buf_check(&place->bytes, err));
    item->act = find->act;
    item->time_s = (int64_t)time(NULL);
    item->record = find->record;
    item->line = find->line;
    memcpy(item->sha256, find->sha256, sizeof item->sha256);
    item->file = find->file ? *find->file : (tm_identity){.size_bytes = find->bytes.len};
    place->copy[0] = '\0';
    place->stage = TM_STAGE_WAITING;
    return TAMIS_OK;
}

// Fails when a document of the same content was begun before and could not be ended: this may be
// that document, perhaps under its hidden name, and the store may have it or not. Taken again it
// could be there twice, and taken for stored it could be lost.
static tamis_status check_ended(tm_store *store, const tm_waiting *place, tamis_error *err)
{
    bool open = false;
    TM_TRY(tm_index_update(store->index, err));
    TM_TRY(tm_index_is_open(&open, store->index, place->item.sha256, err));
    if (!open)
        return TAMIS_OK;
    return tm_fail(err, TAMIS_EIO,
                   "%.150s: left where it is: what an earlier run began with it could not be "
                   "finished",
                   place->shown.ptr);
}

// A group also ends where the next directory of objects begins, so that only one has to be synced.
static bool is_full(const tm_store *store)
{
    return store->n_group == TM_STORE_GROUP || store->group_bytes >= TM_STORE_GROUP_BYTES ||
           (store->last_number + store->n_group) % TM_STORE_GROUP == TM_STORE_GROUP - 1;
}

tamis_status tm_store_put(tm_store *store, const tm_find *find, tamis_error *err)
{
    tm_waiting *const place = &store->group[store->n_group];
    tamis_error fault;
    bool stored = false;
    tamis_status status = fill(place, store, find, &fault);
    if (status == TAMIS_OK && find->act == TM_ACT_MOVE) // an equal one held was another file
        stored = tm_store_is_in_group(store, &place->item);
    else if (status == TAMIS_OK)
        status = tm_store_was_put(&stored, store, &place->item, &fault);
    if (status == TAMIS_OK && !stored)
        status = check_ended(store, place, &fault);
    if (status == TAMIS_ENOMEM)
        return tm_fail(err, status, "%s", fault.message);
    if (status < 0) {
        tm_store_fail_waiting(store, place, &fault);
        return TAMIS_OK;
    }
    if (stored) {
        store->counts.n_before++;
        return TAMIS_OK;
    }
    store->n_group++;
    store->group_bytes += find->bytes.len;
    if (is_full(store))
        tm_store_flush(store);
    return TAMIS_OK;
}
