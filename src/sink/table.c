// Two passes over the cells: widths, then padding. Widths are in columns of a terminal, where a
// Korean syllable takes two.
// SPDX-License-Identifier: MIT
#include "sink/table.h"

#include <stdlib.h>

#include "base/num.h"
#include "sink/escape.h"
#include "sink/visible.h"

enum { GAP = 2, MAX_CELL_COLUMNS = 60 };

void tm_table_begin(tm_table *table, const char *title, tm_str heads, unsigned left)
{
    tm_table_free(table);
    *table = (tm_table){.title = title, .left = left};
    bool more = true;
    while (more) {
        const size_t before = heads.len;
        const tm_str head = tm_str_cut(&heads, '|');
        tm_buf_add(tm_table_cell(table), head);
        table->n_columns++;
        more = before > head.len; // a separator followed it
    }
}

tm_buf *tm_table_cell(tm_table *table)
{
    if (!tm_grow((void **)&table->begin, &table->begins_cap, table->n_cells + 1,
                 sizeof *table->begin))
        table->cells.failed = true;
    else
        table->begin[table->n_cells++] = table->cells.len;
    return &table->cells;
}

static tm_str cell_at(const tm_table *table, size_t i)
{
    const size_t end = i + 1 < table->n_cells ? table->begin[i + 1] : table->cells.len;
    return tm_str_slice(tm_buf_str(&table->cells), table->begin[i], end);
}

static bool is_left(const tm_table *table, size_t column)
{
    return table->left >> column & 1;
}

static void pad(tm_buf *out, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        tm_buf_byte(out, ' ');
}

// One cell padded to `width` columns, with what separates it from the next. The last cell of a row
// is not padded on its right.
static void put_cell(tm_buf *out, const tm_table *table, size_t i, size_t width)
{
    tm_buf shown = {0};
    const size_t column = i % table->n_columns;
    const size_t used = tm_visible(&shown, cell_at(table, i), MAX_CELL_COLUMNS);
    const size_t room = width > used ? width - used : 0;
    if (!is_left(table, column))
        pad(out, room);
    tm_buf_add(out, tm_buf_str(&shown));
    if (is_left(table, column) && column + 1 < table->n_columns)
        pad(out, room);
    tm_buf_text(out, column + 1 < table->n_columns ? "  " : "\n");
    out->failed |= shown.failed;
    tm_buf_free(&shown);
}

void tm_table_text(tm_buf *out, const tm_table *table)
{
    size_t width[TM_MAX_COLUMNS] = {0};
    tm_buf scratch = {0};
    if (table->cells.failed || table->n_columns == 0) {
        out->failed |= table->cells.failed;
        return;
    }
    for (size_t i = 0; i < table->n_cells; i++) {
        tm_buf_clear(&scratch);
        const size_t used = tm_visible(&scratch, cell_at(table, i), MAX_CELL_COLUMNS);
        size_t *widest = &width[i % table->n_columns];
        *widest = used > *widest ? used : *widest;
    }
    tm_buf_free(&scratch);
    tm_buf_format(out, "\n%s\n", table->title);
    for (size_t i = 0; i < table->n_cells; i++) {
        if (i % table->n_columns == 0)
            pad(out, GAP);
        put_cell(out, table, i, width[i % table->n_columns]);
    }
    if (table->note)
        tm_buf_format(out, "  %s\n", table->note);
}

// A name in the first column stays in sight when a narrow screen is scrolled; its <span> is given a
// width in which it wraps, or it would cover the figures (sink/page.c).
void tm_table_html(tm_buf *out, const tm_table *table)
{
    out->failed |= table->cells.failed;
    if (table->cells.failed || table->n_columns == 0)
        return;
    tm_buf_format(out, "<figure class=\"table\"><figcaption>");
    tm_escape_html(out, tm_str_of(table->title));
    tm_buf_text(out, "</figcaption>\n<div class=\"scroll\"><table>\n");
    for (size_t i = 0; i < table->n_cells; i++) {
        const size_t column = i % table->n_columns;
        const char *tag = i < table->n_columns ? "th" : "td";
        if (column == 0)
            tm_buf_text(out, i == 0 ? "<thead><tr>" : "<tr>");
        const bool names_row = i >= table->n_columns && column == 0 && is_left(table, 0);
        tm_buf_format(out, "<%s%s>%s", tag, is_left(table, column) ? " class=\"l\"" : "",
                      names_row ? "<span>" : "");
        tm_escape_html_cut(out, cell_at(table, i), MAX_CELL_COLUMNS);
        tm_buf_format(out, "%s</%s>", names_row ? "</span>" : "", tag);
        if (column + 1 == table->n_columns)
            tm_buf_text(out, i < table->n_columns ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
    }
    tm_buf_text(out, "</tbody></table></div>\n");
    if (table->note) {
        tm_buf_text(out, "<p class=\"note\">");
        tm_escape_html(out, tm_str_of(table->note));
        tm_buf_text(out, "</p>\n");
    }
    tm_buf_text(out, "</figure>\n");
}

void tm_table_free(tm_table *table)
{
    tm_buf_free(&table->cells);
    free(table->begin);
    *table = (tm_table){0};
}
