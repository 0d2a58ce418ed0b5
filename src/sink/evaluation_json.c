// The report for programs: schema tamis-evaluation/1, keys always in the same order. What cannot
// be computed (a rate of no documents, precision where nothing was marked) is null.
// SPDX-License-Identifier: MIT
#include <math.h>

#include "base/num.h"
#include "sink/evaluation.h"

enum { RATE_DECIMALS = 8, SCORE_DECIMALS = 4, FIGURE_DECIMALS = 6, MAX_REASONS = 5 };

static void put_rate(tm_json_writer *w, const char *key, size_t hits, size_t n)
{
    const tm_rate rate = tm_rate_of(hits, n);
    tm_json_begin(w, key, '{');
    tm_json_add_size(w, "flagged", hits);
    tm_json_add_size(w, "documents", n);
    tm_json_add_number(w, "rate", rate.value, RATE_DECIMALS);
    tm_json_add_number(w, "low", rate.low, RATE_DECIMALS);
    tm_json_add_number(w, "high", rate.high, RATE_DECIMALS);
    tm_json_end(w, '}');
}

static void put_span_sum(tm_json_writer *w, const char *key, const tm_span_sum *sum)
{
    tm_json_begin(w, key, '{');
    tm_json_add_size(w, "documents", sum->n_documents);
    tm_json_add_size(w, "gold", (size_t)sum->gold);
    tm_json_add_size(w, "marked", (size_t)sum->marked);
    tm_json_add_size(w, "both", (size_t)sum->agreed);
    tm_json_add_number(w, "precision", tm_span_precision(sum), FIGURE_DECIMALS);
    tm_json_add_number(w, "recall", tm_span_recall(sum), FIGURE_DECIMALS);
    tm_json_end(w, '}');
}

static void put_points(tm_json_writer *w, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    const tm_slice *all = &e->slice[e->begin[TM_SLICE_ALL]];
    tm_json_begin(w, "points", '[');
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        const tamis_operating_point *p = &report->points[i];
        tm_json_begin(w, NULL, '{');
        tm_json_add_exact(w, "target_fpr", p->target_fpr);
        tm_json_add_probability(w, "threshold", p->threshold, 1);
        tm_json_add_exact(w, "foreseen_upper_fpr", p->upper_fpr);
        put_rate(w, "fpr", all->flagged[i][0], all->n[0]);
        put_rate(w, "recall", all->flagged[i][1], all->n[1]);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_roc(tm_json_writer *w, const tm_evaluation_report *report)
{
    const tm_curve *curve = &report->evaluation->curve;
    tm_json_begin(w, "roc", '[');
    for (size_t i = 0; i < TM_N_POINTS && tm_curve_has_both(curve); i++) {
        const tm_step *step = tm_curve_at(curve, report->points[i].target_fpr);
        tm_json_begin(w, NULL, '{');
        tm_json_add_exact(w, "target_fpr", report->points[i].target_fpr);
        tm_json_add_probability(w, "threshold", step ? step->probability : NAN, 1);
        put_rate(w, "fpr", step ? step->flagged[0] : 0, curve->n[0]);
        put_rate(w, "recall", step ? step->flagged[1] : 0, curve->n[1]);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_confusion(tm_json_writer *w, const tm_evaluation *e)
{
    static const char *const labels[] = {"clean", "contaminated"};
    tm_json_begin(w, "confusion", '{');
    for (int label = 0; label < 2; label++) {
        tm_json_begin(w, labels[label], '{');
        for (int v = TAMIS_CLEAN; v <= TAMIS_UNSCANNED; v++)
            tm_json_add_size(w, tamis_verdict_name((tamis_verdict_kind)v),
                             e->n_verdicts[label][v]);
        tm_json_end(w, '}');
    }
    tm_json_end(w, '}');
}

static void put_bins(tm_json_writer *w, const tm_evaluation *e)
{
    tm_json_begin(w, "reliability", '[');
    for (size_t b = 0; b < TM_N_BINS; b++) {
        const tm_bin *bin = &e->bin[b];
        const tm_rate share = tm_rate_of(bin->contaminated, bin->n);
        tm_json_begin(w, NULL, '{');
        tm_json_add_number(w, "from", (double)b / TM_N_BINS, 1);
        tm_json_add_number(w, "to", (double)(b + 1) / TM_N_BINS, 1);
        tm_json_add_size(w, "documents", bin->n);
        tm_json_add_size(w, "contaminated", bin->contaminated);
        tm_json_add_number(w, "mean_probability",
                           bin->n ? bin->probability_sum / (double)bin->n : NAN,
                           FIGURE_DECIMALS);
        tm_json_add_number(w, "share", share.value, RATE_DECIMALS);
        tm_json_add_number(w, "low", share.low, RATE_DECIMALS);
        tm_json_add_number(w, "high", share.high, RATE_DECIMALS);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
}

static void put_slice(tm_json_writer *w, const tm_slice *slice,
                      const tamis_operating_point *points)
{
    tm_buf name = {0};
    tm_json_begin(w, NULL, '{');
    tm_buf_text(&name, slice->prefix);
    tm_buf_add(&name, slice->name);
    tm_json_add_text(w, "name", tm_buf_str(&name));
    put_rate(w, "fpr", slice->flagged[TM_CHOSEN][0], slice->n[0]);
    put_rate(w, "recall", slice->flagged[TM_CHOSEN][1], slice->n[1]);
    put_span_sum(w, "spans", &slice->spans);
    tm_json_begin(w, "points", '[');
    for (size_t i = 0; i < TM_N_POINTS; i++) {
        tm_json_begin(w, NULL, '{');
        tm_json_add_exact(w, "target_fpr", points[i].target_fpr);
        put_rate(w, "fpr", slice->flagged[i][0], slice->n[0]);
        put_rate(w, "recall", slice->flagged[i][1], slice->n[1]);
        tm_json_end(w, '}');
    }
    tm_json_end(w, ']');
    tm_json_end(w, '}');
    w->out->failed |= name.failed;
    tm_buf_free(&name);
}

static void put_slices(tm_json_writer *w, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    tm_json_begin(w, "slices", '{');
    for (tm_slice_group g = TM_SLICE_ALL; g < TM_N_SLICE_GROUPS; g++) {
        tm_json_begin(w, tm_slice_group_name(g), '[');
        for (size_t i = e->begin[g]; i < e->begin[g + 1]; i++)
            put_slice(w, &e->slice[i], report->points);
        tm_json_end(w, ']');
    }
    tm_json_end(w, '}');
}

static void put_reason(tm_json_writer *w, const tamis_reason *reason)
{
    tm_json_begin(w, NULL, '{');
    tm_json_add_word(w, "feature", reason->feature);
    tm_json_add_number(w, "value", reason->value, SCORE_DECIMALS);
    tm_json_add_number(w, "contribution", reason->contribution, SCORE_DECIMALS);
    tm_json_end(w, '}');
}

// The strongest reasons for contamination, and the strongest against. They come sorted.
static void put_reasons(tm_json_writer *w, const tm_case *c)
{
    tm_json_begin(w, "for", '[');
    for (size_t i = 0; i < c->n_reasons && i < MAX_REASONS && c->reason[i].contribution > 0;
         i++)
        put_reason(w, &c->reason[i]);
    tm_json_end(w, ']');
    tm_json_begin(w, "against", '[');
    for (size_t i = 0; i < c->n_reasons && i < MAX_REASONS; i++) {
        const tamis_reason *reason = &c->reason[c->n_reasons - 1 - i];
        if (reason->contribution >= 0)
            break;
        put_reason(w, reason);
    }
    tm_json_end(w, ']');
}

static void put_excerpt(tm_json_writer *w, const tm_labelled *row, const char *kind,
                        size_t begin, size_t end)
{
    tm_json_begin(w, NULL, '{');
    tm_json_add_size(w, "start_byte", begin);
    tm_json_add_size(w, "end_byte", end);
    if (kind)
        tm_json_add_word(w, "kind", kind);
    tm_json_add_text(w, "text", tm_str_slice(tm_buf_str(&row->text), begin, end));
    tm_json_end(w, '}');
}

static void put_case(tm_json_writer *w, const tm_case *c)
{
    const tm_labelled *row = c->scored->row;
    tm_json_begin(w, NULL, '{');
    tm_json_add_word(w, "id", row->id);
    tm_json_add_word(w, "lang", row->language);
    tm_json_add_word(w, "kind", row->kind);
    tm_json_add_word(w, "obfuscation", row->obfuscation);
    tm_json_add_word(w, "source", row->source);
    tm_json_add_word(w, "verdict", tamis_verdict_name(c->scored->verdict));
    tm_json_add_number(w, "score", c->scored->score, SCORE_DECIMALS);
    tm_json_add_number(w, "probability", c->scored->probability, FIGURE_DECIMALS);
    put_reasons(w, c);
    tm_json_begin(w, "gold", '[');
    for (size_t i = 0; i < row->n_spans && i < TM_CASE_SPANS; i++)
        put_excerpt(w, row, NULL, row->spans[i].begin, row->spans[i].end);
    tm_json_end(w, ']');
    tm_json_begin(w, "found", '[');
    for (size_t i = 0; i < c->n_spans; i++)
        put_excerpt(w, row, tamis_span_kind_name(c->span[i].kind), c->span[i].begin,
                    c->span[i].end);
    tm_json_end(w, ']');
    tm_json_end(w, '}');
}

static void put_cases(tm_json_writer *w, const char *key, const tm_case *c, size_t n)
{
    tm_json_begin(w, key, '[');
    for (size_t i = 0; i < n; i++)
        put_case(w, &c[i]);
    tm_json_end(w, ']');
}

static void put_head(tm_json_writer *w, const tm_evaluation_report *report)
{
    tm_json_add_word(w, "schema", "tamis-evaluation/1");
    tm_model_name_json(w, report->model);
    tm_json_begin(w, "data", '[');
    for (size_t i = 0; i < report->n_data; i++)
        tm_json_add_word(w, NULL, report->data[i]);
    tm_json_end(w, ']');
    tm_json_begin(w, "documents", '{');
    tm_json_add_size(w, "clean", report->evaluation->curve.n[0]);
    tm_json_add_size(w, "contaminated", report->evaluation->curve.n[1]);
    tm_json_end(w, '}');
    tm_json_begin(w, "copies", '{');
    tm_json_add_size(w, "clean", report->n_copies[0]);
    tm_json_add_size(w, "contaminated", report->n_copies[1]);
    tm_json_end(w, '}');
    tm_json_begin(w, "chosen", '{');
    if (report->chosen)
        tm_json_add_exact(w, "target_fpr", report->chosen->target_fpr);
    else
        tm_json_add_null(w, "target_fpr");
    tm_json_add_probability(w, "threshold", report->threshold, 1);
    tm_json_end(w, '}');
}

void tm_evaluation_json(tm_buf *out, const tm_evaluation_report *report)
{
    const tm_evaluation *e = report->evaluation;
    tm_json_writer w = {.out = out};
    tm_json_begin(&w, NULL, '{');
    put_head(&w, report);
    put_confusion(&w, e);
    put_points(&w, report);
    put_roc(&w, report);
    tm_json_add_number(&w, "average_precision", e->curve.average_precision, FIGURE_DECIMALS);
    tm_json_add_number(&w, "roc_auc", e->curve.auc, FIGURE_DECIMALS);
    tm_json_add_number(&w, "brier", e->brier, FIGURE_DECIMALS);
    tm_json_add_number(&w, "log_loss", e->log_loss, FIGURE_DECIMALS);
    tm_json_add_number(&w, "calibration_error", e->calibration_error, FIGURE_DECIMALS);
    put_bins(&w, e);
    put_span_sum(&w, "spans_flagged", &e->spans_flagged);
    put_span_sum(&w, "spans_all", &e->spans_all);
    put_slices(&w, report);
    put_cases(&w, "false_positives", report->false_positives, report->n_false_positives);
    put_cases(&w, "misses", report->misses, report->n_misses);
    tm_json_end(&w, '}');
    tm_buf_byte(out, '\n');
}
