// tamis quarantine list: one line an item.
// SPDX-License-Identifier: MIT

#include "base/num.h"
#include "cli/quarantine.h"
#include "sink/facts.h"
#include "sink/manifest.h"
#include "sink/report.h"
#include "sink/visible.h"

static const char help[] =
    "usage: tamis quarantine list STORE [OPTIONS] [ID...]\n"
    "\n"
    "One line for each item: id, when it came, state, kind, score, where it came from.\n"
    "\n"
    "      --state STATE          held (default), restored, purged, aborted or any\n"
    "      --json                 one line of JSON for each, with paths\n"
    "      --wait                 when another process uses the store\n"
    "  -h, --help                 this\n"
    "\n"
    "`tamis quarantine --help` has the options that select items.\n";

static const tm_quarantine_action action = {
    .command = &tm_quarantine_list,
};

static void put_row(tm_buf *out, const tm_index_row *row, const tm_facts *facts)
{
    const tm_store_item *item = &row->item;
    tm_buf score = {0};
    tm_print_fixed(&score, facts->verdict.score, 2);
    tm_buf_format(out, "%-24s  ", item->id);
    tm_quarantine_time(out, item->time_s);
    tm_buf_format(out, "  %-8s  %-8s  %7.*s  ", tm_item_state_name(row->state),
                  tamis_document_kind_name(facts->verdict.kind), (int)score.len, score.ptr);
    if (item->path.len > 0) {
        tm_visible(out, tm_buf_str(&item->root), 0);
        if (item->root.len > 1)
            tm_buf_byte(out, '/');
        tm_visible(out, tm_buf_str(&item->path), 0);
    } else {
        tm_buf_text(out, "(not known)");
    }
    if (item->act == TM_ACT_RECORD && item->line > 0)
        tm_buf_format(out, ":%llu", (unsigned long long)item->line);
    tm_buf_byte(out, '\n');
    out->failed = out->failed || score.failed;
    tm_buf_free(&score);
}

static tamis_status list_row(void *context, const tm_index_row *row, tamis_error *err)
{
    const tm_quarantine_request *request = context;
    tm_buf out = {0};
    tm_facts facts;
    tamis_status status = tm_facts_read(&facts, tm_buf_str(&row->item.facts), err);
    if (status == TAMIS_OK && request->json)
        tm_manifest_line(&out, row, true);
    else if (status == TAMIS_OK)
        put_row(&out, row, &facts);
    if (status == TAMIS_OK)
        status = tm_output_take(&out, NULL, err);
    tm_facts_free(&facts);
    tm_buf_free(&out);
    return status;
}

static tamis_status act(tm_store *store, const tm_quarantine_request *request, tamis_error *err)
{
    tm_quarantine_request copy = *request;
    return tm_quarantine_each(store, request, list_row, &copy, err);
}

static int run(int argc, char **argv)
{
    return tm_quarantine_run(&action, act, argc, argv);
}

const tm_command tm_quarantine_list = {
    .name = "list",
    .summary = "one line an item",
    .help = help,
    .run = run,
};
