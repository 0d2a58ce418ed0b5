// A table built once and shown as text for a terminal or as HTML.
// SPDX-License-Identifier: MIT
#ifndef TM_TABLE_H
#define TM_TABLE_H

#include "base/buf.h"

enum { TM_MAX_COLUMNS = 12 };

typedef struct tm_table {
    const char *title, *note; // borrowed; the note may be NULL
    size_t n_columns;
    unsigned left; // bit c: column c is text, set to the left; numbers stand to the right
    tm_buf cells;  // their text back to back, the heads first
    size_t *begin; // of each cell in `cells`; owned
    size_t n_cells, begins_cap;
} tm_table;

// Starts a table whose heads are `heads`, separated by '|': "kind|documents|recall"; at most
// TM_MAX_COLUMNS.
void tm_table_begin(tm_table *table, const char *title, tm_str heads, unsigned left);

// Opens the next cell, row by row, and returns where its text goes.
tm_buf *tm_table_cell(tm_table *table);

static inline size_t tm_table_rows(const tm_table *table) // without the heads
{
    return table->n_cells / table->n_columns - 1;
}

// Columns aligned by width on a terminal, control characters made harmless.
void tm_table_text(tm_buf *out, const tm_table *table);
void tm_table_html(tm_buf *out, const tm_table *table);

void tm_table_free(tm_table *table); // empties it for the next one too

#endif
