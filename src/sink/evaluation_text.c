// The report for a terminal: what was measured, tables, the documents judged worst.
// SPDX-License-Identifier: MIT
#include "sink/evaluation.h"

#include "base/num.h"
#include "sink/report.h"
#include "sink/visible.h"

enum { MAX_NAME_COLUMNS = 60, MAX_TEXT_COLUMNS = 70, MAX_REASONS = 3 };

static void put_head(tm_buf *out, const tm_evaluation_report *report)
{
    const tm_curve *curve = &report->evaluation->curve;
    tm_buf_text(out, "model ");
    tm_visible(out, tm_str_of(report->model.name), MAX_NAME_COLUMNS);
    tm_buf_format(out, " (%.12s…) ", report->model.sha256);
    tm_evaluation_point(out, report);
    tm_buf_text(out, "\n");
    tm_report_plural(out, curve->n[0] + curve->n[1], "document");
    tm_buf_text(out, ": ");
    tm_report_count(out, curve->n[0]);
    tm_buf_text(out, " clean, ");
    tm_report_count(out, curve->n[1]);
    tm_buf_text(out, " contaminated; from");
    for (size_t i = 0; i < report->n_data; i++) {
        tm_buf_text(out, i ? ", " : " ");
        tm_visible(out, tm_str_of(report->data[i]), MAX_NAME_COLUMNS);
    }
    tm_buf_byte(out, '\n');
    const size_t before = out->len;
    tm_evaluation_caution(out, report);
    if (out->len > before)
        tm_buf_byte(out, '\n');
}

static void put_reason(tm_buf *out, const tamis_reason *reason)
{
    tm_buf_text(out, "        ");
    tm_put_signed(out, reason->contribution, 2);
    tm_buf_format(out, "  %s (%s = ", reason->description, reason->feature);
    tm_print_fixed(out, reason->value, 2);
    tm_buf_text(out, ")\n");
}

static void put_excerpt(tm_buf *out, const tm_case *c, const char *what, size_t begin,
                        size_t end)
{
    const tm_str text = tm_buf_str(&c->scored->row->text);
    tm_buf_format(out, "        %-10s", what);
    tm_visible(out, tm_str_slice(text, begin, end), MAX_TEXT_COLUMNS);
    tm_buf_byte(out, '\n');
}

static void put_field(tm_buf *out, const char *value)
{
    if (!value[0])
        return;
    tm_buf_text(out, "  ");
    tm_visible(out, tm_str_of(value), MAX_NAME_COLUMNS);
}

static void put_case(tm_buf *out, const tm_case *c)
{
    const tm_labelled *row = c->scored->row;
    tm_buf_text(out, "  ");
    tm_print_fixed(out, c->scored->probability, 6);
    tm_buf_format(out, "  %s", tamis_verdict_name(c->scored->verdict));
    put_field(out, row->id);
    put_field(out, row->language);
    put_field(out, row->kind);
    put_field(out, row->obfuscation);
    put_field(out, row->source);
    tm_buf_byte(out, '\n');
    const tm_sample_span *gold = row->spans;
    for (size_t i = 0; i < row->n_spans && i < TM_CASE_SPANS; i++)
        put_excerpt(out, c, "gold", gold[i].begin, gold[i].end);
    for (size_t i = 0; i < c->n_spans; i++)
        put_excerpt(out, c, tamis_span_kind_name(c->span[i].kind), c->span[i].begin,
                    c->span[i].end);
    if (c->n_spans == 0)
        tm_buf_text(out, "        nothing was found in it\n");
    for (size_t i = 0; i < c->n_reasons && i < MAX_REASONS; i++)
        if (c->reason[i].contribution > 0)
            put_reason(out, &c->reason[i]);
    if (c->n_reasons > 0 && c->reason[c->n_reasons - 1].contribution < 0)
        put_reason(out, &c->reason[c->n_reasons - 1]);
}

static void put_cases(tm_buf *out, const char *title, const tm_case *c, size_t n)
{
    if (n == 0)
        return;
    tm_buf_format(out, "\n%s\n", title);
    for (size_t i = 0; i < n; i++)
        put_case(out, &c[i]);
}

static void show_table(void *context, const tm_table *table)
{
    tm_table_text(context, table);
}

void tm_evaluation_text(tm_buf *out, const tm_evaluation_report *report)
{
    put_head(out, report);
    tm_evaluation_tables(report, show_table, out);
    put_cases(out,
              "Clean documents that look worst (probability, verdict, what was found, why)",
              report->false_positives, report->n_false_positives);
    put_cases(out, "Contaminated documents missed (probability, verdict, gold and found spans)",
              report->misses, report->n_misses);
}
