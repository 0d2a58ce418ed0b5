// Records out of the store into one new file: JSON Lines or a web archive, as they were. The file
// is written under a temporary name, while RESTORE entries note at which byte of it each record will
// be; these are synced, the file gets its name, and the objects are removed. After a crash,
// recovery looks for the record at that byte. The temporary name is that of the first record, whose
// entry is on the disk before the file is made: so recovery knows what to remove.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <unistd.h>

#include "sink/facts.h"
#include "sink/store_parts.h"

// What a file holds: JSON Lines, records of a web archive, or one document from standard input,
// which is not a record of anything and has no mark at its end.
typedef enum piece { PIECE_LINE, PIECE_ARCHIVED, PIECE_WHOLE } piece;

static const char *const piece_ends[] = {"\n", "\r\n\r\n", ""};

typedef struct rescue {
    tm_store *store;
    const char *const *ids;
    size_t n_ids;
    bool *written;    // [n_ids]: it is in the file
    int folder;       // where the file will be
    tm_buf root;      // its absolute path
    const char *path; // of the file, as the user named it
    char name[TM_MAX_NAME_BYTES + 1];
    char part[TM_STORE_NAME_BYTES]; // its name until it is complete
    int fd;                         // -1: no record is to be written yet
    uint64_t at;                    // bytes written
    piece piece;                    // known once at > 0
} rescue;

static void fail_record(const rescue *all, size_t i, const tamis_error *fault)
{
    all->written[i] = false;
    all->store->counts.n_failed++;
    tm_store_tell(all->store, tm_str_of(all->ids[i]), fault);
}

static tamis_status open_folder(rescue *all, tamis_error *err)
{
    struct stat info;
    char parent[TM_MAX_PATH_BYTES + 1] = ".";
    const tm_str given = tm_str_of(all->path);
    const tm_str folder = tm_path_parent(given);
    if (given.len > TM_MAX_PATH_BYTES || !tm_path_is_beneath(tm_path_name(given)))
        return tm_fail(err, TAMIS_EINVAL, "%.180s: not the name of a file", all->path);
    if (folder.len > 0) {
        memcpy(parent, folder.ptr, folder.len);
        parent[folder.len] = '\0';
    }
    tm_place_name(all->name, given);
    all->folder = tm_folder_open(parent);
    if (all->folder < 0 || tm_folder_path(&all->root, parent) != 0)
        return tm_store_fail("cannot be written", given, err);
    if (tm_folder_stat(&info, all->folder, all->name) == 0)
        return tm_fail(err, TAMIS_EINVAL, "%.180s: exists; nothing is replaced", all->path);
    return TAMIS_OK;
}

// Begins the file; the RESTORE entry of the record `id` is appended.
static tamis_status begin_file(rescue *all, const char *id, tamis_error *err)
{
    TM_TRY(tm_journal_commit(all->store->journal, true, err));
    tm_store_part_name(all->part, id);
    all->fd = tm_folder_create(all->folder, all->part, 0600);
    return all->fd >= 0 ? TAMIS_OK
                        : tm_store_fail("cannot be written", tm_str_of(all->path), err);
}

static tamis_status find_piece(piece *found, const tm_index_row *row, tamis_error *err)
{
    tm_facts facts;
    const tamis_status status = tm_facts_read(&facts, tm_buf_str(&row->item.facts), err);
    *found = facts.is_warc ? PIECE_ARCHIVED : row->item.line > 0 ? PIECE_LINE : PIECE_WHOLE;
    tm_facts_free(&facts);
    return status;
}

// One file takes either JSON Lines, or records of web archives, or one whole document.
static tamis_status check_kind(rescue *all, const char *id, const tm_index_row *row,
                               tamis_error *err)
{
    piece found;
    TM_TRY(find_piece(&found, row, err));
    if (all->at > 0 && (found == PIECE_WHOLE || all->piece == PIECE_WHOLE))
        return tm_fail(
            err, TAMIS_EINVAL,
            "%.40s: a whole document and anything else need files of their own; name "
            "it by its id",
            id);
    if (all->at > 0 && found != all->piece)
        return tm_fail(err, TAMIS_EINVAL,
                       "%.40s: records of web archives and other records need files of their "
                       "own; select them by --path",
                       id);
    all->piece = found;
    return TAMIS_OK;
}

// TAMIS_ELIMIT when nothing more can be written: the file is not there, or may hold a part of a
// record, which no other can follow.
static tamis_status write_record(rescue *all, const char *id, tm_index_row *row,
                                 tamis_error *err)
{
    tm_buf line = {0};
    TM_TRY(tm_store_find_held(row, all->store, id, err));
    if (row->item.act != TM_ACT_RECORD)
        return tm_fail(err, TAMIS_EINVAL, "%.40s: not a record; it is restored as a file", id);
    TM_TRY(check_kind(all, id, row, err));
    tamis_status status = tm_store_read(&line, all->store, &row->item, err);
    const tm_target target = {tm_buf_str(&all->root), tm_str_of(all->name), all->at};
    if (status == TAMIS_OK)
        status = tm_store_append_restore(all->store, id, &target, err);
    tm_buf_text(&line, piece_ends[all->piece]);
    if (status == TAMIS_OK)
        status = tm_buf_check(&line, err);
    if (status == TAMIS_OK && all->fd < 0 && begin_file(all, id, err) < 0)
        status = TAMIS_ELIMIT;
    if (status == TAMIS_OK && tm_fd_write(all->fd, tm_buf_str(&line)) != 0) {
        tm_store_fail("cannot be written", tm_str_of(all->name), err);
        status = TAMIS_ELIMIT;
    }
    if (status == TAMIS_OK)
        all->at += line.len;
    tm_buf_free(&line);
    return status;
}

static tamis_status write_records(rescue *all, tamis_error *err)
{
    for (size_t i = 0; i < all->n_ids; i++) {
        tm_index_row row = {0};
        tamis_error fault;
        const tamis_status status = write_record(all, all->ids[i], &row, &fault);
        tm_index_row_free(&row);
        if (status == TAMIS_ELIMIT || status == TAMIS_ENOMEM)
            return tm_fail(err, TAMIS_EIO, "%s", fault.message);
        all->written[i] = status == TAMIS_OK;
        if (status < 0)
            fail_record(all, i, &fault);
        if (i % TM_STORE_GROUP == TM_STORE_GROUP - 1)
            TM_TRY(tm_journal_commit(all->store->journal, false, err));
    }
    TM_TRY(tm_journal_commit(all->store->journal, true, err));
    if (all->fd < 0)
        return TAMIS_OK;
    if (tm_folder_sync(all->fd) != 0 ||
        tm_folder_move(all->folder, all->part, all->folder, all->name) != 0 ||
        tm_folder_sync(all->folder) != 0)
        return tm_store_fail("cannot be written", tm_str_of(all->name), err);
    return TAMIS_OK;
}

// Ends the entries: RESTORED when the file is complete (`arrived`), and the objects are removed;
// else KEPT.
static tamis_status end_all(rescue *all, const char *type, bool arrived, tamis_error *err)
{
    uint64_t n_done = 0;
    for (size_t i = 0; i < all->n_ids && arrived; i++) {
        tamis_error fault;
        if (all->written[i] && tm_store_remove_object(all->store, all->ids[i], &fault) < 0)
            fail_record(all, i, &fault); // its entry stays open
    }
    TM_TRY(tm_store_sync_shards(all->store, err));
    for (size_t i = 0; i < all->n_ids; i++) {
        if (!all->written[i])
            continue;
        TM_TRY(tm_store_append_id(all->store, type, all->ids[i], err));
        n_done++;
        if (n_done % TM_STORE_GROUP == 0)
            TM_TRY(tm_journal_commit(all->store->journal, false, err));
    }
    TM_TRY(tm_journal_commit(all->store->journal, false, err));
    all->store->counts.n_done += arrived ? n_done : 0;
    all->store->counts.n_failed += arrived ? 0 : n_done;
    return TAMIS_OK;
}

// The file is not there: the RESTORE entries that were written are followed by KEPT.
static tamis_status give_up(rescue *all, tamis_error *err)
{
    tamis_error fault;
    struct stat info;
    if (all->fd >= 0)
        tm_folder_remove(all->folder, all->part);
    if (tm_folder_stat(&info, all->folder, all->name) == 0)
        return TAMIS_OK; // its directory was not synced: the next start finds out
    if (tm_journal_commit(all->store->journal, false, &fault) < 0 ||
        tm_index_update(all->store->index, &fault) < 0)
        return TAMIS_OK;
    for (size_t i = 0; i < all->n_ids; i++) {
        tm_index_row row = {0};
        const tamis_status found = tm_index_find(&row, all->store->index, all->ids[i], &fault);
        all->written[i] = found == TAMIS_OK && row.state == TM_ITEM_LEAVING;
        tm_index_row_free(&row);
    }
    return end_all(all, "KEPT", false, err);
}

tamis_status tm_store_restore_records(tm_store *store, const char *const *ids, size_t n_ids,
                                      const char *path, tamis_error *err)
{
    rescue all = {
        .store = store, .ids = ids, .n_ids = n_ids, .path = path, .folder = -1, .fd = -1};
    if (n_ids == 0)
        return TAMIS_OK;
    TM_TRY(tm_store_check_ids(ids, n_ids, err));
    all.written = calloc(n_ids, sizeof *all.written);
    tamis_status status =
        all.written ? open_folder(&all, err) : tm_fail(err, TAMIS_ENOMEM, "out of memory");
    if (status == TAMIS_OK) {
        status = write_records(&all, err);
        if (status == TAMIS_OK)
            status = end_all(&all, "RESTORED", true, err);
        else
            give_up(&all, NULL);
        const tamis_status updated = tm_index_update(store->index, status < 0 ? NULL : err);
        status = status < 0 ? status : updated;
    }
    if (all.fd >= 0)
        close(all.fd);
    if (all.folder >= 0)
        close(all.folder);
    tm_buf_free(&all.root);
    free(all.written);
    return status;
}
