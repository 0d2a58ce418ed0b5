// The keys are those of the verdict's JSON (schema tamis/1) wherever they mean the same.
// SPDX-License-Identifier: MIT
#include "sink/facts.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/json_writer.h"
#include "base/num.h"
#include "text/utf8.h"

enum { SCORE_DECIMALS = 4, RATIO_DECIMALS = 4 };

static const char *const verdict_names[] = {"clean", "suspect", "contaminated", "unscanned"};

// ---- Writing --------------------------------------------------------------------------------

static void write_spans(tm_json_writer *w, const tamis_verdict *verdict)
{
    tm_json_add_size(w, "n_spans", verdict->n_spans + verdict->n_spans_left_out);
    tm_json_begin(w, "spans", '[');
    for (size_t i = 0; i < verdict->n_spans && i < TM_FACTS_MAX_SPANS; i++) {
        const tamis_span *span = &verdict->spans[i];
        tm_json_begin(w, NULL, '{');
        tm_json_add_size(w, "start", span->begin);
        tm_json_add_size(w, "end", span->end);
        tm_json_add_size(w, "start_byte", span->begin_byte);
        tm_json_add_size(w, "end_byte", span->end_byte);
        tm_json_add_size(w, "line", span->line);
        tm_json_add_word(w, "kind", tamis_span_kind_name(span->kind));
        tm_json_add_number(w, "score", span->score, SCORE_DECIMALS);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void write_reasons(tm_json_writer *w, const tamis_verdict *verdict)
{
    tm_json_begin(w, "reasons", '[');
    for (size_t i = 0; i < verdict->n_reasons && i < TM_FACTS_MAX_REASONS; i++) {
        const tamis_reason *reason = &verdict->reasons[i];
        tm_json_begin(w, NULL, '{');
        tm_json_add_word(w, "feature", reason->feature);
        tm_json_add_number(w, "value", reason->value, RATIO_DECIMALS);
        tm_json_add_number(w, "contribution", reason->contribution, SCORE_DECIMALS);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

void tm_facts_write(tm_buf *out, const tm_facts_about *about)
{
    const tamis_verdict *verdict = about->verdict;
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    const tm_str id = about->document->id;
    tm_json_add_text(&w, "document",
                     tm_str_slice(id, 0, tm_utf8_cut(id, TM_FACTS_MAX_ID_BYTES)));
    if (about->text_field)
        tm_json_add_word(&w, "text_field", about->text_field);
    if (about->is_warc)
        tm_json_add_word(&w, "container", "warc");
    if (verdict->format && strcmp(verdict->format, "text") != 0)
        tm_json_add_word(&w, "format", verdict->format);
    if (about->n_characters > 0)
        tm_json_add_size(&w, "characters", about->n_characters);
    tm_json_add_word(&w, "verdict", tamis_verdict_name(verdict->verdict));
    tm_json_add_number(&w, "score", verdict->score, SCORE_DECIMALS);
    tm_json_add_probability(&w, "probability", verdict->probability, verdict->threshold);
    tm_json_add_probability(&w, "threshold", verdict->threshold, verdict->probability);
    tm_json_add_word(&w, "kind", tamis_document_kind_name(verdict->kind));
    tm_json_add_number(&w, "removed_ratio", verdict->removed_ratio, RATIO_DECIMALS);
    write_spans(&w, verdict);
    write_reasons(&w, verdict);
    tm_model_name_json(&w, about->model);
    tm_json_end(&w, '}');
}

// ---- Reading --------------------------------------------------------------------------------

void tm_facts_free(tm_facts *facts)
{
    tm_buf_free(&facts->document);
    tm_buf_free(&facts->text_field);
    tm_buf_free(&facts->model_name);
    tm_buf_free(&facts->model_sha256);
    for (size_t i = 0; i < TM_FACTS_MAX_REASONS; i++)
        tm_buf_free(&facts->reasons[i]);
    free(facts->spans);
    *facts = (tm_facts){0};
}

static void take_string(tm_buf *out, tm_json_value value)
{
    if (value.type != TM_JSON_STRING)
        return;
    tm_buf_clear(out);
    tm_json_decode(out, value);
    tm_buf_terminate(out);
}

static double number_of(tm_json_value value)
{
    double number = 0;
    if (value.type == TM_JSON_NUMBER)
        tm_parse_double(&number, value.raw);
    return number;
}

static size_t size_of(tm_json_value value)
{
    size_t number = 0;
    if (value.type == TM_JSON_NUMBER)
        tm_parse_size(&number, value.raw);
    return number;
}

static int name_of(tm_json_value value, const char *(*name)(int), int n_names)
{
    for (int i = 0; i < n_names; i++)
        if (value.type == TM_JSON_STRING && tm_json_is(value, name(i)))
            return i;
    return 0;
}

static const char *span_kind(int kind)
{
    return tamis_span_kind_name((tamis_span_kind)kind);
}

static const char *document_kind(int kind)
{
    return tamis_document_kind_name((tamis_document_kind)kind);
}

static const char *verdict_name(int verdict)
{
    return verdict_names[verdict];
}

static void take_span(tamis_span *span, tm_str json)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    if (tm_json_open(&scan, json, NULL) != TAMIS_OK)
        return;
    while (tm_json_member(&scan, &key, &value, NULL) == TAMIS_OK) {
        if (tm_json_is(key, "start"))
            span->begin = size_of(value);
        else if (tm_json_is(key, "end"))
            span->end = size_of(value);
        else if (tm_json_is(key, "start_byte"))
            span->begin_byte = size_of(value);
        else if (tm_json_is(key, "end_byte"))
            span->end_byte = size_of(value);
        else if (tm_json_is(key, "line"))
            span->line = size_of(value);
        else if (tm_json_is(key, "score"))
            span->score = number_of(value);
        else if (tm_json_is(key, "kind"))
            span->kind = (tamis_span_kind)name_of(value, span_kind, TAMIS_SPAN_HIDDEN + 1);
    }
}

// The spans of a verdict are in order and do not overlap; others are left out.
static void keep_ordered(tm_facts *facts)
{
    tamis_verdict *const verdict = &facts->verdict;
    size_t n_kept = 0;
    size_t end = 0;
    for (size_t i = 0; i < verdict->n_spans; i++) {
        const tamis_span *span = &facts->spans[i];
        if (span->begin_byte < end || span->end_byte < span->begin_byte)
            continue;
        end = span->end_byte;
        facts->spans[n_kept++] = *span;
    }
    verdict->n_spans = n_kept;
}

static void take_spans(tm_facts *facts, tm_json_value list)
{
    tm_json_scan scan;
    tm_json_value value;
    tamis_verdict *const verdict = &facts->verdict;
    if (list.type != TM_JSON_ARRAY || facts->spans ||
        tm_json_open(&scan, list.raw, NULL) != TAMIS_OK)
        return;
    facts->spans = calloc(TM_FACTS_MAX_SPANS, sizeof *facts->spans);
    facts->spans_failed = !facts->spans;
    while (facts->spans && verdict->n_spans < TM_FACTS_MAX_SPANS &&
           tm_json_element(&scan, &value, NULL) == TAMIS_OK)
        if (value.type == TM_JSON_OBJECT)
            take_span(&facts->spans[verdict->n_spans++], value.raw);
    keep_ordered(facts);
    verdict->spans = facts->spans;
}

static void take_reasons(tm_facts *facts, tm_json_value list)
{
    tm_json_scan scan;
    tm_json_value value;
    size_t n = 0;
    if (list.type != TM_JSON_ARRAY || tm_json_open(&scan, list.raw, NULL) != TAMIS_OK)
        return;
    while (n < TM_FACTS_MAX_REASONS && tm_json_element(&scan, &value, NULL) == TAMIS_OK) {
        tm_json_scan inner;
        tm_json_value key;
        tm_json_value name;
        if (value.type == TM_JSON_OBJECT && tm_json_open(&inner, value.raw, NULL) == TAMIS_OK &&
            tm_json_member(&inner, &key, &name, NULL) == TAMIS_OK && tm_json_is(key, "feature"))
            take_string(&facts->reasons[n++], name);
    }
}

static void take_model(tm_facts *facts, tm_json_value object)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    if (object.type != TM_JSON_OBJECT || tm_json_open(&scan, object.raw, NULL) != TAMIS_OK)
        return;
    while (tm_json_member(&scan, &key, &value, NULL) == TAMIS_OK) {
        if (tm_json_is(key, "name"))
            take_string(&facts->model_name, value);
        else if (tm_json_is(key, "sha256"))
            take_string(&facts->model_sha256, value);
    }
}

static void take_member(tm_facts *facts, tm_json_value key, tm_json_value value)
{
    tamis_verdict *const verdict = &facts->verdict;
    if (tm_json_is(key, "document"))
        take_string(&facts->document, value);
    else if (tm_json_is(key, "text_field"))
        take_string(&facts->text_field, value);
    else if (tm_json_is(key, "container"))
        facts->is_warc = value.type == TM_JSON_STRING && tm_json_is(value, "warc");
    else if (tm_json_is(key, "format"))
        facts->is_html = value.type == TM_JSON_STRING && tm_json_is(value, "html");
    else if (tm_json_is(key, "characters"))
        facts->n_characters = size_of(value);
    else if (tm_json_is(key, "verdict"))
        verdict->verdict =
            (tamis_verdict_kind)name_of(value, verdict_name, TAMIS_UNSCANNED + 1);
    else if (tm_json_is(key, "score"))
        verdict->score = number_of(value);
    else if (tm_json_is(key, "probability"))
        verdict->probability = number_of(value);
    else if (tm_json_is(key, "threshold"))
        verdict->threshold = number_of(value);
    else if (tm_json_is(key, "kind"))
        verdict->kind =
            (tamis_document_kind)name_of(value, document_kind, TAMIS_DOCUMENT_SPAM + 1);
    else if (tm_json_is(key, "removed_ratio"))
        verdict->removed_ratio = number_of(value);
    else if (tm_json_is(key, "spans"))
        take_spans(facts, value);
    else if (tm_json_is(key, "reasons"))
        take_reasons(facts, value);
    else if (tm_json_is(key, "model"))
        take_model(facts, value);
}

// What did not fit into memory must not pass for what was not there.
static tamis_status check_memory(const tm_facts *facts, tamis_error *err)
{
    const tm_buf *const words[] = {&facts->document, &facts->text_field, &facts->model_name,
                                   &facts->model_sha256};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        TM_TRY(tm_buf_check(words[i], err));
    for (size_t i = 0; i < TM_FACTS_MAX_REASONS; i++)
        TM_TRY(tm_buf_check(&facts->reasons[i], err));
    return facts->spans_failed ? tm_fail(err, TAMIS_ENOMEM, "out of memory") : TAMIS_OK;
}

tamis_status tm_facts_read(tm_facts *facts, tm_str json, tamis_error *err)
{
    tm_json_scan scan;
    tm_json_value key;
    tm_json_value value;
    *facts = (tm_facts){.verdict = {.struct_size = sizeof(tamis_verdict)}};
    tamis_status status = tm_json_open(&scan, json, err);
    while (status == TAMIS_OK &&
           (status = tm_json_member(&scan, &key, &value, err)) == TAMIS_OK)
        take_member(facts, key, value);
    return status < 0 ? status : check_memory(facts, err);
}
