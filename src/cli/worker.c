// Every item gets exactly one verdict: the screener's, or "unscanned" with the reason. What fails
// before the screener (a file that cannot be opened, a line that is not JSON) gets its verdict here
// and is then treated like everything else, so the counts always add up.
// SPDX-License-Identifier: MIT
#define _POSIX_C_SOURCE 200809L
#include "cli/worker.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/uri.h"
#include "screen/screen.h"
#include "sink/facts.h"
#include "sink/report.h"

// Buffers that grow with a document are freed after it when they are larger.
enum { KEPT_BYTES = 1 << 20 };

tamis_status tm_worker_init(tm_worker *worker, const tm_worker_plan *plan, tamis_error *err)
{
    *worker = (tm_worker){.plan = plan};
    TM_TRY(tm_digest_init(&worker->digest, err));
    TM_TRY(tamis_screener_new(&worker->screener, plan->model, &plan->settings->screener, err));
    worker->remedier.screener = worker->screener;
    worker->remedier.max_removed = plan->settings->max_removed;
    worker->remedier.strict = plan->settings->strict;
    tm_screen_inside(worker->screener)->timed = plan->summary;
    return TAMIS_OK;
}

void tm_worker_free(tm_worker *worker)
{
    tamis_screener_free(worker->screener);
    tm_record_view_free(&worker->view);
    tm_buf_free(&worker->id);
    tm_digest_free(&worker->digest);
    tm_remedier_free(&worker->remedier);
}

static const tamis_verdict *unscanned(tm_worker *worker, const char *reason, size_t n_bytes)
{
    worker->unscanned = (tamis_verdict){
        .struct_size = sizeof(tamis_verdict),
        .verdict = TAMIS_UNSCANNED,
        .unscanned_reason = reason,
        .n_bytes = n_bytes,
    };
    return &worker->unscanned;
}

// The pipeline limits the bytes of records that are on their way. But a small record of a web
// archive may hold a large document, packed: of these only one is judged at a time.
static void await_turn(tm_worker *worker, size_t n_bytes)
{
    if (!worker->plan->turn || worker->view.text.len <= n_bytes + KEPT_BYTES)
        return;
    pthread_mutex_lock(worker->plan->turn);
    worker->in_turn = true;
}

static tamis_status screen(const tamis_verdict **verdict, tm_worker *worker, tamis_error *err)
{
    const tm_record_view *view = &worker->view;
    tm_screen *const s = tm_screen_inside(worker->screener);
    const tm_str text = {view->text.ptr ? view->text.ptr : "", view->text.len};
    s->n_damaged_before = view->n_damaged;
    if (view->is_html)
        return tamis_screen_html(verdict, worker->screener, view->text.ptr, view->text.len,
                                 view->charset, err);
    TM_TRY(tm_screen_run_text(s, text, tm_str_of(view->charset), err));
    *verdict = &s->verdict;
    return TAMIS_OK;
}

// Judges a text of which the record holds only the beginning.
static tamis_status screen_pieces(const tamis_verdict **verdict, tm_worker *worker,
                                  const tm_item *item, tamis_error *err)
{
    tm_screen *const s = tm_screen_inside(worker->screener);
    const char *reason = NULL;
    tm_str piece = tm_buf_str(&item->record.raw);
    s->n_damaged_before = 0;
    TM_TRY(tm_screen_begin(s, err));
    do {
        TM_TRY(tm_screen_add(s, piece, err));
        TM_TRY(tm_reader_more(&piece, &reason, item->rest, err));
    } while (piece.len > 0 && !reason);
    TM_TRY(tm_screen_end(s, err));
    *verdict = reason ? unscanned(worker, reason, 0) : &s->verdict;
    return TAMIS_OK;
}

// The verdict on a document that could not be judged for want of memory or a failing disk.
static const tamis_verdict *failed(tm_worker *worker, const tamis_error *err, size_t n_bytes)
{
    if (err->status == TAMIS_ENOMEM)
        return unscanned(worker, "out_of_memory", n_bytes);
    snprintf(worker->failure, sizeof worker->failure, "%s", err->message);
    return unscanned(worker, "read_failed", 0);
}

const tamis_verdict *tm_worker_judge(tm_worker *worker, const tm_item *item)
{
    const tm_reader_options *options = &worker->plan->settings->reader;
    const size_t n_bytes = item->record.raw.len;
    const tamis_verdict *verdict;
    tamis_error err;
    tm_record_view *view = &worker->view;
    view->id = view->uri = (tm_str){0};
    view->is_cut = false;
    view->message[0] = worker->failure[0] = '\0';

    if (item->failure)
        return unscanned(worker, item->failure, 0);
    if (tm_record_text(view, &item->record, options, &err) < 0)
        return failed(worker, &err, n_bytes);
    if (view->unscanned)
        return unscanned(worker, view->unscanned, n_bytes);
    await_turn(worker, n_bytes);
    const tamis_status status = item->rest ? screen_pieces(&verdict, worker, item, &err)
                                           : screen(&verdict, worker, &err);
    return status < 0 ? failed(worker, &err, n_bytes) : verdict;
}

tm_document tm_worker_document(tm_worker *worker, const tm_item *item, tm_str path)
{
    tm_document document = {.path = path, .record = item->record.number, .id = path};
    document.is_cut = worker->view.is_cut && !item->failure;
    if (worker->view.id.len > 0) {
        document.id = worker->view.id;
    } else if (!item->failure && tm_format_has_records(item->record.format)) {
        tm_buf_clear(&worker->id);
        tm_buf_add(&worker->id, path);
        tm_buf_format(&worker->id, "#%zu", item->record.number);
        document.id = tm_buf_str(&worker->id);
    }
    return document;
}

static void report_flagged(tm_worker *worker, tm_buf *out, const tm_item *item,
                           const tm_document *document, const tamis_verdict *verdict)
{
    tm_decoded decoded = {0}; // not kept: it may be several times the document
    const tm_marked marked = {verdict, item->rest ? NULL : &decoded, worker->plan->color};
    if (!item->rest && tm_record_decode(&decoded, &worker->view, NULL) < 0)
        out->failed = true; // memory is short: the run ends rather than lose a line
    else
        tm_report_flagged(out, document, &marked, worker->plan->width);
    tm_decoded_free(&decoded);
}

// The report: only what was flagged or could not be scanned.
static void report(tm_worker *worker, tm_buf *out, const tm_item *item,
                   const tm_document *document, const tamis_verdict *verdict)
{
    if (verdict->verdict == TAMIS_UNSCANNED)
        tm_report_unscanned(out, document, verdict, worker->view.message, worker->plan->color);
    else if (verdict->verdict == TAMIS_SUSPECT || verdict->verdict == TAMIS_CONTAMINATED)
        report_flagged(worker, out, item, document, verdict);
}

// The digest of the record: that of the verdict, unless the text is only a part of the record.
static void put_digest(tm_worker *worker, tm_batch *batch, tm_item *item,
                       const tamis_verdict *verdict)
{
    const tm_str raw = tm_buf_str(&item->record.raw);
    if (worker->view.text.ptr == raw.ptr && worker->view.text.len == raw.len)
        memcpy(item->flagged.sha256, verdict->sha256, sizeof item->flagged.sha256);
    else if (tm_digest_hex(&worker->digest, item->flagged.sha256, raw, NULL) < 0)
        batch->facts.failed = true; // memory is short: the run ends
}

// Code points of the decoded text; 0 when memory is short.
static size_t count_characters(const tm_record_view *view)
{
    tm_decoded decoded = {0};
    size_t n = 0;
    if (tm_record_decode(&decoded, view, NULL) == TAMIS_OK) {
        n = tm_decoded_has_mark(&decoded);
        for (size_t i = 0; i < decoded.text.len; i++)
            n += ((unsigned char)decoded.text.ptr[i] & 0xC0) != 0x80;
    }
    tm_decoded_free(&decoded);
    return n;
}

static bool is_flagged(const tm_worker *worker, const tamis_verdict *verdict)
{
    return verdict->verdict == TAMIS_CONTAMINATED ||
           (worker->plan->settings->strict && verdict->verdict == TAMIS_SUSPECT);
}

// Writes the facts for the store.
static void put_facts(tm_worker *worker, tm_batch *batch, tm_item *item,
                      const tm_document *document, const tamis_verdict *verdict)
{
    const bool is_jsonl = item->record.format == TM_FORMAT_JSONL;
    const tm_facts_about about = {
        .document = document,
        .verdict = verdict,
        .model = worker->plan->model_name,
        .n_characters = item->rest ? 0 : count_characters(&worker->view),
        .text_field = is_jsonl ? worker->plan->settings->reader.text_field : NULL,
        .is_warc = item->record.format == TM_FORMAT_WARC,
    };
    item->flagged.facts_begin = batch->facts.len;
    tm_facts_write(&batch->facts, &about);
    item->flagged.facts_end = batch->facts.len;
    put_digest(worker, batch, item, verdict);
}

// Notes what a summary needs of the document; `uri` is its target URI or empty, `is_cut` as in
// tm_document.
static void put_noted(tm_batch *batch, tm_item *item, const tamis_verdict *verdict, tm_str uri,
                      bool is_cut)
{
    const tm_str host = tm_uri_host(uri);
    item->noted = (tm_noted){verdict->verdict, verdict->n_bytes, batch->sites.len, 0};
    for (size_t i = 0; i < host.len; i++) {
        const char c = host.ptr[i];
        tm_buf_byte(&batch->sites, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
    item->noted.site_end = batch->sites.len;
    tm_counts_verdict(&batch->counts, verdict, is_cut);
}

// The verdict is not valid afterwards.
static void put_remedy(tm_worker *worker, tm_batch *batch, tm_item *item,
                       const tm_document *document, const tamis_verdict *verdict)
{
    const tm_judged judged = {&item->record, &worker->view, document, verdict,
                              item->flagged.is};
    if (tm_remedy_find(&item->remedy, &batch->replacements, &worker->remedier, &judged, NULL) <
        0)
        batch->out.failed = true; // memory is short: the run ends
}

// Frees buffers that a large document has grown, so that only documents being judged take memory.
// The verdict is not valid afterwards.
static void let_go(tm_worker *worker)
{
    tm_screen_shrink(tm_screen_inside(worker->screener));
    tm_record_view_shrink(&worker->view, KEPT_BYTES);
    tm_remedier_shrink(&worker->remedier, KEPT_BYTES);
    if (worker->in_turn)
        pthread_mutex_unlock(worker->plan->turn);
    worker->in_turn = false;
}

static void screen_item(tm_worker *worker, tm_batch *batch, tm_item *item)
{
    const tm_worker_plan *const plan = worker->plan;
    const tamis_verdict *verdict = tm_worker_judge(worker, item);
    const tm_document document = tm_worker_document(worker, item, tm_item_path(batch, item));
    tm_tally_verdict(&batch->tally, verdict);
    if (worker->failure[0])
        tm_buf_append(&batch->complaints, worker->failure, strlen(worker->failure) + 1);
    if (plan->settings->json)
        tm_verdict_json(&batch->out, &document, verdict, NULL, plan->model_name);
    else if (!item->failure && !plan->silent) // failures were reported when they happened
        report(worker, &batch->out, item, &document, verdict);
    item->flagged.is = is_flagged(worker, verdict);
    if (plan->quarantine && item->flagged.is)
        put_facts(worker, batch, item, &document, verdict);
    if (plan->summary)
        put_noted(batch, item, verdict, worker->view.uri, document.is_cut);
    if (plan->clean && !item->failure)
        put_remedy(worker, batch, item, &document, verdict);
    if (worker->id.failed)
        batch->out.failed = true;
    let_go(worker);
}

void tm_worker_run(void *context, tm_batch *batch)
{
    tm_worker *const worker = context;
    tm_screen *const screen = tm_screen_inside(worker->screener);
    const bool timed = worker->plan->summary;
    const uint64_t begin = timed ? tm_clock_ns() : 0;
    screen->whole_ns = 0;
    for (size_t i = 0; i < batch->n_items; i++)
        screen_item(worker, batch, &batch->items[i]);
    batch->score_ns = screen->whole_ns;
    batch->work_ns = timed ? tm_clock_ns() - begin : 0;
}
