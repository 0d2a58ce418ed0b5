// The ids are collected before anything is done, since the actions change what filters select.
// SPDX-License-Identifier: MIT
#include "cli/quarantine_choice.h"

#include <stdlib.h>

#include "base/num.h"
#include "sink/report.h"

static tamis_status choose(void *context, const tm_index_row *row, tamis_error *err)
{
    tm_quarantine_choice *const choice = context;
    const bool apart = row->item.act == TM_ACT_RECORD && !choice->together;
    tm_chosen *const list = apart ? &choice->records : &choice->files;
    void *items = list->item;
    if (!tm_grow(&items, &list->cap, list->n_ids + 1, sizeof *list->item))
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    list->item = items;
    tm_chosen_item *const one = &list->item[list->n_ids++];
    memcpy(one->id, row->item.id, sizeof one->id);
    one->held = row->state == TM_ITEM_HELD;
    return TAMIS_OK;
}

static tamis_status point_to_ids(tm_chosen *list, tamis_error *err)
{
    list->ids = calloc(list->n_ids + 1, sizeof *list->ids);
    if (!list->ids)
        return tm_fail(err, TAMIS_ENOMEM, "out of memory");
    for (size_t i = 0; i < list->n_ids; i++)
        list->ids[i] = list->item[i].id;
    return TAMIS_OK;
}

tamis_status tm_quarantine_choose(tm_quarantine_choice *choice, tm_store *store,
                                  const tm_quarantine_request *request, tamis_error *err)
{
    TM_TRY(tm_quarantine_each(store, request, choose, choice, err));
    TM_TRY(point_to_ids(&choice->files, err));
    return point_to_ids(&choice->records, err);
}

void tm_quarantine_choice_free(tm_quarantine_choice *choice)
{
    free(choice->files.item);
    free(choice->files.ids);
    free(choice->records.item);
    free(choice->records.ids);
}

void tm_quarantine_say(const tm_store *store, const tm_quarantine_request *request,
                       const char *done)
{
    tm_buf text = {0};
    const tm_store_counts counts = tm_store_count(store);
    if (request->quiet)
        return;
    tm_report_plural(&text, counts.n_done, "document");
    tm_buf_format(&text, " %s", done);
    if (counts.n_failed > 0) {
        tm_buf_text(&text, ", ");
        tm_report_count(&text, counts.n_failed);
        tm_buf_text(&text, " not");
    }
    tm_complain_text(request->store, &text);
}
