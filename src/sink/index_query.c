// A filter becomes the conditions of one SELECT; the other questions are statements that stay
// prepared.
// SPDX-License-Identifier: MIT
#include <math.h>

#include "sink/index_parts.h"
#include "sink/journal_body.h"

const tm_index_filter tm_index_all = {
    .since = INT64_MIN, .until = INT64_MAX, .min_score = NAN, .max_score = NAN};

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
    put_condition(sql, filter->sha256, " AND sha256 = ?10");
    put_condition(sql, filter->since > INT64_MIN, " AND time >= ?2");
    put_condition(sql, filter->until < INT64_MAX, " AND time < ?3");
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

static void set_word(tm_statement *select, int place, const char *word)
{
    if (word)
        tm_statement_set_text(select, place, tm_str_of(word));
}

static tamis_status set_filter(tm_statement *select, const tm_index_filter *filter,
                               tamis_error *err)
{
    tm_buf path = {0};
    if (filter->path)
        tm_journal_escape(&path, tm_str_of(filter->path));
    const tamis_status status = tm_buf_check(&path, err); // a part of it would select too much
    set_word(select, 1, filter->id);
    tm_statement_set_int(select, 2, filter->since);
    tm_statement_set_int(select, 3, filter->until);
    tm_statement_set_real(select, 4, filter->min_score);
    tm_statement_set_real(select, 5, filter->max_score);
    set_word(select, 6, filter->kind);
    set_word(select, 7, filter->reason);
    tm_statement_set_text(select, 8, tm_buf_str(&path));
    set_word(select, 9, filter->model);
    set_word(select, 10, filter->sha256);
    tm_buf_free(&path);
    return status;
}

static tamis_status take_target(tm_buf *out, const tm_statement *select, int column,
                                tamis_error *err)
{
    tm_buf_clear(out);
    tm_journal_unescape(out, tm_statement_text(select, column));
    tm_buf_terminate(out);
    return tm_buf_check(out, err);
}

static tamis_status read_row(tm_index_row *row, const tm_statement *select, tamis_error *err)
{
    *row = (tm_index_row){.state = (tm_item_state)tm_statement_int(select, 0)};
    if ((unsigned)row->state >= TM_N_ITEM_STATES)
        return tm_fail(err, TAMIS_EFORMAT, "the index holds a state that is none");
    TM_TRY(tm_store_item_read(&row->item, tm_statement_text(select, 1), err));
    row->target_at = (uint64_t)tm_statement_int(select, 4);
    TM_TRY(take_target(&row->target_root, select, 2, err));
    return take_target(&row->target_path, select, 3, err);
}

static tamis_status visit_rows(tm_statement *select, tm_index_visitor *visit, void *context,
                               tamis_error *err)
{
    tamis_status status;
    while ((status = tm_statement_step(select, err)) == TAMIS_OK) {
        tm_index_row row;
        status = read_row(&row, select, err);
        if (status == TAMIS_OK)
            status = visit(context, &row, err);
        tm_index_row_free(&row);
        TM_TRY(status);
    }
    return status < 0 ? status : TAMIS_OK;
}

tamis_status tm_index_select(tm_index *index, const tm_index_filter *filter,
                             tm_index_visitor *visit, void *context, tamis_error *err)
{
    tm_buf sql = {0};
    tm_statement select = {0};
    put_query(&sql, filter);
    tamis_status status = tm_buf_check(&sql, err);
    if (status == TAMIS_OK)
        status = tm_statement_prepare(&select, &index->db, sql.ptr, err);
    if (status == TAMIS_OK)
        status = set_filter(&select, filter, err);
    if (status == TAMIS_OK)
        status = visit_rows(&select, visit, context, err);
    tm_statement_free(&select);
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
    tm_buf_terminate(&find->row->target_root);
    tm_buf_add(&find->row->target_path, tm_buf_str(&row->target_path));
    tm_buf_terminate(&find->row->target_path);
    find->found = true;
    TM_TRY(tm_buf_check(&find->row->target_root, err));
    return tm_buf_check(&find->row->target_path, err);
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
static tamis_status ask_same(int64_t *number, tm_index *index, tm_prepared question,
                             const tm_store_item *item, tamis_error *err)
{
    tm_buf place = {0};
    tm_statement *const asked = &index->db.prepared[question];
    *number = 0;
    tm_index_put_place(&place, item);
    tamis_status status = tm_buf_check(&place, err);
    if (status == TAMIS_OK) {
        tm_statement_set_text(asked, 1, tm_str_of(item->sha256));
        tm_statement_set_text(asked, 2, tm_buf_str(&place));
        tm_statement_set_int(asked, 3, (int64_t)item->record);
        status = tm_statement_run(asked, number, err);
    }
    tm_buf_free(&place);
    return status;
}

tamis_status tm_index_holds(bool *holds, tm_index *index, const tm_store_item *item,
                            tamis_error *err)
{
    int64_t number;
    const tamis_status status = ask_same(&number, index, TM_PREPARED_HOLDS, item, err);
    *holds = number > 0;
    return status;
}

tamis_status tm_index_copy(uint64_t *number, tm_index *index, const tm_store_item *item,
                           tamis_error *err)
{
    int64_t found;
    const tamis_status status = ask_same(&found, index, TM_PREPARED_COPY, item, err);
    *number = (uint64_t)found;
    return status;
}

// Asks about the items of a content, wherever they came from.
static tamis_status ask_content(int64_t *number, tm_index *index, tm_prepared question,
                                const char *sha256, tamis_error *err)
{
    tm_statement *const asked = &index->db.prepared[question];
    *number = 0;
    tm_statement_set_text(asked, 1, tm_str_of(sha256));
    return tm_statement_run(asked, number, err);
}

tamis_status tm_index_holder(uint64_t *number, tm_index *index, const char *sha256,
                             tamis_error *err)
{
    int64_t found;
    const tamis_status status = ask_content(&found, index, TM_PREPARED_HOLDER, sha256, err);
    *number = (uint64_t)found;
    return status;
}

tamis_status tm_index_is_open(bool *open, tm_index *index, const char *sha256, tamis_error *err)
{
    int64_t number;
    const tamis_status status = ask_content(&number, index, TM_PREPARED_OPEN, sha256, err);
    *open = number > 0;
    return status;
}
