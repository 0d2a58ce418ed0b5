// Dolma attributes: {"id": …, "attributes": {NAME: [[START, END, VALUE], …]}}, one line a
// document, offsets in characters (https://github.com/allenai/dolma, docs/data-format.md).
// SPDX-License-Identifier: MIT
#include "sink/manifest.h"

#include "base/json.h"
#include "sink/facts.h"
#include "sink/journal_body.h"

enum { SCORE_DECIMALS = 4, PROBABILITY_DECIMALS = 6 };

// The members of the facts, as they are between the braces, without the document's id if that is
// the first.
static tm_str without_id(tm_str facts)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    if (tm_json_open(&scan, facts, NULL) != TAMIS_OK ||
        tm_json_member(&scan, &key, &value, NULL) != TAMIS_OK || !tm_json_is(key, "document"))
        return facts.len > 2 ? tm_str_slice(facts, 1, facts.len - 1) : (tm_str){0};
    const size_t end = (size_t)(value.raw.ptr + value.raw.len - facts.ptr);
    return end + 2 < facts.len ? tm_str_slice(facts, end + 1, facts.len - 1) : (tm_str){0};
}

void tm_manifest_line(tm_buf *out, const tm_index_row *row, bool with_paths)
{
    const tm_store_item *item = &row->item;
    const tm_str facts = tm_buf_str(&item->facts);
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "schema", "tamis-quarantine/1");
    tm_json_add_word(&w, "id", item->id);
    tm_json_add_word(&w, "state", tm_item_state_name(row->state));
    tm_json_add_word(&w, "act", tm_act_name(item->act));
    tm_json_add_int(&w, "time", item->time_s);
    if (with_paths) {
        tm_journal_add_path(&w, "root", tm_buf_str(&item->root));
        tm_journal_add_path(&w, "path", tm_buf_str(&item->path));
    }
    tm_json_add_size(&w, "record", item->record);
    tm_json_add_size(&w, "line", item->line);
    tm_json_add_size(&w, "bytes", item->file.size_bytes);
    tm_json_add_word(&w, "sha256", item->sha256);
    const tm_str rest =
        with_paths && facts.len > 2 ? tm_str_slice(facts, 1, facts.len - 1) : without_id(facts);
    if (rest.len > 0)
        tm_buf_byte(out, ',');
    tm_buf_add(out, rest);
    tm_buf_text(out, "}\n");
}

static void add_span(tm_json_writer *w, size_t begin, size_t end, double value, int decimals)
{
    tm_json_begin(w, NULL, '[');
    tm_json_add_size(w, NULL, begin);
    tm_json_add_size(w, NULL, end);
    tm_json_add_number(w, NULL, value, decimals);
    tm_json_end(w, ']');
}

// The attribute of one kind of spans; nothing when there are none.
static void add_kind(tm_json_writer *w, const tamis_verdict *verdict, tamis_span_kind kind)
{
    char key[32] = "tamis__";
    bool begun = false;
    for (size_t i = 0; i < verdict->n_spans; i++) {
        const tamis_span *span = &verdict->spans[i];
        if (span->kind != kind)
            continue;
        if (!begun) {
            strncat(key, tamis_span_kind_name(kind), sizeof key - sizeof "tamis__");
            tm_json_begin(w, key, '[');
            begun = true;
        }
        add_span(w, span->begin, span->end, span->score, SCORE_DECIMALS);
    }
    if (begun)
        tm_json_end(w, ']');
}

tamis_status tm_manifest_dolma(tm_buf *out, const tm_index_row *row, tamis_error *err)
{
    tm_facts facts;
    tm_json_writer w = {.out = out};
    const tamis_status status = tm_facts_read(&facts, tm_buf_str(&row->item.facts), err);
    if (status == TAMIS_OK) {
        tm_json_begin(&w, NULL, '{');
        tm_json_add_text(&w, "id", tm_buf_str(&facts.document));
        tm_json_begin(&w, "attributes", '{');
        tm_json_begin(&w, "tamis__probability", '[');
        if (facts.n_characters > 0)
            add_span(&w, 0, facts.n_characters, facts.verdict.probability,
                     PROBABILITY_DECIMALS);
        tm_json_end(&w, ']');
        for (int kind = 0; kind <= TAMIS_SPAN_HIDDEN; kind++)
            add_kind(&w, &facts.verdict, (tamis_span_kind)kind);
        tm_json_end(&w, '}');
        tm_json_end(&w, '}');
        tm_buf_byte(out, '\n');
    }
    tm_facts_free(&facts);
    return status;
}
