// SQLite's write-ahead log keeps rows and position together through a crash.
// SPDX-License-Identifier: MIT
#include "sink/index_db.h"

#include <sqlite3.h>
#include <stdlib.h>

#define FORMAT_VERSION "3"

static const char *const schema[] = {
    "CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY, journal_end INTEGER, mark "
    "TEXT)",
    "CREATE TABLE IF NOT EXISTS items (number INTEGER PRIMARY KEY, id TEXT UNIQUE, state "
    "INTEGER,"
    " time INTEGER, place TEXT, record INTEGER, sha256 TEXT, score REAL, kind TEXT, model TEXT,"
    " reasons TEXT, body TEXT, target_root TEXT, target_path TEXT, target_at INTEGER)",
    // A crawl holds the same text thousands of times: what is asked of a document must not cost a
    // look at each of its like.
    "CREATE INDEX IF NOT EXISTS items_by_content ON items (sha256, record, place)",
    "CREATE INDEX IF NOT EXISTS items_open ON items (sha256) WHERE state IN (0, 3)",
    "CREATE INDEX IF NOT EXISTS items_by_state ON items (state)",
    "PRAGMA user_version = " FORMAT_VERSION,
};

// States are numbers of tm_item_state (sink/index.h): 0 is pending, 1 held, 3 leaving.
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
// The sign keeps SQLite from the index of states: nearly all items are held, and it would look at
// every one of them.
static const char holds_sql[] =
    "SELECT count(*) FROM items WHERE sha256 = ?1 AND place = ?2 AND record = ?3"
    " AND +state = 1";
static const char open_sql[] =
    "SELECT count(*) FROM items INDEXED BY items_open WHERE sha256 = ?1 AND state IN (0, 3)";
static const char copy_sql[] =
    "SELECT max(number) FROM items WHERE sha256 = ?1 AND place = ?2 AND record = ?3"
    " AND +state = 1 AND json_extract(body, '$.act') = 'copy'";
static const char holder_sql[] =
    "SELECT max(number) FROM items WHERE sha256 = ?1 AND +state = 1";

static const char *const prepared_sql[TM_N_PREPARED] = {
    [TM_PREPARED_INSERT] = insert_sql, [TM_PREPARED_CHANGE] = change_sql,
    [TM_PREPARED_HOLDS] = holds_sql,   [TM_PREPARED_OPEN] = open_sql,
    [TM_PREPARED_COPY] = copy_sql,     [TM_PREPARED_HOLDER] = holder_sql,
};

static tamis_status fail(const tm_db *db, tamis_error *err)
{
    const int code = db->handle ? sqlite3_errcode(db->handle) : SQLITE_NOMEM;
    return tm_fail(err, code == SQLITE_NOMEM ? TAMIS_ENOMEM : TAMIS_EIO,
                   "%.100s: the index: %.100s", db->store,
                   db->handle ? sqlite3_errmsg(db->handle) : "out of memory");
}

// ---- Statements -----------------------------------------------------------------------------

tamis_status tm_statement_prepare(tm_statement *out, const tm_db *db, const char *sql,
                                  tamis_error *err)
{
    sqlite3_stmt *stmt = NULL;
    const int code =
        sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
    *out = (tm_statement){db, stmt};
    return code == SQLITE_OK ? TAMIS_OK : fail(db, err);
}

void tm_statement_free(tm_statement *statement)
{
    sqlite3_finalize(statement->handle);
    *statement = (tm_statement){0};
}

void tm_statement_set_text(tm_statement *statement, int place, tm_str text)
{
    sqlite3_bind_text64(statement->handle, place, text.ptr ? text.ptr : "", text.len,
                        SQLITE_TRANSIENT, SQLITE_UTF8);
}

void tm_statement_set_int(tm_statement *statement, int place, int64_t value)
{
    sqlite3_bind_int64(statement->handle, place, value);
}

void tm_statement_set_real(tm_statement *statement, int place, double value)
{
    sqlite3_bind_double(statement->handle, place, value);
}

tamis_status tm_statement_step(tm_statement *statement, tamis_error *err)
{
    const int code = sqlite3_step(statement->handle);
    if (code == SQLITE_ROW)
        return TAMIS_OK;
    return code == SQLITE_DONE ? TAMIS_DONE : fail(statement->db, err);
}

tamis_status tm_statement_run(tm_statement *statement, int64_t *number, tamis_error *err)
{
    const tamis_status status = tm_statement_step(statement, err);
    if (status == TAMIS_OK && number)
        *number = tm_statement_int(statement, 0);
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    return status < 0 ? status : TAMIS_OK;
}

tm_str tm_statement_text(const tm_statement *statement, int column)
{
    const void *const text = sqlite3_column_text(statement->handle, column);
    return (tm_str){text, text ? (size_t)sqlite3_column_bytes(statement->handle, column) : 0};
}

int64_t tm_statement_int(const tm_statement *statement, int column)
{
    return sqlite3_column_int64(statement->handle, column);
}

// ---- The database ---------------------------------------------------------------------------

tamis_status tm_db_run(tm_db *db, const char *sql, tamis_error *err)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ? TAMIS_OK
                                                                        : fail(db, err);
}

tamis_status tm_db_number(int64_t *number, tm_db *db, const char *sql, tamis_error *err)
{
    tm_statement statement;
    *number = 0;
    tamis_status status = tm_statement_prepare(&statement, db, sql, err);
    if (status == TAMIS_OK)
        status = tm_statement_run(&statement, number, err);
    tm_statement_free(&statement);
    return status;
}

int tm_db_changes(const tm_db *db)
{
    return sqlite3_changes(db->handle);
}

tamis_status tm_db_open(tm_db *db, const char *name, const char *store, tamis_error *err)
{
    static const char *const pragmas[] = {
        "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = NORMAL",     "PRAGMA trusted_schema = OFF",
        "PRAGMA temp_store = MEMORY",
    };
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    sqlite3 *handle = NULL;
    int64_t version = 0;
    const int code = sqlite3_open_v2(name, &handle, flags, NULL);
    *db = (tm_db){.store = store, .handle = handle};
    if (code != SQLITE_OK)
        return fail(db, err);
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
        TM_TRY(tm_db_run(db, pragmas[i], err));
    TM_TRY(tm_db_number(&version, db, "PRAGMA user_version", err));
    if (version != 0 && version != strtol(FORMAT_VERSION, NULL, 10))
        return tm_fail(err, TAMIS_EVERSION, "an index of another version");
    for (size_t i = 0; i < sizeof schema / sizeof *schema; i++)
        TM_TRY(tm_db_run(db, schema[i], err));
    for (size_t i = 0; i < TM_N_PREPARED; i++)
        TM_TRY(tm_statement_prepare(&db->prepared[i], db, prepared_sql[i], err));
    return TAMIS_OK;
}

void tm_db_close(tm_db *db)
{
    for (size_t i = 0; i < TM_N_PREPARED; i++)
        tm_statement_free(&db->prepared[i]);
    sqlite3_close(db->handle);
    db->handle = NULL;
}
