// tamis quarantine show: all that is known of an item, and its text with the spans marked. That
// needs no model: the spans are in the journal.
// SPDX-License-Identifier: MIT
#include "base/num.h"
#include "cli/quarantine.h"
#include "read/reader.h"
#include "sink/facts.h"
#include "sink/marked.h"
#include "sink/report.h"
#include "sink/visible.h"

static const char help[] =
    "usage: tamis quarantine show STORE [OPTIONS] [ID...]\n"
    "\n"
    "What is known of each item, and its whole text with the injected words marked.\n"
    "\n"
    "      --state STATE          held (default), restored, purged, aborted or any; only of\n"
    "                             held items is there a text\n"
    "      --color WHEN           auto (default), always or never\n"
    "      --wait                 when another process uses the store\n"
    "  -h, --help                 this\n"
    "\n"
    "`tamis quarantine --help` has the options that select items.\n";

static const tm_quarantine_action action = {
    .command = &tm_quarantine_show,
    .must_select = true,
};

typedef struct showing {
    tm_store *store;
    bool color;
} showing;

static void put_origin(tm_buf *out, const tm_index_row *row)
{
    const tm_store_item *item = &row->item;
    tm_buf_format(out, "%s  %s, came ", item->id, tm_item_state_name(row->state));
    tm_quarantine_time(out, item->time_s);
    tm_buf_text(out, "\nfrom: ");
    tm_visible(out, tm_buf_str(&item->root), 0);
    if (item->root.len > 1)
        tm_buf_byte(out, '/');
    tm_visible(out, tm_buf_str(&item->path), 0);
    if (item->act == TM_ACT_RECORD && item->line > 0)
        tm_buf_format(out, ", line %llu", (unsigned long long)item->line);
    tm_buf_format(out, " (%s)\ncontent: ", tm_act_name(item->act));
    tm_report_plural(out, item->file.size_bytes, "byte");
    tm_buf_format(out, ", sha256 %s\n", item->sha256);
}

static void put_verdict(tm_buf *out, const tm_facts *facts, bool color)
{
    const tamis_verdict *verdict = &facts->verdict;
    if (facts->model_name.len == 0)
        return; // a found object: nobody judged it
    tm_report_label(out, verdict->verdict, color);
    tm_buf_text(out, ": probability ");
    tm_print_probability(out, verdict->probability, verdict->threshold);
    tm_buf_text(out, ", threshold ");
    tm_print_probability(out, verdict->threshold, verdict->probability);
    tm_buf_text(out, ", decision value ");
    tm_print_fixed(out, verdict->score, 4);
    tm_buf_format(out, ", kind %s\nmodel: ", tamis_document_kind_name(verdict->kind));
    tm_visible(out, tm_buf_str(&facts->model_name), 0);
    tm_buf_text(out, ", sha256 ");
    tm_visible(out, tm_buf_str(&facts->model_sha256), 0);
    tm_buf_text(out, "\nreasons:");
    for (size_t i = 0; i < TM_FACTS_MAX_REASONS && facts->reasons[i].len > 0; i++) {
        tm_buf_text(out, i ? ", " : " ");
        tm_visible(out, tm_buf_str(&facts->reasons[i]), 0);
    }
    tm_buf_byte(out, '\n');
}

// Drops spans beyond the end of the text, which only a damaged journal could name.
static void keep_inside(tamis_verdict *verdict, size_t n_bytes)
{
    while (verdict->n_spans > 0 && verdict->spans[verdict->n_spans - 1].end_byte > n_bytes)
        verdict->n_spans--;
}

static tamis_status put_text(tm_buf *out, tm_facts *facts, const tm_record_view *view,
                             bool color, tamis_error *err)
{
    tm_decoded decoded = {0};
    const tm_marked marked = {&facts->verdict, &decoded, color};
    size_t span = 0;
    keep_inside(&facts->verdict, view->text.len);
    const tamis_status status = tm_record_decode(&decoded, view, err);
    if (status == TAMIS_OK) {
        tm_str rest = decoded.text;
        const char *const first = rest.ptr;
        while (rest.len > 0) {
            const char *const line = tm_str_cut(&rest, '\n').ptr;
            tm_buf_text(out, "  ");
            tm_marked_line(out, &marked, (size_t)(line - first), &span, 0);
            tm_buf_byte(out, '\n');
        }
    }
    tm_decoded_free(&decoded);
    return status;
}

static tamis_status put_object(tm_buf *out, const showing *show, const tm_store_item *item,
                               tm_facts *facts, tamis_error *err)
{
    tm_record record = {.format = facts->is_warc              ? TM_FORMAT_WARC
                                  : facts->text_field.len > 0 ? TM_FORMAT_JSONL
                                  : facts->is_html            ? TM_FORMAT_HTML
                                                              : TM_FORMAT_TEXT};
    tm_record_view view = {0};
    const tm_reader_options options = {.max_document_bytes = UINT32_MAX,
                                       .text_field = facts->text_field.ptr,
                                       .id_field = "id"};
    tamis_status status = tm_store_read(&record.raw, show->store, item, err);
    if (status == TAMIS_OK)
        status = tm_record_text(&view, &record, &options, err);
    if (status == TAMIS_OK)
        status = put_text(out, facts, &view, show->color, err);
    tm_record_view_free(&view);
    tm_record_free(&record);
    return status;
}

static tamis_status show_row(void *context, const tm_index_row *row, tamis_error *err)
{
    const showing *show = context;
    tm_buf out = {0};
    tm_facts facts;
    tamis_status status = tm_facts_read(&facts, tm_buf_str(&row->item.facts), err);
    if (status == TAMIS_OK) {
        put_origin(&out, row);
        put_verdict(&out, &facts, show->color);
    }
    if (status == TAMIS_OK && row->state == TM_ITEM_HELD)
        status = put_object(&out, show, &row->item, &facts, err);
    tm_buf_byte(&out, '\n');
    if (status == TAMIS_OK)
        status = tm_output_take(&out, NULL, err);
    tm_facts_free(&facts);
    tm_buf_free(&out);
    return status;
}

static tamis_status act(tm_store *store, const tm_quarantine_request *request, tamis_error *err)
{
    showing show = {store, tm_use_color(request->color)};
    return tm_quarantine_each(store, request, show_row, &show, err);
}

static int run(int argc, char **argv)
{
    return tm_quarantine_run(&action, act, argc, argv);
}

const tm_command tm_quarantine_show = {
    .name = "show",
    .summary = "all that is known of an item, its text with the words marked",
    .help = help,
    .run = run,
};
