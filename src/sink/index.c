// From the journal into the database. The rows and the position that they reflect are written in
// one transaction. When the journal has another checksum at that position, or SQLite fails in any
// way, the index is built anew, in memory if need be: a store works without the file.
//
// The states of an item form a small machine (`changes`); an entry that does not fit is refused.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/index_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "sink/journal_body.h"

_Static_assert(TM_ITEM_PENDING == 0 && TM_ITEM_HELD == 1 && TM_ITEM_LEAVING == 3,
               "the statements of index_db.c have these numbers in them");

static const char *const state_names[TM_N_ITEM_STATES] = {
    "pending", "held", "aborted", "leaving", "restored", "purging", "purged",
};

// What an entry does to the item it names.
static const struct {
    const char *type;
    tm_item_state from, to;
} changes[] = {
    {"DONE", TM_ITEM_PENDING, TM_ITEM_HELD},
    {"ABORT", TM_ITEM_PENDING, TM_ITEM_ABORTED},
    {"RESTORE", TM_ITEM_HELD, TM_ITEM_LEAVING},
    {"KEPT", TM_ITEM_LEAVING, TM_ITEM_HELD},
    {"RESTORED", TM_ITEM_LEAVING, TM_ITEM_RESTORED},
    {"PURGE", TM_ITEM_HELD, TM_ITEM_PURGING},
    {"PURGED", TM_ITEM_PURGING, TM_ITEM_PURGED},
};

const char *tm_item_state_name(tm_item_state state)
{
    return state_names[state];
}

void tm_index_row_free(tm_index_row *row)
{
    tm_store_item_free(&row->item);
    tm_buf_free(&row->target_root);
    tm_buf_free(&row->target_path);
}

// ---- Entries --------------------------------------------------------------------------------

void tm_index_put_place(tm_buf *out, const tm_store_item *item)
{
    tm_journal_escape(out, tm_buf_str(&item->root));
    if (item->root.len > 1)
        tm_buf_byte(out, '/');
    tm_journal_escape(out, tm_buf_str(&item->path));
}

static tamis_status insert(tm_index *index, const tm_journal_entry *entry, tm_item_state state,
                           tamis_error *err)
{
    tm_store_item item;
    tm_buf place = {0};
    tm_statement *const row = &index->db.prepared[TM_PREPARED_INSERT];
    TM_TRY(tm_store_item_read(&item, entry->body, err));
    const uint64_t number = tm_store_item_number(&item);
    tamis_status status = TAMIS_OK;
    tm_index_put_place(&place, &item);
    if (number <= index->last_number)
        status = tm_fail(err, TAMIS_EFORMAT, "item %s: its number was used before", item.id);
    else if ((state == TM_ITEM_HELD) != (item.act == TM_ACT_FOUND))
        status = tm_fail(err, TAMIS_EFORMAT, "item %s: not an entry of this kind", item.id);
    else
        status = tm_buf_check(&place, err);
    if (status == TAMIS_OK) {
        tm_statement_set_int(row, 1, (int64_t)number);
        tm_statement_set_text(row, 2, tm_str_of(item.id));
        tm_statement_set_int(row, 3, (int64_t)state);
        tm_statement_set_int(row, 4, item.time_s);
        tm_statement_set_text(row, 5, tm_buf_str(&place));
        tm_statement_set_int(row, 6, (int64_t)item.record);
        tm_statement_set_text(row, 7, tm_str_of(item.sha256));
        tm_statement_set_text(row, 8, entry->body);
        status = tm_statement_run(row, NULL, err);
        index->last_number = number;
    }
    tm_buf_free(&place);
    tm_store_item_free(&item);
    return status;
}

static bool target_is_valid(tm_str root, tm_str path)
{
    tm_buf bytes = {0};
    bool valid = tm_journal_unescape(&bytes, root) && bytes.len > 0 && bytes.ptr[0] == '/' &&
                 !memchr(bytes.ptr, '\0', bytes.len) && bytes.len <= TM_MAX_PATH_BYTES;
    tm_buf_clear(&bytes);
    valid =
        valid && tm_journal_unescape(&bytes, path) && tm_path_is_beneath(tm_buf_str(&bytes));
    tm_buf_free(&bytes);
    return valid;
}

static tamis_status change(tm_index *index, const tm_journal_entry *entry, tm_item_state from,
                           tm_item_state to, tamis_error *err)
{
    static const char *const keys[] = {"id", "root", "path", "at"};
    const bool leaves = to == TM_ITEM_LEAVING;
    tm_str values[4] = {{0}};
    size_t at = 0;
    tm_statement *const row = &index->db.prepared[TM_PREPARED_CHANGE];
    TM_TRY(tm_journal_members(values, entry->body, keys, leaves ? 4 : 1, err));
    if (leaves && (!target_is_valid(values[1], values[2]) || !tm_parse_size(&at, values[3]) ||
                   at > INT64_MAX))
        return tm_fail(err, TAMIS_EFORMAT, "a RESTORE to a place that is none");
    tm_statement_set_int(row, 1, (int64_t)to);
    tm_statement_set_text(row, 2, values[0]);
    tm_statement_set_int(row, 3, (int64_t)from);
    if (leaves) {
        tm_statement_set_text(row, 4, values[1]);
        tm_statement_set_text(row, 5, values[2]);
        tm_statement_set_int(row, 6, (int64_t)at);
    }
    TM_TRY(tm_statement_run(row, NULL, err));
    if (tm_db_changes(&index->db) != 1)
        return tm_fail(err, TAMIS_EFORMAT, "%.*s of %.*s, which is not %s",
                       (int)entry->type.len, entry->type.ptr,
                       values[0].len > TM_STORE_ID_BYTES ? 0 : (int)values[0].len,
                       values[0].ptr, state_names[from]);
    return TAMIS_OK;
}

// Entries of other types (labels) do not concern the index.
static tamis_status apply_entry(tm_index *index, const tm_journal_entry *entry,
                                tamis_error *err)
{
    if (tm_str_equal(entry->type, tm_str_of("INTENT")))
        return insert(index, entry, TM_ITEM_PENDING, err);
    if (tm_str_equal(entry->type, tm_str_of("FOUND")))
        return insert(index, entry, TM_ITEM_HELD, err);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (tm_str_equal(entry->type, tm_str_of(changes[i].type)))
            return change(index, entry, changes[i].from, changes[i].to, err);
    return TAMIS_OK;
}

static tamis_status apply(void *context, const tm_journal_entry *entry, tamis_error *err)
{
    tm_index *const index = context;
    tamis_error fault;
    const tamis_status status = apply_entry(index, entry, &fault);
    if (status == TAMIS_EFORMAT)
        return tm_fail_at(err, status, (size_t)entry->end,
                          "%.90s/journal: before byte %" PRIu64 ": %.90s; nothing was changed",
                          tm_journal_path(index->journal), entry->end, fault.message);
    if (status < 0 && err)
        *err = fault;
    return status;
}

// ---- Up to date -----------------------------------------------------------------------------

static tamis_status read_place(tm_index *index, tamis_error *err)
{
    tm_statement place;
    int64_t number = 0;
    index->end = index->mark = index->last_number = 0;
    tamis_status status =
        tm_statement_prepare(&place, &index->db, "SELECT journal_end, mark FROM place", err);
    if (status == TAMIS_OK)
        status = tm_statement_step(&place, err);
    if (status == TAMIS_OK) {
        const char *const mark = tm_statement_text(&place, 1).ptr;
        index->end = (uint64_t)tm_statement_int(&place, 0);
        index->mark = mark ? strtoull(mark, NULL, 16) : 0;
    }
    tm_statement_free(&place);
    TM_TRY(status);
    TM_TRY(tm_db_number(&number, &index->db, "SELECT max(number) FROM items", err));
    index->last_number = (uint64_t)number;
    return TAMIS_OK;
}

static tamis_status write_place(tm_index *index, tamis_error *err)
{
    char sql[128];
    snprintf(sql, sizeof sql,
             "INSERT OR REPLACE INTO place VALUES (1, %" PRIu64 ", '%016" PRIx64 "')",
             tm_journal_end(index->journal), tm_journal_mark(index->journal));
    return tm_db_run(&index->db, sql, err);
}

static tamis_status catch_up(tm_index *index, tamis_error *err)
{
    if (index->end == tm_journal_end(index->journal) &&
        index->mark == tm_journal_mark(index->journal))
        return TAMIS_OK;
    TM_TRY(tm_db_run(&index->db, "BEGIN", err));
    tamis_status status =
        tm_journal_each(index->journal, index->end, index->mark, apply, index, err);
    if (status == TAMIS_OK)
        status = write_place(index, err);
    if (status == TAMIS_OK)
        status = tm_db_run(&index->db, "COMMIT", err);
    if (status < 0) {
        tm_db_run(&index->db, "ROLLBACK", NULL);
        return status;
    }
    index->end = tm_journal_end(index->journal);
    index->mark = tm_journal_mark(index->journal);
    return TAMIS_OK;
}

static tamis_status open_in_memory(tm_index *index, tamis_error *err)
{
    tm_db_close(&index->db);
    index->in_memory = true;
    index->end = index->mark = index->last_number = 0;
    TM_TRY(tm_db_open(&index->db, ":memory:", tm_journal_path(index->journal), err));
    return catch_up(index, err);
}

static tamis_status open_on_disk(tm_index *index, tamis_error *err)
{
    tm_buf name = {0};
    struct stat info;
    const int folder = tm_journal_folder(index->journal);
    tm_buf_text(&name, tm_journal_path(index->journal));
    tm_buf_text(&name, "/index.db");
    tm_buf_byte(&name, '\0');
    tamis_status status = tm_buf_check(&name, err);
    if (status == TAMIS_OK && tm_folder_stat(&info, folder, "index.db") != 0) {
        // With our mode, not SQLite's.
        const int fd = tm_folder_create(folder, "index.db", 0600);
        if (fd >= 0)
            close(fd);
    } else if (status == TAMIS_OK && !S_ISREG(info.st_mode)) {
        status = tm_fail(err, TAMIS_EIO, "the index is not a regular file");
    }
    if (status == TAMIS_OK)
        status = tm_db_open(&index->db, name.ptr, tm_journal_path(index->journal), err);
    if (status == TAMIS_OK)
        status = read_place(index, err);
    if (status == TAMIS_OK)
        status = catch_up(index, err);
    tm_buf_free(&name);
    return status;
}

// Replaces an index on the disk that cannot be used by a new one.
static tamis_status renew(tm_index *index)
{
    static const char *const names[] = {"index.db", "index.db-wal", "index.db-shm"};
    tm_db_close(&index->db);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        tm_folder_remove(tm_journal_folder(index->journal), names[i]);
    index->in_memory = false;
    return open_on_disk(index, NULL);
}

tamis_status tm_index_open(tm_index **out, tm_journal *journal, bool in_memory,
                           tamis_error *err)
{
    tm_index *const index = calloc(1, sizeof *index);
    if (!index)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    index->journal = journal;
    tamis_status status = in_memory ? TAMIS_EIO : open_on_disk(index, NULL);
    if (status < 0) {
        status = open_in_memory(index, err); // fails only if the journal is at fault
        if (status == TAMIS_OK && !in_memory && renew(index) < 0)
            status = open_in_memory(index, err);
    }
    if (status < 0) {
        tm_index_close(index);
        return status;
    }
    *out = index;
    return TAMIS_OK;
}

void tm_index_close(tm_index *index)
{
    if (!index)
        return;
    tm_db_close(&index->db);
    free(index);
}

tamis_status tm_index_update(tm_index *index, tamis_error *err)
{
    const tamis_status status = catch_up(index, err);
    return status < 0 && !index->in_memory ? open_in_memory(index, err) : status;
}

uint64_t tm_index_last_number(const tm_index *index)
{
    return index->last_number;
}
