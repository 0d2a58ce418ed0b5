// Keys are always in the same order, reasons and sources sorted by name.
// SPDX-License-Identifier: MIT
#include "sink/summary.h"

#include "base/json_writer.h"

enum { SECONDS_DECIMALS = 3, RATE_DECIMALS = 1 };

// ---- Counting -------------------------------------------------------------------------------

static void count_reason(tm_counts *counts, const char *reason, uint64_t n)
{
    size_t i = 0;
    while (counts->unscanned[i].reason && strcmp(counts->unscanned[i].reason, reason) != 0 &&
           i + 1 < TM_REASONS_UNSCANNED)
        i++;
    counts->unscanned[i].reason = reason;
    counts->unscanned[i].n += n;
}

void tm_counts_verdict(tm_counts *counts, const tamis_verdict *verdict, bool is_cut)
{
    counts->n_cut += is_cut;
    if (verdict->verdict == TAMIS_UNSCANNED) {
        count_reason(counts, verdict->unscanned_reason, 1);
        return;
    }
    counts->n_kinds[verdict->kind]++;
    counts->n_damaged_texts += verdict->n_damaged > 0;
    counts->n_damaged_places += verdict->n_damaged;
    for (size_t i = 0; i < verdict->n_spans; i++)
        counts->n_spans[verdict->spans[i].kind]++;
}

void tm_counts_add(tm_counts *sum, const tm_counts *counts)
{
    for (int i = 0; i <= TAMIS_DOCUMENT_SPAM; i++)
        sum->n_kinds[i] += counts->n_kinds[i];
    for (int i = 0; i <= TAMIS_SPAN_HIDDEN; i++)
        sum->n_spans[i] += counts->n_spans[i];
    sum->n_damaged_texts += counts->n_damaged_texts;
    sum->n_damaged_places += counts->n_damaged_places;
    sum->n_cut += counts->n_cut;
    for (int i = 0; i < TM_REASONS_UNSCANNED && counts->unscanned[i].reason; i++)
        count_reason(sum, counts->unscanned[i].reason, counts->unscanned[i].n);
}

// ---- Writing --------------------------------------------------------------------------------

static void put_model(tm_json_writer *w, const tm_summary *s)
{
    tm_model_name_json(w, s->model);
    tm_json_begin(w, "thresholds", '{');
    tm_json_add_exact(w, "max_fpr", s->max_fpr);
    tm_json_add_probability(w, "contaminated", s->threshold, 1);
    tm_json_add_probability(w, "suspect", s->suspect_threshold, 1);
    tm_json_end(w, '}');
}

static void put_tally(tm_json_writer *w, const tm_tally *tally)
{
    tm_json_add_size(w, "documents", tm_tally_seen(tally));
    for (int i = TAMIS_CLEAN; i <= TAMIS_UNSCANNED; i++)
        tm_json_add_size(w, tamis_verdict_name((tamis_verdict_kind)i), tally->n_documents[i]);
    tm_json_add_size(w, "bytes", tally->n_bytes);
}

static void put_part(tm_json_writer *w, const tm_summary *s)
{
    if (s->n_shards > 0) {
        tm_json_begin(w, "shard", '{');
        tm_json_add_size(w, "index", s->shard);
        tm_json_add_size(w, "count", s->n_shards);
        tm_json_add_word(w, "of", s->shares_records ? "records" : "files");
        tm_json_end(w, '}');
    } else {
        tm_json_add_null(w, "shard");
    }
    if (s->goes_on) {
        tm_json_begin(w, "before", '{');
        put_tally(w, &s->before);
        tm_json_end(w, '}');
    } else {
        tm_json_add_null(w, "before");
    }
}

static void put_inputs(tm_json_writer *w, const tm_summary *s)
{
    tm_json_begin(w, "inputs", '{');
    tm_json_add_size(w, "opened", s->n_opened);
    tm_json_add_size(w, "not_opened", s->n_not_opened);
    tm_json_add_size(w, "bytes", s->n_bytes_read);
    tm_json_add_size(w, "records_passed_over", s->n_passed_over);
    tm_json_end(w, '}');
}

static void put_kinds(tm_json_writer *w, const tm_counts *counts)
{
    tm_json_begin(w, "kinds", '{');
    for (int i = TAMIS_DOCUMENT_INJECTED; i <= TAMIS_DOCUMENT_SPAM; i++)
        tm_json_add_size(w, tamis_document_kind_name((tamis_document_kind)i),
                         counts->n_kinds[i]);
    tm_json_end(w, '}');
    tm_json_begin(w, "spans", '{');
    for (int i = 0; i <= TAMIS_SPAN_HIDDEN; i++)
        tm_json_add_size(w, tamis_span_kind_name((tamis_span_kind)i), counts->n_spans[i]);
    tm_json_end(w, '}');
}

// The first reason after `last` by name, or NULL; *n receives its count.
static const char *next_reason(const tm_counts *counts, const char *last, uint64_t *n)
{
    const char *next = NULL;
    for (int i = 0; i < TM_REASONS_UNSCANNED && counts->unscanned[i].reason; i++) {
        const char *const reason = counts->unscanned[i].reason;
        if (strcmp(reason, last) <= 0 || (next && strcmp(reason, next) > 0))
            continue;
        next = reason;
        *n = counts->unscanned[i].n;
    }
    return next;
}

static void put_faults(tm_json_writer *w, const tm_counts *counts)
{
    uint64_t n = 0;
    tm_json_begin(w, "unscanned_reasons", '{');
    for (const char *r = ""; (r = next_reason(counts, r, &n));)
        tm_json_add_size(w, r, n);
    tm_json_end(w, '}');
    tm_json_begin(w, "damaged", '{');
    tm_json_add_size(w, "documents", counts->n_damaged_texts);
    tm_json_add_size(w, "places", counts->n_damaged_places);
    tm_json_end(w, '}');
    tm_json_add_size(w, "cut", counts->n_cut);
}

static void put_sources(tm_json_writer *w, const tm_sources *sources)
{
    tm_json_begin(w, "sources", '{');
    tm_json_add_size(w, "limit", TM_SOURCES);
    tm_json_begin(w, "others", '{');
    put_tally(w, &sources->others);
    tm_json_end(w, '}');
    tm_json_begin(w, "list", '[');
    for (size_t i = 0; i < sources->len; i++) {
        tm_json_begin(w, NULL, '{');
        tm_json_add_word(w, "source", sources->row[i].name);
        put_tally(w, &sources->row[i].tally);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
    tm_json_end(w, '}');
}

static void put_time(tm_json_writer *w, const tm_summary *s)
{
    const double seconds = s->seconds > 0 ? s->seconds : 1e-9;
    tm_json_begin(w, "time", '{');
    tm_json_add_size(w, "jobs", s->n_jobs);
    tm_json_add_number(w, "seconds", s->seconds, SECONDS_DECIMALS);
    tm_json_add_number(w, "documents_per_second", (double)tm_tally_seen(&s->tally) / seconds,
                       RATE_DECIMALS);
    tm_json_add_number(w, "megabytes_per_second", (double)s->tally.n_bytes / 1e6 / seconds,
                       RATE_DECIMALS);
    tm_json_begin(w, "stages", '{');
    tm_json_add_number(w, "read", s->read, SECONDS_DECIMALS);
    tm_json_add_number(w, "look", s->look, SECONDS_DECIMALS);
    tm_json_add_number(w, "score", s->score, SECONDS_DECIMALS);
    tm_json_add_number(w, "write", s->write, SECONDS_DECIMALS);
    tm_json_end(w, '}');
    tm_json_end(w, '}');
}

void tm_summary_json(tm_buf *out, tm_summary *summary)
{
    tm_json_writer w = {.out = out};
    tm_sources_sort(&summary->sources);
    tm_json_begin(&w, NULL, '{');
    tm_json_add_word(&w, "schema", "tamis-summary/1");
    tm_json_add_word(&w, "version", TAMIS_VERSION_STRING);
    put_model(&w, summary);
    put_part(&w, summary);
    put_tally(&w, &summary->tally);
    put_inputs(&w, summary);
    put_kinds(&w, &summary->counts);
    put_faults(&w, &summary->counts);
    put_sources(&w, &summary->sources);
    put_time(&w, summary);
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
}

void tm_summary_free(tm_summary *summary)
{
    tm_sources_free(&summary->sources);
}
