// A table, built cell by cell and shown as text for a terminal or as HTML.
// SPDX-License-Identifier: MIT
#ifndef TM_TABLE_H
#define TM_TABLE_H

#include "base/buf.h"

enum { TM_MAX_COLUMNS = 12 };

typedef struct tm_table {
    const char *title, *note; // borrowed; the note may be NULL
    size_t n_columns;
    unsigned left; // bit c: column c is aligned to the left, as text; else to the right
    tm_buf cells;  // the text of all cells one after another, the heads first
    size_t *begin; // [n_cells]: where each begins in `cells`; owned
    size_t n_cells, begins_cap;
} tm_table;

// Starts a table. `heads` are those of its columns (at most TM_MAX_COLUMNS), separated by '|':
// "kind|documents|recall". `table` is zero or an earlier table, which is freed.
void tm_table_begin(tm_table *table, const char *title, tm_str heads, unsigned left);

// Begins the next cell, row by row from left to right. Append its text to what is returned, which
// is valid until the next cell.
tm_buf *tm_table_cell(tm_table *table);

static inline size_t tm_table_rows(const tm_table *table) // without the heads
{
    return table->n_cells / table->n_columns - 1;
}

// Columns are aligned by their width on a terminal, and cells made safe for it; an empty line comes
// first.
void tm_table_text(tm_buf *out, const tm_table *table);
void tm_table_html(tm_buf *out, const tm_table *table);

void tm_table_free(tm_table *table); // leaves it zero

#endif
