// One table with a row for each item, and the position in the journal that the rows reflect. Both
// are written in one transaction, and SQLite's write-ahead log keeps them together through a crash.
// When the journal has another checksum at that position, or SQLite fails in any way, the index is
// built anew, in memory if need be: a store works without the file.
//
// The states of an item form a small machine (`changes`); an entry that does not fit is refused.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "sink/index.h"

#include <inttypes.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "sink/journal_body.h"

#define FORMAT_VERSION "2"

static const char *const schema[] = {
    "CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY, journal_end INTEGER, mark "
    "TEXT)",
    "CREATE TABLE IF NOT EXISTS items (number INTEGER PRIMARY KEY, id TEXT UNIQUE, state "
    "INTEGER,"
    " time INTEGER, place TEXT, record INTEGER, sha256 TEXT, score REAL, kind TEXT, model TEXT,"
    " reasons TEXT, body TEXT, target_root TEXT, target_path TEXT, target_at INTEGER)",
    "CREATE INDEX IF NOT EXISTS items_by_content ON items (sha256)",
    "CREATE INDEX IF NOT EXISTS items_by_state ON items (state)",
    "PRAGMA user_version = " FORMAT_VERSION,
};

// States are numbers of tm_item_state here: 0 is pending, 1 is held, 3 is leaving.
static const char insert_sql[] =
    "INSERT INTO items SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7,"
    " json_extract(?8, '$.facts.score'), json_extract(?8, '$.facts.kind'),"
    " json_extract(?8, '$.facts.model.name') || ' ' ||"
    " json_extract(?8, '$.facts.model.sha256'),"
    " json_extract(?8, '$.facts.reasons'), ?8, NULL, NULL, 0";
static const char change_sql[] =
    "UPDATE items SET state = ?1, target_root = coalesce(?4, target_root),"
    " target_path = coalesce(?5, target_path), target_at = coalesce(?6, target_at)"
    " WHERE id = ?2 AND state = ?3";
// The sign keeps SQLite from the index of states, in which nearly all items are held: it would look at
// every one of them.
static const char holds_sql[] =
    "SELECT count(*) FROM items WHERE sha256 = ?1 AND place = ?2 AND record = ?3"
    " AND +state = 1";
static const char open_sql[] =
    "SELECT count(*) FROM items WHERE sha256 = ?1 AND +state IN (0, 3)";
static const char copy_sql[] =
    "SELECT max(number) FROM items WHERE sha256 = ?1 AND place = ?2 AND record = ?3"
    " AND +state = 1 AND json_extract(body, '$.act') = 'copy'";
static const char holder_sql[] =
    "SELECT max(number) FROM items WHERE sha256 = ?1 AND +state = 1";

typedef enum statement { INSERT, CHANGE, HOLDS, OPEN, COPY, HOLDER, N_STATEMENTS } statement;

static const char *const statement_sql[N_STATEMENTS] = {insert_sql, change_sql, holds_sql,
                                                        open_sql,   copy_sql,   holder_sql};

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

const tm_index_filter tm_index_all = {.min_score = NAN, .max_score = NAN};

struct tm_index {
    tm_journal *journal;
    sqlite3 *db;
    sqlite3_stmt *statements[N_STATEMENTS];
    uint64_t end, mark; // position in the journal that the rows reflect, and the checksum there
    uint64_t last_number;
    bool in_memory;
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

// ---- SQLite ---------------------------------------------------------------------------------

static tamis_status fail_sql(const tm_index *index, tamis_error *err)
{
    const int code = index->db ? sqlite3_errcode(index->db) : SQLITE_NOMEM;
    return tm_fail(err, code == SQLITE_NOMEM ? TAMIS_ENOMEM : TAMIS_EIO,
                   "%.100s: the index: %.100s", tm_journal_path(index->journal),
                   index->db ? sqlite3_errmsg(index->db) : "out of memory");
}

static tamis_status run(tm_index *index, const char *sql, tamis_error *err)
{
    return sqlite3_exec(index->db, sql, NULL, NULL, NULL) == SQLITE_OK ? TAMIS_OK
                                                                       : fail_sql(index, err);
}

static void bind_text(sqlite3_stmt *stmt, int place, tm_str text)
{
    sqlite3_bind_text64(stmt, place, text.ptr ? text.ptr : "", text.len, SQLITE_TRANSIENT,
                        SQLITE_UTF8);
}

static tm_str column_text(sqlite3_stmt *stmt, int column)
{
    const void *const text = sqlite3_column_text(stmt, column);
    return (tm_str){text, text ? (size_t)sqlite3_column_bytes(stmt, column) : 0};
}

// Runs a statement that gives no row, or one with a number, which goes to *number unless NULL.
static tamis_status step(tm_index *index, sqlite3_stmt *stmt, int64_t *number, tamis_error *err)
{
    const int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW && number)
        *number = sqlite3_column_int64(stmt, 0);
    const tamis_status status =
        code == SQLITE_DONE || code == SQLITE_ROW ? TAMIS_OK : fail_sql(index, err);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    return status;
}

static tamis_status query_number(tm_index *index, const char *sql, int64_t *number,
                                 tamis_error *err)
{
    sqlite3_stmt *stmt = NULL;
    *number = 0;
    if (sqlite3_prepare_v2(index->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        return fail_sql(index, err);
    const tamis_status status = step(index, stmt, number, err);
    sqlite3_finalize(stmt);
    return status;
}

static void close_db(tm_index *index)
{
    for (size_t i = 0; i < N_STATEMENTS; i++) {
        sqlite3_finalize(index->statements[i]);
        index->statements[i] = NULL;
    }
    sqlite3_close(index->db);
    index->db = NULL;
}

static tamis_status open_db(tm_index *index, const char *name, tamis_error *err)
{
    static const char *const pragmas[] = {
        "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = NORMAL",     "PRAGMA trusted_schema = OFF",
        "PRAGMA temp_store = MEMORY",
    };
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int64_t version = 0;
    if (sqlite3_open_v2(name, &index->db, flags, NULL) != SQLITE_OK)
        return fail_sql(index, err);
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
        TM_TRY(run(index, pragmas[i], err));
    TM_TRY(query_number(index, "PRAGMA user_version", &version, err));
    if (version != 0 && version != strtol(FORMAT_VERSION, NULL, 10))
        return tm_fail(err, TAMIS_EVERSION, "an index of another version");
    for (size_t i = 0; i < sizeof schema / sizeof *schema; i++)
        TM_TRY(run(index, schema[i], err));
    for (size_t i = 0; i < N_STATEMENTS; i++)
        if (sqlite3_prepare_v3(index->db, statement_sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &index->statements[i], NULL) != SQLITE_OK)
            return fail_sql(index, err);
    return TAMIS_OK;
}

// ---- Entries --------------------------------------------------------------------------------

static void put_place(tm_buf *out, const tm_store_item *item)
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
    sqlite3_stmt *const stmt = index->statements[INSERT];
    TM_TRY(tm_store_item_read(&item, entry->body, err));
    const uint64_t number = tm_store_item_number(&item);
    tamis_status status = TAMIS_OK;
    put_place(&place, &item);
    if (number <= index->last_number)
        status = tm_fail(err, TAMIS_EFORMAT, "item %s: its number was used before", item.id);
    else if ((state == TM_ITEM_HELD) != (item.act == TM_ACT_FOUND))
        status = tm_fail(err, TAMIS_EFORMAT, "item %s: not an entry of this kind", item.id);
    else
        status = tm_buf_check(&place, err);
    if (status == TAMIS_OK) {
        sqlite3_bind_int64(stmt, 1, (sqlite3_int64)number);
        bind_text(stmt, 2, tm_str_of(item.id));
        sqlite3_bind_int(stmt, 3, (int)state);
        sqlite3_bind_int64(stmt, 4, item.time_s);
        bind_text(stmt, 5, tm_buf_str(&place));
        sqlite3_bind_int64(stmt, 6, (sqlite3_int64)item.record);
        bind_text(stmt, 7, tm_str_of(item.sha256));
        bind_text(stmt, 8, entry->body);
        status = step(index, stmt, NULL, err);
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
    sqlite3_stmt *const stmt = index->statements[CHANGE];
    TM_TRY(tm_journal_members(values, entry->body, keys, leaves ? 4 : 1, err));
    if (leaves && (!target_is_valid(values[1], values[2]) || !tm_parse_size(&at, values[3]) ||
                   at > INT64_MAX))
        return tm_fail(err, TAMIS_EFORMAT, "a RESTORE to a place that is none");
    sqlite3_bind_int(stmt, 1, (int)to);
    bind_text(stmt, 2, values[0]);
    sqlite3_bind_int(stmt, 3, (int)from);
    if (leaves) {
        bind_text(stmt, 4, values[1]);
        bind_text(stmt, 5, values[2]);
        sqlite3_bind_int64(stmt, 6, (sqlite3_int64)at);
    }
    TM_TRY(step(index, stmt, NULL, err));
    if (sqlite3_changes(index->db) != 1)
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
    sqlite3_stmt *stmt = NULL;
    int64_t number = 0;
    index->end = index->mark = index->last_number = 0;
    if (sqlite3_prepare_v2(index->db, "SELECT journal_end, mark FROM place", -1, &stmt, NULL) !=
        SQLITE_OK)
        return fail_sql(index, err);
    const int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        index->end = (uint64_t)sqlite3_column_int64(stmt, 0);
        const void *const mark = sqlite3_column_text(stmt, 1);
        index->mark = mark ? strtoull(mark, NULL, 16) : 0;
    }
    sqlite3_finalize(stmt);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail_sql(index, err);
    TM_TRY(query_number(index, "SELECT max(number) FROM items", &number, err));
    index->last_number = (uint64_t)number;
    return TAMIS_OK;
}

static tamis_status write_place(tm_index *index, tamis_error *err)
{
    char sql[128];
    snprintf(sql, sizeof sql,
             "INSERT OR REPLACE INTO place VALUES (1, %" PRIu64 ", '%016" PRIx64 "')",
             tm_journal_end(index->journal), tm_journal_mark(index->journal));
    return run(index, sql, err);
}

static tamis_status catch_up(tm_index *index, tamis_error *err)
{
    if (index->end == tm_journal_end(index->journal) &&
        index->mark == tm_journal_mark(index->journal))
        return TAMIS_OK;
    TM_TRY(run(index, "BEGIN", err));
    tamis_status status =
        tm_journal_each(index->journal, index->end, index->mark, apply, index, err);
    if (status == TAMIS_OK)
        status = write_place(index, err);
    if (status == TAMIS_OK)
        status = run(index, "COMMIT", err);
    if (status < 0) {
        run(index, "ROLLBACK", NULL);
        return status;
    }
    index->end = tm_journal_end(index->journal);
    index->mark = tm_journal_mark(index->journal);
    return TAMIS_OK;
}

static tamis_status open_in_memory(tm_index *index, tamis_error *err)
{
    close_db(index);
    index->in_memory = true;
    index->end = index->mark = index->last_number = 0;
    TM_TRY(open_db(index, ":memory:", err));
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
        status = open_db(index, name.ptr, err);
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
    close_db(index);
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
    close_db(index);
    free(index);
}

tamis_status tm_index_update(tm_index *index, tamis_error *err)
{
    const tamis_status status = catch_up(index, err);
    return status < 0 && !index->in_memory ? open_in_memory(index, err) : status;
}

// ---- Questions ------------------------------------------------------------------------------

static bool has_wildcard(const char *text)
{
    return strpbrk(text, "*?[") != NULL;
}

static void put_condition(tm_buf *sql, bool wanted, const char *condition)
{
    if (wanted)
        tm_buf_text(sql, condition);
}

static void put_states(tm_buf *sql, unsigned states)
{
    if (states == 0)
        return;
    tm_buf_text(sql, " AND state IN (-1");
    for (int i = 0; i < TM_N_ITEM_STATES; i++)
        if (states & 1U << i)
            tm_buf_format(sql, ",%d", i);
    tm_buf_byte(sql, ')');
}

static void put_query(tm_buf *sql, const tm_index_filter *filter)
{
    tm_buf_text(sql,
                "SELECT state, body, target_root, target_path, target_at FROM items WHERE 1");
    put_states(sql, filter->states);
    put_condition(sql, filter->id, " AND id = ?1");
    put_condition(sql, filter->since > 0, " AND time >= ?2");
    put_condition(sql, filter->until > 0, " AND time < ?3");
    put_condition(sql, !isnan(filter->min_score), " AND score >= ?4");
    put_condition(sql, !isnan(filter->max_score), " AND score <= ?5");
    put_condition(sql, filter->kind, " AND kind = ?6");
    put_condition(sql, filter->reason, " AND instr(reasons, '\"feature\":\"' || ?7 || '\"')");
    if (filter->path)
        tm_buf_text(sql, has_wildcard(filter->path) ? " AND place GLOB ?8"
                                                    : " AND instr(place, ?8)");
    put_condition(sql, filter->model,
                  " AND (instr(model, ?9 || ' ') = 1 OR instr(model, ' ' || ?9))");
    tm_buf_text(sql, " ORDER BY number");
    tm_buf_byte(sql, '\0');
}

static void bind_word(sqlite3_stmt *stmt, int place, const char *word)
{
    if (word)
        bind_text(stmt, place, tm_str_of(word));
}

static tamis_status bind_filter(sqlite3_stmt *stmt, const tm_index_filter *filter,
                                tamis_error *err)
{
    tm_buf path = {0};
    if (filter->path)
        tm_journal_escape(&path, tm_str_of(filter->path));
    const tamis_status status = tm_buf_check(&path, err); // a part of it would select too much
    bind_word(stmt, 1, filter->id);
    sqlite3_bind_int64(stmt, 2, filter->since);
    sqlite3_bind_int64(stmt, 3, filter->until);
    sqlite3_bind_double(stmt, 4, filter->min_score);
    sqlite3_bind_double(stmt, 5, filter->max_score);
    bind_word(stmt, 6, filter->kind);
    bind_word(stmt, 7, filter->reason);
    bind_text(stmt, 8, tm_buf_str(&path));
    bind_word(stmt, 9, filter->model);
    tm_buf_free(&path);
    return status;
}

static tamis_status take_target(tm_buf *out, sqlite3_stmt *stmt, int column, tamis_error *err)
{
    tm_buf_clear(out);
    tm_journal_unescape(out, column_text(stmt, column));
    tm_buf_byte(out, '\0');
    out->len -= out->len > 0;
    return tm_buf_check(out, err);
}

static tamis_status read_row(tm_index_row *row, sqlite3_stmt *stmt, tamis_error *err)
{
    *row = (tm_index_row){.state = (tm_item_state)sqlite3_column_int(stmt, 0)};
    if ((unsigned)row->state >= TM_N_ITEM_STATES)
        return tm_fail(err, TAMIS_EFORMAT, "the index holds a state that is none");
    TM_TRY(tm_store_item_read(&row->item, column_text(stmt, 1), err));
    row->target_at = (uint64_t)sqlite3_column_int64(stmt, 4);
    TM_TRY(take_target(&row->target_root, stmt, 2, err));
    return take_target(&row->target_path, stmt, 3, err);
}

static tamis_status visit_rows(tm_index *index, sqlite3_stmt *stmt, tm_index_visitor *visit,
                               void *context, tamis_error *err)
{
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        tm_index_row row;
        tamis_status status = read_row(&row, stmt, err);
        if (status == TAMIS_OK)
            status = visit(context, &row, err);
        tm_index_row_free(&row);
        TM_TRY(status);
    }
    return code == SQLITE_DONE ? TAMIS_OK : fail_sql(index, err);
}

tamis_status tm_index_select(tm_index *index, const tm_index_filter *filter,
                             tm_index_visitor *visit, void *context, tamis_error *err)
{
    tm_buf sql = {0};
    sqlite3_stmt *stmt = NULL;
    put_query(&sql, filter);
    tamis_status status = tm_buf_check(&sql, err);
    if (status == TAMIS_OK &&
        sqlite3_prepare_v2(index->db, sql.ptr, -1, &stmt, NULL) != SQLITE_OK)
        status = fail_sql(index, err);
    if (status == TAMIS_OK)
        status = bind_filter(stmt, filter, err);
    if (status == TAMIS_OK)
        status = visit_rows(index, stmt, visit, context, err);
    sqlite3_finalize(stmt);
    tm_buf_free(&sql);
    return status;
}

typedef struct finding {
    tm_index_row *row;
    bool found;
} finding;

// Copies the row, which the walk only lends.
static tamis_status take_row(void *context, const tm_index_row *row, tamis_error *err)
{
    (void)err;
    finding *const find = context;
    tm_buf body = {0};
    tm_store_item_write(&body, &row->item);
    const tamis_status status = tm_store_item_read(&find->row->item, tm_buf_str(&body), err);
    tm_buf_free(&body);
    TM_TRY(status);
    find->row->state = row->state;
    find->row->target_at = row->target_at;
    tm_buf_add(&find->row->target_root, tm_buf_str(&row->target_root));
    tm_buf_byte(&find->row->target_root, '\0');
    tm_buf_add(&find->row->target_path, tm_buf_str(&row->target_path));
    tm_buf_byte(&find->row->target_path, '\0');
    find->found = true;
    TM_TRY(tm_buf_check(&find->row->target_root, err));
    find->row->target_root.len--;
    TM_TRY(tm_buf_check(&find->row->target_path, err));
    find->row->target_path.len--;
    return TAMIS_OK;
}

tamis_status tm_index_find(tm_index_row *row, tm_index *index, const char *id, tamis_error *err)
{
    tm_index_filter filter = tm_index_all;
    finding find = {row, false};
    filter.id = id;
    *row = (tm_index_row){0};
    const tamis_status status = tm_index_select(index, &filter, take_row, &find, err);
    if (status < 0)
        tm_index_row_free(row);
    return status < 0 ? status : find.found ? TAMIS_OK : TAMIS_DONE;
}

// Asks about the items of the same content from the same place.
static tamis_status ask_same(int64_t *number, tm_index *index, statement question,
                             const tm_store_item *item, tamis_error *err)
{
    tm_buf place = {0};
    sqlite3_stmt *const stmt = index->statements[question];
    *number = 0;
    put_place(&place, item);
    tamis_status status = tm_buf_check(&place, err);
    if (status == TAMIS_OK) {
        bind_text(stmt, 1, tm_str_of(item->sha256));
        bind_text(stmt, 2, tm_buf_str(&place));
        sqlite3_bind_int64(stmt, 3, (sqlite3_int64)item->record);
        status = step(index, stmt, number, err);
    }
    tm_buf_free(&place);
    return status;
}

tamis_status tm_index_holds(bool *holds, tm_index *index, const tm_store_item *item,
                            tamis_error *err)
{
    int64_t number;
    const tamis_status status = ask_same(&number, index, HOLDS, item, err);
    *holds = number > 0;
    return status;
}

tamis_status tm_index_copy(uint64_t *number, tm_index *index, const tm_store_item *item,
                           tamis_error *err)
{
    int64_t found;
    const tamis_status status = ask_same(&found, index, COPY, item, err);
    *number = (uint64_t)found;
    return status;
}

// Asks about the items of a content, wherever they came from.
static tamis_status ask_content(int64_t *number, tm_index *index, statement question,
                                const char *sha256, tamis_error *err)
{
    sqlite3_stmt *const stmt = index->statements[question];
    *number = 0;
    bind_text(stmt, 1, tm_str_of(sha256));
    return step(index, stmt, number, err);
}

tamis_status tm_index_holder(uint64_t *number, tm_index *index, const char *sha256,
                             tamis_error *err)
{
    int64_t found;
    const tamis_status status = ask_content(&found, index, HOLDER, sha256, err);
    *number = (uint64_t)found;
    return status;
}

tamis_status tm_index_is_open(bool *open, tm_index *index, const char *sha256, tamis_error *err)
{
    int64_t number;
    const tamis_status status = ask_content(&number, index, OPEN, sha256, err);
    *open = number > 0;
    return status;
}

uint64_t tm_index_last_number(const tm_index *index)
{
    return index->last_number;
}
