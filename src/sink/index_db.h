// The database behind the index of a store: one table with a row for each item, the position in the
// journal that the rows reflect, and the statements over them. All that needs SQLite is in here.
//
// Every failure is TAMIS_ENOMEM or TAMIS_EIO, with a message that begins with the store's path; a
// database of another version of tamis is TAMIS_EVERSION. For one thread.
// SPDX-License-Identifier: MIT
#ifndef TM_INDEX_DB_H
#define TM_INDEX_DB_H

#include <stdint.h>

#include "base/buf.h"

// Statements that stay prepared while the database is open. Their parameters are numbered from 1.
typedef enum tm_prepared {
    TM_PREPARED_INSERT, // number, id, state, time, place, record, SHA-256, body
    TM_PREPARED_CHANGE, // new state, id, old state; and root, path, offset of where it leaves to
    TM_PREPARED_HOLDS,  // SHA-256, place, record: how many such items are held
    TM_PREPARED_OPEN,   // SHA-256: how many such items are on their way in or out
    TM_PREPARED_COPY, // SHA-256, place, record: the greatest number of such copies that are held
    TM_PREPARED_HOLDER, // SHA-256: the greatest number of such items that are held
    TM_N_PREPARED
} tm_prepared;

typedef struct tm_db tm_db;

typedef struct tm_statement {
    const tm_db *db; // borrowed
    void *handle;    // sqlite3_stmt; NULL: not prepared
} tm_statement;

struct tm_db {
    const char *store; // path, for messages; borrowed
    void *handle;      // sqlite3; NULL: closed
    tm_statement prepared[TM_N_PREPARED];
};

// Opens the file `name`, making it if need be, or ":memory:". Close it, also on failure.
tamis_status tm_db_open(tm_db *db, const char *name, const char *store, tamis_error *err);
void tm_db_close(tm_db *db); // also one that is closed
// Runs a statement without parameters, whose rows are not wanted.
tamis_status tm_db_run(tm_db *db, const char *sql, tamis_error *err);
// Runs one that gives a row with a number, or none: *number is 0 then.
tamis_status tm_db_number(int64_t *number, tm_db *db, const char *sql, tamis_error *err);
// How many rows the last statement has changed.
int tm_db_changes(const tm_db *db);

// Prepares a statement, to be freed also on failure.
tamis_status tm_statement_prepare(tm_statement *out, const tm_db *db, const char *sql,
                                  tamis_error *err);
void tm_statement_free(tm_statement *statement);
// Set a parameter for the next run. Texts are copied.
void tm_statement_set_text(tm_statement *statement, int place, tm_str text);
void tm_statement_set_int(tm_statement *statement, int place, int64_t value);
void tm_statement_set_real(tm_statement *statement, int place, double value);
// Runs a statement that gives no row, or one with a number, which goes to *number unless NULL. Its
// parameters are unset afterwards.
tamis_status tm_statement_run(tm_statement *statement, int64_t *number, tamis_error *err);
// Goes to the next row. TAMIS_DONE when there is none.
tamis_status tm_statement_step(tm_statement *statement, tamis_error *err);
// Columns of the row, counted from 0; a text is borrowed until the next step.
tm_str tm_statement_text(const tm_statement *statement, int column);
int64_t tm_statement_int(const tm_statement *statement, int column);

#endif
