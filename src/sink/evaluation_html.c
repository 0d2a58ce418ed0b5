// The report as one page: the main figures, the pictures, all tables, and the documents judged
// worst with the marked words in context. Text from documents, file names and model names goes
// through tm_escape_html, always.
// SPDX-License-Identifier: MIT
#include "sink/evaluation.h"

#include <math.h>

#include "base/num.h"
#include "sink/escape.h"
#include "sink/evaluation_charts.h"
#include "sink/page.h"
#include "sink/report.h"

enum { CONTEXT_BYTES = 120, MAX_SPAN_BYTES = 360, MAX_REASONS = 4, MAX_NAME_COLUMNS = 100 };

// ---- Head ---------------------------------------------------------------------------------

static void put_card(tm_buf *out, const char *value, const char *name, const char *detail)
{
    tm_buf_format(out, "<div class=\"card\"><b>%s</b><span>%s</span><span>%s</span></div>\n",
                  value, name, detail);
}

static void put_rate_card(tm_buf *out, tm_rate rate, bool percent, const char *name)
{
    tm_buf value = {0}, detail = {0};
    const double scale = percent ? 100 : 1;
    if (rate.n > 0)
        tm_print_fixed(&value, scale * rate.value, 3);
    else
        tm_buf_text(&value, "–");
    if (rate.n > 0 && percent)
        tm_buf_text(&value, " %");
    tm_print_fixed(&detail, scale * rate.low, 3);
    tm_buf_text(&detail, " to ");
    tm_print_fixed(&detail, scale * rate.high, 3);
    tm_buf_text(&detail, "; ");
    tm_report_count(&detail, rate.hits);
    tm_buf_text(&detail, " of ");
    tm_report_count(&detail, rate.n);
    tm_buf_byte(&value, '\0');
    tm_buf_byte(&detail, '\0');
    out->failed |= value.failed || detail.failed;
    if (!out->failed)
        put_card(out, value.ptr, name, detail.ptr);
    tm_buf_free(&value);
    tm_buf_free(&detail);
}

static void put_figure_card(tm_buf *out, double figure, const char *name, const char *detail)
{
    tm_buf value = {0};
    if (isfinite(figure))
        tm_print_fixed(&value, figure, 4);
    else
        tm_buf_text(&value, "–");
    tm_buf_byte(&value, '\0');
    out->failed |= value.failed;
    if (!out->failed)
        put_card(out, value.ptr, name, detail);
    tm_buf_free(&value);
}

static void put_cards(tm_buf *out, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    const tm_slice *all = &e->slice[e->begin[TM_SLICE_ALL]];
    tm_buf_text(out, "<div class=\"cards\">\n");
    put_rate_card(out, tm_rate_of(all->flagged[TM_CHOSEN][1], all->n[1]), false,
                  "recall of contaminated documents");
    put_rate_card(out, tm_rate_of(all->flagged[TM_CHOSEN][0], all->n[0]), true,
                  "of the clean documents flagged");
    put_figure_card(out, e->curve.average_precision, "PR-AUC",
                    "average precision; 1 is perfect");
    put_figure_card(out, e->brier, "Brier score", "of the probability; 0 is perfect");
    if (e->spans_flagged.n_documents > 0) {
        put_figure_card(out, tm_span_precision(&e->spans_flagged), "span precision",
                        "of marked characters, flagged documents");
        put_figure_card(out, tm_span_recall(&e->spans_flagged), "span recall",
                        "of injected characters, flagged documents");
    }
    tm_buf_text(out, "</div>\n");
}

static void put_head(tm_buf *out, const tm_evaluation_report *report)
{
    const tm_curve *curve = &report->evaluation->curve;
    tm_buf_text(out, "<h1>How good is model ");
    tm_escape_html(out, tm_str_of(report->model.name));
    tm_buf_text(out, "?</h1>\n<p>");
    tm_report_count(out, curve->n[0]);
    tm_buf_text(out, " clean and ");
    tm_report_count(out, curve->n[1]);
    tm_buf_text(out, " contaminated documents, judged ");
    tm_evaluation_point(out, report);
    tm_buf_text(out, ". ");
    tm_evaluation_caution(out, report);
    tm_buf_text(out, "</p>\n<p class=\"soft\">Model <code>");
    tm_escape_html(out, tm_str_of(report->model.sha256));
    tm_buf_text(out, "</code><br>Data:");
    for (size_t i = 0; i < report->n_data; i++) {
        tm_buf_text(out, i ? ", <code>" : " <code>");
        tm_escape_html(out, tm_str_of(report->data[i]));
        tm_buf_text(out, "</code>");
    }
    tm_buf_text(out, "</p>\n");
    put_cards(out, report);
}

// ---- Documents judged worst ---------------------------------------------------------------

typedef struct range {
    size_t begin, end;
} range;

static bool is_in(const range *r, size_t at)
{
    return r->begin <= at && at < r->end;
}

static range gold_at(const tm_case *c, size_t i)
{
    const tm_sample_span *span = &c->scored->row->spans[i];
    return (range){span->begin, span->end};
}

static range found_at(const tm_case *c, size_t i)
{
    return (range){c->span[i].begin, c->span[i].end};
}

// Lowers *stop to the first bound of `r` after `at`, if that comes before it.
static void stop_at_bounds(size_t *stop, const range *r, size_t at)
{
    if (r->begin > at && r->begin < *stop)
        *stop = r->begin;
    if (r->end > at && r->end < *stop)
        *stop = r->end;
}

// Line ends are shown as ¶, which more fonts have than the symbols for control characters.
static void put_running(tm_buf *out, tm_str text)
{
    while (text.len > 0) {
        const size_t before = text.len;
        const tm_str line = tm_str_cut(&text, '\n');
        tm_escape_html(out, line);
        if (before > line.len)
            tm_buf_text(out, "<span class=\"end\">¶</span>");
    }
}

// The text of the window with gold and found spans marked.
static void put_marked(tm_buf *out, const tm_case *c, range window)
{
    const tm_str text = tm_buf_str(&c->scored->row->text);
    for (size_t at = window.begin, stop; at < window.end; at = stop) {
        bool gold = false, found = false;
        stop = window.end;
        for (size_t i = 0; i < c->scored->row->n_spans; i++) {
            const range r = gold_at(c, i);
            gold |= is_in(&r, at);
            stop_at_bounds(&stop, &r, at);
        }
        for (size_t i = 0; i < c->n_spans; i++) {
            const range r = found_at(c, i);
            found |= is_in(&r, at);
            stop_at_bounds(&stop, &r, at);
        }
        tm_buf_text(out, gold ? "<ins>" : "");
        tm_buf_text(out, found ? "<mark>" : "");
        put_running(out, tm_str_slice(text, at, stop));
        tm_buf_text(out, found ? "</mark>" : "");
        tm_buf_text(out, gold ? "</ins>" : "");
    }
}

// `around`, of which at most MAX_SPAN_BYTES, with context on both sides; whole characters.
static range window_of(tm_str text, range around)
{
    range w = {around.begin > CONTEXT_BYTES ? around.begin - CONTEXT_BYTES : 0, 0};
    const size_t shown =
        around.end - around.begin < MAX_SPAN_BYTES ? around.end : around.begin + MAX_SPAN_BYTES;
    w.end = text.len - shown > CONTEXT_BYTES ? shown + CONTEXT_BYTES : text.len;
    while (w.begin > 0 && ((unsigned char)text.ptr[w.begin] & 0xC0) == 0x80)
        w.begin--;
    while (w.end < text.len && ((unsigned char)text.ptr[w.end] & 0xC0) == 0x80)
        w.end++;
    return w;
}

static void put_excerpt(tm_buf *out, const tm_case *c, range around, range *shown)
{
    const tm_str text = tm_buf_str(&c->scored->row->text);
    if (is_in(shown, around.begin))
        return;
    *shown = window_of(text, around);
    tm_buf_text(out, shown->begin > 0 ? "<blockquote>…" : "<blockquote>");
    put_marked(out, c, *shown);
    tm_buf_text(out, shown->end < text.len ? "…</blockquote>\n" : "</blockquote>\n");
}

static void put_excerpts(tm_buf *out, const tm_case *c)
{
    range shown = {0};
    if (c->scored->row->n_spans > 0)
        put_excerpt(out, c, gold_at(c, 0), &shown);
    for (size_t i = 0; i < c->n_spans; i++)
        put_excerpt(out, c, found_at(c, i), &shown);
    if (c->scored->row->n_spans == 0 && c->n_spans == 0)
        put_excerpt(out, c, (range){0, 0}, &shown);
}

static void put_reason(tm_buf *out, const tamis_reason *reason)
{
    tm_buf_text(out, "<li>");
    tm_put_signed(out, reason->contribution, 2);
    tm_buf_text(out, " ");
    tm_escape_html(out, tm_str_of(reason->description));
    tm_buf_format(out, " (<code>%s</code> = ", reason->feature);
    tm_print_fixed(out, reason->value, 2);
    tm_buf_text(out, ")</li>");
}

static void put_reasons(tm_buf *out, const tm_case *c)
{
    tm_buf_text(out, "<ul>");
    if (c->n_spans == 0)
        tm_buf_text(out, "<li>nothing was found in it</li>");
    for (size_t i = 0; i < c->n_reasons && i < MAX_REASONS; i++)
        if (c->reason[i].contribution > 0)
            put_reason(out, &c->reason[i]);
    if (c->n_reasons > 0 && c->reason[c->n_reasons - 1].contribution < 0)
        put_reason(out, &c->reason[c->n_reasons - 1]);
    tm_buf_text(out, "</ul>");
}

static void put_tag(tm_buf *out, const char *value)
{
    if (!value[0])
        return;
    tm_buf_text(out, "<span class=\"tag\">");
    tm_escape_html_cut(out, tm_str_of(value), MAX_NAME_COLUMNS);
    tm_buf_text(out, "</span>");
}

static void put_case(tm_buf *out, const tm_case *c)
{
    const tm_labelled *row = c->scored->row;
    tm_buf_text(out, "<article><header><b>");
    tm_print_fixed(out, c->scored->probability, 6);
    tm_buf_format(out, " %s</b><code>", tamis_verdict_name(c->scored->verdict));
    tm_escape_html_cut(out, tm_str_of(row->id), MAX_NAME_COLUMNS);
    tm_buf_text(out, "</code>");
    put_tag(out, row->language);
    put_tag(out, row->kind);
    put_tag(out, row->obfuscation);
    put_tag(out, row->source);
    tm_buf_text(out, "</header>\n");
    put_excerpts(out, c);
    put_reasons(out, c);
    tm_buf_text(out, "</article>\n");
}

static void put_cases(tm_buf *out, const char *title, const tm_case *c, size_t n)
{
    if (n == 0)
        return;
    tm_buf_format(out, "<section><h2>%s</h2>\n", title);
    tm_buf_text(out, "<p class=\"note\"><mark>found</mark> is what the model marked, "
                     "<ins>gold</ins> what the data says was injected.</p>\n");
    for (size_t i = 0; i < n; i++)
        put_case(out, &c[i]);
    tm_buf_text(out, "</section>\n");
}

// ---- The whole ----------------------------------------------------------------------------

static void show_table(void *context, const tm_table *table)
{
    tm_table_html(context, table);
}

void tm_evaluation_html(tm_buf *out, const tm_evaluation_report *report)
{
    tm_page_begin(out, "tamis evaluate");
    put_head(out, report);
    tm_buf_text(out, "<section><h2>Curves</h2>\n");
    tm_evaluation_charts(out, report);
    tm_buf_text(out,
                "<p class=\"note\">Dots are the operating points stored in the model, named by "
                "the false-positive rate they aim at; the ring is the one in use. Whiskers are "
                "95 % intervals (Clopper-Pearson). Axes of precision and recall may begin "
                "above 0. A rate of 0 stands at the left edge.</p>\n</section>\n"
                "<section><h2>Tables</h2>\n<div class=\"tables\">\n");
    tm_evaluation_tables(report, show_table, out);
    tm_buf_text(out, "</div></section>\n");
    put_cases(out, "Clean documents that look worst", report->false_positives,
              report->n_false_positives);
    put_cases(out, "Contaminated documents missed", report->misses, report->n_misses);
    tm_page_end(out);
}
