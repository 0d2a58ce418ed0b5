// The verdict line that programs read: one object, keys always in the same order, numbers with a
// fixed count of decimals, so that equal verdicts are equal bytes. What was not measured is null
// rather than 0: an unscanned document has no score, no probability and no removed share. Members
// with the usual value ("encoding": "utf-8", "damaged": 0, "format": "text") are left out. Linear
// in the text of the spans.
// SPDX-License-Identifier: MIT
#include "sink/verdict_json.h"

#include <math.h>

#include "base/json.h"
#include "base/num.h"
#include "sink/marked.h"

// Enough to tell apart scores that differ in a way that matters; further digits depend on rounding.
enum { SCORE_DECIMALS = 4, RATIO_DECIMALS = 4 };

static void put_key(tm_buf *out, const char *key)
{
    tm_buf_text(out, ",\"");
    tm_buf_text(out, key);
    tm_buf_text(out, "\":");
}

static void put_size(tm_buf *out, const char *key, size_t value)
{
    put_key(out, key);
    tm_print_size(out, value);
}

// JSON has no infinities and no NaN.
static void put_number(tm_buf *out, const char *key, double value, int decimals)
{
    put_key(out, key);
    if (isfinite(value))
        tm_print_fixed(out, value, decimals);
    else
        tm_buf_text(out, "null");
}

static void put_string(tm_buf *out, const char *key, tm_str value)
{
    put_key(out, key);
    tm_json_string(out, value);
}

static void put_text(tm_buf *out, const char *key, const char *value)
{
    put_string(out, key, tm_str_of(value));
}

static void put_spans(tm_buf *out, const tamis_verdict *verdict)
{
    put_key(out, "spans");
    tm_buf_byte(out, '[');
    for (size_t i = 0; i < verdict->n_spans; i++) {
        const tamis_span *span = &verdict->spans[i];
        tm_buf_format(out, "%s{\"start\":%zu", i ? "," : "", span->begin);
        put_size(out, "end", span->end);
        put_size(out, "start_byte", span->begin_byte);
        put_size(out, "end_byte", span->end_byte);
        put_size(out, "line", span->line);
        put_text(out, "kind", tamis_span_kind_name(span->kind));
        put_number(out, "score", span->score, SCORE_DECIMALS);
        put_string(out, "text", (tm_str){span->text, span->text_bytes});
        if (span->original)
            put_string(out, "original", (tm_str){span->original, span->original_bytes});
        tm_buf_byte(out, '}');
    }
    tm_buf_byte(out, ']');
}

static void put_reasons(tm_buf *out, const tamis_verdict *verdict)
{
    put_key(out, "reasons");
    tm_buf_byte(out, '[');
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        const tamis_reason *reason = &verdict->reasons[i];
        tm_buf_text(out, i ? ",{\"feature\":" : "{\"feature\":");
        tm_json_string(out, tm_str_of(reason->feature));
        put_number(out, "value", reason->value, RATIO_DECIMALS);
        put_number(out, "contribution", reason->contribution, SCORE_DECIMALS);
        tm_buf_byte(out, '}');
    }
    tm_buf_byte(out, ']');
}

static void put_lines(tm_buf *out, const tamis_verdict *verdict, const tm_decoded *decoded)
{
    tm_line_count count = {0};
    put_key(out, "lines");
    tm_buf_byte(out, '[');
    for (size_t i = 0; i < verdict->n_lines; i++) {
        const tamis_line *line = &verdict->lines[i];
        tm_buf_format(out, "%s{\"line\":%zu", i ? "," : "",
                      tm_line_number(&count, decoded, line->begin_byte));
        put_size(out, "start_byte", line->begin_byte);
        put_size(out, "end_byte", line->end_byte);
        put_number(out, "score", line->score, SCORE_DECIMALS);
        put_key(out, "flagged");
        tm_buf_text(out, line->flagged ? "true}" : "false}");
    }
    tm_buf_byte(out, ']');
}

// What is not finite prints as null.
static void put_probability(tm_buf *out, const char *key, double probability, double other)
{
    put_key(out, key);
    tm_print_probability(out, probability, other);
}

static void put_judgement(tm_buf *out, const tamis_verdict *verdict)
{
    const bool scanned = verdict->verdict != TAMIS_UNSCANNED;
    put_text(out, "verdict", tamis_verdict_name(verdict->verdict));
    if (!scanned && verdict->unscanned_reason)
        put_text(out, "unscanned", verdict->unscanned_reason);
    put_number(out, "score", scanned ? verdict->score : NAN, SCORE_DECIMALS);
    const double probability = scanned ? verdict->probability : NAN;
    const double threshold = scanned ? verdict->threshold : NAN;
    put_probability(out, "probability", probability, threshold);
    put_probability(out, "threshold", threshold, probability);
    if (verdict->kind != TAMIS_DOCUMENT_NONE)
        put_text(out, "kind", tamis_document_kind_name(verdict->kind));
    else
        put_number(out, "kind", NAN, 0);
}

static void put_input(tm_buf *out, const tamis_verdict *verdict)
{
    put_size(out, "bytes", verdict->n_bytes);
    put_key(out, "sha256");
    if (verdict->sha256[0])
        tm_json_string(out, tm_str_of(verdict->sha256));
    else
        tm_buf_text(out, "null"); // nothing was read
    if (verdict->format && strcmp(verdict->format, "text") != 0)
        put_text(out, "format", verdict->format);
    if (verdict->encoding && strcmp(verdict->encoding, "utf-8") != 0)
        put_text(out, "encoding", verdict->encoding);
    if (verdict->n_damaged)
        put_size(out, "damaged", verdict->n_damaged);
}

void tm_model_name_json(tm_json_writer *w, tm_model_name model)
{
    tm_json_begin(w, "model", '{');
    tm_json_add_word(w, "name", model.name);
    tm_json_add_word(w, "sha256", model.sha256);
    tm_json_end(w, '}');
}

void tm_verdict_json(tm_buf *out, const tm_document *document, const tamis_verdict *verdict,
                     const tm_decoded *decoded, tm_model_name model)
{
    tm_buf_text(out, "{\"schema\":\"tamis/1\"");
    put_string(out, "id", document->id);
    put_string(out, "path", document->path);
    put_size(out, "record", document->record);
    put_judgement(out, verdict);
    put_input(out, verdict);
    if (document->is_cut)
        tm_buf_text(out, ",\"cut\":true");
    const bool scanned = verdict->verdict != TAMIS_UNSCANNED;
    put_number(out, "removed_ratio", scanned ? verdict->removed_ratio : NAN, RATIO_DECIMALS);
    put_spans(out, verdict);
    if (verdict->n_spans_left_out)
        put_size(out, "spans_left_out", verdict->n_spans_left_out);
    put_reasons(out, verdict);
    if (verdict->lines)
        put_lines(out, verdict, decoded);
    tm_buf_text(out, ",\"model\":{\"name\":");
    tm_json_string(out, tm_str_of(model.name));
    put_text(out, "sha256", model.sha256);
    tm_buf_text(out, "}}\n");
}
